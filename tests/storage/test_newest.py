"""The newest register version: kept beside the key, only ever rising, never half written."""

import subprocess
import sys
import threading

import pytest

from storage.newest import Newest, NewestNotKept

CODE = (
    "import sys; from pathlib import Path; from storage.newest import Newest\n"
    "newest = Newest(Path(sys.argv[1]))\n"
    "for version in range(int(sys.argv[2]), 60, 2): newest.keep(version)"
)


@pytest.fixture
def newest(tmp_path):
    return Newest(tmp_path / "preclear.key.newest")


def test_where_no_file_is_nobody_knows(newest):
    assert (newest.known, newest.trouble) == (None, None)


def test_it_keeps_what_is_newer_and_its_owners_alone(newest):
    for version, known in ((0, 0), (7, 7), (8, 8), (7, 8), (1, 8), (8, 8), (10**12, 10**12)):
        newest.keep(version)
        assert Newest(newest.path).known == known
    assert newest.path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in newest.path.parent.iterdir()] == [newest.path.name]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"7", b"preclear-newest-1 -7", b"preclear-newest-1 seven", b"preclear-newest-2 7",
        b"\xff\xfe", b"preclear-newest-1 7 8", b"preclear-newest-1 " + b"7" * 200,
        "preclear-newest-1 \u0667".encode(),
    ],
)  # fmt: skip
def test_what_does_not_read_is_a_sentence_and_then_written_anew(newest, content):
    newest.path.write_bytes(content)
    assert newest.known is None
    assert "does not hold a register version" in newest.trouble
    assert "approvals stop" in newest.trouble
    newest.keep(3)
    assert (newest.known, newest.trouble) == (3, None)


def test_a_folder_in_its_place_is_a_sentence(newest):
    newest.path.mkdir()
    assert newest.known is None
    assert "cannot be read" in newest.trouble
    with pytest.raises(NewestNotKept, match="cannot be written"):
        newest.keep(1)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(NewestNotKept, match="write to its folder"):
        Newest(tmp_path / "none" / "newest").keep(1)


def test_a_killed_writing_leaves_the_old_one_and_is_no_hindrance(newest):
    newest.keep(3)
    newest.path.with_name(f".{newest.path.name}.new").write_text("preclear-new")
    assert newest.known == 3
    newest.keep(4)
    assert newest.known == 4


def test_two_processes_and_a_thread_never_lower_it(newest):
    """Who comes last with an older version finds the newer one, and leaves it."""
    others = [
        subprocess.Popen([sys.executable, "-c", CODE, str(newest.path), str(first)])
        for first in (0, 1)
    ]
    seen = []

    def look():
        while any(one.poll() is None for one in others):
            found = newest.known
            if found is not None:
                seen.append(found)

    looking = threading.Thread(target=look)
    looking.start()
    looking.join()
    assert [one.wait() for one in others] == [0, 0]
    assert newest.known == 59
    assert seen == sorted(seen)
