"""``covered``: whether the policy binds somebody close to an insider, or an entity."""

from policy.coverage import POSITIONS, RELATIONS, Tie, covered
from policy.questions.fields import Fields
from policy.questions.given import Answer, Given


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``covered``: ``yes``, ``no``, or ``review`` where a person has to look."""
    place = question.choice("insider_is", POSITIONS) if question.has("insider_is") else None
    tie = Tie(
        relation=question.choice("relation", RELATIONS),
        same_household=question.switch("same_household"),
        consults_insider=question.switch("consults_insider"),
        influenced=question.switch("influenced"),
        directed=question.switch("directed"),
        insider_is=place,
    )
    return {"covered": covered(tie, given.policy)}
