"""Cut once more: while a file is made, while the program comes back, and after a kill."""

from dataclasses import replace

from tests.power_cut.cuts import sample
from tests.power_cut.disk import Sync
from tests.power_cut.judge import EMPTY, LOST, made
from tests.power_cut.tape import Closed


def test_a_file_that_is_being_made_is_whole_or_can_be_made(power_cut):
    replay = power_cut.make()
    cuts = power_cut.cuts(replay, every=60, after=made)
    figures = cuts.run()
    assert figures.found == []
    assert figures.went_on > 5
    assert figures.states["old"] > 100
    assert figures.states["new"] > 0


def twice(stage, replay, points, seed, tape=None):
    """Cut, start on each folder that is left, cut that again; give all that was found."""
    cuts = stage.cuts(replay)
    found, points_again = [], 0
    for left in cuts.lefts(points):
        state = cuts.state(left)
        if tape is not None and state != EMPTY:
            continue
        again = stage.cuts(stage.start_on(left, state, tape), every=10**6)
        figures = again.run(sample(again.points(), 5, seed))
        points_again += figures.points
        found += [f"{left.name}, then {one}" for one in figures.found]
    return found, points_again


def test_a_file_that_is_being_made_is_cut_twice(power_cut):
    replay = power_cut.make()
    points = sample(range(len(replay.disk.changes)), 8, seed=3)
    found, tried = twice(power_cut, replay, [*range(8), *points], 3, power_cut.upgrading)
    assert found == []
    assert tried > 50


def test_the_start_after_a_cut_is_cut_as_well(power_cut):
    replay = power_cut.play(power_cut.short)
    points = sample(range(len(replay.disk.changes)), 8, seed=4)
    found, tried = twice(power_cut, replay, points, 4)
    assert found == []
    assert tried > 50


def killed(stage, replay, tape=None):
    """Kill the process before each sync, start anew, cut the power; give what was found."""
    cuts = stage.cuts(replay)
    before_a_sync = [at for at, one in enumerate(replay.disk.changes) if isinstance(one, Sync)]
    found, kept = [], 0
    for left in cuts.lefts(before_a_sync[::3]):
        if not left.name.endswith(" all"):
            continue
        state = cuts.state(left)
        kept += state != left.allowed[0]
        again = stage.cuts(stage.start_after_kill(replay, left, state, tape), every=10**6)
        again.first = left.point
        again.judge.known += cuts.judge.known
        (answered, _) = again.marks.answered[-1]
        found += again.run({left.point, answered, *again.points()[-3:]}).found
    assert kept > 2, "no kill fell between a commit's last write and its sync"
    return found


def test_what_a_start_has_seen_stays_though_the_killed_process_had_not_synced_it(power_cut):
    """A form that is sent again is answered by what is there: it has to stay there."""
    found = killed(power_cut, power_cut.play(power_cut.short))
    assert found == []


def test_a_start_that_did_not_close_the_file_once_would_lose_it(power_cut):
    """``Database.open`` looks first, with a connection of its own: closing it syncs all."""
    events = power_cut.start.events
    looked = next(at for at, one in enumerate(events) if isinstance(one, Closed))
    hasty = power_cut.start.looking()
    hasty.events = [replace(one) for one in events[looked + 1 :] if not isinstance(one, Closed)]
    found = killed(power_cut, power_cut.play(power_cut.short), hasty)
    assert {one.split(" | ")[1] for one in found} == {LOST}
