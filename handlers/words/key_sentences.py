"""How a value of a policy file is said, and how its change is said: by kind of sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class KeyWords(Protocol):
    """Says one key's value, and a change of it."""

    @property
    def whom(self) -> str:
        """For whom it matters."""

    def says(self, value: Any) -> str:
        """Say the value, in a sentence without its full stop."""

    def changes(self, before: Any, after: Any) -> tuple[str, ...]:
        """Say what is different, one sentence a change."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A sentence with a phrase for the value in it: ``the hour of closing is {}``."""

    whom: str
    sentence: str
    phrase: Callable[[Any], str] = str

    def says(self, value: Any) -> str:
        """Put the value's phrase into the sentence."""
        return self.sentence.format(self.phrase(value))

    def changes(self, before: Any, after: Any) -> tuple[str, ...]:
        """Say the new value, and the old one after it."""
        return (f"{self.says(after)} instead of {self.phrase(before)}",)


@dataclass(frozen=True, slots=True)
class Count:
    """A sentence with a number in it; ``special`` says the number that means something else."""

    whom: str
    sentence: str
    unit: str
    units: str
    tail: str = ""
    special: Mapping[int, str] | None = None

    def says(self, value: Any) -> str:
        """Put the number with its unit into the sentence."""
        return self.sentence.format(self._phrase(value))

    def changes(self, before: Any, after: Any) -> tuple[str, ...]:
        """Say the new number, and the old one as short as can be."""
        special = self.special or {}
        plain = before not in special and after not in special
        old = str(before) if plain else self._phrase(before)
        return (f"{self.says(after)} instead of {old}",)

    def _phrase(self, value: int) -> str:
        if self.special and value in self.special:
            return self.special[value]
        return f"{value} {self.unit if value == 1 else self.units}{self.tail}"


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that is so or is not: ``a gift`` ``counts``/``does not count`` ``as trading``."""

    whom: str
    subject: str
    does: str
    does_not: str
    rest: str

    def says(self, value: Any) -> str:
        """Say that it is so, or is not."""
        return f"{self.subject} {self.does if value else self.does_not} {self.rest}"

    def changes(self, before: Any, after: Any) -> tuple[str, ...]:
        """Say that it is so now, or no longer."""
        del before
        word = "now" if after else "no longer"
        return (f"{self.subject} {word} {self.does} {self.rest}",)


@dataclass(frozen=True, slots=True)
class Members:
    """A list of roles, each of which is bound or is not."""

    whom: str
    sentence: str
    nobody: str
    joins: str
    leaves: str
    name: Callable[[str], str]

    def says(self, value: Any) -> str:
        """List those who are bound, if anybody is."""
        if not value:
            return self.nobody
        return self.sentence.format(listed([self.name(role) for role in value], "and"))

    def changes(self, before: Any, after: Any) -> tuple[str, ...]:
        """Say who is bound now, and who no longer."""
        joined = [self.name(role) for role in after if role not in before]
        left = [self.name(role) for role in before if role not in after]
        said = [self.joins.format(listed(joined, "and"))] if joined else []
        return (*said, *([self.leaves.format(listed(left, "and"))] if left else []))


def listed(items: Sequence[str], word: str) -> str:
    """List things, the last after a word: ``a, b or c``."""
    if len(items) == 1:
        return items[0]
    return f"{', '.join(items[:-1])} {word} {items[-1]}"
