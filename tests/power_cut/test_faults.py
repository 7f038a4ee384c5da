"""A full or broken disk: what is refused leaves nothing, what is answered is there."""

from random import Random

import pytest

from tests.power_cut.faults import FAULTS, Fault


def never(stage, name):
    """Count how many calls a fault could strike at."""
    fault = Fault(name, nth=10**9)
    assert stage.play(stage.short, checkpoint=8, strike=fault).wrong == []
    return fault.calls


def struck(stage, fault, cut_at=3):
    """Replay with a fault, cut the power just after it, and give what was found."""
    replay = stage.play(stage.short, checkpoint=8, strike=fault)
    cuts = stage.cuts(replay, every=10**6)
    last = len(replay.disk.changes)
    assert replay.marks.answered[-1][1] == stage.short.states()[-1]
    points = {last, *Random(fault.nth).sample(range(last), cut_at)}
    return replay.wrong + cuts.run(points).found, replay.faults


@pytest.mark.parametrize("name", ["full", "write", "sync", "delete"])
def test_a_fault_refuses_one_transaction_and_the_next_is_kept(power_cut, name):
    calls = never(power_cut, name)
    assert calls > 0, f"nothing to strike at: {sorted(FAULTS)}"
    refused = 0
    for nth in sorted(Random(name).sample(range(1, calls + 1), min(8, calls))):
        fault = Fault(name, nth, times=1 + nth % 2)
        found, faults = struck(power_cut, fault)
        assert found == [], (name, nth)
        assert fault.struck
        refused += faults
    assert refused or name == "delete", "no transaction met the fault"
