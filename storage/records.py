"""Records that are written once: which of them are in force, and who replaces whom.

A record is in force while no other names it in ``replaces``. The column is unique, so
two corrections of one record cannot both stand: the second is refused by the database.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import Insert, Select, bindparam, insert, select
from sqlmodel import SQLModel

from storage.tables import (
    BlackoutChangeRow,
    CalendarDayRow,
    PersonAskedRow,
    PersonRow,
    PlanRow,
    RelatedRow,
    ReleaseRow,
    TransactionRow,
)
from storage.tables_acknowledged import AcknowledgementRow, PolicyDocumentRow
from storage.tables_asked import AskedRow
from storage.tables_away import AbsenceRow, ReminderHourRow
from storage.tables_calendar import ExpectedReportRow
from storage.tables_delegations import DelegationRow
from storage.tables_filed import FilingMadeRow, Section16OwnerRow
from storage.tables_kept import CaseNoteRow, CaseRow, HoldRow
from storage.tables_plans import PlanTextRow
from storage.tx import Tx

Record = TypeVar(
    "Record",
    AcknowledgementRow,
    AskedRow,
    PersonRow,
    PersonAskedRow,
    ReleaseRow,
    CalendarDayRow,
    TransactionRow,
    BlackoutChangeRow,
    RelatedRow,
    DelegationRow,
    PlanRow,
    PlanTextRow,
    PolicyDocumentRow,
    HoldRow,
    CaseRow,
    CaseNoteRow,
    FilingMadeRow,
    Section16OwnerRow,
    AbsenceRow,
    ReminderHourRow,
    ExpectedReportRow,
)


Found = TypeVar("Found")


def new_id(tx: Tx, table: type[Record]) -> str:
    """Draw a short id that people can read out, again where it is taken."""
    while True:
        drawn = tx.random.request_id()
        if find(tx, table, drawn) is None:
            return drawn


def add(tx: Tx, record: SQLModel) -> None:
    """Write a record down, once and for good."""
    row = record.model_dump()
    tx.execute(_adding(type(record)), row)
    tx.wrote(_columns(type(record)).name, row)


def in_force(tx: Tx, table: type[Record], **equal: str) -> list[Record]:
    """Return the records that no other replaces, oldest first, then by id.

    ``equal`` names columns and the values they must have.
    """
    return _rows(tx, table, _chosen(table, tuple(equal)), equal)


def standing(tx: Tx, table: type[Record]) -> list[Record]:
    """Return the records in force of a table that changes seldom, kept between transactions."""
    name = str(_columns(table).name)
    return tx.kept((name, "in force"), frozenset({name}), lambda: in_force(tx, table))


def standing_by(tx: Tx, table: type[Record], column: str, value: str) -> list[Record]:
    """Return those of them with this value in a column."""
    name = str(_columns(table).name)
    if not tx.stands(name):
        return in_force(tx, table, **{column: value})
    grouped = tx.kept(
        (name, "by", column), frozenset({name}), lambda: by(standing(tx, table), column)
    )
    return grouped.get(value, [])


def by(found: Iterable[Found], column: str) -> dict[str, list[Found]]:
    """Part records by what a column has, each part in their order."""
    grouped: dict[str, list[Found]] = {}
    for one in found:
        grouped.setdefault(getattr(one, column), []).append(one)
    return grouped


def ever(tx: Tx, table: type[Record], **equal: str) -> list[Record]:
    """Return all records with these values, in force or replaced, oldest first."""
    return _rows(tx, table, _every(table, tuple(equal)), equal)


@lru_cache(maxsize=64)
def _every(table: type[SQLModel], names: tuple[str, ...]) -> Select[Any]:
    columns = _columns(table)
    wanted = [columns.c[name] == bindparam(name) for name in names]
    return select(columns).where(*wanted).order_by(columns.c.at, columns.c.id)


@lru_cache(maxsize=64)
def _chosen(table: type[SQLModel], names: tuple[str, ...]) -> Select[Any]:
    # Built once a table: building it anew costs several times what running it does.
    columns = _columns(table)
    later = columns.alias("later")
    corrected = select(later.c.id).where(later.c.replaces == columns.c.id).exists()
    wanted = [columns.c[name] == bindparam(name) for name in names]
    return select(columns).where(~corrected, *wanted).order_by(columns.c.at, columns.c.id)


def find(tx: Tx, table: type[Record], record_id: str) -> Record | None:
    """Return one record, in force or replaced."""
    found = _rows(tx, table, _named(table, "id"), {"value": record_id})
    return found[0] if found else None


def replaced(tx: Tx, table: type[Record], record_id: str) -> bool:
    """Say whether another record already corrects this one."""
    return bool(_rows(tx, table, _named(table, "replaces"), {"value": record_id}))


@lru_cache(maxsize=64)
def _named(table: type[SQLModel], name: str) -> Select[Any]:
    columns = _columns(table)
    return select(columns).where(columns.c[name] == bindparam("value"))


@lru_cache(maxsize=64)
def _adding(table: type[SQLModel]) -> Insert:
    return insert(table)


def _columns(table: type[SQLModel]) -> Any:
    return table.__table__  # type: ignore[attr-defined]


def _rows(
    tx: Tx, table: type[Record], chosen: Select[Any], parameters: dict[str, str] | None = None
) -> list[Record]:
    # Rows of the table's own columns: a model for each would cost several times the statement.
    del table
    return cast("list[Record]", tx.execute(chosen, parameters).all())
