"""An unchanged Bolt app over Socket Mode."""

import pytest

from tests.sandbox.conftest import MAYA, SUBMIT, button, entered, modal, section, text_input


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
