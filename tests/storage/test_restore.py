"""A backup takes the place of the database in one step, or nothing was changed."""

import os
import shutil
import sqlite3
import stat
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command

from storage import copy_mark, upgrade
from storage import restore as restores
from storage.backup import backup
from storage.engines import engine_for, parsed
from storage.errors import CopyRefused
from storage.restore import restore
from storage.sealed import KeyFile
from storage.upgrade import HEAD
from storage.worker_place import worker_place
from tests.left_out import leave_out
from tests.storage.test_backup import kept, tables_of, write
from tests.storage.test_processes import opened, process

OTHER = KeyFile(bytes(range(1, 33)))


def two_of_three(url, keys, clock, made):
    """Give a backup with two records, of a database that has three by now."""
    write(url, keys, clock, "one", "two")
    backup(url, made, clock.now())
    write(url, keys, clock, "three")
    return made


@pytest.fixture
def file(database_url, keys, clock, tmp_path):
    return two_of_three(database_url, keys, clock, tmp_path / "backup")


@pytest.fixture
def place(sqlite_url):
    return Path(parsed(sqlite_url).database)


@pytest.fixture
def saved(sqlite_url, keys, clock, tmp_path):
    """Give the same on SQLite alone."""
    return two_of_three(sqlite_url, keys, clock, tmp_path / "backup")


def beside(place):
    """Name what lies about a database, but for the place of its worker."""
    return sorted(
        one.name for one in place.parent.iterdir()
        if place.name in one.name and not one.name.endswith("-worker")
    )  # fmt: skip


def digest(place):
    return {name: (place.parent / name).read_bytes() for name in beside(place)}


# --- both databases --------------------------------------------------------------------


def test_a_key_that_does_not_open_it_is_refused_before_anything_is_changed(
    file, empty_place, keys, clock
):
    """Twin: with its own key, and with one that has another in front."""
    with pytest.raises(CopyRefused, match="the key does not open it"):
        restore(empty_place, file, OTHER, clock.now, replace=False)
    if empty_place.startswith("sqlite"):
        assert beside(Path(parsed(empty_place).database)) == []
    else:
        assert tables_of(empty_place) == []
    both = KeyFile(bytes(range(1, 33)), bytes(range(32)))
    assert restore(empty_place, file, both, clock.now, replace=False).log_size == 2
    assert kept(empty_place, keys, clock) == ["one", "two"]


def test_a_place_that_is_taken_is_refused_and_left(database_url, file, keys, clock):
    with pytest.raises(CopyRefused, match=r"there already|not empty"):
        restore(database_url, file, keys, clock.now, replace=False)
    assert kept(database_url, keys, clock) == ["one", "two", "three"]


@pytest.mark.parametrize(("version", "refused"), [("9999", True), (HEAD, False)])
def test_a_backup_of_a_newer_program_is_refused(
    *, database_url, empty_place, keys, clock, tmp_path, version, refused
):
    engine = engine_for(parsed(database_url))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()
    backup(database_url, tmp_path / "newer", clock.now())
    if refused:
        with pytest.raises(CopyRefused, match="newer program"):
            restore(empty_place, tmp_path / "newer", keys, clock.now, replace=False)
    else:
        restore(empty_place, tmp_path / "newer", keys, clock.now, replace=False)


def test_what_is_not_there_is_refused(database_url, keys, clock, tmp_path):
    with pytest.raises(CopyRefused, match="is not there"):
        restore(database_url, tmp_path / "none", keys, clock.now, replace=True)


def test_the_guards_are_there_after_a_restore(file, empty_place, keys, clock):
    restore(empty_place, file, keys, clock.now, replace=False)
    engine = engine_for(parsed(empty_place))
    with pytest.raises(sa.exc.DBAPIError), engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM log_leaves"))
    engine.dispose()


# --- SQLite ----------------------------------------------------------------------------


def test_the_old_one_is_moved_aside_whole(sqlite_url, place, saved, keys, clock):
    found = restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two"]
    assert found.aside.name.startswith(f"{place.name}.before-2")
    assert kept(f"sqlite:///{found.aside}", keys, clock) == ["one", "two", "three"]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert beside(place) == [place.name, found.aside.name]


def test_the_old_ones_log_is_moved_with_it(sqlite_url, place, saved, keys, clock):
    """A killed bot leaves it; beside another database it would be read into that."""
    with process("endless", sqlite_url) as other:
        other.stdout.readline()
        other.kill()
        other.wait()
    assert Path(f"{place}-wal").stat().st_size
    found = restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two"]
    assert kept(f"sqlite:///{found.aside}", keys, clock)[:4] == ["one", "two", "three", "other 0"]


def test_a_damaged_old_one_is_moved_as_it_is(sqlite_url, place, saved, keys, clock):
    place.write_bytes(b"nothing of a database")
    for end in ("-wal", "-shm"):
        Path(f"{place}{end}").write_bytes(b"left over")
    found = restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two"]
    assert found.aside.read_bytes() == b"nothing of a database"
    assert Path(f"{found.aside}-wal").read_bytes() == b"left over"


def test_a_log_that_is_left_over_is_not_read_into_the_backup(sqlite_url, place, saved, keys, clock):
    """The database itself is lost, its log is not: it is moved aside, and only if asked."""
    place.unlink()
    wal = Path(f"{place}-wal")
    wal.write_bytes(b"left over")
    with pytest.raises(CopyRefused, match="-wal is there already"):
        restore(sqlite_url, saved, keys, clock.now, replace=False)
    found = restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert Path(f"{found.aside}-wal").read_bytes() == b"left over"
    assert kept(sqlite_url, keys, clock) == ["one", "two"]


def test_while_a_bot_holds_the_file_it_is_refused(sqlite_url, place, saved, keys, clock):
    before = digest(place)
    with worker_place(sqlite_url), pytest.raises(CopyRefused, match="a bot runs"):
        restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert digest(place) == before
    restore(sqlite_url, saved, keys, clock.now, replace=True)


def test_while_another_process_has_it_open_it_is_refused(sqlite_url, place, saved, keys, clock):
    with process("hold", sqlite_url) as other:
        assert other.stdout.readline() == "begun\n"
        with pytest.raises(CopyRefused, match="another process has the database open"):
            restore(sqlite_url, saved, keys, clock.now, replace=True)
        other.stdin.write("\n")
        other.stdin.flush()
        assert other.stdout.readline() == "committed\n"
        other.wait()
    assert kept(sqlite_url, keys, clock) == ["one", "two", "three", "other"]
    assert beside(place) == [place.name]
    restore(sqlite_url, saved, keys, clock.now, replace=True)


def test_a_file_with_a_log_of_its_own_is_no_backup(sqlite_url, saved, keys, clock, tmp_path):
    wal = tmp_path / f"{saved.name}-wal"
    wal.write_bytes(b"x")
    with pytest.raises(CopyRefused, match="lies beside it"):
        restore(sqlite_url, saved, keys, clock.now, replace=True)
    wal.write_bytes(b"")
    restore(sqlite_url, saved, keys, clock.now, replace=True)


def test_what_is_no_database_of_ours_is_refused(*, sqlite_url, place, saved, keys, clock, tmp_path):
    foreign = tmp_path / "foreign"
    connection = sqlite3.connect(foreign)
    connection.execute("CREATE TABLE one (two)")
    connection.close()
    damaged = tmp_path / "damaged"
    damaged.write_bytes(saved.read_bytes()[:-4096])
    for one, sentence in (
        (foreign, "no database of Preclear"), (damaged, "damaged|cannot be read"),
        (Path(__file__), "no SQLite database"), (place, "the database itself"),
    ):  # fmt: skip
        with pytest.raises(CopyRefused, match=sentence):
            restore(sqlite_url, one, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two", "three"]
    assert beside(place) == [place.name]


def test_a_copy_by_sqlites_own_tool_is_restored_and_marked(
    *, sqlite_url, place, saved, keys, clock, tmp_path
):
    del saved
    plain = tmp_path / "plain"
    with sqlite3.connect(place) as one, sqlite3.connect(plain) as two:
        one.backup(two)
    one.close()
    two.close()
    assert restore(sqlite_url, plain, keys, clock.now, replace=True).log_size == 3
    database = opened(sqlite_url, keys, clock)
    assert database.run_now(copy_mark.read).log_size == 3
    database.close_now()


@pytest.mark.parametrize("step", ["_prove", "_let_go", "_move_aside", "settle_folder", "rename"])
def test_stopped_at_any_step_the_old_or_the_new_one_is_whole(
    *, sqlite_url, place, saved, keys, clock, monkeypatch, step
):
    """And the command, given again, goes through; nothing that was there is gone."""

    class Killed(BaseException):
        pass

    def die(*_arguments, **_more):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(restores, "_sweep", lambda _draft: None)  # nobody clears up then
        if step == "rename":
            patched.setattr(Path, "rename", die)
        else:
            patched.setattr(restores, step, die)
        with pytest.raises(Killed):
            restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two", "three"]
    clock.pass_(1)
    found = restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two"]
    assert kept(f"sqlite:///{found.aside}", keys, clock) == ["one", "two", "three"]
    assert beside(place) == [place.name, found.aside.name]


def test_without_links_it_is_moved(sqlite_url, saved, keys, clock, monkeypatch):
    def refuse(*_names):
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    found = restore(sqlite_url, saved, keys, clock.now, replace=True)
    assert kept(sqlite_url, keys, clock) == ["one", "two"]
    assert kept(f"sqlite:///{found.aside}", keys, clock) == ["one", "two", "three"]


def test_an_older_backup_is_brought_up_to_date(sqlite_url, keys, clock, tmp_path, monkeypatch):
    """As the first migrations made it, with rows of their time."""
    old = f"sqlite:///{tmp_path / 'old.db'}"
    del sqlite_url
    _upgrade_to(old, "0003", monkeypatch)
    file = tmp_path / "backup"
    assert backup(old, file, clock.now()).version == "0003"
    new = f"sqlite:///{tmp_path / 'new.db'}"
    assert not restore(new, file, keys, clock.now, replace=False).due
    upgrade.check(new)


def _upgrade_to(url, version, monkeypatch):
    real = command.upgrade
    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", lambda config, _head: real(config, version))
        upgrade.upgrade(url)


# --- PostgreSQL ------------------------------------------------------------------------


@pytest.fixture
def dumped(postgres, postgres_url, keys, clock, tmp_path):
    if shutil.which("pg_dump") is None:
        leave_out("backups of PostgreSQL", "pg_dump is not on PATH")
    write(postgres_url, keys, clock, "one", "two")
    made = tmp_path / "backup"
    backup(postgres_url, made, clock.now())
    with postgres.database(upgraded=False) as url:
        yield made, url


def test_one_that_stops_halfway_leaves_nothing_and_is_given_again(
    dumped, keys, clock, monkeypatch, tmp_path
):
    """A restore that breaks at its last statement; then the database has the mark alone."""
    made, url = dumped
    real = shutil.which("pg_restore")
    program = tmp_path / "pg_restore"
    program.write_text(
        '#!/bin/sh\ncase "$*" in *--single-transaction*) '
        f'{real} --data-only "$@"; exit 1;; esac\nexec {real} "$@"\n'
    )
    program.chmod(0o755)
    with monkeypatch.context() as patched:
        patched.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        with pytest.raises(CopyRefused, match="pg_restore could not do it"):
            restore(url, made, keys, clock.now, replace=False)
    assert tables_of(url) == ["preclear_copy"]
    restore(url, made, keys, clock.now, replace=False)
    assert kept(url, keys, clock) == ["one", "two"]


def test_a_database_with_somebody_elses_table_is_left(dumped, keys, clock):
    made, url = dumped
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE mine (one int)")
    with pytest.raises(CopyRefused, match="not empty"):
        restore(url, made, keys, clock.now, replace=True)
    assert tables_of(url) == ["mine"]


def test_half_a_dump_is_refused(dumped, keys, clock):
    made, url = dumped
    content = made.read_bytes()
    made.write_bytes(content[: len(content) // 2])
    with pytest.raises(CopyRefused, match="cannot be read as a backup"):
        restore(url, made, keys, clock.now, replace=False)
    assert tables_of(url) == []
    made.write_bytes(content)
    restore(url, made, keys, clock.now, replace=False)


def test_an_older_dump_says_that_the_tables_are_due(postgres, keys, clock, tmp_path, monkeypatch):
    made = tmp_path / "backup"
    with postgres.database(upgraded=False) as old, postgres.database(upgraded=False) as new:
        _upgrade_to(old, "0003", monkeypatch)
        backup(old, made, clock.now())
        assert restore(new, made, keys, clock.now, replace=False).due
