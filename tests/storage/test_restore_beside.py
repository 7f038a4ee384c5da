"""Who is at the database's place while a backup takes it: nobody's log lies beside the new one."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from storage import restore as restores
from storage.engines import parsed
from storage.errors import CopyRefused
from storage.restore import restore
from storage.worker_place import PlaceTaken, worker_place
from tests.storage.test_backup import kept
from tests.storage.test_restore import beside, two_of_three


@pytest.fixture
def place(sqlite_url):
    return Path(parsed(sqlite_url).database)


@pytest.fixture
def saved(sqlite_url, keys, clock, tmp_path):
    return two_of_three(sqlite_url, keys, clock, tmp_path / "backup")


LATE = """
import os, sqlite3, sys
one = sqlite3.connect(sys.argv[1], timeout=float(sys.argv[2]), isolation_level=None)
print("opened", flush=True)
sys.stdin.readline()
try:
    one.execute("PRAGMA journal_mode=WAL").fetchone()
    one.execute("CREATE TABLE late (one)")
    print("written", flush=True)
except sqlite3.Error as error:
    print(error.sqlite_errorname, flush=True)
os.kill(os.getpid(), 9)
"""


def late(place, seconds):
    return subprocess.Popen(
        [sys.executable, "-c", LATE, str(place), str(seconds)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
@pytest.mark.parametrize("step", ["_move_aside", "_refuse_newcomer"])
def test_who_comes_while_it_is_replaced_writes_nothing(
    *, sqlite_url, place, saved, keys, clock, monkeypatch, mode, step
):
    """And leaves no log beside the restored one; a bot's last close leaves either mode."""
    with sqlite3.connect(place) as one:
        one.execute(f"PRAGMA journal_mode={mode}")
    one.close()
    real, said = getattr(restores, step), []

    def come(*arguments):
        found = real(*arguments)
        said.append(late(place, 0).communicate("\n")[0].splitlines()[1])
        return found

    monkeypatch.setattr(restores, step, come)
    found = restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert said == ["SQLITE_BUSY"]
    assert beside(place) == [place.name, found.aside.name]
    assert kept(sqlite_url, keys, clock) == ["one", "two"]
    assert kept(f"sqlite:///{found.aside}", keys, clock) == ["one", "two", "three"]


def test_who_waited_for_the_old_one_does_not_write_beside_the_new_one(
    *, sqlite_url, place, saved, keys, clock, monkeypatch
):
    real, waiting = restores._move_aside, []

    def come(*arguments):
        waiting.append(late(place, 60))
        assert waiting[0].stdout.readline() == "opened\n"
        return real(*arguments)

    monkeypatch.setattr(restores, "_move_aside", come)
    restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert waiting[0].communicate("\n")[0] == "SQLITE_READONLY_DBMOVED\n"
    assert not Path(f"{place}-wal").exists()
    assert kept(sqlite_url, keys, clock) == ["one", "two"]


def test_who_was_killed_before_it_was_locked_is_seen(
    *, sqlite_url, place, saved, keys, clock, monkeypatch
):
    real = restores._let_go

    def come(target):
        single = real(target)
        assert "written" in late(place, 0).communicate("\n")[0]
        return single

    with monkeypatch.context() as patched:
        patched.setattr(restores, "_let_go", come)
        with pytest.raises(CopyRefused, match="another process has the database open"):
            restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two", "three"]
    restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two"]


def test_what_was_made_meanwhile_where_nothing_stood_is_not_overwritten(
    *, sqlite_url, place, saved, keys, clock, monkeypatch
):
    place.unlink()
    real = restores._prove

    def come(*arguments):
        late(place, 0).communicate("\n")
        return real(*arguments)

    monkeypatch.setattr(restores, "_prove", come)
    with pytest.raises(CopyRefused, match="another process made"):
        restore(sqlite_url, saved, keys, clock.now, replace=False)
    with sqlite3.connect(place) as one:
        assert one.execute("SELECT name FROM sqlite_master").fetchall() == [("late",)]
    one.close()


def test_a_bot_that_named_the_file_by_a_link_holds_it_too(
    *, sqlite_url, place, saved, keys, clock, tmp_path
):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere" / "linked.db"
    link.symlink_to(place)
    with worker_place(f"sqlite:///{link}"):
        with pytest.raises(PlaceTaken), worker_place(sqlite_url):
            pass
        with pytest.raises(CopyRefused, match="a bot runs"):
            restore(sqlite_url, saved, keys, clock.now, replace=True)
    restore(f"sqlite:///{link}", saved, keys, clock.now, replace=True)
    assert link.is_symlink()
    assert kept(sqlite_url, keys, clock) == ["one", "two"]


def test_a_lock_that_cannot_be_opened_is_said(sqlite_url, place, saved, keys, clock):
    lock = Path(f"{place}-worker")
    lock.unlink(missing_ok=True)
    lock.mkdir()
    with pytest.raises(CopyRefused, match=r"-worker cannot be opened .*remove it"):
        restore(sqlite_url, saved, keys, clock.now, replace=True)
    lock.rmdir()
    restore(sqlite_url, saved, keys, clock.now, replace=True)


def test_a_source_with_the_drafts_name_is_not_cleared_away(
    *, sqlite_url, place, saved, keys, clock
):
    draft = saved.rename(place.with_name(f".{place.name}.restoring"))
    with pytest.raises(CopyRefused, match="rename it"):
        restore(sqlite_url, draft, keys, clock.now, replace=True)
    saved = draft.rename(saved)
    restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert saved.exists()
