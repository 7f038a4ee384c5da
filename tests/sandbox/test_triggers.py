"""A trigger lives 3 s and serves once; a response URL takes five answers within 30 minutes."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.conftest import MAYA, button, modal, section


async def refusal(call):
    with pytest.raises(SlackApiError) as raised:
        await call
    return raised.value.response["error"]


@pytest.fixture
def trigger(app, workspace, connected):  # noqa: ARG001 - the app must be connected
    """Type a command and give the trigger that the app was sent."""
    seen = []

    @app.command("/preclear")
    async def asked(ack, body):
        seen.append(body)
        await ack()

    async def typed(field="trigger_id"):
        assert await workspace.acts.command(MAYA, "/preclear") == {"ok": True}
        return seen[-1][field]

    return typed


async def test_a_trigger_is_good_for_three_seconds(real, client, trigger):
    trigger_id = await trigger()
    real.advance(2.9)
    await client.views_open(trigger_id=trigger_id, view=modal())


async def test_a_trigger_is_dead_after_three_seconds(real, client, trigger, workspace):
    trigger_id = await trigger()
    real.advance(3.1)
    call = client.views_open(trigger_id=trigger_id, view=modal())
    assert await refusal(call) == "expired_trigger_id"
    assert workspace.views.stack(MAYA) == []


async def test_moving_the_shown_date_does_not_age_a_trigger(clock, client, trigger):
    trigger_id = await trigger()
    clock.move(clock.now().replace(year=2019))
    await client.views_open(trigger_id=trigger_id, view=modal())


async def test_a_trigger_serves_once(client, trigger):
    trigger_id = await trigger()
    await client.views_open(trigger_id=trigger_id, view=modal())
    call = client.views_open(trigger_id=trigger_id, view=modal())
    assert await refusal(call) == "exchanged_trigger_id"


async def test_a_form_that_is_refused_leaves_the_trigger_good(client, trigger):
    trigger_id = await trigger()
    assert await refusal(client.views_open(trigger_id=trigger_id, view={})) == "invalid_arguments"
    await client.views_open(trigger_id=trigger_id, view=modal())


async def test_a_made_up_trigger_opens_nothing(client):
    call = client.views_open(trigger_id="1.2.abc", view=modal())
    assert await refusal(call) == "invalid_trigger_id"


async def test_a_response_url_takes_five_answers(workspace, page, trigger):
    address = await trigger("response_url")
    for _ in range(5):
        async with page.post(address, json={"text": "t"}) as response:
            assert response.status == 200
    async with page.post(address, json={"text": "t"}) as response:
        assert (response.status, (await response.json())["error"]) == (404, "used_url")
    assert len(workspace.conversation(MAYA).ephemeral) == 5


@pytest.mark.parametrize(("seconds", "status"), [(1800, 200), (1801, 404)])
async def test_a_response_url_lives_thirty_minutes(real, page, trigger, seconds, status):
    address = await trigger("response_url")
    real.advance(seconds)
    async with page.post(address, json={"text": "t"}) as response:
        assert response.status == status


async def test_a_response_may_be_for_all_or_stand_in_for_the_message_that_was_pressed(
    workspace, app, client, page, trigger
):
    address = await trigger("response_url")
    async with page.post(address, json={"text": "all", "response_type": "in_channel"}):
        pass
    conversation = workspace.conversation(MAYA)
    assert conversation.messages[-1].text == "all"

    pressed = []

    @app.action("press")
    async def press(ack, body):
        pressed.append(body["response_url"])
        await ack()

    row = {"type": "actions", "elements": [button()]}
    posted = await client.chat_postMessage(channel=MAYA, text="card", blocks=[section("s"), row])
    place = {"channel": conversation.channel, "ts": posted["ts"]}
    await workspace.acts.press(MAYA, {"action_id": "press"}, **place)
    done = {"text": "done", "replace_original": True}
    async with page.post(pressed[0], json=done):
        pass
    card = conversation.find(posted["ts"])
    assert (card.text, card.blocks) == ("done", [])
    async with page.post(pressed[0], json={"delete_original": True}):
        pass
    assert conversation.find(posted["ts"]) is None


async def test_a_command_has_no_original_to_replace(page, trigger):
    address = await trigger("response_url")
    async with page.post(address, json={"text": "t", "replace_original": True}) as response:
        assert response.status == 404


async def test_a_wrong_answer_is_refused_and_a_made_up_address_too(page, trigger):
    address = await trigger("response_url")
    async with page.post(address, data="{") as response:
        assert response.status == 400
    wrong = {"blocks": [{"type": "carousel"}]}
    async with page.post(address, json=wrong) as response:
        assert (await response.json())["error"] == "invalid_blocks"
    async with page.post(address[:-1] + "_", json={"text": "t"}) as response:
        assert response.status == 404
