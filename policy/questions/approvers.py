"""``approvers``: which offices decide somebody's request."""

from policy.approvers import Matter, approvers_for
from policy.questions.fields import Fields
from policy.questions.given import Answer, Given

_MATTERS: dict[str, Matter] = {
    "trade": "trade",
    "plan": "plan",
    "acknowledgement": "acknowledgement",
}


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``approvers``, sorted; empty where nobody may decide."""
    what = _MATTERS[question.choice("for", _MATTERS)]
    roles = question.choices("roles", given.known_roles)
    vacant = question.choices("vacant", given.known_roles) if question.has("vacant") else ()
    return {"approvers": list(approvers_for(what, roles, given.policy, frozenset(vacant)))}
