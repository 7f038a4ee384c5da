"""Every form: what is wrong in it is said at a field that it has, and nothing typed is lost."""

import json
from pathlib import Path

import pytest

import handlers.views
from clearance.shown import No
from handlers import kept_forms
from handlers.views import (
    away_form,
    calendar_forms,
    case_forms,
    filing_views,
    issuer_form,
    order_form,
    paper_form,
    plan_filed,
    plan_form,
    production_form,
    question_form,
    related_ask,
    related_form,
    report_form,
    request_form,
    restriction_form,
    review_form,
    swing_form,
    unasked_form,
    unsent,
    widening_form,
    widening_sheet,
)
from handlers.words import refusals
from sandbox.blockkit import elements_of
from sandbox.blockkit_elements import offered
from sandbox.forms import field_errors, kept_state
from tests.handlers import case_samples, samples
from tests.handlers import plan_filed_samples as filed
from tests.handlers import restriction_samples as restricting
from tests.handlers.test_traded import STATES, UNDER_PLAN
from tests.handlers.views import test_calendar_payloads as calendars


def asking(**values):
    return request_form.build(samples.ASKING_MORE, request_form.Filled(values))


FORMS = {
    "request, a sale": asking(action="sell", issuer="company"),
    "request, options": asking(action="option_exercise", issuer="company"),
    "request, another company's": asking(action="buy", issuer="other"),
    "report": report_form.build(UNDER_PLAN, 2, values={"traded": "yes", "chose_day": "plan"}),
    "unasked": unasked_form.build((samples.SISTER,), 2),
    "plan": plan_form.build(filed.SHEET),
    "review, approve": review_form.build(samples.REVIEW, "approve"),
    "review, return": review_form.build(samples.REVIEW, "return"),
    "plan, approve": plan_filed.build(filed.REVIEW, preset="approve"),
    "plan, return": plan_filed.build(filed.REVIEW, preset="return"),
    "restriction": restriction_form.build(
        restricting.NEW, restriction_form.Filled("early_blackout", ("U0MAYA",), "silent")
    ),
    "widening": widening_form.build(restricting.WIDEN, widening_form.Filled("take_out", "public")),
    "widening, answered": widening_sheet.build(restricting.ASKED),
    "related": related_form.build(related_form.entry(samples.SISTER)),
    "related, asked": related_ask.build(samples.ASKED),
    "case": case_forms.new(),
    "note": case_forms.noting(case_samples.CASE),
    "close": case_forms.closing(case_samples.CASE),
    "question": question_form.again(samples.QUESTION),
    "answer": question_form.answering(samples.QUESTION),
    "production": production_form.build(),
    "paper": paper_form.build(),
    "order": order_form.build(samples.APPROVED, order_form.EXECUTED),
    "filing": filing_views.entering(STATES[0]),
    "swing": swing_form.build("K7M4QWXA"),
    "issuer": issuer_form.build(restricting.NEW),
    "away": away_form.build(samples.AWAY),
    "calendar, expected": calendar_forms.expect(calendars.LARGEST_KEPT),
    "calendar, release": calendar_forms.release(calendars.LARGEST_KEPT),
    "calendar, blackout": calendar_forms.move(calendars.LARGEST_KEPT),
    "calendar, taken back": calendar_forms.mistake("blackout", "H7M4QWXA"),
}
TYPED = {
    "price": "2.15",
    "price_2": "2.15",
    "swing_price": "2.15",
    "issuer_name": "Other Corp.",
    "filing_accession": "0001234567-26-000123",
    "production_days": "",
    "case_requests": "K7M4QWXA",
}
#: One names a related person or a colleague, not both.
NOBODY = {"related_colleague": None}
DAYS = {"on": "2026-12-02", "plan_begins": "2027-03-01", "plan_ends": "2027-12-01"}


def named(view):
    """Give a form's blocks as Slack sends them back: each has an id."""
    blocks = enumerate(view["blocks"])
    return [one | {"block_id": one.get("block_id") or f"block {place}"} for place, one in blocks]


def filled(view):
    """Fill a form in as far as its fields offer it; what was typed is what a person would."""
    shown = unsent.filled(view, {})
    blocks = [
        one | {"block_id": one.get("block_id") or f"b{n}"} for n, one in enumerate(shown["blocks"])
    ]
    state = kept_state(blocks, {})
    for block in blocks:
        if block["type"] == "input":
            (element,) = elements_of(block)
            state[block["block_id"]][element["action_id"]] = entered(block["block_id"], element)
    return view | {"id": "V1", "hash": "1.a", "blocks": blocks, "state": {"values": state}}


def entered(block_id, element):
    kind, options = element["type"], list(offered(element)) if "option" in str(element) else []
    picked = element.get("initial_option") or (options[0] if options else None)
    value = {
        "plain_text_input": {"value": TYPED.get(block_id, "500")},
        "static_select": {"selected_option": picked},
        "radio_buttons": {"selected_option": picked},
        "checkboxes": {"selected_options": options},
        "multi_static_select": {"selected_options": options[:1]},
        "datepicker": {"selected_date": DAYS.get(block_id, "2026-11-20")},
        "timepicker": {"selected_time": "10:00"},
        "users_select": {"selected_user": NOBODY.get(block_id, "U0MAYA")},
        "multi_users_select": {"selected_users": ["U0MAYA"]},
    }[kind]
    return {"type": kind} | value


WRONG = {
    "plain_text_input": [
        {"value": None},
        {"value": "\u202e<!channel> =1+1"},
        {"value": "x" * 5000},
    ],
    "static_select": [{"selected_option": None}, {"selected_option": {"value": "nothing of it"}}],
    "radio_buttons": [{"selected_option": None}, {"selected_option": {"value": "nothing of it"}}],
    "checkboxes": [{"selected_options": []}],
    "multi_static_select": [
        {"selected_options": []},
        {"selected_options": [{"value": "nothing of it"}]},
    ],
    "datepicker": [{"selected_date": None}, {"selected_date": "2001-01-01"}],
    "timepicker": [{"selected_time": None}],
    "users_select": [{"selected_user": None}],
    "multi_users_select": [{"selected_users": []}],
}


def spoiled(view):
    """Give the form with one field wrong, field after field, each in every way."""
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        kind, action = block["element"]["type"], block["element"]["action_id"]
        for wrong in WRONG[kind]:
            values = view["state"]["values"] | {block["block_id"]: {action: {"type": kind} | wrong}}
            yield block, view | {"state": {"values": values}}


class AlwaysNo(dict):
    """The desk's answers: what forms are drawn from, and a refusal of everything else."""

    def __init__(self, reason, **there):
        super().__init__(there)
        self.reason = reason

    def __missing__(self, name):
        return No(self.reason, {"field": "quantity", "rule": "blackout", "most": 5})


#: Forms of one text, of which the desk alone says whether it will do.
JUDGED_BY_THE_DESK = {"question", "answer", "swing", "away", "calendar, taken back"}
SHEETS = {"asking": samples.ASKING_MORE, "draft": None, "keep_draft": True, "drop_draft": None}


def said_well(answer, view):
    """Say whether an answer is one that Slack takes, and loses nothing that was typed."""
    fields = {one["block_id"] for one in view["blocks"] if one["type"] == "input"}
    if answer["response_action"] == "errors":
        assert answer["errors"], "an error without a field says nothing"
        assert set(answer["errors"]) <= fields
        assert all(text.strip() for text in answer["errors"].values())
    return answer["response_action"]


@pytest.mark.parametrize("name", FORMS)
async def test_what_is_wrong_is_said_at_a_field_that_the_form_has(conversation, desk, name):
    """What the form cannot see is the desk's to refuse: it says no to everything here."""
    desk.answers = AlwaysNo("stranger", **SHEETS)
    view, at_fields = filled(FORMS[name]), 0
    for block, form in spoiled(view):
        status, answer = await conversation.submit(form)
        assert status == 200, block["block_id"]
        if said_well(answer, view) == "errors":
            at_fields += 1
    assert at_fields or name in JUDGED_BY_THE_DESK, "nothing in it can be wrong"


@pytest.mark.parametrize("name", FORMS)
async def test_a_required_field_left_empty_is_slacks_or_ours_to_name(conversation, desk, name):
    desk.answers = AlwaysNo("stranger", **SHEETS)
    view = filled(FORMS[name])
    for block, form in spoiled(view):
        ours = (await conversation.submit(form))[1].get("errors", {})
        slacks = field_errors(form["blocks"], form["state"]["values"])
        wrong = next(iter(form["state"]["values"][block["block_id"]].values()))
        empty = not any(value for key, value in wrong.items() if key != "type")
        if empty and not block["optional"]:
            assert block["block_id"] in {*ours, *slacks}


@pytest.mark.parametrize("name", FORMS)
async def test_whatever_the_desk_refuses_is_said_in_the_form_or_over_it(conversation, desk, name):
    """A refusal names a field of the form, or comes over it; what keeps a draft stays beneath."""
    view, asked = filled(FORMS[name]), 0
    kept = view["callback_id"] in kept_forms.FORMS
    for reason in refusals.REFUSALS:
        desk.answers, desk.asked = AlwaysNo(reason, **SHEETS), []
        status, answer = await conversation.submit(view)
        assert status == 200, reason
        how = said_well(answer, view)
        asked += bool([one for one in desk.asked if one[0] not in SHEETS])
        assert how in ({"errors", "push"} if kept else {"errors", "push", "update"}), reason
    assert asked, "the desk was never asked: what is filled in is wrong"


#: Forms without a table row: they hold no field, or ask one thing that cannot be wrong.
ELSEWHERE = {
    "acknowledge_form": "test_acknowledging",
    "acknowledgement_sheet": "test_acknowledging",
    "audit_form": "views/test_audit",
    "delegates_sheet": "a single choice",
}
DRAWN_BY_OTHERS = {
    "blocks",
    "calendar_fields",
    "execution_fields",
    "moment_fields",
    "request_fields",
    "typed",  # the head of forms that are opened with words: it has no field
}


def test_no_form_is_left_out():
    folder = Path(handlers.views.__file__).parent
    with_fields = {
        file.stem
        for file in folder.glob("*.py")
        if "input_field(" in (text := file.read_text()) or " field(" in text
    }
    table = Path(__file__).read_text()
    tested = {name for name in with_fields if f"    {name},\n" in table}
    assert with_fields - tested - set(ELSEWHERE) - DRAWN_BY_OTHERS == set()


KEPT = {name for name, one in FORMS.items() if one["callback_id"] in kept_forms.FORMS}


@pytest.mark.parametrize("name", sorted(KEPT))
def test_a_form_opened_with_its_draft_shows_all_that_was_typed(name):
    """What is stated is left out: that is stated anew."""
    view = filled(FORMS[name])
    before = unsent.typed(view)
    empty = [
        {**block, "element": {k: v for k, v in block["element"].items() if "initial" not in k}}
        if block["type"] == "input"
        else block
        for block in view["blocks"]
    ]
    again = unsent.filled(view | {"blocks": empty}, json.loads(json.dumps(before)))
    after = kept_state(again["blocks"], {})
    shown = unsent.typed({"state": {"values": after}})
    assert shown == before
    assert not set(unsent.STATED) & set(shown)


@pytest.mark.parametrize(
    "chosen",
    [
        ("request, a sale", "action", request_form.CHOOSE_ACTION),
        ("request, a sale", "issuer", request_form.CHOOSE_ISSUER),
        ("report", "traded", "value"),
        ("report", "chose_day", "value"),
        ("review, approve", "decision", "value"),
        ("plan, return", "decision", "value"),
        ("restriction", "restrict_notify", "value"),
        ("widening", "widen_what", "value"),
        ("related", "related_relation", "value"),
    ],
)
async def test_a_form_drawn_anew_keeps_what_was_typed(conversation, slack, desk, chosen):
    name, block, action_id = chosen
    desk.answers |= {
        "request": UNDER_PLAN,
        "asking": samples.ASKING_MORE,
        "plan_filed": filed.REVIEW,
        "restrict_sheet": restricting.NEW,
        "widen_sheet": restricting.WIDEN,
    }
    view = filled(FORMS[name])
    action = {"type": "radio_buttons", "action_id": action_id, "block_id": block}
    status, _ = await conversation.interact("block_actions", actions=[action], view=view)
    assert status == 200
    (again,) = slack.opened()
    blocks = [
        one | {"block_id": one.get("block_id") or f"b{n}"} for n, one in enumerate(again["blocks"])
    ]
    after = kept_state(blocks, view["state"]["values"])
    for field, entry in after.items():
        if field in view["state"]["values"]:
            assert entry == view["state"]["values"][field], field
    assert {one["block_id"] for one in view["blocks"] if one["type"] == "input"} <= set(after)
