"""Most texts that a person reads in Slack; a form that says much has words of its own.

Short sentences, exact words, no blame. What must always be said stands first. Imports
nothing heavy: the command line uses these words too.
"""

from collections.abc import Mapping
from typing import Any

from handlers.words import findings as finding_words
from handlers.words import refusals as refusal_words

finding_text = finding_words.finding_text

# --- What must always be said -------------------------------------------------------

CLEARANCE = (
    "This clears you under the company's policy and does nothing more. It is not legal "
    "advice, not a finding that you hold no inside information, and no defence. You stay "
    "responsible. If you learn something material, do not trade. This clearance can be taken "
    "back at any time, without a reason."
)
WINDOW = (
    "An open window is not permission to trade. Every trade needs a clearance of its own, "
    "and a clearance may be declined without a reason."
)
CONFIDENTIAL = (
    "Keep this to yourself and draw no conclusion from it. Nothing here stops you from "
    "talking to the SEC or any other authority, or to your own lawyer."
)
EXEMPT = (
    "The policy does not require pre-clearance of this. The law on inside information "
    "still applies to it."
)
FREE_TEXT = "Do not describe the information. This record may be produced to authorities."
OFFICER = "I have considered what I know and know no reason to refuse."
MEANWHILE = (
    "Until you hold a clearance, do not trade and place no order, above all no limit or "
    "standing order. Short sales, derivatives and passing information on stay forbidden, and "
    "margin accounts where the policy forbids them."
)
MEANWHILE_CLEARED = (
    "Trade only what was cleared, with the order that was cleared, between these two "
    "moments. Any other order is not cleared, above all no standing one. Short sales, "
    "derivatives and passing information on stay forbidden, and margin accounts where the "
    "policy forbids them."
)

# --- Names of things ----------------------------------------------------------------

STATEMENTS = {
    "no_mnpi": "I hold no material information that the public does not have.",
    "policy_read": "I have read the policy, and this trade keeps to it.",
    "responsible": "I stay responsible, and will not trade if I learn something material.",
}
OFFICES = {
    "ceo": "Chief Executive Officer",
    "cfo": "Chief Financial Officer",
    "audit_chair": "Chair of the Audit Committee",
    "general_counsel": "General Counsel",
    "compliance": "Compliance",
}
ROLES = OFFICES | {
    "employee": "employee",
    "officer": "officer",
    "director": "director",
    "consultant": "consultant",
    "contractor": "contractor",
    "section16": "Section 16 person",
    "section16_filer": "files forms under Section 16",
    "ceo_direct_report": "reports to the Chief Executive Officer",
}

# --- A request and how it ends ------------------------------------------------------

CLOSE = "Close"
CANCEL = "Cancel"
BACK = "Back"
SHEET_TITLE = "Your request"
LIST_TITLE = "Your requests"
LIST_EMPTY = "You have no requests yet. `/preclear` starts one."
OLDER = "Older requests"
OPEN = "Open"

STATES = {
    "pending": "Waiting for a decision",
    "refused": "Refused: the policy does not allow it",
    "exempt": "No clearance needed",
    "approved": "Approved: you hold a clearance",
    "declined": "Declined",
    "returned": "Returned to you for correction",
    "withdrawn": "Withdrawn by you",
    "expired": "Ended: nobody decided in time",
    "lapsed": "Ended: the trading window closed first",
    "overtaken": "Ended: the policy no longer allows it",
    "clearance_ended": "The clearance is over",
    "reported": "Reported: this is complete",
}
#: The same ends, as an officer reads them.
OUTCOMES = STATES | {
    "approved": "Approved",
    "returned": "Returned for correction",
    "withdrawn": "Withdrawn by the requester",
}
NEXT = {
    "pending": "The approvers have it. You get a message here when it is decided or ends.",
    "refused": "Do not trade. Nothing was sent to anybody.",
    "exempt": "It is on the record. There is nothing more to do.",
    "approved": "When you have traded, or know that you will not, say so with the button below.",
    "declined": "Do not trade. No reason is given, for this or any other request.",
    "returned": "Do not trade. Correct what is named and send it again.",
    "withdrawn": "Do not trade on it. You can ask again at any time.",
    "expired": "Do not trade. You can ask again.",
    "lapsed": "Do not trade. You can ask again when the window is open.",
    "overtaken": "Do not trade. You can ask again when the reason is gone.",
    "clearance_ended": "Do not trade on it. If you traded while it held, report that here.",
    "reported": "Thank you. What you reported is on the record.",
}
CAUSES = {
    "time": "Its last moment has passed.",
    "blackout": "The trading window has closed.",
    "withdrawn": "It was withdrawn. No reason is given, for this or any other.",
    "cancelled": "You gave it back.",
    "left": "You had left the company.",
    "corrected": "What was recorded of it was not right and has been corrected.",
}
NO_SESSION_LEFT = (
    "There is no trading session left between the first and the last moment, so there is "
    "nothing to trade in. You can ask again."
)
PLANNED_TOO_LATE = (
    "The planned day lies after the last moment. This clearance does not reach it: trade "
    "earlier, or ask again nearer to the day."
)
PLANNED_TOO_LATE_IF_NOW = (
    "The planned day lies after the last moment of a clearance given now. It would not "
    "reach that day."
)
OUTLASTED = (
    "The planned day lies after {at}, the last moment of a clearance given now. If it is "
    "approved today it does not reach that day: ask nearer to it, or plan an earlier one."
)
ON_PAPER = "This was given by phone or on paper and entered later."

WINDOW_OPEN = "The company's trading window is open."
WINDOW_CLOSES = " It closes on {at}."
WINDOW_CLOSED = "The company's trading window is closed."
WINDOW_QUARTER = " This is the blackout of the quarter that ends on {day}."
WINDOW_REOPENS = " It opens again on {at}."
WINDOW_UNKNOWN = (
    " It opens after that quarter's earnings report, once the full trading days that the "
    "policy asks for have passed. The report is not recorded yet, so the day is not known."
)
TO_CORRECT = "To be corrected: {fields}."
DECIDE_BY = "If nobody decides by {at}, it ends."
DECIDED_AT = "Decided on {at}."
FIRST_MOMENT = "*First moment to trade:* {at}."
LAST_MOMENT = "*Last moment to trade:* {at}."
SENT = "Request {request}, sent on {at}."
REPORTED_NOTHING = "You reported that nothing was traded."
REPORTED = "You reported {quantity} shares at ${price}, on {at}."
REPORTED_OUTSIDE = (
    "This does not keep to the clearance: {what}. It is on the record as you said it. Speak to "
    "compliance."
)
REPORTED_STATED = "You stated that you held no inside information when you traded."
OUTSIDE = {
    "clearance": "there was no clearance",
    "quantity": "more shares than were cleared",
    "time": "not between its two moments",
    "statement": "without the statement that you held no inside information",
}
EXEMPT_REPORTS = (
    "It is on the record. You report under Section 16: when it is done, say so here, because a "
    "form can be due for it all the same."
)
EXEMPT_PLAN_REPORTS = (
    "It is on the record. Say here when it is done, or that it was not done: under Section "
    "16 a form can be due for it. A plan for a single trade is free again only then."
)
REPORT_DUE = (
    "You report under Section 16, so a Form {form} is due by {day}{until}. This is reckoned from "
    "what you reported; nothing was filed, and it is not a determination. Speak to compliance "
    "today. “/preclear section16” shows what is owed; once it is filed, enter its number there."
)
REPORT_DUE_UNTIL = ", 10 p.m. New York time"
REPORT_DUE_RELATED = " For a related account, ask whether its trades are yours to report."

# --- Buttons, confirmations, reports --------------------------------------------------

WITHDRAW = "Withdraw"
REPORT = "Report a trade"
REPORT_AGAIN = "Correct the report"
CORRECT = "Correct"
WITHDRAW_TITLE = "Withdraw this?"
WITHDRAW_SURE = (
    "You give this up: a request will not be decided any more, and a clearance is over at "
    "once. This cannot be undone, but you can ask again."
)
REPORT_TITLE = "Report a trade"
REPORT_SUBMIT = "Report"
LABEL_TRADED = "Did you trade?"
TRADED = {"yes": "Yes, I traded", "no": "No, and I will not trade on this clearance"}
LABEL_TRADED_ON = "Day of the trade (New York)"
LABEL_TRADED_AT = "Time of the trade (New York time)"
LABEL_TRADED_QUANTITY = "Shares traded"
LABEL_PRICE = "Price a share, in dollars"
NO_PRICE = "Where nothing was paid, as for a gift, write that day's closing price."
HINT_PRICE = "Such as 2.15."
LABEL_HELD = "When you traded, did you hold material information that the public did not have?"
HELD = {"none": "No, I held none", "held": "Yes, or I am not sure"}
HINT_HELD = (
    "Needed when you traded. What you say is recorded as you say it. Do not describe the "
    "information. Section “Material Nonpublic Information”."
)
REPORT_NOTE = "This records what you did. It files nothing with anybody."
ERROR_TRADED = "Choose whether you traded."
ERROR_REPORT_NEEDS = "Fill this in when you traded."
ERROR_REPORT_NOTHING = "Leave this empty when you did not trade."
ERROR_TRADED_FUTURE = (
    "This moment has not come yet. Check the day and time; report a trade once it is made."
)
ERROR_TRADED_SKIPPED = (
    "The clocks went forward, and this time did not exist in New York that day. Choose another."
)
ERROR_TRADED_AT = "Choose the day and the time of the trade."
ERROR_PRICE = "Write the price in dollars, such as 2.15, with at most four decimals."
ERROR_REPORT = {
    "at": "This cannot be. Check the day and time.",
    "quantity": "This cannot be. Check the number of shares.",
    "price": ERROR_PRICE,
    "stated": "Say whether you held inside information when you traded.",
    "traded": "This does not go with the other answers. Check it.",
}

# --- Officers --------------------------------------------------------------------------

APPROVE = "Approve"
DECLINE = "Decline"
DETAILS = "Details"
REVIEW = "Review"
REVIEW_TITLE = "Review a request"
REVIEW_SUBMIT = "Send decision"
LABEL_DECISION = "Your decision"
DECISIONS = {
    "approve": "Approve",
    "decline": "Decline",
    "return": "Return it for correction",
}
LABEL_FIELDS = "What is to be corrected?"
LABEL_OFFICER = "Your own statement"
HINT_OFFICER = "You decide; this app only records it."
FINDINGS = "What the rules found"
NO_FINDINGS = "The rules found nothing against it."
NOT_APPROVABLE = (
    "It cannot be approved as it stands. You can decline it, in the same words as any other "
    "decline, or return it for correction."
)
NO_SESSION_IF_NOW = "If approved now, there would be no session left to trade in."
STATED = "The requester stated:"
NOTHING = "Nothing."
CORRECTS = "It corrects request {request}."
IF_APPROVED_NOW = "If approved now, it holds from {first} to {last}."
CONFIDENTIAL_OFFICER = "What this form shows is for you alone. Do not pass it on or copy it."
DECISION_CHANGED = (
    "*Nothing was sent yet.* The form now asks what your decision needs. Look at it and send it."
)
ERROR_DECISION = "Choose a decision."
ERROR_STATEMENT = "To approve, make this statement. If you cannot, choose another decision."
ERROR_FIELDS = "Name at least one thing to correct."
ERROR_FIELDS_ONLY = "Leave this empty unless you return the request."
DECIDED = "Recorded. The requester is told, and every card of this request closes."
FIRST_STANDS = "The first decision stands; nothing was changed by opening this."

# --- App Home ---------------------------------------------------------------------------

NEW_REQUEST = "New request"

# --- Messages ----------------------------------------------------------------------------

CARD = "Decide by {by}.\nRequest {request} waits for you. Who asks for what opens with the buttons."
ENVELOPE = "There is something for you to read."
ENVELOPE_BY = "There is something for you to read, by {by}."
CHECKPOINT = (
    "The log was signed at {at}. Keep what follows where nobody of the company can change it: it "
    "shows later whether the record up to here was altered."
)

# --- When something went wrong ---------------------------------------------------------------

NOT_DONE_TITLE = "Not done"
TRIGGER_EXPIRED = (
    "Slack gives an app three seconds to open a form, and they were over. Nothing was "
    "stored. Please try again."
)
BROKEN = (
    "Something broke on our side. What you sent may not have been stored; look at "
    "`/preclear status`, then try again. If it happens again, tell compliance this "
    "reference: {reference}"
)
BROKEN_AT_FIELD = (
    "Something broke on our side. What you filled in is still here: send it again. Sent twice, it "
    "counts once. If it happens again, tell compliance this reference: {reference}"
)


def refusal(reason: str, parameters: Mapping[str, Any]) -> str:
    """Say why something was not done, by a refusal's id."""
    return refusal_words.refusal(reason, parameters, OFFICES)


def office(name: str) -> str:
    """Name an office; one that the policy file added is named as it stands there."""
    return OFFICES.get(name, name.replace("_", " "))


def roles(names: tuple[str, ...]) -> str:
    """Name a person's roles."""
    return ", ".join(ROLES.get(name, name.replace("_", " ")) for name in names)


def outcome(state: str) -> str:
    """Say to an officer how a request ended."""
    return OUTCOMES.get(state, state.replace("_", " ").capitalize())


def finding(section: str, rule: str, parameters: Mapping[str, Any]) -> str:
    """Say a finding with the section of the policy it rests on."""
    return f"{finding_words.section_named(section)}: {finding_text(rule, parameters)}"


def decided_by(name: str, office_name: str | None) -> str:
    """Say who decided, and in which office."""
    return f"Decided by {name}, {office(office_name)}." if office_name else f"Decided by {name}."
