"""A recovery copy: opens under its passphrase alone, is whole, and shows no key."""

import base64

import pytest

from storage.key_lines import KeyFileError
from storage.recovery import check_copy, read_copy, write_copy

ONE, TWO = b"visible?" * 4, b"2" * 32
WORDS = "correct horse battery staple"


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    """Give the bytes of a copy; made once, because making one is slow by intent."""
    file = tmp_path_factory.mktemp("copy") / "copy"
    write_copy(file, [TWO, ONE], WORDS)
    assert file.stat().st_mode & 0o777 == 0o600
    return file.read_bytes()


@pytest.fixture
def copy(content, tmp_path):
    file = tmp_path / "copy"
    file.write_bytes(content)
    return file


def test_it_gives_the_keys_in_their_order(copy):
    assert read_copy(copy, WORDS).keys == [TWO, ONE]


def test_it_says_what_it_is_and_shows_no_key(content):
    assert content.startswith(b"preclear-recovery-1\n# A recovery copy")
    assert max(map(len, content.splitlines())) < 200
    for shown in (ONE, base64.b64encode(ONE), ONE.hex().encode(), WORDS.encode()):
        assert shown not in content


def test_another_passphrase_does_not_open_it(copy):
    with pytest.raises(KeyFileError, match="the passphrase is another") as refused:
        read_copy(copy, WORDS + " ")
    assert refused.value.__cause__ is None


def test_one_letter_written_in_two_ways_is_one_passphrase(tmp_path):
    """Twin: a letter that only looks alike is another one."""
    write_copy(tmp_path / "copy", [ONE], "caf\u00e9 caf\u00e9 caf\u00e9 caf\u00e9")
    assert read_copy(tmp_path / "copy", "cafe\u0301 " * 3 + "cafe\u0301").keys == [ONE]
    with pytest.raises(KeyFileError):
        read_copy(tmp_path / "copy", "cafe " * 3 + "cafe")


def test_two_copies_of_the_same_are_unlike(tmp_path, content):
    write_copy(tmp_path / "other", [TWO, ONE], WORDS)
    other = (tmp_path / "other").read_bytes()
    assert len(other) == len(content)
    assert set(other.splitlines()[-2:]).isdisjoint(content.splitlines())


def test_it_is_never_overwritten(copy, content):
    with pytest.raises(KeyFileError, match="never overwritten"):
        write_copy(copy, [ONE], WORDS)
    assert copy.read_bytes() == content


def test_the_signing_key_is_in_it_where_there_is_one(tmp_path, copy):
    """Twin: a copy from before there was one holds none, and neither shows anything."""
    assert read_copy(copy, WORDS).signing is None
    both = tmp_path / "both"
    write_copy(both, [TWO, ONE], WORDS, "PRIVATE+KEY+visible\n")
    held = read_copy(both, WORDS)
    assert (held.keys, held.signing) == ([TWO, ONE], "PRIVATE+KEY+visible\n")
    assert b"visible" not in both.read_bytes()
    swapped = both.read_bytes().replace(b"\nkeys ", b"\nother ").replace(b"\nsigning ", b"\nkeys ")
    both.write_bytes(swapped)
    with pytest.raises(KeyFileError, match="or the copy was changed"):
        read_copy(both, WORDS)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(KeyFileError, match="name a file in a folder"):
        write_copy(tmp_path / "none" / "copy", [ONE], WORDS)


@pytest.mark.parametrize(
    "damage",
    [
        lambda _: b"",
        lambda old: old.replace(b"preclear-recovery-1", b"preclear-recovery-2"),
        lambda old: old.replace(b"salt ", b"pepper "),
        lambda old: old.replace(b"keys ", b"keys !"),
        lambda old: old[: old.index(b"keys ") + 12],
        lambda old: b"\xff" + old,
        lambda _: b"preclear-key-1 AAAA\n",
    ],
)
def test_what_is_no_copy_is_said_before_a_passphrase_is_asked_for(copy, content, damage):
    copy.write_bytes(damage(content))
    with pytest.raises(KeyFileError, match="no recovery copy"):
        check_copy(copy)


def test_a_changed_copy_does_not_open(copy, content):
    sealed = bytearray(base64.b64decode(content.splitlines()[-1].removeprefix(b"keys ")))
    sealed[-1] ^= 1
    changed = content[: content.index(b"\nkeys ")] + b"\nkeys " + base64.b64encode(sealed)
    copy.write_bytes(changed)
    check_copy(copy)
    with pytest.raises(KeyFileError, match="or the copy was changed"):
        read_copy(copy, WORDS)


def test_a_copy_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(KeyFileError, match="cannot be read"):
        check_copy(tmp_path / "none")


def test_a_line_added_by_hand_does_no_harm(copy, content):
    copy.write_bytes(content + b"\n# in the safe since 2026\n")
    assert read_copy(copy, WORDS).keys == [TWO, ONE]
