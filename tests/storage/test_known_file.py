"""The newest checkpoint beside the key: kept whole, only ever newer, and never over a lost one."""

from datetime import UTC, datetime, timedelta

import pytest

from storage import checkpoints
from storage.known_file import Asked, Kept, KnownFile, KnownNotKept, KnownNotRead
from storage.notes import Signer

SIGNER = Signer("cellectar.example/preclear", bytes(range(32)))
KEYS = (SIGNER.verifier,)
NOON = datetime(2026, 11, 9, 12, tzinfo=UTC)
ASKED = Asked(NOON + timedelta(days=1), "command-line:operator")


def note(size, days=0, signer=SIGNER):
    at = NOON + timedelta(days=days)
    return signer.sign(checkpoints.text(signer.verifier.name, size, bytes(32), at))


@pytest.fixture
def file(tmp_path):
    return KnownFile(tmp_path / "preclear.key.checkpoint")


def test_nothing_is_known_before_anything_was_kept(file):
    assert (file.read(), file.known(KEYS)) == (Kept(), None)


def test_what_is_kept_is_read_and_its_owners_alone(file):
    file.keep(note(3), KEYS)
    assert file.known(KEYS).size == 3
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.read_text() == f"preclear-checkpoint-1\ncheckpoint\n{note(3)}"


@pytest.mark.parametrize(
    ("days", "size", "kept"), [(0, 9, 5), (-1, 9, 5), (1, 9, 9), (1, 5, 5), (1, 3, 3)]
)
def test_only_a_newer_one_takes_its_place_whatever_its_size(file, days, size, kept):
    """After a restore a log goes on from a shorter one, and its next checkpoint is newer."""
    file.keep(note(5), KEYS)
    file.keep(note(size, days), KEYS)
    assert file.known(KEYS).size == kept
    assert file.known(KEYS).at == NOON + timedelta(days=max(days, 0))


def test_while_a_restore_waits_nothing_is_written_over_what_is_lost_with_it(file):
    """Twin: once it is on record, the log's own newest one is kept."""
    file.keep(note(5), KEYS)
    file.ask(ASKED)
    assert file.read() == Kept(note(5), ASKED)
    file.keep(note(9, 2), KEYS)
    assert file.read() == Kept(note(5), ASKED)
    file.settle(Asked(NOON, "command-line:another"), note(4, 2))
    assert file.read() == Kept(note(5), ASKED)
    file.settle(ASKED, note(4, 2))
    assert file.read() == Kept(note(4, 2))
    file.keep(note(9, 3), KEYS)
    assert file.known(KEYS).size == 9


def test_a_restore_may_be_asked_for_where_nothing_is_known(file):
    file.ask(ASKED)
    assert file.read() == Kept(None, ASKED)
    file.settle(ASKED, None)
    assert file.read() == Kept()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"preclear-checkpoint-2\n",
        b"preclear-checkpoint-1\nasked yesterday command-line:x\n",
        b"preclear-checkpoint-1\nnonsense\n",
        b"preclear-checkpoint-1\ncheckpoint\n",
        b"\xff\xfe",
    ],
)
def test_what_cannot_be_read_says_what_to_do_and_is_moved_aside_when_asked(file, content):
    file.path.write_bytes(content)
    with pytest.raises(KnownNotRead, match="preclear db restored"):
        file.read()
    with pytest.raises(KnownNotRead):
        file.keep(note(9, 9), KEYS)
    assert file.path.read_bytes() == content
    file.ask(ASKED)
    assert file.read() == Kept(None, ASKED)
    (aside,) = (one for one in file.path.parent.iterdir() if "unread" in one.name)
    assert aside.read_bytes() == content


def test_a_checkpoint_that_nobody_known_signed_is_not_taken_and_not_written_over(file):
    """Twins: an altered one, and one of another key of the same name."""
    other = Signer(SIGNER.verifier.name, bytes(32))
    file.keep(note(5, signer=other), (other.verifier,))
    for keys in (KEYS, ()):
        with pytest.raises(KnownNotRead, match="none of this log's signing keys"):
            file.known(keys)
    with pytest.raises(KnownNotRead):
        file.keep(note(9, 9), KEYS)
    assert file.known((*KEYS, other.verifier)).size == 5
    altered = note(5).replace("\n5\n", "\n6\n")
    file.path.write_text(f"preclear-checkpoint-1\ncheckpoint\n{altered}")
    with pytest.raises(KnownNotRead):
        file.known(KEYS)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    file = KnownFile(tmp_path / "none" / "checkpoint")
    for write in (lambda: file.keep(note(1), KEYS), lambda: file.ask(ASKED)):
        with pytest.raises(KnownNotKept, match="write to its folder"):
            write()


def test_a_file_that_was_left_half_written_beside_it_does_no_harm(file):
    file.path.with_name(f".{file.path.name}.new").write_bytes(b"half")
    file.keep(note(3), KEYS)
    assert [one.name for one in file.path.parent.iterdir()] == [file.path.name]
