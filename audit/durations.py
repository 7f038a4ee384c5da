"""How long things took: their median and the rest, from as many as there are, in little room.

What is kept is a count for each length, as exactly as a length is said: to the second under
ten minutes, to the minute under a day, to the hour beyond.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

#: A length under the first is kept to the second: so many seconds of it are one.
_GRAINS: Final = ((600, 1), (86_400, 60))
_COARSE: Final = 3600


class Durations:
    """Lengths of time, one after another."""

    def __init__(self) -> None:
        """Begin with none."""
        self.slowest: timedelta | None = None
        self._counts: Counter[int] = Counter()

    @property
    def count(self) -> int:
        """How many there are."""
        return self._counts.total()

    def add(self, length: timedelta) -> None:
        """Add one."""
        self.slowest = length if self.slowest is None else max(self.slowest, length)
        self._counts[_kept(length)] += 1

    def median(self) -> timedelta | None:
        """Return the middle one; of an even number, what lies between the middle two."""
        total = self.count
        if not total:
            return None
        low, high = self._at((total + 1) // 2), self._at(total // 2 + 1)
        return timedelta(seconds=(low + high) // 2)

    def within(self, percent: int) -> timedelta | None:
        """Return the shortest length that so many in a hundred do not exceed."""
        total = self.count
        return timedelta(seconds=self._at(-(-total * percent // 100))) if total else None

    def parted(self, limits: Iterable[timedelta]) -> list[int]:
        """Count those under each limit, in order, and last those at or beyond all of them."""
        ends = [int(limit.total_seconds()) for limit in limits]
        parts = [0] * (len(ends) + 1)
        for length, count in self._counts.items():
            parts[sum(length >= end for end in ends)] += count
        return parts

    def _at(self, place: int) -> int:
        seen = 0
        for length in sorted(self._counts):
            seen += self._counts[length]
            if seen >= place:
                return length
        raise LookupError("there are not so many")


def _kept(length: timedelta) -> int:
    seconds = max(0, int(length.total_seconds()))
    grain = next((grain for end, grain in _GRAINS if seconds < end), _COARSE)
    return seconds - seconds % grain
