"""Opening balances: what was cleared and traded on paper before the bot, marked so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from clearance.facts import Ground, clearance_times, keep
from clearance.life import Case, Life, write_step
from clearance.lists import Fields, LineProblem, read_list
from clearance.notices import ENDS, set_timer
from clearance.people import PersonFound, by_slack_id
from clearance.reporting import LARGEST, price_of
from policy.facts import Facts, Person, Trade
from storage import records, requests
from storage.tables import RequestRow, TransactionRow
from storage.tx import Tx

CLEARANCES = ("slack_id", "action", "quantity", "approved_at", "approved_by", "office")
TRANSACTIONS = ("slack_id", "side", "on", "shares", "price", "exempt", "owner", "corrects")
ACTIONS = ("buy", "sell")
SIDES = ("purchase", "sale")


@dataclass(frozen=True, slots=True)
class PaperClearance:
    """A clearance given on paper: to whom, for what, when, by whom, in which office."""

    person: PersonFound
    trade: Trade
    approved_at: datetime
    approved_by: PersonFound
    office: str


@dataclass(frozen=True, slots=True)
class PaperTransaction:
    """A purchase or sale made before the bot."""

    person: PersonFound
    side: str
    on: date
    shares: int
    price: str
    exempt: str
    owner: str
    corrects: str


def import_clearances(ground: Ground, tx: Tx, text: str, by: str) -> int | tuple[LineProblem, ...]:
    """Record clearances given on paper: all of the list, or none of it.

    Returns how many. Each gets the first and last moment that the policy gives it from
    the moment of its approval; one that is over by then is recorded as over.
    """
    read = read_list(
        text,
        columns=CLEARANCES,
        required=CLEARANCES,
        problems=lambda line, fields: _clearance_problems(tx, line, fields),
        entry=lambda fields: _clearance(tx, fields),
    )
    if isinstance(read, tuple):
        return read
    for entry in read:
        _record_clearance(ground, tx, entry, by)
    return len(read)


def import_transactions(tx: Tx, text: str, by: str) -> int | tuple[LineProblem, ...]:
    """Record purchases and sales made before the bot: all of the list, or none of it."""
    read = read_list(
        text,
        columns=TRANSACTIONS,
        required=TRANSACTIONS[:5],
        problems=lambda line, fields: _transaction_problems(tx, line, fields),
        entry=lambda fields: _transaction(tx, fields),
    )
    if isinstance(read, tuple):
        return read
    for entry in read:
        _record_transaction(tx, entry, by)
    return len(read)


def _record_clearance(ground: Ground, tx: Tx, entry: PaperClearance, by: str) -> None:
    times = clearance_times(ground, entry.approved_at)
    request = RequestRow(
        id=requests.new_id(tx),
        person=entry.person.person,
        at=entry.approved_at,
        status="decided",
        decide_by=entry.approved_at,
        source="paper",
    )
    requests.add(tx, request)
    facts = Facts(
        at=entry.approved_at,
        person=Person(entry.person.roles, entry.person.acknowledged_on is not None),
        trade=entry.trade,
        releases=ground.releases,
        overrides=ground.overrides,
    )
    value = {
        "what": "approved",
        "office": entry.office,
        "officer": entry.approved_by.person,
        "at": entry.approved_at.isoformat(),
        "earliest": times.earliest_trade_at.isoformat(),
        "expires": times.expires_at.isoformat(),
    }
    kept = keep(tx, ground, request.id, facts)
    case = Case(tx, ground, request, Life(state="approved"))
    write_step(case, "decided", actor=by, value=value, judged=(kept, facts))
    set_timer(tx, ENDS, request.id, times.expires_at)


def _record_transaction(tx: Tx, entry: PaperTransaction, by: str) -> None:
    row_id = records.new_id(tx, TransactionRow)
    value = {
        "side": entry.side,
        "on": entry.on.isoformat(),
        "shares": entry.shares,
        "price": entry.price,
        "exempt": entry.exempt or False,
        "owner": entry.owner or None,
        "request": None,
    }
    row = TransactionRow(
        id=row_id,
        person=entry.person.person,
        source="paper",
        at=tx.now,
        by=by,
        replaces=entry.corrects or None,
        sealed=tx.seal("transactions", row_id, value),
    )
    records.add(tx, row)
    tx.log(
        "transaction:recorded",
        actor=by,
        subject=entry.person.person,
        open={"id": row_id, "source": "paper", "replaces": row.replaces},
        sealed=value,
    )


def _clearance(tx: Tx, fields: Fields) -> PaperClearance:
    return PaperClearance(
        person=_person(tx, fields["slack_id"]),
        trade=Trade(action=fields["action"], quantity=int(fields["quantity"])),
        approved_at=datetime.fromisoformat(fields["approved_at"]),
        approved_by=_person(tx, fields["approved_by"]),
        office=fields["office"],
    )


def _transaction(tx: Tx, fields: Fields) -> PaperTransaction:
    return PaperTransaction(
        person=_person(tx, fields["slack_id"]),
        side=fields["side"],
        on=date.fromisoformat(fields["on"]),
        shares=int(fields["shares"]),
        price=fields["price"],
        exempt=fields.get("exempt", ""),
        owner=fields.get("owner", ""),
        corrects=fields.get("corrects", ""),
    )


def _person(tx: Tx, slack_id: str) -> PersonFound:
    found = by_slack_id(tx, slack_id)
    if found is None:
        raise LookupError("the line was checked before it was read")
    return found


def _clearance_problems(tx: Tx, line: int, fields: Fields) -> Iterator[LineProblem]:
    yield from _person_problems(tx, line, "slack_id", fields["slack_id"])
    yield from _person_problems(tx, line, "approved_by", fields["approved_by"])
    if fields["slack_id"] == fields["approved_by"]:
        yield LineProblem(line, "approved_by", "Nobody clears themselves: name who approved it.")
    if fields["action"] not in ACTIONS:
        yield LineProblem(line, "action", "Say buy or sell.")
    yield from _count_problems(line, "quantity", fields["quantity"])
    approver = by_slack_id(tx, fields["approved_by"])
    if approver is not None and fields["office"] not in approver.roles:
        yield LineProblem(line, "office", "Name an office that the approver holds.")
    try:
        at = datetime.fromisoformat(fields["approved_at"])
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        yield LineProblem(
            line, "approved_at", "Write day, time and offset, such as 2026-11-20T10:30:00-05:00."
        )
    elif at > tx.now:
        yield LineProblem(line, "approved_at", "This moment lies in the future.")


def _transaction_problems(tx: Tx, line: int, fields: Fields) -> Iterator[LineProblem]:
    yield from _person_problems(tx, line, "slack_id", fields["slack_id"])
    if fields["side"] not in SIDES:
        yield LineProblem(line, "side", "Say purchase or sale.")
    yield from _count_problems(line, "shares", fields["shares"])
    if price_of(fields["price"]) is None:
        yield LineProblem(line, "price", "Write the price a share in dollars, such as 4.10.")
    yield from _day_problems(tx, line, fields["on"])
    corrects = fields.get("corrects", "")
    if corrects:
        found = records.find(tx, TransactionRow, corrects)
        person = by_slack_id(tx, fields["slack_id"])
        if found is None or person is None or found.person != person.person:
            yield LineProblem(line, "corrects", f"This person has no transaction {corrects}.")
        elif records.replaced(tx, TransactionRow, corrects):
            yield LineProblem(line, "corrects", f"{corrects} was corrected before.")


def _day_problems(tx: Tx, line: int, text: str) -> Iterator[LineProblem]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        yield LineProblem(line, "on", "Write the day as YYYY-MM-DD.")
        return
    if day > tx.now.date():
        yield LineProblem(line, "on", "This day lies in the future.")


def _count_problems(line: int, field: str, text: str) -> Iterator[LineProblem]:
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= LARGEST):
        yield LineProblem(line, field, "Write a whole number of shares, digits only.")


def _person_problems(tx: Tx, line: int, field: str, slack_id: str) -> Iterator[LineProblem]:
    if by_slack_id(tx, slack_id) is None:
        yield LineProblem(
            line, field, f"{slack_id!r} is nobody on the record: import the people first."
        )
