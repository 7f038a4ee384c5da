"""Submitting and deciding a plan through the real Bolt app, with a canned desk."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.shown import No
from clearance.shown_plans import FIELDS, TOUCHED, PlanFormSheet
from handlers import words
from handlers.views import notice, plan_ending, plan_filed, plan_form, plan_list, plan_sheet
from handlers.words import plan_form as plan_form_words
from handlers.words import plan_wait as plan_wait_words
from policy.cooling_off import Cooling
from policy.plan_law import KINDS
from sandbox.blockkit import view_problems
from tests.handlers import plan_filed_samples as filed
from tests.handlers import plan_samples
from tests.handlers.conftest import ERIN
from tests.handlers.payloads import taken_by_slacks_models, texts
from tests.handlers.states import view

FILLED = PlanFormSheet(date(2026, 11, 23), filed.LARGEST.said)
RETURNED = PlanFormSheet(date(2026, 11, 23), replace(filed.SAID, corrects="K7M4QWXA"))
WAITING = tuple(replace(filed.LARGEST, record=f"F000000{number}") for number in range(9))
OWN = tuple(replace(filed.MINE, record=f"M000000{number}") for number in range(9))
VIEWS = {
    "empty": plan_form.build(filed.SHEET),
    "change": plan_form.build(FILLED),
    "correct": plan_form.build(RETURNED),
    "mine": plan_filed.build(filed.MINE, plan_form_words.SENT, last=True),
    "returned": plan_filed.build(filed.RETURNED),
    "review": plan_filed.build(filed.REVIEW),
    "held": plan_filed.build(filed.HELD),
    "largest": plan_filed.build(filed.LARGEST),
    "ending": plan_ending.ending(plan_samples.LARGEST),
    "withdrawing": plan_ending.withdrawing(filed.MINE),
    "list": plan_list.build(replace(plan_samples.OFFICERS, filed=WAITING + OWN)),
    "full list": plan_list.build(
        replace(
            plan_samples.OFFICERS,
            own=tuple(
                replace(one, id=f"O000000{number}", own=True, may_change=True)
                for number, one in enumerate(plan_samples.many(3))
            ),
            others=plan_samples.many(40),
            filed=WAITING + OWN,
        )
    ),
    "sheet": plan_sheet.build(
        replace(plan_samples.LARGEST, text=filed.LARGEST_TEXT, wait=filed.WAIT, may_change=True)
    ),
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_view(name):
    assert view_problems(VIEWS[name]) == []
    taken_by_slacks_models(VIEWS[name])


@pytest.mark.parametrize("name", VIEWS)
def test_what_a_person_typed_never_becomes_markup_and_none_of_ours_is_cut(name):
    for one in texts(VIEWS[name]):
        assert one["type"] == "plain_text" or "Wolfe" not in one["text"]
        assert not one["text"].endswith("…") or "Wolfe" in one["text"]


def test_everything_has_words():
    assert set(plan_form_words.KINDS) == set(KINDS)
    assert set(plan_form_words.TOUCHED) == set(TOUCHED)
    assert set(plan_form_words.FIELDS) == set(FIELDS)
    assert set(plan_form_words.AGAINST) <= set(plan_form_words.ERRORS)


def test_a_restriction_is_said_as_in_a_requests_review_and_to_nobody_else():
    finding = words.finding("Black-Out Periods", "restriction", {})
    assert finding in str(VIEWS["held"])
    assert words.NOT_APPROVABLE in str(VIEWS["held"])
    assert "'approve'" not in str(VIEWS["held"])
    assert finding not in str(VIEWS["review"])
    own = replace(filed.MINE, restricted=True)
    assert plan_filed.build(own) == plan_filed.build(filed.MINE)


def test_the_sum_is_said_in_words():
    said = plan_wait_words.sum_of(filed.WAIT, 30)
    for part in (
        "First possible trading day: not known yet.",
        "Counted from Tuesday 24 November 2026.",
        "30 days of cooling-off end on Thursday 24 December 2026.",
        "The first session after that is Monday 28 December 2026.",
        "begins on Thursday 17 December 2026 begins 23 days after",
    ):
        assert part in said
    for leg in ("least", "report", "most"):
        cooling = Cooling(leg, date(2027, 2, 22), date(2027, 2, 22))
        wait = replace(
            filed.WAIT, cooling=cooling, report_filed_on=date(2027, 2, 18), young=(),
            trades_on=date(2027, 2, 23),
        )  # fmt: skip
        said = plan_wait_words.sum_of(wait, 30)
        assert "First possible trading day: Tuesday 23 February 2027." in said
        assert ("not on record yet" in said) is False
    most = replace(wait, cooling=Cooling("most", date(2027, 3, 24)), report_filed_on=None)
    assert "not on record yet" in plan_wait_words.sum_of(most, 30)
    assert plan_wait_words.sum_of(None, 30) == plan_wait_words.NO_CALENDAR


def test_every_refusal_belongs_to_a_field_of_both_forms():
    for name in ("empty", "change"):
        blocks = {block.get("block_id") for block in VIEWS[name]["blocks"]}
        for reason in plan_form_words.ERRORS:
            ((place, sentence),) = plan_form.errors_of(No(reason), VIEWS[name]).items()
            assert place in blocks, (name, reason)
            assert sentence
    assert plan_form.errors_of(No("stranger"), VIEWS["empty"]) is None


# --- the conversation -----------------------------------------------------------------


STATE = {
    "plan_kind": {"selected_option": {"value": "ordinary"}},
    "plan_broker": {"value": " Fidelity  "},
    "plan_adopted": {"selected_date": "2026-11-24"},
    "plan_begins": {"selected_date": "2026-11-24"},
    "plan_ends": {"selected_date": "2027-11-22"},
    "plan_shares": {"value": "5,000"},
    "plan_terms": {"value": "2027-07-01: 1,000 shares at $5"},
    "plan_certified": {"selected_options": [{"value": "good_faith"}, {"value": "no_mnpi"}]},
}


def typed(**changes):
    """Send the form's state with the blocks that it was drawn with."""
    values = {name: {"value": one} for name, one in (STATE | changes).items() if one is not None}
    sent = view({}, plan_form.CALLBACK, "- -")
    sent["state"] = {"values": values}
    sent["blocks"] = VIEWS["empty"]["blocks"]
    return sent


async def test_the_command_opens_the_form_and_sends_what_was_typed(conversation, slack, desk):
    desk.answers |= {"plan_form": filed.SHEET, "submit_plan": filed.MINE}
    assert await conversation.command("plan") == (200, "")
    assert slack.opened() == [plan_form.build(filed.SHEET)]
    _, answer = await conversation.submit(typed())
    assert answer["view"] == plan_filed.build(filed.MINE, plan_form_words.SENT, last=True)
    (_, actor, said) = desk.asked[-1]
    assert actor == ERIN
    assert replace(said, form=None) == filed.SAID


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"plan_adopted": None}, "plan_adopted"),
        ({"plan_ends": {"selected_date": None}}, "plan_ends"),
        ({"plan_kind": None}, "plan_kind"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(conversation, desk, changes, place):
    _, answer = await conversation.submit(typed(**changes))
    assert (answer["response_action"], set(answer["errors"])) == ("errors", {place})
    assert desk.asked == []


async def test_what_the_desk_refuses_is_said_at_its_field(conversation, desk):
    desk.answers["submit_plan"] = No("plan_blackout")
    _, answer = await conversation.submit(typed())
    assert answer == {
        "response_action": "errors",
        "errors": {"plan_adopted": plan_form_words.ERRORS["plan_blackout"][1]},
    }
    desk.answers["submit_plan"] = No("stranger")
    _, answer = await conversation.submit(typed())
    assert answer["view"] == notice.of(No("stranger"))


async def test_a_decision_refused_by_a_public_fact_says_which(conversation, desk):
    state = {"decision": {"value": {"selected_option": {"value": "decline"}}}}
    desk.answers["decide_plan"] = No("plan_adopted_past")
    sent = view({}, plan_filed.CALLBACK, "K7M4QWXA")
    sent["state"] = {"values": state}
    _, answer = await conversation.submit(sent)
    assert plan_form_words.AGAINST["plan_adopted_past"] in answer["errors"]["decision"]
    desk.answers["decide_plan"] = replace(filed.REVIEW, may_decide=False, state="declined")
    _, answer = await conversation.submit(sent)
    assert plan_form_words.DECIDED in str(answer["view"])
