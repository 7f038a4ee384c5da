"""What was traded under a clearance, as its requester says it.

What is said is written down as it is said, also where it lies outside the clearance:
a record that refuses the truth is of no use. A wrong report is corrected by a new one.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from clearance import cases
from clearance.authority_matrix import RULES
from clearance.facts import Ground, as_filed
from clearance.life import Life, case_of, write_step
from clearance.people import PersonFound
from clearance.shown import No, Report
from policy.actions import sides_of
from policy.calendars.exchange import OutOfCalendar
from policy.facts import COMPANY, Facts, Trade
from policy.instants import market_day
from policy.roles import TAIL
from policy.rules import short_swing
from policy.section16_reports import (
    Due,
    exempt_from_matching,
    exercise_exempt,
    is_section16_person,
    report_due,
)
from storage import made, records, requests
from storage.tables import RequestRow, TransactionRow
from storage.tx import Tx

REPORTABLE = frozenset(state for state, no in RULES["report"].states.items() if no is None)
#: What a report tells of: the trade, and the exercise out of which it sold.
TRADE = "trade"
EXERCISE = "exercise"
EXERCISES = frozenset({"option_exercise", "warrant_exercise", "conversion"})
#: A transaction of which nothing was made.
NOTHING: Mapping[str, Any] = {
    "action": None,
    "side": None,
    "on": None,
    "shares": None,
    "price": None,
    "exempt": False,
    "owner": None,
}
LARGEST = 10**9
LONGEST_OWNER = 60
PRICE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def report(
    tx: Tx, ground: Ground, person: PersonFound, request: RequestRow, said: Report
) -> No | None:
    """Record what was traded, or that nothing was."""
    case = case_of(tx, ground, request)
    life = case.life
    filed = as_filed(tx, request.id)
    if not may_report(life, filed):
        return No("nothing_to_report")
    wrong = _wrong_field(tx, said)
    if wrong is not None:
        return No("bad_report", {"field": wrong})
    form = None if said.form is None else tx.name(f"report:{person.person}:{said.form}")
    if form is not None and form in _forms(tx, request):
        return None  # sent before, however long ago and whatever was reported since
    if life.report is not None and life.report.report == said:
        return None
    transaction = _record(tx, person, request, _parts(filed.trade, life, said))
    if request.status == "decided":
        requests.move(tx, request.id, "decided", "ended")
    write_step(
        case,
        "ended",
        actor=person.person,
        value={
            "what": "reported",
            "form": form,
            "transaction": transaction,
            "report": {
                "traded": said.traded,
                "at": said.at.isoformat() if said.at else None,
                "quantity": said.quantity,
                "price": said.price,
                "stated": said.stated,
            },
        },
    )
    cases.from_report(tx, ground, request, (life, filed.trade), said)
    return None


def may_report(life: Life, filed: Facts) -> bool:
    """Say whether there is something to report on.

    Policy, "Pre-Clearance of Trades": a Section 16 person's report "includes the exercise
    of a warrant or option"; so they report what needed no clearance too. So does everybody
    under a plan: one for a single trade carries another only if this one was not made.
    """
    if life.state == "exempt":
        reports = is_section16_person(filed.person.roles) or filed.trade.plan is not None
        return filed.trade.issuer == COMPANY and reports
    return life.state in REPORTABLE


def due_of(ground: Ground, filed: Facts, on: date, life: Life) -> Due | None:
    """Say which report under Section 16 a person owes who traded on a day."""
    if filed.trade.issuer != COMPANY or not _reports(filed.person.roles, life):
        return None
    year_end = ground.policy.issuer.fiscal_year_end
    try:
        return report_due(filed.trade, on, ground.calendar, year_end)
    except (OutOfCalendar, ValueError):
        return None


def _reports(roles: frozenset[str], life: Life) -> bool:
    """Say whether somebody owes a report: who was an insider, of what matches a trade of then.

    Rule 16a-2(b).
    """
    matches = any(found.rule == short_swing.RULE.id for found in life.findings)
    return is_section16_person(roles) or (TAIL in roles and matches)


def _forms(tx: Tx, request: RequestRow) -> set[str | None]:
    """Name the forms in which this request was reported on before."""
    return {step.value.get("form") for step in requests.steps(tx, [request.id])[request.id]}


def _wrong_field(tx: Tx, said: Report) -> str | None:
    if not said.traded:
        given = {said.at, said.quantity, said.price, said.stated}
        return None if given == {None} else "traded"
    if said.at is None or said.at > tx.now:
        return "at"
    if said.quantity is None or not 0 < said.quantity <= LARGEST:
        return "quantity"
    if price_of(said.price) is None:
        return "price"
    return "stated" if said.stated is None else None


def price_of(text: str | None) -> Decimal | None:
    """Read a price a share in dollars; nothing where it is no positive amount."""
    if not PRICE.fullmatch(text or ""):
        return None
    price = Decimal(text or "")
    return price if 0 < price < LARGEST else None


def _parts(trade: Trade, life: Life, said: Report) -> dict[str, dict[str, Any]]:
    """Return the transactions that a report tells of: what was traded, and what it came out of.

    Where shares are sold out of an exercise, what is reported is the sale; the exercise is
    recorded beside it, at a price that nobody reported.
    """
    if not said.traded or said.at is None:
        return {TRADE: dict(NOTHING)}
    sides = sides_of(trade)
    of_all = {
        "action": trade.action,
        "on": market_day(said.at).isoformat(),
        "owner": life.holder[:LONGEST_OWNER] or None,
    }
    main = {
        "side": "sale" if "sale" in sides else next(iter(sides), None),
        "shares": said.quantity,
        "price": said.price,
        "exempt": exempt_from_matching(trade) or False,
    }
    parts = {TRADE: {**NOTHING, **of_all, **main}}
    if trade.shares_sold and trade.action in EXERCISES:
        exercise = {
            "side": "purchase" if "purchase" in sides else None,
            "shares": trade.quantity,
            "exempt": exercise_exempt(trade) or False,
        }
        parts[EXERCISE] = {**NOTHING, **of_all, **exercise}
    return parts


def _record(
    tx: Tx, person: PersonFound, request: RequestRow, parts: dict[str, dict[str, Any]]
) -> str:
    """Write a report's transactions; each replaces what was reported of it before."""
    before = _reported_before(tx, person, request.id)
    written = {
        part: _write(tx, person, {**parts.get(part, NOTHING), "part": part}, request, replaces)
        for part, replaces in {**dict.fromkeys(parts), **before}.items()
    }
    return written[TRADE]


def _write(
    tx: Tx, person: PersonFound, value: dict[str, Any], request: RequestRow, replaces: str | None
) -> str:
    row_id = tx.random.token()
    row = TransactionRow(
        id=row_id,
        person=person.person,
        source="report",
        at=tx.now,
        by=person.person,
        replaces=replaces,
        sealed=tx.seal("transactions", row_id, value | {"request": request.id}),
    )
    records.add(tx, row)
    return row_id


def _reported_before(tx: Tx, person: PersonFound, request_id: str) -> dict[str, str]:
    """Return the transactions in force of an earlier report, by their part."""
    found = {}
    for row, value in made.in_force(tx, person.person):
        if value.get("request") == request_id:
            # A report from before parts told of the trade alone.
            found[value.get("part", TRADE)] = row.id
    return found
