"""What was traded under a clearance, as its requester says it.

What is said is written down as it is said, also where it lies outside the clearance, or where
there was none: a record that refuses the truth is of no use. A wrong report is corrected by a
new one. What was traded in several executions is a transaction each.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from clearance import answering, cases, drafts, filing_reminders
from clearance.authority_matrix import RULES
from clearance.facts import Ground, as_filed
from clearance.life import Case, Life, case_of, write_step
from clearance.people import PersonFound
from clearance.shown import No, Report
from clearance.shown_drafts import DraftOf
from clearance.shown_reports import MOST_EXECUTIONS, Execution
from policy.actions import sides_of
from policy.facts import Facts, Trade
from policy.instants import market_day
from policy.section16_reports import exempt_from_matching, exercise_exempt
from storage import made, records, requests
from storage.made import EXERCISE, TRADE
from storage.tables import RequestRow, TransactionRow
from storage.tx import Tx

REPORTABLE = frozenset(state for state, no in RULES["report"].states.items() if no is None)
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
#: What an exercise has from the sale that was made out of it.
_OF_ALL = ("action", "on", "owner")
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
    if not may_report(case, filed):
        return No("nothing_to_report")
    wrong = wrong_field(tx, said) or _wrong_telling(tx, filed.trade, said)
    if wrong is not None:
        return No("bad_report", {"field": wrong})
    form = None if said.form is None else tx.name(f"report:{person.person}:{said.form}")
    if form is not None and form in _forms(tx, request):
        return None  # sent before, however long ago and whatever was reported since
    drafts.sent(tx, person, DraftOf("report", request.id), said.form)
    if life.report is not None and life.report.report == said:
        return None
    transaction = _record(tx, person, request, _parts(filed.trade, life, said))
    if request.status == "decided":
        requests.move(tx, request.id, "decided", "ended")
    # What was not cleared stays what it is: its requester says that it was not traded.
    what = "reported" if _cleared(life, filed) else "answered"
    value = {"what": what, "form": form, "transaction": transaction, "report": _value(said)}
    write_step(case, "ended", actor=person.person, value=value)
    cases.from_report(tx, ground, request, (life, filed.trade), said)
    filing_reminders.reported(tx, ground, person, request.id)
    return None


def _value(said: Report) -> dict[str, Any]:
    return {
        "traded": said.traded,
        "at": said.at.isoformat() if said.at else None,
        "quantity": said.quantity,
        "price": said.price,
        "stated": said.stated,
        "further": [(one.at.isoformat(), one.quantity, one.price) for one in said.further],
        "chose_day": said.chose_day,
        "told_on": said.told_on.isoformat() if said.told_on else None,
    }


def may_report(case: Case, filed: Facts) -> bool:
    """Say whether there is something to report on: a clearance, or what one was asked about."""
    return _cleared(case.life, filed) or answering.is_asked(case, filed)


def _cleared(life: Life, filed: Facts) -> bool:
    if life.state == "exempt":
        return answering.reports_exempt(filed)
    return life.state in REPORTABLE


def _forms(tx: Tx, request: RequestRow) -> set[str | None]:
    """Name the forms in which this request was reported on before."""
    return {step.value.get("form") for step in requests.steps(tx, [request.id])[request.id]}


def wrong_field(tx: Tx, said: Report) -> str | None:
    """Name the first field that cannot be as it is said; with its place after the first one."""
    if not said.traded:
        given = {said.at, said.quantity, said.price, said.stated, said.chose_day, said.told_on}
        return None if given == {None} and not said.further else "traded"
    found = _wrong_in(tx, said.at, said.quantity, said.price)
    if found is not None:
        return found
    if len(said.further) >= MOST_EXECUTIONS:
        return "further"
    for place, one in enumerate(said.further, 2):
        found = _wrong_in(tx, one.at, one.quantity, one.price)
        if found is not None:
            return f"{found}_{place}"
    return "stated" if said.stated is None else None


def _wrong_in(tx: Tx, at: datetime | None, quantity: int | None, price: str | None) -> str | None:
    if at is None or at > tx.now:
        return "at"
    if quantity is None or not 0 < quantity <= LARGEST:
        return "quantity"
    return "price" if price_of(price) is None else None


def _wrong_telling(tx: Tx, trade: Trade, said: Report) -> str | None:
    """Only of a plan's trade is it said who chose its day, and when they were told."""
    if trade.plan is None:
        return None if said.chose_day is None and said.told_on is None else "chose_day"
    if said.told_on is not None and (
        said.chose_day is not False or said.told_on > market_day(tx.now)
    ):
        return "told_on"
    return None


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
    if not said.executions:
        return {TRADE: dict(NOTHING)}
    parts = parts_of(trade, life.holder, said.executions)
    if trade.shares_sold and trade.action in EXERCISES:
        sides, of_all = sides_of(trade), {name: parts[TRADE][name] for name in _OF_ALL}
        exercise = {
            "side": "purchase" if "purchase" in sides else None,
            "shares": trade.quantity,
            "exempt": exercise_exempt(trade) or False,
        }
        parts[EXERCISE] = {**NOTHING, **of_all, **exercise}
    return parts


def parts_of(
    trade: Trade, holder: str, executions: Sequence[Execution]
) -> dict[str, dict[str, Any]]:
    """Return a transaction for each execution: ``trade``, ``trade2`` and so on."""
    sides = sides_of(trade)
    return {
        f"{TRADE}{'' if place == 1 else place}": {
            **NOTHING,
            "action": trade.action,
            "on": market_day(one.at).isoformat(),
            "owner": holder[:LONGEST_OWNER] or None,
            "side": "sale" if "sale" in sides else next(iter(sides), None),
            "shares": one.quantity,
            "price": one.price,
            "exempt": exempt_from_matching(trade) or False,
        }
        for place, one in enumerate(executions, 1)
    }


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
