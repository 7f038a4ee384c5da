"""What later law has against a plan, beside its cooling-off.

Rule 10b5-1(c)(1)(ii)(C), (D) and (E), for plans adopted from 27 February 2023 (Release
33-11138), and for nobody who is the issuer. Policy, "10b5-1 Plans": plans "developed in
compliance with Rule 10b5-1".

(C) A director's or officer's plan certifies good faith and no inside information. (D) No
second plan for trades of the same time, except one that begins only after the earlier one
has ended; sales to cover tax aside. (E) No second single-trade plan within 12 months.

A doubt is an id for a person to look at, no judgement. Not decided here: whether several
brokers' contracts are one plan; whether a plan that was ended early puts off the one that
follows it by a cooling-off of its own (it does: ``clearance.plans``); whether a sale to cover
keeps to what the tax takes; whether anybody acted in good faith.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from policy.cooling_off import HOLDS_FROM, Adopter
from policy.lookback import within_months

KINDS = ("ordinary", "single_trade", "sell_to_cover")

OVERLAPPING = "overlapping"
THIRD_PLAN = "third_plan"
SINGLE_TRADE = "single_trade"
NOT_CERTIFIED = "not_certified"
#: In the order in which they are said.
DOUBTS = (OVERLAPPING, THIRD_PLAN, SINGLE_TRADE, NOT_CERTIFIED)

_AT_MOST = 2  # a plan and the one that begins after it
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """One person's plan as far as this law looks at it.

    ``kind`` is one of ``KINDS``; ``adopted_on`` the day of a change that made it a new plan,
    where there was one; ``trades_from`` the first day on which it may trade; ``ends_on`` its
    last day, None where it names none.
    """

    adopted_on: date
    kind: str
    trades_from: date
    ends_on: date | None
    certified: bool


def doubts(plan: PlanTerms, others: Sequence[PlanTerms], who: Adopter) -> tuple[str, ...]:
    """Return what speaks against a plan, given all other plans of the same person."""
    if who == "issuer" or plan.adopted_on < HOLDS_FROM:
        return ()
    found = {
        OVERLAPPING: any(_overlap(plan, other) for other in others),
        THIRD_PLAN: _too_many(plan, others),
        SINGLE_TRADE: any(_single_again(plan, other) for other in others),
        NOT_CERTIFIED: who == "director_or_officer" and not plan.certified,
    }
    return tuple(doubt for doubt in DOUBTS if found[doubt])


def _overlap(one: PlanTerms, other: PlanTerms) -> bool:
    """(D): say whether two plans may trade on the same day.

    A plan that may trade on the other's last day does not begin after it has ended.
    """
    if _covers_tax(one) or _covers_tax(other):
        return False
    return _reaches(one, other.trades_from) and _reaches(other, one.trades_from)


def _too_many(plan: PlanTerms, others: Iterable[PlanTerms]) -> bool:
    """(D)(2) lets "one" later plan wait for its turn: say whether a third was adopted."""
    if _covers_tax(plan):
        return False
    plans = [plan, *(other for other in others if not _covers_tax(other))]
    days = [one.adopted_on for one in plans if _stands(plan, one.adopted_on)]
    return any(sum(_stands(one, day) for one in plans) > _AT_MOST for day in days)


def _single_again(plan: PlanTerms, other: PlanTerms) -> bool:
    """(E): say whether this single-trade plan follows another by no more than 12 months.

    The anniversary counts, which is the careful reading; the earlier plan is not touched.
    """
    both = plan.kind == other.kind == "single_trade"
    follows = other.adopted_on <= plan.adopted_on
    return both and follows and within_months(other.adopted_on, plan.adopted_on, _MONTHS)


def _stands(plan: PlanTerms, day: date) -> bool:
    return plan.adopted_on <= day and _reaches(plan, day)


def _reaches(plan: PlanTerms, day: date) -> bool:
    return plan.ends_on is None or day <= plan.ends_on


def _covers_tax(plan: PlanTerms) -> bool:
    return plan.kind == "sell_to_cover"
