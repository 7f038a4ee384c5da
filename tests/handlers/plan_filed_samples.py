"""Submitted plans as the desk shows them: small, and at their largest."""

from dataclasses import replace
from datetime import date, datetime

from clearance.shown_plans import (
    CERTIFIED,
    FIELDS,
    TOUCHED,
    PlanFiled,
    PlanFormSheet,
    PlanSaid,
    PlanText,
)
from policy.cooling_off import Cooling
from policy.plan_wait import Wait, Young
from tests.clearance.company import NEW_YORK
from tests.handlers import samples

SAID = PlanSaid(
    kind="ordinary",
    text=PlanText("Fidelity", 5000, "2027-07-01: 1,000 shares at $5"),
    adopted_on=date(2026, 11, 24),
    begins_on=date(2026, 11, 24),
    ends_on=date(2027, 11, 22),
    certified=CERTIFIED,
)
WAIT = Wait(
    cools_from=date(2026, 11, 24),
    cooling=Cooling("others", date(2026, 12, 24)),
    report_filed_on=None,
    begins_on=date(2026, 11, 24),
    session=date(2026, 12, 28),
    young=(Young(date(2026, 12, 31), datetime(2026, 12, 17, 17, tzinfo=NEW_YORK), 23, None),),
    trades_on=None,
)
MINE = PlanFiled(
    record="K7M4QWXA",
    plan="K7M4QWXA",
    owner="Erin Boyd",
    said=SAID,
    state="pending",
    filed_at=samples.NOW,
    wait=WAIT,
    own=True,
    may_withdraw=True,
)
RETURNED = replace(
    MINE,
    state="returned",
    decided_by="Felix Ott",
    office="cfo",
    decided_at=samples.NOW,
    fields=FIELDS,
    may_withdraw=False,
    may_correct=True,
)
REVIEW = replace(
    MINE, own=False, may_withdraw=False, may_decide=True, approvable=True, roles=("director",)
)
HELD = replace(REVIEW, restricted=True, approvable=False)
LARGEST_TEXT = PlanText(samples.LONG[:80], 10**9, samples.LONG[:1000], "T" * 100, "a" * 64)
LARGEST = replace(
    HELD,
    owner=samples.LONG[:150],
    said=replace(SAID, text=LARGEST_TEXT, touched=TOUCHED, changes="K7M4QWXA"),
    before=LARGEST_TEXT,
    against=("plan_blackout", "plan_overlaps", "plan_third", "plan_single_again"),
    suspended=True,
)
SHEET = PlanFormSheet(date(2026, 11, 23))
