"""Readings that a policy file may hold and that hardly anybody can mean.

Nothing here is an error: the file is used as it is. A doubt names the key to look at
again; its words are said elsewhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from policy.approvers import Matter, approvers_for
from policy.company import Policy
from policy.findings import Parameter
from policy.roles import ROLES

#: Roles that many hold: naming one as an office lets each of them decide.
_WIDE = frozenset(
    {
        "employee",
        "officer",
        "director",
        "consultant",
        "contractor",
        "section16",
        "ceo_direct_report",
    }
)
_MATTERS: tuple[Matter, ...] = ("trade", "plan")
#: A quarter has some 91 days, and a report comes three weeks after it at the soonest.
_HARDLY_OPEN_DAYS = 60
#: Exchange Act, section 16(b): less than six months; section 16(a): more than 10 percent.
_STATUTE_MONTHS, _STATUTE_PERCENT = 6, 10


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to look at again: an id, the key (``table.key``), what the words need."""

    id: str
    key: str
    role: Parameter = None


def doubts_about(policy: Policy) -> tuple[Doubt, ...]:
    """Return what to look at again before the policy is used."""
    return (*_about_offices(policy), *_about_reach(policy), *_about_numbers(policy))


def _about_offices(policy: Policy) -> Iterator[Doubt]:
    named = policy.approvers
    for what in _MATTERS:
        for role in sorted(ROLES | named.offices()):
            if not approvers_for(what, {role}, policy):
                yield Doubt(f"nobody_decides_{what}", "approvers.nobody_left", role)
    keys = {"trade": named.trade, "plan": (named.plan,), "nobody_left": (named.nobody_left,)}
    keys |= {"plan_of_cfo": (named.plan_of_cfo,), "plan_of_ceo": (named.plan_of_ceo,)}
    for key, offices in keys.items():
        for office in sorted(_WIDE.intersection(offices)):
            yield Doubt("everybody_decides", f"approvers.{key}", office)
    if named.plan_of_cfo == "cfo":
        yield Doubt("own_plan", "approvers.plan_of_cfo", "cfo")
    if named.plan_of_ceo == "ceo":
        yield Doubt("own_plan", "approvers.plan_of_ceo", "ceo")


def _about_reach(policy: Policy) -> Iterator[Doubt]:
    if policy.blackout.applies_to_consultants and not policy.clearance.applies_to_consultants:
        yield Doubt("bound_and_not_asked", "clearance.applies_to_consultants")
    if not (policy.trading.espp_election or policy.trading.espp_purchase):
        yield Doubt("election_unchecked", "trading.espp_election")
    if policy.disclosure_of_restrictions.widening_needs == 1:
        yield Doubt("lifted_by_one", "disclosure_of_restrictions.widening_needs")


def _about_numbers(policy: Policy) -> Iterator[Doubt]:
    if policy.blackout.lead_days >= _HARDLY_OPEN_DAYS:
        yield Doubt("hardly_open", "blackout.lead_days")
    if policy.clearance.approve_during_blackout and policy.clearance.valid_sessions:
        yield Doubt("ends_before_it_begins", "clearance.approve_during_blackout")
    if policy.plans.exempt_days == 0:
        yield Doubt("plan_of_the_day", "plans.exempt_days")
    if policy.short_swing.lookback_months < _STATUTE_MONTHS:
        yield Doubt("shorter_than_statute", "short_swing.lookback_months")
    if policy.short_swing.holder_percent > _STATUTE_PERCENT:
        yield Doubt("looser_than_statute", "short_swing.holder_percent")
