"""Prepared statements on PostgreSQL: several at a time, in one journey to the server and back.

The server keeps each as it is written out, once a connection. What only adds rows waits for the
next question and goes with it, as does the beginning of the transaction: what an act waits for
most is the way to the server and back, and the log's head is locked meanwhile.

libpq is spoken to as psycopg does in its pipeline mode, without what it does besides for each
statement, which is several times as much (libpq's documents: "Pipeline Mode").
"""

import select
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import count
from secrets import token_hex
from typing import Any, Final, NamedTuple

from psycopg import Error, OperationalError
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, Format, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql.psycopg import dialect

from storage.errors import STATEMENT_LOST
from storage.prepared import Parameters, Prepared, Rows, Text, Way, rows_of

#: Writes a statement out with numbers in the places of its values, as the server wants it.
_NUMBERED: Final = dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
_BEGIN: Final = b"BEGIN ISOLATION LEVEL SERIALIZABLE"
#: So many statements a journey at most: their answers find room while others are still sent.
_MOST: Final = 100
_DONE: Final = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
#: Where a connection notes what its server keeps.
_KEPT: Final = "preclear_kept"
#: No name is given twice, whatever became of the first attempt.
_NAMES: Final = count()
#: Nor by two processes: whatever answers to a name is what was kept under it.
_OURS: Final = token_hex(4).encode()

Value = tuple[bytes | None, Format]
#: What each kind of value is on the way. A string with the one character that the server cannot
#: keep goes with its length, so that it is refused there, and does not end there.
_KINDS: Final[dict[type, Callable[[Any], Value]]] = {
    type(None): lambda _: (None, Format.TEXT),
    str: lambda value: (value.encode(), Format.BINARY if "\0" in value else Format.TEXT),
    bytes: lambda value: (value, Format.BINARY),
    bool: lambda value: (b"t" if value else b"f", Format.TEXT),
    int: lambda value: (b"%d" % value, Format.TEXT),
    float: lambda value: (repr(value).encode(), Format.TEXT),
    date: lambda value: (value.isoformat().encode(), Format.TEXT),
}


class _Asked(NamedTuple):
    """A statement that waits to be sent, with its values, and what is to hold its answer."""

    text: Text
    values: tuple[Any, ...]
    sent: list[Value]
    found: Rows


class _Kept:
    """What is known of one connection: the statements that its server keeps, by their names."""

    def __init__(self, raw: Any) -> None:
        self.names: dict[Text, bytes] = {}
        self.reading = Transformer(raw)
        #: Waits until something came; and until something came or more can be sent.
        self.comes, self.comes_or_goes = select.poll(), select.poll()
        self.comes.register(raw.pgconn.socket, select.POLLIN)
        self.comes_or_goes.register(raw.pgconn.socket, select.POLLIN | select.POLLOUT)


class _Step(NamedTuple):
    """One thing to be sent, and what is done with its answer."""

    send: Callable[[PGconn], None]
    text: Text
    then: Callable[[PGresult], None]


class Journeys(Way):
    """The way to a server, for one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Belong to a connection, in its transaction."""
        super().__init__(connection)
        self._waiting: list[_Asked] = []

    def ask(self, prepared: Prepared, given: Parameters = None) -> Rows:
        """Run one behind all that waits, and give what it found; see ``Way.ask``."""
        found = self.later(prepared, given)
        self.arrive()
        return found

    def later(self, prepared: Prepared, given: Parameters = None) -> Rows:
        """Have one wait for the next journey; what is given back is filled then."""
        rows, found = rows_of(given), Rows((), 0)
        text = prepared.text(_NUMBERED, tuple(rows[0]))
        for row in rows:
            values = text.values(row)
            self._waiting.append(_Asked(text, values, [_value(one) for one in values], found))
        return found

    def arrive(self) -> None:
        """Send all that waits; at the first that the server refuses, no more is done."""
        waiting, self._waiting = self._waiting, []
        for start in range(0, len(waiting), _MOST):
            self._travel(waiting[start : start + _MOST])

    def forget(self) -> None:
        """Send nothing of what waits."""
        self._waiting = []

    def _travel(self, part: Sequence[_Asked]) -> None:
        for one in part:
            self._heard(one.text, one.values, several=False)
        text, raw = part[0].text, self._connection.connection
        try:
            kept = raw.info.get(_KEPT) or raw.info.setdefault(_KEPT, _Kept(raw.driver_connection))
            server: PGconn = raw.driver_connection.pgconn  # type: ignore[union-attr]
            steps = list(_steps(part, kept, server))
            for step, answer in zip(steps, _exchanged(server, kept, steps), strict=True):
                text = step.text
                if answer.status not in _DONE:
                    raise error_from_result(answer)
                step.then(answer)
        except Error as error:
            if error.sqlstate == STATEMENT_LOST:
                raw.info.pop(_KEPT)
            self._failed(error, text, None)


def _steps(part: Sequence[_Asked], kept: _Kept, server: PGconn) -> Iterator[_Step]:
    """Say what is to be sent: each statement, and before its first time that it is to be kept.

    Right before, as a statement that is made ready takes the transaction's snapshot, and the
    locks that stand before it are to be had by then.
    """
    if server.transaction_status == TransactionStatus.IDLE:
        yield _Step(lambda server: server.send_query_params(_BEGIN, None), part[0].text, _nothing)
    named = dict[Text, bytes]()
    for one in part:
        text = one.text
        name = kept.names.get(text) or named.get(text)
        if name is None:
            name = named[text] = b"preclear_%s_%d" % (_OURS, next(_NAMES))
            yield _Step(partial(_keep, text, name), text, partial(_is_kept, kept, text, name))
        yield _Step(partial(_run, name, one.sent), text, partial(_fill, kept, one))


def _keep(text: Text, name: bytes, server: PGconn) -> None:
    server.send_prepare(name, text.sql.encode())


def _is_kept(kept: _Kept, text: Text, name: bytes, _answer: PGresult) -> None:
    kept.names[text] = name


def _run(name: bytes, values: Sequence[Value], server: PGconn) -> None:
    sent, formats = [value for value, _ in values], [how for _, how in values]
    server.send_query_prepared(name, sent, formats, Format.BINARY)


def _fill(kept: _Kept, one: _Asked, answer: PGresult) -> None:
    """Hand over the rows of an answer."""
    one.found.rowcount += answer.command_tuples or 0
    if answer.nfields:
        kept.reading.set_pgresult(answer)
        rows = kept.reading.load_rows(0, answer.ntuples, tuple)
        one.found.extend(one.text.shaped(rows, lambda: _described(answer)))


def _described(answer: PGresult) -> list[tuple[str, int]]:
    columns = range(answer.nfields)
    return [((answer.fname(place) or b"").decode(), answer.ftype(place)) for place in columns]


def _nothing(_answer: PGresult) -> None:
    pass


def _exchanged(server: PGconn, kept: _Kept, steps: Sequence[_Step]) -> list[PGresult]:
    """Send it all, and give an answer for each; OperationalError where the server was lost."""
    try:
        server.enter_pipeline_mode()
        for step in steps:
            step.send(server)
        server.pipeline_sync()
        answers = [_answer(server, kept) for _ in steps]
        _answered(server, kept)
        server.exit_pipeline_mode()
    except BaseException:
        # Nobody knows what is still under way: this connection serves no more.
        server.finish()
        raise
    return answers


def _answer(server: PGconn, kept: _Kept) -> PGresult:
    """Wait for one statement's answer, and take the mark that ends it."""
    answer = _answered(server, kept)
    if server.status != ConnStatus.OK:
        raise error_from_result(answer)
    server.get_result()
    return answer


def _answered(server: PGconn, kept: _Kept) -> PGresult:
    """Wait for what comes next. libpq would wait too, and all other threads with it."""
    while (unsent := server.flush()) or server.is_busy():
        (kept.comes_or_goes if unsent else kept.comes).poll()
        server.consume_input()
    answer = server.get_result()
    if answer is None:
        raise OperationalError("the connection to the server is lost")
    return answer


def _value(value: Any) -> Value:
    """Give one value as it is sent; TypeError for what no column here has."""
    turn = _KINDS.get(type(value))
    if turn is None:
        turn = next((way for kind, way in _KINDS.items() if isinstance(value, kind)), None)
    if turn is None:
        raise TypeError(f"no column holds a {type(value).__name__}")
    return turn(value)
