"""Policies and calendars by their hash, so that what rested on them can be replayed."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, bindparam, insert, select

from storage.tables import CalendarRow, PolicyRow

if TYPE_CHECKING:
    from storage.tx import Tx

_Row = type[PolicyRow] | type[CalendarRow]
_KEPT: dict[_Row, Select[Any]] = {
    row: select(row.__table__.c.at).where(row.__table__.c.hash == bindparam("value"))  # type: ignore[union-attr]
    for row in (PolicyRow, CalendarRow)
}


class WrongHash(ValueError):  # noqa: N818 - says what the hash is
    """A text was to be kept under a hash that is not its own."""


def keep_policy(tx: "Tx", version: str, content: str) -> None:
    """Keep a policy's full text under its SHA-256 (hexadecimal), once."""
    _keep(tx, PolicyRow, version, content)


def keep_calendar(tx: "Tx", version: str, content: str) -> None:
    """Keep a calendar's content under its SHA-256 (hexadecimal), once."""
    _keep(tx, CalendarRow, version, content)


def policy_content(tx: "Tx", version: str) -> str | None:
    """Give a kept policy's text, or None where there is none of that hash."""
    return _content(tx, PolicyRow, version)


def calendar_content(tx: "Tx", version: str) -> str | None:
    """Give a kept calendar's content, or None where there is none of that hash."""
    return _content(tx, CalendarRow, version)


def _keep(tx: "Tx", row: _Row, version: str, content: str) -> None:
    name = str(row.__table__.name)  # type: ignore[union-attr]
    if tx.kept((name, version), frozenset({name}), lambda: _since(tx, row, version)) is not None:
        return
    if hashlib.sha256(content.encode()).hexdigest() != version:
        raise WrongHash("a text is kept under its own SHA-256 only")
    tx.execute(insert(row).values(hash=version, at=tx.now, content=content))
    tx.look.written.add(name)


def _since(tx: "Tx", row: _Row, version: str) -> datetime | None:
    found: datetime | None = tx.execute(_KEPT[row], {"value": version}).scalar()
    return found


def _content(tx: "Tx", row: _Row, version: str) -> str | None:
    table = row.__table__  # type: ignore[union-attr]
    found: str | None = tx.execute(select(table.c.content).where(table.c.hash == version)).scalar()
    return found
