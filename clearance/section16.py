"""Which forms under Section 16 somebody owes, and until when: reckoned from what was reported.

Each day's transactions under one request, or under one report of a trade without a clearance,
are owed a Form 4; becoming a Section 16 person after the company's first list of people is owed
a Form 3. Nothing of it is stored but what was filed, so that a corrected report moves what is
owed, and what is matched with nothing (``exempt``) is owed like the rest.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Any, Final

from clearance import filed_rows
from clearance.facts import Ground, as_filed
from clearance.filed_rows import Filed
from clearance.life import Life, life_of
from clearance.people import by_id, held_in, people
from clearance.reported import due_of, due_on, matched
from clearance.roles_held import everybody_ever, insiders
from clearance.shown_filings import DraftLine, DraftMaterial, FilingState
from policy.facts import Trade
from policy.form4 import late_from, timely
from policy.instants import market_day
from policy.reported_codes import code_of, disposition
from policy.roles import with_implied
from policy.section16_reports import Due, initial_due, is_section16_person
from storage import made, requests, retention
from storage.made import EXERCISE, TRADE
from storage.tables import PersonRow, TransactionRow
from storage.tx import Tx

_DAY: Final = "%Y%m%d"
_FORM_3: Final = "3"
_FORM_4_A: Final = "4/A"

Made = tuple[TransactionRow, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Obligation:
    """A form that is owed: ``source`` is the request or the report that it comes of.

    ``filings`` are what was filed of it, oldest first; ``rows`` the ids of its transactions.
    """

    id: str
    person: str
    source: str
    on: date
    due: Due
    trade: Trade | None = None
    transactions: tuple[Made, ...] = ()
    filings: tuple[Filed, ...] = ()
    plan_adopted_on: date | None = None

    @property
    def rows(self) -> frozenset[str]:
        """Name the transactions that it is owed for."""
        return frozenset(row.id for row, _ in self.transactions)

    @property
    def last(self) -> Filed | None:
        """Return the form that was filed of what is reported now, else the last one of it."""
        of_now = [one for one in self.filings if one.transactions == self.rows]
        return next(reversed(of_now or self.filings), None)

    @property
    def amended(self) -> bool:
        """Say whether what was reported was corrected after the last form was filed."""
        return self.last is not None and self.last.transactions != self.rows

    @property
    def open(self) -> bool:
        """Say whether something is still to be filed."""
        return not self.filings or self.amended


def of_person(tx: Tx, ground: Ground, person: str) -> list[Obligation]:
    """Return what one person owes or has filed, by the day that it came of."""
    return _found(tx, ground, made.in_force(tx, person), [person])


def everybodys(tx: Tx, ground: Ground) -> list[Obligation]:
    """Return what everybody owes or has filed."""
    persons = {one.person for one in people(tx)}
    # Of the others' trades no form is owed: they are not even opened.
    theirs = chain.from_iterable(made.in_force(tx, one) for one in sorted(insiders(tx)))
    return _found(tx, ground, theirs, sorted(persons))


def find(tx: Tx, ground: Ground, person: str, filing: str) -> Obligation | None:
    """Return one of a person's."""
    return next((one for one in of_person(tx, ground, person) if one.id == filing), None)


def _found(
    tx: Tx, ground: Ground, transactions: Iterable[Made], persons: Iterable[str]
) -> list[Obligation]:
    filings = filed_rows.by_obligation(tx)
    whose = tuple(persons)
    owed = [*_of_trades(tx, ground, transactions), *_of_roles(tx, ground, whose)]
    known = {one.id for one in owed}
    owed += [one for one in _of_nothing(tx, filings, whose) if one.id not in known]
    found = [replace(one, filings=tuple(filings.get(one.id, ()))) for one in owed]
    return sorted(found, key=lambda one: (one.due.on, one.id))


def _of_trades(tx: Tx, ground: Ground, transactions: Iterable[Made]) -> Iterator[Obligation]:
    grouped: dict[tuple[str, str, str], list[Made]] = {}
    for row, value in transactions:
        source = value.get("request") or value.get("unasked")
        if source is not None and value.get("on") is not None:
            grouped.setdefault((row.person, source, value["on"]), []).append((row, value))
    for (person, source, on), group in grouped.items():
        day = date.fromisoformat(on)
        owed = Obligation(f"{source}-{day:{_DAY}}", person, source, day, Due("4", day))
        of_request = group[0][1].get("request") is not None
        due = _of_request(tx, ground, owed) if of_request else _of_unasked(ground, owed, group)
        if due is not None:
            yield replace(due, transactions=tuple(group))


def _of_nothing(
    tx: Tx, filings: Mapping[str, Sequence[Filed]], persons: Collection[str]
) -> Iterator[Obligation]:
    """Yield a correction for each form that was filed of transactions.

    It is owed where nothing of them is reported any more: for that day, or at all.
    """
    for name, of_it in filings.items():
        last = of_it[-1]
        if not any(one.transactions for one in of_it) or last.person not in persons:
            continue
        if retention.is_removed(tx, last.source):
            continue
        day = datetime.strptime(name.rpartition("-")[2], _DAY).date()  # noqa: DTZ007 - a day alone
        due = Due(_FORM_4_A, max(one.on for one in of_it))
        yield Obligation(name, last.person, last.source, day, due)


def _of_request(tx: Tx, ground: Ground, owed: Obligation) -> Obligation | None:
    if retention.is_removed(tx, owed.source):
        return None
    filed = as_filed(tx, owed.source)
    life = _life(tx, owed.source)
    said = None if life.report is None else life.report.report
    due = due_of(ground, filed, owed.on, said, matched=matched(life))
    plan = filed.trade.plan
    adopted = None if plan is None else plan.adopted_on or plan.established_on
    if due is None:
        return None
    return replace(owed, due=due, trade=filed.trade, plan_adopted_on=adopted)


def _of_unasked(ground: Ground, owed: Obligation, group: list[Made]) -> Obligation | None:
    first = group[0][1]
    if not first.get("section16"):
        return None
    shares = sum(value["shares"] for _, value in group)
    trade = Trade(action=first["action"], quantity=shares, security=first["security"])
    due = due_on(ground, trade, owed.on)
    return None if due is None else replace(owed, due=due, trade=trade)


def _life(tx: Tx, request: str) -> Life:
    return life_of(requests.steps(tx, [request])[request])


def _of_roles(tx: Tx, ground: Ground, persons: Iterable[str]) -> Iterator[Obligation]:
    """Yield a Form 3 for whoever became a Section 16 person after the first list of people."""
    by_person = everybody_ever(tx)
    first = min((rows[0].at for rows in by_person.values()), default=None)
    first_list = None if first is None else market_day(first)
    for person in persons:
        on = _became(by_person.get(person, []))
        if on is not None and on != first_list:
            due = initial_due(on, ground.calendar)
            yield Obligation(f"{_FORM_3}-{person}-{on:{_DAY}}", person, person, on, due)


def _became(rows: list[PersonRow]) -> date | None:
    """Return the day from which somebody is one, of the last time that they became one.

    Who left is none any more, and becomes one by coming back.
    """
    found, before = None, False
    for row in rows:
        now = row.active and is_section16_person(held_in(row))
        found = market_day(row.at) if now and not before else found
        before = now
    return found


def material(tx: Tx, obligation: Obligation) -> DraftMaterial:
    """Collect what a draft of a Form 4 or 5 needs, for one that is owed."""
    person = by_id(tx, obligation.person)
    if person is None or obligation.trade is None:
        raise LookupError("a Form 4 is owed for a trade of somebody on the record")
    held = with_implied(person.roles)
    trade = obligation.trade
    values = sorted((value for _, value in obligation.transactions), key=_place)
    lines = tuple(_line(trade, value) for value in _not_filed(tx, obligation, values))
    return DraftMaterial(
        filing=obligation.id,
        form=obligation.due.form,
        due_on=obligation.due.on,
        period=obligation.on,
        person=person.name,
        roles=person.roles,
        director="director" in held,
        officer=bool(held & {"officer", "ceo", "cfo"}),
        lines=lines,
        under_plan=obligation.plan_adopted_on is not None,
        plan_adopted_on=obligation.plan_adopted_on,
        state=state_of(obligation, tx.now),
        amends=obligation.filings[0].on if obligation.filings else None,
        subject=is_section16_person(person.roles),
    )


def _place(value: dict[str, Any]) -> tuple[bool, int]:
    """Put an exercise before what was sold out of it, and executions as they were reported."""
    part = value.get("part") or TRADE
    return part != EXERCISE, int(part.removeprefix(TRADE) or 1) if part != EXERCISE else 0


def _not_filed(tx: Tx, one: Obligation, values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out the lines that the last form reported as they are reported now."""
    if one.last is None or not one.amended:
        return values
    opened = (made.find(tx, row) for row in one.last.transactions)
    filed = Counter(_said(found[1]) for found in opened if found is not None)
    left = []
    for value in values:
        if filed[_said(value)]:
            filed[_said(value)] -= 1
        else:
            left.append(value)
    return left


def _said(value: dict[str, Any]) -> tuple[Any, ...]:
    part = value.get("part") == EXERCISE
    return (*(value[name] for name in ("side", "on", "shares", "price", "owner")), part)


def state_of(one: Obligation, now: datetime) -> FilingState:
    """Say how a form that is owed stands at a moment; a day's time runs to 10 p.m."""
    if not one.filings:
        return "open" if timely(now, one.due.on) else "late"
    if one.amended:
        return "amend"
    first = min(filed.on for filed in one.filings)
    return "filed" if timely(first, one.due.on) else "filed_late"


def next_late(owed: Iterable[Obligation], now: datetime) -> datetime | None:
    """Say when the next of these forms is late, of those that can still be in time."""
    waiting = (one for one in owed if state_of(one, now) == "open")
    return min((late_from(one.due.on) for one in waiting), default=None)


def _line(trade: Trade, value: dict[str, Any]) -> DraftLine:
    """Make a line of it; what is sold out of an exercise is a sale beside the exercise."""
    sold = bool(trade.shares_sold) and value.get("part") != EXERCISE
    code = code_of(trade.action, sold_at_once=sold)
    security = "common" if sold else trade.security
    exempt = value["exempt"]
    return DraftLine(
        code=code,
        disposition=disposition(code or "", value["side"]),
        action=trade.action,
        security=security,
        on=date.fromisoformat(value["on"]),
        shares=value["shares"],
        price=value["price"],
        direct=value["owner"] is None,
        nature=value["owner"],
        exempt=exempt if isinstance(exempt, str) else None,
    )
