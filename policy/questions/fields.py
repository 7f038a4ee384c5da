"""Reading one question's fields, and refusing what is wrong with them.

A refusal carries a code and a sentence that names the field and says what belongs there.
"""

import marshal
import re
from collections.abc import Callable, Collection, Mapping
from datetime import MAXYEAR, MINYEAR, UTC, date, datetime
from functools import lru_cache
from typing import Any, TypeVar

from policy.instants import market_time

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
#: As nearly every timestamp is written: told in half of the time that the next one takes.
_PLAIN_TIMESTAMP = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?[+-][0-9]{2}:[0-9]{2}\Z"
)
#: The time of day and the offset are optional here: their lack has a refusal of its own.
_TIMESTAMP = re.compile(
    r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?)?\Z"
)

_A_DATE = "a date like 2025-08-18"
_A_TIMESTAMP = "a timestamp like 2025-08-18T10:00:00-04:00"
_WITH_OFFSET = "a time of day and an offset from UTC, like 2025-08-18T10:00:00-04:00"

#: The form of ``marshal`` in which equal values are equal bytes.
_WITHOUT_REFERENCES = 2

_ENDS_OF_TIME = (MINYEAR, MAXYEAR)

_Read = TypeVar("_Read")


class RefusedError(Exception):
    """A question that cannot be answered: the code and the sentence of its error."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        self.message = message
        super().__init__(code, message)


def bad_value(where: str, allowed: str) -> RefusedError:
    """Return the refusal of a wrong type or value."""
    return RefusedError("bad_value", f"{where} must be {allowed}")


class Fields:
    """The fields of a JSON object; ``where`` is the way to it, for refusals to name.

    What is right is returned at the first look; only what is not is looked at again, for
    the refusal.
    """

    __slots__ = ("_values", "_where")

    def __init__(self, values: Mapping[str, Any], where: tuple[str | int, ...] = ()) -> None:
        self._values = values
        self._where = where

    def has(self, name: str) -> bool:
        """Say whether a field is there, whatever it holds."""
        return name in self._values

    def holds(self, name: str) -> bool:
        """Say whether a field is there and not null, for those where null means none."""
        return self._values.get(name) is not None

    def only(self, *names: str) -> str | None:
        """Return which of several fields is there, None for none; two are refused."""
        named = [name for name in names if self.has(name)]
        if len(named) > 1:
            raise bad_value(" and ".join(map(self.path, named)), "given one at a time")
        return named[0] if named else None

    def when(self, on: str, at: str) -> date | datetime | None:
        """Return a date from one field or an instant from the other, None without both."""
        named = self.only(on, at)
        if named is None:
            return None
        return self.day(on) if named == on else self.instant(at)

    def instant(self, name: str) -> datetime:
        """Return a timestamp with an offset, in UTC."""
        written = self._values.get(name)
        if isinstance(written, str):
            try:
                return timestamp(written)
            except RefusedError:
                pass  # refused below, with the field's name
        return self._read(timestamp, _A_TIMESTAMP, self._required(name), name)

    def day(self, name: str) -> date:
        """Return a date."""
        written = self._values.get(name)
        if isinstance(written, str):
            try:
                return date_in(written)
            except RefusedError:
                pass  # refused below, with the field's name
        return self._read(date_in, _A_DATE, self._required(name), name)

    def days(self, name: str) -> tuple[date, ...]:
        """Return a list of dates."""
        listed = enumerate(self.items(name))
        return tuple(self._read(date_in, _A_DATE, item, name, place) for place, item in listed)

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        written = self._required(name)
        if not isinstance(written, str) or not written:
            raise bad_value(self.path(name), "a text that is not empty")
        return written

    def choice(self, name: str, allowed: Collection[str], absent: str | None = None) -> str:
        """Return one text out of several, and what is meant where the field is left out."""
        written = self._values.get(name, absent)
        if isinstance(written, str) and written in allowed:
            return written
        return self._one_of(allowed, self._required(name), name)

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return a list of texts, each out of several."""
        listed = enumerate(self.items(name))
        return tuple(self._one_of(allowed, item, name, place) for place, item in listed)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, whichever they are."""
        written = self.items(name)
        if not all(isinstance(item, str) for item in written):
            raise bad_value(self.path(name), "a list of texts")
        return tuple(written)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        written = self._required(name)
        if not isinstance(written, bool):
            raise bad_value(self.path(name), "true or false")
        return written

    def switch(self, name: str, *, absent: bool = False) -> bool:
        """Return true or false, and what is meant where the field is left out."""
        written = self._values.get(name, absent)
        return written if isinstance(written, bool) else self.flag(name)

    def whole(self, name: str, low: int) -> int:
        """Return a whole number from ``low``; true and false are no numbers."""
        written = self._required(name)
        if type(written) is not int or written < low:
            raise bad_value(self.path(name), f"a whole number from {low}")
        return written

    def one(self, name: str) -> "Fields":
        """Return the fields of an object in this one."""
        written = self._values.get(name)
        if isinstance(written, dict):
            return Fields(written, (*self._where, name))
        return self._object(self._required(name), name)

    def many(self, name: str) -> tuple["Fields", ...]:
        """Return the objects of a list."""
        way = (*self._where, name)
        return tuple(
            [
                Fields(item, (*way, place))
                if isinstance(item, dict)
                else self._object(item, name, place)
                for place, item in enumerate(self.items(name))
            ]
        )

    def items(self, name: str) -> list[Any]:
        """Return what stands in a list, as it came."""
        written = self._required(name)
        if not isinstance(written, list):
            raise bad_value(self.path(name), "a list")
        return written

    def raw(self, name: str) -> Any:
        """Return a field as it came, for a reading that no method here knows."""
        return self._required(name)

    def written(self, *names: str) -> bytes | None:
        """Return what some fields hold, in bytes that nothing else is written as.

        None where it cannot be written: a number beyond this program, or too deep a nesting.
        """
        try:
            return marshal.dumps(
                [self._values.get(name, ...) for name in names], _WITHOUT_REFERENCES
            )
        except ValueError:
            return None

    def path(self, *steps: str | int) -> str:
        """Return the name of a field, or of an item in it, with the objects it lies in."""
        way = (*self._where, *steps)
        named = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in way)
        return "".join(named).removeprefix(".")

    def _required(self, name: str) -> Any:
        if name not in self._values:
            raise RefusedError("missing_field", f"{self.path(name)} is missing")
        return self._values[name]

    def _read(
        self, read: Callable[[str], _Read], allowed: str, written: Any, *steps: str | int
    ) -> _Read:
        """Read a text; a refusal's sentence gets the field's name before it."""
        if not isinstance(written, str):
            raise bad_value(self.path(*steps), allowed)
        try:
            return read(written)
        except RefusedError as refused:
            raise RefusedError(refused.code, f"{self.path(*steps)} {refused.message}") from refused

    def _one_of(self, allowed: Collection[str], written: Any, *steps: str | int) -> str:
        if not isinstance(written, str) or written not in allowed:
            raise bad_value(self.path(*steps), f"one of {', '.join(sorted(allowed))}")
        return written

    def _object(self, written: Any, *steps: str | int) -> "Fields":
        if not isinstance(written, dict):
            raise bad_value(self.path(*steps), "an object")
        return Fields(written, (*self._where, *steps))


def timestamp(written: str) -> datetime:
    """Return the instant (UTC) of a timestamp; a refusal does not name the field yet."""
    if not (_PLAIN_TIMESTAMP.match(written) or _TIMESTAMP.match(written)):
        raise _not(_A_TIMESTAMP)
    try:
        at = datetime.fromisoformat(written)
        if at.tzinfo is not None:
            if at.year in _ENDS_OF_TIME:
                market_time(at)  # it has to be one that New York's clocks can show
            return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _not("a timestamp that the calendar has") from error
    raise RefusedError("naive_timestamp", f"needs {_WITH_OFFSET}")


@lru_cache(maxsize=4096)
def date_in(written: str) -> date:
    """Return the day of a date; a refusal does not name the field yet."""
    try:
        if _DAY.match(written):
            return date.fromisoformat(written)
    except ValueError:
        pass  # the shape of a date, but a day that no month has
    raise _not(_A_DATE)


def _not(allowed: str) -> RefusedError:
    """Return the refusal of a value, for a field's name to be put before its sentence."""
    return RefusedError("bad_value", f"must be {allowed}")
