"""What somebody is told in neutral words; a notice on an issuer is also acknowledged."""

from typing import Any

from clearance.shown_restrictions import NeutralNotice
from handlers import words
from handlers.moments import both
from handlers.views.blocks import Block, header, marked, modal, note, said
from handlers.words import told as told_words

CALLBACK = "neutral_notice"


def build(notice: NeutralNotice) -> dict[str, Any]:
    """Make the form; it carries the notice's id where it is to be acknowledged."""
    shown = [
        header(told_words.HEADINGS[notice.what]),
        *_said(notice),
        marked(told_words.SINCE.format(at=both(notice.at))),
    ]
    asks = notice.what == "issuer" and not notice.acknowledged
    if notice.acknowledged:
        shown.append(said(told_words.WAS_READ))
    shown.append(note(words.CONFIDENTIAL))
    if not asks:
        return modal(told_words.TITLE, shown)
    return modal(
        told_words.TITLE,
        shown,
        submit=told_words.HAVE_READ,
        callback_id=CALLBACK,
        private_metadata=notice.id,
    )


def _said(notice: NeutralNotice) -> list[Block]:
    if notice.what == "restricted":
        return [said(told_words.RESTRICTED), note(told_words.RESTRICTED_PLANS)]
    if notice.what == "ended":
        return [said(told_words.ENDED), said(told_words.ENDED_INSIDE)]
    return [said(told_words.ISSUER), said(notice.issuer), said(told_words.NO_REASON)]


def read(view: dict[str, Any]) -> str:
    """Read which notice was acknowledged."""
    return str(view.get("private_metadata") or "")
