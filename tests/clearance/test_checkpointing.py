"""The day's checkpoint: at six in the evening, on every day, whether or not anything happened."""

import hashlib
import json

import pytest

from clearance import outbox
from clearance.checkpointing import last_due
from clearance.desk import Desk
from clearance.people import import_people
from clearance.shown import CheckpointSigned, Envelope
from storage import checkpoints, deliveries, log
from storage.checkpoints import stated
from storage.database import Database
from storage.notes import Signer
from storage.sealed import canonical
from storage.tree import Edge, leaf_hash
from tests.clearance.company import ROSTER, TEAM, Company, buy, ny, who
from tests.clearance.restricting import restricted

SIGNER = Signer("example.com/preclear", bytes(range(32)))


@pytest.fixture
async def signing(database_url, keys, clock, exchange, cellectar):
    database = Database.open(
        database_url, keys=keys, now=clock.now, steady=clock.steady, signs=SIGNER
    )
    found = Company(Desk(database, cellectar, exchange, TEAM), database, clock)
    await found.seed()
    yield found
    await database.close()


async def made(company):
    return await company.database.run(checkpoints.every)


async def tags(company):
    entries = await company.database.run(log.entries)
    return [json.loads(one.record)["tag"] for one in entries]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-11-23 17:59", "2026-11-22 18:00"),
        ("2026-11-23 18:00", "2026-11-23 18:00"),
        ("2026-11-24 00:00", "2026-11-23 18:00"),
        ("2026-11-01 18:00", "2026-11-01 18:00"),  # the day on which the clocks go back
        ("2026-03-08 17:59", "2026-03-07 18:00"),  # and forward
    ],
)
def test_it_is_due_at_six_every_evening(now, due):
    assert last_due(ny(now)) == ny(due)


async def test_it_is_made_at_the_first_tick_from_six_on_and_once(signing):
    await signing.desk.tick()
    first = await made(signing)
    assert [one.due for one in first] == [ny("2026-11-22 18:00")]  # the record is older than that
    signing.clock.move(ny("2026-11-23 17:59"))
    await signing.desk.tick()
    assert await made(signing) == first
    signing.clock.move(ny("2026-11-23 18:00"))
    await signing.desk.tick()
    await signing.desk.tick()
    assert [one.due for one in await made(signing)][1:] == [ny("2026-11-23 18:00")]
    signing.clock.move(ny("2026-11-26 07:00"))  # a bot that was down makes the last one
    await signing.desk.tick()
    assert [one.due for one in await made(signing)][2:] == [ny("2026-11-25 18:00")]


async def test_it_covers_the_day_s_commitment_and_names_its_key_once(signing):
    await signing.desk.tick()
    signing.clock.move(ny("2026-11-23 18:00"))
    await signing.desk.tick()
    found = await tags(signing)
    assert found[-3:] == ["log:key", "register:committed", "register:committed"]
    entries = await signing.database.run(log.entries)
    edge = Edge()
    for one in entries:
        edge.add(one.leaf)
    told = stated((await made(signing))[-1].note, [SIGNER.verifier])
    assert (told.size, told.root) == (len(entries), edge.root())
    (key,) = [json.loads(one.record) for one in entries if '"log:key"' in one.record]
    assert key["body"]["open"] == {"vkey": SIGNER.verifier.text}


async def test_compliance_is_sent_what_was_signed_and_nobody_else(signing):
    """Every active one, once a day; twin: somebody who has left."""
    roles = ROSTER + (
        "U0LAW,Lara Wren,compliance,2026-01-05,,yes\n"
        "U0AIDE,Abel Dunn,employee;compliance,2026-01-05,,yes\n"
        "U0GONE,Gus Old,compliance,2026-01-05,,no\n"
    )
    await signing.database.run(lambda tx: import_people(tx, roles, by="operator:test"))
    await signing.carry_out()
    for day in (23, 24):
        signing.clock.move(ny(f"2026-11-{day} 18:00"))
        await signing.desk.tick()
        await signing.desk.tick()
        sent = await signing.carry_out()
        told = [(to, one) for to, one in sent if isinstance(one, CheckpointSigned)]
        last = (await made(signing))[-1]
        assert sorted(told, key=lambda one: one[0]) == [
            (to, CheckpointSigned(last.note, last.at)) for to in ("U0AIDE", "U0LAW")
        ]


async def test_its_row_is_like_any_other(signing):
    """By its sizes nobody tells it from an envelope, and its key names no day."""
    roles = ROSTER + "U0LAW,Lara Wren,compliance,2026-01-05,,yes\n"
    await signing.database.run(lambda tx: import_people(tx, roles, by="operator:test"))
    await signing.desk.submit(who("employee"), buy())
    signing.clock.move(ny("2026-11-23 18:00"))
    await signing.desk.tick()
    rows = await signing.rows("SELECT conversation, key, sealed FROM deliveries")
    assert any(one["conversation"] == "U0LAW" for one in rows)
    assert len({(len(one["key"]), len(one["sealed"])) for one in rows}) == 1


async def test_one_that_is_lost_is_told_of_like_any_other(signing):
    roles = ROSTER + (
        "U0LAW,Lara Wren,compliance,2026-01-05,,yes\nU0AIDE,Abel Dunn,compliance,2026-01-05,,yes\n"
    )
    await signing.database.run(lambda tx: import_people(tx, roles, by="operator:test"))
    await signing.carry_out()
    signing.clock.move(ny("2026-11-23 18:00"))
    await signing.desk.tick()

    def lose(tx):
        for one in deliveries.claim(tx, "test", limit=10, lease_seconds=60):
            if one.conversation == "U0LAW":
                assert deliveries.give_up(tx, one, "user_not_found")
                outbox.given_up(signing.desk, tx, one)
            else:
                deliveries.sent(tx, one.id, "D1", one.id[:12])

    await signing.database.run(lose)
    ((to, message),) = await signing.carry_out()
    assert (to, type(message)) == ("U0AIDE", Envelope)


async def test_the_commitment_is_to_the_register_s_history_and_shows_nothing_of_it(signing):
    await signing.desk.tick()
    await restricted(signing, "employee")
    await restricted(signing, "second")
    signing.clock.move(ny("2026-11-23 18:00"))
    await signing.desk.tick()
    entries = [
        one for one in await signing.database.run(log.entries) if "register:committed" in one.record
    ]
    opened = [
        json.loads(
            (await signing.database.run(lambda tx, one=one: log.hidden(tx, one)))["restricted"]
        )
        for one in entries
    ]
    sizes = [one["value"]["size"] for one in opened]
    assert sizes[-1] > sizes[0]
    ground = await signing.database.run(signing.desk.grounds.at)
    history = ground.book.history[: sizes[-1]]
    edge = Edge()
    for line in history:
        named = hashlib.sha256(canonical(line["named"])).hexdigest()
        edge.add(leaf_hash(canonical({**line, "named": named})))
    assert opened[-1]["value"]["root"] == edge.root().hex()
    assert len({line["salt"] for line in history}) == len(history)
    public = [json.loads(one.record)["body"] for one in entries]
    assert [body["open"] for body in public] == [{}, {}]
    assert len({len(one.record) for one in entries}) == 1


async def test_without_the_key_no_checkpoint_is_made_and_ticks_go_on(
    database, clock, exchange, cellectar
):
    company = Company(Desk(database, cellectar, exchange, TEAM), database, clock)
    await company.seed()
    clock.move(ny("2026-11-23 18:00"))
    assert (await company.desk.tick()).version == 1
    assert await made(company) == []
    assert "register:committed" not in await tags(company)


async def test_a_log_that_began_after_six_has_nothing_to_sign_until_the_next_evening(
    database_url, keys, clock, exchange, cellectar
):
    database = Database.open(
        database_url, keys=keys, now=clock.now, steady=clock.steady, signs=SIGNER
    )
    company = Company(Desk(database, cellectar, exchange, TEAM), database, clock)
    await company.desk.tick()
    assert await made(company) == []
    await company.seed()
    clock.move(ny("2026-11-12 17:59"))
    await company.desk.tick()
    assert await made(company) == []
    clock.move(ny("2026-11-12 18:00"))
    await company.desk.tick()
    assert len(await made(company)) == 1
    await database.close()
