"""Puts one message before one person: opens the conversation, posts or replaces."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import IO, Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.refusals import NO_CHANNEL, NOBODY, Fate, Refusal, judge

#: For how long Slack may say nothing once it has all of a file (seconds).
UPLOAD_SECONDS = 120.0
_PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in Slack; ``ts`` is None where Slack took it and did not say."""

    channel: str
    ts: str | None


class NotPostedError(Exception):
    """A message did not get through, or nobody knows whether it did."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
        super().__init__(refusal.name)


class Poster:
    """Calls Slack for the delivery worker; how fast is its carrier's business."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._channels: dict[str, str] = {}

    def methods(self, user: str, *, replaces: bool) -> tuple[str, ...]:
        """Name what will be called: to post to a person, or to replace a message of theirs."""
        if replaces:
            return ("chat.update",)
        opens = () if user in self._channels else ("conversations.open",)
        return (*opens, "chat.postMessage")

    async def post(self, user: str, text: str, blocks: Sequence[Mapping[str, Any]]) -> Place:
        """Post to a person's one-to-one conversation.

        One that was opened long ago may be closed by now: then it is opened anew, once.

        Raises:
            NotPostedError: with what follows from it.

        """
        known = self._channels.get(user)
        channel = known or await self._open(user)
        try:
            return await self._post(channel, text, blocks)
        except NotPostedError as error:
            if known is None or error.refusal.name not in NOBODY:
                raise
            del self._channels[user]
        return await self._post(await self._open(user), text, blocks)

    async def channel(self, user: str) -> str:
        """Give a person's one-to-one conversation, opening it the first time.

        Raises:
            NotPostedError: with what follows from it.

        """
        return self._channels.get(user) or await self._open(user)

    async def upload(self, channel: str, name: str, length: int, content: IO[bytes]) -> None:
        """Put a file into a conversation; what is not shared in the end is seen by nobody.

        Raises:
            NotPostedError: with what follows from it.

        """
        asked = {"filename": name, "length": str(length)}
        ask = "files.getUploadURLExternal"
        answer = await self._call(ask, lambda: self._client.api_call(ask, data=asked))
        url, file = answer.get("upload_url"), answer.get("file_id")
        if not isinstance(url, str) or not isinstance(file, str):
            raise NotPostedError(Refusal(NO_CHANNEL, Fate.LATER, method=ask))
        status = await self._call(ask, lambda: self._send(url, content))
        if status != HTTPStatus.OK:
            raise NotPostedError(Refusal(f"http_{status}", Fate.DOUBTFUL, method=ask))
        share = {"files": json.dumps([{"id": file, "title": name}]), "channel_id": channel}
        finish = "files.completeUploadExternal"
        await self._call(finish, lambda: self._client.api_call(finish, data=share))

    async def _send(self, url: str, content: IO[bytes]) -> int:
        """Send a file's content from its beginning, a piece at a time; give the HTTP status."""
        content.seek(0)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=30, sock_read=UPLOAD_SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(
                url, data=_pieces(content), proxy=self._client.proxy, ssl=self._client.ssl or True
            ) as answer,
        ):
            return answer.status

    async def replace(self, place: Place, text: str, blocks: Sequence[Mapping[str, Any]]) -> Place:
        """Replace a message that was posted earlier.

        Raises:
            NotPostedError: with what follows from it.

        """
        await self._call(
            "chat.update",
            lambda: self._client.chat_update(
                channel=place.channel,
                ts=place.ts or "",
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
        channel = answer.get("channel")
        found = channel.get("id") if isinstance(channel, dict) else None
        if not isinstance(found, str) or not found:
            raise NotPostedError(Refusal(NO_CHANNEL, Fate.LATER, method="conversations.open"))
        self._channels[user] = found
        return found

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
        # It was taken, whatever the answer lacks: asked again, it would stand there twice.
        said = answer.data if isinstance(answer.data, dict) else {}
        ts = said.get("ts")
        return Place(str(said.get("channel") or channel), ts if isinstance(ts, str) else None)

    async def _call(self, method: str, call: Callable[[], Awaitable[Any]]) -> Any:
        try:
            return await call()
        except Exception as error:
            refusal = replace(judge(error), method=method)
            if refusal.fate is Fate.ASK_WHOSE_ACCOUNT:
                refusal = replace(refusal, fate=await self._whose_account())
            raise NotPostedError(refusal) from error

    async def _whose_account(self) -> Fate:
        """Tell a deactivated person, for good, from a removed app, which may return."""
        try:
            await self._client.auth_test()
        except Exception:  # noqa: BLE001 - Slack is out of reach: it is asked again later
            return Fate.LATER
        return Fate.NEVER


async def _pieces(content: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(content.read, _PIECE):
        yield piece
