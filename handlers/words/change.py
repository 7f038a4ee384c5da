"""What is said of an officer's change and of a guest: to who confirms it, and to the operator."""

from clearance.bringing_in import Asked
from clearance.shown_changes import ChangeShown
from handlers import words
from handlers.moments import in_new_york

TITLE = "To be confirmed"
CONFIRM = "Confirm"
HOLDS = "{name} holds: {offices}."
WILL_HOLD = "Once confirmed: {offices}."
NO_OFFICE = "no office"
LEAVES = "Once confirmed, {name} is not active here any more."
ACCOUNT = "The Slack account that it is about: {slack_id}."
AS_GUEST = (
    "{name} is a guest in this workspace. Once {takes} people have confirmed it, they may use "
    "this app as the list of people says."
)
ROLES = "Roles on the list of people: {roles}."
ASKED = "Asked for by {by} on {at}, with a list of people."
SURE = (
    "Confirm only what you know from the company itself. If you do not know of it, confirm "
    "nothing and ask whoever runs this app."
)
CONFIRMED_BY = "Confirmed by {names}."
ONE_MORE = "One more person has to confirm it before it takes effect."
DONE = "Recorded. It is in effect."
WAITS = "Recorded. It takes effect once another person has confirmed it."

HOME = "Waiting for your confirmation"
HOME_OFFICE = "An office or account of {name} is to change."
HOME_GUEST = "{name} is named as a guest."
HOME_ASKED = "Asked for on {at}."
HOME_MORE = "There are more. They move up as you confirm these."

IMPORTED_OFFICE = "{name}: {what}. {when}"
FROM_TO = "from {before} to {after}"
TO_LEAVE = "is to leave ({before})"
TO_ACT_AS = "is to act with the Slack id {slack_id} ({after})"
AN_OFFICER = "Asked for: it takes effect when an officer confirms it in Slack."
TWO_PEOPLE = "is named as a guest"
BY_TWO = "Asked for: they are let in when two officers have confirmed it in Slack."
STILL = "It waits still: nothing new was sent."
TAKEN_BACK = "{name}: what was asked for is not asked for any more."


def offices(names: tuple[str, ...]) -> str:
    """Name offices, or say that there is none."""
    return ", ".join(words.office(name) for name in names) or NO_OFFICE


def lines(change: ChangeShown) -> list[str]:
    """Say what is asked for, a paragraph a thing."""
    said = [_what(change), ROLES.format(roles=words.roles(change.roles) or NO_OFFICE)]
    said.append(ACCOUNT.format(slack_id=change.slack_id))
    said.append(ASKED.format(by=change.asked_by, at=in_new_york(change.asked_at)))
    if change.confirmed_by:
        said.append(CONFIRMED_BY.format(names=", ".join(change.confirmed_by)))
    if change.state == "confirmed_by_me":
        said.append(ONE_MORE)
    return said


def _what(change: ChangeShown) -> str:
    if change.kind == "guest":
        return AS_GUEST.format(name=change.name, takes=change.takes)
    holds = HOLDS.format(name=change.name, offices=offices(change.before))
    if change.leaves:
        return f"{holds} {LEAVES.format(name=change.name)}"
    return f"{holds} {WILL_HOLD.format(offices=offices(change.after))}"


def done(change: ChangeShown) -> str:
    """Say what a confirmation did."""
    return DONE if change.state == "confirmed" else WAITS


def imported(asked: Asked) -> str:
    """Say to the operator what of a list waits, and for whom."""
    when = AN_OFFICER if asked.kind == "office" else BY_TWO
    if asked.again:
        when = f"{when} {STILL}"
    return IMPORTED_OFFICE.format(name=asked.name, what=_asked(asked), when=when)


def _asked(asked: Asked) -> str:
    before, after = offices(asked.now), offices(asked.value.offices)
    if asked.kind == "guest":
        return TWO_PEOPLE
    if not asked.value.active:
        return TO_LEAVE.format(before=before)
    if asked.now == asked.value.offices:
        return TO_ACT_AS.format(slack_id=asked.value.slack_id, after=after)
    return FROM_TO.format(before=before, after=after)
