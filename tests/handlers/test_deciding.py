"""Cards, the review form, envelopes and reports, through the real Bolt app."""

from dataclasses import replace

import pytest

from clearance.shown import No, Report, Verdict
from handlers import words
from handlers.views import home_ids, messages, report_form, request_sheet, review_form
from tests.handlers import samples
from tests.handlers.conftest import ERIN
from tests.handlers.states import report_state, review_state, view

CARD = {"channel": {"id": "D1"}, "message": {"ts": "1.5"}}


@pytest.mark.parametrize(
    ("pressed", "preset"),
    [(messages.APPROVE, "approve"), (messages.DECLINE, "decline"), (messages.DETAILS, None)],
)
async def test_a_press_opens_the_review_form_and_decides_nothing(
    conversation, slack, desk, pressed, preset
):
    assert await conversation.press(pressed, **CARD) == (200, "")
    assert desk.asked == [("review", ERIN, "K7M4QWXA", ("D1", "1.5"))]
    assert slack.opened() == [review_form.build(samples.REVIEW, preset)]


def chosen(built):
    """Give what the decision is preset to."""
    blocks = {block.get("block_id"): block for block in built["blocks"]}
    return blocks["decision"]["element"].get("initial_option", {}).get("value")


def test_the_press_presets_the_decision():
    made = {preset: chosen(review_form.build(samples.REVIEW, preset)) for preset in words.DECISIONS}
    assert made == {"approve": "approve", "decline": "decline", "return": "return"}
    assert chosen(review_form.build(samples.REVIEW)) is None
    assert chosen(review_form.build(samples.RESTRICTED, "approve")) is None


async def test_app_home_opens_the_same_form(conversation, slack, desk):
    await conversation.press(home_ids.REVIEW, view={"id": "H", "type": "home"})
    assert desk.asked == [("review", ERIN, "K7M4QWXA", None)]
    assert slack.opened() == [review_form.build(samples.REVIEW)]


async def test_after_the_end_a_press_shows_how_it_ended(conversation, slack, desk):
    desk.answers["review"] = samples.ENDED
    await conversation.press(messages.APPROVE, **CARD)
    (opened,) = slack.opened()
    assert "submit" not in opened
    for said in (words.FIRST_STANDS, "Approved", "Decided by Dana Ode, Chief Financial Officer"):
        assert said in str(opened)


async def test_ones_own_card_shows_nothing(conversation, slack, desk):
    desk.answers["review"] = No("own_request")
    await conversation.press(messages.DETAILS, **CARD)
    (opened,) = slack.opened()
    assert words.refusal("own_request", {}) in str(opened)
    assert "500" not in str(opened)


def form(**changed):
    """Fill the review form in."""
    blocks = review_form.build(samples.REVIEW, changed.get("decision"))["blocks"]
    made = view(review_state(**changed), review_form.CALLBACK, "K7M4QWXA")
    return made | {"blocks": blocks}


async def test_sending_the_form_decides(conversation, desk):
    _, answer = await conversation.submit(form(decision="approve", statement=("considered",)))
    assert desk.asked == [("decide", ERIN, "K7M4QWXA", Verdict("approve", statement=True))]
    assert answer["response_action"] == "update"
    assert words.DECIDED in str(answer["view"])


async def test_an_approval_without_the_statement_reaches_no_desk(conversation, desk):
    _, answer = await conversation.submit(form(decision="approve"))
    assert answer["errors"] == {"statement": words.ERROR_STATEMENT}
    assert desk.asked == []


@pytest.mark.parametrize(
    ("reason", "block"), [("not_approvable", "decision"), ("statement_missing", "statement")]
)
async def test_a_refusal_to_decide_goes_to_its_field(conversation, desk, reason, block):
    desk.answers["decide"] = No(reason)
    _, answer = await conversation.submit(form(decision="approve", statement=("considered",)))
    assert list(answer["errors"]) == [block]


async def test_the_second_of_two_is_told_that_the_first_stands(conversation, desk):
    at = "2026-11-23T15:00:00+00:00"
    desk.answers["decide"] = No("already_decided", {"office": "ceo", "at": at})
    _, answer = await conversation.submit(form(decision="decline"))
    assert "by the Chief Executive Officer on Monday 23 November 2026" in str(answer["view"])
    assert "The first decision stands" in str(answer["view"])


async def test_a_window_that_closed_meanwhile_is_said(conversation, desk):
    desk.answers["decide"] = No("refused_now", {"rule": "blackout", "section": "Black-Out Periods"})
    _, answer = await conversation.submit(form(decision="approve", statement=("considered",)))
    assert "(Section “Black-Out Periods”)" in str(answer["view"])


async def test_an_envelope_opens_on_what_it_is_about(conversation, slack, desk):
    await conversation.press(messages.OPEN, "delivery-1", **CARD)
    assert desk.asked == [("opened", ERIN, "delivery-1")]
    shown = str(slack.opened()[0])
    for said in (
        "Tuesday 24 November 2026, 9:30 a.m. New York time (for you: <!date^",
        "Decided by Dana Ode, Chief Financial Officer.",
        words.CLEARANCE,
        words.MEANWHILE_CLEARED,
    ):
        assert said in shown


def test_a_decline_reads_the_same_whatever_lies_behind_it():
    declined = replace(samples.PENDING, state="declined", may_withdraw=False)
    shown = str(request_sheet.build(declined))
    assert words.CONFIDENTIAL in shown
    assert words.NEXT["declined"] in shown


def test_where_no_session_is_left_it_is_said():
    late = replace(samples.APPROVED, expires_at=samples.NOW)
    assert words.NO_SESSION_LEFT in str(request_sheet.build(late))
    assert words.NO_SESSION_LEFT not in str(request_sheet.build(samples.APPROVED))


async def test_a_trade_is_reported(conversation, slack, desk):
    desk.answers["request"] = samples.APPROVED
    await conversation.press(request_sheet.REPORT, view={"id": "V", "type": "modal"})
    assert slack.opened() == [report_form.build(samples.APPROVED)]
    state = report_state(traded_on="2026-11-23", traded_at="09:45")
    _, answer = await conversation.submit(view(state, report_form.CALLBACK, "K7M4QWXA"))
    assert answer["response_action"] == "update"
    name, actor, request, report = desk.asked[-1]
    assert (name, actor, request) == ("report", ERIN, "K7M4QWXA")
    assert (report.quantity, report.price, report.stated) == (500, "2.15", True)


async def test_no_trade_is_reported_too(conversation, desk):
    empty = dict.fromkeys(("traded_on", "traded_at", "traded_quantity", "price", "stated"))
    form = view(report_state(traded="no", **empty), report_form.CALLBACK, "K7M4QWXA")
    await conversation.submit(form)
    assert desk.asked == [("report", ERIN, "K7M4QWXA", Report(traded=False))]


async def test_a_wrong_report_goes_to_its_field(conversation, desk):
    desk.answers["report"] = No("bad_report", {"field": "quantity"})
    state = report_state(traded_on="2026-11-23", traded_at="09:45")
    _, answer = await conversation.submit(view(state, report_form.CALLBACK, "K7M4QWXA"))
    assert list(answer["errors"]) == ["traded_quantity"]


async def test_nothing_to_report_is_said_before_the_form(conversation, slack):
    await conversation.press(request_sheet.REPORT, view={"id": "V", "type": "modal"})
    assert words.refusal("nothing_to_report", {}) in str(slack.opened())


def test_a_planned_day_after_the_last_moment_is_pointed_out():
    """A clearance lives a few sessions from its approval, whatever day was planned."""
    in_time = replace(samples.PENDING.trade, on=samples.APPROVED.expires_at.date())
    for built, late in (
        (request_sheet.build(samples.APPROVED), words.PLANNED_TOO_LATE),
        (review_form.build(samples.REVIEW), words.PLANNED_TOO_LATE_IF_NOW),
    ):
        assert late in str(built)
    for built in (
        request_sheet.build(replace(samples.APPROVED, trade=in_time)),
        review_form.build(replace(samples.REVIEW, trade=in_time)),
    ):
        assert "planned day lies" not in str(built)
