"""When something breaks: words or a reference for the person, ids alone for the log."""

import pytest
import structlog

from handlers import shortcut, words
from handlers.views import messages, withdraw_form
from tests.handlers import samples
from tests.handlers.states import request_view

SECRET_TEXT = "Erin knows of the merger"


def reference_of(log):
    """Give the reference that the log got; the log got nothing that was said."""
    (entry,) = [one for one in log if one["event"] == "handler_failed"]
    assert entry["error"] == "ValueError"
    assert "conftest.py:" in entry["at"]
    assert SECRET_TEXT not in str(log)
    return entry["reference"]


async def test_a_command_gets_a_reference(conversation, desk):
    desk.answers["asking"] = ValueError(SECRET_TEXT)
    with structlog.testing.capture_logs() as log:
        status, answer = await conversation.command()
    assert status == 200
    assert answer["text"] == words.BROKEN.format(reference=reference_of(log))
    assert answer["response_type"] == "ephemeral"


@pytest.mark.parametrize("third", [{}, {"root_view_id": "V1", "previous_view_id": "V2"}])
async def test_a_form_stays_as_it_was_filled_in_with_the_reference_at_a_field(
    conversation, desk, third
):
    desk.answers["submit"] = ValueError(SECRET_TEXT)
    form = request_view()
    with structlog.testing.capture_logs() as log:
        _, answer = await conversation.submit(form | third)
    assert answer["response_action"] == "errors"
    ((block, said),) = answer["errors"].items()
    assert block == [one["block_id"] for one in form["blocks"] if one["type"] == "input"][-1]
    assert said == words.BROKEN_AT_FIELD.format(reference=reference_of(log))


async def test_on_the_second_screen_it_stands_in_the_form_s_head(conversation, desk):
    desk.answers["withdraw"] = ValueError(SECRET_TEXT)
    sent = withdraw_form.build(samples.PENDING) | {"id": "V2", "hash": "1.a"}
    second = {"root_view_id": "V1", "previous_view_id": "V1"}
    _, answer = await conversation.submit(sent | second)
    assert answer["response_action"] == "update"
    first, *rest = answer["view"].pop("blocks")
    assert "Something broke" in first["text"]["text"]
    assert rest == sent["blocks"]
    assert answer["view"].items() <= sent.items()
    _, answer = await conversation.submit(sent | {"root_view_id": "V2", "previous_view_id": None})
    assert answer["response_action"] == "push"


async def test_a_press_gets_its_reference_beside_the_message(conversation, slack, desk):
    desk.answers["review"] = ValueError(SECRET_TEXT)
    with structlog.testing.capture_logs() as log:
        url = f"{slack.base_url}respond"
        status, _ = await conversation.press(messages.DETAILS, response_url=url)
    assert status == 200
    ((name, told),) = slack.calls
    assert (name, told["response_type"]) == ("respond", "ephemeral")
    assert told["replace_original"] is False
    assert reference_of(log) in told["text"]


async def test_a_press_without_a_message_gets_it_in_a_form(conversation, slack, desk):
    desk.answers["review"] = ValueError(SECRET_TEXT)
    with structlog.testing.capture_logs() as log:
        await conversation.press(messages.DETAILS)
    assert reference_of(log) in str(slack.opened())


async def test_a_shortcut_that_broke_says_so_in_a_form(conversation, slack, desk):
    desk.answers["asking"] = ValueError(SECRET_TEXT)
    with structlog.testing.capture_logs() as log:
        await conversation.interact("shortcut", callback_id=shortcut.ASK)
    assert reference_of(log) in str(slack.opened())
    assert SECRET_TEXT not in str(slack.opened())


@pytest.mark.parametrize("error", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_a_trigger_that_is_over_has_its_own_words(conversation, slack, error):
    slack.fails["views.open"] = error
    with structlog.testing.capture_logs() as log:
        _, answer = await conversation.command()
    assert answer["text"] == words.TRIGGER_EXPIRED
    assert log == []


async def test_where_telling_fails_too_the_log_has_it(conversation, slack, desk):
    desk.answers["review"] = ValueError(SECRET_TEXT)
    slack.fails["views.open"] = "expired_trigger_id"
    with structlog.testing.capture_logs() as log:
        status, _ = await conversation.press(messages.DETAILS)
    assert status == 200
    assert [one["event"] for one in log] == ["handler_failed", "answer_failed"]


async def test_a_failed_event_is_left_to_be_brought_again(conversation, desk):
    desk.answers["home"] = ValueError(SECRET_TEXT)
    with structlog.testing.capture_logs() as log:
        status, _ = await conversation.event({"type": "app_home_opened", "user": "U1"})
    assert status == 500
    reference_of(log)
