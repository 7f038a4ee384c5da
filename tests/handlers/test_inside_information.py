"""What is said about inside information: the examples, recent news, the statement at trade."""

from dataclasses import replace

import pytest

from clearance.shown import Report, ReportShown
from handlers import words
from handlers.views import (
    examples,
    execution_fields,
    report_form,
    request_form,
    request_sheet,
    review_form,
)
from handlers.words import example as example_words
from tests.handlers import samples
from tests.handlers.states import report_state, view

BUY = request_form.Filled({"action": "buy"})
ELSEWHERE = request_form.Filled({"action": "buy", "issuer": "other"})
NEWS = "Whoever knew of it before does not trade before Wednesday 25 November 2026, 10:00 a.m."


def buttons(made):
    return [
        one["action_id"]
        for block in made["blocks"]
        for one in block.get("elements", [])
        if one["type"] == "button"
    ]


@pytest.mark.parametrize(
    "form",
    [
        request_form.build(samples.ASKING, BUY),
        request_form.build(samples.ASKING, ELSEWHERE),
        report_form.build(samples.APPROVED, values={"traded": "yes"}),
        review_form.build(samples.REVIEW, "approve"),
    ],
    ids=["request", "elsewhere", "report", "review"],
)
async def test_the_examples_are_one_press_away(conversation, slack, form):
    assert [one for one in buttons(form) if one != execution_fields.ADD] == [examples.OPEN]
    await conversation.press(examples.OPEN, view=form | {"id": "V1"})
    assert [method for method, _ in slack.calls] == ["views.push"]
    assert slack.opened() == [examples.build()]


def test_all_of_the_policys_examples_are_told():
    assert len(set(example_words.EXAMPLES)) == 15
    told = str(examples.build())
    assert all(one in told for one in example_words.EXAMPLES)
    assert "good news or bad" in told
    assert "may have happened" in told
    assert "Material Nonpublic Information" in told
    assert "social media" in told
    assert "competitors and customers" in told
    assert "three times" in told


@pytest.mark.parametrize("pressed", [request_sheet.CORRECT, request_sheet.REPORT])
async def test_a_form_that_opens_the_examples_leaves_room_for_them(
    conversation, slack, desk, pressed
):
    """Slack stacks three forms: from a sheet on a list, the form takes the sheet's place."""
    desk.answers["request"] = replace(samples.APPROVED, may_correct=True)
    sheet = {"id": "V2", "type": "modal"}
    alone = {"root_view_id": "V2", "previous_view_id": None}
    on_a_list = {"root_view_id": "V1", "previous_view_id": "V1"}
    await conversation.press(pressed, view=sheet | alone)
    await conversation.press(pressed, view=sheet | on_a_list)
    assert [method for method, _ in slack.calls] == ["views.push", "views.update"]
    assert slack.calls[1][1]["view_id"] == "V2"


def test_recent_news_is_said_where_somebody_may_have_known_of_it():
    told = str(request_form.build(samples.ASKING_MORE, BUY))
    assert NEWS in told
    assert "General Guidelines" in told
    assert NEWS not in str(request_form.build(samples.ASKING, BUY))
    assert NEWS not in str(request_form.build(samples.ASKING_MORE, ELSEWHERE))
    assert NEWS in str(review_form.build(replace(samples.REVIEW, news=(samples.NEWS,))))
    assert NEWS not in str(review_form.build(samples.REVIEW))


@pytest.mark.parametrize(("answer", "stated"), [("none", True), ("held", False)])
async def test_what_is_said_at_the_trade_is_passed_on_as_said(conversation, desk, answer, stated):
    state = report_state(traded_on="2026-11-23", traded_at="09:45", stated=answer)
    await conversation.submit(view(state, report_form.CALLBACK, "K7M4QWXA"))
    assert desk.asked[-1][3].stated is stated


async def test_it_is_needed_of_a_trade_and_of_none_else(conversation, desk):
    state = report_state(traded_on="2026-11-23", traded_at="09:45", stated=None)
    _, answer = await conversation.submit(view(state, report_form.CALLBACK, "K7M4QWXA"))
    assert answer["errors"] == {"stated": words.ERROR_REPORT_NEEDS}
    assert desk.asked == []


@pytest.mark.parametrize("stated", [True, False, None])
def test_what_was_stated_is_shown(stated):
    said = Report(traded=True, at=samples.NOW, quantity=9, price="4.10", stated=stated)
    outside = () if stated else ("statement",)
    reported = ReportShown(samples.NOW, said, outside)
    told = str(request_sheet.build(replace(samples.APPROVED, state="reported", report=reported)))
    assert (words.REPORTED_STATED in told) is (stated is True)
    assert (words.OUTSIDE["statement"] in told) is (stated is not True)
