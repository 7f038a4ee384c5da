"""What can happen next in a state: a press, a step, a call, a crash, time that passes."""

from dataclasses import replace

from clearance.shown import Card, Envelope, No
from storage import deliveries
from tests.races.desk_in_steps import LEASE, LOST, place_of
from tests.races.scene import BrokenError
from tests.races.steps import Steps

_WHAT = {"approve": "approved", "decline": "declined", "return": "returned"}


class Moves(Steps):
    """Gives each transition out of a state, with a label and where it leads."""

    def moves(self, state):
        """Give every transition out of a state."""
        yield from self._presses(state)
        for task in state.tasks:
            yield from self._advance(state, task)
        for process in range(self.scene.processes):
            mine = [task for task in state.tasks if task[0] == process]
            if len([task for task in mine if task[1] < 0]) < self.scene.at_once:
                yield from self._claim(state, process)
            if mine and state.crashes:
                yield self._crash(state, process)
        yield from self._time(state)

    def _time(self, state):
        if state.waits and self._somebody_waits(state):
            time = (state.time[0] + LEASE + 1, state.time[1] + LEASE + 1)
            yield "a lease's length passes", state._replace(time=time, waits=state.waits - 1)
        if state.deadline:
            passed = (self.request.decide_by - self.begun).total_seconds() + 1
            time = (passed, state.time[1] + passed)
            yield "the time to decide ends", state._replace(time=time, deadline=False)

    def _presses(self, state):
        scene = self.scene
        for number, press in enumerate(scene.presses):
            if press.name != "submit" and not self.records[state.base].requests:
                continue
            process = press.process % scene.processes
            if not state.sent[number]:
                yield from self._press(state, number, process, again=False)
            elif state.repeats:
                yield from self._press(state, number, (process + 1) % scene.processes, again=True)

    def _press(self, state, number, process, *, again):
        press = self.scene.presses[number]
        label = f"{press.name} is taken by process {process}{' again' if again else ''}"
        task = self._task("press", (number,))
        before, late = state.base, self._late(state.time)
        base, task = self._transact(state.base, state.time, task, label)
        if late and len(self.records[base].decisions) > len(self.records[before].decisions):
            raise BrokenError("decided after the time to decide", [label])
        sent = _with(state.sent, number, value=True)
        taken = state._replace(base=base, sent=sent, repeats=state.repeats - again)
        if self.scene.prompt:
            self._acknowledged(taken, number, self.things[self._step(task)[1]])
            yield f"{label} and answered", taken
        if state.crashes or not self.scene.prompt:
            tasks = tuple(sorted((*state.tasks, (process, number, task))))
            yield label, taken._replace(tasks=tasks)

    def _late(self, time):
        return time[0] >= (self.request.decide_by - self.begun).total_seconds()

    def _advance(self, state, running):
        process, number, task = running
        rest = list(state.tasks)
        rest.remove(running)
        step = self._step(task)
        name = self._name(running)
        if step[0] == "done":
            if number >= 0 and self.scene.prompt:
                return  # its answer would have arrived: this one is lost in a crash
            if number >= 0:
                self._acknowledged(state, number, self.things[step[1]])
            yield f"{name} ends", state._replace(tasks=tuple(rest))
        elif step[0] == "transaction":
            label = f"{name}: transaction {len(self.tasks[task].answers) + 1}"
            base, following = self._transact(state.base, state.time, task, label)
            self._rendered(base, following)
            tasks = tuple(sorted((*rest, (process, number, following))))
            yield label, state._replace(base=base, tasks=tasks)
        else:
            yield from self._call(state, running, rest, step)

    def _rendered(self, base, task):
        message = self._message(task)
        if isinstance(message, Card) and self.records[base].requests[0][1] != "pending":
            answers = self.tasks[task].answers
            if len(answers) == 1:  # it has just been made
                raise BrokenError("a card with buttons is made for a request that has ended")

    def _call(self, state, running, rest, step):
        process, number, task = running
        kind, where = step[0], self.things[step[1]]
        screen, answer = self._shown(state.screen, task, kind, where)
        name = self._name(running)
        outcomes = [(f"{name}: {kind}", answer, 0)]
        if state.lost:
            outcomes.append((f"{name}: {kind}, the answer is lost", LOST, 1))
        for label, told, lost in outcomes:
            following = self._answered(task, told)
            tasks = tuple(sorted((*rest, (process, number, following))))
            yield label, state._replace(tasks=tasks, screen=screen, lost=state.lost - lost)

    def _shown(self, screen, task, kind, where):
        """Give what stands in Slack after a call, and Slack's answer."""
        if kind == "replace":
            kept = {one for one in screen if (one[1], one[2]) != (where.channel, where.ts)}
            return frozenset({*kept, ("closed", where.channel, where.ts)}), where
        message = self._message(task)
        channel = place_of(where, 0).channel
        if isinstance(message, Envelope):
            place = replace(place_of(where, 0), ts=f"e{message.delivery[:6]}")
            return screen | {("envelope", place.channel, place.ts)}, place
        stands = sum(one[1] == channel for one in screen)
        place = place_of(where, stands)
        what = "card" if isinstance(message, Card) else "closed"
        return screen | {(what, place.channel, place.ts)}, place

    def _message(self, task):
        """Give what a task is to post, once it has been made."""
        answers = self.tasks[task].answers
        made = self.things[answers[0]] if answers else None
        return made[0] if isinstance(made, tuple) else None

    def _claim(self, state, process):
        key = (state.base, state.time, "claim", process)
        found = self._done.get(key)
        if found is None:
            base, claimed = self._commit(
                state.base,
                state.time,
                lambda tx: deliveries.claim(tx, f"process {process}", 1, LEASE),
                f"process {process} claims",
            )
            rows = tuple(self._task("carry", (self._thing(one, repr(one)),)) for one in claimed)
            found = self._done[key] = (base, rows)
        base, rows = found
        if rows:
            tasks = tuple(sorted((*state.tasks, *((process, -1, row) for row in rows))))
            yield (
                f"process {process} claims {self._name((process, -1, rows[0]))}",
                state._replace(base=base, tasks=tasks),
            )

    def _crash(self, state, process):
        """Throw away what a process remembers: what was not answered is pressed again."""
        sent = state.sent
        for where, number, _ in state.tasks:
            if where == process and number >= 0:
                sent = _with(sent, number, value=False)
        base = state.base
        if self.scene.processes == 1:  # as it starts, the only worker takes every lease back
            base, _ = self._commit(base, state.time, deliveries.free_leases, "starts")
        tasks = tuple(task for task in state.tasks if task[0] != process)
        return f"process {process} is killed", state._replace(
            base=base, sent=sent, tasks=tasks, crashes=state.crashes - 1
        )

    def _somebody_waits(self, state):
        return any(
            row[8] is None and (row[4] is not None or row[2] > 0)
            for row in self.records[state.base].deliveries
        )

    def _acknowledged(self, state, number, answer):
        """Hold an answer, as it is given, against what is on record."""
        press, found = self.scene.presses[number], self.records[state.base]
        decided = [by for *_, by in found.decisions]
        me = self._person(f"U0{press.who.upper()}")
        if isinstance(answer, No):
            told = answer.parameters.get("office")
            if answer.reason == "already_decided":
                if [self._person(f"U0{told.upper()}")] != decided:
                    raise BrokenError(f"{press.name} was told that {told} decided: {decided}")
            elif answer.reason not in {"not_pending", "not_withdrawable"} or not found.steps[1:]:
                raise BrokenError(f"{press.name} was told {answer.reason}")
            self.counts[answer.reason] += 1
        elif press.decides:
            if decided != [me] or answer.ended.state != _WHAT[press.verdict.decision]:
                raise BrokenError(f"{press.name} was told that it decided, on record is {decided}")
            self.counts["decided"] += 1
        else:
            if press.name == "withdraw" and "ended" not in {step[2] for step in found.steps}:
                raise BrokenError("told that it was withdrawn, and it is not")
            self.counts[press.name] += 1


def _with(flags, number, *, value):
    return (*flags[:number], value, *flags[number + 1 :])
