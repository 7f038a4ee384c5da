"""Scenarios that the page offers, and the one that is being loaded: by whoever runs the workspace.

The workspace knows nothing of what a scenario holds. It names them, shows that one is being
loaded, keeps everybody's hands still meanwhile, and tells every open page when it is there.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

from sandbox.changes import Changes
from sandbox.seed import User

Json = dict[str, Any]

BUSY = "A scenario is being loaded. Wait a moment: this page goes on by itself."


class NotLoadedError(Exception):
    """A scenario is not there; the sentence says what became of it and what to do."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One scenario: what it is called, what is in it, and whom to be first."""

    name: str
    title: str
    about: str
    person: str


@dataclass(frozen=True, slots=True)
class Jump:
    """A moment that matters to who looks, to move the clock to."""

    label: str
    about: str
    to: datetime


class Scenarios(Protocol):
    """What can be loaded. ``offered[0]`` is what a reset begins with."""

    @property
    def offered(self) -> Sequence[Scenario]:
        """Name what can be loaded."""
        ...

    async def load(self, name: str) -> None:
        """Put a scenario in the place of all there is, or raise NotLoadedError."""
        ...

    async def jumps(self, user: User) -> Sequence[Jump]:
        """Name moments ahead that this member may know of."""
        ...


class Staging:
    """What the pages are told of scenarios; without any there is nothing to load."""

    def __init__(self, changes: Changes, scenarios: Scenarios | None) -> None:
        self._changes = changes
        self._scenarios = scenarios
        self._loading: Scenario | None = None
        self._loaded = ""
        self._turn = 0
        self._touched = True

    @property
    def _offered(self) -> Sequence[Scenario]:
        return self._scenarios.offered if self._scenarios else ()

    @property
    def busy(self) -> bool:
        """Say whether one is being loaded."""
        return self._loading is not None

    def touch(self) -> None:
        """Take note that somebody did something since the scenario was loaded."""
        self._touched = True

    def fresh(self) -> None:
        """Take note that what is there is what a reset begins with."""
        if self._scenarios is not None:
            self._loaded, self._touched = self._scenarios.offered[0].name, False

    def shown(self) -> Json:
        """Give what the page shows: ``turn`` counts what was loaded since the start."""
        return {
            "offered": [asdict(one) for one in self._offered],
            "loading": self._loading.title if self._loading else None,
            "loaded": self._loaded,
            "turn": self._turn,
            "touched": self._touched,
        }

    async def load(self, name: str) -> None:
        """Load one of those that are offered; every page hears when it begins and when it ends."""
        wanted = next((one for one in self._offered if one.name == name), None)
        if self._scenarios is None or wanted is None:
            raise NotLoadedError("There is no such scenario here. Reload the page.")
        if self.busy:
            raise NotLoadedError(BUSY)
        self._loading = wanted
        self._changes.tell("stage")
        try:
            await self._scenarios.load(name)
            self._loaded, self._touched = name, False
            self._turn += 1
        finally:
            self._loading = None
            self._changes.tell("stage")

    async def jumps(self, user: User) -> list[Json]:
        """Give the moments ahead that matter to a member."""
        if self._scenarios is None or self.busy:
            return []
        found = await self._scenarios.jumps(user)
        return [{"label": one.label, "about": one.about, "to": one.to.isoformat()} for one in found]
