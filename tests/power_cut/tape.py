"""What the desk says to its SQLite file, recorded where the driver hears it.

Every connection that an engine opens while a tape runs is one of the driver's own with its
words written down: statements with their parameters, savepoints, where each transaction
began and was committed, and when its answer went back to whoever had asked for it.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, event

from storage.database import Database
from tests.power_cut.content import digest

#: The state of a commit that changes nothing, whatever was there.
AS_BEFORE = ""


@dataclass(frozen=True)
class Opened:
    """A connection was opened."""

    connection: int


@dataclass(frozen=True)
class Said:
    """A statement; ``rows`` has its parameters, or those of each run where ``many``."""

    connection: int
    sql: str
    rows: Any = ()
    many: bool = False


@dataclass(frozen=True)
class Committed:
    """A transaction was committed, and this is what the file then held."""

    connection: int
    state: str


@dataclass(frozen=True)
class RolledBack:
    """A transaction was rolled back."""

    connection: int


@dataclass(frozen=True)
class Closed:
    """A connection was closed."""

    connection: int


@dataclass(frozen=True)
class Answered:
    """What was committed last was told to whoever had asked for it."""


Event = Opened | Said | Committed | RolledBack | Closed | Answered


class Tape:
    """What was said, in order."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.connections = 0

    def write(self, one: Event) -> None:
        self.events.append(one)

    def answered(self) -> None:
        self.write(Answered())

    def states(self) -> list[str]:
        """Give what the file held after each commit, without repeating what did not change."""
        found: list[str] = []
        for one in self.events:
            if isinstance(one, Committed) and one.state not in found[-1:]:
                found.append(one.state)
        return found

    def looking(self) -> "Tape":
        """Give the same words for a file in any state: said by somebody who only looks."""
        again = Tape()
        again.events = [
            replace(one, state=AS_BEFORE) if isinstance(one, Committed) else one
            for one in self.events
        ]
        return again

    @contextmanager
    def running(self) -> Iterator[None]:
        """Record every connection that an engine opens until the block ends."""
        factory = _connection_on(self)

        def listen(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
            options["factory"] = factory

        event.listen(Engine, "do_connect", listen)
        try:
            yield
        finally:
            event.remove(Engine, "do_connect", listen)


def witnessed(tape: Tape) -> type[Database]:
    """Give a Database that notes when it has answered."""

    class Witnessed(Database):
        def _whole(self, fn: Any, **how: Any) -> Any:
            answer = super()._whole(fn, **how)
            tape.answered()
            return answer

    return Witnessed


def _cursor_on(tape: Tape) -> type[sqlite3.Cursor]:
    class Cursor(sqlite3.Cursor):
        def execute(self, sql: str, parameters: Any = ()) -> Any:
            tape.write(Said(self.connection.number, sql, tuple(parameters)))
            return super().execute(sql, parameters)

        def executemany(self, sql: str, parameters: Any) -> Any:
            rows = [tuple(row) for row in parameters]
            tape.write(Said(self.connection.number, sql, rows, many=True))
            return super().executemany(sql, rows)

    return Cursor


def _connection_on(tape: Tape) -> type[sqlite3.Connection]:
    cursor = _cursor_on(tape)

    class Connection(sqlite3.Connection):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            tape.connections += 1
            self.number = tape.connections
            tape.write(Opened(self.number))

        def cursor(self, _factory: Any = None) -> Any:
            return super().cursor(cursor)

        def execute(self, sql: str, parameters: Any = ()) -> Any:
            return self.cursor().execute(sql, parameters)

        def commit(self) -> None:
            within = self.in_transaction
            super().commit()
            if within:
                tape.write(Committed(self.number, digest(super().cursor())))

        def rollback(self) -> None:
            if self.in_transaction:
                tape.write(RolledBack(self.number))
            super().rollback()

        def close(self) -> None:
            tape.write(Closed(self.number))
            super().close()

    return Connection
