"""The acts around a person in the matrix of authority.

Related persons, plans, delegations, changes of an office, questions, officers' absences.
"""

from collections.abc import Mapping

from clearance.authority_terms import EVERYBODY, Capacity, Needs, Relation, Rule, States

#: One who was let file, by each of the two sides.
_DELEGATION: Mapping[Relation, Needs] = {
    "self": Capacity.PERSON,
    "delegate": Capacity.PERSON,
    "other": "delegation_gone",
}
_OWN_PLAN: Mapping[Relation, Needs] = {"self": "own_plan", "other": Capacity.PLANS}
_OWN_ENTRY: Mapping[Relation, Needs] = {"self": Capacity.PERSON, "other": "related_gone"}

_OF_ONESELF: Mapping[Relation, Needs] = {"self": Capacity.PERSON, "other": "related_not_asked"}
_ASKED: States = {"waits": None, "agreed": None, "refused": "related_not_asked"}
_ENTRIES = (
    Rule("list_related", "company", EVERYBODY),
    Rule("register_related", "company", EVERYBODY),
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
    Rule("list_plans", "company", EVERYBODY),
    Rule("open_plan_form", "company", EVERYBODY),
    Rule("submit_plan", "company", EVERYBODY),
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
    Rule("list_delegates", "company", EVERYBODY),
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
    Rule("list_questions", "company", EVERYBODY),
    Rule("ask_question", "company", EVERYBODY),
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

_AWAY = (
    Rule("see_away", "company", {"everybody": Capacity.APPROVER}, "not_an_officer"),
    Rule("set_away", "company", {"everybody": Capacity.APPROVER}, "not_an_officer"),
    Rule(
        "end_away",
        "absence",
        {"self": Capacity.APPROVER, "other": "absence_gone"},
        "not_an_officer",
        {"stands": None, "gone": "absence_gone"},
    ),
)

PEOPLE_RULES = (*_ENTRIES, *_PLANS, *_DELEGATIONS, *_CHANGES, *_QUESTIONS, *_AWAY)
