"""Requests as the desk leaves them behind, taken from a file and written again any number of times.

A few lives are lived at the real desk. Each row that one of them left is kept as places in a
list of values: what is the same in every such life, and what is drawn anew. They are written as a
retention leaves them after their time, rows without content; of the younger ones the row itself
says that it is kept, so that the indexes of what is kept have it.
"""

import secrets
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

#: The tables that a request's life leaves rows in, and what of each a retention takes out.
EMPTIED: Final = {
    "requests": (),
    "facts": ("public", "sealed"),
    "decisions": ("public", "sealed"),
    "transactions": ("sealed",),
    "deliveries": ("sealed",),
}
_INSTANTS: Final = frozenset({"at", "decide_by", "due_at", "ended_at"})
_ALPHABET: Final = "23456789ACDEFHJKMNPQRTVWXY"
_SHORT: Final = 8
_LONG: Final = 12
Row = tuple[Any, ...]


@dataclass(slots=True)
class Drawn:
    """What one life has that no other has."""

    number: int
    of: int
    at: int  # microseconds
    person: str
    slack_id: str
    seq: int  # of its first delivery
    removed: bool  # after its time

    def ids(self) -> tuple[str, str]:
        """Give the beginnings of its ids: in order, and spread like drawn ones over all there are.

        Rows in their order fill a tree quickly; a new row's random id falls between any two.
        """
        place, short = self.number * len(_ALPHABET) ** _SHORT // self.of, ""
        for _ in range(_SHORT):
            place, digit = divmod(place, len(_ALPHABET))
            short = _ALPHABET[digit] + short
        return short, f"{self.number * 16**_LONG // self.of:0{_LONG}x}"


@dataclass(slots=True)
class Life:
    """The rows of one life, ready to be written for others."""

    entries: int  # of the log
    deliveries: int
    fixed: list[Any] = field(default_factory=list)
    endings: list[str] = field(default_factory=list)  # of ids, behind what is drawn
    offsets: list[int] = field(default_factory=list)  # of moments, behind the life's first
    seqs: list[int] = field(default_factory=list)
    rows: dict[str, list[Callable[[list[Any]], Row]]] = field(default_factory=dict)

    def write(self, drawn: Drawn, into: dict[str, list[Row]]) -> str:
        """Add its rows, as somebody else's; gives the request's id."""
        short, long = drawn.ids()
        values = [*self.fixed, drawn.person, drawn.slack_id, short, drawn.removed]
        values += [long + ending for ending in self.endings]
        values += [drawn.at + offset for offset in self.offsets]
        values += [drawn.seq + seq for seq in self.seqs]
        for table, made in self.rows.items():
            into[table] += [one(values) for one in made]
        return short


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    """Name a table's columns."""
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def last_rows(connection: sqlite3.Connection) -> dict[str, int]:
    """Give each table's last row number."""
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    return {
        name: connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0]  # noqa: S608 - our names
        for (name,) in names.fetchall()
    }


class Taking:
    """Takes the rows that are written to a file from now on."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._before = last_rows(connection)

    def life(self) -> Life:
        """Make a life of the rows that were written since."""
        found = {table: self._since(table) for table in EMPTIED}
        (request,) = found["requests"]
        (entries,) = self._connection.execute(
            "SELECT size - ? FROM log_head", (self._before["log_leaves"],)
        ).fetchone()
        (seq,) = self._connection.execute(
            "SELECT coalesce(min(seq), 0) FROM deliveries WHERE rowid > ?",
            (self._before["deliveries"],),
        ).fetchone()
        (slack_id,) = self._connection.execute(
            "SELECT slack_id FROM people WHERE person = ?", (request["person"],)
        ).fetchone()
        life = Life(entries, len(found["deliveries"]))
        _Placing(life, request, slack_id, seq).place(found)
        return life

    def _since(self, table: str) -> list[dict[str, Any]]:
        names = columns_of(self._connection, table)
        rows = self._connection.execute(
            f"SELECT * FROM {table} WHERE rowid > ? ORDER BY rowid",  # noqa: S608 - our names
            (self._before[table],),
        )
        return [dict(zip(names, row, strict=True)) for row in rows]


class _Placing:
    """Finds a place in the list of values for each column of each row."""

    def __init__(self, life: Life, request: dict[str, Any], slack_id: str, seq: int) -> None:
        self._life = life
        self._request = request
        self._at, self._seq = request["at"], seq
        self._people = {request["person"]: 0, slack_id: 1}
        self._ids: dict[str, int] = {}
        self._wanted: list[list[tuple[str, Any]]] = []

    def place(self, found: dict[str, list[dict[str, Any]]]) -> None:
        """Fill the life's lists and its rows."""
        for table, rows in found.items():
            for row in rows:
                if table != "requests":
                    self._id(row["id"])
                if table == "deliveries":
                    self._id(row["key"])
        self._id(self._request["form"] or secrets.token_hex(32))
        shapes = {
            table: [
                [self._of(table, name, value, row) for name, value in row.items()] for row in rows
            ]
            for table, rows in found.items()
        }
        for table, shaped in shapes.items():
            self._life.rows[table] = [itemgetter(*map(self._index, row)) for row in shaped]

    def _id(self, known: str) -> None:
        if known not in self._ids:
            self._ids[known] = len(self._life.endings)
            self._life.endings.append(secrets.token_hex(32)[: len(known) - _LONG])

    def _of(self, table: str, name: str, value: Any, row: dict[str, Any]) -> tuple[str, int]:
        life = self._life
        if name in EMPTIED[table]:
            return "fixed", self._kept(life.fixed, "" if name == "public" else b"")
        if name == "removed" or value == self._request["id"]:
            return "known", 3 if name == "removed" else 2
        value = _ended(name, value, row)
        if name in _INSTANTS and value is not None:
            return "offsets", self._kept(life.offsets, value - self._at)
        if name == "seq" and table == "deliveries":
            return "seqs", self._kept(life.seqs, value - self._seq)
        for kind, known in (("known", self._people), ("endings", self._ids)):
            if value in known:
                return kind, known[value]
        return "fixed", self._kept(life.fixed, value)

    @staticmethod
    def _kept(among: list[Any], value: Any) -> int:
        for at, one in enumerate(among):
            if one == value and type(one) is type(value):
                return at
        among.append(value)
        return len(among) - 1

    def _index(self, place: tuple[str, int]) -> int:
        life, (kind, at) = self._life, place
        begins = {"fixed": 0, "known": len(life.fixed)}
        begins["endings"] = begins["known"] + 4
        begins["offsets"] = begins["endings"] + len(life.endings)
        begins["seqs"] = begins["offsets"] + len(life.offsets)
        return begins[kind] + at


def _ended(name: str, value: Any, row: dict[str, Any]) -> Any:
    """Give what a column holds once a message was sent, or a timer has fired, long ago."""
    if name in ("lease_owner", "lease_until"):
        return None
    if value is None and name in ("ended_as", "ended_at"):
        return "fired" if name == "ended_as" else row["due_at"]
    return value


def taken(connection: sqlite3.Connection, lives: Sequence[Callable[[], None]]) -> list[Life]:
    """Have lives lived, one after the other, and take each of them."""
    found = []
    for live in lives:
        taking = Taking(connection)
        live()
        found.append(taking.life())
    return found
