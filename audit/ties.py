"""Who is close to whom among colleagues, as the entries about related persons say it.

The desk lets nobody decide for somebody with whom both have said that they are related
(``clearance.authority``); an entry that the other one has not answered does not bind it.
"""

from collections.abc import Mapping
from typing import Any

from audit.lines import Line
from policy.coverage import ENTITIES


class Ties:
    """What was registered so far and not taken out."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._insider: dict[str, str] = {}  # an entry, and whose it is
        self._named: dict[str, dict[str, tuple[str, ...]]] = {}  # theirs, and whom each names
        self._denied: set[tuple[str, str]] = set()

    def take(self, line: Line) -> None:
        """Take an entry about somebody related, or a colleague's answer to one."""
        value, opened = line.sealed, line.record["body"]["open"]
        self._drop(opened.get("replaces"))
        if value is None:
            return
        person = str(line.record["subject"])
        if "answers" in value:
            self._answer(person, value)
        elif not value["removed"] and value["relation"] not in ENTITIES and value["whom"]:
            self._insider[opened["id"]] = person
            self._named.setdefault(person, {})[opened["id"]] = tuple(value["whom"])

    def between(self, one: str, other: str) -> bool:
        """Say whether one of two colleagues named the other, who has not denied it."""
        return self._names(one, other) or self._names(other, one)

    def _names(self, insider: str, other: str) -> bool:
        return any(
            other in named and (entry, other) not in self._denied
            for entry, named in self._named.get(insider, {}).items()
        )

    def _drop(self, entry: str | None) -> None:
        insider = self._insider.pop(entry or "", None)
        if insider is not None and entry is not None:
            for named in self._named[insider].pop(entry):
                self._denied.discard((entry, named))

    def _answer(self, person: str, value: Mapping[str, Any]) -> None:
        key = (value["answers"], person)
        if value["agrees"]:
            self._denied.discard(key)
        elif value["answers"] in self._insider:
            self._denied.add(key)
