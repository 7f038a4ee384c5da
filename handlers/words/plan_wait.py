"""The first day on which a plan may trade, and the sum that leads to it, in words."""

from handlers.moments import day, new_york_day
from policy.plan_wait import Wait, Young

NO_CALENDAR = "The trading calendar does not reach its first day."
FIRST = "First possible trading day: {day}."
FIRST_UNKNOWN = "First possible trading day: not known yet."
COUNTED = "Counted from {day}."
NONE = "The law asks for no cooling-off here."
LEGS = {
    "others": "30 days of cooling-off end on {ends}.",
    "least": (
        "90 days end on {ends}, no sooner than two business days after the quarter's report, "
        "filed on {filed}, so the cooling-off ends then."
    ),
    "report": (
        "Two business days after the quarter's report, filed on {filed}, end on {ends}. That is "
        "later than 90 days and sooner than 120, so the cooling-off ends then."
    ),
    "most": "120 days, the most that the law asks for, end on {ends}.",
}
NOT_FILED = (
    "The 10-Q or 10-K for the quarter of adoption is not on record yet. Once it is, this is "
    "reckoned anew and can be sooner, after 90 days at the earliest."
)
BEGINS = "By its own words it begins on {day}."
SESSION = "The first session after that is {day}."
YOUNG = (
    "The blackout that begins on {day} begins {days} days after it was established, under {least}."
)
YOUNG_ENDS = "It ends on {day}."
YOUNG_OPEN = "Its end is not known before that quarter's report is on record."
NO_REPORT = "No earnings report is on record, so the window is closed."
RULE = "Rule 10b5-1(c)(1)(ii)(B); policy, “Black-Out Periods”."


def first_day(wait: Wait | None) -> str:
    """Say the first day alone."""
    if wait is None:
        return NO_CALENDAR
    return FIRST_UNKNOWN if wait.trades_on is None else FIRST.format(day=day(wait.trades_on))


def sum_of(wait: Wait | None, least: int) -> str:
    """Say the first day and how it is reckoned; ``least`` is the age that a blackout asks for."""
    if wait is None:
        return NO_CALENDAR
    said = [first_day(wait), COUNTED.format(day=day(wait.cools_from)), *_cooling(wait)]
    if wait.begins_on is not None and wait.begins_on > wait.cools_from:
        said.append(BEGINS.format(day=day(wait.begins_on)))
    said.append(SESSION.format(day=day(wait.session)))
    for one in wait.young:
        said += _young(one, least)
    if wait.trades_on is None and not wait.young:
        said.append(NO_REPORT)
    return " ".join([*said, RULE])


def _cooling(wait: Wait) -> list[str]:
    cooling, filed = wait.cooling, wait.report_filed_on
    if cooling is None:
        return [NONE]
    told = "" if filed is None else day(filed)
    said = [LEGS[cooling.leg].format(ends=day(cooling.ends_on), filed=told)]
    return [*said, NOT_FILED] if cooling.leg == "most" and filed is None else said


def _young(one: Young, least: int) -> list[str]:
    begins = YOUNG.format(day=day(new_york_day(one.starts_at)), days=one.age, least=least)
    if one.ends_at is None:
        return [begins, YOUNG_OPEN]
    return [begins, YOUNG_ENDS.format(day=day(new_york_day(one.ends_at)))]
