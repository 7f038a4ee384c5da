"""Transactions and coroutines of a search, each run for real once and remembered.

A transaction is run once for each database that it can meet; where that database comes up
again, what it led to is known.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from clearance.shown import No, ReviewSheet
from tests.clearance.company import buy, who
from tests.races import record as records
from tests.races.desk_in_steps import resumed
from tests.races.scene import BrokenError, Scene, Task

OFFICERS = ("U0CEO", "U0CFO")
REQUESTER = "U0EMPLOYEE"
_SUBMIT = "submit"


@dataclass
class Steps:
    """What a search has met: databases, coroutines, and what one does to the other."""

    world: object
    scene: Scene
    counts: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self.records, self.snapshots, self._known = [], [], {}
        self.tasks, self._task_ids = [], {}
        self.things, self._thing_ids = [], {}
        self._steps, self._done, self._settled, self._probed = {}, {}, {}, set()
        self.begun = self.world.clock.now()
        self.steady = self.world.clock.steady()
        self._persons = dict(self.world.rows("select slack_id, person from people"))
        empty = self._keep(None)
        self.request = self.world.finish(
            self.world.desk.submit(who("employee"), buy(form="F")), _SUBMIT
        )
        self.first_base = self._keep(empty) if self.scene.filed else empty

    def _transact(self, base, time, task, label):
        key = (base, time, task)
        found = self._done.get(key)
        if found is None:
            fn = self._resumed(task).what
            told = self._chance(base, task)
            after, answer = self._commit(base, time, fn, told, label)
            found = self._done[key] = (after, self._answered(task, answer))
        return found

    def _chance(self, base, task):
        """Label a transaction's ids; the request's are known before it is filed."""
        kind, about, answers = self.tasks[task]
        if kind == "press" and self.scene.presses[about[0]].name == "submit":
            return _SUBMIT if not self.records[base].requests else f"{_SUBMIT} again"
        return f"{kind} {about} {len(answers)}"

    def _commit(self, base, time, fn, chance, label=""):
        world = self.world
        world.restore(self.snapshots[base])
        self._set(time)
        self.counts["transactions"] += 1
        answer = world.commit(fn, chance)
        return self._keep(base, label or chance), answer

    def _set(self, time):
        clock = self.world.clock
        clock._at = self.begun + timedelta(seconds=time[0])
        clock._steady = self.steady + time[1]

    def _keep(self, before, label="begun"):
        """Give the database as it stands a number, and hold it to what is true of any."""
        found = records.read(self.world)
        known = self._known.get(found)
        if known is not None:
            return known
        earlier = None if before is None else self.records[before]
        for what in records.broken(self.world, earlier, found, {self._person(REQUESTER)}):
            raise BrokenError(what, [label])
        self.records.append(found)
        self.snapshots.append(self.world.snapshot())
        self._known[found] = len(self.records) - 1
        return self._known[found]

    def _task(self, kind, about, answers=()):
        task = Task(kind, about, answers)
        known = self._task_ids.get(task)
        if known is None:
            known = self._task_ids[task] = len(self.tasks)
            self.tasks.append(task)
        return known

    def _answered(self, task, answer):
        kind, about, answers = self.tasks[task]
        return self._task(kind, about, (*answers, self._thing(answer, _seen(answer))))

    def _thing(self, value, seen):
        known = self._thing_ids.get(seen)
        if known is None:
            known = self._thing_ids[seen] = len(self.things)
            self.things.append(value)
        return known

    def _step(self, task):
        """Say what a task waits for: its kind, and to whom or with which answer."""
        found = self._steps.get(task)
        if found is None:
            step = self._resumed(task)
            what = None if step.kind == "transaction" else self._thing(step.what, _seen(step.what))
            found = self._steps[task] = (step.kind, what)
        return found

    def _resumed(self, task):
        kind, about, answers = self.tasks[task]
        if kind == "carry":
            coroutine = self.world.carrier().carry(self.things[about[0]])
        else:
            coroutine = self._begun(self.scene.presses[about[0]])
        return resumed(coroutine, [self.things[one] for one in answers])

    def _begun(self, press):
        desk, actor = self.world.desk, who(press.who)
        if press.decides:
            return desk.decide(actor, self.request.id, press.verdict)
        if press.name == "withdraw":
            return desk.withdraw(actor, self.request.id)
        return desk.submit(actor, buy(form="F"))

    def _name(self, running):
        process, number, task = running
        if number >= 0:
            return f"{self.scene.presses[number].name} in process {process}"
        row = self.things[self.tasks[task].about[0]]
        what = row.about.get("timer") or row.about["what"]
        return f"{what} {row.conversation} in process {process}"

    def _person(self, slack_id):
        return self._persons[slack_id]


def _seen(value):
    """Tell answers apart by what a person, or the program, does on them."""
    if isinstance(value, No):
        return f"No {value.reason} {value.parameters.get('office')}"
    if isinstance(value, ReviewSheet):
        return f"sheet {value.status} {value.ended and (value.ended.state, value.ended.office)}"
    if hasattr(value, "state"):
        return f"shown {value.state}"
    return f"{type(value).__name__} {value!r}"
