"""Reads what Slack says of everybody's account, before they act.

Asked for one by one as they act, a thousand people at once would be refused: Slack answers a
hundred such questions a minute. A list of members gives two hundred at a time. It is read at the
start and again before what it said is old; whom it did not name of late is asked for at an act.
Nothing depends on it but how soon an act is answered.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.clock import Clock
from bot.refusals import Fate, judge
from clearance.accounts import GOOD_FOR_SECONDS, Accounts, on_the_list
from handlers.accounts import account_of
from storage.database import Database

log = structlog.get_logger("bot.listing_accounts")


@dataclass(frozen=True, slots=True)
class ListPace:
    """How fast, in seconds of real time: Slack takes some twenty pages a minute from one app."""

    page: int = 200
    at_once: int = 8
    between: float = 6.0
    every: float = GOOD_FOR_SECONDS * 0.8
    longest_pause: float = 600.0


class AccountLister:
    """Reads the list of members for one process, until cancelled."""

    def __init__(
        self,
        database: Database,
        accounts: Accounts,
        client: AsyncWebClient,
        clock: Clock,
        pace: ListPace | None = None,
        *,
        team: str | None = None,
        rest: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._accounts = accounts
        self._client = client
        self._clock = clock
        self._pace = pace or ListPace()
        self._rest = rest
        self._team = team
        self._cursor = ""

    async def run(self) -> None:
        """Read again and again; what fails is logged and tried after a pause that grows."""
        failures = 0
        while True:
            began = self._clock.steady_here()
            try:
                await self.read()
            except Exception as error:  # noqa: BLE001 - whatever it is, who acts is asked for
                failures += 1
                log.warning("accounts_not_listed", error=type(error).__name__)
                growing = min(30.0 * 2.0 ** min(failures, 10), self._pace.longest_pause)
                await self._rest(max(judge(error).pause, growing))
            else:
                failures = 0
                spent = self._clock.steady_here() - began
                await self._rest(max(self._pace.every - spent, self._pace.between))

    async def read(self) -> None:
        """Read all pages once, and keep what they say of those on the list of people.

        Where Slack had enough of us in the middle, the next reading goes on from there.
        """
        ours = await self._database.run(on_the_list)
        pages = 0
        while pages == 0 or self._cursor:
            if pages >= self._pace.at_once:
                await self._rest(self._pace.between)
            asked_at = self._accounts.begun()
            answer = await self._page()
            for user in answer.get("members") or ():
                self._keep(user, ours, asked_at)
            self._cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
            pages += 1

    async def _page(self) -> AsyncSlackResponse:
        """Ask for the next page; an organisation's token has to name the workspace."""
        try:
            return await self._client.users_list(
                limit=self._pace.page, cursor=self._cursor or None, team_id=self._team
            )
        except Exception as error:
            if judge(error).fate is not Fate.RATE_LIMITED:
                self._cursor = ""
            raise

    def _keep(self, user: dict[str, Any], ours: frozenset[str], asked_at: float) -> None:
        user_id = str(user.get("id") or "")
        if user_id in ours:
            self._accounts.learn(user_id, account_of(user), asked_at)

    async def stop(self, reading: "asyncio.Task[None]") -> None:
        """End at once: who acts is asked for."""
        reading.cancel()
        await asyncio.wait([reading])
