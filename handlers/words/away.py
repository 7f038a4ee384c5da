"""What is said of officers' own times, and of requests that wait while they are away."""

from datetime import datetime, time

from handlers.moments import clock_time, day

TITLE = "Away and reminders"
SUBMIT = "Save"
WHY = (
    "While you are away, requests go to the other officer first. You can still decide from App "
    "Home. On the first business morning after, you are given what still waits."
)
NOBODY_THERE = (
    "If nobody else who may decide is there, you are asked all the same, and the request says "
    "that it waits."
)
MINE = "When you are away"
NONE = "You have named no days."
ROW = "From {first} to {last}"
ROW_NOW = "You are away now: {first} to {last}"
ROW_DAY = "On {first}"
ROW_DAY_NOW = "You are away today, {first}"
END = "I am back"
TAKE_BACK = "Take back"
LABEL_FIRST = "First day away"
LABEL_LAST = "Last day away"
HINT_DAYS = "Leave both empty to change the hour only. Days are counted where you are: {zone}."
LABEL_HOUR = "Remind me at"
HINT_HOUR = "At most once on a business day, of all that you owe. Where you are: {zone}."
SAVED = "Saved."
ENDED = "Done. What waits for you comes by day, when you are there."
ERRORS = {
    "away_first_missing": "Choose the first day too, or leave both empty.",
    "away_last_missing": "Choose the last day too, or leave both empty.",
    "away_reversed": "The last day is before the first. Choose a later one.",
    "away_past": "This day is over. Choose today or a later day.",
    "away_long": "At most 90 days fit. Choose an earlier last day, and add the rest later.",
    "away_far": "Choose a first day within a year.",
    "away_overlaps": "You are away on some of these days already. Choose others, or take the "
    "earlier ones back first.",
    "away_full": "You have named 20 times already. Take one back first.",
    "reminder_hour": "Choose one of the hours.",
}

HOME = "You are away from {first} to {last}. The other officer is asked first."
HOME_NEXT = "You will be away from {first} to {last}."
HOME_HOUR = "You are reminded of all that you owe at {hour}, at most once on a business day."
HOME_OPEN = "Away and reminders"

WAITS = (
    "Everybody who may decide this is away. It waits; the first of them is back on {day}. They "
    "can still decide before."
)
WAITS_TOO_LONG = (
    "Everybody who may decide this is away, and the first of them is back on {day}. It waits; if "
    "nobody decides before, it ends at the moment below, and you can ask again then."
)
WAITS_SHORT = "Everybody who may decide is away until {day}."

DIGEST_BY = "Several things wait for you. The first needs a decision by {by}."
LIST_TITLE = "What waits for you"
#: What heads each kind of things that somebody owes.
LIST = {
    "requests": "Requests",
    "plans": "Plans",
    "questions": "Questions",
    "answers": "Did you trade?",
    "forms": "Section 16 forms",
    "sign": "The policy",
    "initials": "For your initials",
    "overdue": "Answers that others owe",
}
LIST_ALL = "There are more. Here are all of them."
LIST_OVERDUE = "{count} requests wait for an answer, after every reminder."
LIST_OVERDUE_ONE = "One request waits for an answer, after every reminder."
LIST_NONE = "Nothing waits for you any more."
LIST_MORE = "There are more. They move up as you decide these."


def hours(offered: range) -> dict[str, str]:
    """Name the hours that can be chosen, by their ids."""
    return {str(hour): f"{clock_time(time(hour))} your time" for hour in offered}


def overdue(count: int) -> str:
    """Say how many answers others owe."""
    return LIST_OVERDUE_ONE if count == 1 else LIST_OVERDUE.format(count=count)


def waits(back_at: datetime | None, decide_by: datetime) -> str:
    """Say that a request waits while all who may decide it are away; nothing where one is there."""
    if back_at is None:
        return ""
    said = WAITS if back_at < decide_by else WAITS_TOO_LONG
    return said.format(day=day(back_at.date()))


def waits_short(back_at: datetime) -> str:
    """Say the same where there is little room."""
    return WAITS_SHORT.format(day=day(back_at.date()))
