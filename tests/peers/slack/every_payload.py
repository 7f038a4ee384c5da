"""Every view and message that the bot can send, as the tests of the views make them.

The files that keep a table of ``VIEWS`` or ``MESSAGES`` are run once more, and every builder in
``handlers/views`` notes what it gives: so each payload is there with who made it, and a builder
of which no test makes anything is known by name.
"""

import importlib
import inspect
import json
import pkgutil
import re
import runpy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, is_dataclass
from functools import cache, wraps
from pathlib import Path
from typing import Any

from handlers import views

TESTS = Path(__file__).parents[2]
#: Where tables of payloads are kept: what others add to ``tests/handlers`` is found by itself.
FOLDERS = (TESTS / "handlers", Path(__file__).parent)
_TABLE = re.compile(r"^(?:VIEWS|MESSAGES|PAYLOADS)\b.*=", re.MULTILINE)
#: What a builder is written to return: a view, an answer to a command, or a message; not a block.
_RETURNS = re.compile(r"^def .*?\) -> (dict\[str, Any\]|Payload):", re.DOTALL)


@dataclass(frozen=True)
class Made:
    """One payload and who made it; ``kind`` is modal, home or message."""

    kind: str
    payload: dict[str, Any]
    builders: set[str] = field(default_factory=set)


@cache
def produced() -> tuple[Made, ...]:
    """Make every payload; the same one counts once, whoever hands it on."""
    seen: dict[str, Made] = {}

    def note(builder: str, payload: dict[str, Any]) -> None:
        one = Made(payload.get("type", "message"), payload)
        seen.setdefault(json.dumps(payload), one).builders.add(builder)

    with _noting(note):
        for file in tables():
            runpy.run_path(str(file), run_name=_module(file))
    return tuple(seen.values())


def tables() -> list[Path]:
    """Give the files that keep a table of payloads."""
    found = (file for folder in FOLDERS for file in sorted(folder.rglob("*.py")))
    return [file for file in found if _TABLE.search(file.read_text())]


def builders() -> Iterator[tuple[Any, str, Callable[..., Any]]]:
    """Give every builder with its module and its name."""
    for found in pkgutil.iter_modules(views.__path__, f"{views.__name__}."):
        module = importlib.import_module(found.name)
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and _RETURNS.match(inspect.getsource(function)):
                yield module, name, function


def named(module: Any, name: str) -> str:
    """Name a builder as the tests' messages do."""
    return f"{module.__name__.rpartition('.')[2]}.{name}"


@contextmanager
def _noting(note: Callable[[str, dict[str, Any]], None]) -> Iterator[None]:
    """Have every builder note what it gives for as long as the block lasts."""
    originals = list(builders())
    try:
        for module, name, function in originals:
            setattr(module, name, _noted(function, named(module, name), note))
        yield
    finally:
        for module, name, function in originals:
            setattr(module, name, function)


def _noted(
    function: Callable[..., Any], name: str, note: Callable[[str, dict[str, Any]], None]
) -> Callable[..., Any]:
    @wraps(function)
    def noted(*given: Any, **named_: Any) -> Any:
        made = function(*given, **named_)
        note(name, asdict(made) if is_dataclass(made) else made)
        return made

    return noted


def _module(file: Path) -> str:
    return ".".join(file.relative_to(TESTS.parent).with_suffix("").parts)
