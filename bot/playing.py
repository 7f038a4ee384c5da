"""What people do in a scenario: the desk's own acts, at the scenario's clock, one by one."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.app import client_for_delivery
from bot.clock import MovableClock
from bot.lifecycle import Bot
from bot.settings import Settings
from clearance.desk import Desk
from clearance.shown import Actor, Ask, No, RequestShown, Verdict, WindowShown
from clearance.submitting import STATEMENTS
from handlers.accounts import account_of
from policy.calendars.exchange import ExchangeCalendar
from policy.facts import Trade
from sandbox.server import Workspace
from storage import not_delivered

Answer = TypeVar("Answer")
#: How long the bot is waited for before a scenario is given up (seconds).
PATIENCE = 20.0
_TURN = 0.02


class NotPlayedError(Exception):
    """Somebody could not do what the scenario has them do; the sentence says what."""


@dataclass
class Played:
    """The bot that runs, and people who act in the trial company."""

    bot: Bot
    workspace: Workspace
    clock: MovableClock
    settings: Settings
    calendar: ExchangeCalendar

    async def come_in(self, *people: str) -> None:
        """Have Slack say whose accounts these are, as it does when they first act."""
        for one in people:
            await introduce(self.settings, self.bot.desk, one)

    def actor(self, person: str) -> Actor:
        """Give somebody as Slack names them."""
        return Actor(self.workspace.seed.team_id, person)

    async def ask(self, person: str, trade: Trade, plan: str | None = None) -> RequestShown:
        """Ask for a clearance."""
        said = Ask(trade, statements=STATEMENTS, plan=plan)
        return done("ask", await self.bot.desk.submit(self.actor(person), said))

    async def approve(self, officer: str, request: str) -> None:
        """Approve a request."""
        verdict = Verdict("approve", statement=True)
        done("approve", await self.bot.desk.decide(self.actor(officer), request, verdict))

    async def window(self, person: str) -> WindowShown:
        """Look at the company's window."""
        return done("look at the window", await self.bot.desk.window(self.actor(person)))

    async def move_to(self, moment: datetime) -> None:
        """Move the clock on, and wait for what that brings."""
        ticks = self.bot.ticker.written
        self.clock.move(moment)
        await self.until(lambda: self.bot.ticker.written > ticks, "the minute's tick")
        await self.carried()

    async def carried(self) -> None:
        """Wait until every message that is due has gone out."""
        database = self.bot.desk.database
        deadline = self._deadline()
        while await database.run(lambda tx: not_delivered.overdue(tx, tx.now)):
            await self._turn(deadline, "the messages")

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait until something is so."""
        deadline = self._deadline()
        while not true():
            await self._turn(deadline, what)

    def _deadline(self) -> float:
        return asyncio.get_running_loop().time() + PATIENCE

    async def _turn(self, deadline: float, what: str) -> None:
        if asyncio.get_running_loop().time() > deadline:
            raise NotPlayedError(f"The bot took too long over {what}.")
        await asyncio.sleep(_TURN)


async def introduce(settings: Settings, desk: Desk, person: str) -> None:
    """Have Slack say whose account this is, where the desk does not know."""
    if desk.accounts is not None and not desk.accounts.fresh(person):
        answer = await client_for_delivery(settings).users_info(user=person)
        desk.accounts.learn(person, account_of(answer["user"]))


def done(what: str, answer: Answer | No) -> Answer:
    """Give what an act brought; a refusal ends the scenario."""
    if isinstance(answer, No):
        raise NotPlayedError(f"Somebody could not {what}: {answer.reason}.")
    return answer
