"""Cut once more: while a file is made, while the program comes back, and after a kill."""

from tests.power_cut.cuts import sample
from tests.power_cut.judge import LOST, made
from tests.power_cut.whole import checkpointing, hasty, killed, thinned, twice


def test_a_file_that_is_being_made_is_whole_or_can_be_made(power_cut):
    figures = power_cut.cuts(power_cut.make(), every=60, after=made).run()
    assert figures.found == []
    assert figures.went_on > 5
    assert figures.states["old"] > 100
    assert figures.states["new"] > 0


def test_a_file_that_is_being_made_is_cut_twice(power_cut):
    replay = power_cut.make()
    points = [*range(8), *sample(thinned(replay, 1), 6, seed=3)]
    figures = twice(power_cut, replay, points, again=4, seed=3, tape=power_cut.upgrading)
    assert figures.found == []
    assert figures.points > 50


def test_the_start_after_a_cut_is_cut_as_well(power_cut):
    replay = power_cut.play(power_cut.short)
    figures = twice(power_cut, replay, sample(thinned(replay, 1), 7, seed=4), again=4, seed=4)
    assert figures.found == []
    assert figures.points > 50


def test_what_a_start_has_seen_stays_though_the_killed_process_had_not_synced_it(power_cut):
    """A form that is sent again is answered by what is there: it has to stay there."""
    figures = killed(power_cut, power_cut.play(power_cut.short), step=3)
    assert figures.found == []
    assert figures.unsynced > 2


def test_a_start_that_neither_closed_nor_checkpointed_the_file_would_lose_it(power_cut):
    """``Database.open`` looks first, with a connection of its own: closing it syncs all.

    Where somebody else has the file open, closing it does not; each connection's checkpoint does.
    """
    replay = power_cut.play(power_cut.short)
    assert killed(power_cut, replay, hasty(power_cut), step=3).kinds() == {LOST}
    replay = power_cut.play(power_cut.short)
    assert killed(power_cut, replay, checkpointing(power_cut), step=3).found == []
