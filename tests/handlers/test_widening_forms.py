"""Ending and narrowing through the real Bolt app: what, on which basis, and who agrees."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.shown import No
from clearance.shown_restrictions import WideningSaid
from handlers import words
from handlers.views import (
    notice,
    restriction_list,
    restriction_sheet,
    takes_force,
    widening_form,
    widening_sheet,
)
from handlers.views.widening_form import Filled
from handlers.words import widening as widening_words
from tests.handlers import restriction_samples as samples
from tests.handlers.conftest import ERIN
from tests.handlers.states import answer_state, view, widen_state

TOP = {"id": "V1", "type": "modal", "hash": "1.2"}


@pytest.fixture(autouse=True)
def officers(desk):
    """Let the canned desk know widenings."""
    desk.answers |= {
        "widen_sheet": samples.WIDEN_EARLY,
        "widen": samples.TAKES_FORCE,
        "widening": samples.ASKED,
        "agree_widening": samples.TAKES_FORCE,
    }


def form(drawn_for=None, sheet=samples.WIDEN_EARLY, **changed):
    """Give the sent form as Slack tells it: what it showed, and what stands in it."""
    chosen = Filled(changed.get("what", "lift"), changed.get("basis", "not_material"))
    shown = widening_form.build(sheet, drawn_for or chosen)
    state = widen_state(**changed)
    return view(state, widening_form.CALLBACK, sheet.restriction.id, shown["blocks"])


def blocks(made):
    return {one.get("block_id"): one for one in made["blocks"]}


def offered(made, block):
    return [one["value"] for one in blocks(made)[block]["element"]["options"]]


async def test_the_button_opens_the_form_on_top(conversation, slack, desk):
    await conversation.press(restriction_sheet.END, "B7M4QWXA", view=TOP)
    assert [name for name, _ in slack.calls] == ["views.push"]
    assert slack.opened() == [widening_form.build(samples.WIDEN_EARLY)]
    assert desk.asked == [("widen_sheet", ERIN, "B7M4QWXA")]
    assert widening_words.SECOND in str(slack.opened())
    desk.answers["widen_sheet"] = No("restriction_gone")
    await conversation.press(restriction_sheet.END, "B7M4QWXA", view=TOP)
    assert slack.opened()[1] == notice.of(No("restriction_gone"))


async def test_where_nobody_could_agree_the_form_says_so_and_asks_nothing(
    conversation, slack, desk
):
    desk.answers["widen_sheet"] = replace(samples.WIDEN, nobody_to_agree=True)
    await conversation.press(restriction_sheet.END, "H7M4QWXA", view=TOP)
    (made,) = slack.opened()
    assert widening_words.NOBODY in str(made)
    assert "submit" not in made


def test_only_what_can_happen_is_offered():
    early = widening_form.build(samples.WIDEN_EARLY)
    assert offered(early, widening_form.WHAT) == ["lift", "take_out", "shorten"]
    event = widening_form.build(samples.WIDEN)
    assert offered(event, widening_form.WHAT) == ["lift", "take_out"]
    alone = replace(samples.WIDEN, restriction=replace(samples.EVENT, people=(samples.MAYA,)))
    assert offered(widening_form.build(alone), widening_form.WHAT) == ["lift"]
    assert offered(early, widening_form.BASIS) == ["public", "not_material"]
    unknown = widening_form.build(replace(samples.WIDEN, releases=()))
    assert offered(unknown, widening_form.BASIS) == ["not_material"]
    assert widening_words.NO_RELEASE in str(unknown)


@pytest.mark.parametrize("choice", widening_form.CHOOSE)
async def test_a_choice_draws_what_it_needs(conversation, slack, desk, choice):
    sent = form(Filled(), what="take_out", basis="public")
    action = {"type": "radio_buttons", "action_id": "value"} | choice
    await conversation.interact("block_actions", view=sent, actions=[action])
    (made,) = slack.opened()
    assert made == widening_form.build(samples.WIDEN_EARLY, Filled("take_out", "public"))
    assert desk.asked == [("widen_sheet", ERIN, "B7M4QWXA")]
    assert offered(made, widening_form.PEOPLE) == ["U0MAYA", "U0RUTH"]
    assert offered(made, widening_form.RELEASE) == ["R8M4QWXA", "R7M4QWXA"]
    text = blocks(made)[widening_form.RELEASE]["element"]["options"][1]["text"]["text"]
    assert text == "14 Nov 2026, 10:00 a.m. New York: An older release"


def test_the_basis_says_when_it_ends():
    public = widening_form.build(samples.WIDEN, Filled("lift", "public"))
    assert widening_words.PUBLIC_ENDS in str(public)
    assert widening_words.NOT_MATERIAL_ENDS not in str(public)
    material = widening_form.build(samples.WIDEN, Filled("lift", "not_material"))
    assert widening_words.NOT_MATERIAL_ENDS in str(material)
    assert widening_words.PUBLIC_ENDS not in str(material)


SAID = WideningSaid("B7M4QWXA", "lift", "not_material", form="V1")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, SAID),
        (
            {"what": "take_out", "people": ("U0RUTH",)},
            replace(SAID, what="take_out", people=("U0RUTH",)),
        ),
        (
            {"what": "shorten", "until": "2026-12-22"},
            replace(SAID, what="shorten", until=date(2026, 12, 22)),
        ),
        (
            {"basis": "public", "release": "R7M4QWXA"},
            replace(SAID, basis="public", release="R7M4QWXA"),
        ),
    ],
)
async def test_a_form_that_is_sent_says_when_the_second_person_is_asked(
    conversation, desk, changed, said
):
    _, answer = await conversation.submit(form(**changed))
    assert desk.asked == [("widen", ERIN, said)]
    assert answer["view"] == takes_force.build(samples.TAKES_FORCE, "widen")


@pytest.mark.parametrize(
    ("changed", "block"),
    [
        ({"what": None}, widening_form.WHAT),
        ({"what": "forget"}, widening_form.WHAT),
        ({"basis": None}, widening_form.BASIS),
        ({"basis": "favour"}, widening_form.BASIS),
        ({"what": "take_out", "people": ()}, widening_form.PEOPLE),
        ({"what": "take_out", "people": ("U0CEO",)}, widening_form.PEOPLE),
        ({"what": "take_out", "people": ("U0MAYA", "U0RUTH")}, widening_form.PEOPLE),
        ({"what": "shorten"}, widening_form.UNTIL),
        ({"what": "shorten", "until": "soon"}, widening_form.UNTIL),
        ({"basis": "public"}, widening_form.RELEASE),
        ({"basis": "public", "release": "ELSEWHERE"}, widening_form.RELEASE),
    ],
)
async def test_what_is_missing_or_forged_is_said_at_its_field(conversation, desk, changed, block):
    _, answer = await conversation.submit(form(**changed))
    assert (answer["response_action"], list(answer["errors"])) == ("errors", [block])
    assert desk.asked == []


async def test_an_event_is_not_shortened_by_a_forged_choice(conversation, desk):
    drawn = Filled(None, "not_material")
    sent = form(drawn, samples.WIDEN, what="shorten", until="2026-12-22")
    _, answer = await conversation.submit(sent)
    assert list(answer["errors"]) == [widening_form.WHAT]
    assert desk.asked == []


@pytest.mark.parametrize(
    "chosen",
    [
        {"what": "take_out"},
        {"what": "shorten"},
        {"basis": "public"},
    ],
)
async def test_a_form_sent_before_it_was_drawn_asks_first(conversation, desk, chosen):
    _, answer = await conversation.submit(form(Filled(), **chosen))
    wanted = Filled(chosen.get("what", "lift"), chosen.get("basis", "not_material"))
    made = widening_form.build(samples.WIDEN_EARLY, wanted, changed=True)
    assert answer == {"response_action": "update", "view": made}
    assert [name for name, *_ in desk.asked] == ["widen_sheet"]


@pytest.mark.parametrize(
    ("reason", "block"),
    [
        ("widen_people", widening_form.PEOPLE),
        ("widen_release", widening_form.RELEASE),
        ("widen_until", None),
        ("nobody_to_agree", None),
        ("widening_waits", None),
        ("restriction_gone", None),
    ],
)
async def test_what_the_desk_refuses_is_said_where_it_belongs(conversation, desk, reason, block):
    desk.answers["widen"] = No(reason)
    filled = {"what": "take_out", "people": ("U0MAYA",), "basis": "public", "release": "R7M4QWXA"}
    _, answer = await conversation.submit(form(**filled))
    if block is None:
        assert answer["view"] == notice.of(No(reason))
    else:
        assert list(answer["errors"]) == [block]


async def test_a_day_that_the_desk_refuses_is_said_at_its_field(conversation, desk):
    desk.answers["widen"] = No("widen_until")
    _, answer = await conversation.submit(form(what="shorten", until="2026-12-20"))
    assert list(answer["errors"]) == [widening_form.UNTIL]


# --- the second person ----------------------------------------------------------------


async def test_what_one_is_asked_opens_from_the_list(conversation, slack, desk):
    await conversation.press(restriction_list.ANSWER, "W7M4QWXA", view=TOP)
    assert slack.opened() == [widening_sheet.build(samples.ASKED)]
    assert desk.asked == [("widening", ERIN, "W7M4QWXA")]
    desk.answers["widening"] = No("widening_gone")
    await conversation.press(restriction_list.ANSWER, "W7M4QWXA", view=TOP)
    assert slack.opened()[1] == notice.of(No("widening_gone"))


@pytest.mark.parametrize(("said", "agrees"), [("agree", True), ("refuse", False)])
async def test_an_answer_is_sent_once_and_says_when_it_counts(conversation, desk, said, agrees):
    sent = view(answer_state(said), widening_sheet.CALLBACK, "W7M4QWXA")
    _, answer = await conversation.submit(sent)
    assert desk.asked == [("agree_widening", ERIN, "W7M4QWXA", agrees)]
    assert answer["view"] == takes_force.build(samples.TAKES_FORCE, said)
    desk.answers["agree_widening"] = No("own_widening")
    _, answer = await conversation.submit(sent)
    assert words.refusal("own_widening", {}) in str(answer["view"])


@pytest.mark.parametrize("said", [None, "yes", "Agree"])
async def test_no_answer_is_taken_for_one(conversation, desk, said):
    sent = view(answer_state(said), widening_sheet.CALLBACK, "W7M4QWXA")
    _, answer = await conversation.submit(sent)
    assert list(answer["errors"]) == [widening_sheet.ANSWER]
    assert desk.asked == []


def test_no_answer_is_chosen_beforehand():
    made = blocks(widening_sheet.build(samples.ASKED))
    assert "initial_option" not in made[widening_sheet.ANSWER]["element"]
