"""What kinds of value a policy file may hold, and how each is refused.

A kind says in words what it allows, for the error message, and turns the file's value
into the one that the rules use.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any
from zoneinfo import ZoneInfo

from policy.quarters import MONTH_ENDS
from policy.roles import ROLES

#: A line break in a name or source would break the pages that show it.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_WALL = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of value: what it allows, whether a value fits, and its reading."""

    allowed: str
    fits: Callable[[Any], bool]
    read: Callable[[Any], Any] = lambda value: value


def one_of(*values: str) -> Kind:
    """Make the kind of a text out of a short list."""
    listed = " or ".join(f'"{value}"' for value in values)
    return Kind(listed, lambda value: isinstance(value, str) and value in values)


def whole(low: int, high: int) -> Kind:
    """Make the kind of a whole number between two bounds, both included; true is none."""
    return Kind(
        f"a whole number from {low} to {high}",
        lambda value: type(value) is int and low <= value <= high,
    )


def _is_zone(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(ZoneInfo(value))
    except (KeyError, ValueError, OSError):
        return False


def _is_office(value: Any) -> bool:
    return isinstance(value, str) and _NAME.match(value) is not None


def _is_list(value: Any, fits: Callable[[Any], bool]) -> bool:
    if not isinstance(value, list) or not all(fits(item) for item in value):
        return False
    return len(set(value)) == len(value)


FLAG = Kind("true or false", lambda value: isinstance(value, bool))
TEXT = Kind(
    "a text in one line that is not empty",
    lambda value: isinstance(value, str) and bool(value.strip()) and not _CONTROL.search(value),
)
WALL_CLOCK = Kind(
    'a time of day like "17:00"',
    lambda value: isinstance(value, str) and _WALL.match(value) is not None,
    time.fromisoformat,
)
ZONE = Kind('a zone of the time zone database, like "America/New_York"', _is_zone, ZoneInfo)
MONTH_END = Kind(
    'the last day of a month as MMDD, like "1231" (February: "0228")',
    lambda value: isinstance(value, str) and value in MONTH_ENDS,
)
OFFICE = Kind('the name of an office in small letters, like "cfo"', _is_office)
OFFICES = Kind(
    'a list of offices without repetition and not empty, like ["ceo", "cfo"]',
    lambda value: bool(value) and _is_list(value, _is_office),
    tuple,
)
ROLE_LIST = Kind(
    f"a list without repetition, [] for nobody, out of {', '.join(sorted(ROLES))}",
    lambda value: _is_list(value, lambda item: isinstance(item, str) and item in ROLES),
    tuple,
)
