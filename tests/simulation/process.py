"""One bot process: its own database, desk, poster, carrier and memory; it can die."""

from dataclasses import dataclass
from typing import Any

from bot.carrier import Carrier
from bot.delivery import Pace
from bot.posting import Poster
from clearance.desk import Desk, minute_passed
from storage import deliveries
from storage.notes import Signer
from storage.randomness import Randomness
from tests.simulation.company import TEAM
from tests.simulation.history import must
from tests.simulation.slack import Client
from tests.simulation.stepping import Killed, Pause, SteppedDatabase

LEASE = Pace().lease


@dataclass(eq=False)
class Task:
    """A coroutine under way: an act, a claim or the carrying of one delivery."""

    kind: str
    coroutine: Any
    done: Any
    row: Any = None
    payload: Any = None
    began: float = 0.0
    called: bool = False
    turns: int = 0
    again: bool = False  # it was acknowledged before
    quiet: tuple[str, float] | None = None  # of a call: Slack wants none until then
    gave_back: bool = False  # of a delivery: it was ended, or put off


#: The key that signs checkpoints, the same in every world.
SIGNER = Signer("example.com/preclear", bytes(range(32)))


class Process:
    """What runs on one machine; all that it remembers is gone when it dies."""

    def __init__(self, world, name: str, generation: int):
        self.world, self.name = world, name
        self.owner = f"{name}{generation}"
        self.tasks: list[Task] = []
        self.current: Task | None = None
        self.database = SteppedDatabase.open(
            world.url,
            keys=world.keys,
            now=world.clock.now,
            steady=world.clock.steady,
            boundary=minute_passed,
            random=Randomness(world.bytes),
            signs=SIGNER,
        )
        self.watch = self.database.watch
        self.desk = Desk(self.database, world.policy, world.calendar, TEAM, world.newest)
        poster = Poster(Client(world.slack, self.watch, self._posted, self._called))
        self.carrier = Carrier(self.database, self.desk, poster, rest=self._rest)
        self.waiting: dict[str, Any] = {}  # what this desk keeps in memory for its tick
        self.posted: set[str] = set()  # deliveries that it may know to stand in Slack
        self.ticking: list[Any] = []  # what the tick that runs took of it

    @property
    def ticks(self) -> bool:
        return any(task.kind == "tick" for task in self.tasks)

    def tick(self) -> None:
        """Begin a tick: what waits at this moment is what it takes."""
        self.ticking = list(self.waiting.values())
        task = self.start("tick", self.desk.tick(), lambda _: self._ticked())
        task.coroutine.send(None)
        task.turns = 1

    def _ticked(self) -> None:
        for payload in self.ticking:
            self.waiting.pop(payload.form or str(payload), None)

    def start(self, kind: str, coroutine, done=None, *, row=None, payload=None) -> Task:
        task = Task(kind, coroutine, done, row, payload, self.world.clock.steady())
        self.tasks.append(task)
        self.world.troubles.aim(self, *self._kinds(task))
        return task

    def claim(self, limit: int) -> None:
        """Start carrying up to so many rows, as the worker does."""

        def claimed(rows):
            for row in rows:
                self.world.carried.claimed(self, row)
                self.start("carry", self.carrier.carry(row), row=row)

        asked = self.database.run(
            lambda tx: deliveries.claim(tx, self.owner, limit, LEASE, self.world.clock.steady())
        )
        self.start("claim", asked, claimed)

    def step(self, task: Task) -> None:
        """Give one task its turn; Killed comes out where the process died of it."""
        self.current = task
        task.turns += 1
        self.watch.kind = self._kind(task)
        try:
            task.coroutine.send(None)
        except StopIteration as ended:
            self.tasks.remove(task)
            self.current = None
            if task.done is not None:
                task.done(ended.value)
        except Killed:
            raise
        except Exception as error:  # noqa: BLE001 - the world says which may be
            self.tasks.remove(task)
            self.current = None
            self.world.broke(self, task, error)
        finally:
            task.called = task.called or self.watch.kind in ("post", "replace", "open", "auth")

    @staticmethod
    def _kinds(task: Task) -> tuple[str, ...]:
        """Name the kinds that an act's steps may go by."""
        if task.kind != "carry":
            return (task.kind,)
        return ("prepare", "post", "replace", "note") if task.row.conversation else ("timer",)

    def _kind(self, task: Task) -> str:
        if task.kind != "carry":
            return task.kind
        if not task.row.conversation:
            return "timer"
        return "note" if task.called else "prepare"

    def finish(self) -> None:
        """Bring all that is under way to its end."""
        while self.tasks:
            self.step(self.tasks[0])

    def die(self) -> list[Task]:
        """Drop everything; returns what was under way."""
        self.watch.dead = True
        left, self.tasks = self.tasks, []
        for task in left:
            task.coroutine.close()
        self.database.close_now()
        return left

    def stop(self) -> None:
        self.die()

    async def _rest(self, seconds: float) -> None:
        """Wait for a turn: time passes for everybody."""
        self.world.elapse(seconds)
        await Pause()

    def _called(self, kind: str, pause: float) -> None:
        """Hold a call to what Slack has asked of whichever process, once that was noted."""
        task, now = self.current, self.world.clock.steady()
        noted, until = self.world.slack.quiet.get(kind, (0.0, 0.0))
        early = kind in ("post", "replace") and task.began > noted and now < until
        must(not early, f"{kind} was called {until - now:.1f} s before Slack allows it again")
        if pause:
            task.quiet = kind, now + pause

    def _posted(self, message, *, lost: bool) -> None:
        self.posted.add(self.current.row.id)
        self.world.carried.posted(self.current.row, message, lost=lost)
