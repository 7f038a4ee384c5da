"""What follows from a plan's days: its age, its first day of trading, what the rules are given.

Rule 10b5-1(c)(1)(ii)(B); policy, "Black-Out Periods". Nothing of it is kept: it is reckoned
anew whenever it is asked, so that a report that was filed meanwhile counts.
"""

from datetime import date, datetime

from clearance.facts import Ground
from clearance.plans import PlanFound, Terms
from policy.company import Policy
from policy.cooling_off import Adopter, first_trade_on
from policy.facts import Plan
from policy.instants import market_day
from policy.plan_age import established
from policy.plan_law import PlanTerms
from policy.plan_wait import Wait, Waits, wait_of
from policy.quarters import quarter_end_on_or_after
from policy.roles import is_director_or_officer


def counts_from(terms: Terms, policy: Policy) -> date | datetime:
    """Return when a plan counts as established, as the policy file reads a change."""
    first = terms.established_at or terms.established_on
    return established(first, terms.modified_on, terms.modified_terms, policy)


def adopter(roles: frozenset[str]) -> Adopter:
    """Say as whose the law takes a plan of somebody with these roles."""
    return "director_or_officer" if is_director_or_officer(roles) else "other"


def report_filed_on(terms: Terms, ground: Ground) -> date | None:
    """Return when the report on the quarter of adoption was filed: as entered, or on record."""
    year_end = ground.policy.issuer.fiscal_year_end
    filed = ground.reports.get(quarter_end_on_or_after(terms.adopted_on, year_end))
    # One that counts as filed on the day of adoption or before is no report on that quarter.
    known = filed if filed is not None and filed > terms.adopted_on else None
    return terms.report_filed_on or known


def wait(
    terms: Terms, roles: frozenset[str], ground: Ground, cools_from: date | None = None
) -> Wait:
    """Return when a plan may first trade, with the sum; raises OutOfCalendar."""
    since = Waits(
        who=adopter(roles),
        cools_from=max(terms.adopted_on, cools_from or terms.adopted_on),
        since=counts_from(terms, ground.policy),
        report_filed_on=report_filed_on(terms, ground),
        begins_on=terms.begins_on,
    )
    return wait_of(since, ground.blackouts)


def law_terms(
    terms: Terms, roles: frozenset[str], ground: Ground, ended_on: date | None = None
) -> PlanTerms:
    """Return what later law looks at; ``ended_on`` is when its owner ended it.

    ``trades_from`` is the session on which the plan begins by its own words, or the first
    one after its cooling-off where it names none or an earlier one. Raises OutOfCalendar.
    """
    cooled = first_trade_on(
        adopter(roles), terms.adopted_on, report_filed_on(terms, ground), ground.calendar
    )
    own = cooled if terms.begins_on is None else ground.calendar.at_or_after(terms.begins_on).day
    ends = [day for day in (terms.ends_on, ended_on) if day is not None]
    return PlanTerms(
        adopted_on=terms.adopted_on,
        kind=terms.kind,
        trades_from=max(cooled, own),
        ends_on=min(ends, default=None),
        certified=terms.certified,
    )


def facts_of(plan: PlanFound, ground: Ground, *, approved: bool) -> Plan:
    """Return what the rules are given of a plan."""
    terms = plan.terms
    since = counts_from(terms, ground.policy)
    moment = since if isinstance(since, datetime) else None
    counted_on = since if moment is None else market_day(moment)
    adopted_on = max(terms.adopted_on, plan.cools_from or terms.adopted_on)
    return Plan(
        established_on=counted_on,
        approved=approved,
        report_filed_on=report_filed_on(terms, ground),
        suspended=plan.suspended,
        established_at=moment,
        adopted_on=None if adopted_on == counted_on else adopted_on,
    )
