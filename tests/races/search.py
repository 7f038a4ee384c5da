"""Every order in which a few acts on one request can happen, with what goes wrong between.

A state is a database, what each process remembers, what stands in Slack, and how much may
still go wrong. A transition is one transaction, one call to Slack or one answer to a press:
nothing smaller is seen by anybody else, because what a transaction wrote before a crash is
rolled back. (That transactions on PostgreSQL do not meet in between is held by
``test_orders_on_postgresql.py``.) A press is received
and its transaction run in one transition: what is received and not begun is not yet done.
"""

from clearance.answering import LOOKED_AT_EVERY
from clearance.shown import No, ReviewSheet
from storage import deliveries
from tests.clearance.company import APPROVE, who
from tests.races import record as records
from tests.races.desk_in_steps import LEASE, place_of, resumed
from tests.races.moves import Moves
from tests.races.scene import BrokenError, State
from tests.races.steps import OFFICERS, REQUESTER

_AT_MOST = 400  # steps of one settling; far more than it takes


class Search(Moves):
    """Explores one scene; ``run`` raises BrokenError where something does not hold."""

    def run(self):
        """Visit every state once; returns the counts."""
        first = self._first(self.first_base)
        seen, waiting = {first: None}, [first]
        while waiting:
            state = waiting.pop()
            self.counts["states"] += 1
            try:
                for label, following in self.moves(state):
                    self.counts["transitions"] += 1
                    if following not in seen:
                        seen[following] = (state, label)
                        waiting.append(following)
                self._hold(state)
            except BrokenError as error:
                raise BrokenError(error.what, [*_path(seen, state), *error.path]) from None
        self.counts["databases"] = len(self.records)
        return self.counts

    def _first(self, base):
        scene = self.scene
        return State(
            base=base,
            time=(0.0, 0.0),
            sent=(False,) * len(scene.presses),
            tasks=(),
            screen=frozenset(),
            crashes=scene.crashes,
            repeats=scene.repeats,
            lost=scene.lost,
            waits=scene.waits,
            deadline=scene.deadline,
        )

    def _hold(self, state):
        self._probe(state.base, state.time)
        if not state.tasks and all(state.sent):
            self._settle(state)

    def _probe(self, base, time):
        """Press what stands about in a database: nothing of it decides a second time.

        Once for each life of the request: what a press may do hangs on no delivery.
        """
        before = self.records[base]
        life = (before.requests, before.steps, time)
        if life in self._probed or not before.requests:
            return
        self._probed.add(life)
        own = self._tried(base, time, "employee")
        if not isinstance(own, No) or own.reason != "own_request":
            raise BrokenError(f"who asked pressed approve: {own}")
        if before.decisions:
            for officer in OFFICERS:
                later = self._tried(base, time, officer.removeprefix("U0").lower())
                if not isinstance(later, No) or later.reason != "already_decided":
                    raise BrokenError(f"{officer} pressed after the decision: {later}")

    def _tried(self, base, time, name):
        fn = resumed(self.world.desk.decide(who(name), self.request.id, APPROVE), []).what
        after, answer = self._commit(base, time, fn, f"{name} tries")
        if after != base and not self.records[base].decisions and name != "employee":
            raise BrokenError(f"{name} changed the record by a try")
        return answer

    def _settle(self, state):
        """Carry out all that is left, day after day, and look at what stands in the end."""
        key = (state.base, state.time, state.screen)
        path = []
        base, time, screen = key
        for _ in range(_AT_MOST):
            if (base, time, screen) in self._settled:
                break
            self._settled[base, time, screen] = True
            following = self._carried(base, time, screen, path)
            if following is None:
                self._ended(base, time, screen, path)
                break
            base, time, screen = following
        else:
            raise BrokenError("deliveries never end", path[-12:])

    def _carried(self, base, time, screen, path):
        """Carry one row to its end, or wait for the next; None where nothing is left."""
        self.counts["settling"] += 1
        claimed = list(self._claim(_still(base, time), 0))
        if claimed:
            label, state = claimed[0]
            path.append(label)
            state = state._replace(screen=screen)
            while state.tasks:
                label, state = next(iter(self._advance(state, state.tasks[0])))
            return state.base, time, state.screen
        due = self._next(base, time)
        if due is None:
            return None
        path.append(f"{due:.0f} seconds pass")
        return base, (time[0] + due, time[1] + due), screen

    def _next(self, base, time):
        """Say after how many seconds something can be done again."""
        self.world.restore(self.snapshots[base])
        self._set(time)
        open_rows = [row for row in self.records[base].deliveries if row[8] is None]
        if not open_rows:
            return None
        if any(row[4] is not None for row in open_rows):
            return LEASE + 1
        due = self.world.commit(deliveries.next_due, "next")
        left = due - self.world.clock.now()
        if left >= LOOKED_AT_EVERY:  # only lists it for compliance, until somebody answers
            return None
        return max(left.total_seconds(), 0) + 1

    def _ended(self, base, time, screen, path):
        """Hold the end: everybody was told, and no card is left to be pressed."""
        self.counts["ends"] += 1
        found = self.records[base]
        channel = place_of(REQUESTER, 0).channel
        if not any(one[:2] == ("envelope", channel) for one in screen):
            raise BrokenError("who asked was never told", path)
        if found.requests[0][1] == "pending":
            raise BrokenError("the request still waits", path)
        known = {
            (place_of(user, 0).channel, ts)
            for user, ts in records.where_cards_are_known(found, OFFICERS)
        }
        for what, where, ts in sorted(screen):
            if what == "card" and (where, ts) in known:
                raise BrokenError(f"the card at {where} {ts} still has its buttons", path)
            if what == "card":
                self._press_stale((base, time, screen), (where, ts), path)

    def _press_stale(self, at, place, path):
        """Press a card whose place nobody knew: it decides nothing, and is closed by that."""
        self.counts["stale cards pressed"] += 1
        (base, time, screen), (channel, ts) = at, place
        officer = f"U{channel[1:]}"
        name = officer.removeprefix("U0").lower()
        review = self.world.desk.review(who(name), self.request.id, (channel, ts))
        fn = resumed(review, []).what
        after, sheet = self._commit(base, time, fn, f"stale {channel} {ts}")
        if not isinstance(sheet, ReviewSheet) or sheet.ended is None:
            raise BrokenError(f"a stale card opened as one to decide: {sheet}", path)
        if self.records[after].decisions != self.records[base].decisions:
            raise BrokenError("a stale card decided", path)
        at = (after, time, screen)
        while at is not None:
            last, at = at, self._carried(*at, path)
        if ("closed", channel, ts) not in last[2]:
            raise BrokenError(f"the stale card at {channel} {ts} was pressed, not closed", path)


def _still(base, time):
    return State(base, time, (), (), frozenset(), 0, 0, 0, 0, deadline=False)


def _path(seen, state):
    found = []
    while seen[state] is not None:
        state, label = seen[state]
        found.append(label)
    return reversed(found)
