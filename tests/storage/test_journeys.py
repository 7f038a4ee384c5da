"""Statements that go to PostgreSQL several at a time: in order, and each held to what it is."""

import threading
import time
from contextlib import suppress
from datetime import date

import psycopg
import pytest
from sqlalchemy import bindparam, event, func, insert, select, text, update

from storage.database import Database
from storage.engines import POSTGRES_THREADS
from storage.errors import Again, DatabaseUnavailable, StatementRefused
from storage.journeys import _MOST, _value
from storage.prepared import Prepared
from storage.tables_drafts import DraftRow
from tests.storage.test_prepared import PEOPLE, REQUESTS, person, request

ADD, COUNT = (
    Prepared(insert(REQUESTS)),
    Prepared(select(func.count()).select_from(REQUESTS)),
)
ADD_DRAFT = Prepared(insert(DraftRow.__table__))


@pytest.fixture
def opened(postgres_url, keys, clock):
    """Open the database as often as a test wants it, each time as another process would."""
    all_of_them = []

    def another(more=""):
        more = more if "?" not in postgres_url else more.replace("?", "&")
        one = Database.open(postgres_url + more, keys=keys, now=clock.now, steady=clock.steady)
        all_of_them.append(one)
        return one

    yield another
    for one in all_of_them:
        one.close_now()


@pytest.fixture
def database(opened):
    return opened()


def test_what_only_adds_goes_with_the_next_question(database, journeys):
    def act(tx):
        journeys.clear()
        tx.execute(ADD, request(1))
        tx.execute(ADD, [request(2), request(3)])
        assert journeys == []
        return tx.execute(COUNT).scalar_one()

    assert database.run_now(act) == 3
    assert journeys == [["INSERT", "INSERT", "INSERT", "SELECT"]]


def test_the_end_of_an_act_is_one_journey_and_its_beginning_too(database, journeys):
    def act(tx):
        tx.execute(ADD, request(1))
        tx.deliver("key", "U0EMPLOYEE", {"what": "nothing"})
        tx.log("request:pending", actor="operator:test")

    database.run_now(act)
    first, *asked, last = journeys
    assert first == ["SELECT"]
    assert asked == [["INSERT", "SELECT"]]  # whether the message was queued before
    assert last == ["UPDATE", "INSERT", "INSERT", "INSERT"]


def test_an_update_is_waited_for_as_somebody_may_ask_how_many_it_touched(database, journeys):
    end = Prepared(update(REQUESTS).where(REQUESTS.c.id == bindparam("row")).values(status="ended"))

    def act(tx):
        tx.execute(ADD, request(1))
        journeys.clear()
        return [tx.execute(end, {"row": row}).rowcount for row in ("AAAA0001", "AAAA0002")]

    assert database.run_now(act) == [1, 0]
    assert journeys == [["INSERT", "UPDATE"], ["UPDATE"]]


def test_an_update_that_nobody_counts_waits_too(database, journeys):
    to = update(REQUESTS).where(REQUESTS.c.id == bindparam("row")).values(status="ended")
    end = Prepared(to, counted=False)

    def act(tx):
        tx.execute(ADD, request(1))
        journeys.clear()
        tx.execute(end, {"row": "AAAA0001"})
        return tx.execute(Prepared(select(REQUESTS.c.status))).scalar()

    assert database.run_now(act) == "ended"
    assert journeys == [["INSERT", "UPDATE", "SELECT"]]


def test_another_statement_does_not_overtake_what_waits(database):
    def act(tx):
        tx.execute(ADD, request(1))
        return tx.execute(select(func.count()).select_from(REQUESTS)).scalar_one()

    assert database.run_now(act) == 1


@pytest.mark.parametrize("many", [1, _MOST - 1, _MOST, _MOST + 1, 3 * _MOST + 1])
def test_many_rows_are_several_journeys(database, journeys, many):
    def act(tx):
        journeys.clear()
        tx.execute(ADD, [request(number) for number in range(many)])
        return tx.execute(COUNT).scalar_one()

    assert database.run_now(act) == many
    assert sum(len(one) for one in journeys) == many + 1
    assert max(len(one) for one in journeys) <= _MOST


def test_what_is_larger_than_the_way_there_holds_arrives_too(database):
    rows = [{"id": f"{number}", "sealed": bytes(200_000)} for number in range(60)]

    def act(tx):
        tx.execute(ADD_DRAFT, [{**row, "at": tx.now} for row in rows])
        return tx.execute(Prepared(select(DraftRow.__table__))).all()

    assert sum(len(row.sealed) for row in database.run_now(act)) == 60 * 200_000


def test_while_one_waits_for_the_server_the_others_go_on(database):
    slow, steps = Prepared(text("SELECT pg_sleep(0.5)")), []
    thread = threading.Thread(target=lambda: database.run_now(lambda tx: tx.execute(slow)))
    thread.start()
    while thread.is_alive():
        steps.append(time.monotonic())
        thread.join(0.01)
    assert len(steps) >= 5  # where Python's lock was held, one or two


def test_what_is_refused_is_told_with_the_next_question_and_nothing_is_kept(database):
    reached = []

    def act(tx):
        tx.execute(ADD, [request(1), request(1)])
        reached.append("the next one")
        tx.execute(COUNT)
        reached.append("behind it")

    with pytest.raises(StatementRefused):
        database.run_now(act)
    assert set(reached) == {"the next one"}
    assert database.run_now(lambda tx: tx.execute(COUNT).scalar_one()) == 0


@pytest.mark.parametrize("recorded", [True, False])
def test_what_is_refused_is_told_at_the_end_at_the_latest(database, recorded):
    def act(tx):
        tx.execute(ADD, [request(1), request(1)])
        if recorded:
            tx.log("request:pending", actor="operator:test")

    with pytest.raises(StatementRefused) as refused:
        database.run_now(act)
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None
    assert database.run_now(lambda tx: tx.execute(COUNT).scalar_one()) == 0


@pytest.mark.parametrize("raised", [True, False])
def test_an_attempt_undoes_what_waits_in_it_and_nothing_before_it(database, raised):
    def act(tx):
        tx.execute(ADD, request(1))
        with suppress(ZeroDivisionError), tx.attempt():
            tx.execute(ADD, request(2))
            _ = 1 // (not raised)
        tx.execute(ADD, request(3))
        return tx.execute(COUNT).scalar_one()

    assert database.run_now(act) == (2 if raised else 3)


def test_a_refused_act_does_not_have_the_statements_made_ready_again(database):
    def refused(tx):
        tx.execute(COUNT)
        raise LookupError("refused")

    def kept(tx):
        named = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'preclear_%'"
        return tx.execute(text(named)).scalar_one()

    names = []
    for _ in range(4 * 3):  # each of the four threads' connections has its turn
        with pytest.raises(LookupError):
            database.run_now(refused)
        names.append(database.run_now(kept))
    assert min(names[-4:]) >= 2


def test_a_statement_that_could_not_be_made_ready_is_tried_anew(database):
    odd = Prepared(text("SELECT count(*) FROM not_there"))
    for _ in range(2):
        with pytest.raises(StatementRefused) as refused:
            database.run_now(lambda tx: tx.execute(odd))
        assert refused.value.code == "42P01"
    assert database.run_now(lambda tx: tx.execute(COUNT).scalar_one()) == 0


def test_what_somebody_had_the_server_drop_is_made_ready_anew(database):
    for number in range(3 * POSTGRES_THREADS):
        assert database.run_now(lambda tx: tx.execute(COUNT).scalar_one()) == number
        database.run_now(lambda tx: tx.execute(text("DEALLOCATE ALL")))
        database.run_now(lambda tx, number=number: tx.execute(ADD, request(number)))


def test_a_string_that_the_server_cannot_keep_is_refused_and_not_cut(database):
    with pytest.raises(StatementRefused):
        database.run_now(lambda tx: tx.execute(ADD, request(1, source="sl\0ack")))
    database.run_now(lambda tx: tx.execute(ADD, request(1, source="slack ünïcode 🐟")))
    found = database.run_now(lambda tx: tx.execute(Prepared(select(REQUESTS.c.source))).scalar())
    assert found == "slack ünïcode 🐟"


@pytest.mark.parametrize("more", ["", "?client_encoding=latin1"])
def test_whatever_the_session_was_to_write_in_text_is_ours(opened, more):
    database = opened(more)
    database.run_now(lambda tx: tx.execute(ADD, request(1, source="Zoë 🐟")))
    plain = select(REQUESTS.c.source)
    for statement in (Prepared(plain), plain):
        asked = database.run_now(lambda tx, one=statement: tx.execute(one).scalar())
        assert asked == "Zoë 🐟"
    stored = text("SELECT octet_length(source) FROM requests")
    assert database.run_now(lambda tx: tx.execute(stored).scalar_one()) == 9


def test_what_cannot_be_sent_is_told_where_it_is_asked_for(database):
    """And not in the middle of another's statements, which would be lost with it."""

    def act(tx):
        tx.execute(ADD, request(1))
        with pytest.raises(UnicodeEncodeError):
            tx.execute(ADD, request(2, source="\ud800"))
        return tx.execute(COUNT).scalar_one()

    assert database.run_now(act) == 1


def test_each_kind_of_value_comes_back_as_it_was(database):
    blob = bytes(range(256))

    def act(tx):
        tx.execute(Prepared(insert(PEOPLE)), person(1, active=False, guest=True))
        tx.execute(ADD_DRAFT, {"id": "one", "at": tx.now, "sealed": blob})
        return (
            tx.execute(Prepared(select(PEOPLE))).one(),
            tx.execute(Prepared(select(DraftRow.__table__))).one(),
        )

    found, draft = database.run_now(act)
    assert (found.active, found.guest, found.replaces) == (False, True, None)
    assert found.acknowledged_on == date(2026, 1, 5)
    assert (draft.sealed, type(draft.sealed)) == (blob, bytes)


@pytest.mark.parametrize("value", [{1}, "\ud800"])
def test_a_value_that_cannot_be_sent_is_said_and_the_connection_serves_on(database, value):
    with pytest.raises((TypeError, UnicodeEncodeError)):
        database.run_now(lambda tx: tx.execute(ADD, request(1, source=value)))
    assert database.run_now(lambda tx: tx.execute(COUNT).scalar_one()) == 0
    assert _value(1.5) == (b"1.5", 0)


def test_on_a_new_connection_too_the_head_is_locked_before_the_snapshot(opened):
    """What an act finds at the head is what the one that held it left: it need not run again."""
    first, second = opened(), opened()
    holds, goes_on, asks = (threading.Event() for _ in range(3))
    runs = []

    def holding(tx):
        holds.set()
        assert goes_on.wait(60)
        tx.log("request:pending", actor="operator:first")

    def waiting(tx):
        runs.append(tx)
        tx.log("request:pending", actor="operator:second")

    def seen(_connection, _cursor, sql, *_):
        if sql.startswith("SELECT size, edge"):
            asks.set()

    event.listen(second._engine, "before_cursor_execute", seen)
    one = threading.Thread(target=lambda: first._in_turn(holding))
    one.start()
    assert holds.wait(60)
    other = threading.Thread(target=lambda: second._in_turn(waiting))
    other.start()
    assert asks.wait(60)
    goes_on.set()
    one.join(60)
    other.join(60)
    event.remove(second._engine, "before_cursor_execute", seen)
    assert len(runs) == 1


def test_a_server_that_is_lost_on_the_way_is_told_and_the_next_act_has_another(
    database, postgres, postgres_url
):
    def act(tx):
        tx.execute(ADD, request(1))
        tx.execute(COUNT)
        postgres.cut_connections(postgres_url)
        tx.execute(ADD, request(2))
        tx.execute(COUNT)

    with pytest.raises(DatabaseUnavailable):
        database.run_now(act)
    assert database.run_now(lambda tx: tx.execute(COUNT).scalar_one()) == 0


def test_a_journey_that_breaks_off_leaves_no_connection_behind(database, monkeypatch):
    """Somebody else's answers would be read otherwise."""

    def broken(_self, *_):
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr("storage.journeys._run", broken)
        with pytest.raises(DatabaseUnavailable):
            database.run_now(lambda tx: tx.execute(COUNT))
    assert database.run_now(lambda tx: tx.execute(COUNT).scalar_one()) == 0


def test_who_meets_another_runs_again(opened):
    """Both count and add, so that neither order of them gives what they saw."""
    one, two = opened(), opened()
    counted = []

    def act(tx):
        counted.append(tx.execute(COUNT).scalar_one())
        if len(counted) == 1:
            two.run_now(lambda other: other.execute(ADD, request(other.execute(COUNT).scalar())))
        tx.execute(ADD, request(7))
        tx.log("request:pending", actor="operator:one")

    try:
        one.run_now(act)
    except Again:  # never leaves storage
        pytest.fail("told of another's transaction")
    assert counted[-1] in {0, 1}
    assert one.run_now(lambda tx: tx.execute(COUNT).scalar_one()) == 2


@pytest.mark.parametrize("own", ["", "?options=-c%20jit%3Don"])
def test_the_server_starts_no_processes_for_an_act_and_compiles_nothing(opened, own):
    def act(tx):
        return [
            tx.execute(text(f"SHOW {name}")).scalar_one()
            for name in (
                "max_parallel_workers_per_gather",
                "jit",
                "enable_seqscan",
                "random_page_cost",
            )
        ]

    assert opened(own).run_now(act) == ["0", "on" if own else "off", "off", "1.1"]


def test_a_plan_that_was_made_of_a_small_table_serves_a_large_one(database, postgres_url):
    """The server keeps it: one that reads the whole table would do so for ever."""
    database.run_now(lambda tx: tx.execute(ADD, request(500)))
    with psycopg.connect(postgres_url, autocommit=True) as server:
        server.execute("ANALYZE requests")
    sources = Prepared(select(REQUESTS.c.source).where(REQUESTS.c.id == bindparam("row")))
    read = text("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'requests'")

    def act(tx):
        for _ in range(10):  # from the sixth on it is the plan of any value
            assert tx.execute(sources, {"row": "AAAA0001"}).scalar() is None
        tx.execute(ADD, [request(number) for number in range(100)])
        assert tx.execute(sources, {"row": "AAAA0001"}).scalar() == "slack"
        return tx.execute(read).scalar_one()

    assert database.run_now(act) == 0


def test_psycopg_itself_keeps_nothing(database):
    """What it keeps, it has the server drop at each rollback; ours would go with it."""
    raw = database._engine.raw_connection()
    try:
        assert isinstance(raw.driver_connection, psycopg.Connection)
        assert raw.driver_connection.prepare_threshold is None
    finally:
        raw.close()
