"""What App Home shows compliance: what is open, overdue, and missing on the record.

It counts; the lists are a button away. Nothing of it is about restrictions.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile

from clearance import acknowledgement_rows, cases, section16
from clearance.acknowledgement_rounds import progress_of
from clearance.authority_matrix import COMPLIANCE
from clearance.facts import Ground
from clearance.people import PersonFound, people
from clearance.shown import No
from clearance.shown_home import CompanyAtHome
from policy.instants import market_day
from policy.quarters import quarters_from
from storage.tx import Tx


def company(tx: Tx, ground: Ground, person: PersonFound) -> CompanyAtHome | None:
    """Return what compliance looks after; to anybody else there is no such thing."""
    if COMPLIANCE not in person.roles:
        return None
    everybody = people(tx)
    handled = cases.listed(tx, ground, person)
    found = acknowledgement_rows.round_in_force(tx)
    progress = None if found is None else progress_of(tx, found, everybody)
    forms = section16.everybodys(tx, ground)
    return CompanyAtHome(
        cases=0 if isinstance(handled, No) else sum(one.open for one in handled.cases),
        late_forms=sum(section16.state_of(one, tx.now) == "late" for one in forms),
        unsigned=0 if progress is None else progress.count("missing"),
        overdue=progress is not None and progress.overdue,
        unreported=tuple(_unreported(tx, ground)),
        guests=tuple(one.name for one in everybody if one.active and not one.serves),
        vacant=_vacant(everybody, ground),
        changes_at=section16.next_late(forms, tx.now),
    )


def _unreported(tx: Tx, ground: Ground) -> Iterator[date]:
    """Yield the quarters that are over and whose blackout nothing on the record ends."""
    first = min((one.quarter_end for one in ground.releases), default=None)
    if first is None:
        return
    today = market_day(tx.now)
    for quarter_end in takewhile(lambda one: one < today, quarters_from(first)):
        if ground.blackouts.period(quarter_end, tx.now).ends_at is None:
            yield quarter_end


def _vacant(everybody: Sequence[PersonFound], ground: Ground) -> tuple[str, ...]:
    held = {role for one in everybody if one.serves for role in one.roles}
    return tuple(sorted(ground.policy.approvers.offices() - held))
