"""Plans through the real Bolt app: looked at, suspended, asked for, agreed to."""

from dataclasses import replace

import pytest

from clearance.shown import No
from handlers import words
from handlers.views import (
    messages,
    notice,
    plan_confirm,
    plan_list,
    plan_sheet,
    request_sheet,
    review_form,
)
from handlers.words import findings as finding_words
from handlers.words import plan as plan_words
from policy.plan_law import DOUBTS, KINDS
from sandbox.blockkit import view_problems
from tests.handlers import plan_samples, samples
from tests.handlers.conftest import ERIN
from tests.handlers.payloads import taken_by_slacks_models, texts
from tests.handlers.states import view

PAGES = replace(plan_samples.OFFICERS, own=(plan_samples.SUSPENDED,), others=plan_samples.many(50))
VIEWS = {
    "own": plan_sheet.build(plan_samples.OWN),
    "suspended": plan_sheet.build(plan_samples.SUSPENDED),
    "for an officer": plan_sheet.build(plan_samples.LARGEST, plan_words.DONE["suspend"]),
    "list": plan_list.build(plan_samples.SHEET),
    "list, nothing": plan_list.build(replace(plan_samples.SHEET, own=())),
    "list, officer": plan_list.build(plan_samples.OFFICERS),
    "list, nothing for an officer": plan_list.build(replace(plan_samples.OFFICERS, others=())),
    "list, first page": plan_list.build(PAGES),
    "list, next page": plan_list.build(PAGES, "P0000018"),
    "list, last page": plan_list.build(PAGES, "P0000038"),
    "list, unknown blackout": plan_list.build(replace(plan_samples.OFFICERS, blackout_at=None)),
    **{act: plan_confirm.build(plan_samples.LARGEST, act) for act in plan_sheet.ACTS.values()},
    "suspend, first": plan_confirm.build(plan_samples.FOR_OFFICER, "suspend"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_view(name):
    assert view_problems(VIEWS[name]) == []
    taken_by_slacks_models(VIEWS[name])


@pytest.mark.parametrize("name", VIEWS)
def test_what_a_person_typed_never_becomes_markup_and_none_of_ours_is_cut(name):
    for one in texts(VIEWS[name]):
        assert one["type"] == "plain_text" or "Wolfe" not in one["text"]
        assert one["text"].strip()
        assert not one["text"].endswith("…") or "Wolfe" in one["text"]


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_but_opaque_ids_travels_hidden(name):
    assert VIEWS[name].get("private_metadata", "") in {"", "K7M4QWXA"}
    assert all(len(one["value"]) == 8 for one in buttons(VIEWS[name]))


def buttons(made):
    return [one for block in made["blocks"] for one in block.get("elements", ()) if "value" in one]


def labels(made):
    return [one["text"]["text"] for one in buttons(made)]


def test_every_kind_and_every_doubt_has_words():
    assert set(plan_words.KINDS) == set(KINDS)
    assert set(plan_words.DOUBTS) == set(DOUBTS)
    for doubt in DOUBTS:
        assert "Rule 10b5-1(c)(1)(ii)" in plan_words.doubts(
            replace(plan_samples.OWN, doubts=(doubt,))
        )
    assert plan_words.doubts(plan_samples.OWN) == ""


def test_a_suspension_is_told_without_a_reason_and_with_the_standing_words():
    shown = str(VIEWS["suspended"])
    assert words.CONFIDENTIAL in shown
    assert plan_words.OWNER_SUSPENDED in shown
    assert words.CONFIDENTIAL not in str(VIEWS["own"])
    said = plan_words.OWNER_SUSPENDED + finding_words.finding_text("plan_suspended", {})
    for word in ("because", "restriction", "reason", "inside", "blackout", "young"):
        assert word not in said


def test_an_owner_gets_no_button_and_an_officer_the_one_that_fits():
    assert labels(VIEWS["own"]) == labels(VIEWS["suspended"]) == []
    shown = {
        one: labels(plan_sheet.build(one))
        for one in (plan_samples.FOR_OFFICER, plan_samples.TO_ASK, plan_samples.TO_AGREE)
    }
    assert list(shown.values()) == [
        [plan_words.SUSPEND],
        [plan_words.ASK_RESUME],
        [plan_words.AGREE_RESUME, plan_words.KEEP_SUSPENDED],
    ]


def test_a_plans_days_are_said_in_full():
    said = plan_words.days(plan_samples.LARGEST)
    for part in (
        "Established on Monday 23 November 2026, 10:00 a.m. New York time",
        "counts from Wednesday 23 September 2026, when it was changed",
        "Chief Financial Officer, on Friday 27 February 2026",
        "begins on Wednesday 30 September 2026, ends on Monday 1 March 2027.",
        "First possible trading day: Wednesday 1 July 2026.",
    ):
        assert part in said
    short = plan_words.days(replace(plan_samples.OWN, ends_on=None))
    assert "ends" not in short
    assert "counts from" not in short


def test_every_plan_is_on_one_page_of_the_list():
    pages = [VIEWS["list, first page"], VIEWS["list, next page"], VIEWS["list, last page"]]
    listed = [one["value"] for page in pages for one in buttons(page)]
    agreeing = [
        one["value"]
        for page in pages
        for one in buttons(page)
        if one["action_id"] == plan_sheet.AGREE_RESUME
    ]
    assert agreeing == [one.id for one in PAGES.others]
    assert len(listed) == 2 * len(agreeing) + 2  # two pages lead on to the next
    assert plan_words.MINE in str(pages[0])
    assert plan_words.MINE not in str(pages[1])
    assert plan_words.OTHERS in str(pages[2])


# --- the conversation -----------------------------------------------------------------


@pytest.fixture
def plans(desk):
    """Let the canned desk know plans."""
    desk.answers |= {
        "plans": plan_samples.OFFICERS,
        "plan": plan_samples.FOR_OFFICER,
        "change_plan": plan_samples.TO_ASK,
    }
    return desk


async def test_the_command_opens_the_list_as_a_form(conversation, slack, plans):
    assert await conversation.command("plans") == (200, "")
    assert slack.opened() == [plan_list.build(plan_samples.OFFICERS)]
    assert plans.asked == [("plans", ERIN)]
    plans.answers["plans"] = No("stranger")
    _, answer = await conversation.command("plans")
    assert answer["text"] == words.refusal("stranger", {})


async def test_the_next_page_takes_the_place_of_this_one(conversation, slack, plans):
    plans.answers["plans"] = PAGES
    await conversation.press(plan_list.MORE, "P0000018", view={"id": "V1", "type": "modal"})
    ((method, call),) = slack.calls
    assert (method, call["view_id"]) == ("views.update", "V1")
    assert slack.opened() == [plan_list.build(PAGES, "P0000018")]


@pytest.mark.parametrize("action", plan_sheet.ACTS)
async def test_a_press_asks_first_and_does_nothing(conversation, slack, plans, action):
    shown = replace(plan_samples.TO_AGREE, may_ask_resume=True)
    plans.answers["plan"] = shown
    await conversation.press(action)
    assert slack.opened() == [plan_confirm.build(shown, plan_sheet.ACTS[action])]
    assert plans.asked == [("plan", ERIN, "K7M4QWXA")]


@pytest.mark.parametrize("action", [plan_sheet.ASK_RESUME, plan_sheet.AGREE_RESUME])
async def test_a_press_on_an_old_list_shows_how_the_plan_stands_now(
    conversation, slack, plans, action
):
    await conversation.press(action)
    assert slack.opened() == [plan_sheet.build(plan_samples.FOR_OFFICER)]
    plans.answers["plan"] = No("no_such_plan")
    await conversation.press(action)
    assert slack.opened()[1] == notice.of(No("no_such_plan"))


@pytest.mark.parametrize(("callback", "act"), plan_confirm.CALLBACKS.items())
async def test_the_confirmation_does_it_and_shows_the_plan(conversation, plans, callback, act):
    _, answer = await conversation.submit(view({}, callback, "K7M4QWXA"))
    assert answer["view"] == plan_sheet.build(plan_samples.TO_ASK, plan_words.DONE[act], last=True)
    assert plans.asked == [("change_plan", ERIN, "K7M4QWXA", act)]
    plans.answers["change_plan"] = No("plan_suspended_already")
    _, answer = await conversation.submit(view({}, callback, "K7M4QWXA"))
    assert answer["view"] == notice.of(No("plan_suspended_already"))


async def test_an_envelope_about_a_plan_opens_the_plan(conversation, slack, desk):
    desk.answers["opened"] = plan_samples.SUSPENDED
    await conversation.press(messages.OPEN)
    assert slack.opened() == [plan_sheet.build(plan_samples.SUSPENDED)]
    desk.answers["opened"] = samples.APPROVED
    await conversation.press(messages.OPEN)
    assert "approved" in str(slack.opened()[1]).lower()


def test_a_request_and_its_review_say_the_plan():
    """An officer reads beside it how it stands and what later law has against it."""
    plan = replace(samples.PLAN, suspended=True, doubts=("not_certified",))
    shown = str(request_sheet.build(replace(samples.PENDING, plan=plan)))
    assert "Trading plan PLAN0001. Established on Monday 2 March 2026" in shown
    review = str(review_form.build(replace(samples.REVIEW, plan=plan)))
    assert "Trading plan PLAN0001." in review
    assert "Suspended." in review
    assert "Ask counsel: It holds no certification" in review
    assert "Trading plan P" not in str(review_form.build(samples.REVIEW))
