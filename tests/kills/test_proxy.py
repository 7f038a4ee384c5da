"""The proxy sees what commits, however its statement was sent and cut on the way."""

import pytest

from tests.kills.proxy import Passed

WATCHED = b"INSERT INTO decisions"
START = (8).to_bytes(4, "big") + (196608).to_bytes(4, "big")
MAY_ENCRYPT = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")


def message(kind, body):
    return kind + (len(body) + 4).to_bytes(4, "big") + body


def said(text):
    return message(b"Q", text + b"\0")


def kept(name, text):
    return message(b"P", name + b"\0" + text + b"\0" + bytes(2))


def run(name):
    return message(b"B", b"\0" + name + b"\0" + bytes(6))


def seen(stream, watched=WATCHED, piece=None):
    """Tell whether the watched transaction was seen to commit in this stream."""
    passed = Passed()
    piece = piece or len(stream)
    for start in range(0, len(stream), piece):
        passed.note(stream[start : start + piece], watched)
    return passed.committing


WORDS = WATCHED + b" (id) VALUES ($1)"
KEPT_BEFORE = kept(b"one", WORDS) + said(b"BEGIN") + run(b"one") + said(b"COMMIT")
KEPT_WITHIN = said(b"BEGIN") + kept(b"one", WORDS) + run(b"one") + said(b"COMMIT")
AS_IT_IS = said(b"BEGIN") + said(WORDS) + said(b"COMMIT")
AFTER_ANOTHER = said(b"BEGIN") + said(b"SELECT 1") + said(b"COMMIT") + AS_IT_IS


@pytest.mark.parametrize("stream", [KEPT_BEFORE, KEPT_WITHIN, AS_IT_IS, AFTER_ANOTHER])
@pytest.mark.parametrize("opening", [START, MAY_ENCRYPT + START])
@pytest.mark.parametrize("piece", [None, 1, 7])
def test_the_watched_statement_is_seen_to_commit(stream, opening, piece):
    assert seen(opening + stream, piece=piece)


NOT_YET = said(b"BEGIN") + said(WORDS)
ANOTHER = said(b"BEGIN") + said(b"SELECT 1") + said(b"COMMIT")
ONLY_KEPT = said(b"BEGIN") + kept(b"one", WORDS) + said(b"COMMIT")
UNDONE = said(b"BEGIN") + said(WORDS) + said(b"ROLLBACK") + ANOTHER
QUOTED = said(b"BEGIN") + said(WORDS) + said(b"SELECT 'COMMIT'")


@pytest.mark.parametrize("stream", [NOT_YET, ANOTHER, ONLY_KEPT, UNDONE, QUOTED])
def test_what_did_not_commit_it_is_let_pass(stream):
    assert not seen(START + stream)


def test_with_nothing_watched_nothing_is_seen():
    assert not seen(START + AS_IT_IS, watched=None)
