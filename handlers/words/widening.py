"""What is said where a restriction is to end, to lose people or to end earlier.

Narrowing takes one person, widening takes two, and neither is restricted by it.
"""

from clearance.shown_restrictions import WideningShown
from handlers.moments import in_new_york

FORM_TITLE = "End or narrow"
FORM_SUBMIT = "Ask for it"
LABEL_WHAT = "What is to happen?"
WHAT = {
    "lift": "End it for everybody",
    "take_out": "Take people out of it",
    "shorten": "Let it end earlier",
}
LABEL_PEOPLE = "Who is taken out?"
HINT_PEOPLE = "It goes on for the others. To end it for everybody, choose that above."
LABEL_UNTIL = "On which trading day does it end?"
HINT_UNTIL = "It ends at the open of that day."
LABEL_BASIS = "On what does this rest?"
BASIS = {
    "public": "The matter is public",
    "not_material": "The matter is no longer material",
}
HINT_BASIS = "There is no other basis: the policy grants no exceptions."
LABEL_RELEASE = "With which release did it become public?"
RELEASE = "{at}: {title}"
HINT_RELEASE = "A release that is missing here is recorded first, with “preclear releases”."
NO_RELEASE = (
    "No release is on record with which the matter could have become public, so that cannot be "
    "chosen yet."
)
PUBLIC_ENDS = (
    "It then ends once the full trading days that the policy asks for have passed after the "
    "release. It ends in no case before a second person has agreed."
)
NOT_MATERIAL_ENDS = "It then ends when the agreement that it needs takes force."
SECOND = (
    "A second person has to agree, and more where the policy file asks for more. It is the "
    "other officer; where that office is vacant, or its holder is restricted by this, it is "
    "whom the policy names next. Not you, and nobody who is restricted by it. They see this "
    "one restriction, and no reason."
)
NOBODY = (
    "A second person has to agree, and there is none: neither you nor anybody restricted by it "
    "can. Ask compliance to fill the seat. Until then it holds."
)

ERROR_WHAT = "Choose what is to happen."
ERROR_PEOPLE = "Choose at least one person, and not all of them: that would be its end."
ERROR_UNTIL = "Choose a trading day that is still to come, before it would end anyway."
ERROR_BASIS = "Choose on what this rests."
ERROR_RELEASE = "Choose one of the releases that the form offers."

SHEET_TITLE = "Do you agree?"
SHEET_SUBMIT = "Send answer"
ASKED_BY = "{name} asked for this on {at}."
#: What is asked, as an officer reads it in a list and in the form.
ASKS = {
    "lift": "end it for everybody",
    "take_out": "take people out of it",
    "shorten": "let it end earlier",
}
ASKED_FOR = "Asked for: {what}."
FOR = "For: {names}"
BASIS_SAID = {
    "public": "Basis: the matter is public, with the release “{release}”.",
    "not_material": "Basis: the matter is no longer material.",
}
ENDS_AT = "If you agree, it ends for them on {at}."
ENDS_ON_AGREEMENT = "If you agree, it ends for them when the last answer that it needs takes force."
LABEL_ANSWER = "Your answer"
ANSWERS = {"agree": "Agree", "refuse": "Do not agree"}
HINT_ANSWER = (
    "Agree only if you know it yourself to be so. Without your agreement the restriction holds."
)
ERROR_ANSWER = "Choose an answer."


def asked(widening: WideningShown) -> list[str]:
    """Say what is asked, of whom, on which basis, by whom, and when it would end."""
    basis = BASIS_SAID.get(widening.basis, "").format(release=widening.release)
    names = FOR.format(names=", ".join(widening.people)) if widening.people else ""
    ends = widening.ends_at
    return [
        one
        for one in (
            ASKED_FOR.format(what=ASKS.get(widening.what, widening.what)),
            names,
            basis,
            ASKED_BY.format(name=widening.by, at=in_new_york(widening.asked_at)),
            ENDS_ON_AGREEMENT if ends is None else ENDS_AT.format(at=in_new_york(ends)),
        )
        if one
    ]
