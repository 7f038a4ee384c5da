"""What the picture of a year says, in words: its title, its legend, its alternative text."""

from clearance.window_years import YearShown
from handlers.moments import day
from policy.window_days import spans

TITLE = "{company}: trading window {year}"
LEGEND = {
    "open": "Window open",
    "closed": "Window closed",
    "unknown": "Closed, end not known yet",
    "weekend": "No trading session",
}
STATES = {
    "open": "The window is open from {first} to {last}.",
    "closed": "It is closed from {first} to {last}.",
    "unknown": "It is closed from {first} on, and nobody knows yet when it opens again.",
}
AS_OF = (
    "As recorded on {day}. The last open day ends at the hour at which the policy has the blackout "
    "begin."
)
STANDING = "An open window is not permission to trade: each trade needs a clearance."


def title(of: YearShown) -> str:
    """Name the picture."""
    return TITLE.format(company=of.company, year=of.year)


def said(of: YearShown) -> str:
    """Say the same as the picture does."""
    found = [
        STATES[one.state].format(first=day(one.first), last=day(one.last)) for one in spans(of.days)
    ]
    return "\n".join([f"{title(of)}.", *found, AS_OF.format(day=day(of.today)), STANDING])
