"""What a bundle's entries add up to, taken one after another in the order of the log.

However long the log is, the room that it takes is bounded: by the people there are, and by
so many requests. A request that is set aside for newer ones is counted first; what comes to
it afterwards is counted as an entry and no more, and the report says so.
"""

from collections import Counter, deque
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any, Final

from audit.lines import Line
from audit.other_acts import BY_THE_CLOCK, Act, PersonSeen, act_of, change_of, detail_of, person_of
from audit.request_life import RequestSeen, begins
from audit.ties import Ties
from audit.totals import Totals
from audit.worth_a_look import Item, Limits

#: So many requests are kept until nothing more is likely to come of them.
KEPT: Final = 20_000
#: So many of them, the latest, are listed one by one.
LISTED: Final = 5_000
#: So many other acts, the latest, are listed.
ACTS: Final = 1_000
_USUAL_OFFICES: Final = frozenset({"ceo", "cfo"})
_WATCH: Final = frozenset({"compliance", "audit_chair"})


@dataclass(frozen=True, slots=True)
class Told:
    """What the entries add up to.

    ``closed`` counts the requests' entries whose confidential part is not shown; ``late``
    those of requests that were set aside before; ``partial`` the requests whose filing is
    not among the entries.
    """

    entries: int
    first_at: datetime | None
    last_at: datetime | None
    requests: list[RequestSeen]
    totals: Totals
    requesters: int
    acts: list[Act]
    act_counts: Mapping[str, int]
    closed: int
    late: int
    partial: int
    names: Mapping[str, str] = field(default_factory=dict)


class Figures:
    """Takes entries, and tells what they add up to.

    ``names`` gives people's names by their ids where the entries may not have them.
    """

    def __init__(
        self,
        limits: Limits | None = None,
        names: Mapping[str, str] | None = None,
        *,
        kept: int = KEPT,
        listed: int = LISTED,
    ) -> None:
        """Begin with no entry."""
        self._limits = limits or Limits()
        self._given = dict(names or {})
        self._kept, self._listed = kept, listed
        self._waiting: dict[str, RequestSeen] = {}
        self._ended: dict[str, RequestSeen] = {}
        self._totals = Totals(self._limits)
        self._ties = Ties()
        self._people: dict[str, PersonSeen] = {}
        self._changed: dict[str, int] = {}  # a person, and the entry that changed theirs last
        self._two: dict[str, frozenset[str]] = {}
        self._requesters: set[str] = set()
        self._acts: deque[Act] = deque(maxlen=ACTS)
        self._tags: Counter[str] = Counter()
        self._first: str | None = None
        self._last: str | None = None
        self._begun = self._entries = self._closed = self._late = self._partial = 0

    def take(self, line: Line) -> None:
        """Take the next entry that is shown."""
        record = line.record
        self._entries += 1
        self._first, self._last = self._first or record["at"], record["at"]
        tag = record["tag"]
        if tag.startswith("request:"):
            self._request(line)
            return
        self._tags[tag] += 1
        if tag == "person:recorded":
            self._person(line)
            return
        if tag == "related:recorded":
            self._ties.take(line)
        if tag == "database:restored":
            self._restored(line)
        if tag not in BY_THE_CLOCK:
            self._acts.append(act_of(line, detail_of(line)))

    def told(self) -> Told:
        """Tell what the entries so far add up to."""
        kept = sorted([*self._waiting.values(), *self._ended.values()], key=lambda one: one.order)
        totals = deepcopy(self._totals)
        for request in kept:
            totals.add(request)
        seen = {person: one.name for person, one in self._people.items()}
        return Told(
            entries=self._entries,
            first_at=_at(self._first),
            last_at=_at(self._last),
            requests=[replace(one) for one in kept[-self._listed :]],
            totals=totals,
            requesters=len(self._requesters),
            acts=list(self._acts),
            act_counts=Counter(self._tags),
            closed=self._closed,
            late=self._late,
            partial=self._partial,
            names={**self._given, **seen},
        )

    def _request(self, line: Line) -> None:
        self._closed += line.sealed is None
        request = self._known(line)
        if request is None:
            self._late += 1
            return
        request.take(line)
        if line.record["tag"] == "request:decided":
            self._look_at_decision(request)
        if line.record["tag"] == "request:ended" and request.id in self._waiting:
            self._ended[request.id] = self._waiting.pop(request.id)

    def _known(self, line: Line) -> RequestSeen | None:
        """Return the request that an entry is of, None where it was set aside already."""
        name, begun = line.record["request"], begins(line)
        known = self._waiting.get(name) or self._ended.get(name)
        if known is not None:
            return known
        if not begun and self._totals.requests:
            return None
        if len(self._waiting) + len(self._ended) >= self._kept:
            self._set_one_aside()
        self._begun += 1
        self._partial += not begun
        person = str(line.record["subject"])
        self._requesters.add(person)
        self._waiting[name] = RequestSeen(name, self._begun, person)
        return self._waiting[name]

    def _set_one_aside(self) -> None:
        """Count the request that ended longest ago, or, where none has, the oldest one."""
        of = self._ended or self._waiting
        oldest = next(islice(of, 1))
        self._totals.add(of.pop(oldest))

    def _look_at_decision(self, request: RequestSeen) -> None:
        changed, filed = self._changed.get(request.person), request.filed_index
        request.record_changed = changed is not None and filed is not None and changed > filed
        by = request.decided_by
        request.tied = by is not None and (
            by in request.holders or self._ties.between(request.person, by)
        )

    def _person(self, line: Line) -> None:
        opened = line.record["body"]["open"]
        person, now = str(line.record["subject"]), person_of(opened)
        self._acts.append(act_of(line, change_of(self._people.get(person), now)))
        if opened["replaces"] is not None:
            self._changed[person] = line.index
        self._people[person] = now
        held = self._offices(now)
        if len(held) > 1 and self._two.get(person) != held:
            at = datetime.fromisoformat(line.record["at"])
            self._totals.note(Item("two_roles", at, person=person, of=(tuple(sorted(held)),)))
        self._two[person] = held

    def _offices(self, one: PersonSeen) -> frozenset[str]:
        deciding = self._limits.offices or _USUAL_OFFICES
        held = frozenset(one.roles) & (deciding | _WATCH) if one.active else frozenset()
        return held if held & deciding else frozenset()

    def _restored(self, line: Line) -> None:
        at = datetime.fromisoformat(line.record["at"])
        self._totals.note(Item("restored", at, of=(detail_of(line),)))


def _at(text: str | None) -> Any:
    return None if text is None else datetime.fromisoformat(text)
