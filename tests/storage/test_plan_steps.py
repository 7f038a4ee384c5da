"""Steps are found by the key file alone, each plan's in order, and none is written twice."""

import asyncio
from contextlib import nullcontext

import pytest
import sqlalchemy as sa

from storage import plan_steps
from storage.database import Database
from storage.errors import StatementRefused
from storage.sealed import KeyFile, NotSealedHere
from storage.tables import PlanStepRow

TABLE = PlanStepRow.__table__


def write(database, plan, what):
    return database.run_now(lambda tx: plan_steps.add(tx, plan, "P1", {"what": what}))


def read(database, *plans):
    found = database.run_now(lambda tx: plan_steps.of(tx, plans))
    return {plan: [(one.seq, one.value["what"]) for one in steps] for plan, steps in found.items()}


def test_each_plan_has_its_own_in_order(database):
    for plan, what in (("A", "a"), ("B", "b"), ("A", "c"), ("A", "d"), ("B", "e")):
        write(database, plan, what)
    assert read(database, "B", "NONE", "A") == {
        "A": [(0, "a"), (1, "c"), (2, "d")],
        "B": [(0, "b"), (1, "e")],
        "NONE": [],
    }
    assert read(database) == {}


async def test_two_that_are_written_at_once_come_one_after_the_other(database):
    async def add(what):
        return await database.run(lambda tx: plan_steps.add(tx, "A", "P1", {"what": what}))

    assert sorted(await asyncio.gather(*map(add, "abcdef"))) == [0, 1, 2, 3, 4, 5]
    assert [seq for seq, _ in read(database, "A")["A"]] == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize(("name", "taken"), [("plan-step:A:0", True), ("plan-step:A:1", False)])
def test_the_database_takes_a_step_once(database, name, taken):
    def again(tx):
        first = tx.execute(sa.select(TABLE)).mappings().one()
        tx.execute(sa.insert(TABLE), {**first, "id": "another", "key": tx.name(name)})

    write(database, "A", "a")
    with pytest.raises(StatementRefused) if taken else nullcontext():
        database.run_now(again)


def test_a_row_under_another_plans_name_does_not_open(database):
    def write_for_b(tx):
        row = {"id": "X", "key": tx.name("plan-step:B:0"), "at": tx.now, "by": "P1"}
        sealed = tx.seal("plan_steps", "X", {"plan": "A", "seq": 0, "step": {"what": "a"}})
        tx.execute(sa.insert(TABLE), row | {"sealed": sealed})

    database.run_now(write_for_b)
    assert read(database, "A") == {"A": []}
    with pytest.raises(NotSealedHere, match="another's name"):
        read(database, "B")


def test_a_new_key_in_front_finds_the_steps_of_before(database, database_url, clock):
    write(database, "A", "a")
    database.close_now()
    both = KeyFile(bytes(range(1, 33)), bytes(range(32)))
    later = Database.open(database_url, keys=both, now=clock.now, steady=clock.steady)
    write(later, "A", "b")
    assert read(later, "A") == {"A": [(0, "a"), (1, "b")]}
    later.close_now()
