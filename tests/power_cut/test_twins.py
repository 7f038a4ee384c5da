"""A file that is written less carefully, or a disk that lies, is caught: the cuts can see."""

import pytest

from tests.power_cut.judge import LOST
from tests.power_cut.vfs import Lies
from tests.power_cut.whole import less


def test_with_normal_an_answered_transaction_is_lost(power_cut):
    """And nothing else is wrong: what is left is an older state, whole."""
    cuts = power_cut.cuts(power_cut.play(power_cut.short, pragmas=less("NORMAL")))
    figures = cuts.run(cuts.points()[::12])
    assert figures.kinds() == {LOST}
    assert any("nothing" in one for one in figures.found)
    twin = power_cut.cuts(power_cut.play(power_cut.short))
    assert twin.run(twin.points()[::12]).found == []


@pytest.mark.parametrize(
    "how",
    [
        {"pragmas": less("OFF")},
        {"lies": Lies(files="-wal")},
        {"lies": Lies(files=".db")},
        {"lies": Lies(folder=True)},
    ],
    ids=["synchronous=OFF", "log not synced", "file not synced", "folder not synced"],
)
def test_what_is_not_synced_is_missed(power_cut, how):
    cuts = power_cut.cuts(power_cut.play(power_cut.short, checkpoint=8, **how))
    assert cuts.run(cuts.points()[::12]).found != []
