"""``blackouts``: when a quarter's blackout begins, or those of a fiscal year."""

from datetime import date

from policy.blackouts import blackout_starts_at
from policy.quarters import MONTH_ENDS, quarters_of
from policy.questions.fields import Fields
from policy.questions.given import Answer, Given, written, written_day


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``periods`` in date order; a quarter's end may be any day (52/53 weeks)."""
    if question.has("quarter_end"):
        quarters: tuple[date, ...] = (question.day("quarter_end"),)
    else:
        year_end = question.choice("fiscal_year_end", MONTH_ENDS)
        quarters = quarters_of(year_end, question.whole("fiscal_year", 1))
    return {
        "periods": [
            {
                "quarter_end": written_day(quarter_end),
                "starts_at": written(blackout_starts_at(quarter_end, given.policy)),
            }
            for quarter_end in quarters
        ]
    }
