"""What each rule found, in words: a rule hands over its id and parameters, never text.

Light on purpose: the command line hands ``finding_text`` to ``policy.ask`` as well.
"""

import re
from collections.abc import Mapping
from typing import Any

from handlers.moments import said

#: A rule whose words follow a reading of the policy file, and the parameter that tells it:
#: "lead_time:full_session" in the texts below goes before "lead_time".
_READ_BY = {"lead_time": "lead", "standing_order": "day_limit"}

#: A sentence for each rule. ``{name}`` takes a parameter; a clause in ``_CLAUSES`` is
#: added where its parameter is known. Numbers that a
#: policy file may change come as parameters and stand in no sentence.
_SENTENCES: dict[str, str] = {
    "prohibited_transaction": (
        "The policy forbids this kind of transaction altogether: short sales, puts, calls, "
        "straddles, hedges and the like. No approval can allow it. Do not do it anywhere else."
    ),
    "margin_account": "Company securities may not be held in a margin account.",
    "standing_order": (
        "Standing orders are forbidden, because the broker could carry one out at a moment "
        "when you know something."
    ),
    "limit_order": "Limit orders are forbidden, for a single day too.",
    "mnpi": (
        "Nobody trades who knows material information that the public does not. Wait until "
        "it is public and the full trading days that the policy asks for have passed."
    ),
    "mnpi_other_issuer": (
        "What you learned here about another company may not be used to trade in its "
        "securities. Do not trade in them, and tell nobody what you know. Ask again once the "
        "public knows it."
    ),
    "not_acknowledged": (
        "The written acknowledgement of the policy is not on file. It comes first: give it to "
        "compliance, then ask again."
    ),
    "blackout": "The company's trading window is closed on the day of this trade.",
    "approved_during_blackout": (
        "The company's trading window is closed now, and nothing is approved while it is, "
        "not even for a later day."
    ),
    "lead_time": (
        "An approval has to come some time before the trade. The planned day is too soon for that."
    ),
    "lead_time:session_anchor": (
        "An approval has to come at least one trading day before the trade, and one given after "
        "the close belongs to the next trading day. The planned day is too soon for that."
    ),
    "lead_time:calendar_session": (
        "A trade has to come on a later day than its approval. The planned day is too soon for "
        "that."
    ),
    "lead_time:full_session": (
        "A whole trading session, from open to close, has to lie between an approval and the "
        "trade. The planned day is too soon for that."
    ),
    "must_use_10b5_1_plan": (
        "In this position shares are sold only under an approved Rule 10b5-1 plan; the policy "
        "says in which. Choose the plan in the form and ask again; “/preclear plan” submits one."
    ),
    "plan_not_approved": (
        "This trading plan has not been approved by the company. Have it approved first, then "
        "ask again."
    ),
    "plan_suspended": (
        "This trading plan is suspended, and nothing is traded under it. Ask again once it runs."
    ),
    "plan_too_young": (
        "This trading plan was not in place long enough when the blackout began, so the "
        "blackout holds for it too."
    ),
    "cooling_off": "This trading plan's cooling-off period is not over yet.",
    "restriction": (
        "A confidential restriction applies to this person. No exception can be made while "
        "it lasts. Decline in the same words as any other request. Do not mention it to anybody, "
        "the person included."
    ),
    "short_swing": (
        "An opposite trade by the same person lies within the short-swing period. Any "
        "short-swing profit belongs to the company under Section 16(b), whatever is decided "
        "here. Weigh that before you decide."
    ),
    "pledge_not_addressed": (
        "Whether shares may be pledged, a person has to decide. Wait for that."
    ),
    "no_clearance_needed": "The policy does not require pre-clearance of this.",
}

_CLAUSES: dict[str, str] = {
    "quarter_end": "It is the blackout of the quarter that ends on {}.",
    "reopens_at": "The window opens again on {}.",
    "earliest_on": "The earliest possible day is {}.",
    "first_trade_on": "Its first possible trading day is {}.",
    "days": "It was {} old then.",
    "needed": "It needed {}.",
    "on": "The other trade was on {}.",
}

_IN_DAYS = frozenset({"days", "needed"})

#: What to do next, said last: after the days that the clauses name.
_NEXT: dict[str, str] = {
    "margin_account": (
        "Ask again for a cash account, and move there what lies in a margin account."
    ),
    "standing_order": "Ask again for a market order good for the day.",
    "standing_order:allowed": "Ask again for an order good for the day, at market or with a limit.",
    "limit_order": "Ask again for a market order good for the day.",
    "blackout": "Do not trade. Ask again once the window is open.",
    "approved_during_blackout": "Ask again once the window is open.",
    "lead_time": "Ask again for that day or a later one.",
    "plan_too_young": "Nothing is traded under it before the window opens.",
    "cooling_off": "Ask again for that day or a later one.",
}

#: The same at a field of the form, where it can still be corrected.
_CHOOSE: dict[str, str] = {
    "margin_account": "Choose a cash account, and move there what lies in a margin account.",
    "standing_order": "Choose a market order good for the day.",
    "standing_order:allowed": "Choose an order good for the day, at market or with a limit.",
    "limit_order": "Choose a market order good for the day.",
    "lead_time": "Choose that day or a later one, or leave it empty.",
}

_STILL_UNKNOWN = (
    "The window opens after that quarter's earnings report, once the full trading days "
    "that the policy asks for have passed. The report is not recorded yet, so the day is "
    "not known."
)
_OF_THE_WINDOW = frozenset({"blackout", "approved_during_blackout"})


#: A section that a policy names by number or letter: 4.2, 3(b), C.1, IV.
_NUMBERED = re.compile(r"(\d[\w.()-]*|[A-Z]{1,4}([.(-][\w)]*)*)")


def is_numbered(section: str) -> bool:
    """Say whether a section is named by a number or letter and not by a heading."""
    return _NUMBERED.fullmatch(section) is not None


def section_named(section: str) -> str:
    """Name a section by its number (``Section 4.2``), or by its heading as it is."""
    return f"Section {section}" if is_numbered(section) else section


def section_said(section: str) -> str:
    """Name a section in a sentence: by its number, or by its heading in quotes."""
    named = section_named(section)
    return named if named.lower().startswith("section") else f"Section “{named}”"


def finding_text(rule: str, parameters: Mapping[str, Any]) -> str:
    """Say what a rule found; an id without words of its own is named as it stands."""
    return _said(rule, parameters, _NEXT)


def at_field(section: str, rule: str, parameters: Mapping[str, Any]) -> str:
    """Say at a field of the form what a rule has against it, and what to choose instead."""
    found = _said(rule, parameters, _CHOOSE)
    return f"{section_named(section)}: {found}"


def _said(rule: str, parameters: Mapping[str, Any], after: Mapping[str, str]) -> str:
    sentence = _words(_SENTENCES, rule, parameters)
    clauses = [
        clause.format(_parameter(name, parameters[name]))
        for name, clause in _CLAUSES.items()
        if parameters.get(name) is not None
    ]
    if rule in _OF_THE_WINDOW and parameters.get("reopens_at") is None:
        clauses.append(_STILL_UNKNOWN)
    unknown = f"The rule “{rule.replace('_', ' ')}” has a word on this."
    spoken = [sentence or unknown, *clauses, _words(after, rule, parameters)]
    return " ".join(filter(None, spoken))


def _words(texts: Mapping[str, str], rule: str, parameters: Mapping[str, Any]) -> str | None:
    """Give a rule's text by the reading that its finding tells, else the plain one."""
    reading = parameters.get(_READ_BY.get(rule, ""))
    return texts.get(f"{rule}:{reading}", texts.get(rule))


def _parameter(name: str, value: object) -> str:
    """Say a parameter, a number of days with its unit."""
    if name in _IN_DAYS:
        return "1 day" if value == 1 else f"{value} days"
    return said(value)
