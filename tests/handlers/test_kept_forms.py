"""Every form with a field keeps what is typed into it, or stands in a table with the reason."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from clearance.shown_calendar import CalendarShown
from clearance.shown_drafts import DraftOf, DraftShown, FormSent
from clearance.shown_productions import ProductionsSheet
from clearance.shown_questions import QuestionsSheet
from handlers.kept_forms import DRAWN_ONCE, FORMS
from handlers.views import (
    acknowledge_form,
    acknowledgement_sheet,
    audit_form,
    away_form,
    away_home,
    calendar_forms,
    calendar_sheet,
    case_forms,
    case_list,
    case_sheet,
    delegates_sheet,
    filing_views,
    home_ids,
    issuer_form,
    order_form,
    paper_form,
    plan_filed,
    production_form,
    production_list,
    question_form,
    related_ask,
    related_form,
    related_list,
    restriction_form,
    review_form,
    swing_form,
    unsent,
    widening_form,
    widening_sheet,
)
from sandbox.forms import kept_state
from tests.handlers import case_samples, samples
from tests.handlers.test_audit_production import MINE
from tests.handlers.test_every_form import AlwaysNo, filled, named
from tests.handlers.test_traded import STATES
from tests.handlers.views import test_calendar_payloads as calendars
from tests.handlers.views.test_audit import SHEET, UP
from tests.peers.slack.every_payload import produced

RESTRICTS = "that an officer types there, and when, would be a sign of a restriction"
ONE_CHOICE = "one choice, and nothing is typed"
STATES_ANEW = "what somebody signs is signed anew each time"
#: The forms that keep nothing.
KEEPS_NOTHING = {
    restriction_form.CALLBACK: RESTRICTS,
    widening_form.CALLBACK: RESTRICTS,
    widening_sheet.CALLBACK: RESTRICTS,
    issuer_form.CALLBACK: RESTRICTS,
    order_form.EXECUTED: "it answers a withdrawal, which a restriction can bring",
    acknowledge_form.CALLBACK: STATES_ANEW,
    acknowledgement_sheet.CALLBACK: STATES_ANEW,
    review_form.CALLBACK: ONE_CHOICE,
    plan_filed.CALLBACK: ONE_CHOICE,
    related_ask.CALLBACK: ONE_CHOICE,
    delegates_sheet.CALLBACK: ONE_CHOICE,
    swing_form.CALLBACK: "one price, which is shown what it comes to and recorded nowhere",
}
BEGUN = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
CALENDAR = CalendarShown(samples.OPEN_WINDOW, (), calendars.LARGEST_KEPT)
RELEASED = calendars.LARGEST_KEPT.releases[0]
QUESTIONS = QuestionsSheet((samples.QUESTION,), ())
ANSWERED = replace(samples.QUESTION, may_answer=True, answer=None)
DESK = {
    "questions": QUESTIONS,
    "question": ANSWERED,
    "cases": case_samples.LISTED,
    "case": case_samples.CASE,
    "calendar": CALENDAR,
    "paper_sheet": None,
    "away": samples.AWAY,
    "filing": STATES[0],
    "productions": ProductionsSheet((MINE,)),
    "sheet": SHEET,
}


def by_command(text):
    return lambda conversation: conversation.command(text)


def by_press(action, value="new", **view):
    return lambda conversation: conversation.press(action, value, view=view or TOP)


TOP = {"id": "V1", "type": "modal", "previous_view_id": None, "hash": "1.2"}
#: How each form that is drawn once is opened, with which draft, and drawn bare.
OPENS = {
    "question": (by_command("ask-compliance"), "", question_form.build(QUESTIONS)),
    "question again": (
        by_press(question_form.AGAIN, samples.QUESTION.id),
        samples.QUESTION.id,
        question_form.again(ANSWERED),
    ),
    "answer": (
        by_press(question_form.TO_ANSWER, samples.QUESTION.id),
        samples.QUESTION.id,
        question_form.answering(ANSWERED),
    ),
    "case": (by_press(case_list.NEW), "", case_forms.new()),
    "note": (
        by_press(case_sheet.ADD_NOTE, case_samples.CASE.id),
        case_samples.CASE.id,
        case_forms.noting(case_samples.CASE),
    ),
    "close": (
        by_press(case_sheet.CLOSE, case_samples.CASE.id),
        case_samples.CASE.id,
        case_forms.closing(case_samples.CASE),
    ),
    "expect": (
        by_press(calendar_sheet.EXPECT),
        "",
        calendar_forms.expect(calendars.LARGEST_KEPT),
    ),
    "release": (
        by_press(calendar_sheet.RELEASE),
        "",
        calendar_forms.release(calendars.LARGEST_KEPT),
    ),
    "release corrected": (
        by_press(calendar_sheet.RELEASE, RELEASED.record.id),
        RELEASED.record.id,
        calendar_forms.release(calendars.LARGEST_KEPT, RELEASED),
    ),
    "blackout": (by_press(calendar_sheet.MOVE), "", calendar_forms.move(calendars.LARGEST_KEPT)),
    "taken back": (
        by_press(calendar_forms.MISTAKE, "blackout H7M4QWXA"),
        "blackout H7M4QWXA",
        calendar_forms.mistake("blackout", "H7M4QWXA"),
    ),
    "paper": (by_command("paper"), "", paper_form.build()),
    "away": (by_press(away_home.OPEN), "", away_form.build(samples.AWAY)),
    "filing": (
        by_press(filing_views.ENTER, STATES[0].id),
        STATES[0].id,
        filing_views.entering(STATES[0]),
    ),
    "production": (by_press(production_list.NEW), "", production_form.build()),
    "pull": (by_press(home_ids.PULL, type="home"), "", audit_form.build(SHEET, UP)),
    "related": (by_press(related_list.ADD), "", related_form.build()),
}


def fields(view):
    return [one for one in view["blocks"] if one["type"] == "input"]


def stands_in(view):
    """Give what is filled in as a form opens."""
    state = kept_state(named(view), {})
    return unsent.typed({"state": {"values": state}})


def test_every_form_with_a_field_keeps_what_is_typed_or_says_why_not():
    forms = {
        made.payload["callback_id"]
        for made in produced()
        if made.kind == "modal" and fields(made.payload)
    }
    assert not set(FORMS) & set(KEEPS_NOTHING)
    assert forms == set(FORMS) | set(KEEPS_NOTHING)


def test_each_is_opened_below():
    assert {bare["callback_id"] for _, _, bare in OPENS.values()} == {
        *DRAWN_ONCE,
        related_form.CALLBACK,
    }


@pytest.mark.parametrize("name", OPENS)
async def test_it_opens_with_what_was_typed_and_tells_of_each_change(
    conversation, slack, desk, name
):
    opens, about, bare = OPENS[name]
    desk.answers, desk.ways = desk.answers | DESK, UP
    before = unsent.typed(filled(bare))
    desk.answers["draft"] = DraftShown(BEGUN, before)
    await opens(conversation)
    asked = [one[2] for one in desk.asked if one[0] == "draft"]
    assert asked == [DraftOf(bare["callback_id"], about)]
    (view,) = slack.opened()
    assert stands_in(view).items() >= before.items() != set()
    assert all(one["dispatch_action"] for one in fields(view))
    assert view["blocks"][0]["block_id"] == unsent.HEAD
    # A change in it is kept, and what it holds is emptied by its button.
    typed = {"type": "any", "action_id": "value", "block_id": "any", "action_ts": "1.000001"}
    shown = view | {"id": "V9", "blocks": named(view)}
    shown |= {"state": {"values": kept_state(shown["blocks"], {})}}
    await conversation.interact("block_actions", actions=[typed], view=shown)
    *_, (name, _, said) = desk.asked
    assert (name, said.of, said.view) == ("keep_draft", asked[0], "V9")
    assert said.values.items() >= before.items()
    desk.answers["draft"] = None
    await conversation.press(unsent.AFRESH, view=shown)
    empty = slack.opened()[-1]
    assert stands_in(empty) == stands_in(bare)
    assert all(one["element"]["action_id"] == "value~1" for one in fields(empty))
    assert [one[2].of for one in desk.asked if one[0] == "drop_draft"] == [said.of]


@pytest.mark.parametrize("name", OPENS)
async def test_where_nothing_was_typed_it_opens_as_it_is(conversation, slack, desk, name):
    """Twin: no word of a draft."""
    opens, _, bare = OPENS[name]
    desk.answers, desk.ways = desk.answers | DESK, UP
    await opens(conversation)
    (view,) = slack.opened()
    assert stands_in(view) == stands_in(bare)
    assert unsent.HEAD not in [one.get("block_id") for one in view["blocks"]]


@pytest.mark.parametrize("name", OPENS)
async def test_with_what_it_asks_for_its_draft_goes(conversation, desk, name):
    _, about, bare = OPENS[name]
    changes = calendars.foreseen(calendars.SAID["blackout"])
    desk.answers = AlwaysNo("stranger", foresee_calendar=changes)
    if name == "related":  # it asks for what the relation needs first
        bare = related_form.build(related_form.Filled(relation="sibling"))
    sent = {**filled(bare), "type": "modal", "previous_view_id": None}
    _, answer = await conversation.submit(sent)
    if bare["callback_id"] in calendar_forms.CALLBACKS:  # what it changes is said first
        assert desk.sent == []
        await conversation.submit(sent | {"private_metadata": answer["view"]["private_metadata"]})
    assert desk.sent == [FormSent(DraftOf(bare["callback_id"], about), "V1")]


@pytest.mark.parametrize("callback", KEEPS_NOTHING)
async def test_a_change_in_a_form_that_keeps_nothing_reaches_no_draft(conversation, desk, callback):
    typed = {"type": "any", "action_id": "value", "block_id": "any", "action_ts": "1.000001"}
    view = {"id": "V1", "callback_id": callback, "state": {"values": {}}, "blocks": []}
    await conversation.interact("block_actions", actions=[typed], view=view)
    assert "keep_draft" not in [one[0] for one in desk.asked]
