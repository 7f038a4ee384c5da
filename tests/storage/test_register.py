"""The register opens as it was written, always looks new, and never passes for another version."""

import pytest
import sqlalchemy as sa

from storage.database import Database
from storage.errors import StatementRefused
from storage.register import STEP, Register
from storage.sealed import KeyFile, NotSealedHere
from storage.tables import RegisterRow

TABLE = RegisterRow.__table__
DOCUMENT = {"restrictions": [{"matter": "Heron"}]}


def write(database, document, above=0, register=None):
    found = register or Register()
    return database.run_now(lambda tx: found.write(tx, document, above=above))


def read(database, register=None):
    return database.run_now((register or Register()).read)


def row(database):
    return database.run_now(lambda tx: tx.execute(sa.select(TABLE)).mappings().one())


def test_before_the_first_tick_it_is_empty(database):
    opened = read(database)
    assert (opened.version, dict(opened.document)) == (0, {})


def test_it_reads_back_at_its_version(database):
    assert write(database, DOCUMENT) == 1
    assert write(database, {**DOCUMENT, "more": 1}, above=1) == 2
    opened = read(database)
    assert (opened.version, opened.document) == (2, {**DOCUMENT, "more": 1})


def test_the_same_document_is_written_unlike_each_time_and_at_one_size(database):
    write(database, DOCUMENT)
    first = row(database)
    write(database, DOCUMENT, above=1)
    second = row(database)
    for column in ("wrapped", "sealed"):
        assert first[column] != second[column]
        assert len(first[column]) == len(second[column])
    assert len(first["sealed"]) % STEP == 12 + 16
    assert b"Heron" not in first["sealed"]


def test_each_version_has_a_data_key_of_its_own(database):
    found = set()
    for version in (1, 2, 3):
        write(database, DOCUMENT, above=version - 1)
        wrapped = row(database)["wrapped"]
        name = f"register {version}"
        found.add(database.run_now(lambda tx, name=name, wrapped=wrapped: tx.unwrap(name, wrapped)))
    assert len(found) == 3


def test_it_grows_by_whole_steps(database):
    noise = database.run_now(lambda tx: tx.random.bytes(STEP).hex())
    sizes = set()
    for version, length in enumerate((0, 100, STEP // 2, STEP, 2 * STEP)):
        write(database, {"noise": noise[:length]}, above=version)
        sizes.add(len(row(database)["sealed"]) - 12 - 16)
    assert sizes == {STEP, 2 * STEP}


def test_a_reader_that_has_opened_it_sees_the_next_version(database):
    register = Register()
    write(database, DOCUMENT)
    assert read(database, register).document == DOCUMENT
    assert read(database, register) is read(database, register)
    write(database, {"restrictions": []}, above=1)
    assert read(database, register).document == {"restrictions": []}


@pytest.mark.parametrize("above", [0, 1, 4])
def test_no_version_is_taken_twice(database, above):
    write(database, DOCUMENT, above=4)  # version 5
    with pytest.raises(StatementRefused):
        write(database, DOCUMENT, above=above)
    assert write(database, DOCUMENT, above=5) == 6


@pytest.mark.parametrize("column", ["version", "wrapped", "sealed"])
def test_what_was_changed_does_not_open(database, column):
    write(database, DOCUMENT)
    before = row(database)
    changed = {
        "version": 2,
        "wrapped": before["wrapped"][:-1] + bytes([before["wrapped"][-1] ^ 1]),
        "sealed": before["sealed"][:-1] + bytes([before["sealed"][-1] ^ 1]),
    }
    values = {"version": 2, column: changed[column]}
    if column != "version":  # as good a version as can be forged: that of the row before
        rewrapped = database.run_now(lambda tx: tx.wrap("register 2", bytes(32)))
        values.setdefault("wrapped", rewrapped)
    database.run_now(lambda tx: tx.execute(sa.update(TABLE), values))
    with pytest.raises(NotSealedHere):
        read(database)


def test_an_older_row_does_not_pass_for_the_newest(database):
    write(database, DOCUMENT)
    old = row(database)
    write(database, {"restrictions": []}, above=1)
    forged = {"version": 3, "wrapped": old["wrapped"], "sealed": old["sealed"]}
    database.run_now(lambda tx: tx.execute(sa.update(TABLE), forged))
    with pytest.raises(NotSealedHere):
        read(database)


def test_another_key_does_not_open_it_and_an_added_one_does(sqlite_url, clock):
    old, new = bytes(range(32)), bytes(range(1, 33))

    def opened(*secrets):
        return Database.open(sqlite_url, keys=KeyFile(*secrets), now=clock.now, steady=clock.steady)

    database = opened(old)
    write(database, DOCUMENT)
    database.close_now()
    with pytest.raises(NotSealedHere):
        opened(new)
    both = opened(new, old)
    assert read(both).document == DOCUMENT
    write(both, DOCUMENT, above=1)
    both.close_now()
    alone = opened(new)
    assert read(alone).document == DOCUMENT
    alone.close_now()


def test_nothing_of_it_is_shown_when_it_is_printed(database):
    register = Register()
    write(database, DOCUMENT, register=register)
    opened = read(database, register)
    assert "Heron" not in f"{opened!r} {opened} {register!r} {register.__dict__}"


def test_it_grows_before_it_has_to_at_a_tick_that_chance_names(database):
    """So that the tick at which it would burst is not that of an act; it never shrinks."""
    register = Register()
    noise = database.run_now(lambda tx: tx.random.bytes(STEP).hex())
    nearly_full = {"noise": noise[: int(STEP * 1.55)]}  # hex is pressed to some 0.57 of its length

    def written(document, drawn, above):
        def run(tx):
            tx.random = Drawn(tx.random, drawn)
            return register.write(tx, document, above=above)

        database.run_now(run)
        return (len(row(database)["sealed"]) - 28) // STEP

    unlucky, lucky = b"\xff\xff", b"\x00\x00"
    sizes = [
        written(document, drawn, above)
        for above, (document, drawn) in enumerate(
            [
                ({}, lucky),
                (nearly_full, unlucky),
                (nearly_full, lucky),
                (nearly_full, unlucky),
                ({}, unlucky),
                ({}, lucky),
            ]
        )
    ]
    assert sizes == [1, 1, 2, 2, 2, 2]


class Drawn:
    """Gives what a test says where two bytes are drawn, and else what chance gives."""

    def __init__(self, random, two):
        self._random, self._two = random, two

    def bytes(self, count):
        return self._two if count == 2 else self._random.bytes(count)
