"""HTTP mode: payloads posted to the app's request URL, signed as Slack signs them."""

import hashlib
import hmac
import json
from typing import Any
from urllib.parse import urlencode

import aiohttp
import structlog

from sandbox.realtime import RealTime

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_OK = 200

_log = structlog.get_logger("sandbox.signed_http")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Give Slack's version 0 signature of a body sent at a moment."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def encoded(kind: str, payload: dict[str, Any]) -> tuple[bytes, str]:
    """Give a payload as the body that Slack would send, and its content type."""
    if kind == "events_api":
        return json.dumps(payload).encode(), JSON
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), FORM


class RefusedError(Exception):
    """The app could not be reached, or answered with something other than 200."""

    def __init__(self, reason: str, again: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.again = again


class SignedHttp:
    """Posts to one request URL; `url` may be set or changed while it runs."""

    def __init__(self, url: str | None, signing_secret: str, real: RealTime) -> None:
        self.url = url
        self._secret = signing_secret
        self._real = real
        self._session: aiohttp.ClientSession | None = None

    async def post(
        self, kind: str, payload: dict[str, Any], retry: tuple[int, str] = (0, "")
    ) -> Any:
        """Send a payload; give the answer's JSON, its text, or None if it was empty."""
        body, content_type = encoded(kind, payload)
        if self._session is None:
            self._session = aiohttp.ClientSession()
        headers = self._headers(body, content_type, retry)
        try:
            async with self._session.post(str(self.url), data=body, headers=headers) as response:
                return await self._read(response)
        except aiohttp.ClientError as broken:
            raise RefusedError("connection_failed") from broken

    async def stop(self) -> None:
        """Close the connections that are kept open."""
        if self._session is not None:
            await self._session.close()

    def _headers(self, body: bytes, content_type: str, retry: tuple[int, str]) -> dict[str, str]:
        timestamp = str(int(self._real.epoch()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }
        if retry[0]:
            headers["X-Slack-Retry-Num"] = str(retry[0])
            headers["X-Slack-Retry-Reason"] = retry[1]
        return headers

    @staticmethod
    async def _read(response: aiohttp.ClientResponse) -> Any:
        text = await response.text()
        if response.status != _OK:
            again = response.headers.get("X-Slack-No-Retry") != "1"
            _log.warning("app_answered", status=response.status)
            raise RefusedError("http_error", again)
        if response.content_type == JSON and text:
            try:
                return json.loads(text)
            except ValueError as broken:
                raise RefusedError("http_error") from broken
        return text or None
