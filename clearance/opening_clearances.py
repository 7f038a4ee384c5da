"""Clearances that were given on paper before the bot, marked so."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clearance.facts import Ground, as_filed, clearance_times, keep
from clearance.life import Case, Life, case_of, write_step
from clearance.lists import Fields, LineProblem, read_list
from clearance.notices import ENDS, set_timer
from clearance.opening_lines import count_problems, person_on, person_problems
from clearance.people import PersonFound, by_slack_id, people
from policy.approvers import approvers_for
from policy.archive import decision_to
from policy.calendars.exchange import OutOfCalendar
from policy.facts import Facts, Person, Trade
from policy.findings import Decision
from storage import requests
from storage.requests import State
from storage.tables import RequestRow
from storage.tx import Tx

CLEARANCES = (
    "slack_id",
    "action",
    "quantity",
    "approved_at",
    "approved_by",
    "office",
    "corrects",
)
STOPPED = (
    "the register of restrictions comes from a backup, or may: record clearances once each "
    "officer has confirmed in Slack, with /preclear restrict, what they set"
)
ACTIONS = ("buy", "sell")


@dataclass(frozen=True, slots=True)
class PaperClearance:
    """A clearance given on paper: to whom, for what, when, by whom, in which office."""

    person: PersonFound
    trade: Trade
    approved_at: datetime
    approved_by: PersonFound
    office: str
    corrects: str


def import_clearances(
    ground: Ground, tx: Tx, text: str, by: str, *, stopped: bool = False
) -> int | tuple[LineProblem, ...]:
    """Record clearances given on paper: all of the list, or none of it.

    Returns how many. Each gets the first and last moment that the policy gives it from
    the moment of its approval; one that is over by then is recorded as over. One that
    names another in ``corrects`` stands in its place. While approvals are ``stopped`` none is
    recorded: what restricts somebody may be missing.
    """
    if stopped:
        return (LineProblem(1, "approved_at", STOPPED),)
    read = read_clearances(tx, ground, text)
    if isinstance(read, tuple):
        return read
    for entry in read:
        _record_opening(ground, tx, entry, by)
    return len(read)


def clearances(tx: Tx) -> list[tuple[str, str]]:
    """Return the id and the words of every clearance from paper that nothing corrects."""
    found = []
    for person in people(tx):
        for row in requests.on_paper(tx, person.person):
            if not requests.corrected(tx, row.id):
                trade = as_filed(tx, row.id).trade
                said = f"{person.name}  {row.at.isoformat()}  {trade.action} {trade.quantity}"
                found.append((row.id, said))
    return found


def _record_opening(ground: Ground, tx: Tx, entry: PaperClearance, by: str) -> None:
    facts = Facts(
        at=entry.approved_at,
        person=Person(entry.person.roles, entry.person.acknowledged_on is not None),
        trade=entry.trade,
        releases=ground.releases,
        overrides=ground.overrides,
    )
    record(ground, tx, entry, by, judged=(facts, None))


def record(
    ground: Ground,
    tx: Tx,
    entry: PaperClearance,
    by: str,
    *,
    judged: tuple[Facts, Decision | None],
    paper: dict[str, Any] | None = None,
    noted: Callable[[str], object] = lambda _: None,
) -> RequestRow:
    """Write a clearance from paper down, or that the rules refused it where a decision is given.

    ``paper`` says of one that took two people who they were; ``noted`` is told its id before it
    is put on record, so that the same record holds what is noted of it.
    """
    facts, refused = judged
    times = clearance_times(ground, entry.approved_at)
    state: State = "decided" if refused is None else "ended"
    request = requests.row_of(
        requests.new_id(tx),
        entry.person.person,
        at=entry.approved_at,
        status=state,
        decide_by=entry.approved_at,
        source="paper",
        corrects=entry.corrects or None,
    )
    requests.add(tx, request)
    noted(request.id)
    if entry.corrects:
        _end_corrected(ground, tx, entry.corrects, by)
    value: dict[str, Any] = {
        "what": "approved" if refused is None else "refused",
        "office": entry.office,
        "officer": entry.approved_by.person,
        "at": entry.approved_at.isoformat(),
    }
    value |= {} if paper is None else {"paper": paper}
    if refused is None:
        value |= {
            "earliest": times.earliest_trade_at.isoformat(),
            "expires": times.expires_at.isoformat(),
        }
    else:
        value |= decision_to(refused)
    kept = keep(tx, ground, request.id, facts)
    case = Case(tx, ground, request, Life(state="approved"))
    write_step(case, state, actor=by, value=value, judged=(kept, facts))
    # Set for both alike: the timer's row must not tell one from the other.
    set_timer(tx, ENDS, request.id, times.expires_at)
    return request


def _end_corrected(ground: Ground, tx: Tx, request_id: str, by: str) -> None:
    wrong = requests.find(tx, request_id)
    if wrong is None:
        raise LookupError("the line was checked before it was read")
    requests.move(tx, wrong.id, "decided", "ended")
    value = {"what": "over", "cause": "corrected"}
    write_step(case_of(tx, ground, wrong), "ended", actor=by, value=value)


def read_clearances(
    tx: Tx, ground: Ground, text: str
) -> list[PaperClearance] | tuple[LineProblem, ...]:
    """Read a list of clearances, or return everything that is wrong with it."""
    seen: set[tuple[str, ...]] = set()
    return read_list(
        text,
        columns=CLEARANCES,
        required=CLEARANCES[:6],
        problems=lambda line, fields: clearance_problems(tx, ground, line, fields, seen),
        entry=lambda fields: clearance_read(tx, fields),
    )


def clearance_read(tx: Tx, fields: Fields) -> PaperClearance:
    """Read a line that was checked."""
    return PaperClearance(
        person=person_on(tx, fields["slack_id"]),
        trade=Trade(action=fields["action"], quantity=int(fields["quantity"])),
        approved_at=datetime.fromisoformat(fields["approved_at"]),
        approved_by=person_on(tx, fields["approved_by"]),
        office=fields["office"],
        corrects=fields.get("corrects", ""),
    )


def clearance_problems(
    tx: Tx, ground: Ground, line: int, fields: Fields, seen: set[tuple[str, ...]]
) -> Iterator[LineProblem]:
    """Say everything that is wrong with a line; ``seen`` has what stood on earlier ones."""
    yield from person_problems(tx, line, "slack_id", fields["slack_id"])
    yield from person_problems(tx, line, "approved_by", fields["approved_by"])
    if fields["slack_id"] == fields["approved_by"]:
        yield LineProblem(line, "approved_by", "Nobody clears themselves: name who approved it.")
    if fields["action"] not in ACTIONS:
        yield LineProblem(line, "action", "Say buy or sell.")
    yield from count_problems(line, "quantity", fields["quantity"])
    yield from _office_problems(tx, ground, line, fields)
    yield from _moment_problems(tx, ground, line, fields["approved_at"])
    yield from _again_problems(tx, ground, line, fields, seen)


def _office_problems(tx: Tx, ground: Ground, line: int, fields: Fields) -> Iterator[LineProblem]:
    requester = by_slack_id(tx, fields["slack_id"])
    approver = by_slack_id(tx, fields["approved_by"])
    if requester is None or approver is None:
        return
    allowed = approvers_for("trade", requester.roles, ground.policy)
    if fields["office"] not in allowed or fields["office"] not in approver.roles:
        named = ", ".join(allowed) or "nobody"
        yield LineProblem(
            line, "office", f"Name an office that approves this ({named}) and the approver holds."
        )


def _moment_problems(tx: Tx, ground: Ground, line: int, text: str) -> Iterator[LineProblem]:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        yield LineProblem(
            line, "approved_at", "Write day, time and offset, such as 2026-11-20T10:30:00-05:00."
        )
        return
    if at > tx.now:
        yield LineProblem(line, "approved_at", "This moment lies in the future.")
        return
    try:
        clearance_times(ground, at)
    except OutOfCalendar:
        yield LineProblem(line, "approved_at", "The trading calendar does not reach this day.")


def _again_problems(
    tx: Tx, ground: Ground, line: int, fields: Fields, seen: set[tuple[str, ...]]
) -> Iterator[LineProblem]:
    given = tuple(fields[name] for name in CLEARANCES[:6])
    if given in seen:
        yield LineProblem(line, "", "The same clearance stands on an earlier line.")
    seen.add(given)
    person = by_slack_id(tx, fields["slack_id"])
    on_paper = [] if person is None else requests.on_paper(tx, person.person)
    corrects = fields.get("corrects", "")
    if corrects:
        known = [row for row in on_paper if row.id == corrects]
        if not known or requests.corrected(tx, corrects):
            yield LineProblem(
                line, "corrects", f"This person has no clearance {corrects} on paper to correct."
            )
    elif any(_is(tx, ground, row, fields) for row in on_paper):
        yield LineProblem(line, "", "This clearance is on the record already.")


def _is(tx: Tx, ground: Ground, row: RequestRow, fields: Fields) -> bool:
    """Say whether a recorded clearance is the one that a line tells of."""
    trade = as_filed(tx, row.id).trade
    same_trade = (trade.action, str(trade.quantity)) == (fields["action"], fields["quantity"])
    try:
        same_time = row.at == datetime.fromisoformat(fields["approved_at"])
    except (ValueError, TypeError):
        return False
    over = case_of(tx, ground, row).life.cause == "corrected"
    return same_trade and same_time and not over
