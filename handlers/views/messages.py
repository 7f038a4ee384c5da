"""The messages the bot sends: an officer's card or reminder, the checkpoint, else an envelope.

A lock screen shows them, an export keeps them, so they name no person, security, side,
quantity or outcome, and an envelope reads the same whatever it is about. A card says first by
when a decision is needed; a telephone shows the ``text``, so that it says all that is shown.
"""

from dataclasses import dataclass
from typing import Any

from clearance.shown import Card, CheckpointSigned, ClosedCard, Digest, Envelope, Message
from handlers import words
from handlers.moments import both
from handlers.views.blocks import Block, actions, button, marked, verbatim
from handlers.words import away as away_words
from handlers.words import decided as decided_words

APPROVE = "card:approve"
DECLINE = "card:decline"
DETAILS = "card:details"
OPEN = "envelope:open"
#: What each press of a card's button presets in the review form.
PRESETS = {APPROVE: "approve", DECLINE: "decline", DETAILS: None}


@dataclass(frozen=True, slots=True)
class Payload:
    """What ``chat.postMessage`` and ``chat.update`` are given."""

    text: str
    blocks: list[dict[str, Any]]
    unfurl_links: bool = False
    unfurl_media: bool = False


def build(message: Message) -> Payload:
    """Render a message."""
    match message:
        case Card():
            return _card(message)
        case ClosedCard():
            text = decided_words.closed(message.request, message.decided)
            return Payload(text, [marked(text)])
        case Digest():
            return _digest(message)
        case Envelope():
            return _envelope(message)
        case CheckpointSigned():
            return _checkpoint(message)


def _card(card: Card) -> Payload:
    text = words.CARD.format(request=card.request, by=both(card.decide_by))
    buttons = actions(
        "card",
        button(words.APPROVE, APPROVE, card.request, "primary"),
        button(words.DECLINE, DECLINE, card.request),
        button(words.DETAILS, DETAILS, card.request),
    )
    return Payload(text, [marked(text), buttons])


def _checkpoint(signed: CheckpointSigned) -> Payload:
    text = words.CHECKPOINT.format(at=both(signed.at))
    return Payload(text, [marked(text), verbatim(signed.note)])


def _digest(digest: Digest) -> Payload:
    """Render an officer's reminder of requests; like a card it says by when, first."""
    open_it: Block = actions("envelope", button(words.OPEN, OPEN, digest.delivery, "primary"))
    text = away_words.DIGEST_BY.format(by=both(digest.decide_by))
    return Payload(text, [marked(text), open_it])


def _envelope(envelope: Envelope) -> Payload:
    open_it: Block = actions("envelope", button(words.OPEN, OPEN, envelope.delivery, "primary"))
    if envelope.act_by is None:
        return Payload(words.ENVELOPE, [marked(words.ENVELOPE), open_it])
    text = words.ENVELOPE_BY.format(by=both(envelope.act_by))
    return Payload(text, [marked(text), open_it])
