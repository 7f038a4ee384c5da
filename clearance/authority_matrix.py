"""The matrix of authority, as data: each act, who may do it to what, and the answer otherwise.

``clearance.authority`` decides by it, ``preclear policy authority`` prints it, and a test asks
the desk in every cell. ``clearance.authority_terms`` says what a rule is made of.
"""

from collections.abc import Mapping

from clearance.authority_audit import AUDIT_RULES
from clearance.authority_people import PEOPLE_RULES
from clearance.authority_terms import (
    COMPLIANCE,
    EVERYBODY,
    OUTSIDERS,
    Capacity,
    Holds,
    Needs,
    Relation,
    Rule,
    States,
)
from policy.company import Policy
from policy.roles import FILER, is_director_or_officer

__all__ = ["COMPLIANCE", "OUTSIDERS", "RULES", "Capacity", "Relation", "Rule", "holds"]

_OWN_REQUEST: Mapping[Relation, Needs] = {
    "self": Capacity.PERSON,
    "related": Capacity.PERSON,
    "other": "not_found",
}
_DECIDING: Mapping[Relation, Needs] = {
    "self": "own_request",
    "related": "own_request",
    # A colleague who is the requester's related person, or whose account it is too.
    "tied": "not_an_approver",
    "co_holder": "not_an_approver",
    "other": Capacity.DECIDES,
}
_OWN_OR_FILES: Mapping[Relation, Needs] = {"self": Capacity.PERSON, "other": Capacity.FORMS}
_BY_SETTER: Mapping[Relation, Needs] = {
    "under": "restriction_gone",
    "setter": Capacity.OFFICER,
    # Its setter is in office no more: who holds that office, or, where nobody can, the others.
    "successor": Capacity.OFFICER,
    "heir": Capacity.WIDENS,
    "other": "restriction_gone",
}

#: What becomes of a request, each with the answer to a decision that comes then.
_TO_DECIDE: States = {
    "pending": None,
    "approved": "already_decided",
    "declined": "already_decided",
    "returned": "already_decided",
    "overtaken": "already_decided",
    "clearance_ended": "already_decided",
    "reported": "already_decided",
    "withdrawn": "not_pending",
    "expired": "not_pending",
    "lapsed": "not_pending",
    "refused": "not_pending",
    "exempt": "not_pending",
}
_EVERY_STATE: States = dict.fromkeys(_TO_DECIDE)
_TO_APPROVE: States = {
    **_TO_DECIDE,
    "pending_under_restriction": "not_approvable",
    "pending_approvals_stopped": "approvals_stopped",
}


def _but(otherwise: str, *done: str) -> States:
    """Give every state of a request the same reason but those in which the act is done."""
    return {state: None if state in done else otherwise for state in _TO_DECIDE}


_REQUESTS = (
    Rule("see_window", "company", EVERYBODY),
    # Its keepers see more of it: who recorded what, and which days are expected.
    Rule("see_calendar", "company", EVERYBODY),
    Rule("foresee_calendar", "company", {"everybody": Capacity.CALENDAR}, "not_an_officer"),
    Rule("keep_calendar", "company", {"everybody": Capacity.CALENDAR}, "not_an_officer"),
    Rule("open_form", "company", EVERYBODY),
    Rule("see_home", "company", EVERYBODY),
    Rule("list_requests", "company", EVERYBODY),
    Rule("see_band", "company", EVERYBODY),
    Rule("see_offices", "company", EVERYBODY),
    Rule("keep_draft", "company", EVERYBODY),
    Rule("see_draft", "company", EVERYBODY),
    Rule("drop_draft", "company", EVERYBODY),
    Rule(
        "file",
        "entry",
        {"self": Capacity.PERSON, "related": Capacity.PERSON, "other": "related_gone"},
    ),
    Rule("see_request", "request", _OWN_REQUEST, states=_EVERY_STATE),
    Rule("withdraw", "request", _OWN_REQUEST, states=_but("not_pending", "pending", "approved")),
    Rule(
        "nudge",
        "request",
        _OWN_REQUEST,
        states={
            **_but("nudge_over", "pending"),
            "pending_just_filed": "nudge_too_soon",
            "pending_nudged": "nudged_before",
        },
    ),
    Rule(
        "correct",
        "request",
        {"self": Capacity.PERSON, "related": Capacity.PERSON, "other": "not_returned"},
        states=_but("not_returned", "returned"),
    ),
    Rule(
        "report",
        "request",
        _OWN_REQUEST,
        states={
            **_but("nothing_to_report", "approved", "clearance_ended", "reported"),
            "exempt_to_report": None,
            # Everybody is asked once the time is over, whatever was decided.
            "declined_to_report": None,
        },
    ),
    Rule("list_unanswered", "company", EVERYBODY),
    Rule("report_unasked", "company", EVERYBODY),
    Rule("list_filings", "company", EVERYBODY),
    Rule("see_filing", "form", _OWN_OR_FILES, "no_such_filing"),
    Rule("draft_filing", "form", _OWN_OR_FILES, "no_such_filing"),
    Rule("enter_filing", "form", _OWN_OR_FILES, "no_such_filing"),
    Rule(
        "answer_withdrawal",
        "request",
        _OWN_REQUEST,
        states={**_but("no_receipt"), "clearance_withdrawn": None},
    ),
    Rule("open_envelope", "envelope", {"self": Capacity.PERSON, "other": "not_found"}),
    Rule("review", "request", _DECIDING, "not_an_approver", _EVERY_STATE),
    Rule("approve", "request", _DECIDING, "not_an_approver", _TO_APPROVE),
    Rule("decline", "request", _DECIDING, "not_an_approver", _TO_DECIDE),
    Rule("return", "request", _DECIDING, "not_an_approver", _TO_DECIDE),
)

_NOT_AN_OFFICER = "not_an_officer"
_RESTRICTIONS = (
    Rule(
        "restrict",
        "restriction",
        {"everybody": Capacity.OFFICER},
        _NOT_AN_OFFICER,
        {"of_others": None, "oneself_among_them": "own_restriction"},
    ),
    Rule("list_restrictions", "company", {"everybody": Capacity.LISTS}, _NOT_AN_OFFICER),
    Rule(
        "see_restriction",
        "restriction",
        _BY_SETTER,
        "restriction_gone",
        {"in_force": None, "over": "restriction_gone"},
    ),
    Rule(
        "open_reason",
        "restriction",
        _BY_SETTER,
        "restriction_gone",
        {"in_force": None, "over": "restriction_gone"},
    ),
    Rule(
        "ask_widening",
        "restriction",
        {**_BY_SETTER, "setter": Capacity.WIDENS},
        "restriction_gone",
        {
            "in_force": None,
            "widening_waits": "widening_waits",
            "nobody_else": "nobody_to_agree",
            "over": "restriction_gone",
        },
    ),
    Rule(
        "see_widening",
        "widening",
        {"under": "widening_gone", "asker": "widening_gone", "other": Capacity.WIDENS},
        "widening_gone",
        {"waits": None, "gone": "widening_gone"},
    ),
    Rule(
        "agree_widening",
        "widening",
        {"under": "widening_gone", "asker": "own_widening", "other": Capacity.WIDENS},
        "widening_gone",
        {"waits": None, "gone": "widening_gone"},
        people=2,
    ),
    Rule(
        "confirm_restored",
        "company",
        {"everybody": Capacity.OFFICER},
        "nothing_to_confirm",
        {"to_confirm": None, "as_known": "nothing_to_confirm"},
    ),
    Rule("tell_of_issuer", "company", {"everybody": Capacity.OFFICER}, _NOT_AN_OFFICER),
    Rule(
        "acknowledge_notice",
        "notice",
        {"self": Capacity.PERSON, "other": "notice_gone"},
        states={"waits": None, "acknowledged": None},
    ),
)

RULES: Mapping[str, Rule] = {
    rule.act: rule for rule in (*_REQUESTS, *PEOPLE_RULES, *_RESTRICTIONS, *AUDIT_RULES)
}


#: What those who decide trades do not hold by that.
_NOT_THE_OFFICERS = frozenset({Capacity.CASES, Capacity.ANSWERS, Capacity.INITIALS, Capacity.KEEPS})

#: What compliance does beside whoever else does it.
_ALSO_COMPLIANCE = frozenset({Capacity.CASES, Capacity.ENTERS, Capacity.KEEPS, Capacity.CALENDAR})


def holds(role: str, needs: Capacity, policy: Policy) -> Holds:
    """Say whether a role has a capacity towards an ordinary employee, under a policy file.

    ``steps_in`` is who comes in where those who have it are too few: a seat is vacant, or an
    officer is the one concerned.
    """
    named = policy.approvers
    by_role = {
        Capacity.PERSON: True,
        Capacity.INSIDER: is_director_or_officer({role}),
        Capacity.FILES: role not in {*named.trade, named.nobody_left},
        Capacity.AUDITS: role == COMPLIANCE,
        Capacity.FORMS: role in (FILER, COMPLIANCE, named.plan),
        Capacity.APPROVER: role in named.offices(),
    }
    if needs in by_role:
        return "yes" if by_role[needs] else "no"
    if needs in _ALSO_COMPLIANCE and role == COMPLIANCE:
        return "yes"
    first = set() if needs in _NOT_THE_OFFICERS else {*named.trade}
    if needs in (Capacity.PLANS, Capacity.ANSWERS, Capacity.INITIALS, Capacity.KEEPS):
        first |= {named.plan}
    if needs is Capacity.APPROVES_PLANS:
        first = {named.plan}
    if needs is Capacity.COUNTERSIGNS:
        first |= {named.plan_of_ceo}  # always: the authority may ask about the officers
    if needs is Capacity.LISTS and policy.disclosure_of_restrictions.compliance_sees_existence:
        first |= {COMPLIANCE}  # what was lifted shortly before an approval, and nothing in force
    if role in first:
        return "yes"
    return "steps_in" if role in _stepping_in(needs, policy) else "no"


def _stepping_in(needs: Capacity, policy: Policy) -> set[str]:
    named = policy.approvers
    seen = policy.disclosure_of_restrictions.compliance_sees_existence
    step_in = {
        Capacity.DECIDES: {named.nobody_left},
        Capacity.INITIALS: {named.plan_of_cfo, named.plan_of_ceo, named.nobody_left},
        Capacity.PLANS: {named.plan_of_cfo, named.plan_of_ceo, named.nobody_left},
        Capacity.APPROVES_PLANS: {named.plan_of_cfo, named.plan_of_ceo, named.nobody_left},
        Capacity.COUNTERSIGNS: {named.nobody_left, COMPLIANCE},
        Capacity.ANSWERS: {named.plan_of_cfo, named.nobody_left, COMPLIANCE},
        Capacity.CASES: {*named.trade, named.plan_of_ceo, named.nobody_left},
        Capacity.CONFIRMS: {named.plan_of_ceo, named.nobody_left, COMPLIANCE},
        Capacity.WIDENS: {
            named.plan_of_ceo,
            named.nobody_left,
            *((COMPLIANCE,) if seen else ()),
        },
    }
    return step_in.get(needs, set())
