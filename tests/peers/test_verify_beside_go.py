"""The bundle's own `verify.py` beside Go: what one refuses of notes and proofs, the other does."""

from itertools import product
from types import SimpleNamespace

import pytest

from audit import verify
from storage.notes import Verifier
from tests.peers import strangers
from tests.peers.test_go_notes import (
    ENDINGS,
    KEY,
    NOTE,
    ORIGIN,
    OTHER,
    PIECES,
    TEXT,
    flips,
)
from tests.peers.test_go_proofs import altered_consistency, altered_inclusion, proven


def signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Check a signature as openssl does, without a process for each."""
    return Verifier("any", public).signed(text.decode(errors="surrogateescape"), signature)


def opens(note: bytes, *keys: str) -> bool:
    """Say whether verify.py opens a note."""
    try:
        verify.opened(note.decode(), verify.read_keys("\n".join(keys)), signed)
    except ValueError:
        return False
    return True


def follows(question: dict) -> bool:
    """Say whether verify.py follows a proof to the root."""
    size, kind = question["size"], question["ask"]
    first = question["index" if kind == "inclusion" else "oldsize"]
    if not (kind == "consistency") <= first < size:
        return False  # no bundle has such a pair: it is refused before it is followed
    try:
        roots = {size: bytes.fromhex(question["root"])}
        if kind == "consistency":
            roots[first] = bytes.fromhex(question["oldroot"])
        of = SimpleNamespace(leaves={first: bytes.fromhex(question.get("leaf", ""))})
        tree = SimpleNamespace(roots=roots)
        verify.Check.follow(of, tree, (kind, first, size), question["proof"])
    except ValueError:
        return False
    return True


def test_the_same_notes_are_opened(go):
    notes = [*flips(NOTE)]
    notes += [(TEXT + "\n" + "".join(lines)).encode() for lines in product(PIECES, repeat=2)]
    places = [place for place, letter in enumerate(NOTE) if letter in "\n "]
    notes += [
        (NOTE[:place] + mark + NOTE[place + 1 :]).encode()
        for place, mark in product(places, ENDINGS)
    ]
    for keys in ((KEY,), (KEY, OTHER.verifier.text)):
        told = go.accepted(strangers.opening(note, *keys) for note in notes)
        mine = [opens(note, *keys) for note in notes]
        # Stricter alone: base64 in one form, and no key signs twice.
        more = [note for note, a, b in zip(notes, told, mine, strict=True) if b and not a]
        assert more == []
    assert go.accepted([strangers.checkpoint(NOTE.encode(), ORIGIN, KEY)]) == [True]
    assert opens(NOTE.encode(), KEY)


def olds(size: int) -> list[int]:
    """Give sizes of trees that this one goes on from."""
    return sorted({1, size // 2 + 1} - {size})


@pytest.mark.parametrize(
    ("kind", "alter"), [(0, altered_inclusion), (1, altered_consistency)], ids=["leaf", "tree"]
)
def test_the_same_proofs_are_followed(go, kind, alter):
    good = [
        one
        for size in (2, 3, 7, 8, 9, 21, 256, 1000, 2047)
        for one in proven(size, sorted({0, size // 2, size - 1}), olds(size))[kind]
    ]
    questions = [*good, *(bad for one in good for bad in alter(one, good))]
    told = go.accepted(questions)
    mine = [follows(one) for one in questions]
    assert told == [True] * len(good) + [False] * (len(questions) - len(good))
    assert [one for one, a, b in zip(questions, told, mine, strict=True) if a != b] == []
