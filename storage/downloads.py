"""Leave to download a pull for a while: a row a link, which holds neither its token nor its code.

A row is found by the SHA-256 of its token, and only its count of wrong codes may change. Whoever
can write to the database cannot make one: what it is proven by is under the key file's secret.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import insert, select, update

from storage.tables_pulled import DownloadRow

if TYPE_CHECKING:
    from storage.tx import Tx

_ROWS: Final = DownloadRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Download:
    """A link that was made: to which pull, by whom, until when; and how often a code was wrong."""

    id: str
    pull: str
    by: str
    at: datetime
    expires_at: datetime
    code: bytes
    failures: int = 0


def id_of(token: str) -> str:
    """Give the id of the row that belongs to a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Leave:
    """What a link is for: whose pull, and until when."""

    pull: str
    by: str
    expires_at: datetime


def add(tx: "Tx", token: str, code: str, leave: Leave) -> None:
    """Write down a link that was made."""
    made = Download(id_of(token), leave.pull, leave.by, tx.now, leave.expires_at, b"")
    row = {
        "id": made.id,
        "pull": made.pull,
        "by": made.by,
        "at": tx.now,
        "expires_at": made.expires_at,
        "code": _proof(tx, made, code),
        "failures": 0,
    }
    tx.execute(insert(_ROWS), row)


def find(tx: "Tx", token: str) -> Download | None:
    """Find what belongs to a token."""
    row = tx.execute(select(_ROWS).where(_ROWS.c.id == id_of(token))).one_or_none()
    return None if row is None else Download(**row._mapping)  # noqa: SLF001 - the row's own


def proven(tx: "Tx", download: Download, code: str) -> bool:
    """Say whether this is its code, and whether the row is as it was made; in constant time."""
    return hmac.compare_digest(_proof(tx, download, code), download.code)


def failed(tx: "Tx", download: Download) -> None:
    """Count a wrong code."""
    statement = update(_ROWS).where(_ROWS.c.id == download.id)
    tx.execute(statement.values(failures=_ROWS.c.failures + 1))


def _proof(tx: "Tx", download: Download, code: str) -> bytes:
    """Bind a code to all of its row that never changes, under the key file's secret."""
    parts = (
        "download",
        download.id,
        download.pull,
        download.by,
        download.expires_at.isoformat(),
        code,
    )
    return tx.name("\n".join(parts)).encode()
