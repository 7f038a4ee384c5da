"""A message holds its own words, a random id and a moment: all of it may stand on a lock screen.

What is shown is said sentence by sentence here, so that whoever lets a message say more has to
say so in this test too.
"""

import re
from dataclasses import asdict
from itertools import product
from typing import get_args

import pytest

from clearance.shown import Card, CheckpointSigned, ClosedCard, Digest, Envelope, Message
from handlers import words
from handlers.views import messages
from tests.handlers import samples
from tests.handlers.payloads import moments_without_a_zone, texts

_AT = (
    r"[A-Z][a-z]+day \d{1,2} [A-Z][a-z]+ \d{4}, \d{1,2}:\d\d [ap]\.m\. New York time "
    r"\(for you: <!date\^\d+\^\{date_short\} \{time\}\|[^<>]* New York time>\)"
)
_ID = "[A-Z0-9]{8}"
_SIGNED = (
    rf"The log was signed at {_AT}\. Keep what follows where nobody of the company can change it: "
    r"it shows later whether the record up to here was altered\."
)
#: Every sentence that a message may be, whole.
SENTENCES = [
    rf"Decide by {_AT}\.\nRequest {_ID} waits for you\. Who asks for what opens with the buttons\.",
    rf"Decided by you\. There is nothing left to do here: request {_ID}\.",
    rf"Decided by another officer\. There is nothing left for you to do: request {_ID}\.",
    rf"No decision is needed any more\. There is nothing left to do here: request {_ID}\.",
    r"There is something for you to read\.",
    rf"There is something for you to read, by {_AT}\.",
    rf"Several things wait for you\. The first needs a decision by {_AT}\.",
    _SIGNED,
]
BUTTONS = {words.APPROVE, words.DECLINE, words.DETAILS, words.OPEN}
MADE = {
    Card: [Card("K7M4QWXA", samples.NOW)],
    ClosedCard: [
        ClosedCard("K7M4QWXA", "D1", "1.2", decided) for decided in (None, "you", "other")
    ],
    Digest: [Digest("x" * 60, samples.NOW)],
    Envelope: [Envelope("x" * 60, at) for at in (None, samples.NOW)],
    CheckpointSigned: [CheckpointSigned(samples.CHECKPOINT, samples.NOW)],
}
EVERY = [one for made in MADE.values() for one in made]


def shows_no_more(payload):
    """Say whether a payload shows nothing but a sentence of these, in text and blocks alike."""
    marked = [one["text"] for one in texts(payload.blocks) if one["type"] == "mrkdwn"]
    pressed = {one["text"] for one in texts(payload.blocks) if one["type"] == "plain_text"}
    sentence, *code = marked
    known = any(re.fullmatch(one, sentence) for one in SENTENCES)
    signed = [f"```{samples.CHECKPOINT}```"] if sentence.startswith("The log") else []
    return known and payload.text == sentence and pressed <= BUTTONS and code == signed


def test_every_kind_of_message_is_here():
    assert set(MADE) == set(get_args(Message))


@pytest.mark.parametrize("message", EVERY, ids=lambda one: type(one).__name__)
def test_a_message_shows_what_a_lock_screen_may(message):
    payload = messages.build(message)
    assert shows_no_more(payload)
    assert set(asdict(payload)) == {"text", "blocks", "unfurl_links", "unfurl_media"}
    assert moments_without_a_zone(payload.text) == []


@pytest.mark.parametrize(
    "more", ["Erin Boyd", "500 shares", "Approved", "<!channel>", "Wednesday", " and read it."]
)
def test_a_message_that_shows_more_is_found(more, monkeypatch):
    """Twin: the same message with a word more, in its words or in its id."""
    assert not shows_no_more(messages.build(Card(f"K7M4QWX{more}", samples.NOW)))
    monkeypatch.setattr(words, "ENVELOPE", f"{words.ENVELOPE}{more}")
    assert not shows_no_more(messages.build(Envelope("x", None)))


def test_a_card_says_first_by_when_and_a_telephone_is_shown_the_same():
    payload = messages.build(Card("K7M4QWXA", samples.NOW))
    first, second = payload.text.split("\n")
    assert first.startswith("Decide by Monday 23 November 2026, 10:00 a.m. New York time (for you:")
    assert second == "Request K7M4QWXA waits for you. Who asks for what opens with the buttons."
    assert payload.blocks[0]["text"]["text"] == payload.text


def test_what_a_closed_card_says_depends_on_who_decided_alone():
    told = [messages.build(one).text for one in MADE[ClosedCard]]
    assert len(set(told)) == 3
    for text, outcome in product(told, ("pprove", "ecline", "eturn", "ithdr", "apsed")):
        assert outcome not in text
