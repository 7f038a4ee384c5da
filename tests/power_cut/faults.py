"""A disk that is full, or broken, at one call: what SQLite is told then."""

from collections.abc import Callable
from dataclasses import dataclass

import apsw


def full() -> Exception:
    return apsw.FullError("the disk is full")


def broken(code: int) -> Callable[[], Exception]:
    def made() -> Exception:
        error = apsw.IOError("the disk does not answer")
        error.extendedresult = code
        return error

    return made


#: What a fault is called -> at which call it strikes, and what the call answers.
FAULTS: dict[str, tuple[str, Callable[[], Exception]]] = {
    "full": ("write", full),
    "write": ("write", broken(apsw.SQLITE_IOERR_WRITE)),
    "sync": ("sync", broken(apsw.SQLITE_IOERR_FSYNC)),
    "truncate": ("truncate", broken(apsw.SQLITE_IOERR_TRUNCATE)),
    "delete": ("delete", broken(apsw.SQLITE_IOERR_DELETE)),
}


@dataclass
class Fault:
    """Strikes at the ``nth`` call of its kind, and at so many in a row."""

    name: str
    nth: int
    times: int = 1
    calls: int = 0
    struck: int = 0

    def __call__(self, what: str) -> None:
        kind, error = FAULTS[self.name]
        if what != kind:
            return
        self.calls += 1
        if self.nth <= self.calls < self.nth + self.times:
            self.struck += 1
            raise error()
