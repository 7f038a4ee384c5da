"""Looking: what a person sees of the window, of their requests and of those they decide."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from clearance import answering, away, away_rows, news, nudging, plan_sheets, reported, swinging
from clearance.authority import may_decide, not_theirs
from clearance.deciding import carries
from clearance.ending import cause_of_end, current_facts, current_trade, last_moment
from clearance.facts import Ground, as_filed, clearance_times
from clearance.facts import window as company_window
from clearance.life import Case, Life, able_of, case_of, life_of
from clearance.notices import close_pressed
from clearance.people import PersonFound, by_id
from clearance.related_lists import NAME_LIMIT
from clearance.reporting import may_report
from clearance.restrictions import withdrawing
from clearance.shown import (
    EVERYONE,
    REVIEW_FORM,
    No,
    PlanShown,
    RequestShown,
    ReviewSheet,
    WindowShown,
    findings_for,
)
from policy.clauses import sections_in
from policy.decide import decide
from policy.facts import Facts, Trade
from policy.instants import market_day
from storage import requests
from storage.tables import RequestRow
from storage.tx import Tx

#: In a list of one's own, which pages through them.
IN_LIST = 200
_PAGE = 40
#: States in which the requester is shown what the rules found.
TOLD_WHY = frozenset({"refused", "exempt", "lapsed", "overtaken"})
CLEARED = frozenset({"approved", "clearance_ended", "reported"})


def window(tx: Tx, ground: Ground) -> WindowShown:
    """Return the company's window now."""
    found = company_window(tx, ground)
    return WindowShown(
        at=tx.now,
        open=found.open,
        reopens_at=found.reopens_at,
        closes_at=found.closes_at,
        quarter_end=found.quarter_end,
    )


def own(tx: Tx, person: PersonFound, request_id: str) -> RequestRow | No:
    """Return one's own request; anybody else's is not found."""
    request = requests.find(tx, request_id)
    if request is None or request.person != person.person:
        return not_theirs("see_request")
    return No("record_removed") if request.removed else request


def mine(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RequestShown, ...]:
    """Return a person's latest requests, newest first."""
    return shown(tx, ground, requests.of_person(tx, person.person, IN_LIST))


def unanswered(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RequestShown, ...]:
    """Return a person's requests of which they have not said what came of them."""
    return tuple(owed(tx, ground, person))


def owed(tx: Tx, ground: Ground, person: PersonFound) -> Iterator[RequestShown]:
    """Yield the same one by one, the newest first: most of them are looked at by nobody."""
    rows = requests.of_person(tx, person.person, IN_LIST)
    over = [row for row in rows if row.status != "pending"]  # nobody is asked what came of others
    for start in range(0, len(over), _PAGE):
        for case in cases(tx, ground, over[start : start + _PAGE]):
            if not case.life.silent:
                continue
            filed = as_filed(tx, case.request.id)
            if answering.owes(case, filed):
                yield _shown(case, filed)


def to_report(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RequestShown, ...]:
    """Return the same, and the clearances that a person holds and has not reported on."""
    silent = unanswered(tx, ground, person)
    asked = {one.id for one in silent}
    decided = [
        row for row in requests.of_person(tx, person.person, IN_LIST) if row.status == "decided"
    ]
    held = (
        one
        for one in shown(tx, ground, decided)
        if one.state == "approved" and one.may_report and one.id not in asked
    )
    return (*silent, *held)


def shown(tx: Tx, ground: Ground, rows: list[RequestRow]) -> tuple[RequestShown, ...]:
    """Return these requests as their requester sees them."""
    return tuple(_shown(case, as_filed(tx, case.request.id)) for case in cases(tx, ground, rows))


def one(tx: Tx, ground: Ground, row: RequestRow) -> RequestShown:
    """Return one request as its requester sees it, with its plan and what it would match."""
    (case,) = cases(tx, ground, [row])
    plan = _plan(case, by_id(tx, row.person))
    filed = as_filed(tx, row.id)
    found = _shown(case, filed)
    return replace(
        found,
        plan=plan,
        form144=reported.form_144(case, filed),
        swing=swinging.to_come(tx, ground, row, found.state),
    )


def _plan(case: Case, owner: PersonFound | None) -> PlanShown | None:
    return plan_sheets.of_trade(case.tx, case.ground, owner, case.life.plan)


def cases(tx: Tx, ground: Ground, rows: Sequence[RequestRow]) -> list[Case]:
    """Open these requests' cases, reading all their steps at once."""
    steps = requests.steps(tx, [row.id for row in rows]) if rows else {}
    return [Case(tx, ground, row, life_of(steps[row.id])) for row in rows]


def _shown(case: Case, filed: Facts) -> RequestShown:
    """Show a request to its requester; ``filed`` is what it was first judged on."""
    tx, row, life = case.tx, case.request, as_of_now(case)
    now = case if life is case.life else replace(case, life=life)
    trade = filed.trade
    officer = by_id(tx, life.decided_by) if life.decided_by and life.office else None
    cleared = life.state in CLEARED
    nudge = nudging.state(case)
    return RequestShown(
        id=row.id,
        state=life.state,
        trade=trade,
        account=life.account,
        holder=life.holder,
        submitted_at=row.at,
        decide_by=row.decide_by,
        decided_at=life.decided_at,
        decided_by=None if officer is None else officer.name,
        office=life.office,
        earliest_trade_at=life.earliest_trade_at if cleared else None,
        expires_at=last_moment(now) if cleared else None,
        cause=life.cause,
        fields=life.fields,
        findings=findings_for(life.findings, EVERYONE) if life.state in TOLD_WHY else (),
        report=reported.shown(now, filed),
        source=row.source,
        may_withdraw=life.state in {"pending", "approved"},
        may_report=may_report(now, filed),
        outlasted_at=_outlasted_at(case, trade) if life.state == "pending" else None,
        back_at=_back_at(case) if life.state == "pending" else None,
        may_correct=life.state == "returned" and not requests.corrected(tx, row.id),
        related=(life.related or {}).get("id"),
        relation=(life.related or {}).get("relation"),
        related_with=_with(case),
        filed_by=_filed_by(case),
        may_receipt=life.awaits_receipt,
        receipt_at=life.receipt_at,
        executed_at=life.executed_at,
        owes_answer=answering.owes(case, filed),
        may_nudge=nudge == "pending",
        nudge_from=nudging.soonest(case) if nudge == nudging.JUST_FILED else None,
        nudged_at=life.nudged_at,
    )


def _with(case: Case) -> tuple[str, ...]:
    """Name the colleagues who have to ask for the trade as well."""
    found = (by_id(case.tx, one) for one in case.life.holders)
    return tuple(one.name[:NAME_LIMIT] for one in found if one is not None)


def _filed_by(case: Case) -> str | None:
    filed_by = case.life.filed_by
    found = None if filed_by is None else by_id(case.tx, filed_by)
    return None if found is None else found.name


def as_of_now(case: Case) -> Life:
    """Show a clearance as over from its last moment on, also where a timer is late."""
    life = case.life
    last = last_moment(case) if life.live else None
    if last is not None and case.tx.now >= last:
        return life._replace(state="clearance_ended", cause=cause_of_end(case))
    return life


def _back_at(case: Case) -> datetime | None:
    """Say when the first of those who decide is back, where all of them are away."""
    if not away_rows.any_at_all(case.tx):
        return None
    return away.back_at(case.tx, case.ground.calendar, able_of(case))


def _outlasted_at(case: Case, trade: Trade) -> datetime | None:
    last = clearance_times(case.ground, case.tx.now).expires_at
    return last if trade.on is not None and trade.on > market_day(last) else None


def review(
    tx: Tx,
    ground: Ground,
    officer: PersonFound,
    request: RequestRow,
    place: tuple[str, str] | None,
) -> ReviewSheet | No:
    """Return everything that an officer needs to decide a request, judged as of now.

    ``place`` is the channel and ts of the card that was pressed; where the request has
    ended, its record is removed, or it is not theirs to decide any more, that card is closed.
    """
    requester = by_id(tx, request.person)
    if requester is None:
        return No("not_found")
    case = case_of(tx, ground, request)
    office = may_decide(tx, officer, requester, ground.policy, case.life.apart)
    if isinstance(office, No):
        if place is not None:
            close_pressed(tx, request.id, officer.slack_id, *place, handed_on=True)
        return office
    if request.status != "pending" and place is not None:
        close_pressed(tx, request.id, officer.slack_id, *place)
    if request.removed:
        return No("record_removed")
    return _sheet(as_officers_see(case, officer), requester)


def as_officers_see(case: Case, officer: PersonFound) -> Case:
    """Show a clearance that a restriction withdrew to whoever keeps the restriction alone.

    To other officers it runs to its last moment: one of them may be under the same
    restriction, and what the other set is shown where a request meets it, not before.
    """
    life = case.life
    if life.cause != "withdrawn" or withdrawing.keeps(case, officer):
        return case
    masked = life._replace(
        state="approved" if life.state == "clearance_ended" else life.state,
        cause=None,
        ended_at=None,
        receipt_at=None,
        executed_at=None,
    )
    return replace(case, life=masked)


def _sheet(case: Case, requester: PersonFound) -> ReviewSheet:
    tx, ground, request, life = case.tx, case.ground, case.request, case.life
    filed = as_filed(tx, request.id)
    pending = request.status == "pending"
    # What the rules say now matters to a decision alone: of what was decided nobody is told it.
    facts = current_facts(tx, ground, request) if pending else None
    decision = None if facts is None else decide(facts, ground.policy, ground.calendar)
    times = clearance_times(ground, tx.now) if pending else None
    return ReviewSheet(
        request=request.id,
        status="decided" if as_of_now(case).live else request.status,
        requester=requester.name,
        roles=tuple(sorted(requester.roles)),
        trade=current_trade(tx, ground, request) if facts is None else facts.trade,
        account=life.account,
        holder=life.holder,
        statements=life.statements,
        submitted_at=request.at,
        source=request.source,
        decide_by=request.decide_by,
        window=window(tx, ground),
        earliest_trade_at=None if times is None else times.earliest_trade_at,
        expires_at=None if times is None else times.expires_at,
        findings=() if decision is None else findings_for(decision.findings, REVIEW_FORM),
        approvable=decision is not None and carries(decision),
        corrects=request.corrects,
        ended=None if pending else _shown(case, filed),
        news=news.recent(tx, ground) if pending else (),
        relation=(life.related or {}).get("relation"),
        covered=(life.related or {}).get("covered"),
        related_with=_with(case),
        scope=sections_in(ground.policy)["trusts"],
        plan=_plan(case, requester),
        filed_by=_filed_by(case),
        swing=swinging.of_request(tx, ground, request, mine=False) if pending else None,
        form144=reported.form_144(case, filed) if pending else None,
        nudged_at=life.nudged_at if pending else None,
    )
