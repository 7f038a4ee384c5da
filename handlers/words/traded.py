"""What is said of trades that were made: asked, reported in parts, or made without a clearance."""

from clearance.shown_reports import Form144, OverdueLine, UnaskedShown
from handlers import words
from handlers.moments import short
from handlers.words import trade as trade_words

LIST_TITLE = "Report a trade"
LIST_WHY = (
    "Say of each whether you traded on it. Everybody is asked once the time of a decision is over, "
    "whatever it was."
)
LIST_NONE = "You hold no clearance, and nothing waits for your answer."
HELD = "Your clearances"
HELD_WHY = "Choose the one that you traded on. You can also say that you will not trade on it."
ANSWER = "Answer"
OWED = "Not answered yet: did you trade on it?"
OWED_SHEET = (
    "Say whether you traded on this. Everybody is asked, whatever was decided. You are reminded "
    "three mornings at most; then compliance asks you."
)
HOME = "Waiting for your answer"
HOME_MORE = "There are more. `/preclear traded` shows all of them."
UNASKED = "I traded without a clearance"
UNASKED_TOO = "A trade that had no clearance goes on the record too."

ADD_PART = "Add another part"
PART = "Part {number}"
PART_EMPTY = "Fill in all four, or leave all four empty."
PARTS_FULL = "One report holds ten parts. Put together those at one price."
LABEL_CHOSE_DAY = "Who chose the day of this trade under your plan?"
CHOSE_DAY = {"plan": "The plan or the broker", "self": "I did"}
HINT_CHOSE_DAY = (
    "Where you did not choose it, the time for a Form 4 runs from the day on which you were "
    "told. It runs from the third business day after the trade at the latest (Rule "
    "16a-3(g)(2))."
)
LABEL_TOLD_ON = "When were you told of it?"
ERROR_CHOSE_DAY = "Say who chose the day."
ERROR_TOLD_ON = "Give the day on which you were told, not a later one than today."
ERROR_NOT_TOLD = "Leave this empty where you chose the day yourself."

UNASKED_TITLE = "Traded, not cleared"
UNASKED_WHY = (
    "Say what was traded, as it was. It is put on the record and compliance looks into it. Nothing "
    "here stops you from talking to your own lawyer first."
)
UNASKED_SUBMIT = "Record"
LABEL_ACTION = "What was done?"
LABEL_SECURITY = "Which securities?"
LABEL_ACCOUNT = "Whose account?"
OWN = "My own"
UNASKED_DONE_TITLE = "Recorded"
UNASKED_DONE = (
    "It is on the record as you said it, and compliance has been told. Speak to them. Do not trade "
    "again without a clearance."
)
UNASKED_LINE = "{action}: {security}, {account}"
EXECUTION = "{quantity:,} at ${price}, on {at}"
UNASKED_HELD = "Whoever made it said that they held, or may have held, inside information."

OVERDUE_TITLE = "Not answered"
OVERDUE_WHY = (
    "These people were asked whether they traded, and reminded three mornings. What was decided on "
    "a request is not shown here: everybody is asked. Speak to them; the answer is theirs to give."
)
OVERDUE_NONE = "Nobody owes an answer that they were reminded of."
OVERDUE_LINE = "{person}, request {request}\nAsked on {at}"
OVERDUE_MORE = "There are more. They move up as these are answered."

FORM_144 = (
    "Form 144: with this, sales of the last three months come to {shares:,} shares and "
    "${dollars:,.2f} so far. All accounts of yours on the record are counted together. "
    "{passed}"
)
FORM_144_PASSED = (
    "That passes 5,000 shares or $50,000: an affiliate who sells under Rule 144 files a Form 144 "
    "when the order is placed. Ask the broker. This is no determination."
)
FORM_144_PRICE = (
    "That does not pass 5,000 shares. At a price over ${price:,.2f} a share it passes "
    "$50,000. Then an affiliate who sells under Rule 144 files a Form 144 when the order is "
    "placed."
)
FORM_144_UNDER = "That passes neither 5,000 shares nor $50,000."


def unasked(one: UnaskedShown) -> str:
    """Say a trade without a clearance, with its executions."""
    kind = "related" if one.owner else "own"
    head = UNASKED_LINE.format(
        action=trade_words.ACTIONS.get(one.action, one.action),
        security=trade_words.SECURITIES.get(one.security, one.security).lower(),
        account=trade_words.account(kind, one.owner or "").lower() if kind == "own" else one.owner,
    )
    made = [
        EXECUTION.format(quantity=each.quantity, price=each.price, at=short(each.at))
        for each in one.executions
    ]
    return "\n".join([head, *made, *([] if one.stated else [UNASKED_HELD])])


def overdue(line: OverdueLine) -> str:
    """Say who owes an answer, on what, since when."""
    return OVERDUE_LINE.format(person=line.person, request=line.request, at=short(line.asked_at))


def form_144(found: Form144) -> str:
    """Say what three months of sales come to."""
    if found.passed is not None:
        passed = FORM_144_PASSED
    elif found.price_over is not None:
        passed = FORM_144_PRICE.format(price=found.price_over)
    else:
        passed = FORM_144_UNDER
    return FORM_144.format(shares=found.shares, dollars=found.dollars, passed=passed)


def owed(state: str) -> str:
    """Say how a request stands in a list, where its requester owes an answer."""
    return f"{words.STATES.get(state, state)}. {OWED}"
