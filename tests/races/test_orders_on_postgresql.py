"""Transactions that really meet on PostgreSQL: every order of the statements that matter.

The search takes a transaction for one step. Here two of them go through their snapshot, the
write that decides, the lock of the log's head and the commit in every order, and four of them
in orders that are drawn.
"""

import random

import pytest
from sqlalchemy import text

from clearance.shown import No, ReviewSheet
from storage import deliveries, log
from tests.clearance.company import buy, who
from tests.clock import HandClock
from tests.left_out import leave_out
from tests.races.desk_in_steps import LEASE, Luck, World, resumed
from tests.races.scenes import DECIDERS, WITHDRAW
from tests.races.test_teeth import unconditional
from tests.races.turnstile import Turnstile, orders

#: Snapshot, the request, the log's head, the commit.
STOPS = 4
DRAWN = 15


@pytest.fixture(scope="module")
def processes(postgres_server, keys):
    """Four processes that share a database, and the turnstile that they go through."""
    if isinstance(postgres_server, str):
        leave_out("PostgreSQL", postgres_server)
    with postgres_server.database() as url:
        clock = HandClock()
        worlds = [World(url, keys, clock, Luck(), seeded=number == 0) for number in range(4)]
        turnstile = Turnstile(url.replace("+psycopg", ""))
        for number, world in enumerate(worlds):
            turnstile.add(number, world.database._engine)
        yield worlds, turnstile
        turnstile.close()
        for world in worlds:
            world.close()


def decide_in(processes, presses, order):
    """File a request, let these press in this order, and give it and the answers."""
    worlds, turnstile = processes
    filed = worlds[0].finish(worlds[0].desk.submit(who("employee"), buy()), "submit")
    work = {
        number: transaction(worlds[number], press, filed.id) for number, press in enumerate(presses)
    }
    return filed.id, turnstile.run(work, order)


def transaction(world, press, request):
    desk, actor = world.desk, who(press.who)
    coroutine = (
        desk.decide(actor, request, press.verdict)
        if press.decides
        else desk.withdraw(actor, request)
    )
    fn = resumed(coroutine, []).what
    return lambda: world.database._whole(fn)


def hold(processes, request, presses, answers):
    """One decision at most, whoever was told so is on record, and the log has no gap."""
    database = processes[0][0].database

    def read(tx):
        steps = tx.execute(
            text("select state, public from decisions where request = :r order by seq"),
            {"r": request},
        ).all()
        queued = tx.execute(text("select seq from deliveries order by seq")).scalars().all()
        entries = [entry.index for entry in log.entries(tx, limit=100_000)]
        people = dict(tx.execute(text("select slack_id, person from people")).all())
        return steps, queued, entries, people

    steps, queued, entries, people = database._whole(read)
    assert entries == list(range(len(entries)))
    assert queued == list(range(len(queued)))
    decided = [public for state, public in steps if state == "decided"]
    told = [n for n, answer in answers.items() if presses[n].decides and answers_yes(answer)]
    assert len(decided) == len(told) <= 1
    if told:
        assert people[f"U0{presses[told[0]].who.upper()}"] in decided[0]
    for number, answer in answers.items():
        if number not in told and presses[number].decides:
            assert isinstance(answer, No), answer
            assert answer.reason == ("already_decided" if decided else "not_pending")


def answers_yes(answer):
    return isinstance(answer, ReviewSheet)


def two_decide(processes, presses):
    """Let two press in every order; gives who was first in some of them."""
    first = set()
    for order in orders((0, 1), STOPS):
        request, answers = decide_in(processes, presses, order)
        hold(processes, request, presses, answers)
        first |= {number for number, answer in answers.items() if answers_yes(answer)}
    return first


def test_two_that_decide_in_every_order(processes):
    presses = (DECIDERS[0], DECIDERS[3])
    assert len(orders((0, 1), STOPS)) == 70
    first = two_decide(processes, presses)
    assert first == {0, 1}  # each of them was first in some order
    assert processes[1].met > 0  # and they did meet: one waited for the other's lock


@pytest.mark.slow
def test_one_that_decides_and_one_that_withdraws_in_every_order(processes):
    presses = (DECIDERS[0], WITHDRAW)
    for order in orders((0, 1), STOPS):
        request, answers = decide_in(processes, presses, order)
        hold(processes, request, presses, answers)


@pytest.mark.parametrize("seed", range(DRAWN))
def test_four_that_decide_in_orders_that_are_drawn(processes, seed):
    order = [number for number in range(4) for _ in range(STOPS)]
    random.Random(seed).shuffle(order)  # noqa: S311 - drawn again alike
    request, answers = decide_in(processes, DECIDERS, order)
    hold(processes, request, DECIDERS, answers)


def test_two_workers_that_claim_in_every_order(processes):
    """Nothing is claimed twice, neither what is free nor what a dead process has held.

    Nor is what waits behind one of them, in the same conversation.
    """
    worlds, turnstile = processes
    for number, order in enumerate(orders((0, 1), 3)):
        database = worlds[0].database
        worlds[0].clock.pass_(LEASE)
        while database._whole(end_all):
            pass
        for one in range(4):
            database._whole(
                lambda tx, one=one, n=number: tx.deliver(f"{n} {one}", f"U{one}", {"n": one})
            )
        database._whole(lambda tx, n=number: tx.deliver(f"{n} behind", "U0", {"n": "behind"}))
        if number % 2:  # a process that has died holds them, and its lease runs out
            assert len(database._whole(lambda tx: deliveries.claim(tx, "dead", 4, LEASE))) == 4
            worlds[0].clock.pass_(LEASE)
        work = {n: claiming(worlds[n], n) for n in (0, 1)}
        answers = turnstile.run(work, order)
        claimed = [one.about["n"] for answer in answers.values() for one in answer]
        assert len(claimed) == len(set(claimed)), (order, answers)
        assert claimed
        assert "behind" not in claimed, (order, answers)
    assert turnstile.stops >= {"SELECT size, edge", "WITH places"}


def end_all(tx):
    claimed = deliveries.claim(tx, "tidy", 1000, LEASE)
    return [deliveries.ended(tx, one.id, "moot") for one in claimed]


def claiming(world, number):
    return lambda: world.database._whole(
        lambda tx: deliveries.claim(tx, f"worker {number}", 3, LEASE)
    )


def test_without_the_condition_the_orders_tell(processes, monkeypatch):
    monkeypatch.setattr("clearance.deciding._not_now", lambda _: None)
    monkeypatch.setattr("storage.requests.move", unconditional)
    presses = (DECIDERS[0], DECIDERS[3])
    with pytest.raises(AssertionError, match="<= 1"):
        two_decide(processes, presses)
