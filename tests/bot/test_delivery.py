"""Deliveries reach the right conversation, in order, whatever goes wrong on the way."""

import asyncio
from datetime import timedelta

import pytest

from bot import app
from bot.carrier import Carrier, Retries
from bot.delivery import Pace, Worker
from bot.posting import Poster
from storage import deliveries
from storage.errors import DatabaseUnavailable
from tests.bot.pieces import CEO, CFO, MAYA, notice, rows


def texts(workspace, user):
    return [message.blocks[-1]["elements"][0]["value"] for message in said(workspace, user)]


def said(workspace, user):
    return workspace.conversation(user).messages


def ends(database):
    return [row.ended_as for row in rows(database)]


async def queue(database, *users):
    """Queue one envelope after the other; give their ids in that order."""
    return await database.run(lambda tx: [notice(tx, user, n) for n, user in enumerate(users)])


async def test_one_conversation_keeps_its_order(worker, database, workspace):
    ids = await queue(database, *[CEO] * 6)
    await worker.drain()
    assert texts(workspace, CEO) == ids
    assert ends(database) == ["sent"] * 6
    places = [(row.channel, row.ts) for row in rows(database)]
    assert places == [(workspace.conversation(CEO).channel, one.ts) for one in said(workspace, CEO)]


async def test_everybody_gets_their_own(worker, database, workspace):
    ids = await queue(database, CEO, CFO, MAYA)
    await worker.drain()
    assert [texts(workspace, user) for user in (CEO, CFO, MAYA)] == [[one] for one in ids]


async def test_nothing_is_called_before_slack_allows_it_again(worker, database, workspace, clock):
    """Twin: one second later the same message goes out."""
    workspace.faults.rate_limit("chat.postMessage", retry_after=30)
    await queue(database, CEO)
    await worker.drain()
    await database.run(lambda tx: notice(tx, CFO, 9))
    workspace.faults.lose_answer("chat.postMessage")
    clock.pass_(29)
    await worker.drain()
    assert said(workspace, CEO) == said(workspace, CFO) == []
    assert workspace.faults.next("chat.postMessage") is not None, "Slack was called too early"
    clock.pass_(1)
    await worker.drain()
    assert len(said(workspace, CEO)) == len(said(workspace, CFO)) == 1


async def test_a_moved_date_does_not_shorten_slacks_pause(worker, database, workspace, clock):
    workspace.faults.rate_limit("chat.postMessage", retry_after=30)
    await queue(database, CEO)
    await worker.drain()
    clock.move(clock.now() + timedelta(days=3))
    await worker.drain()
    assert said(workspace, CEO) == []
    clock.pass_(30)
    await worker.drain()
    assert len(said(workspace, CEO)) == 1


async def test_a_lost_answer_is_asked_for_again_and_recorded_once(
    worker, database, workspace, clock
):
    workspace.faults.lose_answer("chat.postMessage")
    await queue(database, CEO)
    await worker.drain()
    assert ends(database) == [None]
    clock.pass_(2)
    await worker.drain()
    assert ends(database) == ["sent"]
    assert len(said(workspace, CEO)) == 2, "the first was posted, and nobody could know"
    assert rows(database)[0].ts == said(workspace, CEO)[-1].ts


@pytest.mark.parametrize("name", ["channel_not_found", "is_archived", "user_not_found"])
async def test_what_can_never_arrive_is_ended_by_its_name(worker, database, workspace, name):
    workspace.faults.fail("chat.postMessage", name)
    ids = await queue(database, CEO, CEO)
    await worker.drain()
    assert ends(database) == [name, "sent"]
    assert texts(workspace, CEO) == ids[1:]


async def test_a_conversation_that_was_closed_meanwhile_is_opened_anew(worker, database, workspace):
    """Twin: where that does not help, the message ends."""
    await queue(database, CEO)
    await worker.drain()
    workspace.faults.fail("chat.postMessage", "channel_not_found")
    ids = await database.run(lambda tx: [notice(tx, CEO, 7)])
    await worker.drain()
    assert ends(database) == ["sent", "sent"]
    assert texts(workspace, CEO)[1:] == ids
    workspace.faults.fail("chat.postMessage", "channel_not_found", times=2)
    await database.run(lambda tx: notice(tx, CEO, 8))
    await worker.drain()
    assert ends(database)[2] == "channel_not_found"


async def test_a_pause_that_slack_asks_of_one_process_holds_for_all(
    new_worker, database, workspace, clock
):
    """Twin: a second later the other process calls."""
    workspace.faults.rate_limit("chat.postMessage", retry_after=30)
    await queue(database, CEO)
    await new_worker().drain()
    await database.run(lambda tx: notice(tx, CFO, 9))
    other = new_worker()
    workspace.faults.fail("chat.postMessage", "fatal_error")  # whoever called would meet it
    clock.pass_(29)
    await other.drain()
    assert workspace.faults.next("chat.postMessage") is not None, "Slack was called too early"
    clock.pass_(1)
    await other.drain()
    assert len(said(workspace, CEO)) == len(said(workspace, CFO)) == 1


async def test_waiting_for_slack_is_no_doubt_about_a_message(worker, database, workspace, clock):
    """However often a message had to wait, what is doubtful is tried as often as ever."""
    workspace.faults.fail("chat.postMessage", "internal_error", times=12)
    doubted = Retries().doubtful_tries - 1
    workspace.faults.fail("chat.postMessage", "news_to_everybody", times=doubted)
    ids = await queue(database, CEO)
    for _ in range(12 + doubted):
        await worker.drain()
        assert ends(database) == [None]
        clock.pass_(300)
    await worker.drain()
    assert texts(workspace, CEO) == ids


async def test_a_turn_in_one_conversation_is_waited_for(database, desk, settings, workspace, clock):
    """Four messages at once, then one a second; what is further off gives its lease back."""
    rested = []

    async def rest(seconds):
        rested.append(seconds)

    poster = Poster(app.client_for_delivery(settings))
    worker = Worker(database, Carrier(database, desk, poster, rest=rest), clock)
    await queue(database, *[CEO] * 9)
    await worker.drain()
    assert rested == [1.0, 2.0, 3.0]
    assert len(said(workspace, CEO)) == 7
    clock.pass_(4)
    await worker.drain()
    assert len(said(workspace, CEO)) == 9


@pytest.mark.parametrize("name", ["internal_error", "invalid_auth", "missing_scope"])
async def test_slacks_own_trouble_is_waited_for(worker, database, workspace, clock, name):
    workspace.faults.fail("chat.postMessage", name, times=15)
    ids = await queue(database, CEO)
    for _ in range(15):
        await worker.drain()
        assert ends(database) == [None]
        clock.pass_(300)
    await worker.drain()
    assert texts(workspace, CEO) == ids


async def test_an_unknown_refusal_is_tried_for_a_day(worker, database, workspace, clock):
    """It may be the workspace's, and pass; twin: what passes within the day arrives."""
    tries = Retries().doubtful_tries
    workspace.faults.fail("chat.postMessage", "news_to_everybody", times=tries)
    await queue(database, CEO)
    began = clock.now()
    for _ in range(tries - 1):
        await worker.drain()
        assert ends(database) == [None]
        clock.pass_(300)
    await worker.drain()
    assert ends(database) == ["news_to_everybody"]
    assert clock.now() - began > timedelta(hours=23)


async def test_a_worker_that_stood_still_posts_nothing_that_another_took_over(
    new_worker, database, workspace, clock
):
    ids = await queue(database, CEO)
    late, heir = new_worker(), new_worker()
    (claimed,) = await database.run(
        lambda tx: deliveries.claim(tx, late._owner, 1, Pace().lease, clock.monotonic())
    )
    clock.pass_(Pace().lease)
    await heir.drain()
    await late._carrier.carry(claimed)
    assert texts(workspace, CEO) == ids
    assert ends(database) == ["sent"]


async def test_a_deactivated_persons_message_ends(worker, database, workspace):
    workspace.faults.fail("conversations.open", "account_inactive")
    await queue(database, CEO)
    await worker.drain()
    assert ends(database) == ["account_inactive"]


async def test_a_removed_apps_messages_wait(worker, database, workspace, clock):
    workspace.faults.fail("conversations.open", "account_inactive")
    workspace.faults.fail("auth.test", "account_inactive")
    await queue(database, CEO)
    await worker.drain()
    assert ends(database) == [None]
    clock.pass_(2)
    await worker.drain()
    assert ends(database) == ["sent"]


async def test_a_row_that_nobody_understands_stops_no_other_conversation(
    worker, database, workspace, clock
):
    await database.run(lambda tx: tx.deliver("poison", CEO, {"what": "unheard of"}))
    ids = await queue(database, CEO, CFO)
    await worker.drain()
    assert texts(workspace, CFO) == ids[1:]
    assert said(workspace, CEO) == [], "its own conversation keeps the order"
    for _ in range(9):
        clock.pass_(300)
        await worker.drain()
    assert ends(database)[0] == "not_understood"
    assert texts(workspace, CEO) == ids[:1]


async def test_a_dead_process_work_is_taken_over(worker, database, workspace, clock):
    """Twin: while the lease runs, nobody takes it."""
    ids = await queue(database, CEO)
    lease = Pace().lease
    await database.run(lambda tx: deliveries.claim(tx, "dead", 5, lease, clock.monotonic()))
    clock.pass_(lease - 1)
    await worker.drain()
    assert said(workspace, CEO) == []
    clock.pass_(1)
    await worker.drain()
    assert texts(workspace, CEO) == ids


async def test_what_was_posted_and_not_written_down_is_not_posted_again(
    worker, database, workspace, clock, monkeypatch
):
    def away(*_):
        raise DatabaseUnavailable("gone")

    await queue(database, CEO)
    with monkeypatch.context() as broken:
        broken.setattr(deliveries, "sent", away)
        await worker.drain()
    assert (len(said(workspace, CEO)), ends(database)) == (1, [None])
    clock.pass_(Pace().lease)
    await worker.drain()
    assert (len(said(workspace, CEO)), ends(database)) == (1, ["sent"])


async def test_what_one_process_posted_and_could_not_write_down_at_once_no_other_posts(
    new_worker, database, workspace, clock, monkeypatch
):
    """The disk was full for one transaction; the twin above is a database that stays away."""
    write, failures = deliveries.sent, iter([DatabaseUnavailable("full")])

    def full_once(*row):
        for failure in failures:
            raise failure
        return write(*row)

    await queue(database, CEO)
    with monkeypatch.context() as broken:
        broken.setattr(deliveries, "sent", full_once)
        await new_worker().drain()
    clock.pass_(Pace().lease)
    await new_worker().drain()
    assert (len(said(workspace, CEO)), ends(database)) == (1, ["sent"])


async def test_two_workers_send_nothing_twice(new_worker, database, workspace):
    await queue(database, *[CEO, CFO, MAYA] * 4)
    await asyncio.gather(new_worker().drain(), new_worker().drain())
    # Each passes over a row that the other is just looking at; a worker that runs looks again.
    await new_worker().drain()
    assert [len(said(workspace, user)) for user in (CEO, CFO, MAYA)] == [4, 4, 4]


async def test_a_timer_fires_when_due(worker, database, clock):
    """Twin: a second before, it does not."""
    due = clock.now() + timedelta(hours=1)
    about = {"what": "timer", "timer": "ends", "request": "NOBODYS1"}
    await database.run(lambda tx: tx.at(due, "timer:1", about))
    clock.pass_(3599)
    await worker.drain()
    assert ends(database) == [None]
    clock.pass_(1)
    await worker.drain()
    assert ends(database) == ["fired"]
