"""Forms: what is entered, what comes back, the stack, and views changed from outside."""

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.forms import entered_state, field_errors
from tests.sandbox.conftest import CEO, MAYA, SUBMIT, button, entered, modal, section, text_input


def form(title="A form", **more):
    named = {"title": {"type": "plain_text", "text": title}, "submit": SUBMIT}
    return modal(text_input(), **named | more)


@pytest.fixture
def opened(app, workspace, connected):  # noqa: ARG001 - the app must be connected
    """Open a form before Maya; the returned list holds what her submissions are answered with."""
    answers = []

    @app.command("/preclear")
    async def asked(ack, body, client, command):
        await client.views_open(trigger_id=body["trigger_id"], view=form(**_asked(command)))
        await ack()

    def _asked(command):
        return {"notify_on_close": True} if "notify" in command["text"] else {}

    @app.view("form")
    async def submitted(ack):
        await ack(**answers.pop(0))

    async def open_form(*replies, text=""):
        answers.extend(replies)
        assert await workspace.acts.command(MAYA, f"/preclear {text}") == {"ok": True}
        return workspace.views.stack(MAYA)[-1]

    return open_form


async def send(workspace, view, text="because"):
    return await workspace.acts.submit(MAYA, view.id, entered(text))


async def test_an_empty_required_field_never_reaches_the_app(workspace, opened):
    view = await opened()
    answer = await send(workspace, view, "")
    assert answer == {"ok": False, "errors": {"why": "Please complete this required field."}}
    assert workspace.views.stack(MAYA) == [view]


async def test_errors_go_onto_their_fields_and_the_form_stays(workspace, opened):
    view = await opened({"response_action": "errors", "errors": {"why": "Say more."}})
    answer = await send(workspace, view)
    assert answer == {"ok": False, "errors": {"why": "Say more."}}
    assert workspace.views.stack(MAYA) == [view]
    assert view.state["why"]["text"]["value"] == "because"


async def test_errors_for_a_field_that_is_not_there_are_trouble(workspace, opened):
    view = await opened({"response_action": "errors", "errors": {"nowhere": "Say more."}})
    answer = await send(workspace, view)
    assert (answer["ok"], answer["code"]) == (False, "invalid_errors")


async def test_an_update_replaces_the_form_and_keeps_its_id(workspace, opened):
    view = await opened({"response_action": "update", "view": modal(section("Filed"))})
    before = view.hash
    assert await send(workspace, view) == {"ok": True}
    (now,) = workspace.views.stack(MAYA)
    assert now.id == view.id
    assert now.hash != before
    assert now.given["blocks"][0]["text"]["text"] == "Filed"


async def test_an_update_with_a_wrong_view_is_trouble_and_changes_nothing(workspace, opened):
    view = await opened({"response_action": "update", "view": modal(section("x" * 3001))})
    answer = await send(workspace, view)
    assert answer["error"] == "We had some trouble connecting. Try again?"
    assert "3001" in answer["detail"][0]
    assert workspace.views.stack(MAYA)[0].given["blocks"][0]["type"] == "input"


async def test_forms_pile_up_to_three_and_know_each_other(workspace, opened):
    pushes = [{"response_action": "push", "view": form(title)} for title in ("Two", "Three", "4")]
    await opened(*pushes)
    for _ in range(2):
        assert await send(workspace, workspace.views.stack(MAYA)[-1]) == {"ok": True}
    first, second, third = workspace.views.stack(MAYA)
    assert (second.previous_id, third.previous_id) == (first.id, second.id)
    assert {view.root_id for view in (first, second, third)} == {first.id}
    assert (await send(workspace, third))["code"] == "push_limit_reached"
    assert len(workspace.views.stack(MAYA)) == 3


async def test_clear_closes_the_whole_pile_and_an_empty_answer_only_the_top(workspace, opened):
    push = {"response_action": "push", "view": form("Two")}
    await opened(push, {}, push, {"response_action": "clear"})
    await send(workspace, workspace.views.stack(MAYA)[-1])
    await send(workspace, workspace.views.stack(MAYA)[-1])
    assert len(workspace.views.stack(MAYA)) == 1
    await send(workspace, workspace.views.stack(MAYA)[-1])
    await send(workspace, workspace.views.stack(MAYA)[-1])
    assert workspace.views.stack(MAYA) == []


async def test_closing_is_told_to_an_app_that_asked_for_it(workspace, app, opened):
    heard = []

    @app.view_closed("form")
    async def closed(ack, body):
        heard.append(body["is_cleared"])
        await ack()

    view = await opened()
    await workspace.acts.close(MAYA, view.id)
    assert heard == []
    view = await opened(text="notify")
    await workspace.acts.close(MAYA, view.id)
    assert heard == [False]
    view = await opened(text="notify")
    await workspace.acts.close(MAYA, view.id, everything=True)
    assert heard == [False, True]
    assert workspace.views.stack(MAYA) == []


async def test_only_the_owner_of_the_top_form_can_send_it(workspace, opened):
    view = await opened()
    assert (await workspace.acts.submit(CEO, view.id, entered("x")))["code"] == "not_found"
    assert (await workspace.acts.submit(MAYA, "V0NONE", entered("x")))["code"] == "not_found"


async def test_a_form_without_a_button_that_sends_it_cannot_be_sent(workspace, client, opened):
    view = await opened({})
    told = {"type": "section", "text": {"type": "plain_text", "text": "It is decided."}}
    await client.views_update(view_id=view.id, view=modal(told))
    assert (await send(workspace, view))["code"] == "no_submit"
    await client.views_update(view_id=view.id, view=form())
    assert await send(workspace, view) == {"ok": True}


async def test_an_update_from_outside_keeps_what_was_entered(workspace, client, opened):
    view = await opened({"response_action": "errors", "errors": {"why": "More."}})
    await send(workspace, view, "half a sentence")
    updated = await client.views_update(view_id=view.id, view=form("Again"), hash=view.hash)
    assert updated["view"]["state"]["values"] == entered("half a sentence")
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await client.views_update(view_id=view.id, view=form("Late"), hash="1.old")
    assert view.given["title"]["text"] == "Again"
    await workspace.acts.close(MAYA, view.id)
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_update(view_id=view.id, view=form())


async def test_a_view_is_found_by_the_name_the_app_gave_it(workspace, client, opened):
    view = await opened()
    await client.views_update(view_id=view.id, view=form(external_id="mine"))
    await client.views_update(external_id="mine", view=form("Found", external_id="mine"))
    assert workspace.views.stack(MAYA)[0].given["title"]["text"] == "Found"


async def test_a_button_in_a_form_pushes_another(workspace, app, client, opened):
    @app.action("press")
    async def pressed(ack, body, client):
        await client.views_push(trigger_id=body["trigger_id"], view=form("Two"))
        await ack()

    view = await opened()
    row = {"type": "actions", "elements": [button()]}
    await client.views_update(view_id=view.id, view=modal(text_input(), row, submit=SUBMIT))
    answer = await workspace.acts.press(
        MAYA, {"action_id": "press"}, view_id=view.id, state=entered("kept")
    )
    assert answer == {"ok": True}
    assert [one.given["title"]["text"] for one in workspace.views.stack(MAYA)] == ["A form", "Two"]
    assert view.state["why"]["text"]["value"] == "kept"


async def test_a_push_needs_a_form_to_stand_on(app, workspace, client, opened):
    triggers = []

    @app.command("/preclear")
    async def unused(ack):
        await ack()

    @app.action("press")
    async def pressed(ack, body):
        triggers.append(body["trigger_id"])
        await ack()

    assert opened
    row = {"type": "actions", "elements": [button()]}
    posted = await client.chat_postMessage(channel=MAYA, text="t", blocks=[row])
    channel = workspace.conversation(MAYA).channel
    await workspace.acts.press(MAYA, {"action_id": "press"}, channel=channel, ts=posted["ts"])
    with pytest.raises(SlackApiError, match="not_found"):
        await client.views_push(trigger_id=triggers[0], view=form())
    await client.views_open(trigger_id=triggers[0], view=form())


async def test_an_input_in_a_form_is_quiet_unless_it_says_so(workspace, app, client, opened):
    heard = []

    @app.action("text")
    async def changed(ack, action):
        heard.append(action["value"])
        await ack()

    view = await opened()
    act = {"action_id": "text", "block_id": "why", "value": "new"}
    assert await workspace.acts.press(MAYA, act, view_id=view.id) == {"ok": True}
    assert heard == []
    loud = modal(text_input(dispatch_action=True), submit=SUBMIT)
    await client.views_update(view_id=view.id, view=loud)
    assert await workspace.acts.press(MAYA, act, view_id=view.id) == {"ok": True}
    assert heard == ["new"]


def options(*values):
    return [{"text": {"type": "plain_text", "text": v}, "value": v} for v in values]


def block(element, **more):
    label = {"type": "plain_text", "text": "l"}
    named = {"action_id": "a", **element}
    return {"type": "input", "block_id": "b", "label": label, "element": named, **more}


def state_of(element, **value):
    return entered_state([block(element)], {}, {"b": {"a": {"type": element["type"], **value}}})


def test_only_what_is_offered_can_be_chosen():
    select = {"type": "static_select", "options": options("buy", "sell")}
    chosen = state_of(select, selected_option={"value": "sell", "text": "forged"})
    assert chosen["b"]["a"]["selected_option"] == options("sell")[0]
    assert state_of(select, selected_option={"value": "gift"})["b"]["a"]["selected_option"] is None
    boxes = {"type": "checkboxes", "options": options("one", "two")}
    chosen = state_of(boxes, selected_options=[{"value": "two"}, {"value": "three"}])
    assert chosen["b"]["a"]["selected_options"] == options("two")


def test_several_people_are_their_ids_each_once():
    people = {"type": "multi_users_select", "initial_users": ["U1"], "max_selected_items": 2}
    assert state_of(people)["b"]["a"]["selected_users"] == []
    assert entered_state([block(people)], {}, None)["b"]["a"]["selected_users"] == ["U1"]
    chosen = state_of(people, selected_users=["U2", "U1", "U2", ""])
    assert chosen["b"]["a"] == {"type": "multi_users_select", "selected_users": ["U2", "U1"]}
    assert field_errors([block(people)], chosen) == {}
    assert state_of(people, selected_users="U1")["b"]["a"]["selected_users"] == []
    many = state_of(people, selected_users=["U1", "U2", "U3"])
    assert set(field_errors([block(people)], many)) == {"b"}


def test_what_an_element_starts_from_is_what_is_sent():
    day = {"type": "datepicker", "initial_date": "2018-12-03"}
    assert entered_state([block(day)], {}, None)["b"]["a"]["selected_date"] == "2018-12-03"
    assert state_of(day, selected_date="2018-12-04")["b"]["a"]["selected_date"] == "2018-12-04"


@pytest.mark.parametrize(
    ("element", "good", "bad"),
    [
        ({"type": "plain_text_input", "min_length": 2}, "ab", "a"),
        ({"type": "plain_text_input", "max_length": 2}, "ab", "abc"),
        ({"type": "number_input", "is_decimal_allowed": False}, "5", "5.5"),
        ({"type": "number_input", "is_decimal_allowed": True}, "5.5", "five"),
        ({"type": "number_input", "is_decimal_allowed": True}, "5", "NaN"),
        ({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}, "1", "0"),
        ({"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}, "9", "10"),
        ({"type": "email_text_input"}, "a@b.com", "a@b"),
        ({"type": "url_text_input"}, "https://b.com", "b.com"),
    ],
)
def test_the_client_checks_what_an_element_says_of_itself(element, good, bad):
    blocks = [block(element)]
    assert field_errors(blocks, state_of(element, value=good)) == {}
    assert list(field_errors(blocks, state_of(element, value=bad))) == ["b"]


def test_an_optional_field_may_stay_empty():
    element = {"type": "plain_text_input"}
    assert field_errors([block(element)], state_of(element)) != {}
    assert field_errors([block(element, optional=True)], state_of(element)) == {}
