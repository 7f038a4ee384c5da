"""What people were told was done. The bot and its database have no hand in it."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Ledger:
    """Acts by request; an act is in here only if the person saw that it was recorded."""

    #: Who asked, and for how many shares: no two requests have one number.
    asked: dict[str, tuple[str, int]] = field(default_factory=dict)
    #: Who was told that their decision was recorded, and which it was.
    decided: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    withdrawn: dict[str, str] = field(default_factory=dict)
    reported: dict[str, str] = field(default_factory=dict)
    #: Clicks answered, clicks without an answer, and what else is worth saying.
    counted: Counter[str] = field(default_factory=Counter)

    def note_decided(self, request: str, officer: str, verdict: str) -> None:
        self.decided.setdefault(request, []).append((officer, verdict))
