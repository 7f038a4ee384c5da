"""The word that somebody meant who mistyped it: the nearest by slips of the finger."""

from collections.abc import Sequence

_SHORT, _LONG = 4, 24


def nearest(word: str, known: Sequence[str]) -> str | None:
    """Give the nearest known word: one slip away, or two where the word is longer.

    Of words that are as near, one of the same length comes first, then the one named first.
    """
    if not 1 < len(word) <= _LONG:
        return None
    most = 1 if len(word) <= _SHORT else 2
    found = ((slips(word, one), abs(len(one) - len(word)), at) for at, one in enumerate(known))
    best = min(found, default=None)
    return known[best[2]] if best is not None and best[0] <= most else None


def slips(first: str, second: str) -> int:
    """Count letters put in, left out, changed, or changed with their neighbour."""
    before, row = list[int](), list(range(len(second) + 1))
    for i, one in enumerate(first):
        above, before, row = before, row, [i + 1]
        for j, other in enumerate(second):
            least = min(before[j + 1] + 1, row[j] + 1, before[j] + (one != other))
            if i and j and one == second[j - 1] and first[i - 1] == other:
                least = min(least, above[j - 1] + 1)
            row.append(least)
    return row[-1]
