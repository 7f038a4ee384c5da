"""What is said and seen of questions to compliance."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

LONGEST: Final = 3000
#: So much of a text, compressed, fits into its row of the log whatever it says.
LONGEST_PRESSED: Final = 3200


@dataclass(frozen=True, slots=True)
class QuestionSaid:
    """What the form says: the question, and the id of one's own that it goes on from."""

    text: str
    follows: str | None = None
    form: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question as its asker sees it, and who answers.

    ``follows`` and what it asked stand there where it goes on from another question.
    """

    id: str
    at: datetime
    asker: str
    text: str
    mine: bool
    follows: str | None = None
    followed_text: str = ""
    answer: str | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    may_answer: bool = False


@dataclass(frozen=True, slots=True)
class QuestionsSheet:
    """One's own latest questions, newest first, and those that wait for one's answer."""

    mine: tuple[QuestionShown, ...] = ()
    to_answer: tuple[QuestionShown, ...] = ()
