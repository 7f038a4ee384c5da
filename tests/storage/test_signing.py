"""The signing key's file: the first signs, all verify, and a changed file is noticed or refused."""

import os

import pytest

from storage.notes import Signer, Verifier, opened
from storage.owned_files import KeyFileError
from storage.signing import (
    LiveSigningFile,
    make_signing,
    read_signing,
    restore_signing,
    rotate_signing,
    signing_in,
    signing_lines,
)

NAME = "cellectar.example/preclear"
TEXT = "cellectar.example/preclear\n0\n"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "preclear.key.signing"


def key_lines(file):
    return [line for line in file.read_text().splitlines() if not line.startswith("#")]


def test_what_is_made_is_the_owners_alone_and_signs(file):
    before = os.umask(0)
    try:
        made = make_signing(file, NAME)
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o600
    read = read_signing(file)
    assert (read.signer.verifier, read.verifiers) == (made.signer.verifier, made.verifiers)
    assert opened(read.signer.sign(TEXT), made.verifiers)[1] == made.signer.verifier
    with pytest.raises(KeyFileError, match="never overwritten"):
        make_signing(file, NAME)


def test_it_shows_nothing_when_it_is_printed(file):
    made = make_signing(file, NAME)
    (line,) = key_lines(file)
    shown = f"{made!r} {LiveSigningFile(file)!r}"
    assert shown == "SigningKeys(1 keys) LiveSigningFile(1 keys)"
    assert line.split("+", 4)[4] not in shown


def test_a_rotation_signs_with_the_new_key_and_verifies_the_old_one(file):
    live = make_and_follow(file)
    old = live.signer.sign(TEXT)
    rotated = rotate_signing(file)
    assert live.signer.verifier == rotated.signer.verifier != opened(old, live.verifiers)[1]
    assert [one.name for one in live.verifiers] == [NAME, NAME]
    assert file.read_text().startswith("# Preclear's signing key.")


def make_and_follow(file):
    make_signing(file, NAME)
    return LiveSigningFile(file, lambda: refusals.append(1))


refusals: list[int] = []


@pytest.fixture(autouse=True)
def none_refused():
    refusals.clear()


@pytest.mark.parametrize("spoil", ["another", "broken", "others", "gone"])
def test_a_changed_file_that_cannot_be_used_is_left_alone(file, spoil):
    """Twin: with a key in front it is taken."""
    live = make_and_follow(file)
    first = live.signer.verifier
    right = file.read_text()
    if spoil in {"another", "gone"}:
        file.unlink()
    if spoil == "another":
        make_signing(file, NAME)
    if spoil == "broken":
        file.write_text("PRIVATE+KEY+x\n")
    if spoil == "others":
        file.chmod(0o640)
    assert (live.signer.verifier, live.verifiers, refusals) == (first, (first,), [1])
    file.unlink(missing_ok=True)
    restore_signing(file, right)
    rotate_signing(file)
    assert live.signer.verifier != first
    assert len(refusals) == 1


def test_a_public_key_alone_verifies_and_does_not_sign(file, tmp_path):
    lost = make_signing(tmp_path / "lost", NAME)
    note = lost.signer.sign(TEXT)
    made = make_signing(file, NAME, [lost.signer.verifier])
    assert read_signing(file).signer.verifier == made.signer.verifier != lost.signer.verifier
    assert opened(note, read_signing(file).verifiers)[1] == lost.signer.verifier
    file.write_text(f"{lost.signer.verifier.text}\n")
    with pytest.raises(KeyFileError, match="no key that signs"):
        read_signing(file)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o700])
def test_a_mode_that_lets_others_read_is_refused(file, mode):
    """Twin: its owner's own read mode is enough."""
    make_signing(file, NAME)
    file.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_signing(file)
    file.chmod(0o400)
    read_signing(file)


def test_a_line_that_is_no_key_is_said_by_its_number_and_not_shown(file):
    make_signing(file, NAME)
    (line,) = key_lines(file)
    name, identity, secret = line.removeprefix("PRIVATE+KEY+").split("+", 2)
    wrong = f"PRIVATE+KEY+{name}+{'0' * 8}+{secret}"
    file.write_text(f"# a\n{line}\n{wrong}\n")
    with pytest.raises(KeyFileError, match=r"^line 3 of .*is no key") as refused:
        read_signing(file)
    assert secret not in str(refused.value)
    assert identity not in str(refused.value)


def test_the_environments_text_is_the_same_lines(file):
    make_signing(file, NAME)
    rotate_signing(file)
    found, read = signing_in(" ".join(key_lines(file))), read_signing(file)
    assert (found.signer.verifier, found.verifiers) == (read.signer.verifier, read.verifiers)
    for text, sentence in (("", "no key that signs"), (f"{key_lines(file)[0]} x", "word 2")):
        with pytest.raises(KeyFileError, match=sentence):
            signing_in(text)


def test_a_recovery_copys_lines_make_the_same_file(file, tmp_path):
    make_signing(file, NAME)
    rotate_signing(file)
    restore_signing(tmp_path / "again", signing_lines(file))
    assert (tmp_path / "again").read_text() == file.read_text()


def test_a_name_that_cannot_stand_in_a_note_is_a_sentence(file):
    with pytest.raises(KeyFileError, match="no blank and no plus sign"):
        make_signing(file, "a b")
    assert not file.exists()


def test_a_missing_file_says_what_makes_one(file):
    with pytest.raises(KeyFileError, match="preclear keys signing FILE --name NAME"):
        read_signing(file)


def test_keys_are_read_as_others_write_them():
    signer = Signer(NAME, bytes(32))
    assert Verifier.read(signer.verifier.text) == signer.verifier
