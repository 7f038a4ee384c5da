"""``cooling_off``: the first session in which a new plan may trade."""

from datetime import date, datetime

from policy.cooling_off import Adopter, filing_day, first_trade_after_report, first_trade_on
from policy.questions.fields import Fields, RefusedError
from policy.questions.given import Answer, Given, written_day

_WHO: dict[str, Adopter] = {
    "director_or_officer": "director_or_officer",
    "other": "other",
    "issuer": "issuer",
}


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``first_trade_on``, for the whole cooling-off or the report's leg alone."""
    who = _WHO[question.choice("who", _WHO)]
    if question.has("leg"):
        question.choice("leg", ("report",))
        filed_on = _filed_on(question, given)
        if filed_on is None:
            raise RefusedError("missing_field", "report_filed_on is missing, or report_filed_at")
        return {"first_trade_on": written_day(first_trade_after_report(filed_on, given.calendar))}
    adopted_on = question.day("adopted_on")
    filed_on = _filed_on(question, given)
    first = first_trade_on(who, adopted_on, filed_on, given.calendar)
    return {"first_trade_on": written_day(first)}


def _filed_on(question: Fields, given: Given) -> date | None:
    filed = question.when("report_filed_on", "report_filed_at")
    return filing_day(filed, given.calendar) if isinstance(filed, datetime) else filed
