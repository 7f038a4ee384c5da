"""One widening that waits for agreement: the restriction, the basis, who asked, the answer."""

from dataclasses import dataclass, field
from typing import Any

from clearance.shown_restrictions import WideningShown
from handlers.views import restriction_sheet
from handlers.views.blocks import choice, divider, modal, note, one_of, packed
from handlers.views.blocks import field as input_field
from handlers.words import CANCEL, CONFIDENTIAL_OFFICER
from handlers.words import widening as words

CALLBACK = "widening_sheet"
ANSWER = "widening_answer"


@dataclass(frozen=True, slots=True)
class Form:
    """What was read: an answer to a widening, or errors by block id."""

    widening: str
    agree: bool
    errors: dict[str, str] = field(default_factory=dict)


def build(widening: WideningShown) -> dict[str, Any]:
    """Make the form; it carries the widening's id."""
    answers = choice("radio_buttons", words.ANSWERS)
    return modal(
        words.SHEET_TITLE,
        [
            *restriction_sheet.about(widening.restriction),
            divider(),
            *packed(words.asked(widening)),
            input_field(words.LABEL_ANSWER, ANSWER, answers, hint=words.HINT_ANSWER),
            note(CONFIDENTIAL_OFFICER),
        ],
        close=CANCEL,
        submit=words.SHEET_SUBMIT,
        callback_id=CALLBACK,
        private_metadata=widening.id,
    )


def read(view: dict[str, Any]) -> Form:
    """Read the answer; what is neither of the two is none."""
    answer = one_of(view, ANSWER, words.ANSWERS)
    widening = str(view.get("private_metadata") or "")
    if answer is None:
        return Form(widening, agree=False, errors={ANSWER: words.ERROR_ANSWER})
    return Form(widening, agree=answer == "agree")
