"""``plan``: whether a plan is old enough to run through a period."""

from datetime import datetime

from policy.plan_age import age_in_days, established, old_enough
from policy.questions.fields import Fields, RefusedError
from policy.questions.given import Answer, Given


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``exempt``, and ``days`` where the day that counts is a date."""
    starts_at = question.instant("period_starts_at")
    first = question.when("established_on", "established_at")
    if first is None:
        raise RefusedError("missing_field", "established_on is missing, or established_at")
    modified_on = question.day("modified_on") if question.has("modified_on") else None
    terms = question.texts("modified_terms") if question.has("modified_terms") else None
    if question.has("kind"):
        question.text("kind")  # a plan runs through every kind of period alike
    since = established(first, modified_on, terms, given.policy)
    answered: Answer = {"exempt": old_enough(since, starts_at, given.policy)}
    if not isinstance(since, datetime):
        answered["days"] = age_in_days(since, starts_at)
    return answered
