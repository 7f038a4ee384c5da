"""Statements that are written out once and handed to the database's driver as they are.

SQLAlchemy's way to a statement costs ten times what SQLite takes to run it: it looks for the
text that it once wrote, gathers the values, and builds a result that could do anything. Where an
act waits, its statements are made ready here instead: the text, the order of the values and what
turns each into the driver's form and back are those of SQLAlchemy, found at the first use. On a
server several of them go together (``storage.journeys``).
"""

from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, NoReturn

from sqlalchemy import Connection, Insert, Table, bindparam
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.visitors import iterate

Row = Mapping[str, Any]
Parameters = Row | Sequence[Row] | None
#: Turns one value into the driver's form, or back.
Turn = Callable[[Any], Any]
_NONE: Final[Row] = {}


class Rows(list[Any]):
    """The rows that a statement gave, each a tuple with names, and how many it touched."""

    __slots__ = ("rowcount",)

    def __init__(self, rows: Iterable[Any], rowcount: int) -> None:
        """Take the rows, and the driver's count."""
        super().__init__(rows)
        self.rowcount = rowcount

    def all(self) -> list[Any]:
        """Give all rows."""
        return self

    def first(self) -> Any:
        """Give the first row, or None."""
        return self[0] if self else None

    def one_or_none(self) -> Any:
        """Give the only row, None where there is none; LookupError where there are more."""
        return self.one() if self else None

    def one(self) -> Any:
        """Give the only row; LookupError where there is none, or there are more."""
        if len(self) != 1:
            raise LookupError(f"a statement for one row gave {len(self)}")
        return self[0]

    def scalars(self) -> list[Any]:
        """Give the first value of each row."""
        return [row[0] for row in self]

    def scalar(self) -> Any:
        """Give the first value of the first row, or None."""
        return self[0][0] if self else None

    def scalar_one(self) -> Any:
        """Give the first value of the only row; LookupError where there is none, or more."""
        return self.one()[0]


class Prepared:
    """A Core statement with no list of any length in it; run by ``storage.tx.Tx.execute``."""

    def __init__(self, statement: Any, *, counted: bool = True) -> None:
        """Take a statement whose values are bound by name.

        Not ``counted``: whoever changes rows by it knows that they are there, and asks no more.
        """
        self.statement = statement
        #: Whether nobody has to wait for what it gives: rows are added, or it fails.
        self.silent = not counted or (
            type(statement) is Insert and not list(statement.exported_columns)
        )
        changed = statement.table if isinstance(statement, UpdateBase) else None
        #: The table that it changes; None where it changes none.
        self.writes: str | None = changed.name if isinstance(changed, Table) else None
        self._texts: dict[tuple[str, str, tuple[str, ...]], Text] = {}

    @cached_property
    def reads(self) -> frozenset[str]:
        """Name the tables that it asks, in whichever part: looked for once somebody needs it."""
        parts = iterate(self.statement)
        return frozenset(one.name for one in parts if isinstance(one, Table))

    def text(self, dialect: Dialect, names: tuple[str, ...]) -> "Text":
        """Give it as one database's driver takes it, with values of these names."""
        key = (dialect.name, dialect.paramstyle, names)
        known = self._texts.get(key)
        if known is None:
            known = self._texts[key] = Text(self.statement, dialect, names)
        return known


#: A question with its values, told from every other.
Question = tuple[Prepared, tuple[tuple[str, Any], ...]]


def question(prepared: Prepared, values: Row) -> Question:
    """Name a question with its values."""
    return prepared, tuple(sorted(values.items()))


class Way:
    """How prepared statements come to a connection's database: one after the other."""

    def __init__(self, connection: Connection) -> None:
        """Belong to a connection, in its transaction."""
        self._connection = connection
        self._driver: Any = connection.connection.dbapi_connection
        self._dialect = connection.dialect
        self._listening = tuple(connection.dispatch.before_cursor_execute)

    def ask(self, prepared: Prepared, given: Parameters = None) -> Rows:
        """Run one, once for each row that is given, and give what it found.

        Raises DBAPIError as the connection does, and lets go of one that was lost.
        """
        rows = rows_of(given)
        text = prepared.text(self._dialect, tuple(rows[0]))
        values, several = [text.values(row) for row in rows], len(rows) > 1
        if self._listening:
            self._heard(text, values if several else values[0], several)
        cursor: Any = None
        try:
            cursor = self._driver.cursor()
            if several:
                cursor.executemany(text.sql, values)
            else:
                cursor.execute(text.sql, values[0])
            found = () if cursor.description is None else text.found(cursor)
            return Rows(found, cursor.rowcount)
        except self._dialect.loaded_dbapi.Error as error:
            # Its own way with it: what was lost it lets go of, and whoever listens is told.
            self._failed(error, text, cursor)
        finally:
            if cursor is not None:
                cursor.close()

    def later(self, prepared: Prepared, given: Parameters = None) -> Rows:
        """Run one, at the latest when ``arrive`` is called; what it gives is there by then."""
        return self.ask(prepared, given)

    def arrive(self) -> None:
        """Wait until all that was asked for later is done; raises what ``ask`` does."""

    def forget(self) -> None:
        """Leave undone what was asked for later, where it is not done yet."""

    def _heard(self, text: "Text", values: Any, several: bool) -> None:
        for seen in self._listening:
            seen(self._connection, None, text.sql, values, None, several)

    def _failed(self, error: Exception, text: "Text", cursor: Any) -> NoReturn:
        self._connection._handle_dbapi_exception(error, text.sql, None, cursor, None)  # noqa: SLF001


def way_of(connection: Connection) -> Way:
    """Give the shortest way to a connection's database."""
    if connection.dialect.name != "postgresql":
        return Way(connection)
    from storage.journeys import Journeys  # noqa: PLC0415 - its driver is loaded where it is used

    return Journeys(connection)


def rows_of(given: Parameters) -> Sequence[Row]:
    """Give the rows that a statement is to be run with, which is one without values if none is."""
    return [given or _NONE] if given is None or isinstance(given, Mapping) else given


class Text:
    """A statement as one database's driver takes it, with values of these names."""

    def __init__(self, statement: Any, dialect: Dialect, names: tuple[str, ...]) -> None:
        """Write it out; TypeError where that cannot be done once for all."""
        compiled = statement.compile(dialect=dialect, column_keys=list(names) or None)
        if compiled.post_compile_params:
            raise TypeError("a list of any length cannot be written out once")
        missing = {name for name, one in compiled.binds.items() if one.required} - {*names}
        if missing:
            raise TypeError(f"a statement needs values for {', '.join(sorted(missing))}")
        self.sql = str(compiled)
        self._dialect = dialect
        self._order: list[str] = compiled.positiontup or []
        self._fixed = {**compiled.params, **_defaults(compiled)}
        self._into = [
            (name, turn)
            for name in compiled.params
            if (turn := _type(compiled.binds[name], dialect).bind_processor(dialect)) is not None
        ]
        self._columns = list(getattr(statement, "exported_columns", ()))
        self._shape: tuple[Callable[[Any], Any], list[tuple[int, Turn]]] | None = None

    def values(self, row: Row) -> tuple[Any, ...]:
        """Give one row's values in the driver's form, in their order."""
        found = {**self._fixed, **row}
        for name, turn in self._into:
            found[name] = turn(found[name])
        return tuple([found[name] for name in self._order])

    def found(self, cursor: Any) -> list[Any]:
        """Give the rows that were found, each with its columns' names."""
        return self.shaped(cursor.fetchall(), lambda: cursor.description)

    def shaped(
        self, rows: Iterable[Sequence[Any]], described: Callable[[], Sequence[Any]]
    ) -> list[Any]:
        """Give rows their columns' names, and their values ours; ``described``: name and kind."""
        make, turns = self._shape = self._shape or self._shaped(described())
        if not turns:
            return [make(row) for row in rows]
        turned = [list(row) for row in rows]
        for row in turned:
            for place, turn in turns:
                row[place] = turn(row[place])
        return [make(row) for row in turned]

    def _shaped(self, described: Sequence[Any]) -> tuple[Callable[[Any], Any], list[Any]]:
        row = namedtuple("Row", [one[0] for one in described], rename=True)  # type: ignore[misc]  # noqa: PYI024
        turns = []
        for place, column in enumerate(self._columns):
            kind = _type(column, self._dialect)
            turn = kind.result_processor(self._dialect, described[place][1])
            if turn is not None:
                turns.append((place, turn))
        return row._make, turns


#: So many values one statement of ``among`` is asked for.
_MANY: Final = 8


def among(column: Any) -> Any:
    """Ask whether a column is one of some values, which ``among_of`` gives, a few at a time."""
    return column.in_([bindparam(f"among_{place}") for place in range(_MANY)])


def among_of(values: Iterable[str]) -> Iterator[dict[str, str]]:
    """Give the values for ``among``; the last one stands for those that are not there."""
    wanted = list(values)
    for start in range(0, len(wanted), _MANY):
        part = wanted[start : start + _MANY]
        part += part[-1:] * (_MANY - len(part))
        yield {f"among_{place}": value for place, value in enumerate(part)}


def _type(typed: Any, dialect: Dialect) -> Any:
    return typed.type.dialect_impl(dialect)


def _defaults(compiled: Any) -> dict[str, Any]:
    """Give what a new row has in the columns that are not given."""
    return {column.key: column.default.arg for column in compiled.insert_prefetch}
