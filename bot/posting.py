"""Puts one message before one person: opens the conversation, posts or replaces."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.refusals import Fate, Refusal, judge


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in Slack."""

    channel: str
    ts: str


class NotPostedError(Exception):
    """A message did not get through, or nobody knows whether it did."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.name)


class Poster:
    """Calls Slack for the delivery worker, and keeps quiet as long as Slack asks to.

    ``steady`` gives seconds of real time: a pause that Slack asks for is not shortened
    by a moved sandbox clock.
    """

    def __init__(self, client: AsyncWebClient, steady: Callable[[], float]) -> None:
        self._client = client
        self._steady = steady
        self._channels: dict[str, str] = {}
        self._quiet_until: dict[str, float] = {}

    async def post(self, user: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> Place:
        """Post to a person's one-to-one conversation.

        Raises:
            NotPostedError: with what follows from it.

        """
        channel = self._channels.get(user)
        if channel is None:
            channel = self._channels[user] = await self._open(user)
        try:
            return await self._post(channel, text, blocks)
        except NotPostedError as error:
            if error.refusal.fate is Fate.NEVER:
                self._channels.pop(user, None)
            raise

    async def replace(self, place: Place, text: str, blocks: Sequence[Mapping[str, Any]]) -> Place:
        """Replace a message that was posted earlier.

        Raises:
            NotPostedError: with what follows from it.

        """
        await self._call(
            "chat.update",
            lambda: self._client.chat_update(
                channel=place.channel,
                ts=place.ts,
                text=text,
                blocks=[dict(block) for block in blocks],
            ),
        )
        return place

    async def _open(self, user: str) -> str:
        # The client's own method puts the user into the address; in the body it stays out of
        # the logs of whatever lies between, and every server of the protocol reads it.
        answer = await self._call(
            "conversations.open",
            lambda: self._client.api_call("conversations.open", json={"users": user}),
        )
        return str(answer["channel"]["id"])

    async def _post(self, channel: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> Place:
        answer = await self._call(
            "chat.postMessage",
            lambda: self._client.chat_postMessage(
                channel=channel,
                text=text,
                blocks=[dict(block) for block in blocks],
                unfurl_links=False,
                unfurl_media=False,
            ),
        )
        return Place(channel=str(answer["channel"]), ts=str(answer["ts"]))

    async def _call(self, method: str, call: Callable[[], Awaitable[Any]]) -> Any:
        self._keep_quiet(method)
        try:
            return await call()
        except Exception as error:
            refusal = judge(error)
            if refusal.fate is Fate.RATE_LIMITED:
                self._quiet_until[method] = self._steady() + refusal.pause
            if refusal.fate is Fate.ASK_WHOSE_ACCOUNT:
                refusal = Refusal(refusal.name, await self._whose_account())
            raise NotPostedError(refusal) from error

    def _keep_quiet(self, method: str) -> None:
        left = self._quiet_until.get(method, 0.0) - self._steady()
        if left > 0:
            raise NotPostedError(Refusal("ratelimited", Fate.RATE_LIMITED, left))

    async def _whose_account(self) -> Fate:
        """Tell a deactivated person, for good, from a removed app, which may return."""
        try:
            await self._client.auth_test()
        except Exception:  # noqa: BLE001 - Slack is out of reach: it is asked again later
            return Fate.LATER
        return Fate.NEVER
