"""What the people concerned are told: neutral notices, and a clearance that was withdrawn.

Policy, "Black-Out Periods": they are told "without disclosing the reason", and keep it to
themselves. The words are the same whatever lies behind them.
"""

from handlers.words import FREE_TEXT

# --- Neutral notices ------------------------------------------------------------------

TITLE = "A notice"
HEADINGS = {
    "restricted": "You may not trade",
    "ended": "That is over",
    "issuer": "Not to be traded",
}
RESTRICTED = (
    "Until you are told otherwise, you may not trade in the company's securities, nor may anybody "
    "whose trades you are responsible for. Cancel any open order at once. No reason is given."
)
RESTRICTED_PLANS = (
    "This changes nothing for an approved Rule 10b5-1 plan, unless you are told that it is "
    "suspended."
)
ENDED = (
    "The notice that you may not trade in the company's securities is over. The usual rules hold: "
    "every trade needs a clearance of its own, and the trading window has to be open. If you had "
    "more than one such notice, each holds until you are told that it is over."
)
ENDED_INSIDE = "If you know something material that the public does not, do not trade."
ISSUER = "Do not trade in the securities of the following issuer until you are told otherwise:"
NO_REASON = "No reason is given."
SINCE = "Since {at}."
HAVE_READ = "I have read this"
WAS_READ = "You have said that you read this."
READ_TITLE = "Thank you"
READ = (
    "That you have read it is noted on {at}. There is nothing more to do. If you are asked again "
    "later, please say it again."
)

# --- An officer's notice about another issuer -----------------------------------------

ISSUER_TITLE = "Notice on an issuer"
ISSUER_SUBMIT = "Send the notice"
ISSUER_WHY = (
    "They read, in neutral words, not to trade in this issuer's securities until told "
    "otherwise. They are asked to say that they have read it. Nothing else depends on it: "
    "what somebody is answered about another company's securities never does."
)
LABEL_ISSUER_PEOPLE = "Who is told?"
HINT_ISSUER_PEOPLE = "At most {most}, from the company's register."
LABEL_ISSUER = "Name of the issuer"
HINT_ISSUER = f"The name alone, at most 60 characters. {FREE_TEXT}"
ERROR_ISSUER = "Write the issuer's name, at most 60 characters."
ERROR_ISSUER_PEOPLE = (
    "Choose at least one person, not more than the form allows, and only people in the company's "
    "register."
)

# --- A clearance that was withdrawn ---------------------------------------------------

CANCEL_ORDERS = (
    "*This clearance was withdrawn. Do not trade on it, and cancel every open order at once.* Then "
    "say here that you have no open order, or when it was executed."
)
#: In a list, in place of the state.
ANSWER_NEEDED = "Withdrawn: open this and answer"
NO_OPEN_ORDER = "I have no open order"
EXECUTED = "It was executed at ..."
NO_OPEN_ORDER_TITLE = "No open order?"
NO_OPEN_ORDER_SURE = (
    "You say that no order under this clearance is open any more, and that none was executed."
)
EXECUTED_TITLE = "When was it executed?"
RECEIPT_SUBMIT = "Send"
LABEL_EXECUTED_ON = "Day of the execution (New York)"
LABEL_EXECUTED_AT = "Time of the execution (New York time)"
HINT_EXECUTED = "As your broker confirmed it. What you say is recorded as you say it."
ERROR_EXECUTED = (
    "This cannot be: it lies between the clearance's first moment and now. Check day and time."
)
NOTED_NONE = "Noted on {at}: you have no open order."
NOTED_EXECUTED = "Noted on {at}: it was executed on {executed}."
NOTED_REPORT = " Report the trade here as well."

# --- For the officers -----------------------------------------------------------------

UNSEEN_TITLE = "Not answered"
UNSEEN_HEADING = "A withdrawal is not answered"
UNSEEN = "The clearance of request {request} was withdrawn on {at}. Its person has not answered:"
UNSEEN_NO_WORD = "They have not said whether an order is open."
UNSEEN_CALL = (
    "Call them: an order may still be open. Say that the clearance was withdrawn, and nothing "
    "of why."
)

# --- A message that did not arrive ----------------------------------------------------

UNDELIVERED_TITLE = "Not delivered"
UNDELIVERED_HEADING = "A message did not arrive"
UNDELIVERED = "A message of this app was given up on {at}. It was for:"
UNDELIVERED_WHO = "{name} (Slack account {slack_id})"
UNDELIVERED_GONE = "Slack says that this account is deactivated, or cannot be written to."
UNDELIVERED_REFUSED = "Slack did not take the message. Whoever runs this app sees why."
UNDELIVERED_DO = (
    "Ask them in another way to look at this app's Home tab, where everything of theirs stands. "
    "If they have left or have another account, have the list of people put right: what waits for "
    "their decision is handed on then. Requests that you may decide are in your own Home tab."
)
