"""A change to be put into the code: which file, what stands there, what stands there instead."""

from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]


class TextGoneError(Exception):
    """The code no longer says what is changed: the change has to be written anew."""


@dataclass(frozen=True)
class Change:
    """One change. ``old`` stands exactly once in the file; a test among ``tests`` notices it.

    ``more`` changes other places of the same file with it.
    """

    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...] = ()
    more: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)

    @property
    def path(self) -> Path:
        return ROOT / self.file

    def changed(self) -> str:
        """Give the file's text with the change in it."""
        text = self.path.read_text(encoding="utf-8")
        for old, new in ((self.old, self.new), *self.more):
            found = text.count(old)
            if found != 1:
                raise TextGoneError(
                    f"{self.what}: {self.file} has its text {found} times, not once."
                )
            text = text.replace(old, new)
        return text


def gone(changes):
    """Say which changes do not fit the code any more."""
    for one in changes:
        try:
            one.changed()
        except TextGoneError as missing:
            yield str(missing)
