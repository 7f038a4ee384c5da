"""What people read about related persons and entities.

Policy, "Scope of Policy", in plain words: who is bound besides oneself, and why each
question is asked.
"""

from clearance.shown import RelatedShown
from handlers.finding_words import section_said
from handlers.words import FREE_TEXT

LIST_TITLE = "Related persons"
LIST_WHY = (
    "The policy binds more people than you: your spouse, whoever shares your household, family "
    "elsewhere whose trades you direct or influence or who consult you first, and entities you "
    "control ({section}). You are responsible that their trades keep to it. Register them here; "
    "then you can ask for them with `/preclear`, and the request is decided like your own."
)
LIST_PRIVATE = "Only you see this list. An officer sees of it what you name in a request."
LIST_EMPTY = "You have registered nobody yet."
ADD = "Add"
CHANGE = "Change"
REMOVE = "Remove"
RECORDED = "Recorded."
REMOVED = "It is off your list. What was asked for them before stays on the record."

FORM_TITLE = "A related person"
FORM_SUBMIT = "Record"
REMOVE_TITLE = "Remove this entry?"
REMOVE_SURE = (
    "You can ask for them no more until you add them again. What they may do does not change: if "
    "the policy covers them, it covers them whether they are on this list or not."
)
LABEL_NAME = "Name of the person or entity"
HINT_NAME = f"As it stands on the account, at most 60 characters. {FREE_TEXT}"
LABEL_RELATION = "What are they to you?"
HINT_RELATION = "The questions below follow what you choose."
RELATIONS = {
    "spouse": "My spouse",
    "child": "My child or grandchild",
    "parent": "My parent or grandparent",
    "sibling": "My brother or sister",
    "relative": "Another ancestor or descendant, or a spouse of one or of a sibling",
    "other": "Anybody else, such as an in-law, a cousin or a housemate",
    "partnership": "A partnership, company or other entity",
    "trust": "A trust",
    "estate": "An estate",
}
#: How a relation is said in a list.
TIES = {
    "spouse": "spouse",
    "child": "child or grandchild",
    "parent": "parent or grandparent",
    "sibling": "brother or sister",
    "relative": "relative",
    "other": "somebody else",
    "partnership": "partnership, company or other entity",
    "trust": "trust",
    "estate": "estate",
}
#: What the policy wants of a relation before anything else is asked.
WANTS = {
    "spouse": "A spouse is covered wherever they live. Nothing more is asked.",
    "other": "Anybody else is covered where they share your household.",
}
YES_NO = {"yes": "Yes", "no": "No"}
QUESTIONS = {
    "same_household": "Do they share your household?",
    "consults_insider": "Do they consult you before they trade?",
    "influenced": "Can you influence or control their trades?",
    "directed": "Do you direct their trades?",
    "insider_is": "What is your place in it?",
}
ENTITY_QUESTIONS = {
    "directed": "Do you decide, alone or with others, what it trades?",
    "influenced": "Do you control it, or can you influence what it trades?",
}
HINTS = {
    "same_household": "Everybody in your household is covered, relative or not.",
    "consults_insider": "Family elsewhere is covered where they consult you before they trade.",
    "influenced": "Family elsewhere is covered where you can influence or control their trades.",
    "directed": "Family elsewhere is covered where you direct their trades.",
    "insider_is": "An entity is covered where you are its general partner, trustee or executor.",
}
ENTITY_HINTS = {
    "directed": "An entity is covered where you direct its trades.",
    "influenced": "An entity is covered where it is subject to your control.",
}
PLACES = {
    "general_partner": "General partner",
    "trustee": "Trustee",
    "executor": "Executor",
    "beneficiary": "Beneficiary only",
    "none": "None of these",
}
#: Which places there are in which entity.
PLACES_IN = {
    "partnership": ("general_partner", "none"),
    "trust": ("trustee", "beneficiary", "none"),
    "estate": ("executor", "beneficiary", "none"),
}
COVERED = {
    "yes": "The policy covers them.",
    "no": "As you describe it, the policy does not cover them.",
    "review": "The policy does not say whether it covers this; a person decides.",
}
MEANS = {
    "yes": "They need a clearance before each trade in the company's securities, and do not trade "
    "while the window is closed. Ask for it with “/preclear”, before they trade. You are "
    "responsible that they keep to it.",
    "no": "The policy asks no clearance of them; you can ask for one all the same, and it is then "
    "judged like any other. The law on inside information still applies to them and to you: pass "
    "nothing on. Change this entry when something in it changes.",
    "review": "Ask for a clearance with “/preclear” before anything is traded. The officer who "
    "decides is told that this question is open.",
}
#: To the officer, in the review form.
TO_DECIDE = {
    "yes": "The policy covers them.",
    "no": "The policy does not ask for a clearance of theirs.",
    "review": "Whether the policy covers this account is for a person to decide ({section}): the "
    "requester is only a beneficiary. If you approve, it is cleared as if it were covered.",
}

ERROR_NAME = "Write a name of at most 60 characters."
ERROR_TWICE = "You have registered this name already. Add what tells the two apart."
ERROR_RELATION = "Choose what they are to you."
ERROR_ANSWER = "Answer this."


def why(section: str) -> str:
    """Say whom the policy binds besides oneself, and in which of its sections."""
    return LIST_WHY.format(section=section_said(section))


def to_decide(covered: str, section: str) -> str:
    """Say to the officer whether the policy covers the account of a request."""
    return TO_DECIDE[covered].format(section=section_said(section))


def question(relation: str, name: str) -> tuple[str, str]:
    """Say a question about a relation, and what the policy wants of it."""
    if relation in PLACES_IN:
        return (
            ENTITY_QUESTIONS.get(name) or QUESTIONS[name],
            ENTITY_HINTS.get(name) or HINTS[name],
        )
    return QUESTIONS[name], HINTS[name]


def row(entry: RelatedShown) -> str:
    """Say an entry in two lines: who, and whether the policy covers them."""
    return f"{entry.name} ({TIES[entry.tie.relation]})\n{COVERED[entry.covered]}"


def answer(entry: RelatedShown) -> str:
    """Say what came of an entry, and what follows from it."""
    return f"{RECORDED} {entry.name}: {COVERED[entry.covered]} {MEANS[entry.covered]}"
