"""A line of the list of plans: what may stand in it, and what is wrong with it."""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime

from clearance import plans
from clearance.facts import Ground
from clearance.lists import Fields, LineProblem
from clearance.opening_lines import person_problems
from clearance.people import by_slack_id
from clearance.plan_days import law_terms
from clearance.plans import VOID, PlanFound, Terms
from policy.approvers import approvers_for
from policy.calendars.exchange import OutOfCalendar
from policy.instants import market_day
from policy.plan_law import KINDS
from storage.tx import Tx

COLUMNS = (
    "slack_id",
    "established_on",
    "established_at",
    "approved_on",
    "approved_by",
    "office",
    "kind",
    "certified",
    "begins_on",
    "ends_on",
    "modified_on",
    "modified_terms",
    "report_filed_on",
    "corrects",
)
REQUIRED = ("slack_id", "established_on", "approved_on", "approved_by", "office", "kind",
            "certified")  # fmt: skip
CERTIFIED = {"yes": True, "no": False}
#: Days that cannot lie in the future, and all of them.
_PAST = ("established_on", "approved_on", "modified_on", "report_filed_on")
_DAYS = ("established_on", "approved_on", "begins_on", "ends_on", "modified_on", "report_filed_on")
_TERM = re.compile(r"[a-z][a-z_ ]{0,29}")
_MOST_TERMS = 8


class Lines:
    """The lines of one list, each looked at beside those before it."""

    def __init__(self, ground: Ground, tx: Tx) -> None:
        self._ground = ground
        self._tx = tx
        self._corrected: set[str] = set()
        self._seen: set[tuple[str, ...]] = set()

    def problems(self, line: int, fields: Fields) -> Iterator[LineProblem]:
        """Yield everything that is wrong with a line."""
        tx = self._tx
        yield from person_problems(tx, line, "slack_id", fields["slack_id"])
        yield from person_problems(tx, line, "approved_by", fields["approved_by"])
        yield from self._office(line, fields)
        for name, sentence in self._worded(fields):
            yield LineProblem(line, name, sentence)
        unread = dict(_unread(fields))
        for name, sentence in (unread or dict(self._order(fields))).items():
            yield LineProblem(line, name, sentence)
        if not unread:
            yield from self._reach(line, fields)
        yield from self._again(line, fields)

    def _office(self, line: int, fields: Fields) -> Iterator[LineProblem]:
        """Policy, "10b5-1 Plans": the CFO approves; the CFO's plan others, and the CEO's."""
        owner = by_slack_id(self._tx, fields["slack_id"])
        approver = by_slack_id(self._tx, fields["approved_by"])
        if owner is None or approver is None:
            yield from self._no_office(line, fields["office"])
            return
        if owner.person == approver.person:
            yield LineProblem(
                line, "approved_by", "Nobody approves their own plan: name who approved it."
            )
        allowed = approvers_for("plan", owner.roles, self._ground.policy)
        if fields["office"] not in allowed or fields["office"] not in approver.roles:
            named = ", ".join(allowed) or "nobody"
            sentence = f"Name the office that approves this plan ({named}) and the approver holds."
            yield LineProblem(line, "office", sentence)

    def _no_office(self, line: int, office: str) -> Iterator[LineProblem]:
        """Say that nobody's plan is approved by this office: for it no person need be known."""
        named = self._ground.policy.approvers
        offices = {named.plan, named.plan_of_cfo, named.plan_of_ceo, named.nobody_left}
        if office not in offices:
            allowed = ", ".join(sorted(offices))
            yield LineProblem(line, "office", f"Name an office that approves plans ({allowed}).")

    def _worded(self, fields: Fields) -> Iterator[tuple[str, str]]:
        kinds = (*KINDS, VOID) if fields.get("corrects") else KINDS
        if fields["kind"] not in kinds:
            yield "kind", f"Say one of {', '.join(kinds)}."
        if fields["certified"].lower() not in CERTIFIED:
            yield "certified", "Say yes or no: whether the plan certifies good faith."
        terms = _modified_terms(fields)
        if terms and not fields.get("modified_on"):
            yield "modified_on", "Say on which day these terms were changed."
        if len(terms or ()) > _MOST_TERMS or not all(map(_TERM.fullmatch, terms or ())):
            yield (
                "modified_terms",
                f"Name at most {_MOST_TERMS} terms, in small letters: amount;price;timing.",
            )

    def _order(self, fields: Fields) -> Iterator[tuple[str, str]]:
        """Hold the days against each other and against today."""
        today = market_day(self._tx.now)
        terms = terms_of(fields, "")
        given = {name: day for name in _DAYS if (day := getattr(terms, name)) is not None}
        for name in _PAST:
            if name in given and given[name] > today:
                yield name, f"{given[name]} lies in the future."
        for name in ("begins_on", "ends_on", "modified_on"):
            if name in given and given[name] < terms.established_on:
                yield name, "This lies before the day on which the plan was established."
        if terms.begins_on and terms.ends_on and terms.ends_on < terms.begins_on:
            yield "ends_on", "This lies before the day on which the plan begins to trade."
        filed = terms.report_filed_on
        if filed is not None and filed <= terms.adopted_on:
            yield (
                "report_filed_on",
                "The report on the quarter of adoption, or of a change, is filed after that day.",
            )
        at = terms.established_at
        if at is not None and market_day(at) != terms.established_on:
            yield "established_at", "In New York this moment does not fall on established_on."
        elif at is not None and at > self._tx.now:
            yield "established_at", "This moment lies in the future."

    def _reach(self, line: int, fields: Fields) -> Iterator[LineProblem]:
        """Say whether the calendars do not reach the plan's first possible trade."""
        owner = by_slack_id(self._tx, fields["slack_id"])
        if owner is None:
            return
        try:
            law_terms(terms_of(fields, ""), owner.roles, self._ground)
        except OutOfCalendar:
            name = "begins_on" if fields.get("begins_on") else "established_on"
            yield LineProblem(line, name, "The trading calendar does not reach this day.")

    def _again(self, line: int, fields: Fields) -> Iterator[LineProblem]:
        given = tuple(fields.get(name, "") for name in COLUMNS)
        if given in self._seen:
            yield LineProblem(line, "", "The same plan stands on an earlier line.")
        self._seen.add(given)
        owner = by_slack_id(self._tx, fields["slack_id"])
        known = [] if owner is None else plans.of_person(self._tx, owner.person, void=True)
        corrects = fields.get("corrects", "")
        if corrects:
            yield from self._correction(line, fields, known)
        elif same := [one for one in known if _is(one, fields)]:
            yield LineProblem(
                line, "", f"This plan is on the record as {same[0].id}: correct that one."
            )

    def _correction(
        self, line: int, fields: Fields, known: list[PlanFound]
    ) -> Iterator[LineProblem]:
        corrects = fields["corrects"]
        found = [one for one in known if one.id == corrects]
        if not found:
            yield LineProblem(line, "corrects", f"This person has no plan {corrects}.")
        elif corrects in self._corrected:
            yield LineProblem(line, "corrects", f"{corrects} is corrected on an earlier line.")
        self._corrected.add(corrects)


def _is(plan: PlanFound, fields: Fields) -> bool:
    """Say whether a plan on the record, or one that was taken back, is that of a line."""
    days = ("established_on", "begins_on", "ends_on")
    same_days = all(getattr(plan.terms, name) == _day(fields.get(name, "")) for name in days)
    return same_days and plan.terms.kind in {fields["kind"], VOID}


def _unread(fields: Fields) -> Iterator[tuple[str, str]]:
    """Yield the fields that hold no day or moment where one is due."""
    for name in _DAYS:
        text = fields.get(name, "")
        if (text or name in REQUIRED) and _day(text) is None:
            more = "" if name in REQUIRED else ", or leave it empty"
            yield name, f"Write the day as YYYY-MM-DD{more}."
    text = fields.get("established_at", "")
    if text and _moment(text) is None:
        yield (
            "established_at",
            "Write day, time and offset, such as 2026-03-02T10:30:00-05:00, or leave it empty.",
        )


def terms_of(fields: Fields, approved_by: str) -> Terms:
    """Read the terms of a line whose days were read; ``approved_by`` is a person's own id."""
    established_on, approved_on = (_day(fields[name]) for name in _DAYS[:2])
    if established_on is None or approved_on is None:
        raise LookupError("the line was checked before it was read")
    return Terms(
        established_on=established_on,
        established_at=_moment(fields.get("established_at", "")),
        approved_on=approved_on,
        approved_by=approved_by,
        office=fields["office"],
        kind=fields["kind"],
        begins_on=_day(fields.get("begins_on", "")),
        ends_on=_day(fields.get("ends_on", "")),
        modified_on=_day(fields.get("modified_on", "")),
        modified_terms=_modified_terms(fields),
        report_filed_on=_day(fields.get("report_filed_on", "")),
        certified=CERTIFIED.get(fields["certified"].lower(), False),
    )


def _modified_terms(fields: Fields) -> tuple[str, ...] | None:
    named = (one.strip() for one in fields.get("modified_terms", "").split(";"))
    return tuple(one for one in named if one) or None


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text)
    return None


def _moment(text: str) -> datetime | None:
    with suppress(ValueError):
        at = datetime.fromisoformat(text)
        return at if at.tzinfo is not None else None
    return None
