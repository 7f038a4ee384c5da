"""What EDGAR needs to know of those who report under Section 16: entered from a list.

Form 4, boxes 1 and 5. Addresses are private and CIKs are kept with them, so all of a row is
sealed but whose it is. The access codes of EDGAR (CCC, passphrase) are no business of ours: the
list has no column for them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from clearance.lists import Fields, LineProblem, read_list
from clearance.opening_lines import person_on, person_problems
from clearance.people import YES, by_id, by_slack_id
from clearance.section16_lines import SOURCE
from filings.draft import Address, DraftOwner
from filings.draft_checks import cik_problems, owner_problems
from storage import made, records
from storage.tables import TransactionRow
from storage.tables_filed import Section16OwnerRow
from storage.tx import Tx

TABLE: Final = "section16_owners"
COLUMNS: Final = (
    "slack_id", "cik", "name", "street", "street2", "city", "state", "zip", "title",
    "is_director", "is_officer", "ten_percent", "issuer_cik",
)  # fmt: skip
OPTIONAL: Final = frozenset({"cik", "street2", "title", "issuer_cik"})
FLAGS: Final = ("is_director", "is_officer", "ten_percent")
#: Where a part of a form's reporting person stands in the list.
_COLUMN: Final[Mapping[str, str]] = {"roles": "is_director", "zip_code": "zip"}
_ANY: Final = "1"  # stands for a CIK that is to be learned, so that the rest is looked at
_DIGITS: Final = 10


@dataclass(frozen=True, slots=True)
class OwnerEntered:
    """A reporting person as entered; without a CIK where it is to be learned from a filing."""

    cik: str
    name: str
    street: str
    street2: str
    city: str
    state: str
    zip: str
    title: str
    is_director: bool
    is_officer: bool
    ten_percent: bool
    issuer_cik: str

    def of_form(self) -> DraftOwner:
        """Give it as a form names its reporting person."""
        return DraftOwner(
            cik=self.cik,
            name=self.name,
            address=Address(self.street, self.city, self.state, self.zip, self.street2),
            director=self.is_director,
            officer=self.is_officer,
            ten_percent=self.ten_percent,
            title=self.title,
        )


@dataclass(frozen=True, slots=True)
class OwnersTaken:
    """What an import did: how many lines were recorded, and how many said nothing new."""

    recorded: int
    unchanged: int


def import_owners(tx: Tx, text: str, by: str) -> OwnersTaken | tuple[LineProblem, ...]:
    """Record reporting persons: all of the list, or none of it. A later line of one corrects."""
    lines = _Lines(tx)
    read = read_list(
        text,
        columns=COLUMNS,
        required=tuple(name for name in COLUMNS if name not in OPTIONAL),
        problems=lines.problems,
        entry=lambda fields: (person_on(tx, fields["slack_id"]).person, _entered(fields)),
    )
    if isinstance(read, tuple):
        return read
    before = _in_force(tx)
    new = [(person, one) for person, one in read if before.get(person, (None, None))[1] != one]
    for person, one in new:
        _record(tx, person, one, before[person][0] if person in before else None, by)
    return OwnersTaken(len(new), len(read) - len(new))


def entered(tx: Tx, person: str) -> OwnerEntered | None:
    """Return what is on the record of somebody, with the CIK that a filing told of them."""
    found = _in_force(tx).get(person)
    if found is None:
        return None
    one = found[1]
    return one if one.cik else replace(one, cik=_learned(tx).get(person, ""))


def issuer_cik(tx: Tx) -> str:
    """Return the company's CIK as the last line said it that did; empty where none has."""
    said = [one.issuer_cik for _, one in _in_force(tx).values() if one.issuer_cik]
    return said[-1] if said else ""


def names(tx: Tx) -> list[tuple[str, str, bool]]:
    """Return who is entered, under which name EDGAR has them, and whether their CIK is known."""
    learned = _learned(tx)
    found = []
    for person, (_, one) in _in_force(tx).items():
        on_record = by_id(tx, person)
        if on_record is not None:
            found.append((on_record.name, one.name, bool(one.cik or learned.get(person))))
    return sorted(found)


def _in_force(tx: Tx) -> dict[str, tuple[str, OwnerEntered]]:
    return {
        row.person: (row.id, OwnerEntered(**tx.unseal(TABLE, row.id, row.sealed)))
        for row in records.in_force(tx, Section16OwnerRow)
    }


def _learned(tx: Tx) -> dict[str, str]:
    """Return the CIKs that imported filings told, by person; what was filed last counts."""
    found = {}
    for row in records.ever(tx, TransactionRow, source=SOURCE):
        opened = made.find(tx, row.id)
        cik = opened[1]["edgar"]["owner_cik"] if opened else None
        if cik:
            found[row.person] = cik
    return found


def _record(tx: Tx, person: str, one: OwnerEntered, replaces: str | None, by: str) -> None:
    row_id = records.new_id(tx, Section16OwnerRow)
    value = asdict(one)
    blob = tx.seal(TABLE, row_id, value)
    row = Section16OwnerRow(
        id=row_id, person=person, at=tx.now, by=by, replaces=replaces, sealed=blob
    )
    records.add(tx, row)
    opened = {"id": row_id, "replaces": replaces}
    tx.log("owner:recorded", actor=by, subject=person, open=opened, sealed=value)


def _entered(fields: Fields) -> OwnerEntered:
    texts: dict[str, Any] = {
        name: fields.get(name, "") for name in COLUMNS[2:] if name not in FLAGS
    }
    texts["issuer_cik"] = _padded(fields.get("issuer_cik", ""))
    flags: dict[str, Any] = {name: YES[fields[name].lower()] for name in FLAGS}
    return OwnerEntered(cik=_padded(fields.get("cik", "")), **texts, **flags)


def _padded(cik: str) -> str:
    return cik.zfill(_DIGITS) if cik else ""


class _Lines:
    """Looks at the lines of one list; what one says of a CIK the others are held to."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._seen: Counter[str] = Counter()
        self._learned = _learned(tx)
        kept = _in_force(tx)
        self._whose = {cik: person for person, cik in self._learned.items()}
        self._whose |= {one.cik: person for person, (_, one) in kept.items() if one.cik}
        self._stated = ""

    def problems(self, line: int, fields: Fields) -> Iterator[LineProblem]:
        slack_id = fields["slack_id"]
        yield from person_problems(self._tx, line, "slack_id", slack_id)
        self._seen[slack_id] += 1
        if self._seen[slack_id] > 1:
            yield LineProblem(line, "slack_id", f"{slack_id} stands on an earlier line.")
        wrong = [name for name in FLAGS if fields[name].lower() not in YES]
        for name in wrong:
            yield LineProblem(line, name, "Say yes or no.")
        if not wrong:
            one = _entered(fields)
            owner = replace(one, cik=one.cik or _ANY).of_form()
            for place, sentence in owner_problems("", owner):
                name = place.rpartition(".")[2]
                yield LineProblem(line, _COLUMN.get(name, name), sentence)
            yield from self._whose_cik(line, slack_id, one.cik)
            yield from self._issuers(line, one.issuer_cik)

    def _whose_cik(self, line: int, slack_id: str, cik: str) -> Iterator[LineProblem]:
        found = by_slack_id(self._tx, slack_id)
        if found is None or not cik:
            return
        if self._whose.setdefault(cik, found.person) != found.person:
            yield LineProblem(line, "cik", f"The CIK {cik} is on the record as somebody else's.")
        known = self._learned.get(found.person, cik)
        if known != cik:
            sentence = f"A filing that was imported says {known} of this person."
            yield LineProblem(line, "cik", sentence)

    def _issuers(self, line: int, cik: str) -> Iterator[LineProblem]:
        if not cik:
            return
        for _, sentence in cik_problems("", cik, "the company's"):
            yield LineProblem(line, "issuer_cik", sentence)
        self._stated = self._stated or cik
        if self._stated != cik:
            sentence = f"An earlier line says {self._stated}: the company has one CIK."
            yield LineProblem(line, "issuer_cik", sentence)
