"""A drill opens every sealed table, and says which ones a set of keys does not open."""

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from storage.database import Database
from storage.drill import Tried, drill, sealed_tables
from storage.register import Register
from storage.sealed import SIZES, KeyFile, NotSealedHere

OLD, NEW = b"1" * 32, b"2" * 32
LOOSE = {"reasons"}  # sealed by the same means, inside the register


@pytest.fixture
def opened(database_url, clock):
    databases = []

    def make(*secrets, proven=True):
        databases.append(
            Database.open(
                database_url, keys=KeyFile(*secrets), now=clock.now, steady=clock.steady,
                proven=proven,
            )
        )  # fmt: skip
        return databases[-1]

    yield make
    for database in databases:
        database.close_now()


def row_of(tx, table, number):
    """Make a row of any sealed table, with something in every column that wants it."""
    (key,) = table.primary_key
    values = {
        column.name: 1 if isinstance(column.type, sa.Integer) else str(number)
        for column in table.columns
        if not column.nullable
    }
    values |= {one.name: False for one in table.columns if isinstance(one.type, sa.Boolean)}
    values |= {name: tx.now for name in ("at", "due_at") if name in table.c}
    values |= {name: number for name in ("index", "seq") if name in table.c}
    values["sealed"] = tx.seal(table.name, str(values[key.name]), {"n": number})
    return values


def fill(database, number):
    """Put one row into every sealed table, and write the register."""

    def write(tx):
        for table in sealed_tables():
            tx.execute(sa.insert(table), row_of(tx, table, number))
        Register().write(tx, {}, above=Register().read(tx).version)

    database.run_now(write)


def tried(database):
    return {one.table: one.opens for one in database.run_now(drill)}


def test_every_sealed_table_is_among_them():
    named = {table.name for table in sealed_tables()}
    assert named == set(SIZES) - LOOSE
    with_sealed = {n for n, table in SQLModel.metadata.tables.items() if "sealed" in table.c}
    assert with_sealed == named | {"register"}


def test_an_empty_database_has_nothing_yet(opened):
    database = opened(OLD)
    assert set(tried(database).values()) == {None}
    assert database.run_now(drill)[0] == Tried("register", opens=None)


def test_the_right_keys_open_everything_and_others_nothing(opened):
    fill(opened(OLD), 1)
    assert set(tried(opened(OLD)).values()) == {True}
    assert set(tried(opened(NEW, proven=False)).values()) == {False}


def test_a_copy_from_before_a_rotation_is_found_wanting(opened, clock):
    """The newest rows do not open, and the register neither."""
    fill(opened(OLD), 1)
    clock.pass_(60)
    fill(opened(NEW, OLD), 2)
    assert set(tried(opened(NEW, OLD)).values()) == {True}
    assert set(tried(opened(OLD, proven=False)).values()) == {False}


def test_a_copy_without_the_old_key_is_found_wanting(opened, clock):
    """The oldest rows do not open; the register is wrapped anew and does."""
    fill(opened(OLD), 1)
    clock.pass_(60)
    fill(opened(NEW, OLD), 2)
    found = tried(opened(NEW, proven=False))
    assert found.pop("register") is True
    assert set(found.values()) == {False}


def test_one_row_that_was_moved_is_found_in_its_table(opened):
    database = opened(OLD)
    fill(database, 1)
    table = next(one for one in sealed_tables() if one.name == "deliveries")

    def moved(tx):
        tx.execute(
            sa.insert(table), row_of(tx, table, 2) | {"sealed": row_of(tx, table, 1)["sealed"]}
        )

    database.run_now(moved)
    assert [name for name, opens in tried(database).items() if not opens] == ["deliveries"]


def test_a_key_file_that_lacks_its_oldest_or_newest_line_is_refused_at_the_start(opened):
    """Without its oldest it would open the newest rows, and give every message another name."""
    for number, secrets in enumerate(((OLD,), (NEW, OLD))):
        opened(*secrets).run_now(
            lambda tx, n=number: tx.log("request:pending", actor="U1", sealed={"n": n})
        )
    opened(NEW, OLD)
    for alone in (OLD, NEW):
        with pytest.raises(NotSealedHere):
            opened(alone)
