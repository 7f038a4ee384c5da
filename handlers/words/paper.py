"""What is said of a clearance that was given by phone or on paper and is entered later."""

from clearance.shown_paper import PaperShown
from handlers.moments import in_new_york
from handlers.words import findings as finding_words
from handlers.words import office

TITLE = "A clearance on paper"
SUBMIT = "Ask for it"
CONFIRM = "Confirm"
WHY = (
    "For a clearance that was given by phone or on paper while Slack could not be reached. A "
    "second person confirms it; then it is entered under the moment at which it was given."
)
LABEL_PERSON = "Who was cleared"
LABEL_ACTION = "For what"
ACTIONS = {"buy": "Buy shares", "sell": "Sell shares"}
LABEL_QUANTITY = "How many shares"
HINT_QUANTITY = "A whole number, such as 500."
LABEL_ON = "Day on which it was given (New York)"
LABEL_AT = "Time at which it was given (New York time)"
LABEL_BY = "Who gave it"
HINT_BY = "Whoever the policy lets decide this person's requests."

TO_ENTER = "{person}: {action} {quantity:,} shares."
GIVEN = "Given by {by} ({office}) on {at}, by phone or on paper."
ASKED = "Asked for by {by} on {at}. It can be confirmed until {until}."
CONFIRMED = "Confirmed by {by}."
ENTERED = "It is on the record as request {request}, marked as from paper."
REFUSED = (
    "The rules refused it as of that moment ({rules}), so it is recorded as refused and a case is "
    "open. The person is told not to trade on it."
)
OWN = "Somebody else has to confirm what you have asked for."
EXPIRED = "Nobody confirmed this in time. It has to be asked for anew."
SURE = (
    "Confirm only what you know yourself: that it was given, to whom, for what and when. You do "
    "not decide it by this. If in doubt, confirm nothing."
)

ERRORS = {
    "paper_person": "This person is not on the list of people. Choose somebody who is.",
    "own_paper": "Nobody enters their own clearance. Ask somebody else to enter it.",
    "paper_approver": "The policy does not let this person decide that request. Choose who gave "
    "the clearance.",
    "paper_trade": "Choose what it was for, and write a whole number of shares.",
    "paper_moment": "Name a moment that has passed and that the trading calendar reaches.",
    "paper_again": "This is on the record, or waits to be confirmed, already. There is nothing "
    "more to do.",
}
ERROR_NEEDED = "Fill this in."
LOWER = {"buy": "buy", "sell": "sell"}


def lines(shown: PaperShown) -> list[str]:
    """Say what is to be entered and how it stands, a paragraph a thing."""
    action = LOWER[shown.action]
    said = [
        TO_ENTER.format(person=shown.person, action=action, quantity=shown.quantity),
        GIVEN.format(
            by=shown.approved_by, office=office(shown.office), at=in_new_york(shown.approved_at)
        ),
        ASKED.format(
            by=shown.asked_by, at=in_new_york(shown.asked_at), until=in_new_york(shown.expires_at)
        ),
    ]
    if shown.confirmed_by is not None:
        said.append(CONFIRMED.format(by=shown.confirmed_by))
    elif shown.state == "expired":
        said.append(EXPIRED)
    elif shown.own:
        said.append(OWN)
    if shown.request is not None and shown.refused:
        rules = " ".join(finding_words.finding_text(rule, {}) for rule in shown.refused)
        said.append(REFUSED.format(rules=rules))
    if shown.request is not None:
        said.append(ENTERED.format(request=shown.request))
    return said
