"""Restricting through the real Bolt app: officers alone, redrawn for what is chosen."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.shown import No
from handlers import words
from handlers.views import (
    messages,
    notice,
    opened,
    reason_sheet,
    restriction_confirm,
    restriction_form,
    restriction_list,
    restriction_sheet,
    review_form,
    takes_force,
)
from handlers.views.restriction_form import Filled
from handlers.words import command as command_words
from handlers.words import restriction as restriction_words
from tests.handlers import restriction_samples as samples
from tests.handlers import samples as requests
from tests.handlers.conftest import ERIN
from tests.handlers.states import restrict_state, review_state, view

TOP = {"id": "V1", "type": "modal", "hash": "1.2"}
ANYBODY = ("not_an_officer", "stranger", "other_workspace", "inactive", "out_of_calendar")


@pytest.fixture(autouse=True)
def officers(desk):
    """Let the canned desk know restrictions."""
    desk.answers |= {
        "restrictions": samples.SHEET,
        "restrict_sheet": samples.WITH_PLANS,
        "restrict": samples.TAKES_FORCE,
        "ask_reason": samples.TAKES_FORCE,
        "confirm_restored": samples.TAKES_FORCE,
    }


def form(drawn_for=None, sheet=samples.WITH_PLANS, **changed):
    """Give the sent form as Slack tells it: what it showed, and what stands in it."""
    state = restrict_state(**changed)
    people = tuple(state["restrict_people"]["value"]["selected_users"])
    kind, notify = changed.get("kind", "event"), changed.get("notify", "told")
    shown = restriction_form.build(sheet, drawn_for or Filled(kind, people, notify))
    return view(state, restriction_form.CALLBACK, blocks=shown["blocks"])


# --- who is answered ------------------------------------------------------------------


@pytest.mark.parametrize("refused", ANYBODY)
@pytest.mark.parametrize("typed", ["restrict", "notice", "Restrict", "restrict HERON"])
async def test_for_anybody_else_there_is_no_such_command(conversation, slack, desk, typed, refused):
    """The same words, in the same shape, by the same call as for a word nobody knows."""
    desk.answers |= dict.fromkeys(("restrictions", "restrict_sheet"), No(refused))
    unknown = await conversation.command("frobnicate")
    assert await conversation.command(typed) == unknown
    assert unknown[1]["text"] == command_words.UNKNOWN
    assert slack.calls == []


async def test_an_officer_sees_what_they_set(conversation, slack, desk):
    assert await conversation.command("restrict") == (200, "")
    assert [name for name, _ in slack.calls] == ["views.open"]
    assert slack.opened() == [restriction_list.build(samples.SHEET)]
    assert desk.asked == [("restrictions", ERIN)]


async def test_help_names_an_officers_command_to_an_officer_only(conversation, desk):
    _, answer = await conversation.command("help")
    assert answer["text"] == command_words.HELP
    assert "restrict" not in command_words.HELP
    assert "notice" not in command_words.HELP
    desk.answers["offices"] = frozenset({"list_restrictions", "tell_of_issuer"})
    _, answer = await conversation.command("help")
    assert answer["text"].startswith(f"{command_words.HELP}\n*As an officer*\n• `restrict`")
    assert desk.asked == [("offices", ERIN)] * 2


@pytest.mark.parametrize(
    ("pressed", "asked"),
    [
        (restriction_list.NEW, "restrict_sheet"),
        (restriction_list.MORE, "restrictions"),
        (restriction_list.CONFIRM, "restrictions"),
        (restriction_sheet.READ_REASON, "restrictions"),
    ],
)
async def test_a_button_is_for_an_officer_too(conversation, slack, desk, pressed, asked):
    """An office may have ended since the form was opened."""
    desk.answers[asked] = No("not_an_officer")
    await conversation.press(pressed, "H7M4QWXA", view=TOP)
    assert slack.opened() == [notice.of(No("not_an_officer"))]
    assert command_words.UNKNOWN in str(slack.opened()[0]["blocks"][0]["text"]["text"])


async def test_the_next_page_takes_the_place_of_this_one(conversation, slack, desk):
    desk.answers["restrictions"] = samples.LARGEST_SHEET
    await conversation.press(restriction_list.MORE, "A0000040", view=TOP)
    assert slack.opened() == [restriction_list.build(samples.LARGEST_SHEET, "A0000040")]


# --- a new restriction ----------------------------------------------------------------


async def test_the_form_opens_on_top_of_the_list(conversation, slack, desk):
    await conversation.press(restriction_list.NEW, "new", view=TOP)
    assert [name for name, _ in slack.calls] == ["views.push"]
    assert slack.opened() == [restriction_form.build(samples.WITH_PLANS)]
    assert desk.asked == [("restrict_sheet", ERIN, ())]


def blocks(made):
    return {one.get("block_id"): one for one in made["blocks"]}


async def redrawn(conversation, slack, sent, block=restriction_form.PEOPLE):
    action = {"type": "radio_buttons", "block_id": block, "action_id": "value"}
    await conversation.interact("block_actions", view=sent, actions=[action])
    return slack.opened()[-1]


@pytest.mark.parametrize("choice", restriction_form.CHOOSE)
async def test_a_choice_draws_the_form_anew_and_sends_nothing_typed_back(
    conversation, slack, desk, choice
):
    sent = form(Filled(), kind="early_blackout", notify="silent", reason=samples.SECRET)
    made = await redrawn(conversation, slack, sent, choice["block_id"])
    assert desk.asked == [("restrict_sheet", ERIN, ("U0MAYA", "U0RUTH"))]
    people = ("U0MAYA", "U0RUTH")
    wanted = Filled("early_blackout", people, "silent")
    assert made == restriction_form.build(samples.WITH_PLANS, wanted)
    assert restriction_form.QUARTER in blocks(made)
    assert restriction_words.SILENT_WARNING in str(blocks(made)[restriction_form.SILENCE])
    assert "Y7M4QWXA" in str(made)
    assert samples.SECRET not in str(slack.calls)
    assert "HERON" not in str(slack.calls)


async def test_what_was_typed_stays_because_its_fields_keep_their_names():
    """Slack keeps what stands in a field whose ids and kind do not change."""
    first = blocks(restriction_form.build(samples.NEW))
    then = blocks(
        restriction_form.build(samples.WITH_PLANS, Filled("early_blackout", ("U1",), "silent"))
    )
    for name in (restriction_form.MATTER, restriction_form.REASON):
        assert first[name] == then[name]


def test_told_is_the_default_and_the_quarter_is_asked_of_an_early_blackout_alone():
    made = blocks(restriction_form.build(samples.NEW))
    chosen = made[restriction_form.NOTIFY]["element"]["initial_option"]
    assert chosen["value"] == "told"
    assert restriction_form.QUARTER not in made
    assert restriction_form.SILENCE not in made
    assert "initial_option" not in made[restriction_form.KIND]["element"]


@pytest.mark.parametrize("reason", ["restrict_people", "own_restriction"])
async def test_people_who_are_amiss_are_said_at_once(conversation, slack, desk, reason):
    """The desk refuses the sheet for them; without them it gives it."""

    async def sheet(actor, people=()):
        desk.asked.append(("restrict_sheet", actor, people))
        return No(reason) if people else samples.NEW

    desk.restrict_sheet = sheet
    made = await redrawn(conversation, slack, form(Filled()))
    assert words.refusal(reason, {}) in str(made)
    assert made["submit"]["text"] == restriction_words.FORM_SUBMIT
    assert len(desk.asked) == 2


async def test_a_form_that_is_sent_says_when_it_takes_force(conversation, desk):
    sent = form(reason=f"  {samples.SECRET}\nsecond line  ", matter="  HERON   two ")
    _, answer = await conversation.submit(sent)
    assert answer["response_action"] == "update"
    assert answer["view"] == takes_force.build(samples.TAKES_FORCE, "restrict")
    shown = str(answer["view"])
    assert "not yet kept and not yet in force" in shown
    assert "Monday 23 November 2026, 10:01 a.m. New York time" in shown
    ((name, actor, said),) = desk.asked
    assert (name, actor) == ("restrict", ERIN)
    assert (said.kind, said.people, said.matter) == ("event", ("U0MAYA", "U0RUTH"), "HERON two")
    assert (said.notify, said.quarter_end, said.form) == (True, None, "V1")
    assert said.reason.shown_to("P1") == f"{samples.SECRET}\nsecond line"
    assert samples.SECRET not in shown + repr(said)


async def test_an_early_blackout_names_its_quarter(conversation, desk):
    sent = form(kind="early_blackout", quarter="2026-12-31", notify="silent", reason="")
    await conversation.submit(sent)
    said = desk.asked[-1][2]
    assert (said.kind, said.quarter_end) == ("early_blackout", date(2026, 12, 31))
    assert not said.notify
    assert not said.reason.given


async def test_a_quarter_left_over_from_another_choice_is_not_told(conversation, desk):
    shown = Filled("early_blackout", ("U0MAYA", "U0RUTH"))
    await conversation.submit(form(shown, kind="event", quarter="2026-12-31"))
    assert desk.asked[-1][2].quarter_end is None


@pytest.mark.parametrize(
    ("changed", "block"),
    [
        ({"kind": None}, restriction_form.KIND),
        ({"kind": "revenge"}, restriction_form.KIND),
        ({"people": ()}, restriction_form.PEOPLE),
        ({"matter": None}, restriction_form.MATTER),
        ({"matter": "  "}, restriction_form.MATTER),
        ({"matter": "x" * 41}, restriction_form.MATTER),
        ({"matter": "HE\x07RON"}, restriction_form.MATTER),
        ({"reason": "x" * 1001}, restriction_form.REASON),
        ({"notify": None}, restriction_form.NOTIFY),
        ({"notify": "loudly"}, restriction_form.NOTIFY),
        ({"kind": "early_blackout"}, restriction_form.QUARTER),
        ({"kind": "early_blackout", "quarter": "2025-12-31"}, restriction_form.QUARTER),
        ({"kind": "early_blackout", "quarter": "soon"}, restriction_form.QUARTER),
    ],
)
async def test_what_is_missing_or_forged_is_said_at_its_field(conversation, desk, changed, block):
    _, answer = await conversation.submit(form(**changed))
    assert (answer["response_action"], list(answer["errors"])) == ("errors", [block])
    assert desk.asked == []


@pytest.mark.parametrize("changed", [{"matter": "x" * 40}, {"reason": "x" * 1000}])
async def test_the_longest_passes(conversation, desk, changed):
    await conversation.submit(form(**changed))
    assert [name for name, *_ in desk.asked] == ["restrict"]


@pytest.mark.parametrize(
    "drawn_for",
    [
        Filled("early_blackout", ("U0MAYA",), "silent"),
        Filled("early_blackout", ("U0MAYA", "U0RUTH"), "told"),
        Filled("event", ("U0MAYA", "U0RUTH"), "silent"),
    ],
)
async def test_a_form_sent_before_it_was_drawn_shows_first_what_it_has_to(
    conversation, desk, drawn_for
):
    """Nobody is silent, or stops somebody with a plan, without having seen what that means."""
    sent = form(drawn_for, kind="early_blackout", notify="silent", reason=samples.SECRET)
    _, answer = await conversation.submit(sent)
    people = ("U0MAYA", "U0RUTH")
    wanted = Filled("early_blackout", people, "silent")
    made = restriction_form.build(samples.WITH_PLANS, wanted, changed=True)
    assert answer == {"response_action": "update", "view": made}
    assert [name for name, *_ in desk.asked] == ["restrict_sheet"]
    assert samples.SECRET not in str(answer)
    caught_up = view(sent["state"]["values"], restriction_form.CALLBACK, blocks=made["blocks"])
    caught_up["state"]["values"]["restrict_quarter"] = {
        "value": {"selected_option": {"value": "2026-12-31"}}
    }
    await conversation.submit(caught_up)
    assert desk.asked[-1][0] == "restrict"


@pytest.mark.parametrize(
    ("reason", "block"),
    [
        ("restrict_people", restriction_form.PEOPLE),
        ("own_restriction", restriction_form.PEOPLE),
        ("restrict_matter", restriction_form.MATTER),
        ("restrict_reason", restriction_form.REASON),
        ("restrict_quarter", None),
        ("not_an_officer", None),
    ],
)
async def test_what_the_desk_refuses_is_said_where_it_belongs(conversation, desk, reason, block):
    desk.answers["restrict"] = No(reason)
    _, answer = await conversation.submit(form())
    if block is None:
        assert answer["view"] == notice.of(No(reason))
    else:
        assert list(answer["errors"]) == [block]


async def test_a_quarter_that_the_desk_refuses_is_said_at_its_field(conversation, desk):
    desk.answers["restrict"] = No("restrict_quarter")
    _, answer = await conversation.submit(form(kind="early_blackout", quarter="2027-03-31"))
    assert list(answer["errors"]) == [restriction_form.QUARTER]


# --- a reason, and a register from a backup -------------------------------------------


async def test_reading_a_reason_asks_first_and_shows_nothing_yet(conversation, slack, desk):
    await conversation.press(restriction_sheet.READ_REASON, "H7M4QWXA", view=TOP)
    assert slack.opened() == [reason_sheet.ask("H7M4QWXA")]
    assert [name for name, *_ in desk.asked] == ["restrictions"]
    _, answer = await conversation.submit(view({}, reason_sheet.CALLBACK, "H7M4QWXA"))
    assert desk.asked[-1] == ("ask_reason", ERIN, "H7M4QWXA")
    assert answer["view"] == takes_force.build(samples.TAKES_FORCE, "reason")
    desk.answers["ask_reason"] = No("restriction_gone")
    _, answer = await conversation.submit(view({}, reason_sheet.CALLBACK, "H7M4QWXA"))
    assert answer["view"] == notice.of(No("restriction_gone"))


@pytest.mark.parametrize("gone", ["B7M4QWXA", "ELSEWHERE"])
async def test_a_reason_that_is_not_there_is_not_asked_for(conversation, slack, gone):
    await conversation.press(restriction_sheet.READ_REASON, gone, view=TOP)
    assert slack.opened() == [notice.of(No("restriction_gone"))]


async def test_confirming_asks_first_over_what_stands_now(conversation, slack, desk):
    desk.answers["restrictions"] = samples.RESTORED
    await conversation.press(restriction_list.CONFIRM, "confirm", view=TOP)
    assert slack.opened() == [restriction_confirm.build(samples.RESTORED)]
    _, answer = await conversation.submit(view({}, restriction_confirm.CALLBACK))
    assert desk.asked[-1] == ("confirm_restored", ERIN)
    assert answer["view"] == takes_force.build(samples.TAKES_FORCE, "confirm")
    desk.answers["confirm_restored"] = No("nothing_to_confirm")
    _, answer = await conversation.submit(view({}, restriction_confirm.CALLBACK))
    assert answer["view"] == notice.of(No("nothing_to_confirm"))


async def test_nothing_to_confirm_is_said_before_the_form(conversation, slack):
    await conversation.press(restriction_list.CONFIRM, "confirm", view=TOP)
    assert slack.opened() == [notice.of(No("nothing_to_confirm"))]


# --- envelopes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "found",
    [
        *(samples.EVENT, samples.ASKED, samples.SHEET, samples.NOTHING, samples.RESTRICTED),
        *(samples.ENDED, samples.ISSUER, samples.REASON, samples.UNSEEN, samples.WITHDRAWN),
        No("notice_gone"),
    ],
)
async def test_an_envelope_opens_whatever_it_is_about(conversation, slack, desk, found):
    desk.answers["opened"] = found
    await conversation.press(messages.OPEN)
    assert slack.opened() == [opened.build(found)]
    titles = {str(opened.build(one)["title"]) for one in (samples.EVENT, samples.ASKED)}
    assert len(titles) == 2


# --- the review form ------------------------------------------------------------------


def test_the_review_says_that_a_restriction_applies_and_nothing_of_which():
    restricted = str(review_form.build(requests.RESTRICTED, "approve"))
    assert restricted.count("restriction") == 1
    assert words.NOT_APPROVABLE in restricted
    assert "'approve'" not in restricted
    other = replace(
        requests.RESTRICTED,
        findings=(replace(requests.RESTRICTED.findings[0], rule="short_swing"),),
    )
    said = {
        one: words.finding("Black-Out Periods", one, {}) for one in ("restriction", "short_swing")
    }
    for one, swapped in (
        ("restriction", restricted),
        ("short_swing", str(review_form.build(other))),
    ):
        said[one] = swapped.replace(said[one], "FOUND")
    assert said["restriction"] == said["short_swing"]


async def test_there_is_no_way_around_a_restriction(conversation, desk):
    """A form that never offered it, sent as approved with the statement in it."""
    desk.answers["decide"] = No("not_approvable")
    shown = review_form.build(requests.RESTRICTED)
    state = review_state(decision="approve", statement=("considered",))
    sent = view(state, review_form.CALLBACK, "K7M4QWXA", shown["blocks"])
    _, answer = await conversation.submit(sent)
    assert answer["errors"] == {"decision": words.NOT_APPROVABLE}


async def test_while_approvals_stop_the_officer_is_told_at_the_decision(conversation, desk):
    desk.answers["decide"] = No("approvals_stopped")
    shown = review_form.build(requests.REVIEW)
    state = review_state(decision="approve", statement=("considered",))
    sent = view(state, review_form.CALLBACK, "K7M4QWXA", shown["blocks"])
    _, answer = await conversation.submit(sent)
    assert answer["errors"] == {"decision": words.refusal("approvals_stopped", {})}
    assert "`" not in answer["errors"]["decision"]
