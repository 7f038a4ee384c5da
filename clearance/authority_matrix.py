"""The matrix of authority, as data: each act, who may do it to what, and the answer otherwise.

``clearance.authority`` decides by it, ``preclear policy authority`` prints it, and a test asks
the desk in every cell. ``clearance.authority_terms`` says what a rule is made of.
"""

from collections.abc import Mapping

from clearance.authority_audit import AUDIT_RULES
from clearance.authority_terms import (
    COMPLIANCE,
    FILER,
    OUTSIDERS,
    Capacity,
    Holds,
    Needs,
    Relation,
    Rule,
    States,
)
from policy.company import Policy
from policy.roles import is_director_or_officer

__all__ = ["COMPLIANCE", "FILER", "OUTSIDERS", "RULES", "Capacity", "Relation", "Rule", "holds"]

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
#: One who was let file, by each of the two sides.
_DELEGATION: Mapping[Relation, Needs] = {
    "self": Capacity.PERSON,
    "delegate": Capacity.PERSON,
    "other": "delegation_gone",
}
_OWN_OR_FILES: Mapping[Relation, Needs] = {"self": Capacity.PERSON, "other": Capacity.FORMS}
_OWN_PLAN: Mapping[Relation, Needs] = {"self": "own_plan", "other": Capacity.PLANS}
_COMPANY: Mapping[Relation, Needs] = {"everybody": Capacity.PERSON}
_OWN_ENTRY: Mapping[Relation, Needs] = {"self": Capacity.PERSON, "other": "related_gone"}
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
    Rule("see_window", "company", _COMPANY),
    Rule("open_form", "company", _COMPANY),
    Rule("see_home", "company", _COMPANY),
    Rule("list_requests", "company", _COMPANY),
    Rule("see_band", "company", _COMPANY),
    Rule(
        "file",
        "entry",
        {"self": Capacity.PERSON, "related": Capacity.PERSON, "other": "related_gone"},
    ),
    Rule("see_request", "request", _OWN_REQUEST, states=_EVERY_STATE),
    Rule("withdraw", "request", _OWN_REQUEST, states=_but("not_pending", "pending", "approved")),
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
    Rule("list_unanswered", "company", _COMPANY),
    Rule("report_unasked", "company", _COMPANY),
    Rule("list_filings", "company", _COMPANY),
    Rule("see_filing", "form", _OWN_OR_FILES, "no_such_filing"),
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

_OF_ONESELF: Mapping[Relation, Needs] = {"self": Capacity.PERSON, "other": "related_not_asked"}
_ASKED: States = {"waits": None, "agreed": None, "refused": "related_not_asked"}
_ENTRIES = (
    Rule("list_related", "company", _COMPANY),
    Rule("register_related", "company", _COMPANY),
    Rule("change_related", "entry", _OWN_ENTRY),
    Rule("remove_related", "entry", _OWN_ENTRY),
    # What a colleague says of oneself: only whom it is about looks at it, and answers.
    Rule("see_related_asked", "entry", _OF_ONESELF, states=_ASKED),
    Rule("answer_related", "entry", _OF_ONESELF, states=_ASKED),
)

_OWN_FILING: Mapping[Relation, Needs] = {"self": Capacity.PERSON, "other": "no_such_plan"}
_DECIDING_PLAN: Mapping[Relation, Needs] = {
    "self": "own_plan",
    "tied": "no_such_plan",
    "other": Capacity.APPROVES_PLANS,
}
#: How what was submitted of a plan stands.
_FILED: States = {"waits": None, "decided": "plan_decided", "withdrawn": "plan_decided"}
_PLANS = (
    Rule("list_plans", "company", _COMPANY),
    Rule("open_plan_form", "company", _COMPANY),
    Rule("submit_plan", "company", _COMPANY),
    Rule(
        "change_plan",
        "plan",
        {"self": Capacity.PERSON, "other": "no_such_plan"},
        states={"runs": None, "suspended": None, "over": "plan_over"},
    ),
    Rule(
        "end_plan",
        "plan",
        {"self": Capacity.PERSON, "other": "no_such_plan"},
        states={"runs": None, "suspended": None, "over": "plan_over"},
    ),
    Rule("withdraw_plan", "filing", _OWN_FILING, states=_FILED),
    Rule(
        "review_plan",
        "filing",
        {**_DECIDING_PLAN, "self": Capacity.PERSON},
        "no_such_plan",
        dict.fromkeys(_FILED),
    ),
    Rule("approve_plan", "filing", _DECIDING_PLAN, "no_such_plan", _FILED),
    Rule("decline_plan", "filing", _DECIDING_PLAN, "no_such_plan", _FILED),
    Rule("return_plan", "filing", _DECIDING_PLAN, "no_such_plan", _FILED),
    Rule(
        "see_plan",
        "plan",
        {"self": Capacity.PERSON, "other": Capacity.PLANS},
        "no_such_plan",
        dict.fromkeys(
            ("runs", "suspended", "asked_in_vain", "asked_by_me", "asked_by_another", "over")
        ),
    ),
    Rule(
        "suspend",
        "plan",
        _OWN_PLAN,
        "no_such_plan",
        {
            "runs": None,
            "suspended": "plan_suspended_already",
            "asked_in_vain": None,
            "asked_by_me": None,
            "asked_by_another": None,
            "over": "plan_over",
        },
    ),
    Rule(
        "ask_resume",
        "plan",
        _OWN_PLAN,
        "no_such_plan",
        {
            "runs": "plan_runs",
            "suspended": None,
            "asked_in_vain": None,
            "asked_by_me": "own_resume",
            "asked_by_another": "resume_asked",
            "over": "plan_over",
        },
    ),
    Rule(
        "agree_resume",
        "plan",
        _OWN_PLAN,
        "no_such_plan",
        {
            "runs": "plan_runs",
            "suspended": "resume_not_asked",
            "asked_in_vain": "resume_not_asked",
            "asked_by_me": "own_resume",
            "asked_by_another": None,
            "over": "plan_over",
        },
        people=2,
    ),
)

_DELEGATIONS = (
    Rule("list_delegates", "company", _COMPANY),
    Rule("allow_delegate", "company", {"everybody": Capacity.INSIDER}, "delegates_of_officers"),
    Rule("end_delegation", "delegation", _DELEGATION),
    # In somebody's name: never who decides trades, nor for anybody who did not let them.
    Rule(
        "file_for",
        "delegation",
        {"delegate": Capacity.FILES, "self": "delegation_gone", "other": "delegation_gone"},
        "delegation_gone",
    ),
)

_CONFIRMING: Mapping[Relation, Needs] = {
    "self": "own_change",
    "only_one_left": Capacity.CONFIRMS,
    "other": Capacity.CONFIRMS,
}
_CHANGES = (
    Rule(
        "see_change",
        "change",
        _CONFIRMING,
        "no_such_change",
        {"waits": None, "confirmed_by_me": None, "confirmed": None, "gone": "change_gone"},
    ),
    Rule(
        "confirm_office",
        "change",
        _CONFIRMING,
        "no_such_change",
        {"waits": None, "confirmed": "change_confirmed", "gone": "change_gone"},
    ),
    Rule(
        "confirm_guest",
        "change",
        {"self": "own_change", "other": Capacity.CONFIRMS},
        "no_such_change",
        {
            "waits": None,
            "confirmed_by_me": "own_confirmation",
            "confirmed": "change_confirmed",
            "gone": "change_gone",
        },
        people=2,
    ),
)

_QUESTIONS = (
    Rule("list_questions", "company", _COMPANY),
    Rule("ask_question", "company", _COMPANY),
    Rule(
        "see_question",
        "question",
        {"self": Capacity.PERSON, "other": Capacity.ANSWERS},
        "no_such_question",
        {"open": None, "answered": None},
    ),
    Rule(
        "answer_question",
        "question",
        {"self": "own_question", "other": Capacity.ANSWERS},
        "no_such_question",
        {"open": None, "answered": "question_answered"},
    ),
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
    rule.act: rule
    for rule in (
        *_REQUESTS,
        *_ENTRIES,
        *_PLANS,
        *_DELEGATIONS,
        *_CHANGES,
        *_QUESTIONS,
        *_RESTRICTIONS,
        *AUDIT_RULES,
    )
}


#: What those who decide trades do not hold by that.
_NOT_THE_OFFICERS = frozenset({Capacity.CASES, Capacity.ANSWERS, Capacity.INITIALS, Capacity.KEEPS})


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
    }
    if needs in by_role:
        return "yes" if by_role[needs] else "no"
    if needs in (Capacity.CASES, Capacity.ENTERS, Capacity.KEEPS) and role == COMPLIANCE:
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
