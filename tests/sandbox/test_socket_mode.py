"""An unchanged Bolt app over Socket Mode."""

import asyncio

import aiohttp
import pytest

from sandbox.errors import ApiError
from tests.sandbox.conftest import (
    CEO,
    MAYA,
    SUBMIT,
    button,
    entered,
    modal,
    section,
    text_input,
    until,
)


@pytest.mark.usefixtures("connected")
async def test_a_command_opens_a_form_and_its_submission_closes_it(workspace, app):
    sent = []

    @app.command("/preclear")
    async def asked(ack, body, client):
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(text_input(), submit=SUBMIT)
        )
        await ack()

    @app.view("form")
    async def submitted(ack, view):
        sent.append(view["state"]["values"]["why"]["text"]["value"])
        await ack()

    assert await workspace.acts.command(MAYA, "/preclear buy 500") == {"ok": True}
    (view,) = workspace.views.stack(MAYA)
    assert await workspace.acts.submit(MAYA, view.id, entered("because")) == {"ok": True}
    assert sent == ["because"]
    assert workspace.views.stack(MAYA) == []


@pytest.mark.usefixtures("connected")
async def test_a_click_on_a_message_reaches_the_app_with_the_messages_own_value(
    workspace, app, client
):
    seen = []

    @app.action("press")
    async def pressed(ack, body):
        seen.append(body)
        await ack()

    conversation = workspace.conversation(MAYA)
    row = {"type": "actions", "elements": [button(value="the-real-one")]}
    posted = await client.chat_postMessage(channel=MAYA, text="t", blocks=[section("s"), row])
    answer = await workspace.acts.press(
        MAYA,
        {"action_id": "press", "value": "forged"},
        channel=conversation.channel,
        ts=posted["ts"],
    )
    assert answer == {"ok": True}
    assert seen[0]["actions"][0]["value"] == "the-real-one"
    assert seen[0]["container"]["message_ts"] == posted["ts"]


async def typed(workspace):
    return await workspace.acts.command(MAYA, "/preclear status")


def answering(app, **answer):
    heard = []

    @app.command("/preclear")
    async def asked(ack, command):
        heard.append(command["text"])
        await ack(**answer)

    return heard


@pytest.mark.usefixtures("connected")
async def test_a_commands_answer_is_shown_to_its_asker_alone(workspace, app):
    answering(app, text="only you")
    await typed(workspace)
    conversation = workspace.conversation(MAYA)
    assert [message.text for message in conversation.ephemeral] == ["only you"]
    assert conversation.messages == []


@pytest.mark.usefixtures("connected")
async def test_a_commands_answer_may_be_for_the_conversation(workspace, app):
    answering(app, text="for all", response_type="in_channel")
    await typed(workspace)
    conversation = workspace.conversation(MAYA)
    assert [message.text for message in conversation.messages] == ["for all"]


@pytest.mark.usefixtures("connected")
async def test_a_commands_wrong_answer_is_said_to_be_one(workspace, app):
    answering(app, blocks=[section("x" * 3001)])
    answer = await typed(workspace)
    assert answer["error"] == '/preclear failed with the error "invalid_command_response"'


@pytest.mark.usefixtures("connected")
async def test_what_is_typed_arrives_escaped(workspace, app):
    heard = answering(app)
    await workspace.acts.command(MAYA, '/preclear  buy <5 & "x"  ')
    assert heard == ['buy &lt;5 &amp; "x"']


async def test_an_unknown_command_and_an_absent_app_are_told(workspace):
    answer = await workspace.acts.command(MAYA, "/lunch now")
    assert answer["error"] == "/lunch is not a valid command."
    answer = await typed(workspace)
    assert answer["error"] == '/preclear failed with the error "dispatch_failed"'


async def raw_socket(workspace, client, page):
    opened = await client.apps_connections_open(app_token=workspace.seed.app_token)
    return await page.ws_connect(opened["url"])


async def test_an_answer_after_three_seconds_is_too_late(workspace, client, page, real):
    socket = await raw_socket(workspace, client, page)
    await socket.receive_json()
    asked = asyncio.create_task(typed(workspace))
    late = await socket.receive_json()
    real.advance(2.9)
    assert (real.due(within=0.09), real.due(within=0.11)) == (0, 1)
    real.advance(0.1)
    answer = await asked
    assert answer["code"] == "operation_timeout"
    assert workspace.sockets._waiting == {}
    assert answer["error"] == '/preclear failed with the error "operation_timeout"'
    await socket.send_json({"envelope_id": late["envelope_id"], "payload": {"text": "late"}})
    again = asyncio.create_task(typed(workspace))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "in time"}})
    assert await again == {"ok": True}
    assert [message.text for message in workspace.conversation(MAYA).ephemeral] == ["in time"]
    await socket.close()


async def test_hello_counts_and_payloads_go_round(workspace, client, page):
    first = await raw_socket(workspace, client, page)
    hello = await first.receive_json()
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": workspace.seed.app_id}
    second = await raw_socket(workspace, client, page)
    assert (await second.receive_json())["num_connections"] == 2
    asked = [asyncio.create_task(typed(workspace)) for _ in range(2)]
    for socket in (first, second):
        envelope = await socket.receive_json()
        assert envelope["type"] == "slash_commands"
        assert envelope["accepts_response_payload"] is True
        await socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert await asyncio.gather(*asked) == [{"ok": True}, {"ok": True}]
    await first.close()
    await second.close()


async def test_an_answer_may_come_on_another_connection(workspace, client, page):
    first, second = [await raw_socket(workspace, client, page) for _ in range(2)]
    await first.receive_json()
    asked = asyncio.create_task(typed(workspace))
    envelope = await first.receive_json()
    await first.close()
    payload = {"text": "from the other one"}
    await second.send_json({"envelope_id": envelope["envelope_id"], "payload": payload})
    assert await asked == {"ok": True}
    assert workspace.conversation(MAYA).ephemeral[0].text == "from the other one"
    await second.close()


async def test_a_ticket_lets_one_connection_in(workspace, client, page):
    opened = await client.apps_connections_open(app_token=workspace.seed.app_token)
    first = await page.ws_connect(opened["url"])
    with pytest.raises(aiohttp.WSServerHandshakeError):
        await page.ws_connect(opened["url"])
    await first.close()


async def test_the_eleventh_connection_is_turned_away(workspace, client, page):
    sockets = [await raw_socket(workspace, client, page) for _ in range(10)]
    await until(lambda: workspace.sockets.count == 10)
    eleventh = await raw_socket(workspace, client, page)
    assert (await eleventh.receive_json())["reason"] == "too_many_websockets"
    assert (await eleventh.receive()).type is aiohttp.WSMsgType.CLOSE
    assert workspace.sockets.count == 10
    for socket in (*sockets, eleventh):
        await socket.close()


async def test_a_refresh_makes_the_app_come_back_on_a_new_connection(workspace, app, connected):
    heard = answering(app)
    old = connected.client.current_session
    await workspace.sockets.refresh()
    await until(lambda: connected.client.current_session is not old)
    await until(lambda: workspace.sockets.count == 1)
    assert await typed(workspace) == {"ok": True}
    assert heard == ["status"]


async def test_nothing_is_delivered_to_a_connection_that_is_to_be_renewed(workspace, client, page):
    socket = await raw_socket(workspace, client, page)
    await socket.receive_json()
    await workspace.sockets.refresh("warning")
    assert await socket.receive_json() == {
        "type": "disconnect",
        "reason": "warning",
        "debug_info": {"host": "sandbox"},
    }
    asked = asyncio.create_task(typed(workspace))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert (await asked)["ok"]
    await workspace.sockets.refresh()
    assert (await typed(workspace))["code"] == "dispatch_failed"
    await socket.close()


async def test_a_cut_line_loses_the_click_and_nobody_sends_it_again(workspace, client, page, real):
    socket = await raw_socket(workspace, client, page)
    await socket.receive_json()
    asked = asyncio.create_task(typed(workspace))
    await socket.receive_json()
    workspace.sockets.cut()
    await until(lambda: workspace.sockets.count == 0)
    real.advance(3)
    assert (await asked)["code"] == "operation_timeout"
    other = await raw_socket(workspace, client, page)
    assert (await other.receive_json())["type"] == "hello"
    real.advance(600)
    await workspace.acts.open_home(MAYA)
    assert (await other.receive_json())["type"] == "events_api"
    await other.close()


async def test_an_event_nobody_answers_comes_again_three_times(workspace, client, page, real):
    socket = await raw_socket(workspace, client, page)
    await socket.receive_json()
    await workspace.acts.open_home(MAYA)
    attempts = []
    for pause in (0, 0, 60, 300):
        if pause:
            await until(
                lambda pause=pause: real.due(within=pause) and not real.due(within=pause - 1)
            )
            real.advance(pause)
        envelope = await socket.receive_json()
        assert envelope["payload"]["event"]["type"] == "app_home_opened"
        attempts.append((envelope["retry_attempt"], envelope["retry_reason"]))
        await until(lambda: real.due(within=3))
        real.advance(3)
    assert attempts == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    await until(lambda: real.due(within=10_000) == 0)
    await socket.close()


@pytest.mark.usefixtures("connected")
async def test_home_is_published_when_it_is_opened_and_its_buttons_work(workspace, app):
    heard = []

    @app.event("app_home_opened")
    async def opened(event, client):
        row = {"type": "actions", "elements": [button(value="x")]}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [row]})

    @app.action("press")
    async def pressed(ack, body):
        heard.append(body["view"]["type"])
        await ack()

    await workspace.acts.open_home(MAYA)
    await until(lambda: workspace.views.home(MAYA) is not None)
    assert await workspace.acts.press(MAYA, {"action_id": "press"}, home=True) == {"ok": True}
    assert heard == ["home"]


@pytest.mark.usefixtures("connected")
async def test_an_element_that_is_gone_or_a_member_who_left_does_nothing(workspace, client):
    posted = await client.chat_postMessage(channel=MAYA, text="t", blocks=[section("s")])
    place = {"channel": workspace.conversation(MAYA).channel, "ts": posted["ts"]}
    answer = await workspace.acts.press(MAYA, {"action_id": "press"}, **place)
    assert answer["code"] == "not_found"
    elsewhere = place | {"channel": workspace.conversation(CEO).channel}
    answer = await workspace.acts.press(MAYA, {"action_id": "press"}, **elsewhere)
    assert answer["code"] == "message_not_found"
    answer = await workspace.acts.press(CEO, {"action_id": "press"}, **place)
    assert answer["code"] == "message_not_found"
    with pytest.raises(ApiError, match="user_not_found"):
        await workspace.acts.command("U0NOBODY", "/preclear")
