"""Purchases and sales that were made before the bot, marked so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from clearance.lists import Fields, LineProblem, read_list
from clearance.opening_lines import count_problems, person_on, person_problems
from clearance.people import YES, PersonFound, by_id, by_slack_id
from clearance.reporting import price_of
from storage import made, records
from storage.tables import TransactionRow
from storage.tx import Tx

TRANSACTIONS = ("slack_id", "side", "on", "shares", "price", "exempt", "owner", "corrects")
SIDES = ("purchase", "sale")
LONGEST_WORDS = 60
#: What is kept of a trade without a clearance, beside what a line says anew.
_OF_UNASKED = ("unasked", "action", "security", "section16", "stated", "at")


@dataclass(frozen=True, slots=True)
class PaperTransaction:
    """A purchase or sale made before the bot."""

    person: PersonFound
    side: str
    on: date
    shares: int
    price: str
    exempt: bool | str
    owner: str
    corrects: str


def import_transactions(tx: Tx, text: str, by: str) -> int | tuple[LineProblem, ...]:
    """Record purchases and sales made before the bot: all of the list, or none of it."""
    corrected: set[str] = set()
    read = read_list(
        text,
        columns=TRANSACTIONS,
        required=TRANSACTIONS[:5],
        problems=lambda line, fields: _transaction_problems(tx, line, fields, corrected),
        entry=lambda fields: _transaction(tx, fields),
    )
    if isinstance(read, tuple):
        return read
    for entry in read:
        _record_transaction(tx, entry, by)
    return len(read)


def transactions(tx: Tx) -> list[tuple[str, str]]:
    """Return the id and the words of every transaction in force, by person and day."""
    found = []
    for row, value in made.in_force(tx):
        person = by_id(tx, row.person)
        what = value["side"] or value.get("action")
        if what is not None and person is not None:
            price = value["price"] or "a price not reported"
            exempt = f", exempt: {value['exempt']}" if value["exempt"] else ""
            said = f"{what} of {value['shares']} at {price}, {row.source}{exempt}"
            found.append((person.name, value["on"], row.id, said))
    return [(row_id, f"{name}  {on}  {said}") for name, on, row_id, said in sorted(found)]


def _record_transaction(tx: Tx, entry: PaperTransaction, by: str) -> None:
    row_id = records.new_id(tx, TransactionRow)
    value = {
        "side": entry.side,
        "on": entry.on.isoformat(),
        "shares": entry.shares,
        "price": entry.price,
        "exempt": entry.exempt,
        "owner": entry.owner or None,
        **_reported(tx, entry.corrects),
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


def _transaction(tx: Tx, fields: Fields) -> PaperTransaction:
    return PaperTransaction(
        person=person_on(tx, fields["slack_id"]),
        side=fields["side"],
        on=date.fromisoformat(fields["on"]),
        shares=int(fields["shares"]),
        price=fields["price"],
        exempt=_exempt(fields.get("exempt", "")),
        owner=fields.get("owner", ""),
        corrects=fields.get("corrects", ""),
    )


def _reported(tx: Tx, corrects: str) -> dict[str, Any]:
    """Return the request under which a corrected transaction was reported, and which part.

    A later report on that request corrects this record then, and not the first one. Of a trade
    without a clearance it is kept what it was.
    """
    before = made.find(tx, corrects) if corrects else None
    if before is None:
        return {"request": None}
    _, value = before
    names = ("request", "part", *(_OF_UNASKED if value.get("unasked") else ()))
    return {name: value[name] for name in names if name in value}


def _exempt(text: str) -> bool | str:
    """Read yes or no; anything else names the rule that exempts the transaction."""
    return YES.get(text.lower(), text) if text else False


def _transaction_problems(
    tx: Tx, line: int, fields: Fields, corrected: set[str]
) -> Iterator[LineProblem]:
    yield from person_problems(tx, line, "slack_id", fields["slack_id"])
    if fields["side"] not in SIDES:
        yield LineProblem(line, "side", "Say purchase or sale.")
    yield from count_problems(line, "shares", fields["shares"])
    if price_of(fields["price"]) is None:
        yield LineProblem(line, "price", "Write the price a share in dollars, such as 4.10.")
    yield from _day_problems(tx, line, fields["on"])
    for name in ("exempt", "owner"):
        if len(fields.get(name, "")) > LONGEST_WORDS:
            yield LineProblem(line, name, f"Write at most {LONGEST_WORDS} characters.")
    corrects = fields.get("corrects", "")
    if corrects:
        found = made.find(tx, corrects)
        person = by_slack_id(tx, fields["slack_id"])
        if found is None or person is None or found[0].person != person.person:
            yield LineProblem(line, "corrects", f"This person has no transaction {corrects}.")
        elif corrects in corrected:
            yield LineProblem(line, "corrects", f"{corrects} is corrected on an earlier line.")
        elif records.replaced(tx, TransactionRow, corrects):
            yield LineProblem(line, "corrects", f"{corrects} was corrected before.")
        corrected.add(corrects)


def _day_problems(tx: Tx, line: int, text: str) -> Iterator[LineProblem]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        yield LineProblem(line, "on", "Write the day as YYYY-MM-DD.")
        return
    if day > tx.now.date():
        yield LineProblem(line, "on", "This day lies in the future.")
