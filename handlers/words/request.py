"""What the request form says: labels, what stands under them, and errors at a field."""

from collections.abc import Mapping, Sequence

from clearance.shown import NewsShown, PlanShown, ReadingShown
from clearance.shown_related import RelatedShown
from handlers.moments import day, in_new_york
from handlers.words import FREE_TEXT
from handlers.words.findings import section_said
from handlers.words.key_sentences import listed
from handlers.words.policy_keys import ROLES_PLURAL
from policy.actions import READ_BY_POLICY

REQUEST_TITLE = "Ask for clearance"
REQUEST_SUBMIT = "Ask"
PLANNED_DAY = "The planned day is read as {day}."
CHOOSE_FIRST = "Choose what you want to do. The form then asks what that needs."
MADE_ALREADY = "Have you traded already? Say what was traded, on a clearance or without one."
CHANGED = (
    "*Nothing was sent yet.* The form now asks what your choice needs. Look at it and send it."
)

ISSUERS = {"company": "This company's", "other": "Another company's"}
DIRECTIONS = {"into": "Into company stock", "out": "Out of company stock"}
MARGINS = {"no": "No, in a cash account", "yes": "Yes, in a margin account"}
LEARNED = {"no": "No, nothing", "yes": "Yes, or I am not sure"}
OWN_ACCOUNT = "My own account"
NO_PLAN = "Not under a trading plan"

LABELS = {
    "issuer": "Whose securities?",
    "action": "What do you want to do?",
    "issuer_name": "Which company?",
    "learned": "Did you learn anything about it here that the public does not know?",
    "security": "Which securities?",
    "converted": "What is converted?",
    "direction": "Which way?",
    "price_kind": "At which price does it convert?",
    "shares_sold": "Shares sold at once",
    "plan": "Under a trading plan?",
    "order": "Kind of order",
    "time_in_force": "How long the order stands",
    "margin": "Does it touch a margin account?",
    "on": "Planned day (leave empty for as soon as allowed)",
    "account": "Whose account?",
    "statements": "Your statements (all of them are needed)",
}
DAY_OF_IT = "On which day? (leave empty where it is not known)"
HINTS = {
    "issuer_name": f"Its name or its ticker. {FREE_TEXT}",
    "learned": "By your work here, or by what the company has to do with it. If you did, do not "
    "trade and tell nobody. {mnpi_other_issuer}.",
    "security": "All securities of the company are judged alike. {issuer}.",
    "converted": "All securities of the company are judged alike. {issuer}.",
    "price_kind": "Only a conversion at a fixed price a share is no trade. {trading}.",
    "plan": "A trade under an approved Rule 10b5-1 plan is judged by the plan, its age and its "
    "cooling-off (the wait before its first trade). Its own limit and standing orders are "
    "allowed. {must_use_10b5_1_plan}.",
    "time_in_force": "No standing order: the broker could carry it out when you know something. "
    "{standing_order}.",
    "on": "Where a clearance is needed, it comes on an earlier day than the trade ({lead_time}). "
    "In a blackout that binds you, do not trade ({blackout}).",
    "statements": "If you cannot make one of them, close this form. Nothing is sent.",
}
_LIMIT = {
    False: "No limit order, not even for a single day. {limit_order}.",
    True: "A limit order may be good for the day only. {limit_order}.",
}
_MARGIN = {
    False: "No company securities in a margin account: a margin call could sell them without you. "
    "{margin_account}.",
    True: "The policy allows margin accounts. {margin_account}.",
}
NUMBER = "A whole number, such as 500 or 1,000."
REGISTER = (
    "Your household, family whose trades you influence and entities you control count too "
    "({trusts}). To ask for one of them, register them first: “/preclear related”."
)
_COVERED = {
    "review": "{name}: a person will look at whether the policy covers them.",
    "no": "{name}: the policy does not ask for a clearance here; you can still ask for one.",
}
SHARED = (
    "{name}: {names} must ask for the trade as well, on their own, and it may be traded only once "
    "each of you holds a clearance."
)
NOT_OFFERED = (
    "An entry that waits for a colleague's word is not offered; “/preclear related” says for whose."
)
COVERED_SAID = 5
SHARED_SAID = 3

FORBIDDEN = (
    "*The policy forbids this, and no approval can allow it.* {prohibited_transaction}. If you "
    "send this form, it is put on the record and refused at "
    "once; nobody is asked."
)
_COUNTS = {
    True: "It is read as trading, so it needs a clearance.",
    False: "It is read as not trading, so it needs no clearance; here it is put on the record.",
}
_PLEDGE = {
    True: "It is read as allowed.",
    False: "No rule allows or forbids it: a person has to look at each.",
}
_WHOSE_READING = {
    True: "The policy's text does not say; this reading is counsel's choice.",
    False: "So it stands in the policy.",
}

EXAMPLES = "What counts as inside information?"
NEWS = (
    "“{title}” became public on {public_at}. Whoever knew of it before does not trade before "
    "{reopens_at}. {section}."
)
NEWS_SAID = 5

ERRORS = {
    "issuer": "Choose whose securities they are.",
    "action": "Choose what you want to do.",
    "learned": "Say whether you learned anything about it here.",
    "security": "Choose which securities.",
    "converted": "Choose what is converted.",
    "direction": "Choose which way.",
    "price_kind": "Choose whether the price is fixed.",
    "plan": "Choose one of your plans, or none.",
    "order": "Choose the kind of order.",
    "time_in_force": "Choose how long the order stands.",
    "margin": "Say whether it touches a margin account.",
    "account": "Choose whose account it is.",
    "statements": "All statements are needed. If you cannot make one, close this form; nothing is "
    "sent.",
}
ERROR_QUANTITY_EMPTY = "Say how many."
ERROR_QUANTITY = "Write a whole number, such as 500 or 1,000."
ERROR_QUANTITY_ZERO = "Write a number of at least 1."
ERROR_QUANTITY_HUGE = "That is more than 1,000,000,000. Check the number."
ERROR_SOLD_EMPTY = "Say how many shares are sold at once. Write 0 if you keep them all."
ERROR_SOLD_MORE = "No more can be sold at once than are exercised. Write a smaller number."
ERROR_ISSUER_NAME = "Write the name of the company."
ERROR_ISSUER_LONG = "Keep the name to 100 characters."
ERROR_ISSUER_OWN = "That is this company. Choose “This company's” above."
ERROR_RELATED_WAITING = (
    "Nothing can be asked under this entry yet. “/preclear related” says what it waits for."
)
ERROR_RELATED_GONE = "This entry is not registered any more. Choose another account."
ERROR_PLAN_GONE = "There is no such plan of yours any more. Choose another, or none."
ERROR_PLAN_DAY = "This plan does not run on the day of the trade. Choose another day, or no plan."
ERROR_PLAN_ACCOUNT = "A plan covers your own account only. Choose no plan, or your own account."
ERROR_PLAN_TAX = "This plan covers only sales to pay the tax on an award. Choose another, or none."
ERROR_PLAN_USED = (
    "This plan is for a single trade, and you have asked for one. If that one is not made, take "
    "it back or report so. Or choose another plan."
)
ERROR_DAY = "Choose a day."
ERROR_DAY_PAST = "This day is over. Choose today or a later day."
ERROR_DAY_FAR = "Choose a day within the next twelve months."
ERROR_DAY_CALENDAR = "The trading calendar does not reach this day. Choose an earlier one."
ERROR_DAY_SESSION = "The exchange is closed on this day. Choose another."


def reading(action: str, readings: Mapping[str, ReadingShown]) -> str:
    """Say how the policy file reads what the policy's text may leave open."""
    read = readings.get("pledge" if action == "pledge" else READ_BY_POLICY.get(action, ""))
    if read is None:
        return ""
    placed = (_PLEDGE if action == "pledge" else _COUNTS)[read.holds]
    return f"{placed} {_WHOSE_READING[read.chosen]} {section_said(read.section)}."


def hint(name: str, own: str, action: str, readings: Mapping[str, ReadingShown]) -> str:
    """Say what stands under a field: what this kind needs, then what the policy wants."""
    if name == "order":
        general = _LIMIT[_holds(readings, "day_limit")]
    elif name == "margin":
        general = _MARGIN[_holds(readings, "margin")]
    elif name in {"quantity", "shares_sold"}:
        general = NUMBER
    elif name == "on" and not _holds(readings, READ_BY_POLICY.get(action, ""), unread=True):
        general = ""
    else:
        general = HINTS.get(name, "")
    return " ".join(filter(None, [own, general]))


def named(text: str, sections: Mapping[str, str]) -> str:
    """Name the sections that a text points to as the company's own policy calls them."""
    return text.format_map({name: section_said(section) for name, section in sections.items()})


def plan_sellers(roles: Sequence[str]) -> str:
    """Say who sells under an approved plan only."""
    if not roles:
        return ""
    who = listed([ROLES_PLURAL[role] for role in roles], "and")
    return f"{who[0].upper()}{who[1:]} sell only under an approved plan. {{must_use_10b5_1_plan}}."


def _holds(readings: Mapping[str, ReadingShown], key: str, *, unread: bool = False) -> bool:
    return readings[key].holds if key in readings else unread


def accounts_hint(own: str, related: Sequence[RelatedShown], sections: Mapping[str, str]) -> str:
    """Say who is asked of as well, whom the policy may not cover, and how to register."""
    offered = [one for one in related if one.standing == "usable"]
    shared = [one for one in offered if one.colleagues][:SHARED_SAID]
    said = [_shared(one) for one in shared]
    open_ones = [one for one in offered if one.covered in _COVERED][:COVERED_SAID]
    said += [_COVERED[one.covered].format(name=one.name) for one in open_ones]
    waits = NOT_OFFERED if len(offered) < len(related) else ""
    return " ".join(filter(None, [own, *said, named(REGISTER, sections), waits]))


def _shared(entry: RelatedShown) -> str:
    names = listed([one.name for one in entry.colleagues], "and")
    return SHARED.format(name=entry.name, names=names)


def plan(of: PlanShown) -> str:
    """Name a plan in a list."""
    suspended = ", suspended" if of.suspended else ""
    return f"Plan of {day(of.established_on)}{suspended}"


def news(of: NewsShown) -> str:
    """Say until when whoever knew of some news does not trade (plain text)."""
    return NEWS.format(
        title=of.title,
        public_at=in_new_york(of.public_at),
        reopens_at=in_new_york(of.reopens_at),
        section=section_said(of.section),
    )
