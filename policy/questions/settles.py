"""``settles``: the day on which a trade settles."""

from policy.calendars.settlement import settles_on
from policy.questions.fields import Fields, bad_value
from policy.questions.given import Answer, Given, written_day


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``settles_on``; a day without a session is refused."""
    traded_on = question.day("traded_on")
    if given.calendar.session_on(traded_on) is None:
        raise bad_value("traded_on", "a day on which the exchange has a session")
    return {"settles_on": written_day(settles_on(traded_on, given.calendar))}
