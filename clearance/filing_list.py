"""The forms under Section 16 that are owed, to those whose they are and to who files them.

Whoever reports sees their own. Who holds ``section16_filer``, the office that approves plans
(the Chief Financial Officer) and compliance see everybody's: all that is to be filed, and what
was filed within a quarter of a year.
"""

from datetime import date, timedelta
from typing import Final

from clearance import section16, section16_draft
from clearance.authority import case_people
from clearance.authority_around import files_for_others, section16_filers
from clearance.facts import Ground
from clearance.filed_rows import write
from clearance.notices import notify_of_form
from clearance.people import PersonFound, by_id, people
from clearance.roles_held import ever_insider
from clearance.section16 import Obligation
from clearance.shown import No
from clearance.shown_filings import (
    ACCESSION,
    FORMS,
    DraftShown,
    FilingLine,
    FilingList,
    FilingSaid,
)
from policy.calendars.sec import next_business_day
from policy.instants import market_day
from policy.section16_reports import annual_due, year_end_of
from storage.tx import Tx

_FILED_LATELY: Final = timedelta(days=92)
_NO_SUCH: Final = "no_such_filing"


def listed(tx: Tx, ground: Ground, viewer: PersonFound) -> FilingList:
    """Return what is owed and was filed lately, what is due first standing first."""
    others = files_for_others(viewer, ground.policy)
    if others:
        found = section16.everybodys(tx, ground)
    else:
        found = section16.of_person(tx, ground, viewer.person)
    lines = [_line(tx, ground, viewer, one) for one in found if _shown(tx, one)]
    return FilingList(tuple(sorted(lines, key=_order)), everybodys=others)


def owed(tx: Tx, ground: Ground, viewer: PersonFound) -> tuple[FilingLine, ...]:
    """Return the forms that somebody is reminded of, what is due first standing first.

    Their own; others' too where they file for them, and those that are late where they look
    after them.
    """
    everybody = people(tx)
    if files_for_others(viewer, ground.policy):
        found = section16.everybodys(tx, ground)
    elif ever_insider(tx, viewer.person):
        found = section16.of_person(tx, ground, viewer.person)
    else:
        return ()
    files = viewer in section16_filers(everybody, ground.policy)

    def is_told(one: Obligation) -> bool:
        if not one.open or one.person == viewer.person or files:
            return one.open
        able = case_people(everybody, ground.policy, (one.person,))
        return section16.state_of(one, tx.now) == "late" and viewer in able

    lines = [_line(tx, ground, viewer, one) for one in found if is_told(one)]
    return tuple(sorted(lines, key=_order))


def filed(tx: Tx, ground: Ground, viewer: PersonFound, said: FilingSaid) -> FilingList | No:
    """Record that a form was filed, or correct what was recorded of it."""
    obligation = _theirs(tx, ground, viewer, said.filing)
    if isinstance(obligation, No):
        return obligation
    wrong = _wrong_field(tx, obligation, said)
    if wrong is not None:
        return No("bad_filing", {"field": wrong})
    before = None if obligation.amended else obligation.last
    value = {
        "obligation": obligation.id,
        "person": obligation.person,
        "source": obligation.source,
        "transactions": sorted(obligation.rows),
        "form": said.form,
        "accession": said.accession,
        "filed_on": said.filed_on.isoformat(),
    }
    replaces = None if before is None else before.id
    written = write(tx, viewer.person, value, sent=said.sent, replaces=replaces)
    owner = by_id(tx, obligation.person)
    if written is not None and owner is not None and owner.person != viewer.person:
        notify_of_form(tx, ground, owner, obligation.id, f"filed:{written}")
    return listed(tx, ground, viewer)


def one(tx: Tx, ground: Ground, viewer: PersonFound, filing: str) -> FilingLine | No:
    """Return one form that is owed, to whose it is and to who files; to others there is none."""
    found = _theirs(tx, ground, viewer, filing)
    return found if isinstance(found, No) else _line(tx, ground, viewer, found)


def draft(tx: Tx, ground: Ground, viewer: PersonFound, filing: str) -> DraftShown | No:
    """Return what a draft of one form says, to whose it is and to who files."""
    found = _theirs(tx, ground, viewer, filing)
    if isinstance(found, No):
        return found
    return section16_draft.shown(tx, found) or No("no_draft")


def _theirs(tx: Tx, ground: Ground, viewer: PersonFound, filing: str) -> Obligation | No:
    if files_for_others(viewer, ground.policy):
        found = section16.everybodys(tx, ground)
    else:
        found = section16.of_person(tx, ground, viewer.person)
    return next((one for one in found if one.id == filing), None) or No(_NO_SUCH)


def _wrong_field(tx: Tx, obligation: Obligation, said: FilingSaid) -> str | None:
    if said.form not in FORMS:
        return "form"
    if ACCESSION.fullmatch(said.accession) is None:
        return "accession"
    return None if obligation.on <= said.filed_on <= market_day(tx.now) else "filed_on"


def _shown(tx: Tx, one: Obligation) -> bool:
    return one.last is None or one.open or one.last.on >= market_day(tx.now) - _FILED_LATELY


def _order(line: FilingLine) -> tuple[bool, date, str]:
    return (line.state in ("filed", "filed_late"), line.due_on, line.id)


def _line(tx: Tx, ground: Ground, viewer: PersonFound, one: Obligation) -> FilingLine:
    person = by_id(tx, one.person)
    last = one.last
    state = section16.state_of(one, tx.now)
    today = market_day(tx.now)
    year_end = ground.policy.issuer.fiscal_year_end
    unreported = state == "late" and one.due.form == "4" and year_end_of(one.on, year_end) < today
    owners = {value["owner"] for _, value in one.transactions} - {None}
    return FilingLine(
        id=one.id,
        name="" if person is None else person.name,
        own=one.person == viewer.person,
        form=one.due.form,
        on=one.on,
        due_on=one.due.on,
        state=state,
        trade=one.trade,
        shares=sum(value["shares"] for _, value in one.transactions),
        holder=next(iter(sorted(owners)), None),
        left=_left(ground, today, one.due.on) if state == "open" else None,
        form5_on=annual_due(one.on, ground.calendar, year_end) if unreported else None,
        filed_form=None if last is None else last.form,
        accession=None if last is None else last.accession,
        filed_on=None if last is None else last.on,
    )


def _left(ground: Ground, today: date, due: date) -> int:
    """Count the business days until a day, which is the last of them."""
    left, day = 0, today
    while day < due:
        day = next_business_day(day, ground.calendar)
        left += 1
    return left
