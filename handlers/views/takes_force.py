"""The answer to what an officer did: not yet kept, not yet in force, and when it is."""

from typing import Any

from clearance.shown_restrictions import TakesForce
from handlers import words
from handlers.moments import both
from handlers.views.blocks import marked, modal, note, said
from handlers.words import restriction as restriction_words
from handlers.words import told as told_words

#: What is said first and last, where nothing takes force but something is kept.
_KEPT = {
    "reason": (restriction_words.NOT_YET_READ, restriction_words.NOT_YET_LOST),
    "confirm": (restriction_words.NOT_YET_CONFIRMED, restriction_words.NOT_YET_CONFIRMED_LOST),
}
_IN_FORCE = (restriction_words.NOT_YET, restriction_words.NOT_YET_LOST)


def build(answer: TakesForce, act: str) -> dict[str, Any]:
    """Say when what was done takes force; ``act`` is a key of the words on what follows."""
    first, last = _KEPT.get(act, _IN_FORCE)
    kept, title = restriction_words.NOT_YET_KEPT_TITLE, restriction_words.NOT_YET_TITLE
    return modal(
        kept if act in _KEPT else title,
        [
            marked(first.format(at=both(answer.at))),
            said(restriction_words.THEN[act]),
            marked(last),
            note(words.CONFIDENTIAL_OFFICER),
        ],
        clear_on_close=True,
    )


def build_read(answer: TakesForce) -> dict[str, Any]:
    """Thank somebody who has said that they read a notice."""
    return modal(
        told_words.READ_TITLE,
        [marked(told_words.READ.format(at=both(answer.at))), note(words.CONFIDENTIAL)],
        clear_on_close=True,
    )
