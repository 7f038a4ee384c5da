"""Trouble that a test can order, method by method."""

from collections import defaultdict, deque
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one call.

    `error` answers that instead of doing the call; `retry_after` makes it a 429.
    `lost` does the call and then cuts the connection; `seconds` answers late.
    """

    error: str | None = None
    retry_after: int | None = None
    lost: bool = False
    seconds: float = 0.0


class Faults:
    """A queue of faults for each method; every call takes the next one."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def rate_limit(self, method: str, times: int = 1, retry_after: int = 1) -> None:
        """Answer the next calls with 429."""
        self._add(method, times, Fault(retry_after=retry_after))

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """Answer the next calls with an error, doing nothing."""
        self._add(method, times, Fault(error=error))

    def lose_answer(self, method: str, times: int = 1) -> None:
        """Do the next calls, and drop the connection instead of answering."""
        self._add(method, times, Fault(lost=True))

    def slow(self, method: str, seconds: float, times: int = 1) -> None:
        """Do the next calls, and answer that many seconds of real time later."""
        self._add(method, times, Fault(seconds=seconds))

    def next(self, method: str) -> Fault | None:
        """Take the fault that the next call of this method meets, if any."""
        waiting = self._waiting[method]
        return waiting.popleft() if waiting else None

    def clear(self) -> None:
        """Let everything work again."""
        self._waiting.clear()

    def _add(self, method: str, times: int, fault: Fault) -> None:
        self._waiting[method].extend([fault] * times)
