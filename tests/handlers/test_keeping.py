"""Keeping what is typed: Slack is answered in any case, and what failed is in the log alone."""

import asyncio
from dataclasses import replace

import structlog

from clearance.shown_drafts import DraftOf, DraftSaid, DraftShown
from handlers import unsent as keeping
from handlers import words
from handlers.views import report_form, request_form, request_sheet, unsent
from sandbox.forms import kept_state
from tests.handlers import samples
from tests.handlers.conftest import ERIN
from tests.handlers.states import request_view

TYPED = {
    "type": "plain_text_input", "action_id": "value", "block_id": "quantity",
    "action_ts": "1764000000.000001",
}  # fmt: skip


async def type_in(conversation, view=None):
    shown = request_view() if view is None else view
    return await conversation.interact("block_actions", actions=[TYPED], view=shown)


async def test_each_change_keeps_all_that_is_filled_in_and_draws_nothing(conversation, slack, desk):
    assert (await type_in(conversation))[0] == 200
    ((name, actor, said),) = desk.asked
    assert (name, actor, said.of) == ("keep_draft", ERIN, DraftOf("request"))
    assert isinstance(said, DraftSaid)
    assert (said.view, said.typed_at) == ("V1", TYPED["action_ts"])
    assert (said.values["quantity"], said.values["action"]) == ("500", "buy")
    assert "statements" not in said.values
    assert "statements" in said.fields
    assert slack.calls == []


async def test_a_correction_has_a_draft_of_its_own(conversation, desk):
    await type_in(conversation, request_view(private_metadata="K7M4QWXA"))
    assert desk.asked[0][2].of == DraftOf("request", "K7M4QWXA")


async def test_what_cannot_be_kept_stops_nobody(conversation, slack, desk):
    desk.answers["keep_draft"] = ValueError("Erin knows of the merger")
    with structlog.testing.capture_logs() as log:
        assert (await type_in(conversation))[0] == 200
    (entry,) = log
    assert (entry["event"], entry["error"]) == ("draft_not_kept", "ValueError")
    assert "merger" not in str(log)
    assert slack.calls == []


async def test_slack_is_answered_before_its_three_seconds_are_over(conversation, desk, monkeypatch):
    """Twin: what is kept in time is kept before the answer."""
    monkeypatch.setattr(keeping, "WITHIN", 0.01)
    kept = asyncio.Event()

    async def slowly(*_):
        await kept.wait()
        desk.answers["done"] = True

    desk.keep_draft = slowly
    assert (await type_in(conversation))[0] == 200
    assert "done" not in desk.answers
    kept.set()


async def test_whoever_types_fast_writes_no_more_often_than_the_database_takes(desk):
    kept, free = [], asyncio.Event()

    async def slowly(_, said):
        kept.append(said.values["quantity"])
        await free.wait()

    desk.keep_draft = slowly
    who = {"user": {"id": "U1", "team_id": "T1"}, "actions": [TYPED]}
    forms = [who | {"view": request_view(quantity=text)} for text in ("5", "50", "500", "5000")]
    typing = []
    for body in forms:
        typing.append(asyncio.create_task(keeping.keep(desk, body)))
        await asyncio.wait(typing, timeout=0.02)
    free.set()
    await asyncio.gather(*typing)
    assert kept == ["5", "5000"]


async def test_the_same_field_of_another_form_keeps_nothing(conversation, desk):
    await type_in(conversation, request_view() | {"callback_id": "restriction_form"})
    assert desk.asked == []


def test_every_field_of_the_form_tells_of_its_changes_and_texts_at_each_sign():
    form = request_form.build(samples.ASKING, request_form.Filled({"action": "buy"}))
    fields = [one for one in form["blocks"] if one["type"] == "input"]
    assert all(one["dispatch_action"] for one in fields)
    texts = [one["element"] for one in fields if one["element"]["type"] == "plain_text_input"]
    assert texts
    assert all("on_character_entered" in str(one["dispatch_action_config"]) for one in texts)


def test_an_emptied_form_has_other_fields_for_slack():
    emptied = request_form.Filled({"action": "buy"}, begun=unsent.Unsent(None, 1))
    again = request_form.build(
        samples.ASKING, request_form.entered(request_form.build(samples.ASKING, emptied))
    )
    assert unsent.of(again).emptied == 1
    ids = {one["element"]["action_id"] for one in again["blocks"] if one["type"] == "input"}
    assert ids == {f"{request_form.CHOOSE_ACTION}~1", f"{request_form.CHOOSE_ISSUER}~1"}


DRAFT = DraftShown(samples.NOW, {"traded": "yes", "price": "2.15", "traded_quantity_2": "200"})


def typed_in(view):
    """Give what a form opens with, by field."""
    fields = [one for one in view["blocks"] if one["type"] == "input"]
    return unsent.typed({"state": {"values": kept_state(fields, {})}})


async def test_a_report_opens_with_its_draft_and_as_many_executions(conversation, slack, desk):
    desk.answers |= {"request": samples.APPROVED, "draft": DRAFT}
    await conversation.press(request_sheet.REPORT, view={"id": "V", "type": "modal"})
    (view,) = slack.opened()
    assert DRAFT.values.items() <= typed_in(view).items()
    assert unsent.of(view).begun == samples.NOW
    assert desk.asked[-1] == ("draft", ERIN, DraftOf("report", samples.APPROVED.id))


async def test_what_was_typed_into_fields_that_went_comes_back_with_them(conversation, slack, desk):
    desk.answers |= {"request": samples.APPROVED, "draft": DRAFT}
    first = report_form.build(samples.APPROVED, values={"traded": "yes"})
    fields = [one for one in first["blocks"] if one.get("block_id") == "traded"]
    form = first | {"id": "V1", "state": {"values": kept_state(fields, {})}}
    chosen = {"type": "radio_buttons", "action_id": "value", "block_id": "traded"}
    await conversation.interact("block_actions", actions=[chosen], view=form)
    assert [name for name, *_ in desk.asked] == ["keep_draft", "request", "draft"]
    assert DRAFT.values.items() <= typed_in(slack.opened()[0]).items()


async def test_a_report_sent_before_it_could_ask_is_drawn_and_nothing_is_reported(
    conversation, desk
):
    """Twin: that nothing was traded needs no more, and is reported."""
    desk.answers["request"] = samples.APPROVED
    for traded, reported in (("yes", False), ("no", True)):
        desk.asked.clear()
        first = report_form.build(samples.APPROVED)
        option = {"type": "radio_buttons", "selected_option": {"value": traded}}
        state = {"traded": {"value": option}}
        form = first | {"id": "V1", "state": {"values": state}}
        _, answer = await conversation.submit(form)
        assert ("report" in [name for name, *_ in desk.asked]) is reported
        assert ("traded_on" in str(answer["view"])) is not reported


async def test_a_correction_says_what_to_correct_however_often_it_is_drawn(
    conversation, slack, desk
):
    returned = replace(samples.PENDING, state="returned", fields=("quantity",), may_correct=True)
    desk.answers["request"] = returned
    action = {
        "type": "radio_buttons",
        "action_id": request_form.CHOOSE_ACTION,
        "block_id": "action",
    }
    view = request_view(private_metadata=returned.id)
    await conversation.interact("block_actions", actions=[action], view=view)
    assert words.TO_CORRECT.partition("{")[0] in str(slack.opened())
