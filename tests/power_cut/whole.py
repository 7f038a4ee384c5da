"""All of it: each part of the proof at every point, and the twins that have to be caught."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from storage.engines import PRAGMAS
from tests.power_cut.cuts import Figures, sample
from tests.power_cut.disk import Sync
from tests.power_cut.faults import Fault
from tests.power_cut.judge import EMPTY, made
from tests.power_cut.replay import Replay
from tests.power_cut.stage import Stage
from tests.power_cut.tape import Closed, Said, Tape
from tests.power_cut.vfs import Lies

#: So rarely is the program started on what is left, where the point is another one.
RARELY = 10**6


@dataclass(frozen=True)
class Part:
    """A part of the proof: what it is called, what it does, and whether it must find something."""

    name: str
    run: Callable[[], Figures]
    caught: bool = False


def parts(stage: Stage, some: int, seed: int) -> Iterator[Part]:
    """List the parts; ``some`` outcomes are drawn by ``seed`` at each point."""

    def cut(make: Callable[[], Replay], **options: object) -> Callable[[], Figures]:
        return lambda: stage.cuts(make(), some=some, seed=seed, **options).run()

    def some_points(**options: object) -> Callable[[], Figures]:
        def run() -> Figures:
            cuts = stage.cuts(stage.play(stage.short, checkpoint=8, **options), every=RARELY)
            return cuts.run(cuts.points()[::5])

        return run

    yield Part("a file is made", cut(stage.make, every=20, after=made))
    yield Part("a short history", cut(lambda: stage.play(stage.short)))
    yield Part("a long history", cut(lambda: stage.play(stage.long)))
    yield Part(
        "a long history, a checkpoint every 8 pages",
        cut(lambda: stage.play(stage.long, checkpoint=8)),
    )
    yield Part(
        "cut again while a file is made",
        lambda: twice(
            stage, stage.make(), range(8, 200, 4), again=12, seed=seed, tape=stage.upgrading
        ),
    )
    yield Part(
        "cut again while the program comes back",
        lambda: twice(
            stage, replayed := stage.play(stage.long), thinned(replayed, 60), again=12, seed=seed
        ),
    )
    yield Part("killed, started, and then cut", lambda: killed(stage, stage.play(stage.short)))
    for name in ("full", "write", "sync", "delete"):
        yield Part(f"refused by the disk: {name}", lambda name=name: refused(stage, name))
    yield Part("synchronous=NORMAL", some_points(pragmas=less("NORMAL")), caught=True)
    yield Part("synchronous=OFF", some_points(pragmas=less("OFF")), caught=True)
    yield Part("the log's syncs are lies", some_points(lies=Lies(files="-wal")), caught=True)
    yield Part("the file's syncs are lies", some_points(lies=Lies(files=".db")), caught=True)
    yield Part("the folder's syncs are lies", some_points(lies=Lies(folder=True)), caught=True)
    yield Part(
        "killed, and a start that never closes the file",
        lambda: killed(stage, stage.play(stage.short), hasty(stage)),
        caught=True,
    )


def less(word: str) -> tuple[str, ...]:
    """Give the engine's own pragmas with another word for how hard to sync."""
    assert "synchronous=FULL" in PRAGMAS
    return tuple(f"synchronous={word}" if one == "synchronous=FULL" else one for one in PRAGMAS)


def thinned(replay: Replay, step: int) -> range:
    """Give each so-many-th point of what was replayed."""
    return range(0, len(replay.disk.changes) + 1, step)


def twice(
    stage: Stage,
    replay: Replay,
    points: Iterable[int],
    *,
    again: int,
    seed: int,
    tape: Tape | None = None,
) -> Figures:
    """Cut, start on each folder that is left, and cut that ``again`` times.

    A ``tape`` is said instead of what a start says, where a folder holds no table yet.
    """
    cuts, figures = stage.cuts(replay), Figures()
    for left in cuts.lefts(points):
        state = cuts.state(left)
        if tape is not None and state != EMPTY:
            continue
        second = stage.cuts(stage.start_on(left, state, tape), every=RARELY, seed=seed)
        figures += second.run(sample(second.points(), again, seed)).after(left.name)
    return figures


def killed(stage: Stage, replay: Replay, tape: Tape | None = None, step: int = 1) -> Figures:
    """Kill the process before each sync, start anew, and cut the power then."""
    cuts, figures = stage.cuts(replay), Figures()
    before_a_sync = [at for at, one in enumerate(replay.disk.changes) if isinstance(one, Sync)]
    for left in cuts.lefts(before_a_sync[::step]):
        if not left.name.endswith(" all"):
            continue
        state = cuts.state(left)
        started = stage.start_after_kill(replay, left, state, tape)
        again = stage.cuts(started, every=RARELY, first=left.point)
        again.judge.known += cuts.judge.known
        (answered, _) = started.marks.answered[-1]
        figures += again.run({left.point, answered, *again.points()[-3:]}).after(left.name)
        figures.unsynced += state != left.allowed[0]
    return figures


def hasty(stage: Stage) -> Tape:
    """Give a start that opens the file once and for good, and does not checkpoint it first."""
    return _start(stage, _syncs)


def checkpointing(stage: Stage) -> Tape:
    """Give the same start as it is: only the file's closing is left out."""
    return _start(stage, lambda one: isinstance(one, Closed))


def _start(stage: Stage, left_out: Callable[[object], bool]) -> Tape:
    """Give what a start says after its first look, without some of it."""
    events = stage.start.events
    looked = next(at for at, one in enumerate(events) if isinstance(one, Closed))
    tape = stage.start.looking()
    tape.events = [replace(one) for one in events[looked + 1 :] if not left_out(one)]
    return tape


def _syncs(one: object) -> bool:
    return isinstance(one, Closed) or (isinstance(one, Said) and "wal_checkpoint" in one.sql)


def calls(stage: Stage, name: str) -> int:
    """Count the calls that a fault could strike at."""
    fault = Fault(name, nth=RARELY)
    stage.play(stage.short, checkpoint=8, strike=fault)
    return fault.calls


def refused(stage: Stage, name: str, at: Iterable[int] | None = None) -> Figures:
    """Let the disk refuse a call, at each of them in turn, and cut the power soon after."""
    figures = Figures()
    for nth in at or range(1, calls(stage, name) + 1):
        fault = Fault(name, nth, times=1 + nth % 2)
        replay = stage.play(stage.short, checkpoint=8, strike=fault)
        cuts = stage.cuts(replay, every=RARELY)
        last = len(replay.disk.changes)
        figures += cuts.run({*sample(range(last), 3, nth), last}).after(f"{name} at call {nth}")
        figures.found += [f"{name} at call {nth} | {one}" for one in replay.wrong]
        if replay.marks.answered[-1][1] != stage.short.states()[-1]:
            figures.found.append(f"{name} at call {nth} | the history was not finished")
        figures.struck += fault.struck
        figures.refused += replay.faults
    return figures
