"""The clock that handlers are handed."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Whoever can say what time it is."""

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        ...
