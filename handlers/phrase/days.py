"""A day in words: ``2 Dec``, ``Tuesday``, ``yesterday``.

``dateutil`` reads what is written out. Where no year or month was named, the next such day
from today on is meant, or, of a trade that was made, the last one. ``12/2`` is read month
first, and the form that opens says the day in words.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from dateutil.parser import parser, parserinfo
from dateutil.relativedelta import relativedelta

MONTHS = frozenset(name.lower() for names in parserinfo.MONTHS for name in names)
_WEEKDAYS = tuple(
    (*(name.lower() for name in names), *more)
    for names, more in zip(
        parserinfo.WEEKDAYS, ((), ("tues",), ("weds",), ("thur", "thurs"), (), (), ()), strict=True
    )
)
#: Days that are told from today; the last two are what ``phrase_words`` makes of three words.
NEAR = {
    "today": 0,
    "tomorrow": 1,
    "tmrw": 1,
    "yesterday": -1,
    "overmorrow": 2,
    "ereyesterday": -2,
}
_BETWEEN = frozenset({"the", "of"})
#: Two days that share no part; both months have 31 days and both years a 29 February.
_DEFAULTS = (datetime(2024, 1, 1), datetime(2028, 3, 2))  # noqa: DTZ001 - days, not instants
_TWO_DIGITS = 100
_MONTHS_AROUND = 4
_YEARS_AROUND = 9  # from one leap year to the next, over a century that has none
_NUMBER = re.compile(r"[0-9]{1,2}(st|nd|rd|th)?|[0-9]{4}|[0-9]{1,4}([-/])[0-9]{1,2}(\2[0-9]{1,4})?")
_WRITTEN = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}([-/])[0-9]{1,2}\1[0-9]{2,4}")
_ORDINAL = re.compile(r"[0-9]{1,2}(st|nd|rd|th)")
_OF_MONTH = re.compile(r"(0?[1-9]|[12][0-9]|3[01])(st|nd|rd|th)?")


class UnreadError(ValueError):
    """Words that are no one day; ``problem`` says why, ``word`` and ``day`` what about it."""

    def __init__(self, problem: str, word: str = "", day: date | None = None) -> None:
        super().__init__(problem)
        self.problem, self.word, self.day = problem, word, day


class _English(parserinfo):
    """``dateutil``'s English; a year of two digits is the one nearest to a day handed in."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def convertyear(self, year: int, century_specified: bool = False) -> int:
        """Find the century from the day handed in, where the library asks the machine."""
        if year >= _TWO_DIGITS or century_specified:
            return year
        near = (self._today.year // _TWO_DIGITS + step for step in (-1, 0, 1))
        return min((c * _TWO_DIGITS + year for c in near), key=lambda y: abs(y - self._today.year))


def can_be(word: str) -> bool:
    """Say whether a word can be a part of a day."""
    named = word in MONTHS or word in NEAR or bool(weekday(word))
    return named or word in _BETWEEN or _NUMBER.fullmatch(word) is not None


def weekday(word: str) -> list[int]:
    """Give the weekday that a word names, if it names one."""
    return [number for number, names in enumerate(_WEEKDAYS) if word in names]


def is_written(word: str) -> bool:
    """Say whether one word is a whole day, ``2026-12-02`` or ``12/2/26``."""
    return _WRITTEN.fullmatch(word) is not None


def is_ordinal(word: str) -> bool:
    """Say whether a word can only be a day of a month: ``2nd``."""
    return _ORDINAL.fullmatch(word) is not None


def is_of_month(word: str) -> bool:
    """Say whether a word can be a day of a month: ``2`` or ``2nd``."""
    return _OF_MONTH.fullmatch(word) is not None


def read(words: Sequence[str], today: date, *, past: bool = False) -> date:
    """Read a day; one without a year or month is the next such one, or the last in the past.

    Raises:
        UnreadError: it is no day, or more than one.

    """
    told = [word for word in words if word not in _BETWEEN]
    if len(told) == 1 and told[0] in NEAR:
        return today + relativedelta(days=NEAR[told[0]])
    named = [number for word in told for number in weekday(word)]
    if told and len(named) == len(told):
        return _on_weekday(named, told[0], today, past=past)
    day = _nearest(" ".join(word for word in told if not weekday(word)), today, past=past)
    for word in told:
        if weekday(word) and day.weekday() not in weekday(word):
            raise UnreadError("weekday", word.capitalize(), day)
    return day


def _on_weekday(named: Sequence[int], word: str, today: date, *, past: bool) -> date:
    if len(set(named)) > 1:
        raise UnreadError("date")
    away = (named[0] - today.weekday()) % 7
    if not past:
        return today + relativedelta(days=away)
    if not away:
        # Today, or a week ago: whoever means today would say so.
        raise UnreadError("weekday_today", word.capitalize())
    return today + relativedelta(days=away - 7)


def _nearest(text: str, today: date, *, past: bool) -> date:
    try:
        first, second = (parser(_English(today)).parse(text, default=one) for one in _DEFAULTS)
    except (ValueError, OverflowError):
        raise UnreadError("date") from None
    if first.day != second.day:
        raise UnreadError("date")
    if first.month != second.month:
        return _first(_in_each_month(first.day, today, past=past), today, past=past)
    if first.year != second.year:
        return _first(_in_each_year(first.month, first.day, today, past=past), today, past=past)
    return first.date()


def _first(days: Iterable[date], today: date, *, past: bool) -> date:
    return next(day for day in days if (day <= today if past else day >= today))


def _in_each_month(day: int, today: date, *, past: bool) -> Iterable[date]:
    for months in range(_MONTHS_AROUND):
        away = -months if past else months
        month = today.replace(day=1) + relativedelta(months=away)
        clamped = month + relativedelta(day=day)
        if clamped.day == day:
            yield clamped


def _in_each_year(month: int, day: int, today: date, *, past: bool) -> Iterable[date]:
    for years in range(_YEARS_AROUND):
        year = today.year - years if past else today.year + years
        clamped = date(year, month, 1) + relativedelta(day=day)
        if clamped.day == day:
            yield clamped
