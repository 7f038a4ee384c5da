"""What must hold after every step, looked at on the rows that the step has touched.

- The log has no gap; each leaf is its record's hash, and what is sealed is what was hashed.
  Its head has the edge of the tree over its leaves; a checkpoint signs the root that it had.
- A request has steps 0, 1, 2 ... of which one decides at most, never by its requester or
  somebody related to them, and each step has its one log record and its messages by their keys.
- A delivery ends as something that can be: sent to where it stands, moot, fired when due.
- A person is reminded once a day at most, on a weekday between nine and six where they are.
- A clearance lies in the open window and on nobody who is restricted.
"""

import hashlib
import json
from collections import Counter
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.checkpoints import stated
from storage.log import moment as log_moment
from storage.sealed import canonical
from storage.tree import EMPTY
from tests.simulation import record
from tests.simulation.history import must
from tests.simulation.known import Held, Known, Person, Request, Step
from tests.simulation.process import SIGNER

SATURDAY = 5
BY_DAY = (9, 18)
LOGGED = {"log_head", "requests", "people", "releases", "blackout_changes", "related_persons"}
_ENDED = {"withdrawn", "expired", "lapsed"}
#: A message that was not sent ends as one of these, and only where its person is gone.
GONE = {"account_inactive", "user_disabled", "user_not_found"}


class Invariants:
    """Looks at one world's record after each step."""

    def __init__(self, world, rows: record.Record, known: Known):
        self.world, self.rows, self.known = world, rows, known
        self._takes = {
            "people": self._person,
            "related_persons": self._related,
            "releases": self._release,
            "blackout_changes": self._moved,
            "requests": self._filed,
            "deliveries": self._queue,
        }

    def look(self, tables: set[str]) -> None:
        """Take in what is new in these tables, and hold it to all that must be."""
        now = self.world.clock.now()
        new = self.rows.growth(self.known.seen, tables)
        for table, take in self._takes.items():
            for row in new[table]:
                take(row)
        if tables & LOGGED or new["log"] or new["decisions"] or new["deliveries"]:
            self._log(new["log"], new["deliveries"], new["decisions"])
        for row in new["checkpoints"]:
            self._signed(row)
        for row in new["decisions"]:
            self._step(row)
        if "deliveries" in tables:
            self._ended({row["id"] for row in new["deliveries"]}, now)
        if new["releases"] or new["blackout_changes"]:
            self._nothing_live_while_closed(now)

    def _filed(self, row) -> None:
        must(row["form"] is not None, f"request {row['id']} came out of a form")
        must(row["form"] not in self.known.forms, f"one form filed {row['id']} and another")
        self.known.forms[row["form"]] = row["id"]
        due = record.moment(row["decide_by"])
        self.known.requests[row["id"]] = Request(row["id"], row["person"], row["form"], due)

    def _queue(self, row) -> None:
        must(row["key"] not in self.known.keys, f"delivery {row['id']} has a key of its own")
        self.known.keys[row["key"]] = row["id"]
        if row["conversation"] and self.rows.unsealed("deliveries", row)["what"] == "digest":
            self._once_a_day(row["conversation"], record.moment(row["due_at"]))

    def _once_a_day(self, user: str, at: datetime) -> None:
        """Hold the reminders of a person to one a day over all matters, by day where they are."""
        there = at.astimezone(ZoneInfo(self.known.user(user).zone))
        must(BY_DAY[0] <= there.hour < BY_DAY[1], f"{user} is reminded by day, not at {there}")
        must(there.weekday() < SATURDAY, f"{user} is reminded on a weekday, not on {there}")
        must((user, there.date()) not in self.known.spoken, f"{user} is reminded once on {there}")
        self.known.spoken.add((user, there.date()))

    # The log.

    def _log(self, leaves, queued, steps) -> None:
        told = Counter()
        for row in leaves:
            must(row["place"] == self.known.leaves, f"the log has no gap at {self.known.leaves}")
            self.known.leaves += 1
            must(row["record"] is not None, f"leaf {row['place']} has its record")
            leaf = hashlib.sha256(b"\x00" + row["record"].encode()).digest()
            must(leaf == bytes(row["hash"]), f"leaf {row['place']} is its record's hash")
            said = json.loads(row["record"])
            sealed = self.rows.keys.unseal("log_bodies", str(row["place"]), bytes(row["sealed"]))
            hidden = {
                name: hashlib.sha256(canonical(part)).hexdigest() for name, part in sealed.items()
            }
            named = {name: said["body"][name] for name in ("sealed", "restricted")}
            must(hidden == named, f"record {row['place']} hashes what it seals")
            self.known.edge.add(leaf)
            self.known.roots[self.known.edge.size] = self.known.edge.root()
            if said["tag"].startswith("request:"):
                told[said["request"], said["tag"], said["at"]] += 1
            self.world.note(f"leaf {row['place']} {leaf.hex()[:16]} {said['tag']}")
        written = Counter(
            (row["request"], f"request:{row['state']}", log_moment(record.moment(row["at"])))
            for row in steps
        )
        must(told == written, f"each step has its record: {told - written} {written - told}")
        self.known.queued += len(queued)
        head = self.rows.head()
        must(head["size"] == self.known.leaves, "the head counts the log's records")
        must(bytes(head["edge"]) == self.known.edge.kept(), "the head has the edge of the leaves")
        must(head["deliveries"] == self.known.queued, "the head counts the deliveries")

    def _signed(self, row) -> None:
        """Hold a checkpoint to the tree as it was when the log was that long."""
        told = stated(row["note"], [SIGNER.verifier])
        must(told.size == row["size"] <= self.known.edge.size, "a checkpoint is of this log")
        must(told.root == self.known.roots.get(told.size, EMPTY), "a checkpoint signs the root")
        if row["due"] is not None:  # else it was made with the record of a restore
            must(row["due"] not in self.known.evenings, "an evening has one checkpoint")
            self.known.evenings.add(row["due"])
        self.world.tally.had["checkpoints"] += 1
        self.world.note(f"checkpoint {told.size} {told.root.hex()[:16]}")

    # People.

    def _person(self, row) -> None:
        self.known.people[row["person"]] = Person(
            row["person"],
            row["slack_id"],
            frozenset(json.loads(row["roles"])),
            bool(row["active"]),
            row["zone"],
        )

    def _related(self, row) -> None:
        value = self.rows.unsealed("related_persons", row)
        if row["replaces"]:
            self.known.entries.pop(row["replaces"], None)
            self.known.answers.pop(row["replaces"], None)
        if "answers" in value:
            answer = (row["person"], value["answers"], value["agrees"])
            self.known.answers[row["id"]] = answer
            self.known.said.add(answer)
        elif not value["removed"]:
            self.known.entries[row["id"]] = (row["person"], value["whom"])
            self.known.said.add((row["person"], row["id"]))

    # Requests.

    def _step(self, row) -> None:
        request = self.known.requests[row["request"]]
        value = self.rows.unsealed("decisions", row)
        what, name = value["what"], f"request {request.id} ({value['what']})"
        must(row["seq"] == len(request.steps), f"{name} has steps without a gap")
        step = Step(record.moment(row["at"]), row["state"], value["by"], value)
        request.steps.append(step)
        request.status = row["state"]
        must(json.loads(row["public"]) == {"by": step.by}, f"{name} names who acted")
        if "cards" in value:
            self._handed(request, step)
        if row["state"] == "decided":
            self._decided(request, step)
        elif what in _ENDED:
            must(len(request.steps) > 1, f"{name} was filed first")
            must(not request.decided, f"{name} was not decided")
            self._told(request, step, "ended")
            self._closing(request)
        elif what in {"over", "closed"}:
            must(request.decided, f"{name} was decided")
            if request.live:
                request.live, request.ended_at = False, step.at
            if value.get("cause") != "cancelled":
                self._told(request, step, "over")
        elif what == "reported" and request.live:
            request.live, request.ended_at = False, step.at

    def _handed(self, request: Request, step: Step) -> None:
        before, held = {card for _, card in request.cards}, {to for to, _ in request.cards}
        request.cards = [(to, card) for to, card in step.value["cards"]]
        if step.state != "pending":
            return
        for to, card in request.cards:
            if card not in before:
                key = f"card:{request.id}:{to}:{step.at.isoformat()}"
                if to in held:
                    self._reminded(request, to, step)
                    person = self.known.user(to)
                    day = step.at.astimezone(ZoneInfo(person.zone)).date()
                    key = f"reminder:{person.id}:{day.isoformat()}"
                must(self._queued(key) == card, f"card {key} is queued under its key")
        wanted = self.known.approvers(request.person)
        holding = {to for to, _ in request.cards}
        must(
            not wanted or holding == wanted,
            f"{request.id} is with {sorted(wanted)}, not {sorted(holding)}",
        )
        must(self._queued(f"timer:decide_by:{request.id}"), f"{request.id} has its timer")
        gone = before - {card for _, card in request.cards}
        for card in gone:
            must(self._queued(f"close:{card}"), f"card {card} that was handed on is closed")

    def _reminded(self, request: Request, to: str, step: Step) -> None:
        """Hold a card that is put before somebody again to one a morning, while it waits."""
        zone, first = ZoneInfo(self.known.user(to).zone), request.steps[0].at
        must(step.by == "preclear", f"the reminder of {request.id} is a timer's")
        must(request.steps[-2].state == "pending", f"{request.id} waits when it is reminded of")
        must(step.at < request.decide_by, f"{request.id} reminds in time")
        self._once_a_day(to, step.at)
        request.reminded[to] = request.reminded.get(to, 0) + 1
        mornings = _mornings(first.astimezone(zone), step.at.astimezone(zone))
        must(request.reminded[to] <= mornings, f"{request.id} reminds {to} once a morning")
        self.world.strike("card put before an approver again")

    def _decided(self, request: Request, step: Step) -> None:
        name = f"request {request.id}"
        must(len(request.decided) == 1, f"{name} is decided once")
        must(request.steps[-2].state == "pending", f"{name} waited until it was decided")
        must(step.by != request.person, f"{name} is not decided by its requester")
        must(step.by not in self.known.tied(request.person), f"{name} is decided by no relative")
        user = self.known.people[step.by].user
        must(user in dict(request.cards), f"{name} is decided by somebody who was given its card")
        must(step.at < request.decide_by, f"{name} is decided in time")
        self._told(request, step, "decided")
        must(self._queued(f"timer:ends:{request.id}"), f"{name} has the timer of its end")
        self._closing(request)
        if step.value["what"] == "approved":
            self._cleared(request, step)

    def _cleared(self, request: Request, step: Step) -> None:
        name, window = f"the clearance of {request.id}", self.known.window
        request.live = True
        request.earliest = datetime.fromisoformat(step.value["earliest"])
        request.expires = datetime.fromisoformat(step.value["expires"])
        must(not self.known.stopped, f"{name} was given while approvals were stopped")
        must(window.open(step.at), f"{name} was given in a blackout")
        must(window.opens_at <= request.earliest, f"{name} begins in a blackout")
        must(request.expires <= window.closes_at, f"{name} ends in a blackout")
        restricted = self.known.restricted(request.person, step.at)
        must(not restricted, f"{name} was given under a restriction")
        must(self.known.people[request.person].active, f"{name} is of somebody who has left")

    def _told(self, request: Request, step: Step, event: str) -> None:
        if self.known.people[request.person].active:
            key = f"notice:{request.id}:{event}"
            must(self._queued(key), f"{step.value['what']} of {request.id} queued {key}")

    def _closing(self, request: Request) -> None:
        for _, card in request.cards:
            must(self._queued(f"close:{card}"), f"card {card} of {request.id} is closed")

    def _queued(self, key: str) -> str | None:
        return self.known.keys.get(self.rows.keys.name(key))

    # Deliveries.

    def _ended(self, new: set[str], now: datetime) -> None:
        still = self.rows.open_deliveries()
        ended = sorted((self.known.open | new) - still)
        must(not still - self.known.open - new, "a delivery that has ended stays so")
        self.known.open = still
        for one in ended:
            row = self.rows.delivery(one)
            self.world.note(f"delivery {one[:8]} ended as {row['ended_as']}")
            if row["ended_as"] == "sent":
                stands = self.world.slack.screens.get(row["channel"], {})
                must(row["ts"] in stands, f"delivery {one} was sent to where it stands")
            elif row["ended_as"] == "fired":
                must(not row["conversation"], f"delivery {one} is a timer")
                must(record.moment(row["due_at"]) <= now, f"timer {one} was due")
            elif row["ended_as"] == "moot":
                self._moot(row)
            else:
                gone = row["ended_as"] in GONE and row["conversation"] in self.world.slack.gone
                must(gone, f"delivery {one} was given up for no reason: {row['ended_as']}")
                self._others_told(row)

    def _moot(self, row) -> None:
        about = self.rows.keys.unseal("deliveries", row["id"], bytes(row["sealed"]))
        must(about["what"] in {"card", "close", "digest"}, f"delivery {row['id']} is never moot")
        if about["what"] == "digest":
            for one in about["requests"]:
                must(self.known.requests[one].status != "pending", f"a reminder of {one} is moot")
            return
        if about["what"] == "card":
            status = self.known.requests[about["request"]].status
            must(status != "pending", f"card {row['id']} is moot while its request waits")
        else:
            card = self.rows.delivery(about["card"])
            must(card["ended_as"] not in (None, "sent"), f"{row['id']} had a card to close")

    def _others_told(self, row) -> None:
        """Hold a message that was given up to somebody else's having been told."""
        about = self.rows.keys.unseal("deliveries", row["id"], bytes(row["sealed"]))
        if about["what"] == "close":
            return
        lost = about.get("undelivered", row["id"])
        first = self.rows.delivery(lost)["conversation"]
        told = [
            one
            for one in self.known.people.values()
            if self._queued(f"notice:undelivered:{lost}:{one.id}")
        ]
        able = {one.user for one in self.known.officers()} | {"U0COMPLY"}
        must(told or not able - {first}, f"somebody else was told that {lost} is lost")
        must(first not in {one.user for one in told}, f"{first} is not told of their own loss")
        self.world.strike("message given up, and others told")

    # Windows.

    def _release(self, row) -> None:
        window = self.known.window
        if row["replaces"]:
            window.reports.discard(row["replaces"])
        if row["kind"] == "full":
            window.reports.add(row["id"])

    def _moved(self, row) -> None:
        window = self.known.window
        window.moves.pop(row["replaces"], None)
        if row["kind"] == "moved" and row["starts_at"] is not None:
            window.moves[row["id"]] = record.moment(row["starts_at"])
        window.closes_at = min(window.moves.values(), default=window.usual_close)

    def _nothing_live_while_closed(self, now: datetime) -> None:
        if not self.known.window.open(now):
            for request in self.known.requests.values():
                must(not request.live, f"{request.id} stays cleared though the window closed")
                must(request.status != "pending", f"{request.id} waits though the window closed")

    # The register, after a tick.

    def ticked(self, waited) -> None:
        """Hold the register to what was asked for before a tick that has committed."""
        now = self.world.clock.now()
        document = self.rows.register()
        for one in document["restrictions"]:
            self._held(one, now)
        matters = Counter(one["matter"] for one in document["restrictions"])
        for payload in waited:
            if payload.kind != "restrict" or not self._may_restrict(payload):
                continue
            must(matters[payload.form] == 1, f"{payload} is in the register after its tick")
        restored = document["restored"]
        self.known.older = False
        self.known.confirmed = None if restored is None else set(restored)
        for request in self.known.requests.values():
            last = min(request.expires or now, self.known.window.closes_at)
            under = request.live and last > now and self.known.restricted(request.person, now)
            must(not under, f"{request.id} stays cleared under a restriction")

    def _may_restrict(self, payload) -> bool:
        actor = self.known.user(payload.user)
        named = [self.known.user(user) for user in payload.said[0]]
        return actor in self.known.officers() and all(one.active for one in named)

    def _held(self, one: dict, now: datetime) -> None:
        held = self.known.held.get(one["id"])
        if held is None:
            since = datetime.fromisoformat(one["since"])
            payload = self.world.restricting.get(one["matter"])
            must(payload is not None, f"restriction {one['matter']} was asked for by somebody")
            must(since == now, f"restriction {one['matter']} holds from its tick on")
            people = {self.known.user(user).id for user in payload.said[0]}
            must(set(one["people"]) == people, f"restriction {one['matter']} is on whom it names")
            held = self.known.held[one["id"]] = Held(one["matter"], people, since)
            self.world.tally.had["restrictions"] += 1
        for person, term in one["people"].items():
            until = term["until"] and datetime.fromisoformat(term["until"])
            if until is not None and person not in held.until:
                users = self.world.widening.get(one["id"], set())
                free = {u for u in users if self.known.user(u).id not in held.people}
                must(len(free) > 1, f"restriction {one['matter']} was lifted by two people")
                must(until == now, f"restriction {one['matter']} ends at its tick")
                held.until[person] = until
            must(until == held.until.get(person), f"restriction {one['matter']} ends when it did")


def _mornings(first: datetime, last: datetime) -> int:
    """Count the weekdays whose nine o'clock lies after one moment and not after another."""
    nines = (
        datetime.combine(first.date() + timedelta(days=n), time(9), first.tzinfo)
        for n in range((last.date() - first.date()).days + 1)
    )
    return sum(first < at <= last and at.weekday() < SATURDAY for at in nines)
