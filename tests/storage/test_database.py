"""Transactions: all or nothing, timed under the lock, off the event loop, never half-told."""

import asyncio
import threading
import traceback
from concurrent import futures
from datetime import timedelta, timezone

import pytest
import sqlalchemy as sa

from storage import deliveries, log
from storage.database import ATTEMPTS, Database
from storage.engines import engine_for, parsed
from storage.errors import DatabaseUnavailable, StatementRefused
from storage.randomness import Randomness
from storage.sealed import KeyFile, NotSealedHere, SealOverflow
from storage.tables import CalendarDayRow, LogHeadRow, RequestRow

DAYS, HEAD, REQUESTS = CalendarDayRow.__table__, LogHeadRow.__table__, RequestRow.__table__
#: Named, so that a line of this file in a traceback does not hold it.
SECRET = "Jane Restricted"


def add_day(tx, row_id="a", by="U1"):
    values = {"day": tx.now.date(), "kind": "closed", "source": "x", "at": tx.now, "by": by}
    tx.execute(sa.insert(DAYS).values(id=row_id, **values))


def act(tx, key="k"):
    tx.log("request:pending", actor="U1")
    tx.deliver(key, "U1", {"k": key})


def days(database):
    return database.run_now(
        lambda tx: tx.execute(sa.select(sa.func.count()).select_from(DAYS)).scalar()
    )


def opened(url, keys, clock, **more):
    return Database.open(url, keys=keys, now=clock.now, steady=clock.steady, **more)


async def test_what_returns_is_committed_and_what_raises_is_not(database):
    def broken(tx):
        add_day(tx)
        act(tx)
        raise LookupError("stop")

    with pytest.raises(LookupError, match="stop"):
        await database.run(broken)
    assert days(database) == 0
    assert database.run_now(log.entries) == []
    assert database.run_now(lambda tx: deliveries.find_key(tx, "k")) is None
    await database.run(lambda tx: (add_day(tx), act(tx)))
    assert days(database) == 1
    assert len(database.run_now(log.entries)) == 1
    assert database.run_now(lambda tx: deliveries.find_key(tx, "k")) is not None


def test_now_is_utc_and_given_to_the_microsecond(database, clock):
    clock.move(clock.now().astimezone(timezone(timedelta(hours=-5))))
    now = database.run_now(lambda tx: tx.now)
    assert now == clock.now()
    assert now.utcoffset() == timedelta(0)


def test_now_is_read_when_the_transaction_begins_and_not_when_it_was_asked_for(
    sqlite_url, keys, clock
):
    """A transaction that waits for the lock is judged by the moment at which it gets it."""
    database = opened(sqlite_url, keys, clock)
    inside, go = threading.Event(), threading.Event()
    first = database._submit(lambda _tx: (inside.set(), go.wait()))
    assert inside.wait(10)
    second = database._submit(lambda tx: tx.now)
    clock.move(clock.now() + timedelta(hours=1))
    go.set()
    first.result()
    assert second.result() == clock.now()
    database.close_now()


@pytest.mark.parametrize(("crossed", "runs"), [(False, 1), (True, 2)])
def test_a_boundary_between_the_act_and_its_commit_runs_it_again(
    database_url, keys, clock, crossed, runs
):
    close = clock.now() + timedelta(seconds=1)
    database = opened(
        database_url, keys, clock, boundary=lambda first, second: first < close <= second
    )
    seen = []

    def slow(tx):
        seen.append(tx.now)
        act(tx)
        add_day(tx)
        if len(seen) == 1:
            clock.pass_(1 if crossed else 0.999999)

    database.run_now(slow)
    assert len(seen) == runs
    assert (seen[-1] == close) is crossed
    assert days(database) == 1
    assert len(database.run_now(log.entries)) == 1
    database.close_now()


def test_a_boundary_at_every_moment_ends_in_a_sentence(database_url, keys, clock):
    database = opened(database_url, keys, clock, boundary=lambda _first, _second: True)
    with pytest.raises(DatabaseUnavailable, match=f"{ATTEMPTS} times over .a boundary of time"):
        database.run_now(act)
    assert database.run_now(log.entries) == []
    database.close_now()


def test_a_delivery_wakes_whoever_delivers_after_the_commit(database):
    seen = []
    database.on_delivery = lambda: seen.append(threading.current_thread().name)
    database.run_now(add_day)
    assert seen == []
    database.run_now(act)
    assert len(seen) == 1
    with pytest.raises(ZeroDivisionError):
        database.run_now(lambda tx: (act(tx, "other"), 1 // 0))
    assert len(seen) == 1


def test_nothing_that_raises_after_the_commit_is_heard(database):
    def broken():
        raise RuntimeError("the loop is closed")

    database.on_delivery = broken
    database.run_now(act)
    assert len(database.run_now(log.entries)) == 1


async def test_the_event_loop_goes_on_while_a_transaction_runs(database):
    inside, go = threading.Event(), threading.Event()
    waiting = asyncio.create_task(database.run(lambda _tx: (inside.set(), go.wait(10))[1]))
    await asyncio.to_thread(inside.wait, 10)
    assert not waiting.done()
    go.set()
    assert await waiting is True


async def test_a_cancelled_awaiter_leaves_a_whole_transaction(database):
    inside, go = threading.Event(), threading.Event()

    def slow(tx):
        add_day(tx)
        act(tx)
        inside.set()
        go.wait(10)

    waiting = asyncio.create_task(database.run(slow))
    await asyncio.to_thread(inside.wait, 10)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    go.set()
    await database.close()  # finishes what has begun
    engine = database._engine
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(DAYS)).scalar() == 1
        assert connection.execute(sa.select(HEAD.c.size)).scalar() == 1
    engine.dispose()


async def test_closed_it_says_so(database):
    await database.close()
    with pytest.raises(DatabaseUnavailable, match="closed"):
        await database.run(add_day)


async def test_many_at_once_are_one_after_the_other(database):
    """Forty acts race for the log's head; each is there once and none is skipped."""
    await asyncio.gather(*(database.run(lambda tx, n=n: act(tx, f"key {n}")) for n in range(40)))
    entries = database.run_now(log.entries)
    assert [entry.index for entry in entries] == list(range(40))
    head = database.run_now(lambda tx: tx.execute(sa.select(HEAD)).one())
    assert (head.size, head.deliveries) == (40, 40)


async def test_a_decision_that_is_raced_is_made_once(database):
    """Both read the request as pending; only one of them finds it so when it commits."""
    database.run_now(
        lambda tx: tx.execute(
            sa.insert(REQUESTS).values(
                id="R", person="p", at=tx.now, status="pending", decide_by=tx.now, source="slack"
            )
        )
    )
    together = threading.Barrier(2 if database._server else 1)

    def decide(tx):
        status = tx.execute(sa.select(REQUESTS.c.status).where(REQUESTS.c.id == "R")).scalar()
        if not together.broken:
            try:
                together.wait(60)
                together.abort()
            except threading.BrokenBarrierError:
                pass
        if status != "pending":
            return "too late"
        tx.execute(sa.update(REQUESTS).values(status="decided"))
        tx.log("request:decided", actor="U1", request="R")
        return "decided"

    answers = await asyncio.gather(database.run(decide), database.run(decide))
    assert sorted(answers) == ["decided", "too late"]
    assert len(database.run_now(log.entries)) == 1


def test_the_same_new_row_from_two_at_once_is_written_once(postgres_url, keys, clock):
    """A key that is taken while we write is met again, and then seen."""
    database = opened(postgres_url, keys, clock)
    together = threading.Barrier(2)
    runs = []

    def queue(tx):
        runs.append(tx)
        delivery_id = tx.deliver("same", "U1", {})
        if len(runs) <= 2:
            together.wait(60)
        return delivery_id

    first, second = (database._submit(queue) for _ in range(2))
    assert first.result() == second.result()
    assert len(runs) >= 3
    database.close_now()


def test_whoever_was_overtaken_once_goes_first(postgres_url, keys, clock):
    """A slow act is not put off for ever by a stream of quick ones."""
    slow, quick = opened(postgres_url, keys, clock), opened(postgres_url, keys, clock)
    overtaking, overtaken = [], []

    def act_slowly(tx):
        tx.execute(sa.select(HEAD)).one()
        overtaking.append(quick._submit(lambda other: act(other, f"q{len(overtaking)}")))
        done, _ = futures.wait(overtaking[-1:], timeout=30 if len(overtaking) == 1 else 1)
        overtaken.append(bool(done))
        act(tx, "slow")

    slow.run_now(act_slowly)
    assert overtaken == [True, False]
    futures.wait(overtaking)
    assert len(slow.run_now(log.entries)) == 3
    slow.close_now()
    quick.close_now()


def test_a_row_that_was_written_meanwhile_is_looked_for_again(postgres_url, keys, clock):
    """Without a look beforehand PostgreSQL says that the key is taken."""
    database, other = opened(postgres_url, keys, clock), opened(postgres_url, keys, clock)
    runs = []

    def write(tx):
        runs.append(tx)
        if len(runs) == 1:
            tx.execute(sa.text("SELECT 1"))
            other.run_now(add_day)
            add_day(tx)
        return tx.execute(sa.select(DAYS.c.id)).scalar()

    assert database.run_now(write) == "a"
    assert len(runs) == 2
    database.close_now()
    other.close_now()


def test_a_refused_statement_tells_no_value(database):
    """Neither the message nor what is chained to it quotes the row."""

    def twice(tx):
        add_day(tx, by=SECRET)
        add_day(tx, by=SECRET)

    with pytest.raises(StatementRefused, match="calendar_days") as refused:
        database.run_now(twice)
    told = "".join(traceback.format_exception(refused.value))
    assert SECRET not in told
    assert refused.value.__context__ is None
    assert days(database) == 0


def test_the_driver_hides_what_it_was_given(sqlite_url):
    engine = engine_for(parsed(sqlite_url))
    with engine.connect() as connection, pytest.raises(sa.exc.DBAPIError) as refused:
        connection.execute(sa.insert(DAYS).values(id="a", by=SECRET))
    assert SECRET not in "".join(traceback.format_exception(refused.value))
    engine.dispose()


def test_a_missing_value_is_refused_and_tells_none_of_the_others(database):
    def partly(tx):
        tx.execute(sa.insert(DAYS).values(id="a", kind="closed", by=SECRET))

    with pytest.raises(StatementRefused) as refused:
        database.run_now(partly)
    assert SECRET not in "".join(traceback.format_exception(refused.value))


def test_an_instant_without_a_zone_is_refused_without_its_row(database, clock):
    naive = clock.now().replace(tzinfo=None)
    with pytest.raises(sa.exc.StatementError, match="needs its zone") as refused:
        database.run_now(lambda tx: tx.execute(sa.insert(DAYS).values(id="a", by=SECRET, at=naive)))
    assert SECRET not in "".join(traceback.format_exception(refused.value))


def test_too_large_a_message_is_refused_whole(database):
    noise = Randomness().bytes(600).hex()
    with pytest.raises(SealOverflow):
        database.run_now(lambda tx: (add_day(tx), tx.deliver("k", "U1", {"text": noise})))
    assert days(database) == 0


def test_another_key_file_is_refused_before_it_seals(database_url, keys, clock):
    other = KeyFile(b"other key other key other key ok")
    opened(database_url, other, clock).close_now()  # nothing is sealed here yet
    database = opened(database_url, keys, clock)
    for number in range(12):
        database.run_now(lambda tx, number=number: act(tx, f"key {number}"))
    database.close_now()
    with pytest.raises(NotSealedHere, match="not in the key file"):
        opened(database_url, other, clock)
    opened(database_url, keys, clock).close_now()


def test_a_connection_that_the_server_dropped_is_made_anew(postgres_url, keys, clock):
    database = opened(postgres_url, keys, clock)
    drop = sa.text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    database.run_now(add_day)
    killer = opened(postgres_url, keys, clock)
    killer.run_now(lambda tx: tx.execute(drop))
    assert days(database) == 1
    killer.close_now()
    database.close_now()


def test_a_connection_lost_in_the_middle_is_told_and_nothing_is_kept(postgres_url, keys, clock):
    database, killer = opened(postgres_url, keys, clock), opened(postgres_url, keys, clock)

    def lost(tx):
        add_day(tx)
        pid = tx.execute(sa.text("SELECT pg_backend_pid()")).scalar()
        kill = sa.text("SELECT pg_terminate_backend(:pid, 5000)")
        killer.run_now(lambda other: other.execute(kill, {"pid": pid}))
        add_day(tx, "b")

    with pytest.raises(DatabaseUnavailable):
        database.run_now(lost)
    assert days(database) == 0
    killer.close_now()
    database.close_now()


def test_a_file_that_cannot_be_written_is_told_as_unavailable(sqlite_url, keys, clock):
    database = opened(sqlite_url, keys, clock)
    with pytest.raises(DatabaseUnavailable, match="READONLY"):
        database.run_now(lambda tx: (tx.execute(sa.text("PRAGMA query_only=ON")), add_day(tx)))
    database.close_now()


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2)])
def test_sqlite_keeps_what_was_committed_through_a_power_cut(
    sqlite_url, keys, clock, pragma, value
):
    database = opened(sqlite_url, keys, clock)
    assert database.run_now(lambda tx: tx.execute(sa.text(f"PRAGMA {pragma}")).scalar()) == value
    database.close_now()


def test_postgresql_transactions_are_serializable(postgres_url, keys, clock):
    database = opened(postgres_url, keys, clock)
    show = sa.text("SHOW transaction_isolation")
    assert database.run_now(lambda tx: tx.execute(show).scalar()) == "serializable"
    database.close_now()


def test_random_values_come_from_what_was_handed_in(database_url, keys, clock):
    database = opened(database_url, keys, clock, random=Randomness(lambda count: b"\x07" * count))
    assert database.run_now(lambda tx: tx.random.token()) == "07" * 16
    database.close_now()
