"""What ``buy 500 on 2 Dec`` or ``gift 200`` means: the words after ``/preclear``, read strictly.

A word that is not understood is named, never passed over: what is not read could have
been the one that mattered. ``dateutil`` reads the day; where no year or month was
named, the next such day from today on is meant. ``12/2`` is read month first, and the
form that opens says the day in words.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from dateutil.parser import parser, parserinfo
from dateutil.relativedelta import relativedelta

from handlers.moments import day as say_day
from handlers.trade_kinds import KINDS
from handlers.views.blocks import escaped
from handlers.views.request_fields import read_quantity
from handlers.views.request_form import Filled
from handlers.words import command as command_words
from handlers.words import request as request_words
from handlers.words import trade as trade_words

LONGEST_ECHO = 20
_MONTHS = frozenset(name.lower() for names in parserinfo.MONTHS for name in names)
_WEEKDAYS = tuple(tuple(name.lower() for name in names) for names in parserinfo.WEEKDAYS)
_NEAR = {"today": 0, "tomorrow": 1}
_FILLERS = frozenset({"the", "of"})
_NUMBER = re.compile(r"[0-9]{1,2}(st|nd|rd|th)?|[0-9]{4}|[0-9]{1,4}([-/])[0-9]{1,2}(\2[0-9]{1,4})?")
_GLUED = re.compile(r"([0-9]{1,2})([a-z]+)")
_TIME = re.compile(
    r"(t|at)?[0-9]{1,2}:[0-9]{2}.*|[0-9]{1,2}([ap]\.?m\.?|h)|[ap]\.?m\.?|noon|midnight|"
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}t.*"
)
_ZONE = re.compile(
    r"(utc|gmt).*|z|[ecmp][sd]?t|ak[sd]t|hst|cest|cet|bst|[a-z]+/[a-z_]+|[+-][0-9]{2}:?[0-9]{2}"
)
#: Two days that share no part; both months have 31 days and both years a 29 February.
_DEFAULTS = (datetime(2024, 1, 1), datetime(2028, 3, 2))  # noqa: DTZ001 - days, not instants
_TWO_DIGITS = 100
_LEAP_GAP_YEARS = 8


class UnclearError(ValueError):
    """Words that were not understood; its text is for the person, escaped for mrkdwn."""


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


#: What a phrase may begin with, and the kind of transaction that it means.
VERBS = {
    "buy": "buy",
    "sell": "sell",
    "exercise": "option_exercise",
    "convert": "conversion",
    "gift": "gift",
    "give": "gift",
    "pledge": "pledge",
    "short": "short_sale",
}
#: What may be counted: a kind of security, or a kind of exercise.
_SECURITIES = {
    word: value
    for value, words_ in {
        "common": ("share", "shares"),
        "warrant": ("warrant", "warrants"),
        "note": ("note", "notes"),
        "unit": ("unit", "units"),
    }.items()
    for word in words_
}
_EXERCISES = {
    "option": "option_exercise",
    "options": "option_exercise",
    "warrant": "warrant_exercise",
    "warrants": "warrant_exercise",
}


def read(text: str, today: date) -> Filled:
    """Read an action, how many of what, the kind of order and a planned day.

    Raises:
        UnclearError: with a sentence that says what was not understood.

    """
    typed = text.lower().split()
    if not typed or typed[0] not in VERBS:
        raise _unclear("action")
    cut = typed.index("on") if "on" in typed else len(typed)
    values = {"action": VERBS[typed[0]]}
    for place, word in enumerate(typed[1:cut]):
        values |= _value(word, place, values["action"])
    if cut < len(typed):
        values["on"] = read_day(typed[cut + 1 :], today).isoformat()
    if not values.keys() - {"action"} <= KINDS[values["action"]].fields.keys():
        raise _unclear("not_asked", typed[0])
    return Filled(values, day_read=True)


def _value(word: str, place: int, action: str) -> dict[str, str]:
    """Read one word after the first; ``order`` may only follow, for its own sake."""
    if word in trade_words.ORDERS:
        return {"order": word}
    if word in trade_words.TIMES_IN_FORCE:
        return {"time_in_force": word}
    if place == 0:
        return {"quantity": f"{_quantity(word):,}"}
    if action in _EXERCISES.values() and word in _EXERCISES:
        return {"action": _EXERCISES[word]}
    if word in _SECURITIES:
        return _counted(word, action)
    if word == "order":
        return {}
    raise _unclear("word", word)


def _counted(word: str, action: str) -> dict[str, str]:
    fields, security = KINDS[action].fields, _SECURITIES[word]
    if "security" in fields:
        return {"security": security}
    if "converted" in fields and security != "common":
        return {"converted": security}
    if security == "common" == KINDS[action].security:
        return {}
    raise _unclear("word", word)


def _unclear(problem: str, word: str = "", day: date | None = None) -> UnclearError:
    cut = word if len(word) <= LONGEST_ECHO else f"{word[:LONGEST_ECHO]}…"
    said = "" if day is None else say_day(day)
    return UnclearError(command_words.phrase(problem, word=escaped(cut), day=said))


def _quantity(word: str) -> int:
    errors: dict[str, str] = {}
    quantity = read_quantity(word, "", errors)
    if errors:
        out_of_range = errors[""] in {
            request_words.ERROR_QUANTITY_HUGE,
            request_words.ERROR_QUANTITY_ZERO,
        }
        raise _unclear("quantity_range" if out_of_range else "quantity", word)
    return quantity


def read_day(typed: Sequence[str], today: date) -> date:
    """Read a day; one without a year or month is the next such day from ``today`` on.

    Raises:
        UnclearError: with a sentence that says what was not understood.

    """
    told = [word for word in _separated(typed) if word not in _FILLERS]
    if not told:
        raise _unclear("date_missing")
    if len(told) == 1 and told[0] in _NEAR:
        return today + relativedelta(days=_NEAR[told[0]])
    for word in told:
        _check(word)
    named = [number for word in told for number in _weekday(word)]
    if len(named) == len(told):
        return today + relativedelta(days=(named[0] - today.weekday()) % 7)
    day = _next_day(" ".join(word for word in told if not _weekday(word)), today)
    for word in told:
        if _weekday(word) and day.weekday() not in _weekday(word):
            raise _unclear("weekday", word.capitalize(), day)
    return day


def _separated(typed: Iterable[str]) -> Iterable[str]:
    """Take commas off, and take ``2dec`` apart."""
    for word in typed:
        for part in filter(None, word.split(",")):
            glued = _GLUED.fullmatch(part)
            yield from glued.groups() if glued and glued[2] in _MONTHS else (part,)


def _weekday(word: str) -> list[int]:
    return [number for number, names in enumerate(_WEEKDAYS) if word in names]


def _check(word: str) -> None:
    if word in _MONTHS or _weekday(word) or _NUMBER.fullmatch(word):
        return
    for problem, pattern in (("time", _TIME), ("zone", _ZONE)):
        if pattern.fullmatch(word):
            raise _unclear(problem, word)
    raise _unclear("word", word)


def _next_day(text: str, today: date) -> date:
    try:
        first, second = (parser(_English(today)).parse(text, default=one) for one in _DEFAULTS)
    except (ValueError, OverflowError):
        raise _unclear("date") from None
    if first.day != second.day:
        raise _unclear("date")
    if first.month != second.month:
        return _soonest(_in_each_month(first.day, today), today)
    if first.year != second.year:
        return _soonest(_in_each_year(first.month, first.day, today), today)
    if first.date() < today:
        raise _unclear("date_past", day=first.date())
    return first.date()


def _soonest(days: Iterable[date], today: date) -> date:
    return next(day for day in days if day >= today)


def _in_each_month(day: int, today: date) -> Iterable[date]:
    for months in range(4):
        month = today.replace(day=1) + relativedelta(months=months)
        clamped = month + relativedelta(day=day)
        if clamped.day == day:
            yield clamped


def _in_each_year(month: int, day: int, today: date) -> Iterable[date]:
    for year in range(today.year, today.year + _LEAP_GAP_YEARS + 1):
        clamped = date(year, month, 1) + relativedelta(day=day)
        if clamped.day == day:
            yield clamped
