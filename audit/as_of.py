"""The restrictions as they stood on a day, read from the lines of their history alone.

A day is the market's. A restriction stood on it where it held somebody at any moment of the
day; it is told as it was known when the day ended. Each entry names the lines that it rests
on, so that it can be done again by hand.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from policy.instants import on_the_clock

_MOMENT: Final = "%Y-%m-%dT%H:%M:%S.%fZ"
_ONE_DAY: Final = timedelta(days=1)
_BEGINS: Final = frozenset({"set", "brought_over"})

Shown = Mapping[str, Any]


@dataclass(slots=True)
class _Term:
    since: str
    until: str | None = None  # as two people agreed
    over: str | None = None  # noticed at the next whole minute

    def reaches(self, begin: datetime) -> bool:
        ended = [moment for moment in (self.over, self.until) if moment is not None]
        return not ended or _moment(min(ended)) > begin


@dataclass(slots=True)
class _Told:
    """A restriction while its lines are read."""

    first: Mapping[str, Any]
    named: Mapping[str, Any]
    reason: str | None
    people: dict[str, list[_Term]]
    lines: list[int] = field(default_factory=list)


def ends(day: date) -> datetime:
    """Return the moment at which a day of the market is over."""
    return on_the_clock(day + _ONE_DAY, time())


def stood(lines: Iterable[Shown], day: date) -> list[dict[str, Any]]:
    """Return the restrictions that stood on a day, in the order in which they were set.

    ``lines`` are those of ``audit.production.lines``; one that is kept back is as
    if it were not there.
    """
    begin, end = on_the_clock(day, time()), ends(day)
    return [
        _entry(name, one)
        for name, one in _read(lines, end).items()
        if any(term.reaches(begin) for terms in one.people.values() for term in terms)
    ]


def written(lines: Iterable[Shown], day: date, names: Mapping[str, str]) -> bytes:
    """Write the file of a day; ``names`` are those of the people by their ids."""
    found = stood(lines, day)
    wanted = {each["person"] for one in found for each in one["people"]} | {
        one["set_by"] for one in found
    }
    content = {
        "day": day.isoformat(),
        "to": ends(day).astimezone(UTC).strftime(_MOMENT),
        "restrictions": found,
        "names": {person: names[person] for person in sorted(wanted) if person in names},
    }
    return (json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode()


def _read(lines: Iterable[Shown], end: datetime) -> dict[str, _Told]:
    told: dict[str, _Told] = {}
    for index, record, named, reason in _before(lines, end):
        restriction = record.get("restriction", "")
        if record["what"] in _BEGINS:
            since = record.get("since", record["at"])
            until, over = named.get("until", {}), named.get("over", {})
            people = {one: [_Term(since, until.get(one), over.get(one))] for one in named["people"]}
            told[restriction] = _Told(record, named, reason, people)
        if restriction in told:
            told[restriction].lines.append(index)
            _go_on(told[restriction], record, named)
    return told


def _go_on(one: _Told, record: Shown, named: Shown) -> None:
    at = record["at"]
    for person in named.get("people", ()):
        if record["what"] == "widened":
            one.people[person][-1].until = record["end"]
        elif record["what"] == "ended":
            one.people[person][-1].over = at
        elif record["what"] == "restricted":
            one.people[person].append(_Term(at))


def _before(
    lines: Iterable[Shown], end: datetime
) -> Iterator[tuple[int, Shown, Shown, str | None]]:
    """Yield the lines that are shown in full and were written before a moment."""
    for line in lines:
        if "named" not in line:
            continue
        record = json.loads(line["record"])
        if _moment(record["at"]) < end:
            reason = line.get("reason")
            said = None if reason is None else json.loads(reason)["value"]["reason"]
            yield line["index"], record, json.loads(line["named"])["value"], said


def _entry(name: str, one: _Told) -> dict[str, Any]:
    first = one.first
    entry = {
        "restriction": name,
        "kind": first["kind"],
        "quarter_end": first["quarter_end"],
        "matter": one.named["matter"],
        "set_by": first.get("setter", first["by"]),
        "office": first["office"],
        "notified": one.named["notified"],
        "people": [
            {"person": person, "held": [asdict(term) for term in terms]}
            for person, terms in sorted(one.people.items())
        ],
        "lines": one.lines,
    }
    return entry if one.reason is None else {**entry, "reason": one.reason}


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _MOMENT).replace(tzinfo=UTC)
