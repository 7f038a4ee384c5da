"""The command and the request form, through the real Bolt app."""

from dataclasses import replace

import pytest

from clearance.authority_matrix import OUTSIDERS
from clearance.shown import No, ShownFinding
from clearance.shown_drafts import DraftOf
from handlers import words
from handlers.views import (
    home,
    home_ids,
    notice,
    request_form,
    request_list,
    request_sheet,
    withdraw_form,
)
from handlers.words import command as command_words
from handlers.words import phrase as phrase_words
from handlers.words import request as request_words
from tests.handlers import samples
from tests.handlers.conftest import ERIN
from tests.handlers.states import request_view, view


async def test_the_command_opens_the_empty_form(conversation, slack, desk):
    assert await conversation.command() == (200, "")
    assert slack.opened() == [request_form.build(samples.ASKING)]
    assert slack.calls[0][1]["trigger_id"] == "1.2"
    assert desk.asked == [("asking", ERIN), ("draft", ERIN, DraftOf("request"))]


async def test_words_after_it_fill_the_form_in(conversation, slack):
    await conversation.command("buy 500 on 2 Dec")
    (opened,) = slack.opened()
    blocks = {block.get("block_id"): block for block in opened["blocks"]}
    assert blocks["on"]["element"]["initial_date"] == "2026-12-02"
    assert blocks["quantity"]["element"]["initial_value"] == "500"
    assert blocks["action"]["element"]["initial_option"]["value"] == "buy"
    assert "Wednesday 2 December 2026" in str(opened)
    assert opened["private_metadata"] == ""


async def test_words_that_are_not_understood_are_named_in_the_head(conversation, slack):
    assert await conversation.command("buy 500 on 2 Dec EST, for my <!wife>") == (200, "")
    (opened,) = slack.opened()
    head, *blocks = opened["blocks"]
    assert head["text"]["type"] == "plain_text"
    assert "“wife”" in head["text"]["text"]
    assert "time zone “est”" in head["text"]["text"]
    fields = {block.get("block_id"): block for block in blocks}
    assert fields["on"]["element"]["initial_date"] == "2026-12-02"
    assert fields["quantity"]["element"]["initial_value"] == "500"


async def test_what_will_not_do_is_said_at_its_field(conversation, slack):
    await conversation.command("sell 2,000,000,000 yesterday")
    (opened,) = slack.opened()
    fields = {block.get("block_id"): block for block in opened["blocks"]}
    assert fields["quantity"]["element"]["initial_value"] == "2,000,000,000"
    assert fields["quantity"]["hint"]["text"].startswith(request_words.ERROR_QUANTITY_HUGE)
    assert fields["on"]["hint"]["text"].startswith("This day is over.")
    assert phrase_words.LEFT not in str(opened)


async def test_words_about_a_trade_after_another_word_are_about_the_trade(conversation, slack):
    for typed in ("hi, buy 500", "Hello! buy 500", "plan buy 500", "request to buy 500", "ask"):
        await conversation.command(typed)
    named = ["plan" in str(view["blocks"][0]) for view in slack.opened()]
    assert named == [False, False, True, False, False]
    assert {view["callback_id"] for view in slack.opened()} == {request_form.CALLBACK}


async def test_the_window_is_said_with_its_standing_words(conversation):
    _, answer = await conversation.command("window")
    assert answer["text"].startswith("The company's trading window is open. It closes on Thursday")
    assert words.WINDOW in answer["text"]


async def test_status_opens_as_a_form(conversation, slack, desk):
    await conversation.command("status")
    await conversation.command("status k7m4qwxa")
    assert slack.opened() == [
        request_list.build((samples.PENDING,)),
        request_sheet.build(samples.PENDING),
    ]
    assert desk.asked[1] == ("request", ERIN, "K7M4QWXA")


async def test_withdraw_withdraws_what_is_named(conversation, slack, desk):
    _, answer = await conversation.command("withdraw K7M4QWXA")
    assert answer["text"].startswith("Request K7M4QWXA is withdrawn.")
    assert (slack.calls, desk.asked) == ([], [("withdraw", ERIN, "K7M4QWXA")])


async def test_withdraw_alone_lists_what_can_be(conversation, slack, desk):
    desk.answers["mine"] = (samples.PENDING, replace(samples.REFUSED, id="REFUSED2"))
    await conversation.command("withdraw")
    assert slack.opened() == [request_list.build((samples.PENDING,))]
    desk.answers["mine"] = ()
    _, answer = await conversation.command("withdraw")
    assert answer["text"] == command_words.NOTHING_TO_WITHDRAW


@pytest.mark.parametrize("typed", ["", "buy 5", "status", "status X", "window", "withdraw"])
async def test_a_stranger_is_told_so_and_sees_nothing(conversation, slack, desk, typed):
    for name in ("window", "asking", "mine", "request"):
        desk.answers[name] = No("stranger")
    _, answer = await conversation.command(typed)
    assert answer["text"] == words.refusal("stranger", {})
    assert slack.calls == []


async def test_a_full_form_is_filed_and_its_receipt_shown(conversation, desk):
    form = request_view()
    status, answer = await conversation.submit(form)
    assert status == 200
    assert answer["response_action"] == "update"
    assert "K7M4QWXA" in str(answer["view"])
    assert words.STATES["pending"] in str(answer["view"])
    ((name, actor, ask),) = desk.asked
    assert (name, actor, ask.trade.quantity, ask.form) == ("submit", ERIN, 500, "V1")


async def test_without_every_statement_the_desk_is_not_asked(conversation, desk):
    form = request_view(statements=("policy_read",))
    _, answer = await conversation.submit(form)
    assert answer == {
        "response_action": "errors",
        "errors": {"statements": request_words.ERRORS["statements"]},
    }
    assert desk.asked == []


async def test_a_public_refusal_is_told_at_once_with_its_section(conversation, desk):
    desk.answers["submit"] = samples.REFUSED
    form = request_view(order="limit")  # and another rule refused it too
    _, answer = await conversation.submit(form)
    shown = str(answer["view"])
    assert words.STATES["refused"] in shown
    assert "Standing and Limit Orders: Limit orders are forbidden" in shown
    assert words.CONFIDENTIAL in shown


@pytest.mark.parametrize(
    ("rule", "filled", "says"),
    [
        ("limit_order", {"order": "limit"}, "Choose a market order"),
        ("standing_order", {"order": "stop"}, "Choose a market order"),
        ("standing_order", {"time_in_force": "gtc"}, "Standing orders are"),
        ("standing_order", {"order": "stop", "time_in_force": "gtc"}, "Standing orders are"),
        ("margin_account", {"margin": "yes"}, "Choose a cash account"),
        ("lead_time", {"on": "2026-11-24"}, "is Wednesday 2 December 2026. Choose that day or"),
    ],
)
async def test_what_can_be_chosen_otherwise_is_said_at_its_field_with_its_section(
    conversation, desk, rule, filled, says
):
    parameters = {"earliest_on": "2026-12-02"} if rule == "lead_time" else {}
    found = ShownFinding(rule, "2.6", "refuse", parameters)
    desk.answers["submit"] = No("refused_at_fields", findings=(found,))
    _, answer = await conversation.submit(request_view(**filled))
    assert (answer["response_action"], list(answer["errors"])) == ("errors", list(filled))
    for text in answer["errors"].values():
        assert text.startswith("Section 2.6: ")
        assert says in text
        assert "Ask again" not in text


@pytest.mark.parametrize(
    ("reason", "block"), [("statements_missing", "statements"), ("out_of_calendar", "on")]
)
async def test_what_the_desk_refuses_goes_to_its_field(conversation, desk, reason, block):
    desk.answers["submit"] = No(reason)
    _, answer = await conversation.submit(request_view())
    assert answer["response_action"] == "errors"
    assert list(answer["errors"]) == [block]


async def test_any_other_refusal_is_said_in_words(conversation, desk):
    desk.answers["submit"] = No("nobody_to_decide")
    _, answer = await conversation.submit(request_view())
    assert words.refusal("nobody_to_decide", {}) in str(answer["view"])


async def test_a_returned_request_opens_to_be_corrected(conversation, slack, desk):
    returned = replace(samples.PENDING, state="returned", fields=("on",), may_correct=True)
    desk.answers["request"] = returned
    await conversation.press(request_sheet.CORRECT, view={"id": "V1", "type": "modal"})
    assert slack.calls[0][0] == "views.push"
    assert slack.opened()[0]["private_metadata"] == "K7M4QWXA"
    desk.answers["request"] = samples.PENDING
    await conversation.press(request_sheet.CORRECT, view={"id": "V1", "type": "modal"})
    assert words.refusal("not_returned", {}) in str(slack.opened()[1])


async def test_withdrawing_asks_first(conversation, slack, desk):
    await conversation.press(request_sheet.WITHDRAW, view={"id": "V1", "type": "modal"})
    assert slack.opened() == [withdraw_form.build(samples.PENDING)]
    assert [name for name, *_ in desk.asked] == ["request"]
    desk.answers["withdraw"] = replace(samples.PENDING, state="withdrawn")
    _, answer = await conversation.submit(view({}, withdraw_form.CALLBACK, "K7M4QWXA"))
    assert desk.asked[-1] == ("withdraw", ERIN, "K7M4QWXA")
    assert answer["view"]["clear_on_close"] is True
    assert words.STATES["withdrawn"] in str(answer["view"])


async def test_app_home_is_shown_when_it_is_opened_and_when_asked(conversation, slack):
    await conversation.event({"type": "app_home_opened", "user": "U1", "tab": "home"})
    await conversation.press(home_ids.REFRESH, "refresh", view={"id": "H", "type": "home"})
    assert slack.opened() == [home.build(samples.HOME)] * 2
    assert slack.calls[0][1]["user_id"] == "U1"
    await conversation.event({"type": "app_home_opened", "user": "U1", "tab": "messages"})
    assert len(slack.calls) == 2


async def test_app_home_is_drawn_anew_when_a_form_that_showed_an_end_is_closed(conversation, slack):
    shown = request_sheet.build(samples.PENDING) | {"id": "V"}
    assert shown["notify_on_close"]
    await conversation.close(shown)
    assert slack.opened() == [home.build(samples.HOME)]
    assert "notify_on_close" not in request_form.build(samples.ASKING)


@pytest.mark.parametrize("reason", OUTSIDERS)
async def test_app_home_is_one_page_for_whoever_is_nobody(conversation, slack, desk, reason):
    desk.answers["home"] = No(reason)
    await conversation.event({"type": "app_home_opened", "user": "U9", "tab": "home"})
    assert slack.opened() == [home.build_refused(command_words.HELP)]


@pytest.mark.parametrize("reason", [*OUTSIDERS, "not_an_officer"])
async def test_whoever_is_nobody_is_told_what_an_unknown_command_is_told(
    conversation, slack, desk, reason
):
    """By command, by button and by form: byte for byte the same words."""
    desk.answers = dict.fromkeys(desk.answers, No(reason))
    unknown = await conversation.command("frobnicate")
    for typed in ("", "status", "window", "withdraw K7M4QWXA", "plans", "related", "buy 500"):
        desk.answers["plans"] = No(reason)
        assert await conversation.command(typed) == unknown
    await conversation.press("envelope:open")
    await conversation.press("card:approve")
    (shown, other) = slack.opened()
    assert shown == other == notice.build(command_words.UNKNOWN)


async def test_new_request_in_app_home_opens_the_form(conversation, slack):
    await conversation.press(home_ids.NEW, "new", view={"id": "H", "type": "home"})
    assert slack.calls[0][0] == "views.open"
    assert slack.opened() == [request_form.build(samples.ASKING)]


async def test_the_next_page_of_a_list_replaces_the_first(conversation, slack, desk):
    desk.answers["mine"] = samples.many(41)
    first = request_list.build(desk.answers["mine"])
    older = first["blocks"][-1]["elements"][0]
    await conversation.press(older["action_id"], older["value"], view={"id": "V", "type": "modal"})
    assert slack.calls[0][0] == "views.update"
    assert [block["block_id"] for block in slack.opened()[0]["blocks"][::2]] == ["request:R0000000"]
