"""One transaction, as the desk sees it.

Statements go to the database at once. Log records, messages and timers are gathered
and written at the end, under the lock of the log's head, so that the head is held for
as short as can be; a read within the same transaction does not see them yet.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, CursorResult, Executable, bindparam, update
from sqlalchemy.exc import DBAPIError

from storage import checkpoints, deliveries, log, rows
from storage.errors import Again, told
from storage.notes import Signs
from storage.randomness import Randomness
from storage.sealed import NONCE_BYTES, KeyFile
from storage.tables import LogHeadRow
from storage.tree import Edge

_HEAD: Final = LogHeadRow.__table__  # type: ignore[attr-defined]
#: Locks the head and counts on, in one statement. The edge follows once it is known.
_TAKE_HEAD: Final = (
    update(_HEAD)
    .where(_HEAD.c.id == 1)
    .values(
        size=_HEAD.c.size + bindparam("more"),
        deliveries=_HEAD.c.deliveries + bindparam("delivered"),
    )
    .returning(_HEAD.c.size, _HEAD.c.deliveries, _HEAD.c.edge)
)
_KEEP_EDGE: Final = update(_HEAD).where(_HEAD.c.id == 1).values(edge=bindparam("grown"))

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settled:
    """What a transaction wrote at its end: anything at all, and deliveries to whom.

    It is true where deliveries are among it, a timer's empty conversation counting as one.
    """

    wrote: bool = False
    conversations: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.conversations)


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
    ) -> None:
        """Belong to one connection, inside its transaction."""
        self.now = now
        self.steady = steady
        self.random = random
        self.signs = signs
        self._connection = connection
        self._keys = keys
        self._acts: list[log.Act] = []
        self._rows: list[tuple[str, str]] = []  # written, and in no record yet
        self._deliveries: dict[str, deliveries.Queued] = {}
        self._checkpoint: checkpoints.Due | None = None

    @property
    def server(self) -> bool:
        """Say whether this is PostgreSQL, where others write at the same time."""
        return self._connection.dialect.name == "postgresql"

    def execute(
        self, statement: Executable, parameters: Row | Sequence[Row] | None = None
    ) -> CursorResult[Any]:
        """Run a Core statement.

        Raises StatementRefused where the database refuses it, and DatabaseUnavailable.
        """
        try:
            return self._connection.execute(statement, parameters)
        except DBAPIError as error:
            failure = told(error)
        raise failure  # outside, so that the driver's message is not chained to it

    def seal(self, table: str, row_id: str, value: Mapping[str, Any]) -> bytes:
        """Seal a JSON value for one row of a table; SealOverflow where it is too large."""
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
        body = {
            "open": open or {},
            "sealed": sealed or {},
            "restricted": {**(restricted or {}), **self._held()},
        }
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

    def wrote(self, table: str, row: Row, opened: Row | None = None) -> None:
        """Have the next record hold a row that was written; ``opened`` is what it seals."""
        if opened is None and "sealed" in row:
            opened = self.unseal(table, row["id"], row["sealed"])
        self._rows.append((table, rows.digest(table, row, opened)))

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
        id. ``about`` is sealed. Without ``due`` it is sent as soon as can be;
        ``bulk`` is told to everybody, and gives way to all else.
        """
        name = self.name(key)
        if name in self._deliveries:
            return self._deliveries[name].id
        known = deliveries.named(self, name)
        if known is not None:
            return known
        row_id = self.random.token()
        blob = self.seal(deliveries.TABLE, row_id, about)
        self._deliveries[name] = deliveries.Queued(row_id, name, to, due or self.now, blob, bulk)
        return row_id

    def at(self, when: datetime, key: str, about: Mapping[str, Any]) -> str:
        """Set a timer, under a natural key, and give its row's id."""
        return self.deliver(key, deliveries.TIMER, about, when)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Undo all that is written, recorded and queued within, where something is raised."""
        acts, queued, written = list(self._acts), dict(self._deliveries), list(self._rows)
        try:
            with self._connection.begin_nested():
                yield
        except BaseException:
            self._acts, self._deliveries, self._rows = acts, queued, written
            raise

    def settle(self, now: Callable[[], datetime], boundary: Boundary) -> Settled:
        """Write what was gathered; say what of it concerns others.

        Called once, by the database, after the function has returned. Raises Again
        where a boundary lies between the function's ``now`` and the commit's.
        """
        if not self._acts and not self._deliveries and self._checkpoint is None:
            return Settled()
        edge, delivered = self._take_head()
        if boundary(self.now, now()):
            raise Again("a boundary of time")
        if self._acts:
            log.append(self._connection, self._acts, edge, self._keys, self.random)
            self.execute(_KEEP_EDGE, {"grown": edge.kept()})
        deliveries.append(self._connection, list(self._deliveries.values()), delivered)
        if self._checkpoint is not None and self.signs is not None:
            checkpoints.write(self, self.signs, self._checkpoint, edge)
        return Settled(
            wrote=True,
            conversations=frozenset(one.conversation for one in self._deliveries.values()),
        )

    def _held(self) -> dict[str, dict[str, list[str]]]:
        """Give the digests of the rows that were written since the last record, by table."""
        found: dict[str, list[str]] = {}
        for table, digest in self._rows:
            found.setdefault(table, []).append(digest)
        self._rows = []
        return {rows.ROWS: found} if found else {}

    def _take_head(self) -> tuple[Edge, int]:
        """Lock the head, the last row of all; give the tree's edge and the count as they were."""
        more, delivered = len(self._acts), len(self._deliveries)
        found = self.execute(_TAKE_HEAD, {"more": more, "delivered": delivered}).one()
        return Edge.read(found.size - more, found.edge), found.deliveries - delivered
