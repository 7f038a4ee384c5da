"""Statements are turned into SQL once a process, and not once for each test's database.

The bot opens one database and keeps what it compiled for as long as it runs. A test has a
database for itself, and SQLAlchemy would compile for each what it compiled for the one before:
a third of what the tests of the desk cost. Shared is the compiled text and which type is told
how to the driver, for engines of one kind; connections, pools and transactions stay apart.
"""

from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, create_engine
from sqlalchemy.util import LRUCache

from storage import engines

#: Room for every statement of the program, so that none is turned out.
_STATEMENTS = 5_000


class _Compiled(LRUCache[Any, Any]):
    """What the engines of one kind have compiled, whichever of them it was."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_any(key), default)

    def __getitem__(self, key: Any) -> Any:
        return super().__getitem__(_of_any(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(_of_any(key), value)


def _of_any(key: Any) -> Any:
    """Leave out of a statement's key which engine's dialect it is."""
    dialect, *statement = key
    return type(dialect), *statement


_compiled = _Compiled(_STATEMENTS)
_types: dict[type, Any] = {}


def share() -> None:
    """Have every engine of the program use what another of its kind has compiled."""
    engines.create_engine = _sharing


def _sharing(*args: Any, **named: Any) -> Engine:
    engine = create_engine(*args, **named)
    engine._compiled_cache = _compiled
    engine.dialect._type_memos = _types.setdefault(type(engine.dialect), WeakKeyDictionary())
    return engine
