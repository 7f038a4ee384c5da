"""A leak put into the code: which file, what stands there, what stands there instead."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[3]


class TextGoneError(Exception):
    """The code no longer says what a mutant changes: the mutant has to be written anew."""


@dataclass(frozen=True)
class Mutant:
    """One leak. ``old`` stands exactly once in the file; ``tests`` are those that catch it."""

    leak: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def path(self) -> Path:
        return ROOT / self.file

    def changed(self) -> str:
        """Give the file's text with the leak in it."""
        text = self.path.read_text(encoding="utf-8")
        found = text.count(self.old)
        if found != 1:
            raise TextGoneError(
                f"{self.file} has the text of '{self.leak}' {found} times, not once"
            )
        return text.replace(self.old, self.new)
