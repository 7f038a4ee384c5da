"""Where in a phrase a day stands, or a price, and whether it is surely one."""

from collections.abc import Sequence

from handlers.phrase import days, numbers
from handlers.phrase.days import UnreadError
from handlers.phrase.lexicon import AT, DOLLARS, EACH, NOT_THE_DAY, SECURITIES, UNITS
from handlers.phrase.taken import Phrase

_HOURS = 24
_LONGEST_DAY = 6


def prices(phrase: Phrase) -> None:
    """Find prices; one that may be for all of it, or an hour, is named and not taken."""
    for at in list(phrase.free()):
        if at in phrase.taken or numbers.as_price(phrase.at(at)) is None:
            continue
        end = at + 1 + (phrase.at(at + 1) in DOLLARS)
        in_dollars = "$" in phrase.at(at) or end > at + 1
        each = _each(phrase, end)
        before = phrase.at(at - 1)
        begin = at - 1 if before in AT or (before == "for" and (in_dollars or each)) else at
        if before not in AT and not in_dollars and not each:
            continue
        whole = range(begin, end + each)
        if _hour(phrase, at) and before == "at" and not in_dollars and not each:
            phrase.leave("price_or_hour", whole)
        elif before in AT or each:
            phrase.say("price", numbers.as_price(phrase.at(at)) or "", whole)
        else:
            phrase.leave("price_total", whole)


def _each(phrase: Phrase, place: int) -> int:
    """Say how many words say that a price is one share's."""
    word = phrase.at(place)
    if word not in EACH and word != "a":
        return 0
    shares = phrase.at(place + 1) in SECURITIES
    return 1 + shares if word in EACH else 2 * shares


def _hour(phrase: Phrase, at: int) -> bool:
    """Say whether a number can be an hour as well as a price."""
    word = phrase.at(at)
    return phrase.at(at + 1) in UNITS or (word.isdecimal() and int(word) <= _HOURS)


def days_of(phrase: Phrase) -> None:
    """Find days; one before or after the day named is no day to take."""
    for at in list(phrase.free()):
        if at in phrase.taken:
            continue
        places = _day_at(phrase, at)
        if not places:
            continue
        start = places.start
        while phrase.at(start - 1) in {"the", "on", "this"}:
            start -= 1
        if phrase.at(start - 1) in NOT_THE_DAY:
            phrase.leave("not_the_day", range(start - 1, places.stop))
            continue
        _read_day(phrase, range(start, places.stop), places)


def _read_day(phrase: Phrase, whole: range, places: range) -> None:
    words = [word for word in phrase.words[places.start : places.stop] if word != "on"]
    loose = _loose(phrase, whole, words)
    if loose:
        phrase.loose.add(whole)
    if loose > 1 and "on" not in phrase.words[whole.start : whole.stop]:
        phrase.leave("day_or_number", whole)  # 20 Dec 2: neither is sure to be the day
        return
    try:
        day = days.read(words, phrase.today, past=phrase.made)
    except UnreadError as unread:
        phrase.leave(unread.problem, whole, unread.day)
    else:
        phrase.say("on", day.isoformat(), whole)


def _day_at(phrase: Phrase, at: int) -> range | None:
    """Find a day that begins at a word: after ``on`` anything, else what is surely one."""
    word = phrase.at(at)
    stop = at
    if word == "on" and _stop(phrase, at + 1, _LONGEST_DAY) > at + 1:
        stop = _stop(phrase, at + 1, _LONGEST_DAY)
    elif word in days.NEAR or days.is_written(word):
        stop = at + 1
    elif days.weekday(word):
        stop = _stop(phrase, at + 1, _LONGEST_DAY - 1)
    elif word in days.MONTHS and _of_month(phrase.at(at + 1)):
        stop = _stop(phrase, at + 1, 2)
    elif _of_month(word):
        stop = _after_number(phrase, at)
    return range(at, stop) if stop > at else None


def _after_number(phrase: Phrase, at: int) -> int:
    """Say where a day ends that begins with a number; at the number where it is none."""
    month = at + 2 if phrase.at(at + 1) == "of" else at + 1
    if phrase.at(month) not in days.MONTHS:
        return at + 1 if days.is_ordinal(phrase.at(at)) else at
    if _of_month(phrase.at(month + 1)) and phrase.at(month + 2) not in SECURITIES:
        return month + 2
    return _year(phrase, month + 1)


def _loose(phrase: Phrase, whole: range, words: Sequence[str]) -> int:
    """Count the numbers of a day that can be how many: ``12 dec``, or ``on 2 dec 50``."""
    plain = [word for word in words if word.isdecimal() and len(word) <= len("31")]
    alone = phrase.at(whole.start) not in {"on", "the"} and not days.weekday(words[0])
    return len(plain) if len(plain) > 1 or (alone and words[0] in plain) else 0


def _stop(phrase: Phrase, start: int, most: int) -> int:
    """Say where a run of words ends that can be parts of a day; a counted number is none."""
    stop = start
    while stop < start + most and days.can_be(phrase.at(stop)) and stop not in phrase.taken:
        if phrase.at(stop + 1) in SECURITIES or phrase.at(stop + 1) in UNITS:
            break
        stop += 1
    return stop


def _of_month(word: str) -> bool:
    return days.is_of_month(word)


def _year(phrase: Phrase, at: int) -> int:
    is_year = phrase.at(at).isdecimal() and len(phrase.at(at)) == len("2026")
    return at + 1 if is_year and phrase.at(at + 1) not in SECURITIES else at
