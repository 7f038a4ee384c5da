"""What is kept between transactions is what stands on record, whoever wrote last."""

import pytest

from clearance.people import by_slack_id, import_people, people
from storage import log
from storage.database import Database
from storage.standing import ELSEWHERE, TABLES

LIST = "slack_id,name,roles\nU0A,Ada,employee\nU0B,Ben,employee\n"
RENAMED = "slack_id,name,roles\nU0A,Ada Lovelace,employee\n"


@pytest.fixture
def other(database_url, keys, clock):
    """Open the same database a second time, as another process does."""
    opened = Database.open(database_url, keys=keys, now=clock.now, steady=clock.steady)
    yield opened
    opened.close_now()


def name(database):
    return database.run_now(lambda tx: by_slack_id(tx, "U0A").name)


def record(tx):
    tx.log("request:pending", actor="somebody")


def statements(database, fn):
    """Say which tables a transaction reads from."""
    from sqlalchemy import event  # noqa: PLC0415

    seen = []
    listen = lambda _c, _cursor, text, *_: seen.append(text)  # noqa: E731
    event.listen(database._engine, "before_cursor_execute", listen)
    database.run_now(fn)
    event.remove(database._engine, "before_cursor_execute", listen)
    return seen


def of_people(seen):
    return [one for one in seen if "FROM people" in one]


def test_it_is_read_once_and_again_after_a_change(database):
    database.run_now(lambda tx: import_people(tx, LIST, "test"))
    assert of_people(statements(database, people))
    assert not of_people(statements(database, people))
    database.run_now(record)
    assert not of_people(statements(database, people))
    database.run_now(lambda tx: import_people(tx, RENAMED, "test"))
    assert name(database) == "Ada Lovelace"


def test_another_process_s_change_is_seen_at_once(database, other):
    database.run_now(lambda tx: import_people(tx, LIST, "test"))
    assert name(database) == name(other) == "Ada"
    other.run_now(lambda tx: import_people(tx, RENAMED, "test"))
    assert name(database) == "Ada Lovelace"


def test_another_process_s_requests_drop_nothing(database, other):
    database.run_now(lambda tx: import_people(tx, LIST, "test"))
    assert name(database) == "Ada"
    for _ in range(3):
        other.run_now(record)
    assert not of_people(statements(database, people))
    other.run_now(record)
    other.run_now(lambda tx: import_people(tx, RENAMED, "test"))
    other.run_now(record)
    assert name(database) == "Ada Lovelace"


def test_what_was_rolled_back_is_not_kept(database):
    database.run_now(lambda tx: import_people(tx, LIST, "test"))

    def broken(tx):
        import_people(tx, RENAMED, "test")
        assert by_slack_id(tx, "U0A").name == "Ada Lovelace"
        raise KeyError

    with pytest.raises(KeyError):
        database.run_now(broken)
    assert name(database) == "Ada"


def test_a_log_that_is_another_is_not_taken_for_ours(database, other):
    """After a restore the log may be as long as it was and still be another."""
    database.run_now(lambda tx: import_people(tx, LIST, "test"))
    assert name(database) == "Ada"
    shelf = database._standing._shelf
    (mark,) = [one for one in shelf.marks if one == max(shelf.marks)]
    shelf.marks.clear()
    shelf.marks[mark._replace(edge=bytes(len(mark.edge)))] = None
    other.run_now(record)
    assert of_people(statements(database, people))


def test_a_record_of_elsewhere_holds_no_row_that_stands(database):
    def lying(tx):
        tx.wrote("people", {"id": "1"})
        tx.log("request:pending", actor="somebody")

    with pytest.raises(LookupError, match="holds rows that stand"):
        database.run_now(lying)
    assert set(log.TAGS) >= ELSEWHERE
    assert "requests" not in TABLES
