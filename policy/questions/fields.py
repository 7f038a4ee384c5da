"""Reading one question's fields, and refusing what is wrong with them.

A refusal carries a code and a sentence that names the field and says what belongs there.
"""

import re
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from policy.instants import market_time, utc

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d+)?)?(?P<offset>Z|[+-]\d{2}(:?\d{2})?)?\Z"
)


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
    """The fields of a JSON object; ``where`` names it in refusals."""

    def __init__(self, values: Mapping[str, Any], where: str = "") -> None:
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
        where = self.path(name)
        written = self._required(name)
        shape = _INSTANT.match(written) if isinstance(written, str) else None
        if shape is None and not (isinstance(written, str) and _DAY.match(written)):
            raise bad_value(where, "a timestamp like 2025-08-18T10:00:00-04:00")
        try:
            at = datetime.fromisoformat(written)
            if shape is not None and shape["offset"] is not None:
                market_time(at)  # so that it can be written as New York's clocks show it
                return utc(at)
        except (ValueError, OverflowError) as error:
            raise bad_value(where, "a timestamp that the calendar has") from error
        raise RefusedError(
            "naive_timestamp",
            f"{where} needs a time of day and an offset from UTC, like 2025-08-18T10:00:00-04:00",
        )

    def day(self, name: str) -> date:
        """Return a date."""
        return _day(self._required(name), self.path(name))

    def days(self, name: str) -> tuple[date, ...]:
        """Return a list of dates."""
        return tuple(_day(item, where) for item, where in self._items(name))

    def text(self, name: str) -> str:
        """Return a text that is not empty."""
        written = self._required(name)
        if not isinstance(written, str) or not written:
            raise bad_value(self.path(name), "a text that is not empty")
        return written

    def choice(self, name: str, allowed: Collection[str]) -> str:
        """Return one text out of several."""
        return _one_of(self._required(name), self.path(name), allowed)

    def choices(self, name: str, allowed: Collection[str]) -> tuple[str, ...]:
        """Return a list of texts, each out of several."""
        return tuple(_one_of(item, where, allowed) for item, where in self._items(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts, whichever they are."""
        written = self._items(name)
        if not all(isinstance(item, str) for item, _ in written):
            raise bad_value(self.path(name), "a list of texts")
        return tuple(item for item, _ in written)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        written = self._required(name)
        if not isinstance(written, bool):
            raise bad_value(self.path(name), "true or false")
        return written

    def switch(self, name: str, *, absent: bool = False) -> bool:
        """Return true or false, and what is meant where the field is left out."""
        return self.flag(name) if self.has(name) else absent

    def whole(self, name: str, low: int) -> int:
        """Return a whole number from ``low``; true and false are no numbers."""
        written = self._required(name)
        if type(written) is not int or written < low:
            raise bad_value(self.path(name), f"a whole number from {low}")
        return written

    def one(self, name: str) -> "Fields":
        """Return the fields of an object in this one."""
        return _object(self._required(name), self.path(name))

    def many(self, name: str) -> tuple["Fields", ...]:
        """Return the objects of a list."""
        return tuple(_object(item, where) for item, where in self._items(name))

    def raw(self, name: str) -> Any:
        """Return a field as it came, for a reading that no method here knows."""
        return self._required(name)

    def path(self, name: str) -> str:
        """Return a field's name with the objects that it lies in."""
        return f"{self._where}{name}"

    def _required(self, name: str) -> Any:
        if name not in self._values:
            raise RefusedError("missing_field", f"{self.path(name)} is missing")
        return self._values[name]

    def _items(self, name: str) -> list[tuple[Any, str]]:
        written = self._required(name)
        if not isinstance(written, list):
            raise bad_value(self.path(name), "a list")
        return [(item, f"{self.path(name)}[{place}]") for place, item in enumerate(written)]


def _day(written: Any, where: str) -> date:
    try:
        if isinstance(written, str) and _DAY.match(written):
            return date.fromisoformat(written)
    except ValueError:
        pass  # the shape of a date, but a day that no month has
    raise bad_value(where, "a date like 2025-08-18")


def _one_of(written: Any, where: str, allowed: Collection[str]) -> str:
    if not isinstance(written, str) or written not in allowed:
        raise bad_value(where, f"one of {', '.join(sorted(allowed))}")
    return written


def _object(written: Any, where: str) -> Fields:
    if not isinstance(written, dict):
        raise bad_value(where, "an object")
    return Fields(written, f"{where}.")
