"""The real database, stepped: a transaction at once on this thread, and pauses around it.

A watch at the driver's cursor can kill the process or break the disk at any statement.
"""

import re
import sqlite3
from functools import lru_cache
from typing import ClassVar

from sqlalchemy import Engine, event

from storage.database import Database
from tests.simulation.faults import COMMITTED, COMMITTING

_WRITES = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')


class Killed(BaseException):
    """The process is gone: nothing of it runs any more, not even what handles errors."""


class Pause:
    """What a coroutine waits at for its next turn."""

    def __await__(self):
        yield


def drive(coroutine):
    """Run a coroutine to its end without a turn for anybody else."""
    while True:
        try:
            coroutine.send(None)
        except StopIteration as ended:
            return ended.value


@lru_cache(maxsize=1024)
def written(sql: str) -> str | None:
    """Name the table that a statement writes to."""
    found = _WRITES.search(sql)
    return found and found.group(1)


class Watch:
    """One process's eye on its statements; see ``kill_at`` and ``broken_at``."""

    def __init__(self):
        self.kind = ""  # the act that runs now
        self.kill_at: set[tuple[str, str]] = set()  # acts and points: the first that comes
        self.broken_at: int | None = None  # the statement of the next transaction, 0 for its commit
        self.dead = False
        self.reached: tuple[str, str] | None = None
        self.touched: set[str] = set()  # tables committed to since the last look
        self.tables: list[str] = []  # written in this transaction
        self.refused = []  # what the driver said: the error's name
        self._count = 0

    def begin(self):
        self.tables = []
        self._count = 0

    def statement(self, sql: str) -> None:
        self._alive()
        self._count += 1
        if self.broken_at is not None and self.broken_at == self._count:
            self._break("SQLITE_IOERR_READ" if written(sql) is None else "SQLITE_IOERR_WRITE")
        table = written(sql)
        if table is not None:
            self.tables.append(table)
            self.reach(f"before {table}")

    def commit(self) -> None:
        self._alive()
        if not self.tables:
            return
        if self.broken_at is not None:
            self._break("SQLITE_IOERR_FSYNC")
        self.reach(COMMITTING)

    def reach(self, point: str) -> None:
        """Die here if this is where."""
        self._alive()
        if (self.kind, point) in self.kill_at:
            self.die(point)

    def die(self, point: str):
        self.reached, self.dead = (self.kind, point), True
        raise Killed

    def _alive(self):
        if self.dead:
            raise Killed

    def _break(self, name: str):
        self.broken_at = None
        self.refused.append(name)
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode, error.sqlite_errorname = getattr(sqlite3, name), name
        raise error


class WatchedCursor(sqlite3.Cursor):
    def execute(self, sql, *parameters):
        return self._watched(super().execute, sql, parameters)

    def executemany(self, sql, *parameters):
        return self._watched(super().executemany, sql, parameters)

    def _watched(self, execute, sql, parameters):
        watch = self.connection.watch
        if watch is None:
            return execute(sql, *parameters)
        watch.statement(sql)
        try:
            return execute(sql, *parameters)
        except sqlite3.OperationalError as error:
            watch.refused.append(error.sqlite_errorname)
            raise


class WatchedConnection(sqlite3.Connection):
    watch: Watch | None = None

    def cursor(self):
        return super().cursor(WatchedCursor)

    def commit(self):
        if self.watch is not None and self.in_transaction:
            self.watch.commit()
        super().commit()


class _Kept:
    """An engine that outlives its process, as it holds nothing but compiled statements.

    Each process that takes it gets connections of its own, to its own file.
    """

    free: ClassVar[list["_Kept"]] = []

    def __init__(self, engine: Engine):
        self.engine, self.file, self.watch = engine, "", Watch()
        event.listen(engine, "do_connect", self._connect)
        event.listen(engine, "connect", self._connected)

    @classmethod
    def take(cls, engine: Engine) -> "_Kept":
        found = cls.free.pop() if cls.free else cls(engine)
        found.file, found.watch = engine.url.database, Watch()
        return found

    def give_back(self) -> None:
        self.free.append(self)

    def _connect(self, _dialect, _record, arguments, options):
        arguments[0] = self.file
        options["factory"] = WatchedConnection

    def _connected(self, connection, _record):
        connection.execute("PRAGMA busy_timeout=1").close()
        connection.watch = self.watch


class SteppedDatabase(Database):
    """A ``Database`` whose ``run`` is one turn: others come before it and before its answer."""

    def __init__(self, engine, **more):
        self._kept = _Kept.take(engine) if engine.dialect.name == "sqlite" else None
        super().__init__(engine if self._kept is None else self._kept.engine, **more)
        self.watch = Watch() if self._kept is None else self._kept.watch
        if self._kept is None:
            event.listen(engine, "before_cursor_execute", self._before)
            event.listen(engine, "commit", lambda _: self.watch.commit())

    async def run(self, fn, *, records=False):  # noqa: ARG002 - each act here has its own turn
        await Pause()
        answer = self._whole(fn)
        await Pause()
        return answer

    def run_now(self, fn):
        return self._whole(fn)

    def close_now(self):
        super().close_now()
        if self._kept is not None:
            self._kept.give_back()
            self._kept = None

    def _once(self, fn, named, lock):
        self.watch.begin()
        answer = super()._once(fn, named, lock)
        self.watch.touched.update(self.watch.tables)
        self.watch.reach(COMMITTED)
        return answer

    def _before(self, _connection, _cursor, statement, *_):
        self.watch.statement(statement)
