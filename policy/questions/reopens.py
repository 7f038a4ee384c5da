"""``reopens``: when trading reopens after a release."""

from policy.questions.fields import Fields, RefusedError
from policy.questions.given import Answer, Given, written
from policy.reopening import Count, public_at, reopens

_COUNTS: dict[str, Count] = {"blackout": "blackout", "mnpi": "mnpi"}
_RELEASED = ("released_at", "released_on", "edgar_accepted_at")


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``reopens_at``, and ``public_at`` for a document accepted by EDGAR."""
    count = _COUNTS[question.choice("rule", _COUNTS)]
    calendar = given.calendar
    if question.has("not_full_days"):
        calendar = calendar.with_days(not_full=question.days("not_full_days"))
    name = _released_field(question)
    if name == "edgar_accepted_at":
        public = public_at(question.instant(name), given.policy, calendar)
        reopened = reopens(count, public, given.policy, calendar)
        return {"public_at": written(public), "reopens_at": written(reopened)}
    released = question.day(name) if name == "released_on" else question.instant(name)
    return {"reopens_at": written(reopens(count, released, given.policy, calendar))}


def _released_field(question: Fields) -> str:
    named = question.only(*_RELEASED)
    if named is None:
        raise RefusedError("missing_field", f"one of {', '.join(_RELEASED)} is missing")
    return named
