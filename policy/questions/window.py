"""``window``: whether the company's window is open, and whether it is for this person."""

from policy.questions.fields import Fields, RefusedError
from policy.questions.given import Answer, Given, written
from policy.questions.record import record_of, restrictions_of
from policy.restrictions import any_in_force


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``open``, ``company_open`` and, where known, ``company_reopens_at``."""
    at = question.instant("at")
    record = record_of(question, given)
    if record.releases is None:
        raise RefusedError("missing_field", "releases is missing")
    restrictions = restrictions_of(question, record.policy)
    window = record.blackouts.window(at)
    held = any_in_force(restrictions, at, at, record.blackouts)
    answered: Answer = {"open": window.open and not held, "company_open": window.open}
    if window.reopens_at is not None:
        answered["company_reopens_at"] = written(window.reopens_at)
    return answered
