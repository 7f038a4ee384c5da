"""The records that a case gathers: its requests with their steps, and entries of the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from clearance import case_rows
from clearance.breaches import outside
from clearance.facts import as_filed
from clearance.life import STATES, life_of
from clearance.people import by_id
from clearance.shown_cases import CaseRequest, CaseStep
from storage import requests
from storage.tx import Tx

#: Steps that say nothing here: who was asked, and what a person said of a withdrawn clearance,
#: which would tell that it was withdrawn.
_BESIDE: Final = frozenset({"closed", "handed_on", "nudged", "receipt"})
_OVER: Final = "over"
#: What somebody said was traded: on a clearance, or on what was not cleared.
_SAID: Final = frozenset({"reported", "answered"})
_TAGS: Final = frozenset({"case:opened", "case:noted", "case:closed"})


@dataclass(frozen=True, slots=True)
class CaseRecords:
    """What belongs to a case: ``belongs`` says it of a record of the log, as parsed JSON."""

    case: str
    requests: frozenset[str]
    people: frozenset[str]

    def belongs(self, record: Mapping[str, Any]) -> bool:
        """Say whether a record of the log is one of the case: of its requests, or its own."""
        if record["tag"] in _TAGS:
            return bool(record["body"]["open"].get("id") == self.case)
        return record["request"] is not None and record["request"] in self.requests


def records_of(tx: Tx, case: str) -> CaseRecords | None:
    """Say which records a case gathers; None where there is no such case."""
    found = case_rows.find(tx, case)
    if found is None:
        return None
    return CaseRecords(found.id, frozenset(found.requests), frozenset(found.people))


def request_of(tx: Tx, request: str) -> CaseRequest:
    """Return a request of a case with its steps, as whoever handles the case sees it.

    A clearance is over from a moment on, and by whom or why is not said: a restriction may
    have been the reason.
    """
    row = requests.find(tx, request)
    if row is None:
        raise LookupError("a case names requests that are on the record")
    requester = by_id(tx, row.person)
    name = "" if requester is None else requester.name
    steps = requests.steps(tx, [request])[request]
    if not steps:
        return CaseRequest(request, name, None)
    trade, shown = as_filed(tx, request).trade, []
    for count, step in enumerate(steps, 1):
        what = step.value["what"]
        if what in _BESIDE:
            continue
        life = life_of(steps[:count])
        said = life.report if what in _SAID else None
        report = None if said is None else said.report
        by = None if what == _OVER else by_id(tx, step.value["by"])
        broken = () if report is None else outside(life, trade, report)
        state, name_of = STATES.get(what, life.state), "" if by is None else by.name
        shown.append(CaseStep(step.at, state, name_of, report, broken))
    life = life_of(steps)
    return CaseRequest(request, name, trade, life.earliest_trade_at, life.expires_at, tuple(shown))
