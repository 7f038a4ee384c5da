"""What is said around questions to compliance; the questions are people's own words."""

from clearance.shown_questions import LONGEST, QuestionShown
from handlers.moments import in_new_york
from handlers.words import FREE_TEXT

TITLE = "Ask compliance"
ONE_TITLE = "A question"
ANSWER_TITLE = "Answer a question"
SUBMIT = "Ask"
SUBMIT_ANSWER = "Answer"
ANSWER = "Answer"
ASK_AGAIN = "Ask about this"
LABEL = "Your question"
LABEL_ANSWER = "Your answer"
HINT = f"At most {LONGEST:,} characters. {FREE_TEXT}"
WHO = (
    "An officer answers in private. Nobody else is told; the question and the answer go on the "
    "record. An answer is no clearance: each trade needs its own."
)
MINE = "Your questions"
MINE_NONE = "You have asked nothing yet."
HOME = "Questions that wait for an answer: {count}"
HOME_OPEN = "Questions"
TO_ANSWER = "Waiting for your answer"
MORE_TO_ANSWER = "There are more. They move up as you answer these."
ASKED = "Asked on {at}."
ASKED_BY = "Asked by {name} on {at}."
FOLLOWS = "It goes on from question {id}:"
WAITS = "Not answered yet."
ANSWERED = "Answered by {name} on {at}:"
ANSWERED_LINE = "answered"
OPEN_LINE = "not answered yet"
DONE = "Your question is with the officer who answers. You get a message when there is an answer."
DONE_ANSWER = "Recorded. Whoever asked is told that there is an answer."
ANSWER_NOTE = (
    "What you write is shown to whoever asked, as your answer. Say nothing of others, of a "
    "restriction, or of whether there is one: a no to one person tells the next."
)
ERROR_TEXT = (
    f"Write between 1 and {LONGEST:,} characters; other signs than letters take more room. "
    "Ask a long question in two."
)
ERROR_NOBODY = (
    "Every office that could answer is vacant or your own. Nothing was stored. Ask compliance to "
    "fill the seat."
)
SHOWN_OF_TEXT = 120


def asked(one: QuestionShown) -> str:
    """Say when it was asked and, to who answers, by whom."""
    at = in_new_york(one.at)
    return ASKED.format(at=at) if one.mine else ASKED_BY.format(name=one.asker, at=at)


def answered(one: QuestionShown) -> str:
    """Say who answered and when, or that nobody has."""
    if one.answered_at is None:
        return WAITS
    return ANSWERED.format(name=one.answered_by, at=in_new_york(one.answered_at))


def line(one: QuestionShown) -> str:
    """Name a question in a list, by how it begins."""
    begins = " ".join(one.text.split())
    cut = f"{begins[:SHOWN_OF_TEXT]} …" if len(begins) > SHOWN_OF_TEXT else begins
    by = "" if one.mine else f"{one.asker}: "
    stands = OPEN_LINE if one.answer is None else ANSWERED_LINE
    return f"{by}{cut}\n{one.id}, {stands}"
