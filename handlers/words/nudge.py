"""What is said of a nudge: the requester asks once that their request is looked at."""

NUDGE = "Nudge"
SENT = (
    "Whoever can decide it gets it again: at once where it is working hours, else on their next "
    "business morning."
)
NUDGED = "You nudged the approvers on {at}. That is possible once; if it is urgent, call them."
FROM = "If it still waits, you can nudge the approvers once, from {at}."
MAY = "You can nudge the approvers once."
#: To an officer, in the form in which they decide.
ASKED_AGAIN = "The requester asked again on {at}."
DONE = "Request {request}: the approvers are nudged. " + SENT
NOTHING = (
    "You have no request that waits for a decision, so there is nothing to nudge. `/preclear` "
    "starts one."
)
