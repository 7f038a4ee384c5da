"""What is explored, and what a state of it is."""

from dataclasses import dataclass
from typing import NamedTuple


class BrokenError(AssertionError):
    """Something does not hold; ``path`` is how one gets there."""

    def __init__(self, what, path=()):
        self.what, self.path = what, tuple(path)
        super().__init__(what + "".join(f"\n  {step}" for step in self.path))


@dataclass(frozen=True)
class Press:
    """What a person sends from one device: ``process`` takes it, and the other a repetition."""

    name: str
    who: str
    process: int
    verdict: object = None  # None: the act that the name says

    @property
    def decides(self):
        return self.verdict is not None


@dataclass(frozen=True)
class Scene:
    """What may happen, and how often something may go wrong."""

    presses: tuple[Press, ...]
    filed: bool = True  # whether the request is on file when the search begins
    prompt: bool = False  # an answer that arrives arrives at once: nobody else sees when
    processes: int = 2
    at_once: int = 0  # how many messages a process carries at a time
    crashes: int = 0
    repeats: int = 0  # payloads that Slack brings again
    lost: int = 0  # calls to Slack that are done and whose answer is lost
    waits: int = 0  # how often a lease's length passes
    deadline: bool = False  # whether the time to decide can end


class State(NamedTuple):
    """One state; ``tasks`` are (process, press or -1, task), ``sent`` a flag for each press."""

    base: int
    time: tuple[float, float]
    sent: tuple[bool, ...]
    tasks: tuple[tuple[int, int, int], ...]
    screen: frozenset
    crashes: int
    repeats: int
    lost: int
    waits: int
    deadline: bool


class Task(NamedTuple):
    """A coroutine and the answers that it got."""

    kind: str
    about: tuple
    answers: tuple[int, ...] = ()
