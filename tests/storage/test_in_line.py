"""Which message goes next, held against the rule as it reads: of any rows, on both databases."""

from datetime import timedelta
from random import Random

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import psycopg

from storage import deliveries
from storage.database import Database
from storage.in_line import CHOOSE, DOUBTED, SOONEST, TIMER
from storage.tables import DeliveryRow

LEASE = 60.0
ROUNDS, ROWS = 60, 9
TABLE = DeliveryRow.__table__
#: Seconds from now: long due, due now, due within what clocks differ by, and later.
DUE = (-3600, 0, 0, 30, 60, 61, 3600)
#: Seconds of real time from now until a lease ends; from 120 on no lease is believed.
LEASES = (None, None, None, -1, 0, 1, 120, 121)


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_the_rule_says_of_any_rows(database, clock, seed):
    draw = Random(seed)  # noqa: S311 - the same rows in every run
    for number in range(ROUNDS):
        rows = laid(database, clock, draw, number)
        limit, bulk = draw.choice([1, 2, 100]), draw.random() < 0.5
        due = database.run_now(deliveries.next_due)
        claimed = database.run_now(
            lambda tx, limit=limit, bulk=bulk: deliveries.claim(tx, "w", limit, LEASE, bulk=bulk)
        )
        assert due == soonest(rows, clock), rows
        wanted = claimable(rows, clock, bulk=bulk)[:limit]
        assert [one.id for one in claimed] == [row.id for row in wanted], rows
        at = clock.steady()
        ran_out = [row.lease_until is not None and row.lease_until <= at for row in wanted]
        assert [one.taken_over for one in claimed] == ran_out
        database.run_now(
            lambda tx, rows=rows: [deliveries.ended(tx, row.id, "moot") for row in rows]
        )


def laid(database, clock, draw, number):
    """Queue rows of all kinds in a few conversations; give them as they stand."""

    def queue(tx):
        places = [f"{number} {place}" for place in range(draw.choice([1, 2, 4]))]
        return [
            tx.deliver(
                f"{number} {place}",
                draw.choice([TIMER, *places, *places]),
                {},
                clock.now() + timedelta(seconds=draw.choice(DUE)),
                bulk=draw.random() < 0.3,
            )
            for place in range(ROWS)
        ]

    ids = database.run_now(queue)

    def change(tx):
        for one in ids:
            left = draw.choice(LEASES)
            values = {
                "attempts": draw.choice([0, 0, 0, 1]),
                "doubts": draw.choice([0, 0, DOUBTED - 1, DOUBTED]),
                "lease_until": None if left is None else tx.steady + left,
                "ended_as": draw.choice([None, None, None, "sent"]),
            }
            tx.execute(sa.update(TABLE).where(TABLE.c.id == one).values(values))

    database.run_now(change)
    return database.run_now(
        lambda tx: tx.execute(sa.select(TABLE).where(TABLE.c.id.in_(ids))).all()
    )


def claimable(rows, clock, *, bulk):
    """Give what can be claimed, in its order."""
    at = clock.steady()
    found = [
        row
        for row in rows
        if row.due_at <= clock.now()
        and (row.lease_until is None or not at < row.lease_until <= at + 2 * LEASE)
        and (bulk or not row.bulk)
        and first(row, rows, clock)
    ]
    return sorted(found, key=lambda row: (row.bulk, row.due_at, row.seq))


def soonest(rows, clock):
    """Give the first moment of one that nobody holds, whether it has come or not."""
    free = [row.due_at for row in rows if row.lease_until is None and first(row, rows, clock)]
    return min(free, default=None)


def first(row, rows, clock):
    """Say of a row whether it is still to be done and none of its conversation is before it."""
    if row.ended_as is not None:
        return False
    return row.conversation == TIMER or not any(
        other.conversation == row.conversation
        and other.ended_as is None
        and other.seq < row.seq
        and other.bulk <= row.bulk
        and other.doubts < DOUBTED
        and (other.due_at <= clock.now() + timedelta(minutes=1) or other.attempts > 0)
        for other in rows
    )


FEW, WAITING = 3, 300


@pytest.mark.parametrize("statement", [CHOOSE, SOONEST], ids=["claim", "next due"])
def test_postgresql_does_not_look_once_for_each_that_waits(
    request, postgres_url, keys, clock, statement
):
    """Nor by a plan from when few waited, which its session keeps."""
    database = Database.open(postgres_url, keys=keys, now=clock.now, steady=clock.steady)
    request.addfinalizer(database.close_now)
    soon, at = clock.now() + timedelta(minutes=1), clock.steady()
    asked = {"now": clock.now(), "soon": soon, "at": at, "far": at + 2 * LEASE, "limit": 4}
    names = {"now", "soon"} if statement is SOONEST else {*asked, "bulky"}
    given = {name: value for name, value in ({"bulky": True} | asked).items() if name in names}
    text = statement.text(psycopg.dialect(paramstyle="numeric_dollar"), tuple(given))
    values = ", ".join(repr(value) for value in text.values(given))
    with database._engine.connect() as session:
        database.run_now(lambda tx: [tx.deliver(f"few {one}", f"U{one}", {}) for one in range(FEW)])
        session.exec_driver_sql("ANALYZE deliveries")
        session.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        session.exec_driver_sql(f"PREPARE asked AS {text.sql}")
        session.exec_driver_sql(f"EXECUTE asked ({values})")
        session.commit()
        database.run_now(
            lambda tx: [tx.deliver(f"card {one}", f"U{one % 2}", {}) for one in range(WAITING)]
        )
        later = clock.now() + timedelta(hours=1)
        database.run_now(lambda tx: [tx.at(later, f"timer {one}", {}) for one in range(WAITING)])
        (plan,) = session.exec_driver_sql(
            f"EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE asked ({values})"
        ).scalar_one()
    loops = [part["Actual Loops"] for part in parts(plan["Plan"])]
    assert max(loops) < WAITING / 10


def parts(plan):
    """Give a plan's steps."""
    yield plan
    for one in plan.get("Plans", ()):
        yield from parts(one)
