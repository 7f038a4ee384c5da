"""A policy explained section by section, and two policies compared, as lines of a page.

A line says how far it is set in; whoever shows the page breaks it to a width.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from handlers.moments import day as say_day
from handlers.words.findings import is_numbered, section_said
from handlers.words.policy import AUDIENCES, EFFECTS, SAYS, TITLES
from handlers.words.policy_keys import KEYS
from policy.clauses import ALL
from policy.company import Policy
from policy.company_file import Stated
from policy.differences import Difference, differences
from policy.rule import Clause, Law, Rule

_CLAUSE, _SAID, _VALUE, _SOURCE = 2, 4, 6, 10


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a page: how many columns it is set in, and its text."""

    indent: int
    text: str


def heading(policy: Policy) -> str:
    """Name a policy by its company: ``Example, Inc. (EXMP, XNAS)``."""
    issuer = policy.issuer
    return f"{issuer.name} ({issuer.ticker}, {issuer.exchange})"


def in_force(policy: Policy, own: Collection[str] | None = None) -> str:
    """Say from which day a policy holds, or those of its values that a file states itself."""
    values = [each for each in _values(policy) if own is None or each[0] in own]
    days = sorted({stated.holds_from for _, stated in values if stated.holds_from})
    if not days:
        return "Its values state no day from which they hold."
    if len(days) == 1:
        return f"In force from {say_day(days[0])}."
    last = [key for key, stated in values if stated.holds_from == days[-1]]
    return (
        f"In force from {say_day(days[0])}, all of it from {say_day(days[-1])} (the latest: "
        f"{', '.join(last)})."
    )


def explained(policy: Policy, on: date) -> Iterator[Line]:
    """Yield the rules in force on a day, each value under its own section, with its source.

    A clause is said where the value stands that it cites; its values of other sections
    stand under those, beneath its title.
    """
    yield Line(0, f"{heading(policy)}, as of {say_day(on)}.")
    yield Line(0, f"{in_force(policy)} Version {policy.version[:12]}.")
    placed = _placed(policy)
    for place in _in_order(place for place, _ in placed):
        yield from _headed(place.title)
        for clause in ALL:
            keys = placed.get((place, clause.id))
            if keys is None:
                continue
            if place == _place(clause, clause.cites, policy):
                yield from _clause(clause, on, keys)
            else:
                yield Line(_CLAUSE, f"{TITLES[clause.id]}, continued")
            for key in keys:
                yield from _value(key, policy, on)
    yield from _headed("In every policy; the file has no value for these")
    for clause in ALL:
        if not (clause.cites or clause.law):
            yield from _clause(clause, on)
    yield from _headed("Later law, applied beside the policy")
    for clause in ALL:
        if clause.law:
            yield from _clause(clause, on)


def compared(before: Policy, after: Policy) -> Iterator[Line]:
    """Yield what changes for whom from one policy to the other."""
    found = list(differences(before, after))
    changed = [each for each in found if each.changed]
    restated = [each for each in found if not each.changed]
    if not changed:
        yield Line(0, "Nothing changes for anybody: every value is the same.")
    for each in changed:
        words = KEYS[each.key]
        for sentence in words.changes(each.before.value, each.after.value):
            yield Line(0, _for_whom(words.whom, sentence))
        source = _source(each.after)
        yield Line(_SAID, f"{each.key}: {source}" if source else each.key)
    if restated:
        yield from _headed("The same value, from another source")
        for each in restated:
            yield Line(0, f"{each.key}: {_restated(each)}")


def written(value: Any) -> str:
    """Write a value as the policy file does."""
    return json.dumps(value, ensure_ascii=False)


def _values(policy: Policy) -> Iterator[tuple[str, Stated]]:
    for table, keys in policy.stated.items():
        for key, stated in keys.items():
            yield f"{table}.{key}", stated


def _headed(title: str) -> Iterator[Line]:
    yield Line(0, "")
    yield Line(0, title)
    yield Line(0, "-" * len(title))


@dataclass(frozen=True, slots=True)
class _Place:
    """A section of the policy; not ``stated`` is a heading of the first policy in its stead."""

    section: str
    stated: bool

    @property
    def title(self) -> str:
        named = section_said(self.section)
        return named if self.stated else f"No section stated; in the first policy {named}"


def _place(clause: Clause, key: str | None, policy: Policy) -> _Place | None:
    """Say where one of a clause's values stands."""
    if key is None:
        return None
    table, _, name = key.partition(".")
    own = policy.stated[table][name].section
    return _Place(own or clause.section, stated=bool(own))


def _placed(policy: Policy) -> dict[tuple[_Place, str], list[str]]:
    """Sort the values by place and clause; one that several rest on belongs to the first."""
    homes = ((_place(clause, clause.cites, policy), clause) for clause in ALL)
    # The sections of the clauses themselves first: their order is that of the page.
    found: dict[tuple[_Place, str], list[str]] = {
        (home, clause.id): [] for home, clause in homes if home is not None
    }
    said: set[str] = set()
    for clause in ALL:
        for key in clause.rests_on:
            place = _place(clause, key, policy)
            if key not in said and place is not None:
                found.setdefault((place, clause.id), []).append(key)
        said.update(clause.rests_on)
    return found


def _clause(clause: Clause, on: date, shown: Collection[str] = ()) -> Iterator[Line]:
    rule = clause if isinstance(clause, Rule) else None
    yield Line(_CLAUSE, f"{TITLES[clause.id]} [{rule.id}]" if rule else TITLES[clause.id])
    yield Line(_SAID, SAYS[clause.id])
    if rule:
        yield Line(_SAID, f"Where it speaks, {EFFECTS[rule.effect]} {AUDIENCES[rule.audience]}.")
    if clause.law:
        yield Line(_SAID, _law(clause.law, on))
    elif not clause.cites:
        yield Line(
            _SAID, f"Cellectar's policy of 24 September 2018: {section_said(clause.section)}."
        )
    elsewhere = [key for key in clause.rests_on if key not in shown]
    if elsewhere:
        yield Line(_SAID, f"Rests on values that stand elsewhere: {', '.join(elsewhere)}.")


def _law(law: Law, on: date) -> str:
    if law.holds_on(on):
        held = f"In force since {say_day(law.holds_from)}"
        held += f", until {say_day(law.until)}" if law.until else ""
    elif on < law.holds_from:
        held = f"Not in force on {say_day(on)}: it holds from {say_day(law.holds_from)}"
    else:
        held = f"No longer in force on {say_day(on)}: it held from {say_day(law.holds_from)}"
        held += f" until {say_day(law.until)}" if law.until else ""
    return f"{held}. {law.name}; {law.source}."


def _value(key: str, policy: Policy, on: date) -> Iterator[Line]:
    table, _, name = key.partition(".")
    stated = policy.stated[table][name]
    yield Line(_VALUE, f"- {_sentence(KEYS[key].says(stated.value))}")
    yield Line(_SOURCE, f"{key} = {written(stated.value)}")
    yield Line(_SOURCE, _origin(stated))
    if stated.holds_from and on < stated.holds_from:
        yield Line(_SOURCE, f"Not in force on {say_day(on)}: it holds from its day on.")


def _origin(stated: Stated) -> str:
    """Say where a value comes from, beside the section that it is shown under."""
    if not (stated.source or stated.holds_from):
        return "No day or source is stated."
    held = f"from {stated.holds_from}" if stated.holds_from else "no day stated"
    return f"{held}; {stated.source or 'no source stated'}"


def _source(stated: Stated) -> str:
    """Say where a value stands, as far as its file says it."""
    parts = [section_said(stated.section)] if stated.section else []
    parts += [f"from {stated.holds_from}"] if stated.holds_from else []
    parts += [stated.source] if stated.source else []
    return "; ".join(parts)


def _restated(each: Difference) -> str:
    before, after = each.before, each.after
    if before.value != after.value:
        return f"the same, written {written(after.value)} instead of {written(before.value)}"
    return _source(after) or f"no source any more; it was {_source(before)}"


def _in_order(places: Iterable[_Place]) -> list[_Place]:
    """Put sections with numbers into their order, and leave headings in that of the rules.

    Headings that stand in for a section come last where the others have numbers.
    """
    found = list(dict.fromkeys(places))
    own = [place for place in found if place.stated]
    if not own or not all(is_numbered(place.section) for place in own):
        return found
    return [*sorted(own, key=_number), *(place for place in found if not place.stated)]


def _number(place: _Place) -> list[tuple[bool, int, str]]:
    return [
        (part.isdigit(), int(part) if part.isdigit() else 0, part)
        for part in re.split(r"(\d+)", place.section)
    ]


def _sentence(words: str) -> str:
    """Make a sentence: a capital, and one full stop."""
    start = 1 if words.startswith("“") else 0
    capital = words[: start + 1].upper() + words[start + 1 :]
    return capital if capital.endswith(".") else f"{capital}."


def _for_whom(whom: str, words: str) -> str:
    """Say for whom a change is, unless its sentence begins with them."""
    named = words.lower().startswith(whom.lower())
    return _sentence(words if named else f"{whom}: {words}")
