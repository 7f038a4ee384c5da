"""One company from its first day until nothing is left to do, stepped by one seed.

Each step is one of: a turn for something under way, a payload brought, a person who acts,
a worker that claims, a tick, an operator, some trouble, or time that passes. After every
step that committed something the invariants are looked at.
"""

import random
import shutil
from datetime import UTC, timedelta
from pathlib import Path

from clearance.people import import_people
from clearance.releases import ReleaseEntry, add_release
from clearance.shown import No
from clearance.shown_restrictions import TakesForce
from storage.errors import DatabaseUnavailable
from storage.newest import Newest
from tests.clock import HandClock
from tests.simulation import acts, company, ending
from tests.simulation.carried import Carried
from tests.simulation.faults import Tally
from tests.simulation.history import History, must
from tests.simulation.invariants import Invariants
from tests.simulation.known import Known, Window
from tests.simulation.line import Line, Payload
from tests.simulation.operators import Operators
from tests.simulation.people import People
from tests.simulation.process import LEASE, Process
from tests.simulation.record import Record, moment
from tests.simulation.slack import Slack
from tests.simulation.stepping import Killed
from tests.simulation.troubles import Troubles

#: After so many other presses somebody presses again what was not answered.
PATIENCE = 15


class World:
    """A company, its people and their Slack, its processes and all that befalls them."""

    def __init__(self, ground, seed: str, goal: int, folder: Path, url: str, *, aims=()):
        self.rng = random.Random(seed)  # noqa: S311 - chance that replays
        self.bytes = random.Random(f"{seed} bytes").randbytes  # noqa: S311
        self.policy, self.calendar, self.keys = ground
        self.goal, self.url, self.folder = goal, url, folder
        self.tally, self.history, self.clock = Tally(), History(), HandClock()
        self.newest = Newest(folder / "newest")
        self.season = self.rng.choice(company.SEASONS)
        self.listed = company.list_of_people(self.rng)
        self.slack = Slack(self.rng, self.strike, self.note)
        self.line = Line(self.rng, self.strike)
        window = Window(self.season.opens_at, self.season.closes_at, self.season.closes_at)
        self.rows = Record(url, self.keys)
        self.invariants = Invariants(self, self.rows, Known(window))
        self.people, self.operators = People(self), Operators(self)
        self.troubles = Troubles(self, list(aims))
        self.payloads: list[Payload] = []  # those that were acknowledged, in order
        self.unanswered: list[Payload] = []
        self.restricting: dict[str, Payload] = {}  # by its matter
        self.widening: dict[str, set[str]] = {}  # by restriction: who had a part in lifting it
        self.carried = Carried(self)
        self.filed = 0
        self._numbers = 0
        self._generations = 0
        self._last_ticked = self._last_stepped = None
        self.processes: list[Process] = []

    @property
    def known(self) -> Known:
        return self.invariants.known

    def strike(self, fault: str) -> None:
        self.tally.faults[fault] += 1

    def note(self, line: str) -> None:
        self.history.note(f"{self.clock.now():%m-%d %H:%M:%S} {line}")

    # From the first day to the last.

    def run(self) -> None:
        """Live it all."""
        self.clock.move((self.season.public_at + timedelta(minutes=30)).astimezone(UTC))
        self.processes = [self.process(name) for name in ("a", "b")]
        self._found()
        self.clock.move(self.rng.choice(self.season.starts).astimezone(UTC))
        self.tick(self.processes[0])
        self.slack.odds = 0.1
        while self.filed < self.goal:
            self._step()
        ending.settle(self)

    def close(self) -> None:
        for process in self.processes:
            process.stop()
        self.rows.close()

    def process(self, name: str) -> Process:
        self._generations += 1
        return Process(self, name, self._generations)

    def _found(self) -> None:
        season, first = self.season, self.processes[0]
        text = company.as_list(self.listed.values())
        entry = ReleaseEntry("full", season.public_at, "Results", quarter_end=season.quarter_end)
        first.database.run_now(lambda tx: import_people(tx, text, company.OPERATOR))
        first.database.run_now(
            lambda tx: add_release(first.desk.grounds, tx, entry, company.OPERATOR)
        )
        self._look(first)
        self.tally.had["people"] += len(self.listed)
        self.tally.had["approvers"] += len(self.known.officers())

    def _step(self) -> None:
        chance = self.rng.random()
        busy = [one for one in self.processes if one.tasks]
        if busy and chance < 0.62:
            process = self.rng.choice(busy)
            self.turn(process, self.rng.choice(process.tasks))
        elif chance < 0.80:
            self.bring()
        elif chance < 0.88:
            self.people.act()
        elif chance < 0.93:
            if self.rows.due(self.clock.now(), self.clock.steady()):
                self.rng.choice(self.processes).claim(self.rng.randint(2, 8))
        elif chance < 0.98:
            self.pass_time()
        elif chance < 0.99:
            self.troubles.begin()
        else:
            self.operators.act()

    def turn(self, process: Process, task) -> None:
        """Give one task its turn, and look at what it did."""
        if task.turns and self._last_stepped not in (process, None):
            self.strike("two processes within one act")
        self._last_stepped = process
        try:
            process.step(task)
        except Killed:
            self._died(process)
        else:
            again = task.payload is not None and task.again
            must(
                not (again and process.watch.touched),
                f"{task.payload} came twice and changed {process.watch.tables}",
            )
            if "deliveries" in process.watch.touched:
                task.gave_back = True
            if "paces" in process.watch.touched and task.quiet is not None:
                kind, until = task.quiet
                self.slack.quiet[kind] = (self.clock.steady(), until)
            self._look(process)
        self.troubles.count(process)

    def _look(self, process: Process) -> None:
        touched, process.watch.touched = process.watch.touched, set()
        if touched:
            self.invariants.look(touched)
        if "register" in touched:
            self.invariants.ticked(process.ticking)

    def _died(self, process: Process) -> None:
        """Count where it died, drop all that it held, and start another one."""
        kind, point = process.watch.reached
        self.strike("process killed")
        self.tally.steps[kind, point] += 1
        self.troubles.killed((kind, point))
        self.note(f"{process.owner} killed: {kind}, {point}")
        self._look(process)
        self.restart(process)

    def restart(self, process: Process) -> None:
        self.known.unsure |= process.posted & self.known.open  # only it knew where they stand
        for task in process.die():
            if task.payload is not None and task.payload.acknowledged is None:
                self._unanswered(task.payload)
        self.troubles.heal()
        place = self.processes.index(process)
        self.processes[place] = self.process(process.name)

    # Payloads.

    def press(self, kind: str, user: str, said: tuple, *, form: str | None = None, race=0):
        """Send what somebody pressed, and now and then what they pressed twice."""
        self._numbers += 1
        payload = Payload(self._numbers, kind, user, said, form, race=race)
        self.note(f"{payload} {said}")
        if kind == "submit":
            self.filed += 1
            self.tally.had["requests"] += 1
        self.line.send(payload)
        if self.line.faulty and self.rng.random() < 0.04:
            self.strike("button pressed twice")
            self.line.send(payload)
        if kind not in ("look", "opened"):
            self.unanswered.append(payload)
        return payload

    def race(self, presses: list[tuple]) -> None:
        """Bring several decisions on one request to both processes before any is answered."""
        self.strike(f"decisions racing: {len(presses)}") if len(presses) > 1 else None
        for turn, (kind, user, said) in enumerate(presses):
            self._numbers += 1
            payload = Payload(self._numbers, kind, user, said, race=len(presses))
            self.note(f"{payload} {said} racing")
            self._bring_to(self.processes[turn % len(self.processes)], payload)

    def bring(self) -> None:
        """Bring the next payload to one of the processes; without one, press again."""
        payload = self.line.take()
        if payload is None:
            self._press_again()
            return
        self._bring_to(self.rng.choice(self.processes), payload)

    def _press_again(self) -> None:
        """Let somebody press again who has waited long for an answer."""
        waiting = [one for one in self.unanswered if one.acknowledged is None and not one.refused]
        self.unanswered = waiting
        if waiting and waiting[0].number < self._numbers - PATIENCE:
            self.line.again(waiting.pop(0))

    def _unanswered(self, payload: Payload) -> None:
        if payload not in self.unanswered:
            self.unanswered.append(payload)

    def _bring_to(self, process: Process, payload: Payload) -> None:
        payload.brought += 1
        if payload.places and process.name not in payload.places:
            self.strike("payload brought to another process")
        payload.places.add(process.name)
        if payload.kind == "restrict":
            self.restricting[payload.form] = payload
        elif payload.kind in ("widen", "agree"):
            restriction = payload.said[-1]
            self.widening.setdefault(restriction, set()).add(payload.user)
        task = process.start(
            payload.kind,
            acts.at_desk(process.desk, payload, self.clock.now()),
            lambda answer: self._answered(process, payload, answer),
            payload=payload,
        )
        # A card that is pressed again closes once its request has been decided meanwhile.
        task.again = payload.acknowledged is not None and payload.kind != "review"

    def _answered(self, process: Process, payload: Payload, answer) -> None:
        if isinstance(answer, No):
            payload.refused = payload.refused or answer.reason
            self.note(f"{payload} refused: {answer.reason}")
            if answer.reason == "approvals_stopped":
                self.strike("approvals stopped after a restore")
            return
        self.note(f"{payload} acknowledged")
        if isinstance(answer, TakesForce):
            process.waiting[payload.form or str(payload)] = payload
        elif payload.acknowledged is None:
            acts.stored(self.known, self.rows, payload, answer)
            payload.acknowledged = answer
            self.payloads.append(payload)
            self.tally.had[f"acknowledged: {payload.kind}"] += 1
        if payload.kind != "decide":
            self.people.hear(payload.user, answer)

    def broke(self, process: Process, task, error: Exception) -> None:
        """Take what came out of an act: the database was away, and the person is told so."""
        if not isinstance(error, DatabaseUnavailable):
            raise error
        self.note(f"{process.owner} {task.payload or task.kind}: {error}")
        if task.payload is not None and task.payload.acknowledged is None:
            self._unanswered(task.payload)

    # Time.

    def tick(self, process: Process) -> None:
        """Write the register, at the next whole minute."""
        if process.ticks:
            return
        self.clock.move(company.next_minute(self.clock.now()))
        process.tick()

    def pass_time(self) -> None:
        """Let seconds pass; now and then hours, once nothing is under way any more."""
        chance = self.rng.random()
        if chance < 0.06:
            waiting = [one for one in self.processes if one.waiting]
            if waiting:
                self.tick(self.rng.choice(waiting))
        elif chance < 0.9:
            self.pass_seconds(self.rng.uniform(0.5, 6.0))
        elif chance < 0.95:
            self.finish()
            self.pass_seconds(self.rng.uniform(60, 4 * 3600))
        elif chance < 0.96:
            self.finish()
            self.clock.move(self.clock.now() + timedelta(days=1))  # real time does not pass
            self.strike("clock a day ahead")
            self.note("the clock is a day ahead")

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass, but not so much that a call in flight outlives its lease."""
        steady = self.clock.steady()
        if any(steady + seconds - t.began > LEASE / 2 for p in self.processes for t in p.tasks):
            self.finish()
        self.elapse(seconds)

    def elapse(self, seconds: float) -> None:
        before, clocks = self.clock.now(), self.season.clocks
        self.clock.pass_(round(seconds, 3))
        if clocks is not None and before < clocks <= self.clock.now():
            self.strike("clock over a change of daylight time")

    def finish(self) -> None:
        """Bring all that is under way to its end."""
        while busy := [one for one in self.processes if one.tasks]:
            self.turn(busy[0], busy[0].tasks[0])

    # A restore.

    def put_back(self, copy: Path, known: Known, acknowledged: int) -> None:
        """Start anew from an old backup: what was acknowledged since is gone, and known to be."""
        for process in self.processes:
            for task in process.die():
                if task.payload is not None:
                    self._unanswered(task.payload)
        self.rows.close()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.rows.file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(copy, self.rows.file)
        self.rows = Record(self.url, self.keys)
        self.invariants = Invariants(self, self.rows, known)
        # Where no tick was kept since, the register is no older than the newest that is known.
        versions = [row["version"] for row in self.rows.rows("SELECT version FROM register")]
        known.older = max(versions, default=0) < (self.newest.known or 0)
        known.unsure |= set(known.keys.values())
        self.carried, self.slack.quiet = Carried(self), {}
        gone, self.payloads = self.payloads[acknowledged:], self.payloads[:acknowledged]
        for payload in gone:
            self._gone(payload)
        self.strike("old backup restored")
        self.note(f"restored; {len(gone)} acknowledged acts are gone")
        self.processes = [self.process(process.name) for process in self.processes]

    def _gone(self, payload: Payload) -> None:
        """Forget an acknowledgement that the backup does not know of; say so of requests."""
        if payload.kind == "submit":
            found = self.rows.rows("SELECT 1 FROM requests WHERE id = ?", payload.acknowledged.id)
            if found:  # it was stored before the backup, and its answer came after
                self.payloads.append(payload)
                return
            self.strike("acknowledged and gone with a restore")
        payload.acknowledged = None

    def next_due(self):
        """Say when the next delivery is due that nobody holds."""
        (row,) = self.rows.rows(
            "SELECT min(due_at) AS due FROM deliveries"
            " WHERE ended_as IS NULL AND lease_until IS NULL"
        )
        return None if row["due"] is None else moment(row["due"])
