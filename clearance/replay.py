"""Deciding again what was decided: the same facts, policy and calendar give the same answer.

Every judgement is read with the facts it had and judged once more under the policy and
the calendar that are kept by its hashes. What does not come out as it was stored is named
by a kind alone: whether an outcome, a rule or a finding differs could tell of a
restriction, so all of these are one kind.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Generic, TypeVar

from clearance.facts import Ground, clearance_times, fingerprint
from policy.archive import decision_to, facts_from, finding_from, finding_to
from policy.calendars.exchange import ExchangeCalendar
from policy.company import Policy
from policy.decide import decide
from policy.facts import Facts
from storage import archive, judgements
from storage.judgements import Kept
from storage.sealed import NotSealedHere
from storage.tx import Tx

PAGE = 100
#: How many policies and calendars are held built; a record has few of either.
BUILT = 16

Value = TypeVar("Value")
Run = Callable[[Callable[[Tx], Any]], Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """A judgement that does not come out as stored; ``kind`` says what of it, by an id.

    ``decision``, ``times``, ``not_judged``; ``step_sealed``, ``step_missing``;
    ``facts_sealed``, ``facts_missing``, ``facts_changed``; ``policy_missing``,
    ``policy_changed``, ``policy_unreadable``, and the same three of ``calendar``.
    """

    request: str
    at: datetime
    kind: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What one page came to: how many were judged again, and which of them differ.

    ``without`` counts those that were stored without an answer to compare (from paper).
    """

    done: int
    without: int
    differing: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A judgement unsealed, or the kinds of what is wrong with how it is kept."""

    kept: Kept
    wrong: tuple[str, ...]
    value: dict[str, Any]
    facts: Facts | None = None
    policy: Policy | None = None
    calendar: ExchangeCalendar | None = None


def how_many(tx: Tx) -> int:
    """Say how many judgements there are."""
    return judgements.count(tx)


def replay(run: Run, page: int = PAGE) -> Iterator[Progress]:
    """Judge the whole record again, page by page; ``run`` runs a transaction.

    Pages are read in short transactions and judged outside them, so that a bot beside it
    is held up by none.
    """
    library = Library()
    place = judgements.START
    while found := run(partial(_read, library=library, place=place, page=page)):
        place = found[-1].kept.place
        yield Progress(
            done=len(found),
            without=sum(not one.wrong and "findings" not in one.value for one in found),
            differing=tuple(
                Difference(one.kept.request, one.kept.at, kind)
                for one in found
                for kind in _kinds(one)
            ),
        )
    yield from _without_steps(run, page)


def _without_steps(run: Run, page: int) -> Iterator[Progress]:
    after = ""
    while found := run(partial(judgements.unused, after=after, limit=page)):
        after = found[-1][0]
        lost = tuple(Difference(request, at, "step_missing") for _, request, at in found)
        yield Progress(done=0, without=0, differing=lost)


class Shelf(Generic[Value]):
    """Texts kept by hash, built once each; what cannot be built is the word that says why."""

    def __init__(
        self, name: str, content: Callable[[Tx, str], str | None], build: Callable[[str], Value]
    ) -> None:
        self._name, self._content, self._build = name, content, build
        self._built: dict[str, Value | str] = {}

    def get(self, tx: Tx, version: str) -> Value | str:
        """Return what is kept under a hash, or the kind of what is wrong with it."""
        if version not in self._built:
            if len(self._built) >= BUILT:
                self._built.pop(next(iter(self._built)))
            self._built[version] = self._read(tx, version)
        return self._built[version]

    def _read(self, tx: Tx, version: str) -> Value | str:
        content = self._content(tx, version)
        if content is None:
            return f"{self._name}_missing"
        if hashlib.sha256(content.encode()).hexdigest() != version:
            return f"{self._name}_changed"
        try:
            return self._build(content)
        except (ValueError, KeyError, TypeError, AttributeError):
            return f"{self._name}_unreadable"


class Library:
    """The policies and calendars that judgements were made under."""

    def __init__(self) -> None:
        self.policies = Shelf("policy", archive.policy_content, Policy.from_content)
        self.calendars = Shelf("calendar", archive.calendar_content, ExchangeCalendar.from_content)


def _read(tx: Tx, *, library: Library, place: tuple[str, int], page: int) -> list[Opened]:
    return [_opened(tx, library, kept) for kept in judgements.page(tx, place, page)]


def _opened(tx: Tx, library: Library, kept: Kept) -> Opened:
    value = _unsealed(tx, "decisions", kept.step.id, kept.step.sealed)
    if kept.facts is None:
        wrong = ("facts_missing",) if value is not None else ("step_sealed", "facts_missing")
        return Opened(kept, wrong, value or {})
    policy = library.policies.get(tx, kept.facts.policy)
    calendar = library.calendars.get(tx, kept.facts.calendar)
    confidential = _unsealed(tx, "facts", kept.facts.facts, kept.facts.facts_sealed)
    facts = _facts(kept, value, confidential)
    wrong = (
        *(("step_sealed",) if value is None else ()),
        *(one for one in (facts, policy, calendar) if isinstance(one, str)),
    )
    if isinstance(facts, str) or isinstance(policy, str) or isinstance(calendar, str):
        return Opened(kept, wrong, value or {})
    return Opened(kept, wrong, value or {}, facts, policy, calendar)


def _unsealed(tx: Tx, table: str, row: str, blob: bytes) -> dict[str, Any] | None:
    try:
        return tx.unseal(table, row, bytes(blob))
    except NotSealedHere:
        return None


def _facts(
    kept: Kept, value: dict[str, Any] | None, confidential: dict[str, Any] | None
) -> Facts | str:
    """Read the facts, whose open part must be the one that the step was sealed with."""
    if confidential is None:
        return "facts_sealed"
    row = kept.facts
    try:
        public = json.loads(row.public)  # type: ignore[union-attr]
        known = fingerprint(kept.request, row.policy, row.calendar, public)  # type: ignore[union-attr]
        # A step from before fingerprints were sealed has none to hold the facts against.
        if value is not None and value.get("rests_on", known) != known:
            return "facts_changed"
        return facts_from(public, confidential)
    except (ValueError, KeyError, TypeError, AttributeError):
        return "facts_changed"


def _kinds(one: Opened) -> tuple[str, ...]:
    """Say what of a judgement does not come out as it was stored."""
    if one.wrong or one.facts is None or one.policy is None or one.calendar is None:
        return one.wrong
    try:
        return tuple(_judged_otherwise(one.facts, one.policy, one.calendar, one.value))
    except Exception:  # noqa: BLE001 - what a rule raises may quote a fact: it is named, not told
        return ("not_judged",)


def _judged_otherwise(
    facts: Facts, policy: Policy, calendar: ExchangeCalendar, value: dict[str, Any]
) -> Iterator[str]:
    now = decision_to(decide(facts, policy, calendar))
    stored = {name: value[name] for name in now if name in value}
    if "findings" in stored:
        # Read and written again: one that lacks a newer field has that field's default.
        stored["findings"] = [finding_to(finding_from(each)) for each in stored["findings"]]
    if any(_canonical(stored[name]) != _canonical(now[name]) for name in stored):
        yield "decision"
    if value.get("earliest") is not None:
        times = clearance_times(Ground(policy, calendar, facts.releases, facts.overrides), facts.at)
        said = (times.earliest_trade_at.isoformat(), times.expires_at.isoformat())
        if said != (value["earliest"], value["expires"]):
            yield "times"


def _canonical(value: Any) -> str:
    """Write a value so that equal ones are equal texts; findings stand in any order."""
    if isinstance(value, list):
        return json.dumps(sorted(_canonical(each) for each in value))
    return json.dumps(value, sort_keys=True)
