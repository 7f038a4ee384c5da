"""What the sandbox sends to an app, taken off the wire: one payload of each kind that there is."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.http_server import HttpServer
from sandbox.server import Workspace
from tests.bot.pieces import until
from tests.clock import HandClock

Json = dict[str, Any]

MAYA, GUEST = "U0EMPLOYEE", "U0GUEST"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str) -> Json:
    return {"text": plain(value), "value": value}


#: An input of every kind that our forms have, with what is entered into it.
INPUTS: dict[str, tuple[Json, Json]] = {
    "plain_text_input": ({}, {"value": "because"}),
    "number_input": ({"is_decimal_allowed": False}, {"value": "5"}),
    "static_select": ({"options": [option("a")]}, {"selected_option": option("a")}),
    "multi_static_select": ({"options": [option("a")]}, {"selected_options": [option("a")]}),
    "radio_buttons": ({"options": [option("a")]}, {"selected_option": option("a")}),
    "checkboxes": ({"options": [option("a")]}, {"selected_options": [option("a")]}),
    "users_select": ({}, {"selected_user": MAYA}),
    "multi_users_select": ({}, {"selected_users": [MAYA]}),
    "datepicker": ({}, {"selected_date": "2026-12-02"}),
    "timepicker": ({}, {"selected_time": "09:30"}),
}
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("A form"),
    "submit": plain("Send"),
    "close": plain("Cancel"),
    "notify_on_close": True,
    "private_metadata": "K7M4QWXA",
    "blocks": [
        {
            "type": "input",
            "block_id": kind,
            "optional": True,
            "dispatch_action": True,
            "label": plain(kind),
            "element": {"type": kind, "action_id": "value", **more},
        }
        for kind, (more, _) in INPUTS.items()
    ],
}
BUTTON = {"type": "button", "action_id": "press", "text": plain("Press"), "value": "K7M4QWXA"}
ROW = {"type": "actions", "block_id": "row", "elements": [BUTTON]}
OVERFLOW = {"type": "overflow", "action_id": "more", "options": [option("a"), option("b")]}
HOME = {
    "type": "home",
    "blocks": [ROW, {"type": "section", "text": plain("t"), "accessory": OVERFLOW}],
}


class Received:
    """An app's request URL that takes everything and keeps it, by kind."""

    def __init__(self) -> None:
        self.payloads: list[Json] = []

    async def take(self, request: web.Request) -> web.Response:
        if request.content_type == "application/json":
            self.payloads.append(await request.json())
            return web.Response()
        fields = {
            name: one
            for name, (one,) in parse_qs(await request.text(), keep_blank_values=True).items()
        }
        self.payloads.append(json.loads(fields["payload"]) if "payload" in fields else fields)
        return web.Response()

    def last(self) -> Json:
        return self.payloads[-1]


@asynccontextmanager
async def receiving() -> AsyncIterator[tuple[Workspace, Received]]:
    """Run a workspace that delivers to such a URL."""
    received, workspace = Received(), Workspace(HandClock(datetime(2026, 11, 23, 15, tzinfo=UTC)))
    app = web.Application()
    app.router.add_post("/slack/events", received.take)
    server = HttpServer(app)
    port = await server.start("127.0.0.1", 0)
    await workspace.start(port=0)
    workspace.deliver_to(f"http://127.0.0.1:{port}/slack/events")
    try:
        yield workspace, received
    finally:
        await workspace.stop()
        await server.stop()


async def captured() -> dict[str, Json]:
    """Do everything that a person can do, once; give what the app was sent."""
    async with receiving() as (workspace, received):
        client = AsyncWebClient(workspace.seed.bot_token, base_url=workspace.api_url)
        acts, made = workspace.acts, {}
        await acts.command(MAYA, "/preclear buy 500")
        made["command"] = received.last()

        opened = await client.views_open(trigger_id=received.last()["trigger_id"], view=FORM)
        view = opened["view"]["id"]
        for kind, (_, entered) in INPUTS.items():
            await acts.press(
                MAYA, {"block_id": kind, "action_id": "value", **entered}, view_id=view
            )
            made[f"{kind} in a form"] = received.last()
        await acts.close(MAYA, view)
        made["form closed"] = received.last()

        await acts.command(MAYA, "/preclear")
        opened = await client.views_open(trigger_id=received.last()["trigger_id"], view=FORM)
        state = {
            kind: {"value": {"type": kind, **entered}} for kind, (_, entered) in INPUTS.items()
        }
        await acts.submit(MAYA, opened["view"]["id"], state)
        made["form sent"] = received.last()
        await acts.command(MAYA, "/preclear")
        opened = await client.views_open(trigger_id=received.last()["trigger_id"], view=FORM)
        await acts.submit(MAYA, opened["view"]["id"], {})
        made["form sent empty"] = received.last()

        posted = await client.chat_postMessage(channel=MAYA, text="t", blocks=[ROW])
        where = {"channel": posted["channel"], "ts": posted["ts"]}
        await acts.press(MAYA, {"action_id": "press"}, **where)
        made["button of a message"] = received.last()

        await looked(acts, received)
        made["home opened first"] = received.last()
        await client.views_publish(user_id=MAYA, view=HOME)
        await looked(acts, received)
        made["home opened"] = received.last()
        await acts.press(MAYA, {"action_id": "press"}, home=True)
        made["button of the home"] = received.last()
        chosen = {"action_id": "more", "selected_option": option("a")}
        await acts.press(MAYA, chosen, home=True)
        made["overflow of the home"] = received.last()

        await acts.shortcut(MAYA, workspace.seed.shortcuts[0].callback_id)
        made["shortcut"] = received.last()

        before = len(received.payloads)
        await acts.change_account(GUEST, guest=False, deleted=False)
        await event_after(received, before)
        made["account changed"] = received.last()
    return made


async def looked(acts: Any, received: Received) -> None:
    before = len(received.payloads)
    await acts.open_home(MAYA)
    await event_after(received, before)


async def event_after(received: Received, before: int) -> None:
    """Wait for an event: it is sent by itself, after the act was answered."""
    await until(lambda: len(received.payloads) > before, "the event")
