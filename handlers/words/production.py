"""What is said of a production for an authority: to who asks for one, and to who confirms it.

Policy, "Black-Out Periods": nobody is told why somebody is restricted. An authority may be;
these words tell both people what leaves then. They are opened on demand and stand in no message.
"""

from datetime import date

from clearance.shown_productions import ProductionSaid, ProductionShown
from handlers.moments import day, in_new_york

#: So many of the times at which one was taken are shown, the latest.
_SHOWN = 5
LIST_TITLE = "Productions"
LIST_WHY = (
    "A production is the record for an authority that demands it. It is the log with all "
    "that it keeps apart, and the restrictions as they stood on the days that you name. You "
    "ask, another person confirms, then you take it."
)
LIST_NONE = "You have asked for none."
NEW = "Ask for a production"
OPEN = "Open"

FORM_TITLE = "For an authority"
FORM_SUBMIT = "Ask"
LABEL_AUTHORITY = "Which authority?"
HINT_AUTHORITY = "Its name, such as a court, a regulator or a prosecutor."
LABEL_REFERENCE = "What does it rest on?"
HINT_REFERENCE = "The number of the subpoena or order. Nothing of what it is about."
LABEL_FIRST = "The log from"
LABEL_LAST = "The log to"
HINT_WHOLE = "Left empty, there is no limit on this side."
LABEL_DAYS = "Restrictions as they stood on"
HINT_DAYS = (
    "At most {most} days that are over, such as 2026-11-03, 2026-11-20. Left empty, there are none."
)
LABEL_REASONS = "Are reasons in it?"
REASONS = {
    "no": "No: who was restricted, since when and by whom",
    "yes": "Yes: also why, in the officers' own words",
}
FORM_NOTE = (
    "Others who hold an office are asked to confirm it, and read what you write here. They see "
    "nothing of what is produced. Every step is on the record."
)

ERROR_AUTHORITY = "Write the authority's name on one line."
ERROR_REFERENCE = "Write on what it rests, on one line."
ERROR_DAYS = "Write at most {most} days that are over, as 2026-11-03, with commas between them."
ERROR_NO_DAY = "Reasons go with the days: name at least one day."
ERROR_DATES = "This is before the first day. Choose a later one."
ERROR_REASONS = "Choose one of the two."

SHEET_TITLE = "For an authority"
FOR = "For {authority}, on {reference}."
LOG = "The log {first} {last}, with all that it keeps apart."
FROM_START, FROM = "from its beginning", "from {day}"
TO_END, TO = "to its end", "to {day}"
DAYS = "Restrictions as they stood on: {days}."
NO_DAYS = "No restrictions."
WITH_REASONS = "Their reasons are in it."
WITHOUT_REASONS = "Their reasons are not in it."
ASKED = "Asked for by {by} on {at}."
GOES_TO = "{by} takes it, and can read all of it."
SURE = (
    "Confirm only what you know to be demanded: ask for the paper. If you do not confirm, nothing "
    "leaves, and nobody is told that you did not."
)
CONFIRM = "Confirm"
CONFIRMED = "Confirmed by {name}."
TAKEN = "Taken on {at}. If that was not you, say so to whoever runs this app."
WAS_TAKEN = "Taken on {at}."
STATES = {
    "waits": "It waits for a second person.",
    "confirmed": "It may be taken until {until}.",
    "expired": "It was good until {until}. Ask anew.",
    "gone": "It was taken back.",
}
TAKE = (
    "It does not go through Slack. Whoever runs this app writes it into a folder: "
    "`preclear audit produce {id} FOLDER --by {by}`."
)
WITHDRAW = "Take back"
WITHDRAW_SURE = "Taking it back ends it: it can be neither confirmed nor taken any more."
BRIEF = "{id}: {authority}, {reference}. {state}"


def brief(one: ProductionShown) -> str:
    """Say one production on one line."""
    return BRIEF.format(
        id=one.id,
        authority=one.said.authority,
        reference=one.said.reference,
        state=state(one),
    )


def state(one: ProductionShown) -> str:
    """Say how it stands."""
    return STATES[one.state].format(until=in_new_york(one.expires_at))


def lines(one: ProductionShown) -> list[str]:
    """Say what is asked for, a paragraph a thing."""
    said = [FOR.format(authority=one.said.authority, reference=one.said.reference), _log(one.said)]
    said.append(_days(one.said))
    said.append(ASKED.format(by=one.by, at=in_new_york(one.at)))
    if not one.mine:
        said.append(GOES_TO.format(by=one.by))
    if one.confirmed_by:
        said.append(CONFIRMED.format(name=one.confirmed_by))
    taken = TAKEN if one.mine else WAS_TAKEN
    said += [taken.format(at=in_new_york(at)) for at in one.taken_at[-_SHOWN:]]
    return [*said, state(one)]


def _log(said: ProductionSaid) -> str:
    first = FROM_START if said.first is None else FROM.format(day=day(said.first))
    last = TO_END if said.last is None else TO.format(day=day(said.last))
    return LOG.format(first=first, last=last)


def _days(said: ProductionSaid) -> str:
    if not said.days:
        return NO_DAYS
    reasons = WITH_REASONS if said.reasons else WITHOUT_REASONS
    return f"{DAYS.format(days='; '.join(map(day, said.days)))} {reasons}"


def days_of(typed: str) -> tuple[date, ...] | None:
    """Read the days that somebody typed; None where one of them is none."""
    try:
        return tuple(date.fromisoformat(one) for one in typed.replace(",", " ").split())
    except ValueError:
        return None
