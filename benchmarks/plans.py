"""What a database does for each statement of the acts and pages: is a table read whole.

The statements are taken from the engine while the work is done, and asked for their plans in the
same database afterwards. A table that grows with what was done may not be gone through.
"""

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Engine, event, text

from tests.clearance.company import Company

#: The tables that grow with what people do.
#: Forms under Section 16 that were filed, some tens a year, are no part of this: whose each is is
#: sealed, so that all of them are opened.
GROWING: Final = frozenset(
    {
        "requests", "facts", "decisions", "transactions", "deliveries", "removed_requests",
        "log_leaves", "log_nodes", "log_bodies", "checkpoints", "questions", "answers", "cases",
        "case_notes", "asked", "pulls", "acknowledgements", "drafts",
        "acknowledgement_initials",
    }
)  # fmt: skip
#: Indexes of what is open alone: going through one of them whole is going through little.
OPEN: Final = frozenset(
    {
        "ix_deliveries_due",
        "ix_deliveries_order",
        "ix_deliveries_timers",
        "ix_deliveries_tried",
        "ix_requests_standing",
        "ix_requests_open",
        "ix_questions_open",
        "ix_cases_open",
    }
)  # fmt: skip
#: Words of statements that go through a table that grows slowly, all of it, at any size.
KNOWN: Final = {
    " FROM asked WHERE NOT (EXISTS": "each ask is opened: its kind is sealed",
    "acknowledgement_initials.id IS NULL": "all that was signed is held against all initials",
}
#: Words of statements of whose plans a small database says nothing: next to nothing is kept in it,
#: so that a server goes through all of that; the filled ones are asked about them too.
SMALL: Final = (
    "LEFT OUTER JOIN acknowledgement_initials",
    "source = 'paper' AND NOT removed",
    "AND NOT removed ORDER BY requests.at DESC, requests.id",
)
#: From so many rows on a table is large.
_LARGE: Final = 10_000
_SQLITE_SCAN: Final = re.compile(
    r"^SCAN (?P<table>\w+)(?: USING (?:COVERING )?INDEX (?P<index>\w+))?"
)
_POSTGRES_SCAN: Final = re.compile(
    r"(?:Seq Scan|Index(?: Only)? Scan(?: Backward)? using (?P<index>\w+)) on (?P<table>\w+)"
)
_ALIAS: Final = re.compile(r"\b(\w+) AS (\w+)\b")
_NUMBERED: Final = re.compile(r"\$(\d+)")
Asked = dict[str, Any]


@contextmanager
def collected(engine: Engine) -> Iterator[Asked]:
    """Gather each statement that is run meanwhile, with the parameters of its first time."""
    found: Asked = {}

    def take(_c: Any, _cursor: Any, said: str, given: Any, _x: Any, many: bool) -> None:
        if said.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            found.setdefault(said, given[0] if many else given)

    event.listen(engine, "before_cursor_execute", take)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", take)


def scanned(engine: Engine, asked: Asked) -> dict[str, set[str]]:
    """Give the growing tables that each statement goes through, where there are such.

    In a small database: a server that would rather read a table whole may not, and what is
    ``KNOWN`` or of no meaning in one is left out.
    """
    telling = {
        said: given
        for said, given in asked.items()
        if not any(words in " ".join(said.split()) for words in (*KNOWN, *SMALL))
    }
    return _through(engine, telling, GROWING, seqscan=False)


def scanned_large(engine: Engine, asked: Asked) -> dict[str, set[str]]:
    """Give the tables with many rows that each statement goes through, by the plans as they are."""
    with engine.connect() as connection:
        large = frozenset(
            table
            for table in GROWING
            if connection.execute(
                text(f"SELECT 1 FROM {table} LIMIT 1 OFFSET {_LARGE}")  # noqa: S608 - our names
            ).first()
        )
        connection.rollback()
    return _through(engine, asked, large, seqscan=True)


def _through(
    engine: Engine, asked: Asked, tables: frozenset[str], *, seqscan: bool
) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with engine.connect() as connection:
        server = engine.dialect.name == "postgresql"
        if server and not seqscan:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        for said, given in asked.items():
            how = "EXPLAIN" if server else "EXPLAIN QUERY PLAN"
            rows = connection.exec_driver_sql(*_named(f"{how} {said}", given)).all()
            names = {one: of for of, one in _ALIAS.findall(said)}
            gone = _on_server(rows) if server else _in_file(rows)
            paged = " LIMIT " in said.upper().replace("\n", " ")
            through = {
                names.get(table, table)
                for table, index in gone
                if index not in OPEN and not (paged and index)
            }
            if through & tables:
                found[said] = through & tables
        connection.rollback()
    return found


def show(kind: str, size: int, company: Company) -> None:
    """Print each statement of what is measured that goes through a large table."""
    found = scanned_large(company.database._engine, asked_of(company))  # noqa: SLF001
    if not found:
        print(f"{kind}, {size:,}: by the plans no statement scans a table that grows", flush=True)
    for said, tables in found.items():
        told = " ".join(said.split()).partition(" FROM ")
        named = f"{told[0].split(maxsplit=1)[0]} ...{told[1]}{told[2]}"[:100]
        print(f"{kind}, {size:,}: all of {', '.join(sorted(tables))} by {named}", flush=True)


def _named(said: str, given: Any) -> tuple[str, Any]:
    """Name the places that a statement for the server has by number, as the driver wants it."""
    if not isinstance(given, tuple) or not _NUMBERED.search(said):
        return said, given
    names = {f"value_{place}": value for place, value in enumerate(given, 1)}
    return _NUMBERED.sub(r"%(value_\1)s", said.replace("%", "%%")), names


def _in_file(rows: Sequence[Any]) -> Iterator[tuple[str, str | None]]:
    """Give each table that SQLite goes through, with the index by whose order it does."""
    for row in rows:
        if (met := _SQLITE_SCAN.match(str(row[-1]))) is not None:
            yield met["table"], met["index"]


def _on_server(rows: Sequence[Any]) -> Iterator[tuple[str, str | None]]:
    """Give the same of PostgreSQL: an index without a condition is gone through whole."""
    lines = [str(row[0]) for row in rows]
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        met = _POSTGRES_SCAN.search(line)
        if met is not None and "Index Cond" not in following:
            yield met["table"], met["index"]


def asked_of(company: Company) -> Asked:
    """Do everything that is measured once, and give the statements of it."""
    from benchmarks.flat import once  # noqa: PLC0415
    from benchmarks.flat_acts import MEASURED  # noqa: PLC0415

    with collected(company.database._engine) as found:  # noqa: SLF001
        for one in MEASURED:
            asyncio.run(once(one, company))
    return found
