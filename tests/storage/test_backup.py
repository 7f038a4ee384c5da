"""A backup is whole, of one moment, proven before it has a name, and marked as a copy."""

import shutil
import sqlite3
import stat
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from storage import backup as backups
from storage import copy_mark, deliveries, log, pg_copies
from storage.backup import backup
from storage.engines import engine_for, parsed
from storage.errors import CopyRefused, DatabaseUnavailable
from storage.restore import restore
from storage.tables_drafts import DraftRow
from storage.upgrade import HEAD
from tests.left_out import leave_out
from tests.storage.test_processes import numbers, opened, process


def write(url, keys, clock, *names):
    database = opened(url, keys, clock)
    for name in names:
        database.run_now(
            lambda tx, n=name: tx.log("request:pending", actor="U1", sealed={"key": n})
        )
    database.close_now()


def kept(url, keys, clock):
    database = opened(url, keys, clock)
    found = numbers(database)
    database.close_now()
    return found


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backups" / "one"


@pytest.fixture(autouse=True)
def folder(file):
    file.parent.mkdir()


def test_it_holds_what_was_written_says_so_and_is_its_owners_alone(
    database_url, empty_place, keys, clock, file
):
    write(database_url, keys, clock, "one", "two")
    copied = backup(database_url, file, clock.now())
    assert (copied.version, copied.log_size, copied.bytes) == (HEAD, 2, file.stat().st_size)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    write(database_url, keys, clock, "three")
    assert restore(empty_place, file, keys, clock.now, replace=False).log_size == 2
    assert kept(empty_place, keys, clock) == ["one", "two"]
    assert kept(database_url, keys, clock) == ["one", "two", "three"]


def test_what_was_typed_and_not_sent_is_in_no_backup(database_url, empty_place, keys, clock, file):
    database = opened(database_url, keys, clock)
    row = {"id": "d", "at": clock.now(), "sealed": b"what-was-typed"}
    database.run_now(lambda tx: tx.execute(DraftRow.__table__.insert(), row))
    database.close_now()
    backup(database_url, file, clock.now())
    assert b"what-was-typed" not in file.read_bytes()
    restore(empty_place, file, keys, clock.now, replace=False)
    for url, count in ((empty_place, 0), (database_url, 1)):
        database = opened(url, keys, clock)
        asked = sa.select(sa.func.count()).select_from(DraftRow.__table__)
        assert database.run_now(lambda tx, asked=asked: tx.execute(asked).scalar()) == count
        database.close_now()


def test_beside_a_process_that_commits_all_the_time(database_url, empty_place, keys, clock, file):
    """It holds all that was acknowledged before it began, and each act whole."""
    with process("endless", database_url) as other:
        told = [int(other.stdout.readline()) for _ in range(5)][-1]
        copied = backup(database_url, file, clock.now())
        assert int(other.stdout.readline()) > told  # it went on meanwhile
    restore(empty_place, file, keys, clock.now, replace=False)
    database = opened(empty_place, keys, clock)
    found = numbers(database)
    assert found == [f"other {number}" for number in range(copied.log_size)]
    assert len(found) > told
    for key in found:
        assert database.run_now(lambda tx, key=key: deliveries.find_key(tx, key)) is not None
    database.close_now()


def test_nothing_is_overwritten(database_url, keys, clock, file):
    write(database_url, keys, clock, "one")
    file.write_text("mine")
    with pytest.raises(CopyRefused, match="never overwritten"):
        backup(database_url, file, clock.now())
    assert file.read_text() == "mine"


def test_nothing_is_overwritten_that_came_meanwhile(sqlite_url, clock, file, monkeypatch):
    monkeypatch.setattr(backups, "_sync", lambda _draft: file.write_text("mine"))
    with pytest.raises(CopyRefused, match="never overwritten"):
        backup(sqlite_url, file, clock.now())
    assert [one.read_text() for one in file.parent.iterdir()] == ["mine"]


def test_where_links_are_not_known_it_gets_its_name_all_the_same(
    sqlite_url, clock, file, monkeypatch
):
    def refuse(*_names):
        raise PermissionError

    monkeypatch.setattr("os.link", refuse)
    assert backup(sqlite_url, file, clock.now()).log_size == 0
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_a_database_without_tables_or_that_is_not_there(empty_url, tmp_path, clock, file):
    with pytest.raises(CopyRefused, match="no tables"):
        backup(empty_url, file, clock.now())
    with pytest.raises((CopyRefused, DatabaseUnavailable)):
        backup(f"sqlite:///{tmp_path / 'no' / 'folder.db'}", file, clock.now())
    assert list(file.parent.iterdir()) == []


def test_a_folder_that_is_not_there(database_url, clock, file):
    with pytest.raises(CopyRefused, match="folder that is there"):
        backup(database_url, file.parent / "none" / "one", clock.now())


def test_a_damaged_database_gives_no_backup(sqlite_url, keys, clock, file):
    write(sqlite_url, keys, clock, *map(str, range(50)))
    source = Path(parsed(sqlite_url).database)
    content = bytearray(source.read_bytes())
    place = content.rindex(b"request:pending")
    page = place // 4096 * 4096
    content[page : page + 64] = b"\xff" * 64
    source.write_bytes(content)
    with pytest.raises((CopyRefused, DatabaseUnavailable)):
        backup(sqlite_url, file, clock.now())
    assert list(file.parent.iterdir()) == []


def test_a_log_with_a_gap_gives_no_backup(database_url, empty_place, keys, clock, file):
    """Twin: the same log without the gap."""
    del empty_place
    write(database_url, keys, clock, "one", "two")
    engine = engine_for(parsed(database_url))
    with engine.begin() as connection:
        for guard in ("log_head_kept", "log_head_forward"):
            on = " ON log_head" if engine.dialect.name == "postgresql" else ""
            connection.execute(sa.text(f"DROP TRIGGER IF EXISTS {guard}{on}"))
        connection.execute(sa.text("UPDATE log_head SET size = 3"))
    with pytest.raises(CopyRefused, match="gaps"):
        backup(database_url, file, clock.now())
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE log_head SET size = 2"))
    engine.dispose()
    assert backup(database_url, file, clock.now()).log_size == 2


# --- the mark --------------------------------------------------------------------------


def mark_of(url, keys, clock):
    database = opened(url, keys, clock)
    found = database.run_now(copy_mark.read)
    database.close_now()
    return found


def test_the_copy_is_marked_and_what_was_copied_is_not(
    database_url, empty_place, keys, clock, file
):
    write(database_url, keys, clock, "one")
    backup(database_url, file, clock.now())
    assert mark_of(database_url, keys, clock) is None
    clock.pass_(60)
    restore(empty_place, file, keys, clock.now, replace=False)
    assert mark_of(empty_place, keys, clock).log_size == 1


def test_a_sqlite_backup_that_is_put_in_its_place_by_hand_is_marked(sqlite_url, keys, clock, file):
    """And so is a copy of it that SQLite's own tool makes."""
    backup(sqlite_url, file, clock.now())
    with sqlite3.connect(file) as one, sqlite3.connect(file.with_name("two")) as two:
        one.backup(two)
    one.close()
    two.close()
    for copy in (file, file.with_name("two")):
        assert mark_of(f"sqlite:///{copy}", keys, clock) == copy_mark.Mark(clock.now(), 0)


@pytest.fixture
def third_place(database_url, request, tmp_path):
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'third.db'}"
        return
    with request.getfixturevalue("postgres").database(upgraded=False) as url:
        yield url


def test_a_backup_of_what_was_put_back_can_be_put_back(
    *, database_url, empty_place, third_place, keys, clock, file
):
    """Whether its mark is still in it, or was taken out by the first tick."""
    write(database_url, keys, clock, "one")
    backup(database_url, file, clock.now())
    restore(empty_place, file, keys, clock.now, replace=False)
    again = file.with_name("again")
    database = opened(empty_place, keys, clock)
    database.run_now(copy_mark.take_out)
    database.close_now()
    backup(empty_place, again, clock.now())
    assert mark_of(empty_place, keys, clock) is None
    restore(third_place, again, keys, clock.now, replace=False)
    assert mark_of(third_place, keys, clock).log_size == 1


def test_what_the_log_says_of_restores_is_found(database, clock):
    assert database.run_now(copy_mark.restored) == copy_mark.Restored(None, ())
    quoted = f'"tag":"{copy_mark.TAG}"'
    database.run_now(lambda tx: tx.log("request:pending", actor="U1", open={"text": quoted}))
    assert database.run_now(copy_mark.restored).recorded == ()
    database.run_now(lambda tx: tx.log(copy_mark.TAG, actor="system", open={"register": 7}))
    (found,) = database.run_now(copy_mark.restored).recorded
    assert (found["at"], found["body"]["open"]) == (log.moment(clock.now()), {"register": 7})


# --- PostgreSQL's own programs ---------------------------------------------------------


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Put a program of our own in front of PATH; it writes down how it was called."""
    folder = tmp_path / "programs"
    folder.mkdir()

    def put(name, script):
        program = folder / name
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
        return folder

    return put


def test_without_pg_dump_a_sentence_says_what_to_install(postgres_url, clock, file, monkeypatch):
    monkeypatch.setenv("PATH", str(file.parent))
    with pytest.raises(CopyRefused, match=r"pg_dump is not on PATH.*postgresql-client"):
        backup(postgres_url, file, clock.now())
    assert list(file.parent.iterdir()) == []


def test_an_older_pg_dump_is_refused(postgres_url, clock, file, programs):
    programs("pg_dump", 'echo "pg_dump (PostgreSQL) 9.6.24"')
    with pytest.raises(CopyRefused, match="older than the server"):
        backup(postgres_url, file, clock.now())


def test_several_hosts_are_handed_on_as_the_driver_takes_them():
    for given, host, port in (
        ("@/preclear?host=a:5432&host=b:5433", "a,b", "5432,5433"),
        ("@/preclear?host=a,b&port=1,2", "a,b", "1,2"), ("@c:7/preclear", "c", "7"),
    ):  # fmt: skip
        found = pg_copies._address(parsed(f"postgresql://u:p{given}"))
        assert (found["PGHOST"], found["PGPORT"], found["PGDATABASE"]) == (host, port, "preclear")
        assert (found["PGUSER"], found["PGPASSWORD"]) == ("u", "p")


@pytest.mark.parametrize("names", [("one",), ("one", "two"), ("one", "two", "three")])
def test_a_dump_of_another_database_is_no_backup(
    *, postgres, postgres_url, keys, clock, file, programs, names
):
    """Another server of the same address list, say: whether its log is shorter or not."""
    real = shutil.which("pg_dump")
    if real is None:
        leave_out("backups of PostgreSQL", "pg_dump is not on PATH")
    write(postgres_url, keys, clock, "one", "two")
    with postgres.database() as other:
        write(other, keys, clock, *names)
        programs("pg_dump", f'PGDATABASE={parsed(other).database} exec {real} "$@"')
        with pytest.raises(CopyRefused, match="not of the database that DATABASE_URL names"):
            backup(postgres_url, file, clock.now())
        assert list(file.parent.iterdir()) == []
        programs("pg_dump", f'exec {real} "$@"')
        assert backup(postgres_url, file, clock.now()).log_size == 2


def test_a_program_gets_the_password_and_no_token_and_no_line_holds_it(
    postgres_url, clock, file, programs, monkeypatch
):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    place = parsed(postgres_url).set(password="pa ss'word", username="preclear")
    seen = programs(
        "pg_dump",
        'here=$(dirname "$0"); echo "pg_dump (PostgreSQL) 99.1"; echo "$*" >> "$here/lines"; '
        'env > "$here/environment"; case "$1" in --version) ;; *) '
        'echo "pg_dump: error: no way" >&2; echo "DETAIL: a row" >&2; exit 1;; esac',
    )
    with pytest.raises(CopyRefused) as refused:
        backup(place.render_as_string(hide_password=False), file, clock.now())
    assert str(refused.value) == "pg_dump could not do it (no way)"
    said = dict(line.split("=", 1) for line in (seen / "environment").read_text().splitlines())
    assert (said["PGPASSWORD"], said["PGUSER"]) == ("pa ss'word", "preclear")
    assert said["PGHOST"] == place.query["host"]
    assert said["PGDATABASE"] == place.database
    assert "xoxb-secret" not in said.values()
    assert "ss'word" not in (seen / "lines").read_text()


def test_what_is_no_dump_of_ours_is_refused(postgres, clock, file, keys, tmp_path):
    """An SQLite backup, another program's dump, half a dump; nothing is made of them."""
    for name, content in (("text", b"no dump"), ("sqlite", b"SQLite format 3\0" * 64)):
        wrong = tmp_path / name
        wrong.write_bytes(content)
        with postgres.database(upgraded=False) as url:
            with pytest.raises(CopyRefused, match="cannot be read as a backup"):
                restore(url, wrong, keys, clock.now, replace=False)
            assert tables_of(url) == []
    with postgres.database(upgraded=False) as url:
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE log_head (other int)")
            connection.execute("INSERT INTO log_head VALUES (1)")
        file.touch()
        with pytest.raises(CopyRefused, match="no backup of Preclear"):
            pg_copies.dump(parsed(url), file)


def tables_of(url):
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return sorted(name for (name,) in found)
