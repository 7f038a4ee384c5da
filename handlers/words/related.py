"""What people read about related persons and entities.

Policy, "Scope of Policy", in plain words: who is bound besides oneself, and why each
question is asked.
"""

from collections.abc import Sequence

from clearance.shown_related import RelatedAsked, RelatedShown, RelatedTold
from handlers.words import FREE_TEXT
from handlers.words.findings import section_said
from handlers.words.key_sentences import listed
from policy.coverage import ENTITIES

LIST_TITLE = "Related persons"
LIST_WHY = (
    "The policy binds more people than you ({section}): your spouse, whoever shares your "
    "household, and entities you control. It binds family elsewhere too, where you direct or "
    "influence their trades or they consult you first. You are responsible that their trades "
    "keep to it. Register them here; then you can ask for them with `/preclear`, and the "
    "request is decided like your own."
)
LIST_PRIVATE = (
    "Only you see this list. An officer sees of it what you name in a request, and a colleague "
    "what you say of them."
)
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
HINT_NAME_OR_COLLEAGUE = (
    "As it stands on the account, at most 60 characters. Leave it empty where you choose a "
    f"colleague below. {FREE_TEXT}"
)
LABEL_COLLEAGUE = "Or a colleague, where they work here"
HINT_COLLEAGUE = (
    "They are asked whether it is so, and nothing can be asked for them before they confirm it. "
    "They keep asking for their own trades themselves. A change asks them again."
)
LABEL_INSIDERS = "Other insiders in it, where there are any"
HINT_INSIDERS = (
    "Up to three colleagues who decide what it trades, alone or with others, or whose trust, "
    "estate or company it is too. Each is asked whether it is so, and then asks for every "
    "trade on their own. A change asks them again."
)
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
SOME_COLLEAGUE = "A colleague"
WAITS = "Nothing can be asked under it before everybody named in it has confirmed it."
#: How an entry stands that names a colleague; none of it tells who is on the list of people.
WAITING = (
    "This waits for the word of {names}. Until then nothing can be asked under it. Whoever is not "
    "on compliance's list of people gets no message: ask them, then compliance."
)
NAMED_BY_NOW = (
    "Somebody who works here has this name, so nothing can be asked under it. If it is them, "
    "change it and choose them as a colleague; if not, add what tells the two apart."
)
EACH_ASKS_LIST = "Each trade is asked for by {names} as well, on their own."
EACH_ASKS = (
    "{names} must ask for this trade as well, on their own. Each request is judged on the facts "
    "of whoever asks, and nobody is shown what became of another's. It may be traded only once "
    "every one of you holds a clearance for it. If you do not know that, do not trade. Nobody has "
    "to say why they do not hold one."
)
NOT_ALONE = (
    "*This clearance alone does not let anybody trade.* Others have to hold one too, as said below."
)
EACH_DECIDES = (
    "The account is that of {names} too. Each asks for the trade on their own; this request is "
    "judged on the requester's facts alone, and what you decide clears only the requester."
)

ASK_TITLE = "Is this so?"
ASK_SUBMIT = "Answer"
ASKED_PERSON = "{by} says that you are related to them: {tie}."
ASKED_ENTITY = "{by} says that you have a part in “{name}” ({tie}), as they have."
ASK_MEANS_PERSON = (
    "If you confirm it, {by} can ask for clearance of trades in your account, and answers for "
    "that. You still ask for each of them yourself: nothing may be traded on {by}'s clearance "
    "alone. What becomes of {by}'s requests is not shown to you, nor yours to {by}. Reports count "
    "for whoever makes them. You can end this at any time with “/preclear related”."
)
ASK_MEANS_ENTITY = (
    "If you confirm it, {by} can ask for clearance of its trades. You ask for each of them too: "
    "register it with “/preclear related” and name {by} in it. It may be traded only once each of "
    "you holds a clearance, and nobody is shown what became of another's request. You can end "
    "this at any time with “/preclear related”."
)
ASK_REFUSED = (
    "If it is not so, say no: the entry is gone then, and {by} gets a message like any other."
)
LABEL_SO = "Is it so?"
SO = {"yes": "Yes, it is so", "no": "No, it is not"}
ERROR_SO = "Choose yes or no."
ANSWERED = {True: "Recorded: you confirmed it.", False: "Recorded: the entry is gone."}

OF_ME = "What you have confirmed to others"
OF_ME_PERSON = "{by}: you are related to them ({tie})."
OF_ME_ENTITY = "{by}: you have a part in “{name}” ({tie})."
OF_ME_MORE = "There are more. They show as you end these."
END = "End this"
END_TITLE = "End this?"
END_SURE = (
    "The entry is gone from {by}'s list, and {by} gets a message like any other. What was asked "
    "under it before stays as it is."
)
TOLD_CONFIRMED = "{by} has confirmed your entry ({what})."
TOLD_GONE = (
    "{by} does not confirm your entry ({what}), or no longer does. It is gone from your list."
)
#: To the officer, in the review form.
TO_DECIDE = {
    "yes": "The policy covers them.",
    "no": "The policy does not ask for a clearance of theirs.",
    "review": "Whether the policy covers this account is for a person to decide ({section}): the "
    "requester is only a beneficiary. If you approve, it is cleared as if it were covered.",
}

ERROR_NAME = "Write a name of at most 60 characters."
ERROR_NAME_OR_COLLEAGUE = "Write a name of at most 60 characters, or choose a colleague below."
ERROR_COLLEAGUE = (
    "Somebody who works here has this name. If it is them, leave this empty and choose them as a "
    "colleague. If it is not, add what tells the two apart, such as a place."
)
ERROR_BOTH = "Choose a colleague, or write a name above, and not both."
ERROR_SELF = "That is you. Choose somebody else; ask for your own trades as your own account."
ERROR_COLLEAGUES = "Choose up to three colleagues, each once."
ERROR_TWICE = "You have registered this name already. Add what tells the two apart."
ERROR_RELATION = "Choose what they are to you."
ERROR_ANSWER = "Choose an answer."


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
    return f"{entry.name or SOME_COLLEAGUE} ({TIES[entry.tie.relation]})\n{COVERED[entry.covered]}"


def standing(entry: RelatedShown) -> str:
    """Say how an entry stands that names a colleague, by Slack's own names (mrkdwn)."""
    if entry.standing == "named":
        return NAMED_BY_NOW
    waiting = entry.standing == "waiting"
    whom = [one for one in entry.colleagues if not (waiting and one.confirmed)]
    names = [f"<@{one.slack_id}>" for one in whom]
    said = WAITING if waiting else EACH_ASKS_LIST
    return said.format(names=listed(names, "and")) if names else ""


def answer(entry: RelatedShown) -> str:
    """Say what came of an entry, and what follows from it."""
    if entry.standing == "waiting":
        return f"{RECORDED} {WAITS}"
    return f"{RECORDED} {entry.name}: {COVERED[entry.covered]} {MEANS[entry.covered]}"


def each_asks(names: Sequence[str]) -> str:
    """Say on a request who has to ask for the same trade on their own (plain text)."""
    return EACH_ASKS.format(names=listed(names, "and"))


def each_decides(names: Sequence[str]) -> str:
    """Say the same to the officer who decides (plain text)."""
    return EACH_DECIDES.format(names=listed(names, "and"))


def asked(of: RelatedAsked) -> str:
    """Say to a colleague what is said of them (plain text)."""
    if of.relation in ENTITIES:
        return ASKED_ENTITY.format(by=of.by, name=of.name, tie=TIES[of.relation])
    return ASKED_PERSON.format(by=of.by, tie=TIES[of.relation])


def tie_of_me(of: RelatedAsked) -> str:
    """Say in a line what somebody has confirmed (plain text)."""
    if of.relation in ENTITIES:
        return OF_ME_ENTITY.format(by=of.by, name=of.name, tie=TIES[of.relation])
    return OF_ME_PERSON.format(by=of.by, tie=TIES[of.relation])


def told(of: RelatedTold) -> str:
    """Say to the insider what came of an entry (plain text)."""
    what = of.name or TIES[of.relation]
    return (TOLD_CONFIRMED if of.confirmed else TOLD_GONE).format(by=of.by, what=what)
