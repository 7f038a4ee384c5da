"""Blackout: nobody trades while a quarter's results are about to be known.

Policy, "Black-Out Periods": from 5:00 p.m. two weeks before the quarter ends until two
full trading days after its earnings report.
"""

from datetime import datetime

from policy.case import Case
from policy.findings import Finding, Parameter
from policy.rule import Rule

#: What ends a quarter's blackout, and all that a blackout rests on.
END = (
    "blackout.full_trading_days",
    "blackout.preopen_release_day_counts",
    "blackout.preliminary_release_ends",
    "trading_day.early_close_is_full",
    "trading_day.opens_at",
)
PERIOD = (
    "blackout.lead_days",
    "blackout.starts_at",
    "blackout.time_zone",
    *END,
    "blackout.applies_to_consultants",
)

RULE = Rule(
    id="blackout",
    section="Black-Out Periods",
    cites="blackout.lead_days",
    rests_on=PERIOD,
)


def concerns(case: Case) -> bool:
    """Say whether blackouts bind this person at all."""
    return case.policy.blackout.applies_to_consultants or not case.outsider


def closing(case: Case, at: datetime) -> dict[str, Parameter]:
    """Return what the words need: which quarter closes the window, and until when."""
    window = case.blackouts.window(at)
    return {
        "quarter_end": window.quarter_end.isoformat() if window.quarter_end else None,
        "reopens_at": window.reopens_at.isoformat() if window.reopens_at else None,
    }


def check(case: Case) -> Finding | None:
    """Say whether the trade falls in a company-wide blackout."""
    if not concerns(case) or not case.blackouts.closed(case.judged_at):
        return None
    return RULE.finding(case.policy, closing(case, case.judged_at))
