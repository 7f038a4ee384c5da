"""One check of `preclear doctor`, and what it found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One check: what was looked at, whether it is in order, and what was found or to do."""

    what: str
    ok: bool
    said: str
