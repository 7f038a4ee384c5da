"""Signed notes and checkpoints: Go's sumdb/note and ours open the same and refuse the same."""

import base64
from collections.abc import Iterator
from itertools import product
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits

import pytest

from storage.notes import NoteError, Signer, Verifier, opened
from storage.tree import EMPTY
from tests.peers import strangers

ORIGIN = "example.com/preclear"
DRAW = Random(1)  # noqa: S311 - the same notes in every run
SIGNER, OTHER = Signer(ORIGIN, bytes(range(32))), Signer(ORIGIN, bytes(range(1, 33)))
ELSEWHERE = Signer("example.com/elsewhere", bytes(range(32)))
KEY = SIGNER.verifier.text
LETTERS = ascii_uppercase + ascii_lowercase + digits + "+/"  # of base64


def text_of(size: int, root: bytes) -> str:
    encoded = base64.b64encode(root).decode()
    return f"{ORIGIN}\n{size}\n{encoded}\nat 2026-11-09T15:00:00.000000Z\n"


TEXT = text_of(70_000, DRAW.randbytes(32))
NOTE = SIGNER.sign(TEXT)
#: The line that signs it.
BLOCK = NOTE.removeprefix(TEXT + "\n")


def ours(note: bytes, *keys: str) -> bool:
    """Say whether our own reader opens a note."""
    try:
        opened(note.decode(), [Verifier.read(key) for key in keys])
    except (NoteError, UnicodeDecodeError):
        return False
    return True


def flips(note: str) -> Iterator[bytes]:
    """Flip every bit of a note, one at a time."""
    raw = note.encode()
    for place, bit in product(range(len(raw)), range(8)):
        yield raw[:place] + bytes([raw[place] ^ 1 << bit]) + raw[place + 1 :]


def says_the_same(note: bytes) -> bool:
    """Say whether nothing but the spare two bits of base64's last letter was changed."""
    written, changed = ((raw[:-3] + raw[-2:], raw[-3]) for raw in (NOTE.encode(), note))
    if written[0] != changed[0] or chr(changed[1]) not in LETTERS:
        return False
    return LETTERS.index(chr(written[1])) >> 2 == LETTERS.index(chr(changed[1])) >> 2


def test_go_reads_what_a_checkpoint_of_ours_says(go):
    trees = [(0, EMPTY), *((size, DRAW.randbytes(32)) for size in (1, 9, 10, 70_000, 2**40))]
    notes = [SIGNER.sign(text_of(*tree)).encode() for tree in trees]
    answers = go.ask(strangers.checkpoint(note, ORIGIN, KEY) for note in notes)
    assert [(one["accepted"], one["size"], one["root"]) for one in answers] == [
        (True, size, root.hex()) for size, root in trees
    ]
    assert [one["text"] for one in answers] == [text_of(*tree) for tree in trees]


def test_a_checkpoint_that_says_something_else_is_refused_though_it_is_signed(go):
    size, root = "70000", TEXT.split("\n")[2]
    texts = {
        f"{ORIGIN}\n{size}\n{root}\n": True,
        TEXT: True,
        f"example.com/elsewhere\n{size}\n{root}\n": False,
        f"{ORIGIN}\n0{size}\n{root}\n": False,
        f"{ORIGIN}\n+{size}\n{root}\n": False,
        f"{ORIGIN}\n-1\n{root}\n": False,
        f"{ORIGIN}\n{size}\n{root[:-4]}\n": False,
        f"{ORIGIN}\n{size}\n": False,
        f"{ORIGIN}\n{root}\n{size}\n": False,
    }
    questions = [strangers.checkpoint(SIGNER.sign(text).encode(), ORIGIN, KEY) for text in texts]
    assert go.accepted(questions) == list(texts.values())


def test_every_flipped_bit_of_a_checkpoint_is_refused_by_both(go):
    """But for the spare bits in the last letter of base64, which no reader looks at."""
    notes = list(flips(NOTE))
    told = go.accepted(strangers.checkpoint(note, ORIGIN, KEY) for note in notes)
    assert told == [ours(note, KEY) for note in notes]
    assert told == [says_the_same(note) for note in notes]
    assert sum(told) < 4


def test_another_key_id_or_name_is_refused_by_both(go):
    keys = (KEY, OTHER.verifier.text, ELSEWHERE.verifier.text)
    signers = (SIGNER, OTHER, ELSEWHERE)
    pairs = list(product(signers, keys))
    notes = [signer.sign(TEXT).encode() for signer, _ in pairs]
    told = go.accepted(
        strangers.opening(note, key) for note, (_, key) in zip(notes, pairs, strict=True)
    )
    assert told == [signer.verifier.text == key for signer, key in pairs]
    assert told == [ours(note, key) for note, (_, key) in zip(notes, pairs, strict=True)]


def test_a_flipped_bit_of_a_key_is_refused_by_both(go):
    """But for a capital letter in its id, which Go reads as a small one and ours does not."""
    keys = []
    for raw in flips(KEY):
        try:
            keys.append(raw.decode())
        except UnicodeDecodeError:
            continue
    told = go.accepted(strangers.opening(NOTE.encode(), key) for key in keys)
    others = [key for key, opens in zip(keys, told, strict=True) if opens]
    assert [key for key in others if key.lower() != KEY.lower()] == []
    assert not any(_opens(key) for key in keys)
    assert go.accepted([strangers.opening(NOTE.encode(), KEY)]) == [_opens(KEY)] == [True]


def _opens(key: str) -> bool:
    try:
        return ours(NOTE.encode(), key)
    except NoteError:
        return False


def test_what_go_signs_ours_opens_and_what_ours_signs_is_byte_for_byte_the_same(go):
    texts = [TEXT, "one line\n", "Ümläute — und ein Strich\n", f"{ORIGIN}/bundle\npull 7\n"]
    secret = Signer.text(ORIGIN, bytes(range(32)))
    answers = go.ask({"ask": "sign", "secret": secret, "text": text} for text in texts)
    for text, answer in zip(texts, answers, strict=True):
        note = base64.b64decode(answer["note"]).decode()
        assert opened(note, [SIGNER.verifier]) == (text, SIGNER.verifier)
        assert note == SIGNER.sign(text)


def test_a_key_that_go_made_signs_here_and_the_other_way_round(go):
    (made,) = go.ask([{"ask": "key", "name": ORIGIN}])
    signer = Signer.read(made["secret"])
    assert signer.verifier.text == made["key"]
    assert go.accepted([strangers.opening(signer.sign(TEXT).encode(), made["key"])]) == [True]
    assert not ours(signer.sign(TEXT).encode(), KEY)


PIECES = (
    BLOCK,
    OTHER.sign(TEXT).removeprefix(TEXT + "\n"),
    ELSEWHERE.sign(TEXT).removeprefix(TEXT + "\n"),
    SIGNER.sign("another text\n").removeprefix("another text\n\n"),
    "\n",
    "— \n",
    f"— {ORIGIN} \n",
    f"— {ORIGIN} AAAA\n",
    f"— {ORIGIN} AAAAAA==\n",
    f"— {ORIGIN} {base64.b64encode(SIGNER.verifier.id + bytes(63)).decode()}\n",
    f"— somebody {base64.b64encode(bytes(68)).decode()}\n",
    f"— some+body {base64.b64encode(bytes(68)).decode()}\n",
    "- " + BLOCK[2:],
    BLOCK[:-1],
    BLOCK[:-1] + " \n",
    BLOCK.replace(" ", "  "),
    "a line that signs nothing\n",
)
ENDINGS = ("\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\t", "\0", "\u3000")


@pytest.mark.parametrize("many", [0, 1, 2, 3])
def test_the_lines_under_a_text_are_read_alike(go, many):
    """Several signatures, some of others, some bad, some none at all, in every order."""
    notes = [(TEXT + "\n" + "".join(lines)).encode() for lines in product(PIECES, repeat=many)]
    for keys in ((KEY,), (KEY, OTHER.verifier.text), (ELSEWHERE.verifier.text, KEY)):
        told = go.accepted(strangers.opening(note, *keys) for note in notes)
        mine = [ours(note, *keys) for note in notes]
        assert [note for note, a, b in zip(notes, told, mine, strict=True) if a != b] == []


def test_a_mark_that_is_no_newline_is_read_alike(go):
    places = [place for place, letter in enumerate(NOTE) if letter in "\n "]
    notes = [
        (NOTE[:place] + mark + NOTE[place + gone :]).encode()
        for place, mark, gone in product(places, ENDINGS, (0, 1))
    ]
    signed = [
        SIGNER.sign(TEXT[:-1] + mark + end).encode()
        for mark, end in product(ENDINGS, ("\n", "more\n"))
        if _signs(TEXT[:-1] + mark + end)
    ]
    told = go.accepted(strangers.opening(note, KEY) for note in [*notes, *signed])
    assert told == [ours(note, KEY) for note in [*notes, *signed]]


def _signs(text: str) -> bool:
    try:
        SIGNER.sign(text)
    except NoteError:
        return False
    return True
