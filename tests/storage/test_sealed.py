"""Sealing: one size, one row, one key file; nothing to be read without it."""

import json
import os
import stat

import pytest

from storage.sealed import (
    SIZES,
    KeyFile,
    KeyFileError,
    NotSealedHere,
    SealOverflow,
    canonical,
)

NONCE = b"n" * 12
ONE, TWO = b"1" * 32, b"2" * 32
SMALL = {"outcome": "declined"}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "preclear.key"


@pytest.mark.parametrize("table", SIZES)
def test_what_is_sealed_opens_and_has_its_tables_size(table):
    keys = KeyFile(ONE)
    for value in ({}, SMALL, {"text": "x" * 200, "list": [1, None, True, "é"]}):
        blob = keys.seal(table, "row", value, NONCE)
        assert len(blob) == SIZES[table]
        assert keys.unseal(table, "row", blob) == value


def test_nothing_of_it_can_be_read():
    blob = KeyFile(ONE).seal("facts", "row", {"reason": "acquisition"}, NONCE)
    assert b"acquisition" not in blob
    assert b"reason" not in blob


def test_the_last_byte_that_fits_and_the_first_that_does_not():
    keys = KeyFile(ONE)
    noise = os.urandom(4096).hex()

    def fits(length):
        try:
            return len(keys.seal("deliveries", "row", {"n": noise[:length]}, NONCE))
        except SealOverflow:
            return 0

    largest = max(length for length in range(2000) if fits(length))
    assert fits(largest) == SIZES["deliveries"]
    with pytest.raises(SealOverflow, match="record less") as refused:
        keys.seal("deliveries", "row", {"n": noise[: largest + 50]}, NONCE)
    assert noise[:8] not in str(refused.value)


def test_a_blob_opens_in_its_own_row_only():
    keys = KeyFile(ONE)
    blob = keys.seal("facts", "row", SMALL, NONCE)
    assert keys.unseal("facts", "row", blob) == SMALL
    for table, row in (("facts", "other"), ("decisions", "row")):
        with pytest.raises(NotSealedHere, match="changed or moved"):
            keys.unseal(table, row, blob)


def test_no_byte_of_a_blob_can_be_changed():
    keys = KeyFile(ONE)
    blob = keys.seal("deliveries", "row", SMALL, NONCE)
    for place in range(len(blob)):
        changed = blob[:place] + bytes([blob[place] ^ 1]) + blob[place + 1 :]
        with pytest.raises(NotSealedHere):
            keys.unseal("deliveries", "row", changed)


@pytest.mark.parametrize("length", [0, 1, 5, 17, 511])
def test_a_blob_cut_short_does_not_open(length):
    keys = KeyFile(ONE)
    with pytest.raises(NotSealedHere):
        keys.unseal("deliveries", "row", keys.seal("deliveries", "row", SMALL, NONCE)[:length])


def test_a_new_key_in_front_opens_the_old_rows_and_keeps_the_names():
    old, both = KeyFile(ONE), KeyFile(TWO, ONE)
    blob = old.seal("facts", "row", SMALL, NONCE)
    assert both.unseal("facts", "row", blob) == SMALL
    assert both.name("card:X") == old.name("card:X") != KeyFile(TWO).name("card:X")
    with pytest.raises(NotSealedHere, match="not in the key file"):
        old.unseal("facts", "row", both.seal("facts", "row", SMALL, NONCE))
    with pytest.raises(NotSealedHere, match="not in the key file"):
        KeyFile(TWO).unseal("facts", "row", blob)


def test_a_name_says_nothing_of_its_key():
    assert "card" not in KeyFile(ONE).name("card:X")
    assert KeyFile(ONE).name("card:X") != KeyFile(ONE).name("card:Y")


@pytest.mark.parametrize("value", [{"at": object()}, {"n": 2**60}, {"s": "\ud800secret"}])
def test_what_is_no_json_is_refused_without_its_content(value):
    with pytest.raises(ValueError, match="must be JSON") as refused:
        canonical(value)
    assert refused.value.__context__ is None
    assert "secret" not in str(refused.value)


def test_a_key_file_shows_no_key():
    assert repr(KeyFile(b"visible?" * 4)) == "KeyFile(1 keys)"


def test_made_then_loaded_it_is_the_same_and_its_owners_alone(file):
    before = os.umask(0)
    try:
        made = KeyFile.make(file)
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert KeyFile.load(file).unseal("facts", "r", made.seal("facts", "r", SMALL, NONCE)) == SMALL


def test_two_made_are_two(tmp_path):
    first, second = KeyFile.make(tmp_path / "a"), KeyFile.make(tmp_path / "b")
    assert first.name("x") != second.name("x")


def test_a_key_is_never_overwritten(file):
    KeyFile.make(file)
    before = file.read_bytes()
    with pytest.raises(KeyFileError, match="never overwritten"):
        KeyFile.make(file)
    assert file.read_bytes() == before


def test_a_missing_folder(tmp_path):
    with pytest.raises(KeyFileError, match="name a file in a folder that you may write to"):
        KeyFile.make(tmp_path / "no" / "key")


def test_a_missing_file(file):
    with pytest.raises(KeyFileError, match="preclear keys make"):
        KeyFile.load(file)


@pytest.mark.parametrize("mode", [0o600, 0o400])
def test_a_mode_that_is_taken(file, mode):
    KeyFile.make(file)
    file.chmod(mode)
    KeyFile.load(file)


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o610, 0o644, 0o700])
def test_a_mode_that_is_not(file, mode):
    KeyFile.make(file)
    file.chmod(mode)
    with pytest.raises(KeyFileError, match="chmod 600"):
        KeyFile.load(file)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_another_accounts_file(file):
    KeyFile.make(file)
    os.chown(file, 65534, -1)
    with pytest.raises(KeyFileError, match="belongs to another account"):
        KeyFile.load(file)


def test_a_folder_is_no_key_file(tmp_path):
    with pytest.raises(KeyFileError):
        KeyFile.load(tmp_path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "holds no key"),
        (b"# only a comment\n", "holds no key"),
        (b"preclear-key-1 AAAA\n", "line 1 of .* is no key"),
        (b"# a\npreclear-key-1 not base64!\n", "line 2 of .* is no key"),
        (b"something else\n", "line 1 of .* is no key"),
        (b"\xff\xfe\x00", "is no key file"),
        (json.dumps({"key": "x"}).encode(), "line 1 of .* is no key"),
    ],
)
def test_what_is_no_key_is_said_so_and_not_shown(file, content, sentence):
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(KeyFileError, match=sentence):
        KeyFile.load(file)


def test_several_keys_are_read_in_their_order(tmp_path):
    for name in ("old", "new"):
        KeyFile.make(tmp_path / name)
    both = tmp_path / "both"
    both.write_bytes((tmp_path / "new").read_bytes() + (tmp_path / "old").read_bytes())
    both.chmod(0o600)
    old, new = KeyFile.load(tmp_path / "old"), KeyFile.load(tmp_path / "new")
    sealed = KeyFile.load(both).seal("facts", "r", SMALL, NONCE)
    assert new.unseal("facts", "r", sealed) == SMALL
    assert KeyFile.load(both).name("x") == old.name("x")
