"""How long a processor worked for what a PostgreSQL does for one database's connections.

The system says it of each process, to the nanosecond, once the process waits again. A server on
another machine, or behind the wall of a container, says nothing here.
"""

from pathlib import Path
from typing import Final

import psycopg

_THEIRS: Final = (
    "SELECT pid FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
_NANO: Final = 1e-9


class Backends:
    """The server's processes that serve a database, as this machine sees them."""

    def __init__(self, url: str) -> None:
        """Connect to ask which processes they are."""
        self._connection = psycopg.connect(url, autocommit=True)

    def seconds(self) -> float:
        """Say for how long a processor has worked for those that are there now.

        Who measures keeps its connections from the first look to the second.
        """
        pids = self._connection.execute(_THEIRS).fetchall()
        return sum(_busy(int(pid)) for (pid,) in pids)

    def seen(self) -> bool:
        """Say whether this machine's list of processes has them, under the database's name."""
        own = self._connection.info
        try:
            _busy(own.backend_pid)
            return named(own.backend_pid, own.dbname)
        except (OSError, ValueError, IndexError):
            return False

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()


def backends_of(url: str) -> Backends | None:
    """Give the processes that serve a database; none where it is a file, or they are not seen."""
    if not url.startswith("postgresql"):
        return None
    found = Backends(url)
    if found.seen():
        return found
    found.close()
    return None


def named(pid: int, database: str) -> bool:
    """Say whether this machine's process is the server's: it titles it with the database's name.

    OSError where there is no such process.
    """
    return f" {database} ".encode() in Path(f"/proc/{pid}/cmdline").read_bytes()


def _busy(pid: int) -> float:
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) * _NANO
