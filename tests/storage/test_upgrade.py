"""Upgrading: models and migrations say the same, and a database that is behind is refused."""

import importlib
import pkgutil
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

import storage
from storage import upgrade
from storage.database import Database
from storage.engines import engine_for, parsed
from storage.errors import BadDatabaseUrl, DatabaseUnavailable, NotUpgraded

for module in pkgutil.iter_modules(storage.__path__):
    if module.name.startswith("tables"):
        importlib.import_module(f"storage.{module.name}")


def opened(url, keys, clock):
    return Database.open(url, keys=keys, now=clock.now, steady=clock.steady)


def rewrite_version(url, version):
    engine = engine_for(parsed(url))
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version})
    engine.dispose()


def test_models_and_migrations_agree(database_url):
    engine = engine_for(parsed(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()


def test_the_head_is_the_newest_migration():
    config = Config()
    config.set_main_option("script_location", str(Path(upgrade.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [upgrade.HEAD]


def test_an_empty_database_is_pending_then_refused_then_upgraded(empty_url, keys, clock):
    assert upgrade.pending(empty_url)
    with pytest.raises(NotUpgraded, match="run preclear db upgrade"):
        opened(empty_url, keys, clock)
    upgrade.upgrade(empty_url)
    assert not upgrade.pending(empty_url)
    opened(empty_url, keys, clock).close_now()


def test_upgrading_twice_changes_nothing(database_url, keys, clock):
    upgrade.upgrade(database_url)
    opened(database_url, keys, clock).close_now()


@pytest.mark.parametrize(
    ("version", "sentence"),
    [("0000", "run preclear db upgrade"), ("9999", "install the newer program")],
)
def test_another_version_is_refused(database_url, keys, clock, version, sentence):
    rewrite_version(database_url, version)
    assert upgrade.pending(database_url)
    with pytest.raises(NotUpgraded, match=sentence):
        opened(database_url, keys, clock)
    rewrite_version(database_url, upgrade.HEAD)
    opened(database_url, keys, clock).close_now()


def test_asking_makes_no_file(tmp_path, keys, clock):
    file = tmp_path / "not_there.db"
    assert upgrade.pending(f"sqlite:///{file}")
    with pytest.raises(NotUpgraded):
        opened(f"sqlite:///{file}", keys, clock)
    assert not file.exists()


def test_the_file_is_its_owners_alone(tmp_path):
    file = tmp_path / "preclear.db"
    upgrade.upgrade(f"sqlite:///{file}")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(DatabaseUnavailable, match="make its folder"):
        upgrade.upgrade(f"sqlite:///{tmp_path}/nowhere/preclear.db")


def test_a_file_that_is_no_database_is_said_so(tmp_path, keys, clock):
    file = tmp_path / "notes.db"
    file.write_text("this is a shopping list, and a long one " * 40)
    with pytest.raises(DatabaseUnavailable, match="NOTADB"):
        opened(f"sqlite:///{file}", keys, clock)


def test_an_upgrade_that_fails_leaves_nothing(empty_url, monkeypatch):
    """Half of a migration is none: the tables made before the failure are gone."""

    def broken(*_arguments):
        raise RuntimeError("half way")

    monkeypatch.setattr("storage.migrations.guards.counts_up", broken)
    with pytest.raises(RuntimeError, match="half way"):
        upgrade.upgrade(empty_url)
    monkeypatch.undo()
    assert upgrade.pending(empty_url)
    engine = engine_for(parsed(empty_url))
    with engine.connect() as connection:
        assert sa.inspect(connection).get_table_names() == []
    engine.dispose()
    upgrade.upgrade(empty_url)


@pytest.mark.parametrize(
    "url",
    ["", "preclear.db", "mysql://u:hunter2@host/db", "sqlite://", "sqlite:///:memory:"],
)
def test_a_url_that_cannot_be_used_is_refused_without_repeating_it(url):
    with pytest.raises(BadDatabaseUrl, match="sqlite:///FILE or postgresql://") as refused:
        upgrade.pending(url)
    assert "hunter2" not in str(refused.value)


def test_a_server_that_is_not_there(keys, clock):
    with pytest.raises(DatabaseUnavailable, match="server cannot be reached") as refused:
        opened("postgresql://preclear:hunter2@127.0.0.1:1/preclear", keys, clock)
    assert "hunter2" not in str(refused.value)
    assert refused.value.__context__ is None


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_every_way_to_write_postgresql_is_psycopg(scheme):
    assert parsed(f"{scheme}://u@h/d").drivername == "postgresql+psycopg"
