"""`preclear db`: a backup that is said to be sound, and a restore that says what happens next."""

from types import SimpleNamespace

import pytest
from pydantic import SecretStr
from sqlalchemy import make_url

from bot.starting import CannotStartError, sole_worker
from storage.sealed import KeyFile
from storage.worker_place import worker_place
from tests.bot.test_keys_command import PERSON


@pytest.fixture
def recorded(call, write):
    """Have something on the record, so that the log has an entry."""
    assert call("people", "import", write("people.csv", PERSON))[0] == 0
    return call


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backup"


def test_there_and_back(recorded, file, write, tmp_path):
    status, said = recorded("db", "backup", file)
    assert (status, "1 record in the log. It was read back and is sound" in said) == (0, True)
    recorded("people", "import", write("people.csv", PERSON.replace("Eng", "Engel")))
    status, said = recorded("db", "restore", file)
    assert (status, "--replace" in said) == (2, True)
    assert "Carla Engel" in recorded("people", "list")[1]
    status, said = recorded("db", "restore", file, "--replace")
    assert status == 0, said
    for words in ("1 record in the log", "nothing was deleted", "approvals stop", "by telephone"):
        assert words in said
    assert "db upgrade" not in said
    assert "Carla Eng " in recorded("people", "list")[1]
    assert len(list(tmp_path.glob("preclear.db.before-*"))) == 1


def test_a_backup_needs_no_key_and_a_restore_its_own(recorded, file, tmp_path, monkeypatch):
    monkeypatch.delenv("PRECLEAR_KEY_FILE")
    assert recorded("db", "backup", file)[0] == 0
    status, said = recorded("db", "restore", file, "--replace")
    assert (status, "PRECLEAR_KEY_FILE: not set" in said) == (2, True)
    KeyFile.make(tmp_path / "other.key")
    monkeypatch.setenv("PRECLEAR_KEY_FILE", str(tmp_path / "other.key"))
    status, said = recorded("db", "restore", file, "--replace")
    assert (status, "the key does not open it" in said) == (2, True)
    monkeypatch.setenv("PRECLEAR_KEY_FILE", str(tmp_path / "preclear.key"))
    assert recorded("db", "restore", file, "--replace")[0] == 0


def test_no_backup_is_made_twice_of_one_name_and_none_of_nothing(
    recorded, file, tmp_path, monkeypatch
):
    assert recorded("db", "backup", file)[0] == 0
    status, said = recorded("db", "backup", file)
    assert (status, "never overwritten" in said) == (2, True)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'none.db'}")
    status, said = recorded("db", "backup", tmp_path / "second")
    assert (status, "No backup was made: the database has no tables" in said) == (2, True)


def test_a_bot_has_to_be_stopped_for_a_restore_and_not_for_a_backup(recorded, file, sqlite_url):
    with worker_place(sqlite_url):
        assert recorded("db", "backup", file)[0] == 0
        status, said = recorded("db", "restore", file, "--replace")
        assert (status, "a bot runs on this database" in said) == (2, True)
    assert recorded("db", "restore", file, "--replace")[0] == 0


def test_on_postgresql_no_password_is_shown(recorded, file, postgres_url, monkeypatch):
    """A server that is not there, and one whose programs are not: the sentence has no URL."""
    place = make_url(postgres_url).set(username="preclear", password="pa55word")
    away = place.set(host="127.0.0.1", port=1, query={})
    for url in (place, away):
        monkeypatch.setenv("DATABASE_URL", url.render_as_string(hide_password=False))
        monkeypatch.setenv("PATH", str(file.parent))
        for command in (("backup", file), ("restore", file.parent / "people.csv")):
            status, said = recorded("db", *command)
            assert status == 2
            assert "pa55word" not in said


def test_on_postgresql_there_and_back(
    *, recorded, write, file, postgres, postgres_url, monkeypatch
):
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    recorded("people", "import", write("people.csv", PERSON))
    status, said = recorded("db", "backup", file)
    assert (status, "1 record in the log" in said) == (0, True), said
    status, said = recorded("db", "restore", file, "--replace")
    assert (status, "not empty" in said) == (2, True)
    with postgres.database(upgraded=False) as empty:
        monkeypatch.setenv("DATABASE_URL", empty)
        status, said = recorded("db", "restore", file)
        assert (status, "approvals stop" in said) == (0, True), said
        assert "Carla Eng" in recorded("people", "list")[1]


def test_a_place_that_cannot_be_locked_is_said_at_the_start(tmp_path, sqlite_url):
    """Twin: once what lies in its way is gone."""
    settings = SimpleNamespace(database_url=SecretStr(sqlite_url))
    lock = tmp_path / "preclear.db-worker"
    lock.mkdir()
    with pytest.raises(CannotStartError, match=r"DATABASE_URL: .*-worker cannot be opened"):
        sole_worker(settings).__enter__()
    lock.rmdir()
    with sole_worker(settings) as alone:
        assert alone
