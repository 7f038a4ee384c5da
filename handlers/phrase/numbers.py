"""Numbers as people type them: ``1,000``, ``1.5k``, ``five hundred``, ``$4.12``."""

import re
from collections.abc import Sequence
from decimal import Decimal

from handlers.views.request_fields import LARGEST

#: A number of more digits than this is named, not put into a field.
MOST_DIGITS = 15
_CENTS = 4
_WHOLE_DOLLARS = 9
_FIGURES = re.compile(r"[0-9]{1,3}([,'_])[0-9]{3}(\1[0-9]{3})*(\.[0-9]+)?|[0-9]+(\.[0-9]+)?")
_TIMES = {"k": 1000, "hundred": 100, "thousand": 1000}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: at for at, word in enumerate(_ONES.split())}
_ROUND = {word: 10 * at for at, word in enumerate(_TENS.split(), start=2)}


def is_figures(word: str) -> bool:
    """Say whether a word is a number in figures."""
    return _FIGURES.fullmatch(word) is not None


def read(words: Sequence[str]) -> tuple[Decimal, int] | None:
    """Read a number that begins these words, with how many of them it takes."""
    if is_figures(words[0]):
        times = _TIMES.get(words[1], 1) if len(words) > 1 else 1
        if times == 1:
            return _value(words[0]), 1
        return (_value(words[0]) * times).normalize(), 2
    return _spoken(words)


def _value(figures: str) -> Decimal:
    return Decimal(re.sub(r"[,'_]", "", figures))


def _spoken(words: Sequence[str]) -> tuple[Decimal, int] | None:
    """Read ``two thousand five hundred``, ``twenty-five`` or ``a hundred``."""
    parts = [(part, at) for at, word in enumerate(words) for part in word.split("-")]
    said = [part for part, _ in parts]
    if said[:1] == ["a"] and said[1:2] in (["hundred"], ["thousand"]):
        said[0] = "one"
    value, taken = _hundreds(said)
    if taken and said[taken : taken + 1] == ["thousand"]:
        rest, more = _hundreds(said[taken + 1 :])
        value, taken = value * 1000 + rest, taken + 1 + more
    if not taken:
        return None
    last = parts[taken - 1][1]
    ends_a_word = taken == len(parts) or parts[taken][1] > last
    return (Decimal(value), last + 1) if ends_a_word else None


def _hundreds(said: Sequence[str]) -> tuple[int, int]:
    """Read what is below a thousand, or ``fifteen hundred``; how many parts it takes."""
    value, taken = _tens(said)
    if taken and said[taken : taken + 1] == ["hundred"]:
        rest, more = _tens(said[taken + 1 :])
        return value * 100 + rest, taken + 1 + more
    return value, taken


def _tens(said: Sequence[str]) -> tuple[int, int]:
    first, second = (*said[:2], "", "")[:2]
    if first in _ROUND:
        ones = _SMALL.get(second, 0)
        return (_ROUND[first] + ones, 2) if 0 < ones < 10 else (_ROUND[first], 1)  # noqa: PLR2004
    return (_SMALL[first], 1) if first in _SMALL else (0, 0)


def as_quantity(value: Decimal) -> str | None:
    """Write a whole number as the form's field shows it; None where it is none.

    With a point it is none, however many zeros follow: ``1.000`` is a thousand to many.
    """
    written = value.as_tuple().exponent
    if not isinstance(written, int) or written < 0 or value >= Decimal(10) ** MOST_DIGITS:
        return None
    return f"{int(value):,}"


def in_range(quantity: str) -> bool:
    """Say whether that many can be asked for."""
    return 1 <= int(quantity.replace(",", "")) <= LARGEST


def as_price(word: str) -> str | None:
    """Write a price in dollars as its field shows it; None where it is none."""
    bare = word.removeprefix("$").removesuffix("$")
    whole, _, cents = bare.partition(".")
    if not is_figures(bare) or re.search(r"['_]", bare):
        return None
    good = len(cents) <= _CENTS and len(whole.replace(",", "")) <= _WHOLE_DOLLARS
    return bare if good and _value(bare) > 0 else None
