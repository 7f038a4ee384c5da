"""What was traded under a clearance, as its requester says it.

What is said is written down as it is said, also where it lies outside the clearance:
a record that refuses the truth is of no use. A wrong report is corrected by a new one.
"""

import re
from decimal import Decimal

from clearance.facts import Ground, as_filed
from clearance.life import case_of, write_step
from clearance.people import PersonFound
from clearance.shown import No, Report
from policy.facts import Trade
from policy.instants import market_day
from storage import records, requests
from storage.tables import RequestRow, TransactionRow
from storage.tx import Tx

REPORTABLE = frozenset({"approved", "clearance_ended", "reported"})
LARGEST = 10**9
PRICE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")


def report(
    tx: Tx, ground: Ground, person: PersonFound, request: RequestRow, said: Report
) -> No | None:
    """Record what was traded, or that nothing was."""
    case = case_of(tx, ground, request)
    life = case.life
    if life.state not in REPORTABLE:
        return No("nothing_to_report")
    wrong = _wrong_field(tx, said)
    if wrong is not None:
        return No("bad_report", {"field": wrong})
    form = None if said.form is None else tx.name(f"report:{person.person}:{said.form}")
    if form is not None and form in _forms(tx, request):
        return None  # sent before, however long ago and whatever was reported since
    if life.report is not None and life.report.report == said:
        return None
    trade = as_filed(tx, request.id).trade
    transaction = _transaction(tx, person, request, trade, said)
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
            },
        },
    )
    return None


def _forms(tx: Tx, request: RequestRow) -> set[str | None]:
    """Name the forms in which this request was reported on before."""
    return {step.value.get("form") for step in requests.steps(tx, [request.id])[request.id]}


def _wrong_field(tx: Tx, said: Report) -> str | None:
    if not said.traded:
        given = (said.at, said.quantity, said.price)
        return None if given == (None, None, None) else "traded"
    if said.at is None or said.at > tx.now:
        return "at"
    if said.quantity is None or not 0 < said.quantity <= LARGEST:
        return "quantity"
    return None if price_of(said.price) is not None else "price"


def price_of(text: str | None) -> Decimal | None:
    """Read a price a share in dollars; nothing where it is no positive amount."""
    if not PRICE.fullmatch(text or ""):
        return None
    price = Decimal(text or "")
    return price if 0 < price < LARGEST else None


def _transaction(
    tx: Tx, person: PersonFound, request: RequestRow, trade: Trade, said: Report
) -> str:
    """Write the transaction that a report tells of; a corrected one replaces the first."""
    before = _reported_before(tx, person, request.id)
    row_id = tx.random.token()
    value = {
        "side": ("purchase" if trade.action == "buy" else "sale") if said.traded else None,
        "on": market_day(said.at).isoformat() if said.at else None,
        "shares": said.quantity,
        "price": said.price,
        "exempt": False,
        "owner": None,
        "request": request.id,
    }
    row = TransactionRow(
        id=row_id,
        person=person.person,
        source="report",
        at=tx.now,
        by=person.person,
        replaces=before,
        sealed=tx.seal("transactions", row_id, value),
    )
    records.add(tx, row)
    return row_id


def _reported_before(tx: Tx, person: PersonFound, request_id: str) -> str | None:
    for row in records.in_force(tx, TransactionRow, person=person.person):
        if tx.unseal("transactions", row.id, row.sealed).get("request") == request_id:
            return row.id
    return None
