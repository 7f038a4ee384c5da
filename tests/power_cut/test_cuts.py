"""The power is cut between any two steps of the file: what was answered is there, and whole."""

import pytest

from storage.engines import PRAGMAS
from tests.power_cut.cuts import sample
from tests.power_cut.replay import CHECKPOINT
from tests.power_cut.tape import Opened, Said


def test_what_is_replayed_is_what_the_engine_says(power_cut):
    """Every connection of the desk begins with the pragmas that the replay uses."""
    events = power_cut.short.events
    begun = [place for place, one in enumerate(events) if isinstance(one, Opened)]
    assert len(begun) > 1
    for place in begun:
        said = [one.sql for one in events[place + 1 : place + 2 + len(PRAGMAS)]]
        # SQLAlchemy asks once an engine how strictly it is read.
        kept = [one for one in said if one != "PRAGMA read_uncommitted"][: len(PRAGMAS)]
        assert kept == [f"PRAGMA {one}" for one in PRAGMAS]
    words = {one.sql.split()[0] for one in power_cut.long.events if isinstance(one, Said)}
    assert {"BEGIN", "INSERT", "UPDATE", "SELECT", "SAVEPOINT", "RELEASE"} <= words


def test_a_short_history_is_cut_at_every_point(power_cut):
    cuts = power_cut.cuts(power_cut.play(power_cut.short), every=40)
    figures = cuts.run()
    assert figures.found == []
    assert figures.points > 400
    assert figures.states["old"] > 100
    assert figures.states["new"] > 10, "no cut left a commit that nobody had been answered"


@pytest.mark.parametrize("checkpoint", [CHECKPOINT, 8])
def test_a_long_history_is_cut_at_some_points(power_cut, checkpoint):
    """The log that is written ahead starts anew on the way, by default and all the time."""
    cuts = power_cut.cuts(power_cut.play(power_cut.long, checkpoint=checkpoint), every=40)
    figures = cuts.run(sample(cuts.points(), 60, seed=5))
    assert figures.found == []
    assert figures.points == 60
