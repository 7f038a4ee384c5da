"""What an officer may want to look at, and why: each kind of it, and which requests are of it.

Nothing here is said to be wrong. Each kind is a fact of the record that a careful reader
would ask about; the limits that are matters of taste are values of ``Limits``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from audit.moments import clock
from audit.request_life import RequestSeen
from policy.instants import market_time

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is worth a look.

    ``opens`` and ``closes`` are New York's office hours, Monday to Friday. ``report_days``
    is after how many days a report is late. ``offices`` are those that decide by the policy;
    where they are not known, nobody is found to have stood in.
    """

    quick: timedelta = timedelta(minutes=1)
    opens: time = time(8)
    closes: time = time(18)
    report_days: int = 4
    offices: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing worth a look: what it is, when, and the request or the person that it is of.

    ``of`` carries values for the words of its kind: a length, a moment, a number, an office.
    """

    kind: str
    at: datetime | None
    request: str | None = None
    person: str | None = None
    by: str | None = None
    of: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing worth a look: its title, and why it is listed.

    ``in_the_open`` says that it is found without the confidential part of an entry.
    """

    title: str
    why: str
    in_the_open: bool = False


def kinds(limits: Limits) -> Mapping[str, Kind]:
    """Return every kind, in the order in which they are listed."""
    quick = int(limits.quick.total_seconds())
    return {
        "tied": Kind(
            "Decided by somebody close to the requester",
            "One of the two had named the other as a related person, and the other had not "
            "denied it; or the account is the decider's too.",
        ),
        "standing_in": Kind(
            "Decided by somebody standing in",
            "The decision was taken in an office that decides only while the usual ones are "
            "vacant or are the requester's own.",
        ),
        "record_changed": Kind(
            "Decided after the requester's entry had changed",
            "Between the request and the decision the list of people said something else of the "
            "requester: a role, an account, that they left. The rules were run anew at the "
            "decision, on the new entry.",
            in_the_open=True,
        ),
        "quick": Kind(
            f"Decided in under {quick} seconds",
            "Little time to read what was asked.",
            in_the_open=True,
        ),
        "out_of_hours": Kind(
            "Decided outside office hours",
            f"Before {clock(limits.opens)} or from {clock(limits.closes)} on, New York time, or at "
            "a weekend.",
            in_the_open=True,
        ),
        "stopped": Kind(
            "A rule stopped the approval",
            "An officer was about to approve, and by then a rule refused: the window had closed, "
            "or a fact had changed.",
        ),
        "not_in_time": Kind(
            "Nobody decided in time",
            "The request was left until its time was up or the window closed.",
        ),
        "trade_outside": Kind(
            "Traded outside the clearance's time",
            "By the requester's own report the trade came before the first moment, after the "
            "last one, or after they had given the clearance back.",
        ),
        "other_quantity": Kind(
            "Traded another quantity than was cleared",
            "By the requester's own report. Fewer is common, where an order was filled in part; "
            "more was not cleared.",
        ),
        "late_report": Kind(
            f"Reported more than {limits.report_days} days after the trade",
            "A Form 4, where one is due, is due two business days after the trade.",
        ),
        "silent": Kind(
            "Clearance over, and nothing was reported",
            "Neither a trade nor that there was none. Whoever held it can be asked.",
        ),
        "two_roles": Kind(
            "One person in two offices",
            "Somebody who decides also holds another office, or watches over the decisions.",
            in_the_open=True,
        ),
        "restored": Kind(
            "The database was put back from a backup",
            "What was written after the backup was made can be lost. Compare the moments below "
            "with checkpoints kept elsewhere.",
            in_the_open=True,
        ),
    }


def found_in(request: RequestSeen, limits: Limits) -> Iterator[Item]:
    """Yield what is worth a look in one request, as far as its entries were shown."""
    yield from _in_the_decision(request, limits)
    yield from _in_the_report(request, limits)
    if request.outcome in ("expired", "lapsed"):
        yield _item(request, "not_in_time", request.asked_at, request.outcome)
    if request.use == "silent":
        yield _item(request, "silent", request.decided_at, request.expires)


def _in_the_decision(request: RequestSeen, limits: Limits) -> Iterator[Item]:
    at, took = request.decided_at, request.took
    if at is None:
        return
    if request.tied:
        yield _item(request, "tied", at)
    offices = limits.offices
    if offices is not None and request.office is not None and request.office not in offices:
        yield _item(request, "standing_in", at, request.office)
    if request.record_changed:
        yield _item(request, "record_changed", at)
    if took is not None and took < limits.quick:
        yield _item(request, "quick", at, took)
    if not request.paper and out_of_hours(at, limits):
        yield _item(request, "out_of_hours", at, at)
    if request.outcome == "stopped":
        yield _item(request, "stopped", at, request.rules)


def out_of_hours(at: datetime, limits: Limits) -> bool:
    """Say whether a moment lies outside New York's office hours."""
    there = market_time(at)
    return there.weekday() >= _SATURDAY or not limits.opens <= there.time() < limits.closes


def _in_the_report(request: RequestSeen, limits: Limits) -> Iterator[Item]:
    said = request.report
    if said is None or not said.traded or said.at is None:
        return
    outside = _outside(request, said.at)
    if outside is not None:
        yield _item(request, "trade_outside", said.at, *outside)
    wanted = request.trade
    if wanted is not None and said.quantity != wanted.expected:
        yield _item(request, "other_quantity", said.at, said.quantity, wanted.expected)
    late = said.said_at - said.at
    if late > timedelta(days=limits.report_days):
        yield _item(request, "late_report", said.said_at, late)


def _outside(request: RequestSeen, at: datetime) -> tuple[str, datetime] | None:
    if request.earliest is not None and at < request.earliest:
        return "before its first moment", request.earliest
    if request.given_back_at is not None and at > request.given_back_at:
        return "after it was given back", request.given_back_at
    if request.expires is not None and at > request.expires:
        return "after its last moment", request.expires
    return None


def _item(request: RequestSeen, kind: str, at: datetime | None, *of: object) -> Item:
    return Item(kind, at, request.id, request.person, request.decided_by, of)
