"""Asking what came of a request: whether its requester traded, and until they have said so.

Everybody is asked whose request an officer decided, cleared or not, at the same moment and as
often; what is not cleared is answered with the same form. So no message, row or timer tells a
clearance from a decline, nor one that a restriction ended from one whose time was over. Who
gave a clearance back unused, corrected a returned request or has answered is asked no more:
these are acts of their own that anybody may know of.

They are asked at the close of the planned day where that comes first, else at the last moment;
reminded on the next business mornings where they are, three times at most; then compliance is
told, once, and sees it in a list. Both come with the reader's one reminder of the day.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from clearance.authority import case_people, handles_cases
from clearance.facts import Ground, as_filed, clearance_times
from clearance.life import Case, Life, life_of
from clearance.matters import OVERDUE, UNANSWERED, call_to_mind
from clearance.mornings import is_day, next_morning
from clearance.notices import ANSWER, ASK, notify, set_answer_timer, set_timer
from clearance.people import PersonFound, by_id, people
from clearance.shown import No
from clearance.shown_reports import OverdueLine, OverdueList
from policy.facts import COMPANY, Facts, Trade
from policy.section16_reports import is_section16_person
from storage import requests, retention
from storage.tables import RequestRow
from storage.tx import Tx

#: So often somebody is reminded before compliance is told.
REMINDERS: Final = 3
#: So often it is looked at afterwards whether they have answered: until then it is listed.
LOOKED_AT_EVERY: Final = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Asked:
    """When a request's requester is asked first, and at which close of their planned day."""

    at: datetime
    planned: bool


def reports_exempt(filed: Facts) -> bool:
    """Say whether somebody reports what needed no clearance.

    Policy, "Pre-Clearance of Trades": a Section 16 person's report "includes the exercise
    of a warrant or option"; so they report what needed no clearance too. So does everybody
    under a plan: one for a single trade carries another only if this one was not made.
    """
    reports = is_section16_person(filed.person.roles) or filed.trade.plan is not None
    return filed.trade.issuer == COMPANY and reports


def asked_first(ground: Ground, life: Life, filed: Facts) -> Asked | None:
    """Say when somebody is asked about a request; None where they never are."""
    last = life.expires_at if life.office is not None else None
    if life.state in ("exempt", "reported") and life.office is None and reports_exempt(filed):
        last = clearance_times(ground, filed.at).expires_at
    if last is None or life.decided_at is None:
        return None
    close = _planned_close(ground, filed.trade)
    if close is not None and life.decided_at < close < last:
        return Asked(close, planned=True)
    return Asked(last, planned=False)


def _planned_close(ground: Ground, trade: Trade) -> datetime | None:
    session = None if trade.on is None else ground.calendar.session_on(trade.on)
    return None if session is None else session.closes_at


def is_asked(case: Case, filed: Facts) -> bool:
    """Say whether somebody was asked by now, whatever they have answered."""
    asked = asked_first(case.ground, case.life, filed)
    return asked is not None and case.tx.now >= asked.at


def owes(case: Case, filed: Facts) -> bool:
    """Say whether somebody was asked and has not answered."""
    if not case.life.silent:
        return False
    return is_asked(case, filed) and not requests.corrected(case.tx, case.request.id)


def set_first(tx: Tx, ground: Ground, request: RequestRow, life: Life, filed: Facts) -> None:
    """Set the timer that asks, where the end of the clearance's time does not do so."""
    asked = asked_first(ground, life, filed)
    if asked is not None and (asked.planned or life.office is None):
        set_timer(tx, ASK, request.id, asked.at)


def ask(case: Case, filed: Facts) -> None:
    """Ask at the close of the planned day, or at the last moment of what needed no clearance."""
    if owes(case, filed):
        notify(case.tx, case.ground, case.request, "asked")
        _remind_next(case, 1)
    else:
        _ask_later(case, filed)


def time_came(case: Case, filed: Facts) -> None:
    """Begin to remind at the end of a clearance's time, which the envelope of it asks at."""
    asked = asked_first(case.ground, case.life, filed)
    if asked is None or asked.planned:
        return
    if owes(case, filed):
        _remind_next(case, 1)
    else:
        _ask_later(case, filed)


def again(case: Case, filed: Facts, number: int) -> None:
    """Remind of it in the morning, or tell compliance once it was reminded of often enough."""
    person = by_id(case.tx, case.request.person)
    asked = asked_first(case.ground, case.life, filed)
    if person is None or asked is None or not owes(case, filed):
        _ask_later(case, filed)
        return
    if number > REMINDERS + 1:
        _stays_listed(case, number)
        return
    if not is_day(case.tx.now, person.zone, case.ground.calendar):
        _remind_next(case, number)
        return
    if number > REMINDERS:
        _stays_listed(case, number)
        for one in case_people(people(case.tx), case.ground.policy, (person.person,)):
            call_to_mind(case.tx, case.ground, one, OVERDUE)
        return
    call_to_mind(case.tx, case.ground, person, UNANSWERED, asked.at)
    _remind_next(case, number + 1)


def _ask_later(case: Case, filed: Facts) -> None:
    """Come back to it where the calendar put its moment off: this timer was for the old one."""
    asked = asked_first(case.ground, case.life, filed)
    if asked is not None and case.life.silent and case.tx.now < asked.at:
        set_answer_timer(case.tx, case.request.id, 1, asked.at)


def _remind_next(case: Case, number: int) -> None:
    person = by_id(case.tx, case.request.person)
    if person is not None:
        when = next_morning(case.tx.now, person.zone, case.ground.calendar)
        set_answer_timer(case.tx, case.request.id, number, when)


def keeps_listed(about: Mapping[str, Any]) -> bool:
    """Say of a timer that it reminds nobody any more."""
    return about.get("timer") == ANSWER and about["number"] > REMINDERS + 1


def _stays_listed(case: Case, number: int) -> None:
    """Keep a timer for as long as nobody answers: what is overdue is found among what is open."""
    set_answer_timer(case.tx, case.request.id, number + 1, case.tx.now + LOOKED_AT_EVERY)


def overdue(tx: Tx, ground: Ground, viewer: PersonFound) -> OverdueList | No:
    """Return what was asked in vain, to whoever handles cases; to others there is no such list.

    Nobody sees their own here: that of who handles cases alone is shown to who does so in their
    place, while there is any. What became of a request is not said: everybody was asked.
    """
    everybody = people(tx)
    handles = handles_cases(everybody, ground.policy, viewer)
    if not (handles or _stands_in(everybody, ground, viewer)):
        return No("not_an_officer")
    names = {one.person: one for one in everybody}
    lines = [
        OverdueLine(case.request.id, names[case.request.person].name, asked)
        for case, asked in _silent(tx, ground, names)
        if viewer in case_people(everybody, ground.policy, (case.request.person,))
    ]
    if not (handles or lines):
        return No("not_an_officer")
    return OverdueList(tuple(sorted(lines, key=lambda one: (one.asked_at, one.request))))


def _stands_in(everybody: Sequence[PersonFound], ground: Ground, viewer: PersonFound) -> bool:
    """Say whether somebody handles cases about one of those who handle all the others."""
    able = case_people(everybody, ground.policy, ())
    return any(viewer in case_people(everybody, ground.policy, (one.person,)) for one in able)


def _silent(
    tx: Tx, ground: Ground, names: dict[str, PersonFound]
) -> Iterator[tuple[Case, datetime]]:
    """Yield requests that were asked about and reminded of in vain, with the first asking.

    Of each a timer is set, until it is answered: nobody goes through all that ever was.
    """
    found = (requests.find(tx, one) for one in sorted(retention.open_messages(tx)))
    rows = [row for row in found if row and row.status != "pending" and not row.removed]
    steps = requests.steps(tx, [row.id for row in rows]) if rows else {}
    for row in rows:
        life, person = life_of(steps[row.id]), names.get(row.person)
        if person is None or not life.silent:
            continue
        if life.office is None and life.state != "exempt":
            continue
        filed = as_filed(tx, row.id)
        asked = asked_first(ground, life, filed)
        if asked is None or not owes(Case(tx, ground, row, life), filed):
            continue
        when = asked.at
        for _ in range(REMINDERS + 1):
            when = next_morning(when, person.zone, ground.calendar)
        if tx.now >= when:
            yield Case(tx, ground, row, life), asked.at
