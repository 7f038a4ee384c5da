"""Drafts of bundles: gone with the next one beside them, unless somebody still writes them."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from audit import drafts
from audit.drafts import draft_of

PROGRAM = """
import sys
from pathlib import Path
from audit.drafts import draft_of
with draft_of(Path(sys.argv[1])) as draft:
    (draft / "bundle.txt").write_text("signed and never checked")
    print("written", flush=True)
    sys.stdin.read()
"""


@contextmanager
def writer(folder):
    """Let another process write a draft, and stand still in the middle of it."""
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    here = {**os.environ, "PYTHONPATH": str(Path(drafts.__file__).parents[1])}
    with subprocess.Popen(
        command, env=here, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout.readline() == b"written\n"
        yield process
        process.kill()


def left(folder):
    return sorted(one.name for one in folder.iterdir())


def test_what_a_killed_process_left_is_taken_away_by_the_next_one(tmp_path):
    """Twin: while it lives its draft is its own. Another bundle's name makes no difference."""
    with writer(tmp_path / "one") as process:
        (theirs,) = left(tmp_path)
        with draft_of(tmp_path / "two"):
            assert theirs in left(tmp_path)
        assert left(tmp_path) == [theirs]
        process.kill()
        process.wait()
        assert left(tmp_path) == [theirs]
        with draft_of(tmp_path / "two") as draft:
            assert left(tmp_path) == [draft.parent.name]
    assert left(tmp_path) == []


def test_two_in_one_process_leave_each_other_alone(tmp_path):
    with draft_of(tmp_path / "one") as first, draft_of(tmp_path / "one") as second:
        drafts.clear(tmp_path)
        assert first.is_dir()
        assert second.is_dir()
    assert left(tmp_path) == []


def test_a_draft_that_got_its_name_stays(tmp_path):
    with draft_of(tmp_path / "one") as draft:
        (draft / "bundle.txt").touch()
        draft.rename(tmp_path / "one")
    assert left(tmp_path) == ["one"]
    assert (tmp_path / "one").stat().st_mode & 0o777 == 0o700
    assert left(tmp_path / "one") == ["bundle.txt"]


@pytest.mark.parametrize(
    ("name", "mode", "lock", "goes"),
    [
        (".one.x1.draft", 0o700, "lock", True),
        (".one.x1.draft", 0o700, "lock.new", False),
        (".one.x1.draft", 0o755, "lock", False),
        ("one.x1.draft", 0o700, "lock", False),
        (".one.x1.other", 0o700, "lock", False),
    ],
)
def test_nothing_goes_that_is_no_draft_of_ours(tmp_path, name, mode, lock, goes):
    place = tmp_path / name
    place.mkdir()
    (place / lock).touch()
    place.chmod(mode)
    drafts.clear(tmp_path)
    assert place.exists() is not goes


def test_no_link_is_followed(tmp_path):
    real = tmp_path / "real"
    real.mkdir(mode=0o700)
    (real / "lock").touch()
    parent = tmp_path / "parent"
    parent.mkdir()
    (parent / ".one.x1.draft").symlink_to(real)
    drafts.clear(parent)
    assert left(real) == ["lock"]
