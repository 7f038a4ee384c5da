"""What is said of plans: their state, their days, what later law doubts, what officers do.

A suspension is said in neutral words and never with a reason. Light on purpose: the
command line takes these words as well.
"""

from collections.abc import Mapping
from datetime import date

from clearance.shown import PlanShown
from handlers import words
from handlers.moments import day, in_new_york
from handlers.words.plan_wait import FIRST_UNKNOWN

TITLE = "Rule 10b5-1 plans"
ONE_TITLE = "A Rule 10b5-1 plan"
MINE = "Your plans"
MINE_NONE = (
    "You have no plan on record. “/preclear plan” submits one. A plan that was approved on paper "
    "is entered by whoever runs this app."
)
OTHERS = "Plans that you may suspend"
OTHERS_NONE = "Nobody else has a plan on record that you could act on."
MORE = "More plans"

KINDS = {
    "ordinary": "plan",
    "single_trade": "single-trade plan",
    "sell_to_cover": "plan to cover taxes",
}
RUNS = "In force"
SUSPENDED = "Suspended"
OVER = "Over"

OWNER_SUSPENDED = (
    "This plan is suspended. Nothing may be traded under it, and an earlier answer that a trade "
    "under it needs no clearance does not count any more. Tell your broker to stop it. You get a "
    "message here if it may run again."
)
OWNER_RUNS = (
    "This plan is not suspended. A trade under it still has to keep to the plan, and the law on "
    "inside information still applies."
)
RESUME_ASKED = "{name} has asked that it may run again. A second officer has to agree."
ESTABLISHED = "Established on {day}"
CHANGED = "counts from {day}, when it was changed"
APPROVED = "approved by {name}, {office}, on {day}"
BEGINS = "begins on {day}"
ENDS = "ends on {day}"
ENDED = "terminated by its owner on {day}"
FIRST_TRADE = "First possible trading day: {day}."
BLACKOUT = "Plans younger than {days} days on {at} do not run through the blackout of that day."
BLACKOUT_UNKNOWN = (
    "No earnings report is on record, so nobody knows when the blackout began, and no plan runs "
    "through it."
)
YOUNG = "Too young to run through this blackout."
OLD_ENOUGH = "Old enough to run through this blackout."

DOUBTS = {
    "overlapping": (
        "Another plan of the same person may trade at the same time: Rule 10b5-1(c)(1)(ii)(D)."
    ),
    "third_plan": (
        "More than two plans of the same person stand at once: Rule 10b5-1(c)(1)(ii)(D)."
    ),
    "single_trade": (
        "Another single-trade plan was adopted within the 12 months before: Rule "
        "10b5-1(c)(1)(ii)(E)."
    ),
    "not_certified": (
        "It holds no certification of good faith and of no inside information: Rule "
        "10b5-1(c)(1)(ii)(C)."
    ),
}
DOUBTED = "Ask counsel: {doubts}"

SUSPEND = "Suspend"
KEEP_SUSPENDED = "Keep suspended"
ASK_RESUME = "Ask to resume"
AGREE_RESUME = "Agree to resume"
SUSPEND_TITLE = "Suspend this plan?"
ASK_RESUME_TITLE = "Ask to resume it?"
AGREE_RESUME_TITLE = "Let it run again?"
SUSPEND_SURE = (
    "Its owner is told that it is suspended, without a reason, and every trade under it is "
    "refused from now on. Speak to counsel first: stopping a plan can weaken the protection that "
    "it gives. It takes two officers to let it run again."
)
KEEP_TITLE = "Keep it suspended?"
KEEP_SURE = "What another officer has asked for is set aside, and the plan stays suspended."
ASK_RESUME_SURE = (
    "The other officers who may agree get a message. The plan stays suspended until one of them "
    "agrees."
)
AGREE_RESUME_SURE = "The plan runs again at once, and its owner is told."
DONE = {
    "suspend": "Recorded. The plan is suspended.",
    "ask_resume": "Recorded. The plan stays suspended until a second officer agrees.",
    "agree_resume": "Recorded. The plan runs again, and its owner is told.",
}


def state(plan: PlanShown) -> str:
    """Say how a plan stands, in a word or two."""
    if plan.over:
        return OVER
    return SUSPENDED if plan.suspended else RUNS


def heading(plan: PlanShown) -> str:
    """Name a plan: whose, of what kind, how it stands."""
    return f"{plan.id}: {plan.owner}, {KINDS.get(plan.kind, plan.kind)}, {state(plan).lower()}"


def under(plan: PlanShown) -> str:
    """Name the plan under which a trade is made, with its days."""
    kind = "trading plan" if plan.kind == "ordinary" else KINDS.get(plan.kind, plan.kind)
    return f"{kind.capitalize()} {plan.id}. {days(plan)}"


def days(plan: PlanShown) -> str:
    """Say a plan's days and who approved it."""
    said = [ESTABLISHED.format(day=_moment(plan))]
    if plan.counts_from is not None and plan.counts_from != plan.established_on:
        said.append(CHANGED.format(day=day(plan.counts_from)))
    office = words.office(plan.office)
    said.append(APPROVED.format(name=plan.approved_by, office=office, day=day(plan.approved_on)))
    said += _own_days({BEGINS: plan.begins_on, ENDS: plan.ends_on, ENDED: plan.ended_on})
    first = plan.first_trade_on
    trades = FIRST_UNKNOWN if first is None else FIRST_TRADE.format(day=day(first))
    return f"{', '.join(said)}. {trades}"


def _moment(plan: PlanShown) -> str:
    at = plan.established_at
    return day(plan.established_on) if at is None else in_new_york(at)


def _own_days(named: Mapping[str, date | None]) -> list[str]:
    return [text.format(day=day(on)) for text, on in named.items() if on is not None]


def doubts(plan: PlanShown) -> str:
    """Say what later law has against a plan; empty where it has nothing."""
    if not plan.doubts:
        return ""
    return DOUBTED.format(doubts=" ".join(DOUBTS.get(one, one) for one in plan.doubts))
