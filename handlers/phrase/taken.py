"""A phrase while it is read: which of its words are accounted for, and what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Left:
    """Words that were not taken over, and why; ``day`` where it is about one."""

    problem: str
    word: str = ""
    day: date | None = None


@dataclass(slots=True)
class Phrase:
    """A phrase as it is read: which words are accounted for, and what they say."""

    words: list[str]
    today: date
    made: bool = False
    taken: set[int] = field(default_factory=set)
    found: dict[str, dict[str, range]] = field(default_factory=dict)
    left: list[tuple[int, Left]] = field(default_factory=list)
    #: Days with a number in them that could be how many as well.
    loose: set[range] = field(default_factory=set)

    def at(self, place: int) -> str:
        """Give a word; where there is none it is empty."""
        return self.words[place] if 0 <= place < len(self.words) else ""

    def free(self) -> Iterator[int]:
        """Go through the words that nothing has accounted for yet."""
        return (place for place in range(len(self.words)) if place not in self.taken)

    def take(self, places: Iterable[int]) -> None:
        """Account for words."""
        self.taken |= set(places)

    def say(self, name: str, value: str, places: range) -> None:
        """Note a value that these words say."""
        self.found.setdefault(name, {}).setdefault(value, places)
        self.take(places)

    def leave(self, problem: str, places: range, day: date | None = None) -> None:
        """Note words that are not taken over."""
        self.take(places)
        word = " ".join(self.words[place] for place in places)
        self.left.append((places.start, Left(problem, word, day)))
