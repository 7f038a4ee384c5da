"""HTTP mode: an unchanged Bolt app behind its own signature check."""

import asyncio
from datetime import UTC, datetime

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.signed_http import signature
from tests.sandbox.conftest import (
    MAYA,
    SUBMIT,
    button,
    connection,
    entered,
    modal,
    text_input,
    until,
)


class Receiver:
    """A web server with a Bolt app behind it, or with an answer that a test sets."""

    def __init__(self):
        self.app = None
        self.requests = []
        self.answers = []

    async def take(self, request):
        self.requests.append((dict(request.headers), await request.text()))
        if self.answers:
            answer = self.answers.pop(0)
            return await answer() if callable(answer) else answer
        bolt = await self.app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(bolt)


@pytest.fixture
async def receiver(workspace, real):
    real.set(datetime.fromtimestamp(Clock().now(), UTC))
    receiver = Receiver()
    application = web.Application()
    application.router.add_post("/slack/events", receiver.take)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    workspace.deliver_to(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield receiver
    await runner.cleanup()


@pytest.fixture
def bolt(receiver, app):
    receiver.app = app
    return app


async def test_commands_clicks_forms_and_events_pass_bolts_own_check(workspace, bolt, client):
    done = []

    @bolt.command("/preclear")
    async def asked(ack, body, client):
        done.append(body["text"])
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(text_input(), submit=SUBMIT)
        )
        await ack("Opened")

    @bolt.view("form")
    async def submitted(ack, view):
        done.append(view["state"]["values"]["why"]["text"]["value"])
        await ack(response_action="errors", errors={"why": "Say more."})

    @bolt.action("press")
    async def pressed(ack, action):
        done.append(action["value"])
        await ack()

    @bolt.event("app_home_opened")
    async def opened(event):
        done.append(event["type"])

    assert await workspace.acts.command(MAYA, "/preclear window") == {"ok": True}
    assert workspace.conversation(MAYA).ephemeral[0].text == "Opened"
    (view,) = workspace.views.stack(MAYA)
    answer = await workspace.acts.submit(MAYA, view.id, entered("because"))
    assert answer["errors"] == {"why": "Say more."}
    row = {"type": "actions", "elements": [button()]}
    posted = await client.chat_postMessage(channel=MAYA, text="t", blocks=[row])
    channel = workspace.conversation(MAYA).channel
    await workspace.acts.press(MAYA, {"action_id": "press"}, channel=channel, ts=posted["ts"])
    await workspace.acts.open_home(MAYA)
    await until(lambda: len(done) == 4)
    assert done == ["window", "because", "v", "app_home_opened"]


async def test_another_secret_does_not_pass(workspace, receiver, client):
    receiver.app = AsyncApp(client=client, signing_secret="another")
    answer = await workspace.acts.command(MAYA, "/preclear")
    assert answer["code"] == "dispatch_failed"


async def test_the_signature_is_made_in_real_time_whatever_the_date_shown(workspace, bolt, clock):
    clock.move(datetime(2031, 1, 1, tzinfo=UTC))

    @bolt.command("/preclear")
    async def asked(ack):
        await ack()

    assert await workspace.acts.command(MAYA, "/preclear") == {"ok": True}


async def test_an_old_signature_does_not_pass(workspace, bolt, real):
    @bolt.command("/preclear")
    async def asked(ack):
        await ack()

    real.advance(-400)
    assert (await workspace.acts.command(MAYA, "/preclear"))["code"] == "dispatch_failed"
    real.advance(400)
    assert await workspace.acts.command(MAYA, "/preclear") == {"ok": True}


def test_the_signature_is_the_one_the_official_client_makes():
    verifier = SignatureVerifier("8f742231b10e8888abcd99yyyzzz85a5")
    made = verifier.generate_signature(timestamp="1531420618", body="token=x&text=%C3%A9")
    assert (
        signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", b"token=x&text=%C3%A9") == made
    )


async def test_a_socket_goes_before_the_request_url(workspace, bolt, receiver):
    @bolt.command("/preclear")
    async def asked(ack):
        await ack()

    async with connection(workspace, bolt):
        assert await workspace.acts.command(MAYA, "/preclear") == {"ok": True}
        assert receiver.requests == []
    await until(lambda: workspace.sockets.count == 0)
    assert await workspace.acts.command(MAYA, "/preclear") == {"ok": True}
    assert len(receiver.requests) == 1


async def test_a_slow_answer_is_too_late_and_a_command_goes_out_once(workspace, receiver, real):
    held = asyncio.Event()

    async def slow():
        await held.wait()
        return web.Response()

    receiver.answers = [slow]
    asked = asyncio.create_task(workspace.acts.command(MAYA, "/preclear"))
    await until(lambda: receiver.requests and real.due(within=3))
    real.advance(3)
    assert (await asked)["code"] == "operation_timeout"
    held.set()
    assert len(receiver.requests) == 1


async def test_an_event_comes_again_until_it_is_taken(workspace, receiver, real):
    receiver.answers = [web.Response(status=500), web.Response(status=500), web.Response()]
    await workspace.acts.open_home(MAYA)
    await until(lambda: len(receiver.requests) == 2)
    await until(lambda: real.due(within=60) and not real.due(within=59))
    real.advance(60)
    await until(lambda: len(receiver.requests) == 3)
    await until(lambda: real.due(within=1000) == 0)
    headers = [headers for headers, _ in receiver.requests]
    assert [one.get("X-Slack-Retry-Num") for one in headers] == [None, "1", "2"]
    assert headers[1]["X-Slack-Retry-Reason"] == "http_error"


async def test_an_event_that_is_refused_for_good_does_not_come_again(workspace, receiver, real):
    receiver.answers = [web.Response(status=400, headers={"X-Slack-No-Retry": "1"})]
    await workspace.acts.open_home(MAYA)
    await until(lambda: len(receiver.requests) == 1 and real.due(within=1000) == 0)
    real.advance(1000)
    assert len(receiver.requests) == 1


async def test_an_address_where_nobody_listens_fails(workspace):
    workspace.deliver_to("http://127.0.0.1:9/")
    assert (await workspace.acts.command(MAYA, "/preclear"))["code"] == "dispatch_failed"


async def test_the_apps_answer_through_its_own_client(workspace, receiver):
    """`say` and `respond` of a Bolt app reach the conversation."""
    client = AsyncWebClient(workspace.seed.bot_token, base_url=workspace.api_url)
    receiver.app = AsyncApp(
        client=client,
        signing_secret=workspace.seed.signing_secret,
        process_before_response=True,
    )

    @receiver.app.command("/preclear")
    async def asked(ack, say, respond):
        await ack()
        await say("said")
        await respond("responded")

    assert await workspace.acts.command(MAYA, "/preclear") == {"ok": True}
    conversation = workspace.conversation(MAYA)
    assert [message.text for message in conversation.messages] == ["said"]
    assert [message.text for message in conversation.ephemeral] == ["responded"]
