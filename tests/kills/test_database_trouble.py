"""PostgreSQL in trouble under a running bot: nothing acknowledged is lost, and it recovers."""

import re
from contextlib import asynccontextmanager
from random import Random

import pytest

from handlers import words
from storage import requests
from tests.kills import checking
from tests.kills.company import company
from tests.kills.killing import Run
from tests.kills.ledger import Ledger
from tests.kills.people import Asker, Officer, chosen, decision
from tests.kills.processes import PATIENCE_SECONDS
from tests.kills.proxy import Proxy
from tests.left_out import leave_out, say
from tests.waiting import until

STATEMENTS = {"statements": chosen("no_mnpi", "policy_read", "responsible")}
REFERENCE = re.compile(r"[0-9a-f]{8}")
_SOME_EVENTS = (5, 60)
#: What was claimed as the database went is free after so long; the bot's own is 90.
LEASE_SECONDS = 20.0


class Trouble(Run):
    """People at work while, again and again, something befalls the database."""

    strike = None

    async def _start(self):
        return await self.company.start(LEASE_SECONDS)

    async def _one(self, working):
        await self._until_events(self.company.events + self._random.randint(*_SOME_EVENTS))
        self.strike()
        self.figures["restarts"] += 1
        self._still_working(working)
        assert all(bot.alive for bot in self._bots), "a bot ended"

    async def _end(self):
        """Leave the bot that was there from the start."""


@pytest.mark.parametrize("how", ["connections ended", "server broken down and started"])
async def test_the_database_goes_and_comes_under_load_and_the_bot_recovers_alone(
    postgres, postgres_url, tmp_path, how
):
    if postgres.restart is None:
        leave_out("a PostgreSQL that breaks down", "TEST_DATABASE_URL is not ours to restart")
    async with company(postgres_url, tmp_path) as opened:
        run = Trouble(opened, seed=6, restarts=3)
        ended = how == "connections ended"
        run.strike = (lambda: postgres.cut_connections(postgres_url)) if ended else postgres.restart
        await run.carry_out()
    say(f"database, {how}", run.figures)
    assert run.ledger.asked
    assert run.ledger.decided


@asynccontextmanager
async def behind_a_proxy(url, folder):
    """Run one bot whose database can be taken away, with one asker and one officer."""
    async with company(url, folder) as opened, Proxy(url) as proxy:
        bot = await opened.start(DATABASE_URL=proxy.url)
        try:
            await bot.until_ready()
            ledger = Ledger()
            asker = Asker(opened, ledger, "U0EMPLOYEE", Random(1))
            officer = Officer(opened, ledger, "U0CEO", Random(2))
            yield opened, proxy, bot, asker, officer
        finally:
            await bot.kill()


async def card(officer):
    await until(lambda: officer.messages, patience=PATIENCE_SECONDS)
    return officer.messages[0]


async def stored(opened):
    """Give what is in the database: each request's id and the steps of its life."""

    def read(tx):
        ids = checking.ids(tx)
        steps = requests.steps(tx, ids)
        return {one: [step.value["what"] for step in steps[one]] for one in ids}

    return await opened.database.run(read)


async def test_a_form_whose_commit_lost_its_answer_gives_the_same_request_when_sent_again(
    postgres_url, tmp_path
):
    async with behind_a_proxy(postgres_url, tmp_path) as (opened, proxy, bot, asker, _):
        assert await asker.command("/preclear buy 500")
        proxy.lose_answer_of("INSERT INTO requests")
        assert await asker.submit(**STATEMENTS)
        assert proxy.struck == 1
        assert words.BROKEN.partition(".")[0] in asker.shown
        (before,) = await stored(opened)
        assert await asker.submit(**STATEMENTS)
        assert before in asker.shown
        assert await stored(opened) == {before: ["submitted"]}
        assert bot.alive


async def test_a_decision_whose_commit_lost_its_answer_is_told_when_pressed_again(
    postgres_url, tmp_path
):
    async with behind_a_proxy(postgres_url, tmp_path) as (opened, proxy, bot, asker, officer):
        assert await asker.command("/preclear buy 500")
        assert await asker.submit(**STATEMENTS)
        assert await officer.press("card:approve", await card(officer))
        opened.workspace.faults.fail("chat.update", "internal_error", times=1000)  # cards stay
        proxy.lose_answer_of("INSERT INTO decisions")
        assert await officer.submit(**decision("approve"))
        assert proxy.struck == 1
        assert words.BROKEN.partition(".")[0] in officer.shown
        decided = await stored(opened)
        assert list(decided.values()) == [["submitted", "approved"]]
        assert await officer.submit(**decision("approve"))
        assert words.BROKEN.partition(".")[0] not in officer.shown
        assert words.DECIDED not in officer.shown
        await officer.clear()
        assert await officer.press("card:details", officer.messages[0])
        assert words.FIRST_STANDS in officer.shown
        assert await stored(opened) == decided
        assert bot.alive


async def test_while_the_database_is_away_a_click_gets_its_sentence_and_a_reference(
    postgres_url, tmp_path
):
    """Twin: once it is back, the same form files the request."""
    async with behind_a_proxy(postgres_url, tmp_path) as (opened, proxy, bot, asker, _):
        assert await asker.command("/preclear buy 500")
        proxy.refuse()
        assert await asker.submit(**STATEMENTS)
        assert words.BROKEN.partition(".")[0] in asker.shown
        said = REFERENCE.findall(asker.shown)
        assert any(one in line for one in said for line in bot.last), "the log has the reference"
        assert await stored(opened) == {}
        proxy.heal()
        assert await asker.submit(**STATEMENTS)
        assert list((await stored(opened)).values()) == [["submitted"]]


async def test_a_database_behind_which_all_is_black_leaves_a_click_unanswered_and_heals(
    postgres_url, tmp_path
):
    """The connections stay; nothing passes. The click may be done again when it has healed."""
    async with behind_a_proxy(postgres_url, tmp_path) as (opened, proxy, bot, asker, officer):
        assert await asker.command("/preclear buy 500")
        proxy.go_black()
        sent = await opened.workspace.acts.submit(asker.user, asker.top.id, STATEMENTS)
        assert sent["code"] == "operation_timeout"
        assert await stored(opened) == {}
        proxy.heal()
        assert await asker.submit(**STATEMENTS)
        (request,) = await stored(opened)
        assert request in asker.shown
        assert request in (await card(officer)).text
        assert bot.alive
