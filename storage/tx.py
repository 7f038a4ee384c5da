"""One transaction, as the desk sees it.

Statements go to the database at once, or on a server with the next question. Log records,
messages and timers are gathered and written at the end, under the lock of the log's head, so
that the head is held for as short as can be; a read within the same transaction does not see
them yet.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar, overload

from sqlalchemy import Connection, CursorResult, Executable, Select, bindparam, update
from sqlalchemy.exc import DBAPIError

from storage import checkpoints, deliveries, log, nodes, rows, standing
from storage.errors import Again, told
from storage.in_line import TIMER
from storage.notes import Signs
from storage.prepared import Parameters, Prepared, Question, Row, Rows, question, way_of
from storage.randomness import Randomness
from storage.sealed import NONCE_BYTES, KeyFile
from storage.tables import LogHeadRow
from storage.tree import Edge

_HEAD: Final = LogHeadRow.__table__  # type: ignore[attr-defined]
#: Locks the head and moves it on, from what it was in the snapshot and from nothing else.
_MOVE_HEAD: Final = Prepared(
    update(_HEAD)
    .where(
        _HEAD.c.id == 1,
        _HEAD.c.size == bindparam("before"),
        _HEAD.c.deliveries == bindparam("delivered"),
    )
    .values(size=bindparam("grown"), deliveries=bindparam("queued"), edge=bindparam("grown_edge"))
)

Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Settled:
    """What a transaction wrote at its end: anything at all, and deliveries to whom.

    A timer's empty conversation counts as one. ``head`` is the log's, where it moved, and
    ``asked`` what was asked before it and is so still.
    """

    wrote: bool = False
    conversations: frozenset[str] = frozenset()
    head: "Head | None" = None
    tags: tuple[str, ...] = ()
    asked: Mapping[Question, Rows] = field(default_factory=dict)


class Head(NamedTuple):
    """The log's head: the log as it is, and how many deliveries were ever queued."""

    mark: standing.Mark
    deliveries: int


Boundary = Callable[[datetime, datetime], bool]


class Tx:
    """What a function that runs in a transaction is handed; of no use after it.

    ``now`` is the moment of the act in UTC, read under the write lock; ``steady`` is in
    seconds of real time; ``random`` gives ids, salts and nonces.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        now: datetime,
        steady: float,
        keys: KeyFile,
        random: Randomness,
        signs: Signs | None = None,
        head: Head,
        asked: Mapping[Question, Rows] | None = None,
        look: standing.Look | None = None,
    ) -> None:
        """Belong to one connection, inside its transaction; ``asked`` are answers to ``ahead``."""
        self.now = now
        self.steady = steady
        self.random = random
        self.signs = signs
        self.look = look or standing.Look(standing.Shelf({}))
        #: What this transaction has read, written or drawn of single requests, and reads no more.
        self.memory: dict[tuple[str, str], Any] = {}
        self._head = head
        self._connection = connection
        self._way = way_of(connection)
        self._asked: dict[Question, Rows] = dict(asked or {})
        self._ahead = dict(self._asked)
        self._keys = keys
        #: What an earlier run found to be queued already, by its stored name.
        self.named: Mapping[str, str] = {}
        self._acts: list[log.Act] = []
        self._tags: list[str] = []
        self._rows: list[tuple[str, str]] = []  # written, and in no record yet
        self._deliveries: dict[str, deliveries.Queued] = {}
        self._checkpoint: checkpoints.Due | None = None

    @property
    def server(self) -> bool:
        """Say whether this is PostgreSQL, where others write at the same time."""
        return self._connection.dialect.name == "postgresql"

    @property
    def connection_holds(self) -> MutableMapping[Any, Any]:
        """Give what is noted of the connection itself, for as long as it lasts."""
        return self._connection.info

    @overload
    def execute(self, statement: Prepared, parameters: Parameters = None) -> Rows: ...

    @overload
    def execute(
        self, statement: Executable, parameters: Parameters = None
    ) -> CursorResult[Any]: ...

    def execute(
        self, statement: Executable | Prepared, parameters: Parameters = None
    ) -> CursorResult[Any] | Rows:
        """Run a Core statement; one that was prepared takes a third of the time.

        On a server, one that only adds rows goes with the next question, or one that is not
        counted: what is wrong with it is raised there, or at the end.
        Raises StatementRefused where the database refuses it, and DatabaseUnavailable.
        """
        if isinstance(statement, Prepared):
            known = self._known(statement, parameters) if self._ahead or self._asked else None
            if known is not None:
                self._arrive()
                return known
            run = self._way.later if statement.silent else self._way.ask
            return _telling(run, statement, parameters)
        self._arrive()
        if not isinstance(statement, Select):
            self._ahead.clear()
            self._asked.clear()
        return _telling(self._connection.execute, statement, parameters)

    def ahead(self, *questions: tuple[Prepared, Row]) -> None:
        """Say what will be asked soon: on a server all of it goes in the next journey.

        Each answer is for the first that asks, unless this transaction has written to a table
        that it was read from meanwhile: then it is asked anew.
        """
        if self.server:
            for prepared, values in questions:
                self._ahead[question(prepared, values)] = _telling(
                    self._way.later, prepared, values
                )

    def seal(self, table: str, row_id: str, value: Mapping[str, Any] | bytes) -> bytes:
        """Seal a JSON value, or its canonical text, for one row; SealOverflow where too large."""
        return self._keys.seal(table, row_id, value, self.random.bytes(NONCE_BYTES))

    def unseal(self, table: str, row_id: str, blob: bytes) -> dict[str, Any]:
        """Open what was sealed for this row; NotSealedHere for any other."""
        return self._keys.unseal(table, row_id, blob)

    def wrap(self, place: str, data_key: bytes) -> bytes:
        """Encrypt a data key for its place, under the key file."""
        return self._keys.wrap(place, data_key, self.random.bytes(NONCE_BYTES))

    def unwrap(self, place: str, blob: bytes) -> bytes:
        """Open a data key that was wrapped for this place; NotSealedHere for any other."""
        return self._keys.unwrap(place, blob)

    def name(self, natural_key: str) -> str:
        """Give the name under which a natural key is stored, whichever key seals by now."""
        return self._keys.name(natural_key)

    def log(
        self,
        tag: str,
        *,
        actor: str,
        subject: str | None = None,
        request: str | None = None,
        policy: str | None = None,
        calendar: str | None = None,
        open: Mapping[str, Any] | None = None,  # noqa: A002 - the record's own word
        sealed: Mapping[str, Any] | None = None,
        restricted: Mapping[str, Any] | None = None,
    ) -> None:
        """Record an act: ``open`` for everybody, ``sealed`` for compliance and an authority.

        ``restricted`` is for those of them alone who may know of restrictions.
        """
        fields = {
            "tag": tag,
            "actor": actor,
            "subject": subject,
            "request": request,
            "policy": policy,
            "calendar": calendar,
        }
        if standing.belongs_elsewhere(tag, (table for table, _ in self._rows)):
            raise LookupError(f"{tag} holds rows that stand: take it out of standing.ELSEWHERE")
        body = {
            "open": open or {},
            "sealed": sealed or {},
            "restricted": {**(restricted or {}), **self._held()},
        }
        self._tags.append(tag)
        self._acts.append(log.act(fields, self.now, body, self.random))

    def checkpoint(self, due: datetime | None = None) -> str:
        """Have the log signed as it is once this transaction is in it; gives the row's id.

        ``due`` is the fixed time that it is made for; asked for twice, it is one checkpoint.
        Raises LookupError where this process has no signing key (``signs``).
        """
        if self.signs is None:
            raise LookupError("a checkpoint is signed by a process that was given the key")
        if self._checkpoint is None:
            self._checkpoint = checkpoints.Due(self.random.token(), due)
        return self._checkpoint.id

    def wrote(self, table: str, row: Row, opened: Row | bytes | None = None) -> None:
        """Have the next record hold a row that was written; ``opened`` is what it seals.

        That is a JSON value or its canonical text.
        """
        if opened is None and "sealed" in row:
            opened = self.unseal(table, row["id"], row["sealed"])
        self._rows.append((table, rows.digest(table, row, opened)))
        self.look.written.add(table)
        for known in [each for each in self.memory if each[0] == table]:
            del self.memory[known]

    def stands(self, *tables: str) -> bool:
        """Say whether what is kept of these tables is so here: where this one wrote none of them.

        After that, who wants one row asks for it: all of them are read anew each time.
        """
        return not self.look.written.intersection(tables)

    def kept(self, name: Any, tables: frozenset[str], read: Callable[[], Kept]) -> Kept:
        """Give what was read of tables that stand for long, kept since an earlier transaction.

        Nobody may change it. Where this one wrote to these tables, it is read anew.
        """
        return self.look.kept(name, tables, read)

    def deliver(
        self,
        key: str,
        to: str,
        about: Mapping[str, Any],
        due: datetime | None = None,
        *,
        bulk: bool = False,
    ) -> str:
        """Queue a message to a Slack user and give its row's id.

        ``key`` is its natural key: asked for twice, it is one row and the first one's
        id; where an earlier transaction asked first, that is found at the end, and the function
        run again with the id. ``about`` is sealed. Without ``due`` it is sent as soon as can be;
        ``bulk`` is told to everybody, and gives way to all else.
        """
        name = self.name(key)
        if name in self._deliveries:
            return self._deliveries[name].id
        if name in self.named:
            return self.named[name]
        row_id = self.random.token()
        blob = self.seal(deliveries.TABLE, row_id, about)
        self._deliveries[name] = deliveries.Queued(row_id, name, to, due or self.now, blob, bulk)
        return row_id

    def at(self, when: datetime, key: str, about: Mapping[str, Any]) -> None:
        """Set a timer, under a natural key; one that is set already stays as it is."""
        self.deliver(key, TIMER, about, when)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo all that is written, recorded and queued within, where something is raised."""
        acts, queued, written = list(self._acts), dict(self._deliveries), list(self._rows)
        self._arrive()
        try:
            with self._connection.begin_nested():
                yield
                self._arrive()
        except BaseException:
            self._way.forget()
            self._acts, self._deliveries, self._rows = acts, queued, written
            self.memory.clear()
            self._ahead.clear()
            raise

    def settle(self, now: Callable[[], datetime], boundary: Boundary) -> Settled:
        """Write what was gathered; say what of it concerns others.

        Called once, by the database, after the function has returned. Raises Again
        where a boundary lies between the function's ``now`` and the commit's, and where a
        message was queued already.
        """
        if self._deliveries:
            self._leave_out(deliveries.already(self, self._deliveries))
        if not self._acts and not self._deliveries and self._checkpoint is None:
            self._arrive()
            return Settled(asked=self._asked)
        before, delivered = self._head
        edge = Edge.read(*before)
        completed = [row for one in self._acts for row in nodes.noted(edge, one.leaf)]
        grown = standing.Mark(edge.size, edge.kept())
        moved = self._move_head(grown)
        if self._acts:
            log.append(self._way, self._acts, before.size, self._keys, self.random)
            nodes.write(self._way, completed)
        deliveries.append(self._way, list(self._deliveries.values()), delivered)
        if self._checkpoint is not None and self.signs is not None:
            checkpoints.write(self, self.signs, self._checkpoint, edge)
        self._arrive()
        if moved.rowcount != 1:
            raise Again("the log's head")
        if boundary(self.now, now()):
            raise Again("a boundary of time")
        return Settled(
            wrote=True,
            conversations=frozenset(one.conversation for one in self._deliveries.values()),
            head=Head(grown, delivered + len(self._deliveries)),
            tags=tuple(self._tags),
            asked=self._asked,
        )

    def _known(self, statement: Prepared, parameters: Parameters) -> Rows | None:
        """Give the answer that is on its way; at what is written, drop those that it changes."""
        if statement.writes is not None:
            for answers in (self._ahead, self._asked):
                for stale in [one for one in answers if statement.writes in one[0].reads]:
                    del answers[stale]
            return None
        if parameters is not None and not isinstance(parameters, Mapping):
            return None
        return self._ahead.pop(question(statement, parameters or {}), None)

    def _leave_out(self, known: Mapping[str, str]) -> None:
        """Queue nothing twice: a timer is dropped, and who was given another id runs again."""
        if any(self._deliveries[name].conversation != TIMER for name in known):
            raise Again("a delivery that was queued before", known)
        for name in known:
            del self._deliveries[name]

    def _held(self) -> dict[str, dict[str, list[str]]]:
        """Give the digests of the rows that were written since the last record, by table."""
        found: dict[str, list[str]] = {}
        for table, digest in self._rows:
            found.setdefault(table, []).append(digest)
        self._rows = []
        return {rows.ROWS: found} if found else {}

    def _move_head(self, grown: standing.Mark) -> Rows:
        """Lock the head, the last row of all, and move it on; no row, where somebody else did."""
        before, delivered = self._head
        row = {
            "before": before.size,
            "delivered": delivered,
            "grown": grown.size,
            "queued": delivered + len(self._deliveries),
            "grown_edge": grown.edge,
        }
        return self._way.later(_MOVE_HEAD, row)

    def _arrive(self) -> None:
        """Wait until all that was written is there; raises what ``execute`` does."""
        _telling(self._way.arrive)


def _telling(do: Callable[..., Kept], *given: Any) -> Kept:
    """Do it, and turn what the driver raises into ours."""
    try:
        return do(*given)
    except DBAPIError as error:
        failure = told(error)
    raise failure  # outside, so that the driver's message is not chained to it
