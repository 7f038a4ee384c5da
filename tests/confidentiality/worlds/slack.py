"""The stand-in workspace without sockets: its parts, and a wire that notes every call.

Slack's own client and Bolt run unchanged down to the place where bytes would leave the
process; there a call is noted with its moment and done by the workspace's own methods.
"""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl

from multidict import CIMultiDict
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.webhook.webhook_response import WebhookResponse

from sandbox.acts import Acts
from sandbox.answers import respond
from sandbox.api.call import Call
from sandbox.api.methods import METHODS
from sandbox.delivery import Answer, Outcome
from sandbox.errors import ApiError
from sandbox.limits import LimitRules
from sandbox.parts import assemble
from sandbox.seed import User, new_seed

ADDRESS = "http://stand-in.test/api/"
RESPONSES = "http://stand-in.test"
EVERYBODY = ""


@dataclass(frozen=True)
class Noted:
    """One thing that left the bot: to whom, during which act, when, what, and its bytes."""

    to: str
    act: int
    at: str
    what: str
    said: str


class StandIn:
    """The workspace of one world, and all that the bot ever sent to it."""

    def __init__(self, team, people, clock):
        self.noted: list[Noted] = []
        self.act = 0
        self.app = None
        self._clock = clock
        users = tuple(User(slack_id, name, name) for slack_id, name in people)
        seed = new_seed(team_id=team, users=users)
        rules = LimitRules(messages_burst=1_000_000, per_minute={})
        self.parts = assemble(seed, clock, Seconds(), rules)
        self.parts.delivery = self
        self.parts.base_url = RESPONSES
        self.acts = Acts(self.parts)

    @property
    def token(self):
        return self.parts.seed.bot_token

    def note(self, to, what, said):
        at = self._clock.now().isoformat()
        self.noted.append(Noted(to, self.act, at, what, said))

    async def send(self, kind, payload, retry=(0, "")):
        """Take what a person did to Bolt, as the socket does, and its answer back."""
        del kind, retry
        to = _whose(payload)
        given = AsyncBoltRequest(body=payload, mode="socket_mode")
        answer = await self.app.async_dispatch(given)
        self.note(to, f"answer {answer.status}", answer.body or "")
        if answer.status != 200:
            return Answer(Outcome.FAILED)
        body = answer.body or ""
        return Answer(Outcome.ANSWERED, json.loads(body) if body.startswith("{") else body or None)

    def send_event(self, payload):
        raise NotImplementedError("an event is sent with `happens`, which waits for it")

    async def open_home(self, user):
        """Look at App Home, and wait until the bot has drawn it."""
        channel = self.parts.messages.open(user).channel
        ts = self.parts.messages.ts()
        await self.send("events_api", self.parts.payloads.home_opened(
            self.parts.seed.user(user), channel, ts, None
        ))  # fmt: skip

    def call(self, url, arguments):
        """Note a call of the Web API, and do it."""
        method = url.removeprefix(ADDRESS)
        self.note(self._seen_by(arguments), method, json.dumps(arguments, default=str))
        try:
            answer = METHODS[method].run(self.parts, Call(self.token, arguments))
        except ApiError as refused:
            return refused.status, refused.body()
        return 200, {"ok": True, **answer}

    def respond(self, url, body):
        """Note an answer through a response URL, and show it."""
        place = self.parts.response_urls.use(url.rpartition("/")[2])
        self.note(place.user, "response_url", json.dumps(body))
        respond(self.parts.messages, place, body)

    def _seen_by(self, arguments):
        """Say who gets a call's effect before their eyes."""
        if "trigger_id" in arguments:
            return self.parts.triggers._issued[arguments["trigger_id"]].user
        if "view_id" in arguments:
            shown = [one for one in self.parts.views._all() if one.id == arguments["view_id"]]
            return shown[0].user if shown else EVERYBODY
        if "channel" in arguments:
            return self.parts.messages.find(arguments["channel"]).member.id
        return arguments.get("user_id") or arguments.get("users") or EVERYBODY


class Seconds:
    """Real time for the workspace: stands, so that no trigger grows old."""

    def epoch(self):
        return 1_800_000_000.0

    async def wait(self, seconds):
        raise NotImplementedError(f"nothing in here waits, and something asked for {seconds} s")


def _whose(payload):
    user = payload.get("user") or {}
    event = payload.get("event") or {}
    return user.get("id") or payload.get("user_id") or event.get("user") or EVERYBODY


@contextmanager
def wired(stand_in: StandIn, seed: int) -> Iterator[None]:
    """Lead all that Slack's client would send into one stand-in, for as long as the block.

    The ids that Slack gives come from the seed, so that what failed fails again.
    """

    async def request(*, api_url, req_args, **_: Any) -> dict[str, Any]:
        status, body = stand_in.call(api_url, _arguments(req_args))
        return {"data": body, "headers": CIMultiDict(), "status_code": status}

    async def post(self, *, body, **_: Any) -> WebhookResponse:
        stand_in.respond(self.url, body)
        return WebhookResponse(url=self.url, status_code=200, body="ok", headers={})

    with (
        patch("sandbox.ids.secrets", random.Random(seed)),  # noqa: S311
        patch("slack_sdk.web.async_base_client._request_with_session", request),
        patch("slack_sdk.webhook.async_client.AsyncWebhookClient._perform_http_request", post),
    ):
        yield


def _arguments(req_args: dict[str, Any]) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name in ("params", "data", "json"):
        part = req_args.get(name) or {}
        given |= dict(parse_qsl(part)) if isinstance(part, str) else dict(part)
    return {name: value for name, value in given.items() if name != "token"}
