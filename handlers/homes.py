"""Whose App Home shows what: drawn from the desk, published, and remembered by a fingerprint.

Whoever opens theirs gets it drawn anew. One that is published unasked (``keep``) is drawn too,
and sent only where it differs from what was published last. Two drawings of one person never
overtake each other, so that the last one that Slack gets is the newest.
"""

import asyncio
import hashlib
import json
from collections import OrderedDict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from audit.handing_over import HandingOver
from clearance.authority_matrix import OUTSIDERS
from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_home import HomeSheet
from handlers import accounts, words
from handlers.views import home
from handlers.words import command as command_words

#: More people than any company has: whoever was shown theirs longest ago is forgotten first.
MOST: Final = 10_000


@dataclass(slots=True)
class _Shown:
    """What was published last, by its fingerprint, and when it will say something else."""

    view: str = ""
    changes_at: datetime | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Homes:
    """Shows App Homes for one process, and knows what each of them showed last."""

    def __init__(self, desk: Desk, pulls: HandingOver) -> None:
        self.pulls = pulls
        self._desk = desk
        self._shown: OrderedDict[str, _Shown] = OrderedDict()

    async def show(self, client: AsyncWebClient, actor: Actor) -> None:
        """Show somebody theirs as it is now, whoever they are.

        Raises:
            SlackApiError: Slack refused it.

        """
        async with self._turn(actor.user_id) as shown:
            sheet = await self._desk.home(actor)
            if isinstance(sheet, No):
                await client.views_publish(user_id=actor.user_id, view=_refused(sheet))
                shown.view, shown.changes_at = "", None
                return
            view = await self._drawn(actor, sheet)
            await client.views_publish(user_id=actor.user_id, view=view)
            shown.view, shown.changes_at = _fingerprint(view), sheet.changes_at

    async def keep(self, client: AsyncWebClient, user_id: str) -> bool:
        """Show somebody theirs unasked, where it differs; whom the desk does not serve, nothing.

        Says whether Slack got one.

        Raises:
            SlackApiError: Slack refused it.

        """
        known = self._desk.accounts
        if known is not None and not known.last(user_id).known:
            await accounts.ask(client, known, user_id)
        actor = Actor(self._desk.team_id or "", user_id)
        async with self._turn(user_id) as shown:
            sheet = await self._desk.home(actor)
            if isinstance(sheet, No):
                return False
            view = await self._drawn(actor, sheet)
            mark = _fingerprint(view)
            differs = mark != shown.view
            if differs:
                await client.views_publish(user_id=user_id, view=view)
            shown.view, shown.changes_at = mark, sheet.changes_at
            return differs

    def due(self, now: datetime) -> Iterator[str]:
        """Name, each once, those whose App Home says something else by the time alone."""
        for user_id, shown in self._shown.items():
            if shown.changes_at is not None and shown.changes_at <= now:
                shown.changes_at = None
                yield user_id

    def next_change(self) -> datetime | None:
        """Say when that is so the next time."""
        return min(
            (one.changes_at for one in self._shown.values() if one.changes_at is not None),
            default=None,
        )

    async def _drawn(self, actor: Actor, sheet: HomeSheet) -> dict[str, Any]:
        if sheet.company is None:
            return home.build(sheet)
        pulled = await self.pulls.listed(actor)
        return home.build(sheet, () if isinstance(pulled, No) else pulled)

    @asynccontextmanager
    async def _turn(self, user_id: str) -> AsyncIterator[_Shown]:
        shown = self._shown.setdefault(user_id, _Shown())
        self._shown.move_to_end(user_id)
        while len(self._shown) > MOST:
            self._shown.popitem(last=False)
        async with shown.turn:
            yield shown


def _refused(no: No) -> dict[str, Any]:
    if no.reason in OUTSIDERS:
        # One page for all of them; whoever opens it has typed nothing that could be unknown.
        return home.build_refused(command_words.HELP)
    return home.build_refused(words.refusal(no.reason, no.parameters))


def _fingerprint(view: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(view, sort_keys=True).encode()).hexdigest()
