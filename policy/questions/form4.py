"""``form4``: when the report of a transaction is due, and whether it was in time."""

from policy.form4 import due_on, due_on_for_plan, timely
from policy.questions.fields import Fields
from policy.questions.given import Answer, Given, written_day


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``due_on``; with a filing also ``timely``."""
    transacted_on = question.day("transacted_on")
    notified_on = question.day("notified_on") if question.has("notified_on") else None
    chosen = question.switch("insider_chose_date", absent=True)
    filed = question.when("filed_on", "filed_at")
    if question.switch("plan") and not chosen:
        due = due_on_for_plan(transacted_on, notified_on, given.calendar)
    else:
        due = due_on(transacted_on, given.calendar)
    answered: Answer = {"due_on": written_day(due)}
    if filed is not None:
        answered["timely"] = timely(filed, due)
    return answered
