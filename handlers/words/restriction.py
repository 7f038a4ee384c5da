"""What officers read about restrictions: what they set, the form for a new one, what comes of it.

Policy, "Black-Out Periods": designated people "may not trade" while an event is known to
few. Nothing here stands in a message; it is opened on demand, by whom it belongs to.
"""

from collections.abc import Iterable
from datetime import datetime

from clearance.shown import PlanShown
from clearance.shown_restrictions import LiftedThenApproved, RestrictedPerson, RestrictionShown
from handlers.moments import day, in_new_york
from handlers.words import FREE_TEXT
from handlers.words import plan as plan_words

# --- What is in force -----------------------------------------------------------------

LIST_TITLE = "Restrictions"
LIST_AT = "As of {at}."
LIST_PRIVATE = (
    "You see what you set, and nobody else sees it here. What another officer set you see only "
    "where a request meets it, or where you are asked to agree to its end."
)
MINE = "What you have set"
MINE_NONE = "Nothing that you set is in force."
ASKED = "You are asked to agree"
ASKED_ROW = "{matter}: {by} asks to {what}."
NOTHING_HERE = (
    "There is nothing for you here: nothing to agree to, and no approval soon after an end."
)
NEW = "New restriction"
END = "End or narrow"
READ_REASON = "Read reason"
OPEN = "Open"
MORE = "More"

SHEET_TITLE = "A restriction"
SHEET_HEADING = "In force"
SHEET_IN_FORCE = "It is kept, and in force since {at}."
SHEET_MEANS = (
    "Requests of these people can now only be declined or returned. A clearance that one of them "
    "held was withdrawn at that moment."
)
KINDS = {"event": "An event", "early_blackout": "An early blackout"}
OF_QUARTER = " of the quarter that ends on {day}"
TOLD = "They were told, in neutral words."
SILENT = "Silent: they were not told."
ASKED_TO_END = "An end or a narrowing of it waits for a second person."
BRIEF = "{matter}: {count}. {kind}"
SET_BY = "Set by {name}."
SINCE = "Since {at}: {names}"
UNTIL = "Since {at}, until {until}: {names}"
UNTOLD = "{name} (the notice did not reach them: tell them yourself)"

# --- After a backup -------------------------------------------------------------------

CONFIRM_HEADING = "Is this all that you set?"
CONFIRM_WHY = (
    "The register of restrictions comes from a backup, or may. Nothing can be approved until each "
    "officer has confirmed. Is this all that you set? Set again what is missing, then confirm."
)
CONFIRM_OTHERS = "Not confirmed yet: {names}."
CONFIRM_WAITS = "You have confirmed. Nothing can be approved until these have, too: {names}."
CONFIRM = "Confirm"
CONFIRM_TITLE = "Is this all?"
CONFIRM_SURE = (
    "You confirm that this is all that you set. If something is missing, go back, set it again, "
    "and wait for the message that it is kept."
)

# --- For compliance -------------------------------------------------------------------

LIFTED = "Approved soon after an end"
LIFTED_WHY = "A request was approved within ten trading days after its person's restriction ended."
LIFTED_ROW = (
    "Request {request} of {person}\nEnded on {lifted_at}, by {lifted_by}.\nApproved on "
    "{approved_at}, by {approved_by}."
)

# --- A new one ------------------------------------------------------------------------

FORM_TITLE = "New restriction"
FORM_SUBMIT = "Set it"
CHANGED = (
    "*Nothing was sent yet.* The form now shows what your choice needs. Read it through and "
    "send it."
)
LABEL_KIND = "What is it?"
CHOOSE_KIND = {
    "event": "An event that few people know of",
    "early_blackout": "A quarter's blackout that begins early for some",
}
HINT_KIND = (
    "An event lasts until you end it with a second person. An early blackout ends with its "
    "quarter's blackout."
)
NO_QUARTER = "No quarter's blackout can begin early at the moment."
LABEL_QUARTER = "Which quarter?"
HINT_QUARTER = "The blackout of the quarter that ends on this day begins now for these people."
LABEL_PEOPLE = "Who may not trade?"
HINT_PEOPLE = "At most {most}. Not yourself: another officer sets that."
LABEL_MATTER = "Code word"
HINT_MATTER = (
    "A name by which you know it again, at most 40 characters, that means nothing to anybody "
    f"else. {FREE_TEXT}"
)
LABEL_REASON = "Reason"
HINT_REASON = (
    "Sealed: kept for those who set it and for authorities. Whoever reads it is on the "
    f"record. Write no more than is needed. {FREE_TEXT}"
)
LABEL_NOTIFY = "Are they told?"
NOTIFY = {
    "told": "Tell them, in the policy's neutral words",
    "silent": "Silently: they are not told",
}
HINT_NOTIFY = "The words never name a reason. A clearance that is withdrawn is told in any case."
SILENT_WARNING = (
    "People will guess a silent restriction at the first decline, or when a clearance is "
    "withdrawn. Somebody who was told has to keep it to themselves; somebody who guesses does "
    "not."
)
PLANS = "Their approved plans in force"
PLANS_NONE = "None of these people has an approved plan in force."
PLANS_RUN_ON = (
    "A restriction stops no plan. If one is too young, speak to counsel; an officer suspends it "
    "with “/preclear plans”."
)
YOUNG = "younger than the policy asks of a plan that runs through"
OLD_ENOUGH = "old enough to run through"

ERROR_KIND = "Choose what it is."
ERROR_QUARTER = "Choose one of the quarters that the form offers."
ERROR_PEOPLE = (
    "Choose at least one person, not more than the form allows, and only people in the company's "
    "register."
)
ERROR_OWN = "You are among them. Nobody restricts themselves: ask another officer."
ERROR_MATTER = "Write a code word of 1 to 40 characters."
ERROR_REASON = "Write at most 1,000 characters, or nothing."
ERROR_NOTIFY = "Choose whether they are told."

# --- A reason -------------------------------------------------------------------------

REASON_TITLE = "The reason"
REASON_ASK_TITLE = "Read the reason?"
REASON_ASK = (
    "That you asked is written into the register's record. A message follows that opens the "
    "reason, for you alone."
)
REASON_SUBMIT = "Ask for it"
REASON_OF = "What was written down for {matter}:"
REASON_NONE = "Nothing was written down for {matter}."
REASON_READ = "That you read it is on the record."

# --- What is not yet in force ---------------------------------------------------------

NOT_YET_TITLE = "Not yet in force"
NOT_YET = (
    "*This is not yet kept and not yet in force.* On {at} it will be both, and you get a message."
)
NOT_YET_LOST = (
    "Nothing is acknowledged before that message. If it does not come, this was not kept: do it "
    "again."
)
NOT_YET_KEPT_TITLE = "Not yet kept"
NOT_YET_CONFIRMED = "*This is not yet kept.* On {at} it will be."
NOT_YET_CONFIRMED_LOST = "If `/preclear restrict` asks you again after that, confirm again."
NOT_YET_READ = "*This is not yet kept.* On {at} it will be, and you get a message."
THEN = {
    "restrict": "From then on, requests of these people can only be declined or returned, and "
    "clearances that they hold are withdrawn.",
    "widen": "Then the second person is asked. Until they have agreed, the restriction holds for "
    "everybody it names.",
    "agree": "From then on your agreement counts. Whoever was told of the restriction is told of "
    "its end when it comes.",
    "refuse": "Then the asking is set aside. The restriction holds as before.",
    "reason": "The message opens the reason.",
    "confirm": "Nothing can be approved until every officer has confirmed.",
    "issuer": "Then the people you named get the notice and are asked to say that they have read "
    "it.",
}


def heading(restriction: RestrictionShown) -> str:
    """Name a restriction: its code word, its kind, whether its people were told."""
    quarter = restriction.quarter_end
    of = OF_QUARTER.format(day=day(quarter)) if quarter is not None else ""
    kind = KINDS.get(restriction.kind, restriction.kind)
    lines = [restriction.matter, f"{kind}{of}. {TOLD if restriction.notified else SILENT}"]
    if restriction.by:
        lines.append(SET_BY.format(name=restriction.by))
    elif restriction.asked:
        lines.append(ASKED_TO_END)
    return "\n".join(lines)


def brief(restriction: RestrictionShown) -> str:
    """Name a restriction in a line, with how many people it holds."""
    first, second, *_ = heading(restriction).splitlines()
    count = len(restriction.people)
    return BRIEF.format(
        matter=first, kind=second, count="1 person" if count == 1 else f"{count} people"
    )


def people(restricted: Iterable[RestrictedPerson]) -> list[str]:
    """Say who is restricted, those together who are so from and to the same moments."""
    together: dict[tuple[datetime, datetime | None], list[str]] = {}
    for one in restricted:
        name = UNTOLD.format(name=one.name) if one.untold else one.name
        together.setdefault((one.since, one.until), []).append(name)
    return [_spell(since, until, names) for (since, until), names in together.items()]


def _spell(since: datetime, until: datetime | None, names: list[str]) -> str:
    text = SINCE if until is None else UNTIL
    ends = "" if until is None else in_new_york(until)
    return text.format(at=in_new_york(since), until=ends, names=", ".join(names))


def plan(one: PlanShown) -> str:
    """Say a plan of somebody who is to be restricted, and whether it is old enough."""
    age = {True: f", {OLD_ENOUGH}", False: f", {YOUNG}", None: ""}[one.runs_through]
    established = plan_words.ESTABLISHED.format(day=day(one.established_on))
    return f"{plan_words.heading(one)}. {established}{age}."


def lifted(one: LiftedThenApproved) -> str:
    """Say an approval that came soon after a restriction's end."""
    return LIFTED_ROW.format(
        request=one.request,
        person=one.person,
        lifted_at=in_new_york(one.lifted_at),
        lifted_by=" and ".join(one.lifted_by),
        approved_at=in_new_york(one.approved_at),
        approved_by=one.approved_by,
    )
