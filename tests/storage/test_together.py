"""Acts that come at the same time share a commit, and are answered after it."""

import asyncio
import threading
from datetime import timedelta

import pytest
from sqlalchemy import event, text

from storage import log
from storage.database import Database
from storage.errors import DatabaseUnavailable


class Held:
    """Holds up the first act, so that what comes meanwhile comes together."""

    def __init__(self, database):
        self.database, self.commits = database, 0
        self.begun, self.go = threading.Event(), threading.Event()
        event.listen(database._engine, "commit", self._count)

    def _count(self, _):
        self.commits += 1

    async def run(self, *acts):
        """Run these together behind one that is held up; give what comes of each."""
        first = asyncio.create_task(self.database.run(self._wait, records=True))
        await asyncio.to_thread(self.begun.wait, 10)
        later = [asyncio.create_task(self.database.run(one, records=True)) for one in acts]
        await asyncio.sleep(0)
        self.go.set()
        await first
        return await asyncio.gather(*later, return_exceptions=True)

    def _wait(self, tx):
        record("first")(tx)
        self.begun.set()
        self.go.wait(10)


def record(actor):
    def act(tx):
        tx.log("request:pending", actor=actor)
        return actor

    return act


def refused(tx):
    record("refused")(tx)
    raise KeyError


def actors(database):
    return [actor for _, actor, _ in database.run_now(lambda tx: log.acts(tx, 0, 100))]


async def test_they_share_a_commit_and_keep_their_order(database):
    held = Held(database)
    assert await held.run(record("a"), record("b"), record("c")) == ["a", "b", "c"]
    assert held.commits == 2  # that of the first, and theirs
    assert actors(database) == ["first", "a", "b", "c"]


async def test_one_that_fails_is_undone_and_stops_no_other(database):
    a, broken, b = await Held(database).run(record("a"), refused, record("b"))
    assert (a, b) == ("a", "b")
    assert isinstance(broken, KeyError)
    assert actors(database) == ["first", "a", "b"]


async def test_what_a_boundary_parts_is_run_again(database_url, keys, clock):
    """The later of two is held until the hour has struck: neither was decided before it."""
    database = Database.open(
        database_url,
        keys=keys,
        now=clock.now,
        steady=clock.steady,
        boundary=lambda first, second: first.hour != second.hour,
    )
    hour = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    clock.move(hour - timedelta(seconds=1))
    seen = []

    def early(tx):
        seen.append(tx.now)
        record("early")(tx)

    def late(tx):
        clock.move(hour)
        record("late")(tx)

    await Held(database).run(early, late)
    assert [one < hour for one in seen] == [True, False]
    assert sorted(actors(database)) == ["early", "first", "late"]
    database.close_now()


async def test_a_closed_database_takes_no_turn(database):
    database.close_now()
    with pytest.raises(DatabaseUnavailable):
        await database.run(record("late"), records=True)


class PanicError(BaseException):
    """What a library that is no Python may raise."""


async def test_whatever_ends_a_shared_commit_everybody_is_told(database):
    def panics(tx):
        record("panics")(tx)
        raise PanicError

    said = await asyncio.wait_for(Held(database).run(record("a"), panics), 10)
    assert [type(one) for one in said] == [PanicError, PanicError]
    assert actors(database) == ["first"]
    assert await database.run(record("later"), records=True) == "later"


async def test_where_the_database_is_away_nobody_waits_for_it_once_more(database):
    tried = []

    def away(_):
        tried.append(1)
        raise DatabaseUnavailable("away")

    said = await Held(database).run(record("a"), away)
    assert [type(one) for one in said] == [DatabaseUnavailable, DatabaseUnavailable]
    assert (len(tried), actors(database)) == (1, ["first"])


@pytest.mark.parametrize("times", [1, 2])
async def test_those_that_met_another_run_once_more_together_and_then_alone(
    postgres_url, keys, clock, times
):
    """Each of them alone would lock the head, and wait for the disk."""
    database = Database.open(postgres_url, keys=keys, now=clock.now, steady=clock.steady)
    held, met = Held(database), []

    def meets(tx):
        record("meets")(tx)
        if len(met) < times:
            met.append(tx)
            serialization_failure = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"
            tx.execute(text(serialization_failure))
        return "meets"

    assert await held.run(record("one"), meets, record("two")) == ["one", "meets", "two"]
    assert actors(database) == ["first", "one", "meets", "two"]
    assert len(met) == times
    assert held.commits - 1 == {1: 1 + 1, 2: 3 + 1}[times]  # one to read who acted
    database.close_now()
