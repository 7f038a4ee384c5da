"""What App Home says: whether one may trade, the window's picture, what stands and what waits."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice

from clearance.shown import RequestShown, WindowShown
from clearance.shown_acknowledgements import AtHome
from clearance.shown_home import CompanyAtHome, FormsAtHome, Left, PlansAtHome, RelatedAtHome
from handlers import words
from handlers.moments import both, day, yours
from policy.window_days import Span, WindowDay, spans

HELLO = "Hello, {name}."
REFRESH = "Refresh"

# --- May I trade now? -------------------------------------------------------------------

MAY_TITLE = "May I trade now?"
MAY = {
    "sign": "*Not yet.* Sign the policy first, then ask for a clearance.",
    "closed": "*No.* The trading window is closed. Little is possible then, such as a trade under "
    "an approved plan; a new request says whether yours is.",
    "pending": "*Not yet.* Your request waits for a decision. You get a message when it is "
    "decided or ends.",
    "none": "*Not yet.* Every trade needs a clearance of its own. Ask for one and wait for the "
    "answer.",
}
MAY_FROM = "*Not yet.* You hold a clearance that begins on {first}."
MAY_CLEARED = (
    "*Only what you were cleared for*, until {last}. It stands under “Your requests”. Everything "
    "else needs a clearance of its own."
)

# --- The window's picture ---------------------------------------------------------------

PICTURE_TITLE = "The window in the coming weeks"
#: Blue and orange are told apart by who sees no red and green; a screen reader names them.
SQUARES = {
    "open": ":large_blue_square:",
    "closed": ":large_orange_square:",
    "unknown": ":white_large_square:",
}
NO_SESSION = ":white_small_square:"
LEGEND = (
    f"A row is a week, Monday to Friday. {SQUARES['open']} open, {SQUARES['closed']} closed, "
    f"{SQUARES['unknown']} not known yet, {NO_SESSION} no trading on the exchange."
)
SPANS = {
    "open": "Open from {first} to {last}.",
    "closed": "Closed from {first} to {last}.",
    "unknown": "Not known yet from {first} on: it opens again two trading days after a report "
    "that is not out.",
}
SPAN_OF_A_DAY = {"open": "Open on {first}.", "closed": "Closed on {first}."}
NO_TRADING = "No trading on {days}."

# --- One's own --------------------------------------------------------------------------

MINE = "Your requests"
MINE_NONE = "None yet."
MORE = "There are more. `/preclear status` shows all of them."
STANDING = "Your standing"
ALL_LEFT = "Nothing of it is reported yet: {quantity:,} left."
PART_REPORTED = (
    "{done:,} of {quantity:,} were reported. With the report it is complete: ask again for the "
    "rest."
)
BEGINS = "It begins on {first} and is good for {count}, to {last}."
DAYS_LEFT = "{count} left, to {last}."
HOURS_LEFT = "Less than {hours} hours left, to {last}."
HOUR_LEFT = "Less than an hour left, to {last}."
NO_TIME_LEFT = "No trading day is left of it."
TRADING_DAY = "1 trading day"
TRADING_DAYS = "{count} trading days"

SIGNED = {
    "paper": "The policy: acknowledged on paper on {on}.",
    "initialled": "The policy: signed on {on} and initialled.",
    "waits": "The policy: signed on {on}. It waits for an officer's initials.",
}
SIGNED_DUE = "The last day to sign in this round: {due}."
SIGN_LATE = "The policy waits for your signature. The last day was {due}."
RELATED = "Related persons: {count} registered."
RELATED_NONE = (
    "Related persons: none registered. The policy counts who shares your household, and what you "
    "control, as you."
)
RELATED_WAITING = "Waiting for a colleague's yes: {count}."
RELATED_NAMED = "To be corrected, as the name is a colleague's: {count}."
PLANS_NONE = "Rule 10b5-1 plans: none on record."
PLANS = "Rule 10b5-1 plans: {what}."
PLAN_STATES = {
    "running": "{count} on record",
    "suspended": "{count} suspended",
    "submitted": "{count} waiting for approval",
    "returned": "{count} returned to you for correction",
}
FORMS_NONE = "Section 16 forms: none is to be filed."
FORMS = "Section 16 forms to be filed: {count}, the first by {due}."
FORMS_LATE = "Late: {count}."

# --- What waits for an officer ----------------------------------------------------------

WAITS_TITLE = "What waits for you"
WAITS_NONE = "Nothing waits for you."
WAITS_MORE = "Your requests, the window and the rest stand under *Home*."
TO_DECIDE = "Waiting for your decision"
TO_DECIDE_NONE = "Nothing is waiting for you."
TO_DECIDE_BY = "Request {request}, asked on {asked}; to be decided by {at}."
MORE_TO_DECIDE = "There are more. They move up as you decide these."
DECIDED = "Decided lately"
DECIDED_AT = "Request {request}, decided on {at}."

# --- What compliance looks after --------------------------------------------------------

COMPANY = "To look after"
CASES = "Open cases: {count}"
LATE_FORMS = "Section 16 forms that are late: {count}"
UNSIGNED = "Have not signed the policy: {count}"
UNSIGNED_LATE = "Have not signed the policy, and the last day is over: {count}"
UNANSWERED = "People who were reminded each time and still owe an answer"
PULLS = "Pulls of the record"
PULLS_NONE = "Pulls of the record: none yet"
PULL = "New pull"
MISSING = "Missing on the record"
MISSING_NONE = "Nothing is missing on the record: people, offices, releases."
UNREPORTED = (
    "No release ends the blackout of the quarter that ended on {day}. Once it is out, record it "
    "in the company's calendar."
)
GUEST = "{name} is a guest. Two people, the officers first, have to confirm it in Slack."
VACANT = "Nobody holds this office: {office}."
PEOPLE_KEPT = "Whoever runs this app keeps the list of people, with “preclear people import”."
MISSING_SHOWN = 8
MISSING_MORE = "And {count} more."


def may(
    window: WindowShown,
    *,
    sign: bool,
    mine: Sequence[RequestShown],
    left: Mapping[str, Left],
) -> str:
    """Say whether one may trade now, by what everybody knows and by one's own requests (mrkdwn)."""
    held = [one for one in mine if one.id in left and left[one.id].sessions]
    now = [one for one in held if one.earliest_trade_at and one.earliest_trade_at <= window.at]
    if now:
        return MAY_CLEARED.format(last=both(max(one.expires_at for one in now if one.expires_at)))
    if held:
        firsts = (one.earliest_trade_at for one in held if one.earliest_trade_at)
        return MAY_FROM.format(first=both(min(firsts)))
    if sign:
        return MAY["sign"]
    if not window.open:
        return MAY["closed"]
    return MAY["pending" if any(one.state == "pending" for one in mine) else "none"]


def picture(days: Sequence[WindowDay]) -> str:
    """Draw the window: a row a week, a square a weekday (mrkdwn)."""
    weeks: dict[date, list[str]] = {}
    for one in days:
        monday = date.fromordinal(one.on.toordinal() - one.on.weekday())
        weeks.setdefault(monday, []).append(SQUARES[one.state] if one.session else NO_SESSION)
    return "\n".join(f"`{monday:%d %b}` {''.join(row)}" for monday, row in weeks.items())


def in_words(days: Sequence[WindowDay]) -> str:
    """Say the same in words, a line for each part of it."""
    without = [f"{one.on.day} {one.on:%B}" for one in days if not one.session]
    said = [_span(one) for one in spans(tuple(days))]
    return "\n".join([*said, *([NO_TRADING.format(days=", ".join(without))] if without else [])])


def _span(one: Span) -> str:
    if one.first == one.last and one.state in SPAN_OF_A_DAY:
        return SPAN_OF_A_DAY[one.state].format(first=day(one.first))
    return SPANS[one.state].format(first=day(one.first), last=day(one.last))


def sent(one: RequestShown, left: Left | None) -> str:
    """Say when a request was sent, and what is left of the clearance (mrkdwn)."""
    said = [words.SENT.format(request=one.id, at=yours(one.submitted_at))]
    report = one.report
    if left is not None:
        said += [ALL_LEFT.format(quantity=one.trade.quantity), _time_left(one, left)]
    elif report is not None and one.state == "reported":
        done, quantity = sum(each.quantity for each in report.report.executions), one.trade.quantity
        if 0 < done < quantity:
            said.append(PART_REPORTED.format(done=done, quantity=quantity))
    return " ".join(said)


def _time_left(one: RequestShown, left: Left) -> str:
    if one.earliest_trade_at is None or one.expires_at is None or not left.sessions:
        return NO_TIME_LEFT
    last, count = both(one.expires_at), counted(left.sessions)
    if left.begins:
        return BEGINS.format(first=both(one.earliest_trade_at), count=count, last=last)
    if left.hours is None:
        return DAYS_LEFT.format(count=count, last=last)
    hours = HOUR_LEFT if left.hours == 1 else HOURS_LEFT
    return hours.format(hours=left.hours, last=last)


def counted(sessions: int) -> str:
    """Say how many trading days."""
    return TRADING_DAY if sessions == 1 else TRADING_DAYS.format(count=sessions)


def acknowledged(one: AtHome) -> str:
    """Say how one's own acknowledgement stands, once it is made."""
    how = "paper" if one.paper else "initialled" if one.initialled else "waits"
    signed = SIGNED[how].format(on=day(one.signed_on)) if one.signed_on else ""
    return " ".join(filter(None, [signed, SIGNED_DUE.format(due=day(one.due_on))]))


def related(one: RelatedAtHome) -> str:
    """Say how many related persons are registered, and what they wait for."""
    said = [RELATED.format(count=one.count) if one.count else RELATED_NONE]
    said += [RELATED_WAITING.format(count=one.waiting)] if one.waiting else []
    return " ".join([*said, *([RELATED_NAMED.format(count=one.named)] if one.named else [])])


def plans(one: PlansAtHome) -> str:
    """Say how many plans one has, by how they stand."""
    states = [PLAN_STATES[name].format(count=getattr(one, name)) for name in _plan_states(one)]
    return PLANS.format(what=", ".join(states)) if states else PLANS_NONE


def _plan_states(one: PlansAtHome) -> Iterator[str]:
    return (name for name in PLAN_STATES if getattr(one, name))


def forms(one: FormsAtHome) -> str:
    """Say which of one's own forms are to be filed."""
    if one.due_on is None:
        return FORMS_NONE
    said = FORMS.format(count=one.count, due=day(one.due_on))
    return f"{said} {FORMS_LATE.format(count=one.late)}" if one.late else said


def missing(one: CompanyAtHome) -> str:
    """Say what is missing on the record, a line each, the first ones."""
    lines = [
        *(UNREPORTED.format(day=day(each)) for each in one.unreported),
        *(VACANT.format(office=words.office(each)) for each in one.vacant),
        *(GUEST.format(name=each) for each in one.guests),
    ]
    if not lines:
        return MISSING_NONE
    more = len(lines) - MISSING_SHOWN
    said = [f"{MISSING}:", *islice(lines, MISSING_SHOWN)]
    said += [MISSING_MORE.format(count=more)] if more > 0 else []
    return "\n".join([*said, *([PEOPLE_KEPT] if one.vacant or one.guests else [])])
