"""Transactions: a function goes in, and what it did is committed when its answer comes out.

On SQLite one thread with one connection writes, each transaction beginning with the
file's write lock; another process waits at that lock. On PostgreSQL four threads run
SERIALIZABLE transactions, and one that met another is run again from its start.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, Final, Self, TypeVar

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError

from storage import log, register, upgrade
from storage.engines import POSTGRES_THREADS
from storage.errors import TAKEN, Again, DatabaseUnavailable, StatementRefused, told
from storage.in_line import TIMER
from storage.log import BODIES
from storage.notes import Signs
from storage.prepared import Prepared, Question, Rows, question, way_of
from storage.randomness import Randomness
from storage.register import Register
from storage.sealed import KeyFile
from storage.standing import Look, Mark, Standing
from storage.tables import LogBodyRow
from storage.together import Turns, Waiting
from storage.tx import Boundary, Head, Settled, Tx

T = TypeVar("T")
#: The head alone; and all messages too, so that nobody sends any meanwhile: for acts that share
#: a commit, and for one whom the head alone does not help.
_LOCK_HEAD: Final = Prepared(text("LOCK TABLE log_head IN EXCLUSIVE MODE"))
_LOCK_ALL: Final = Prepared(text("LOCK TABLE log_head, deliveries IN EXCLUSIVE MODE"))
_SNAPSHOT: Final = Prepared(text("SELECT size, edge, deliveries FROM log_head"))

#: How often a transaction is run at most, and after how many runs it makes others wait.
ATTEMPTS: Final = 12
INSISTENT: Final = 1
ALONE: Final = 4


class Database:
    """The one way to the tables; see ``open``, ``run`` and ``run_now``.

    ``on_delivery``, where set, is called from a worker thread after each commit that
    queued deliveries, ``on_commit`` after each that recorded or queued anything, with the
    conversations of the messages among it. Whatever they raise is dropped, as the rows are
    there to be found.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        keys: KeyFile,
        now: Callable[[], datetime],
        steady: Callable[[], float],
        boundary: Boundary | None,
        random: Randomness | None,
        signs: Signs | None = None,
    ) -> None:
        """Take an engine whose tables are at their head; use ``open`` instead."""
        self.on_delivery: Callable[[], None] | None = None
        self.on_commit: Callable[[frozenset[str]], None] | None = None
        self._engine = engine
        self._keys = keys
        self._now = now
        self._steady = steady
        self._boundary = boundary or (lambda _first, _second: False)
        self._random = random or Randomness()
        self._signs = signs
        self._standing = Standing()
        self._server = engine.dialect.name == "postgresql"
        threads = POSTGRES_THREADS if self._server else 1
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="preclear-database")
        # On SQLite nobody but the one thread writes; on a server, turns are one more's.
        self._writer = (
            ThreadPoolExecutor(1, thread_name_prefix="preclear-turns")
            if self._server
            else self._threads
        )
        self._turns = Turns(self._writer, self._together, self._in_turn)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        keys: KeyFile,
        now: Callable[[], datetime],
        steady: Callable[[], float],
        boundary: Boundary | None = None,
        random: Randomness | None = None,
        signs: Signs | None = None,
        proven: bool = True,
    ) -> Self:
        """Open a database that ``preclear db upgrade`` has brought to its head.

        ``now`` gives aware instants, ``steady`` seconds of real time. ``boundary`` says
        whether what is decided may differ between two moments; then a transaction whose
        commit would cross it is run again. ``signs`` signs checkpoints. Not ``proven``, it is
        opened whether or not the keys are its own: to look which rows they open, and never to
        write.

        Raises BadDatabaseUrl, NotUpgraded, DatabaseUnavailable, and NotSealedHere where
        the key file is not this database's.
        """
        database = cls(
            upgrade.checked(url),
            keys=keys,
            now=now,
            steady=steady,
            boundary=boundary,
            random=random,
            signs=signs,
        )
        try:
            if proven:
                database.run_now(_check_keys)
        except BaseException:
            database.close_now()
            raise
        return database

    def sign_no_more(self) -> None:
        """Make no checkpoint from here on: nothing of ours is to vouch for this log."""
        self._signs = None

    async def run(self, fn: Callable[[Tx], T], *, records: bool = False) -> T:
        """Run ``fn`` in one transaction, off the event loop; committed when this returns.

        ``records`` says that it is short and, unless it is refused, records an act: then it
        takes its turn at the log's head at once, and shares its commit with what came meanwhile.

        ``fn`` may be run more than once and changes nothing but its transaction. What it
        raises comes out here, and nothing is kept. Where the awaiter is cancelled, the
        transaction is committed or rolled back whole all the same. DatabaseUnavailable
        can mean that a server was lost during the commit: ask what is there, then again.
        """
        return await asyncio.wrap_future(self._submit(fn, records=records))

    def run_now(self, fn: Callable[[Tx], T]) -> T:
        """Do the same and wait for it: for the command line, never on an event loop."""
        return self._submit(fn).result()

    def empty_write_ahead_log(self) -> bool:
        """Bring what SQLite's write-ahead log holds into the file, and leave the log empty.

        False where another process reads from it just now. A server has none of ours.
        """
        return self._server or self._threads.submit(self._empty_log).result()

    def _empty_log(self) -> bool:
        raw = self._engine.raw_connection()
        try:
            found = raw.driver_connection.execute(  # type: ignore[union-attr]
                "PRAGMA wal_checkpoint(TRUNCATE)"
            ).fetchone()
        finally:
            raw.close()
        return bool(found[0] == 0)

    async def close(self) -> None:
        """Finish what has begun, then let go of the database."""
        await asyncio.get_running_loop().run_in_executor(None, self.close_now)

    def close_now(self) -> None:
        """Do the same and wait for it."""
        self._writer.shutdown(wait=True)
        self._threads.shutdown(wait=True)
        self._engine.dispose()

    def _submit(self, fn: Callable[[Tx], T], *, records: bool = False) -> Future[T]:
        try:
            if records:
                return self._turns.wait(fn)
            return self._threads.submit(self._whole, fn)
        except RuntimeError:
            raise DatabaseUnavailable("the database was closed") from None

    def _in_turn(self, fn: Callable[[Tx], T]) -> T:
        """Run one that waited for its turn: the head is locked first, so that it keeps it."""
        return self._whole(fn, insistent=True)

    def _whole(self, fn: Callable[[Tx], T], *, insistent: bool = False) -> T:
        """Run a transaction as often as it takes, then wake whoever delivers."""
        why, named = "", dict[str, str]()
        for attempt in range(ATTEMPTS):
            try:
                lock = self._lock(attempt, insistent=insistent)
                answer, settled = self._once(fn, named, lock)
            except Again as met:
                why = met.why
                named.update(met.named)
                continue
            except StatementRefused as refused:
                # Perhaps by a row that another transaction wrote meanwhile: look again.
                if refused.code == TAKEN and attempt < INSISTENT:
                    continue
                raise
            self._tell(settled)
            return answer
        raise DatabaseUnavailable(f"a transaction met others {ATTEMPTS} times over ({why})")

    def _together(self, waiting: list[Waiting]) -> list[Waiting]:
        """Run several in one transaction, or give all of them back: then nothing was committed.

        Nobody sends meanwhile: a third of them met somebody who did, and all of it was in vain.
        Where they meet another's transaction all the same, they run once more.
        """
        for _ in range(2):
            done, failure, committing = self._shared(waiting, _LOCK_ALL if self._server else None)
            if not isinstance(failure, Again) or not failure.met:
                break
        if failure is not None:
            away = isinstance(failure, DatabaseUnavailable)
            if not away and (not committing or isinstance(failure, Again)):
                return waiting
            for one in waiting:  # alone each of them would wait for the database once more
                one.future.set_exception(failure)
            return []
        for one, answer, settled in done:
            self._tell(settled)
            one.future.set_result(answer)
        return []

    def _shared(
        self, waiting: list[Waiting], lock: Prepared | None
    ) -> tuple[list[tuple[Waiting, Any, Settled]], Exception | None, bool]:
        """Run several once; give what came of each, what failed, and whether it was the commit."""
        done, committing = list[tuple[Waiting, Any, Settled]](), False
        failure: Exception | None = None
        try:
            with self._engine.connect() as connection, connection.begin():
                began = self._utc_now()
                head, asked = self._snapshot(connection, lock)
                for one in waiting:
                    answer, settled = self._act(connection, one.fn, {}, head, asked)
                    done.append((one, answer, settled))
                    head, asked = settled.head or head, settled.asked
                self._still_within(began)
                committing = True
        except Exception as error:  # noqa: BLE001 - whoever waits is told, or runs alone
            failure = told(error) if isinstance(error, DBAPIError) else error
        return done, failure, committing

    def _tell(self, settled: Settled) -> None:
        """Wake whoever waits for what was committed."""
        if settled.conversations and self.on_delivery is not None:
            with contextlib.suppress(Exception):
                self.on_delivery()
        if settled.wrote and self.on_commit is not None:
            with contextlib.suppress(Exception):
                self.on_commit(settled.conversations - {TIMER})

    def _once(
        self, fn: Callable[[Tx], T], named: Mapping[str, str], lock: Prepared | None
    ) -> tuple[T, Settled]:
        try:
            with self._engine.connect() as connection, connection.begin():
                try:
                    head, asked = self._snapshot(connection, lock)
                except DBAPIError as error:
                    if not error.connection_invalidated:
                        raise
                    # Nothing was done yet, and a new connection may serve.
                    lost = Again("a connection that the server had dropped")
                else:
                    return self._act(connection, fn, named, head, asked)
                raise lost
        except DBAPIError as error:
            failure = told(error)
        raise failure  # outside, so that the driver's message is not chained to it

    def _act(
        self,
        connection: Connection,
        fn: Callable[[Tx], T],
        named: Mapping[str, str],
        head: Head,
        asked: Mapping[Question, Rows],
    ) -> tuple[T, Settled]:
        """Hand out a transaction whose ``now`` is read once nobody can come before it."""
        tx = Tx(
            connection,
            now=self._utc_now(),
            steady=self._steady(),
            keys=self._keys,
            random=self._random,
            signs=self._signs,
            head=head,
            asked=asked,
        )
        tx.named = named
        tx.look = Look(self._standing.at(head.mark, lambda start, many: log.tags(tx, start, many)))
        answer = fn(tx)
        settled = tx.settle(self._utc_now, self._boundary)
        # Before the commit already: what a log holds that was never committed, no log has again.
        grown = settled.head or head
        self._standing.committed(tx.look, grown.mark, settled.tags)
        return answer, settled

    def _still_within(self, began: datetime) -> None:
        """Raise Again where a boundary of time was crossed since the first of several began."""
        if self._boundary(began, self._utc_now()):
            raise Again("a boundary of time")

    def _lock(self, attempt: int, *, insistent: bool) -> Prepared | None:
        """Give the lock to take before the snapshot, so that nobody else can come between.

        On SQLite it was taken with BEGIN IMMEDIATE.
        """
        if not self._server:
            return None
        if attempt >= ALONE:
            return _LOCK_ALL
        return _LOCK_HEAD if insistent or attempt >= INSISTENT else None

    def _snapshot(
        self, connection: Connection, lock: Prepared | None
    ) -> tuple[Head, Mapping[Question, Rows]]:
        """Take the lock and then the snapshot, and say what the log is in it.

        Who locks on a server acts, and begins with the register's mark: it comes with it.
        """
        way, asked = way_of(connection), dict[Question, Rows]()
        if lock is not None:
            way.later(lock)
            asked[question(register.MARK, {})] = way.later(register.MARK)
        found = way.later(_SNAPSHOT)
        way.arrive()
        size, edge, delivered = found.one()
        return Head(Mark(size, bytes(edge)), delivered), asked

    def _utc_now(self) -> datetime:
        return self._now().astimezone(UTC)


_BODY: Final = LogBodyRow.__table__  # type: ignore[attr-defined]
_ENDS: Final = tuple(
    select(_BODY.c.index.label("place"), _BODY.c.sealed)
    .where(func.length(_BODY.c.sealed) > 0)  # a retention act may have emptied the first
    .order_by(order)
    .limit(1)
    for order in (_BODY.c.index, _BODY.c.index.desc())
)


def _check_keys(tx: Tx) -> None:
    """Open the log's first and last entry and the register: wrong keys are refused at once.

    The first one, because a file that has lost its old keys would also give other names.
    """
    for one in _ENDS:
        found = tx.execute(one).first()
        if found is not None:
            tx.unseal(BODIES, str(found.place), found.sealed)
    Register().read(tx)
