"""The line between people and the bot: payloads wait on it, and it loses, doubles, delays them.

A payload is what one press or one sent form is. It is acknowledged when the bot has answered
that it is done; until then Slack may bring it again, and the person may press again.
"""

from dataclasses import dataclass, field
from typing import Any

DROPPED, DOUBLED, DELAYED = 0.04, 0.04, 0.06


@dataclass(eq=False)
class Payload:
    """One press or form: the act, who does it, what it says, and what came of it."""

    number: int
    kind: str
    user: str
    said: tuple[Any, ...]
    form: str | None = None
    brought: int = 0
    acknowledged: Any = None
    refused: str | None = None
    places: set[str] = field(default_factory=set)  # the processes that it was brought to
    race: int = 0

    def __str__(self):
        return f"{self.kind} #{self.number} of {self.user}"


class Line:
    """Payloads on their way; all chance comes from ``rng``."""

    def __init__(self, rng, strike):
        self._rng, self._strike = rng, strike
        self.waiting: list[Payload] = []
        self._late: list[tuple[int, Payload]] = []
        self.faulty = True
        self._turn = 0

    def send(self, payload: Payload) -> None:
        """Send a payload off, with what befalls it on the way."""
        chance = self._rng.random() if self.faulty and not payload.race else 1.0
        if chance < DROPPED:
            self._strike("payload dropped")
        elif chance < DROPPED + DOUBLED:
            self._strike("payload duplicated")
            self.waiting.append(payload)
            self._put_off(payload)
        elif chance < DROPPED + DOUBLED + DELAYED:
            self._strike("payload delayed")
            self._put_off(payload)
        else:
            self.waiting.append(payload)

    def again(self, payload: Payload) -> None:
        """Bring a payload once more, which nobody acknowledged."""
        self._put_off(payload)

    def _put_off(self, payload: Payload) -> None:
        self._late.append((self._turn + self._rng.randint(2, 30), payload))

    def take(self) -> Payload | None:
        """Take the next payload off the line, now and then a later one first."""
        self._turn += 1
        due = [one for at, one in self._late if at <= self._turn]
        if due:
            self._late = [(at, one) for at, one in self._late if at > self._turn]
            self.waiting += due
        if not self.waiting:
            return None
        place = 0
        if self.faulty and len(self.waiting) > 1 and self._rng.random() < 0.2:
            place = self._rng.randrange(1, len(self.waiting))
            self._strike("payload overtaken by a later one")
        return self.waiting.pop(place)

    @property
    def empty(self) -> bool:
        return not self.waiting and not self._late

    def clear(self) -> None:
        self.waiting, self._late = [], []
