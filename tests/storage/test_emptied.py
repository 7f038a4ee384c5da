"""A log whose first entry a retention act has emptied: opened, tried, saved and put back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from storage import log, retention
from storage.backup import backup
from storage.database import Database
from storage.drill import drill
from storage.engines import engine_for, parsed
from storage.errors import CopyRefused, StatementRefused
from storage.known import check_log, check_start
from storage.known_tree import LogDiffers
from storage.restore import restore
from storage.retention import Retention
from storage.sealed import KeyFile, NotSealedHere
from storage.tables import LogBodyRow

_BODIES = LogBodyRow.__table__
EMPTY = sa.update(_BODIES).values(record="", sealed=b"")
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'log_bodies'"
OTHER = KeyFile(bytes(range(1, 33)))


def opened(url, keys, clock, **more):
    return Database.open(url, keys=keys, now=clock.now, steady=clock.steady, **more)


@pytest.fixture
def emptied(database_url, keys, clock):
    """Give a database with three entries, of which the first one is empty."""
    database = opened(database_url, keys, clock)
    for word in ("one", "two", "three"):
        database.run_now(lambda tx, word=word: tx.log("plan:recorded", actor=word))
    act = Retention(
        id="A", at=clock.now(), by="P", before=clock.now() + timedelta(1), up_to=1, asked="Q"
    )
    database.run_now(lambda tx: retention.add(tx, act))
    database.run_now(lambda tx: tx.execute(EMPTY.where(_BODIES.c.index == 0)))
    yield database
    database.close_now()


def left(database):
    return [one.removed for one in database.run_now(log.entries)]


def test_the_second_entry_is_not_covered(emptied):
    with pytest.raises(StatementRefused):
        emptied.run_now(lambda tx: tx.execute(EMPTY.where(_BODIES.c.index == 1)))
    assert left(emptied) == [True, False, False]


def test_what_is_empty_has_no_hidden_part_and_is_of_no_request(emptied):
    first, second, _ = emptied.run_now(log.entries)
    assert emptied.run_now(lambda tx: log.hidden(tx, first)) == {}
    assert set(emptied.run_now(lambda tx: log.hidden(tx, second))) == {"sealed", "restricted"}
    assert emptied.run_now(lambda tx: log.requests_of(tx, 0, 2)) == [(0, None), (1, None)]
    assert emptied.run_now(log.size) == 3


def test_a_drill_passes_it_by_and_a_wrong_key_is_still_told(emptied, database_url, clock):
    found = {one.table: one.opens for one in emptied.run_now(drill)}
    assert found["log_bodies"] is True
    with pytest.raises(NotSealedHere):
        opened(database_url, OTHER, clock)
    looked_at = opened(database_url, OTHER, clock, proven=False)
    assert {one.table: one.opens for one in looked_at.run_now(drill)}["log_bodies"] is False
    looked_at.close_now()


def test_it_is_saved_and_put_back_as_it_is(
    *, emptied, database_url, empty_place, keys, clock, tmp_path
):
    backup(database_url, tmp_path / "backup", clock.now())
    with pytest.raises(CopyRefused, match="the key does not open it"):
        restore(empty_place, tmp_path / "backup", OTHER, clock.now, replace=False)
    assert restore(empty_place, tmp_path / "backup", keys, clock.now, replace=False).log_size == 3
    again = opened(empty_place, keys, clock)
    assert left(again) == left(emptied) == [True, False, False]
    again.close_now()
    engine = engine_for(parsed(empty_place))
    for statement in (EMPTY.where(_BODIES.c.index == 1), sa.delete(_BODIES)):
        with pytest.raises(sa.exc.DBAPIError), engine.begin() as connection:
            connection.execute(statement)
    with engine.begin() as connection:
        assert connection.execute(EMPTY.where(_BODIES.c.index == 0)).rowcount == 1
    engine.dispose()


def test_a_start_goes_on_and_a_changed_entry_is_refused_all_the_same(emptied, request):
    verified = check_start(emptied.run_now, (), (), asked=False)
    assert verified.edge.size == 3
    assert check_log(emptied.run_now, (), ()).problems == ()
    engine = engine_for(parsed(request.getfixturevalue("database_url")))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.text("ALTER TABLE log_bodies DISABLE TRIGGER USER"))
        else:
            found = connection.execute(sa.text(TRIGGERS)).scalars().all()
            for name in found:
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
        connection.execute(sa.update(_BODIES).where(_BODIES.c.index == 1).values(record=" "))
    engine.dispose()
    with pytest.raises(LogDiffers):
        check_start(emptied.run_now, (), (), asked=False)
    assert len(check_log(emptied.run_now, (), ()).problems) == 1
