"""Plans as the desk shows them: small, and at their largest."""

from dataclasses import replace
from datetime import date

from clearance.shown import PlanShown, PlansSheet
from tests.handlers import samples

OWN = PlanShown(
    id="K7M4QWXA",
    owner="Dora Quist",
    established_on=date(2026, 3, 2),
    established_at=None,
    approved_on=date(2026, 2, 27),
    approved_by="Felix Ott",
    office="cfo",
    ends_on=date(2027, 3, 1),
    kind="ordinary",
    first_trade_on=date(2026, 7, 1),
    suspended=False,
    own=True,
    counts_from=date(2026, 3, 2),
    runs_through=True,
)
SUSPENDED = replace(OWN, suspended=True)
FOR_OFFICER = replace(OWN, own=False, may_suspend=True)
TO_ASK = replace(FOR_OFFICER, suspended=True, may_suspend=False, may_ask_resume=True)
TO_AGREE = replace(
    FOR_OFFICER, suspended=True, resume_asked_by="Carla Eng", may_suspend=True, may_agree=True
)
LARGEST = replace(
    TO_AGREE,
    owner=samples.LONG,
    approved_by=samples.LONG[:1500],
    resume_asked_by=samples.LONG[:500],
    established_at=samples.NOW,
    begins_on=date(2026, 9, 30),
    counts_from=date(2026, 9, 23),
    kind="single_trade",
    runs_through=False,
    doubts=("overlapping", "third_plan", "single_trade", "not_certified"),
)
SHEET = PlansSheet((OWN,), (), officer=False, blackout_at=samples.NOW, exempt_days=30)
OFFICERS = replace(SHEET, own=(), others=(FOR_OFFICER,), officer=True)


def many(count):
    """Make many plans of others, at their largest."""
    return tuple(replace(LARGEST, id=f"P{number:07}") for number in range(count))
