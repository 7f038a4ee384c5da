"""A clock that a test moves by hand: the day's time, and the seconds of real time."""

from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 9, 15, 0, tzinfo=UTC)


class HandClock:
    """Stands still until moved. ``move`` changes the day's time, ``pass_`` both."""

    def __init__(self, at: datetime = START):
        self._at = at
        self._steady = 1000.0

    def now(self) -> datetime:
        return self._at

    def steady(self) -> float:
        return self._steady

    def move(self, to: datetime) -> None:
        self._at = to

    def pass_(self, seconds: float) -> None:
        self._at += timedelta(seconds=seconds)
        self._steady += seconds
