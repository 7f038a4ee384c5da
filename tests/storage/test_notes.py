"""Signed notes: Go's published example, and what is refused."""

import base64

import pytest

from storage.notes import NoteError, Signer, Verifier, opened

#: The example in the documentation of Go's sumdb/note.
GO_PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_NOTE = (
    f"{GO_TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKv"
    "qfqdngotpRZb6KE6RyyBwJnAM=\n"
)
SEED = bytes(range(32))


def test_go_s_own_example_is_made_byte_for_byte():
    signer = Signer.read(GO_PRIVATE)
    assert signer.verifier.text == GO_PUBLIC
    assert signer.sign(GO_TEXT) == GO_NOTE
    assert opened(GO_NOTE, [Verifier.read(GO_PUBLIC)]) == (GO_TEXT, Verifier.read(GO_PUBLIC))


def test_a_key_comes_back_from_its_text():
    text = Signer.text("example.com/preclear", SEED)
    assert Signer.read(text).verifier == Signer("example.com/preclear", SEED).verifier
    assert base64.b64encode(SEED).decode()[:20] not in repr(Signer.read(text))


def test_one_changed_byte_is_noticed():
    verifier = Verifier.read(GO_PUBLIC)
    for note in (GO_NOTE.replace("answer", "Answer"), GO_NOTE.replace("JnAM=", "JnAI=")):
        with pytest.raises(NoteError):
            opened(note, [verifier])


def test_another_key_of_the_same_name_is_nobody():
    other = Signer("PeterNeumann", SEED).verifier
    with pytest.raises(NoteError, match="none of the keys"):
        opened(GO_NOTE, [other])
    assert opened(GO_NOTE, [other, Verifier.read(GO_PUBLIC)])[0] == GO_TEXT


@pytest.mark.parametrize("note", ["", "a\n", "a\n\n", "a\n\n- PeterNeumann x08g\n", "a\n\n— P !\n"])
def test_what_is_no_note_is_refused(note):
    with pytest.raises(NoteError):
        opened(note, [Verifier.read(GO_PUBLIC)])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com",
        GO_PUBLIC.replace("c74f20a3", "c74f20a4"),
        GO_PUBLIC.replace("+ARpc", "+AhpC"),
        "a b+c74f20a3+ARpc",
    ],
)
def test_what_is_no_public_key_is_refused(text):
    with pytest.raises(NoteError):
        Verifier.read(text)


@pytest.mark.parametrize("text", ["one line", "two\n\nparts\n"])
def test_a_text_that_would_not_come_back_is_not_signed(text):
    with pytest.raises(NoteError):
        Signer("a", SEED).sign(text)
    assert Signer("a", SEED).sign("one line\n")


def test_every_line_under_a_text_is_read():
    """A good signature does not cover for a bad one, nor for what is no signature."""
    known = [Verifier.read(GO_PUBLIC), Signer("b", SEED).verifier]
    line = Signer("b", SEED).sign(GO_TEXT).removeprefix(f"{GO_TEXT}\n")
    stranger = Signer("c", SEED).sign(GO_TEXT).removeprefix(f"{GO_TEXT}\n")
    bad = Signer("b", SEED).sign("other\n").removeprefix("other\n\n")
    for more in (line, stranger, line + stranger, line + bad):
        assert opened(GO_NOTE + more, known) == (GO_TEXT, known[0])
    for more in (bad, bad + line, "a line\n", "\n", stranger.replace("c", "\u2028", 1)):
        with pytest.raises(NoteError):
            opened(GO_NOTE + more, known)


@pytest.mark.parametrize("mark", ["\t", "\r", "\0", "\x1f"])
def test_a_control_character_is_neither_signed_nor_opened(mark):
    with pytest.raises(NoteError, match="control character"):
        Signer("a", SEED).sign(f"one{mark}line\n")
    with pytest.raises(NoteError, match="no signed note"):
        opened(GO_NOTE.replace("\n\n", f"\n{mark}\n\n"), [Verifier.read(GO_PUBLIC)])


@pytest.mark.parametrize("name", ["", "a b", "a+b"])
def test_a_name_that_a_note_cannot_hold_is_refused(name):
    with pytest.raises(NoteError):
        Signer(name, SEED)
