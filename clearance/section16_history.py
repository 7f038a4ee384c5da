"""Filed Forms 4 and 5, brought onto the record: the look-back's purchases and sales.

Exchange Act, section 16(b). All files of one command or none; the same filing is recorded
once, whatever it came as; what was reported to the desk, or entered from paper, stands.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from clearance.people import PersonFound
from clearance.section16_lines import (
    SOURCE,
    Line,
    amended_by,
    amendments_of,
    corrected,
    lines_of,
)
from clearance.section16_persons import CannotTakeError, check_issuer, person_of
from filings.fingerprint import fingerprint
from filings.ownership import Owner
from filings.ownership_file import Filed
from policy.form4_codes import UnclearError
from storage import made, records
from storage.tables import TransactionRow
from storage.tx import Tx

ALREADY = "It is on the record already."
#: How a line stands to the record: recorded as it is, or one of these behind it.
NEW = ""
REPORTED = "; it is on the record already, as reported or from paper"
RESTATED = "; it is on the record already, as it was filed before"
AMENDED = "; it was amended since, and the amendment is on the record"
CORRECTS = "; it takes the place of what was filed before"
BESIDE = (
    "; no single line on record is the one it amends, so it is recorded beside them: where it "
    "corrects one, take that one back with `preclear transactions import`"
)


@dataclass(frozen=True, slots=True)
class NamedFiling:
    """A form that was read, and the name of its file."""

    name: str
    filed: Filed


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one file: how many lines are on the record by it, and what is to be said."""

    name: str
    heading: str
    recorded: int
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why nothing was recorded: a sentence for each file that is in the way."""

    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Planned:
    """A line that is to be written, with the id it will have, and what it replaces."""

    person: str
    line: Line
    replaces: str | None


def import_filings(
    tx: Tx,
    filings: Sequence[NamedFiling],
    issuer: str | None,
    by: str,
    *,
    slack_id: str | None = None,
    dry_run: bool = False,
) -> tuple[Taken, ...] | Refused:
    """Record what filings report of purchases and sales: all of them, or nothing.

    ``issuer`` is the company's name, None where any is taken. Without ``slack_id`` each
    filing's person is found by the reporting person's name or, once known, CIK.
    """
    history = _History(tx)
    taken: list[Taken] = []
    problems: list[str] = []
    ready: list[_Planned] = []
    for filing in sorted(filings, key=_order):
        try:
            check_issuer(filing.filed.form, issuer)
            whose = person_of(tx, history.ciks, filing.filed.form, slack_id)
            told, planned = _take(tx, history, filing, whose)
        except (CannotTakeError, UnclearError) as error:
            problems.append(f"{filing.name}: {error}")
            continue
        taken.append(told)
        ready += planned
    if problems:
        return Refused(tuple(problems))
    if not dry_run:
        for one in ready:
            _record(tx, one, by)
    return tuple(taken)


def _order(filing: NamedFiling) -> tuple[bool, str]:
    """Put what is amended before what amends it, and the older before the newer."""
    accepted = filing.filed.accepted
    return filing.filed.form.amends, accepted.isoformat() if accepted else ""


@dataclass(slots=True)
class _History:
    """What is on the record of each person, and what this command adds to it."""

    tx: Tx
    ever: dict[str, set[str]] = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    others: dict[str, Counter[tuple[Any, ...]]] = field(default_factory=dict)
    ciks: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the record once: what is in force, and what was ever taken from a filing."""
        in_force = {row.id: value for row, value in made.in_force(self.tx)}
        for row in records.ever(self.tx, TransactionRow):
            value = in_force.get(row.id)
            if row.source != SOURCE:
                if value is not None and value["side"] is not None:
                    self.others.setdefault(row.person, Counter())[_key(value)] += 1
                continue
            opened = value if value is not None else self._opened(row)
            if opened is None:
                continue
            self.ever.setdefault(row.person, set()).add(opened["edgar"]["print"])
            if opened["edgar"]["owner_cik"]:
                self.ciks[opened["edgar"]["owner_cik"]] = row.person
            if value is not None:
                self.lines.setdefault(row.person, []).append(Line(value, row.id))

    def _opened(self, row: TransactionRow) -> dict[str, Any] | None:
        found = made.find(self.tx, row.id)
        return found[1] if found else None


def _key(value: dict[str, Any]) -> tuple[Any, ...]:
    return value["side"], value["on"], value["shares"]


def _take(
    tx: Tx, history: _History, filing: NamedFiling, whose: tuple[PersonFound, Owner | None]
) -> tuple[Taken, list[_Planned]]:
    """Say what becomes of one filing, and plan what it adds."""
    person, owner = whose
    form = filing.filed.form
    prints = history.ever.setdefault(person.person, set())
    print_ = fingerprint(form)
    if print_ in prints:
        return Taken(filing.name, _heading(filing, person), 0, (ALREADY,)), []
    prints.add(print_)
    if owner is not None:
        history.ciks.setdefault(owner.cik, person.person)
    kept = history.lines.setdefault(person.person, [])
    meets = amended_by(filing.filed, kept) if form.amends else amendments_of(filing.filed, kept)
    said: list[str] = [] if form.transactions else ["It reports no transaction."]
    planned: list[_Planned] = []
    lines = list(lines_of(filing.filed, owner.cik if owner else None))
    in_parts = _reported_in_parts(history.others.get(person.person, Counter()), lines)
    for line in lines:
        if isinstance(line, str):
            said.append(line)
            continue
        _check_day(tx, line)
        if _key(line.value)[:2] in in_parts:
            said.append(f"{line.words()}{REPORTED}")
            continue
        what, replaces = _standing(history, person, line, meets, amends=form.amends)
        said.append(f"{line.words()}{what}")
        if what in {NEW, BESIDE, CORRECTS}:
            planned.append(_Planned(person.person, replace(line, row=_new_id(tx)), replaces))
    replaced = {one.replaces for one in planned}
    kept[:] = [line for line in kept if line.row not in replaced]
    kept += [one.line for one in planned]
    return Taken(filing.name, _heading(filing, person), len(planned), tuple(said)), planned


def _reported_in_parts(
    others: Counter[tuple[Any, ...]], lines: Sequence[Line | str]
) -> frozenset[tuple[Any, ...]]:
    """Return the sides and days of which as many shares are on the record, in other parts.

    A form may have executions of a day in one line, at their average price, or a line of each
    where one total was reported. What is found is counted once.
    """
    told: dict[tuple[Any, ...], list[int]] = {}
    for line in lines:
        if isinstance(line, Line):
            side, on, shares = _key(line.value)
            told.setdefault((side, on), []).append(shares)
    found = set()
    for day, shares in told.items():
        known = [key[2] for key in others.elements() if key[:2] == day]
        if sum(known) == sum(shares) and sorted(known) != sorted(shares):
            found.add(day)
            for key in [key for key in others if key[:2] == day]:
                del others[key]
    return frozenset(found)


def _check_day(tx: Tx, line: Line) -> None:
    if line.value["on"] > tx.now.date().isoformat():
        raise CannotTakeError(f"it reports a transaction of {line.value['on']}, in the future.")


def _standing(
    history: _History, person: PersonFound, line: Line, meets: list[Line], *, amends: bool
) -> tuple[str, str | None]:
    """Say how a line stands to what is on the record, and which record it replaces.

    ``meets`` are the lines of the form that it amends, or of the amendments of its form;
    each of them meets one line only.
    """
    others = history.others.get(person.person, Counter())
    if others[_key(line.value)]:
        others[_key(line.value)] -= 1
        return REPORTED, None
    what, other = corrected(line, meets)
    if other is not None:
        meets.remove(other)
    if not amends:
        return (NEW if other is None else AMENDED), None
    if what == "corrects" and other is not None:
        return CORRECTS, other.row
    return (RESTATED if what == "restates" else BESIDE), None


def _new_id(tx: Tx) -> str:
    return records.new_id(tx, TransactionRow)


def _heading(filing: NamedFiling, person: PersonFound) -> str:
    form = filing.filed.form
    names = " and ".join(owner.name for owner in form.owners)
    accession = f", {filing.filed.accession}" if filing.filed.accession else ""
    return f"Form {form.form} of {names} for {form.period}{accession}: {person.name}"


def _record(tx: Tx, planned: _Planned, by: str) -> None:
    """Write one line down, marked as from EDGAR."""
    row_id, value = planned.line.row or _new_id(tx), planned.line.value
    row = TransactionRow(
        id=row_id,
        person=planned.person,
        source=SOURCE,
        at=tx.now,
        by=by,
        replaces=planned.replaces,
        sealed=tx.seal("transactions", row_id, value),
    )
    records.add(tx, row)
    tx.log(
        "transaction:recorded",
        actor=by,
        subject=planned.person,
        open={"id": row_id, "source": SOURCE, "replaces": row.replaces},
        sealed=value,
    )
