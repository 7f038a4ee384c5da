"""The real Bolt app, signed requests, a desk of canned answers and a Slack that takes notes."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from clearance.shown import Actor
from clearance.shown_calendar import CalendarShown
from clearance.shown_related import RelatedList
from tests.handlers import samples

SECRET = "s3cret"
ERIN = Actor("T1", "U1")


class FakeDesk:
    """Answers what it was told to, and remembers what it was asked."""

    def __init__(self):
        self.asked, self.sent = [], []
        self.answers = {
            "window": samples.OPEN_WINDOW,
            "asking": samples.ASKING,
            "home": samples.HOME,
            "offices": frozenset(),
            "calendar": CalendarShown(samples.OPEN_WINDOW, ()),
            "mine": (samples.PENDING,),
            "request": samples.PENDING,
            "submit": samples.PENDING,
            "draft": None,
            "keep_draft": True,
            "drop_draft": None,
            "withdraw": samples.PENDING,
            "report": samples.PENDING,
            "review": samples.REVIEW,
            "decide": samples.ENDED,
            "opened": samples.APPROVED,
            "related": samples.RELATED,
            "register_related": replace(samples.RELATED, said=samples.SISTER),
            "remove_related": RelatedList((), "Scope of Policy"),
        }

    def sending(self, form):
        self.sent.append(form)
        return self

    def __getattr__(self, name):
        async def answer(*asked, **named):
            self.asked.append((name, *asked, *named.values()))
            given = self.answers[name]
            if isinstance(given, Exception):
                raise given
            return given

        return answer


@dataclass
class Slack:
    """A Slack that notes what it is called with; ``fails`` names an error a method gives."""

    base_url: str = ""
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    fails: dict[str, str] = field(default_factory=dict)

    async def take(self, request):
        """Note a call."""
        method = request.path.rpartition("/")[2]
        if method == "auth.test":
            return web.json_response({"ok": True, "team_id": "T1", "user_id": "B", "bot_id": "B"})
        body = dict(await request.post()) or json.loads(await request.read() or b"{}")
        self.calls.append((method, body))
        if method in self.fails:
            return web.json_response({"ok": False, "error": self.fails[method]})
        return web.json_response({"ok": True})

    def opened(self):
        """Give the views that were opened, pushed, updated or published."""
        views = [call["view"] for name, call in self.calls if name.startswith("views.")]
        return [json.loads(one) if isinstance(one, str) else one for one in views]


class Clock:
    """A clock that stands."""

    def now(self):
        """Say the moment of the tests."""
        return samples.NOW


@pytest.fixture
async def slack():
    """Serve the note-taking Slack."""
    noted = Slack()
    server = web.Application()
    server.router.add_route("*", "/{path:.*}", noted.take)
    async with TestServer(server) as running:
        noted.base_url = str(running.make_url("/api/"))
        yield noted


@pytest.fixture
def desk():
    """Give the desk of canned answers."""
    return FakeDesk()


@dataclass
class Conversation:
    """Sends what Slack sends, signed, and gives back what the app answered."""

    app: AsyncApp
    slack: Slack

    async def send(self, body, content_type="application/x-www-form-urlencoded"):
        """Dispatch a signed request; the answer is status and parsed body."""
        stamp = str(int(time.time()))  # noqa: TID251 - a signature is of real time
        basis = f"v0:{stamp}:{body}".encode()
        sign = "v0=" + hmac.new(SECRET.encode(), basis, hashlib.sha256).hexdigest()
        headers = {
            "content-type": content_type,
            "x-slack-request-timestamp": stamp,
            "x-slack-signature": sign,
        }
        answer = await self.app.async_dispatch(AsyncBoltRequest(body=body, headers=headers))
        body = answer.body
        return answer.status, json.loads(body) if body and body.startswith("{") else body

    async def command(self, text=""):
        """Type ``/preclear``."""
        fields = {"command": "/preclear", "text": text, "team_id": "T1", "user_id": "U1"}
        return await self.send(urlencode(fields | {"trigger_id": "1.2"}))

    async def interact(self, kind, **more):
        """Press, or send a form."""
        who = {"id": "U1", "team_id": "T1"}
        payload = {"type": kind, "team": {"id": "T1"}, "user": who, "trigger_id": "1.2", **more}
        return await self.send(urlencode({"payload": json.dumps(payload)}))

    async def press(self, action_id, value="K7M4QWXA", **more):
        """Press a button."""
        action = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        return await self.interact("block_actions", actions=[action], **more)

    async def submit(self, view):
        """Send a form."""
        return await self.interact("view_submission", view=view)

    async def close(self, view):
        """Close a form that asked to be told so."""
        return await self.interact("view_closed", view=view, is_cleared=False)

    async def event(self, event):
        """Let an event happen."""
        payload = {"type": "event_callback", "team_id": "T1", "event": event, "event_id": "E1"}
        return await self.send(json.dumps(payload), "application/json")


@pytest.fixture
async def conversation(slack, desk):
    """Give the real app over the canned desk and the note-taking Slack."""
    app = AsyncApp(
        client=AsyncWebClient(token="xoxb-1", base_url=slack.base_url),
        signing_secret=SECRET,
        process_before_response=True,
    )
    handlers.register(app, desk, Clock(), desk)
    return Conversation(app, slack)
