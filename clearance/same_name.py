"""Whether two names may be one person's, however they are spelled.

Case, spaces, points, marks on letters, titles and middle names make no difference, nor does
"Boyd, Erin". A nickname does, and so does a word that tells two people apart.
"""

import re
import unicodedata

#: Letters that carry their mark inside, which no decomposition takes off.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "sir"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})


def same_name(one: str, other: str) -> bool:
    """Say whether two names may be one person's."""
    return bool(name_forms(one) & name_forms(other))


def name_forms(name: str) -> frozenset[tuple[str, ...]]:
    """Return what a name is known by: its words, and the first with the last of them.

    A name without letters has no form, and is nobody's.
    """
    ahead, comma, behind = name.partition(",")
    orders = {_words(name)}
    if comma:
        orders.add((*_words(behind), *_words(ahead)))
    whole = {_bare(words) for words in orders} - {()}
    return frozenset(whole | {(words[0], words[-1]) for words in whole if len(words) > 1})


def _words(name: str) -> tuple[str, ...]:
    spread = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(one for one in spread if not unicodedata.combining(one)).translate(_PLAIN)
    joined = re.sub(r"['\u2019\u02bc`\u00b4.]", "", letters)
    return tuple(re.findall(r"[^\W_]+", joined))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out titles and suffixes, unless nothing else is there."""
    kept = tuple(word for word in words if word not in _TITLES | _SUFFIXES)
    return kept or words
