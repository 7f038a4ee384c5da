"""Several bots on one PostgreSQL: shared work, one order, takeover, and an upgrade in turn."""

import asyncio
from random import Random

import pytest

from storage.tables import DeliveryRow
from tests.kills.balancer import Balancer
from tests.kills.company import company
from tests.kills.killing import Run
from tests.kills.ledger import Ledger
from tests.kills.people import OFFICERS, Asker
from tests.kills.processes import PATIENCE_SECONDS
from tests.left_out import say
from tests.ports import free_port

ROUNDS = 3


class Unkilled(Run):
    """People at work, all bots ready from the start and none killed."""

    async def _begin(self):
        await super()._begin()
        for bot in self._bots:
            await bot.until_ready()
        self.first = list(self._bots)

    async def _end(self):
        """Leave those that run."""


class Rolling(Unkilled):
    """People at work while a new bot is started and the oldest is told to stop, in turn.

    With a ``balancer`` the bots are in HTTP mode behind it.
    """

    balancer: Balancer | None = None

    async def _begin(self):
        await super()._begin()
        self.delivered = []

    async def _start(self):
        if self.balancer is None:
            return await self.company.start()
        slack, health = free_port(), free_port()
        bot = await self.company.start(
            PRECLEAR_TRANSPORT="http",
            PRECLEAR_HTTP_PORT=str(slack),
            PRECLEAR_HEALTH_PORT=str(health),
            PRECLEAR_DRAIN_SECONDS="1",  # this balancer asks before each payload
        )
        self.balancer.behind[f"{slack}"] = (slack, health)
        return bot

    async def _one(self, working):
        new = await self._start()
        await new.until_ready()
        await self._until_events(self.company.events + self._random.randint(5, 60))
        old = self._bots.pop(0)
        self._bots.append(new)
        assert await old.stop() == 0, list(old.last)
        self.delivered.append(old.said["delivered"])
        self.figures["restarts"] += 1
        self._still_working(working)
        await self._look()


async def test_an_upgrade_in_turn_behind_a_balancer_leaves_no_click_unanswered(
    postgres_url, tmp_path
):
    async with company(postgres_url, tmp_path) as opened, Balancer() as balancer:
        opened.workspace.deliver_to(balancer.url)
        run = Rolling(opened, seed=7, restarts=ROUNDS, processes=2)
        run.balancer = balancer
        await run.carry_out()
        say("upgrade in turn, HTTP mode", run.figures)
        assert len([name for name, times in balancer.handed.items() if times]) >= ROUNDS
        assert any(run.delivered)
        assert await in_order(opened)
        # Late answers are this machine's affair; a lost one has no answer at all.
        assert balancer.lost == 0
    assert run.ledger.asked
    assert run.ledger.decided


async def test_an_upgrade_in_turn_in_socket_mode_loses_nothing(postgres_url, tmp_path):
    """An envelope that Slack sends in the instant of the close has no answer: it is counted."""
    async with company(postgres_url, tmp_path) as opened:
        run = Rolling(opened, seed=8, restarts=ROUNDS, processes=2)
        await run.carry_out()
        say("upgrade in turn, Socket Mode", run.figures)
        assert await in_order(opened)
    assert run.ledger.asked
    assert run.ledger.decided
    assert run.figures["envelopes never acknowledged"] <= ROUNDS


class Sharing(Unkilled):
    """Bots that stay."""

    async def _one(self, working):
        await self._until_events(self.company.events + 150)
        self.figures["restarts"] += 1
        self._still_working(working)
        await self._look()


async def test_three_bots_share_the_work_and_keep_the_order_of_a_conversation(
    postgres_url, tmp_path
):
    async with company(postgres_url, tmp_path) as opened:
        run = Sharing(opened, seed=9, restarts=2, processes=3)
        await run.carry_out()
        assert await in_order(opened)
    assert sum(bot.said["delivered"] > 0 for bot in run.first) >= 2
    assert run.figures["envelopes never acknowledged"] == 0
    assert run.figures["cards twice on screen"] == 0
    assert run.figures["envelopes twice on screen"] == 0


async def in_order(opened):
    """Say whether messages stand in every conversation in the order of their acts."""
    table = DeliveryRow.__table__
    chosen = table.select().where(table.c.ts.is_not(None)).order_by(table.c.seq)
    rows = await opened.database.run(lambda tx: tx.execute(chosen).all())
    stands: dict[str, dict[str, None]] = {}
    for row in rows:  # a card's closing names the card's own place again
        stands.setdefault(row.conversation, {})[row.ts] = None
    return all(list(of) == sorted(of) for of in stands.values())


@pytest.mark.parametrize("lease", ["has run out", "still runs"])
async def test_what_a_killed_bot_had_claimed_is_taken_over_when_its_lease_has_run_out(
    postgres_url, tmp_path, lease
):
    async with company(postgres_url, tmp_path) as opened:
        first = await opened.start()
        await first.until_ready()
        async with asyncio.timeout(PATIENCE_SECONDS):
            while await opened.open_rows():  # what the first day brings by itself
                await asyncio.sleep(0.02)
        opened.workspace.faults.slow("chat.postMessage", 12, times=2)
        asker = Asker(opened, Ledger(), "U0EMPLOYEE", Random(1))
        asker.numbers = iter([500])
        request = await asker.ask()
        await until_leased(opened, len(OFFICERS))
        await first.kill()
        posted = {officer: len(of_request(opened, officer, request)) for officer in OFFICERS}
        if lease == "has run out":
            await opened.let_leases_run_out()
        second = await opened.start()
        await second.until_ready()
        try:
            if lease == "still runs":
                assert await opened.leased() == len(OFFICERS)
                return
            async with asyncio.timeout(PATIENCE_SECONDS):
                while await opened.open_rows():
                    await asyncio.sleep(0.05)
            for officer in OFFICERS:
                cards = of_request(opened, officer, request)
                assert len(cards) == posted[officer] + 1
        finally:
            await second.kill()


def of_request(opened, officer, request):
    shown = opened.workspace.conversation(officer).messages
    return [message for message in shown if request in message.text]


async def until_leased(opened, number):
    """Wait until a message stands before each officer, and its sender awaits the answer."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while await opened.leased() < number or not all(
            opened.workspace.conversation(officer).messages for officer in OFFICERS
        ):
            await asyncio.sleep(0.02)
