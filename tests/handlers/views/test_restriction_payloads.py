"""Slack takes every form on restrictions, the largest too, and none of them says too much."""

from dataclasses import replace

import pytest

from handlers import words
from handlers.views import (
    issuer_form,
    neutral_notice,
    opened,
    order_form,
    reason_sheet,
    receipt,
    request_list,
    restriction_confirm,
    restriction_form,
    restriction_list,
    restriction_sheet,
    takes_force,
    undelivered_sheet,
    unseen_sheet,
    widening_form,
    widening_sheet,
)
from handlers.views.restriction_form import Filled
from handlers.words import refusals as refusal_words
from handlers.words import restriction as restriction_words
from handlers.words import told as told_words
from sandbox.blockkit import view_problems
from tests.handlers import restriction_samples as samples
from tests.handlers.payloads import taken_by_slacks_models, texts
from tests.handlers.samples import LONG

PEOPLE = tuple(f"U{n:07}" for n in range(50))
ENDINGS = [
    (what, basis)
    for what in (None, "lift", "take_out", "shorten")
    for basis in (None, "public", "not_material")
]
VIEWS = {
    "list": restriction_list.build(samples.SHEET),
    "list, nothing": restriction_list.build(samples.NOTHING),
    "list, restored": restriction_list.build(samples.RESTORED),
    "list, others": restriction_list.build(replace(samples.NOTHING, others=("Daniel Reyes",))),
    "list, largest": restriction_list.build(samples.LARGEST_SHEET),
    "list, largest, later": restriction_list.build(samples.LARGEST_SHEET, "M0000030"),
    "list, largest, last": restriction_list.build(samples.LARGEST_SHEET, "L0000110"),
    "list, compliance": restriction_list.build(
        replace(samples.NOTHING, may_set=False, lifted_then_approved=(samples.LIFTED,))
    ),
    "list, nobody's": restriction_list.build(replace(samples.NOTHING, may_set=False)),
    "one": restriction_sheet.build(samples.EVENT),
    "one, largest": restriction_sheet.build(samples.LARGEST),
    "confirm, nothing": restriction_confirm.build(samples.NOTHING),
    "confirm, largest": restriction_confirm.build(samples.LARGEST_SHEET),
    "new": restriction_form.build(samples.NEW),
    "new, no quarter": restriction_form.build(replace(samples.NEW, quarters=())),
    "new, early, plans": restriction_form.build(
        samples.WITH_PLANS, Filled("early_blackout", PEOPLE, "silent"), changed=True
    ),
    "new, largest": restriction_form.build(
        samples.LARGEST_NEW, Filled("early_blackout", PEOPLE, "silent"), changed=True
    ),
    "new, amiss": restriction_form.build(
        samples.NEW, Filled(people=PEOPLE), amiss=words.refusal("own_restriction", {})
    ),
    "reason, asked": reason_sheet.ask("H7M4QWXA"),
    "reason": reason_sheet.build(samples.REASON),
    "reason, none": reason_sheet.build(samples.NO_REASON),
    "reason, largest": reason_sheet.build(samples.LARGEST_REASON),
    **{
        f"widen, {what}, {basis}": widening_form.build(
            samples.WIDEN_EARLY, widening_form.Filled(what, basis), changed=True
        )
        for what, basis in ENDINGS
    },
    "widen, largest": widening_form.build(
        replace(samples.WIDEN, restriction=samples.LARGEST),
        widening_form.Filled("take_out", "public"),
    ),
    "widen, no release": widening_form.build(
        replace(samples.WIDEN, releases=()), widening_form.Filled("lift", "public")
    ),
    "widen, nobody": widening_form.build(replace(samples.WIDEN, nobody_to_agree=True)),
    "agree": widening_sheet.build(samples.ASKED),
    "agree, largest": widening_sheet.build(samples.LARGEST_ASKED),
    "notice, restricted": neutral_notice.build(samples.RESTRICTED),
    "notice, ended": neutral_notice.build(samples.ENDED),
    "notice, issuer": neutral_notice.build(samples.ISSUER),
    "notice, read": neutral_notice.build(samples.READ),
    "issuer": issuer_form.build(samples.NEW),
    "undelivered": undelivered_sheet.build(samples.UNDELIVERED),
    "undelivered, refused": undelivered_sheet.build(
        replace(samples.UNDELIVERED, gone=False, name=LONG)
    ),
    "unseen": unseen_sheet.build(samples.UNSEEN),
    "unseen, a long name": unseen_sheet.build(replace(samples.UNSEEN, person=LONG)),
    "withdrawn": opened.build(samples.WITHDRAWN),
    "none open": receipt.build(samples.NONE_OPEN),
    "executed": receipt.build(samples.EXECUTED),
    **{each: order_form.build(samples.WITHDRAWN, each) for each in order_form.CALLBACKS},
    **{
        f"takes force, {act}": takes_force.build(samples.TAKES_FORCE, act)
        for act in restriction_words.THEN
    },
    "read": takes_force.build_read(samples.TAKES_FORCE),
}


def buttons(view):
    for block in view["blocks"]:
        found = [block.get("accessory"), *block.get("elements", [])]
        yield from (one for one in found if one and one.get("type") == "button")


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_view(name):
    assert view_problems(VIEWS[name]) == []
    taken_by_slacks_models(VIEWS[name])


@pytest.mark.parametrize("name", VIEWS)
def test_what_a_person_typed_never_becomes_markup_and_none_of_ours_is_cut(name):
    for one in texts(VIEWS[name]):
        typed = "Wolfe" in one["text"] or "<!channel>" in one["text"]
        assert one["type"] == "plain_text" or not typed
        assert one["text"].strip()
        assert not one["text"].endswith("…") or typed
        assert one["type"] == "mrkdwn" or "`" not in one["text"]


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_but_opaque_ids_travels_hidden(name):
    hidden = VIEWS[name].get("private_metadata", "")
    assert hidden == "" or len(hidden) == 8
    values = {one["value"] for one in buttons(VIEWS[name])}
    assert all(len(value) == 8 or value in {"new", "confirm"} for value in values)


def test_every_free_text_field_asks_for_no_information():
    fields = [
        block
        for view in VIEWS.values()
        for block in view["blocks"]
        if block.get("element", {}).get("type") == "plain_text_input"
    ]
    assert len({block["block_id"] for block in fields}) == 3
    assert all(words.FREE_TEXT in block["hint"]["text"] for block in fields)


def test_every_notice_says_who_may_still_be_spoken_to_and_nothing_of_why():
    """One sentence for all of them, the same as with a decline."""
    said = {
        name: " ".join(one["text"] for one in texts(view))
        for name, view in VIEWS.items()
        if name.startswith("notice") or name in {"withdrawn", "none open", "executed", "read"}
    }
    assert len(said) == 8
    for text in said.values():
        assert words.CONFIDENTIAL in text
        for word in ("restriction", "event", "material and", "HERON", "silent", "backup"):
            assert word not in text


def test_what_is_for_officers_says_so():
    for name, view in VIEWS.items():
        told = name.startswith(("notice", "order")) or name in {
            *("withdrawn", "none open", "executed", "read"),
            *("undelivered", "undelivered, refused"),
        }
        assert (words.CONFIDENTIAL_OFFICER in str(view)) is not told


def test_the_notice_on_a_restriction_is_the_same_for_everybody():
    """It has no name, no kind and no code word to differ by."""
    shown = str(VIEWS["notice, restricted"])
    assert told_words.RESTRICTED in shown
    assert told_words.RESTRICTED.startswith("Until you are told otherwise")
    assert "private_metadata" not in shown


def test_every_row_of_a_long_list_is_on_one_page_with_its_buttons():
    sheet, after, seen, pages = samples.LARGEST_SHEET, "", [], []
    while True:
        page = restriction_list.build(sheet, after)
        pages.append(page)
        more = [one for one in buttons(page) if one["action_id"] == restriction_list.MORE]
        wanted = (restriction_sheet.END, restriction_list.ANSWER)
        seen += [one["value"] for one in buttons(page) if one["action_id"] in wanted]
        if not more:
            break
        after = more[0]["value"]
    assert seen == [one.id for one in (*sheet.asked, *sheet.mine)]
    shown = str(pages)
    assert all(f"Request {one.request} of" in shown for one in sheet.lifted_then_approved)
    assert all(restriction_words.CONFIRM_WHY in str(page) for page in pages)


def test_each_heading_stands_once_on_a_page():
    for page in ("list", "list, largest", "list, largest, later"):
        headings = [
            block["text"]["text"] for block in VIEWS[page]["blocks"] if block["type"] == "header"
        ]
        assert len(headings) == len(set(headings))
    assert restriction_words.ASKED in str(VIEWS["list"])
    assert restriction_words.MINE in str(VIEWS["list"])


def test_what_broke_has_a_reference():
    assert words.refusal("act_broken", {"reference": "Q7M4QWXA"}).endswith("Q7M4QWXA")


def test_every_person_under_a_restriction_is_named():
    shown = str(restriction_sheet.build(samples.LARGEST))
    assert shown.count(LONG[:100]) == 51  # and whoever set it


def test_what_is_confirmed_is_counted():
    shown = str(restriction_confirm.build(samples.SHEET))
    assert "HERON: 2 people. An event. They were told" in shown
    assert "EGRET: 2 people. An early blackout of the quarter that ends on Thursday 31" in shown
    one = replace(samples.EVENT, people=(samples.MAYA,))
    shown = str(restriction_confirm.build(replace(samples.SHEET, mine=(one,))))
    assert "HERON: 1 person." in shown


def test_nothing_in_force_is_said_too():
    """The monthly review comes whether or not there is something to review."""
    shown = str(opened.build(samples.NOTHING))
    assert restriction_words.MINE_NONE in shown
    assert restriction_words.NEW in shown
    assert restriction_words.MINE_NONE not in str(VIEWS["list"])
    assert restriction_words.NEW not in str(VIEWS["list, compliance"])
    assert restriction_words.NOTHING_HERE not in str(VIEWS["list, compliance"])
    assert restriction_words.NOTHING_HERE in str(VIEWS["list, nobody's"])
    assert restriction_words.LIST_PRIVATE not in str(VIEWS["list, nobody's"])


def test_a_register_from_a_backup_is_to_be_confirmed():
    shown = str(VIEWS["list, restored"])
    assert restriction_words.CONFIRM_WHY in shown
    assert "Not confirmed yet: Daniel Reyes." in shown
    waiting = str(VIEWS["list, others"])
    assert "You have confirmed." in waiting
    assert restriction_words.CONFIRM_HEADING not in waiting
    assert restriction_words.CONFIRM_HEADING not in str(VIEWS["list"])


def test_an_end_that_waits_already_is_not_asked_for_again():
    asked = restriction_sheet.build(replace(samples.EVENT, asked=True))
    assert [one["text"]["text"] for one in buttons(asked)] == [restriction_words.READ_REASON]
    assert restriction_words.ASKED_TO_END in str(asked)
    open_one = restriction_sheet.build(replace(samples.EVENT, has_reason=False))
    assert [one["text"]["text"] for one in buttons(open_one)] == [restriction_words.END]
    bare = restriction_sheet.build(replace(samples.EVENT, asked=True, has_reason=False))
    assert list(buttons(bare)) == []


def test_a_second_person_sees_the_one_restriction_and_no_reason():
    assert restriction_words.READ_REASON not in str(VIEWS["agree"])
    assert list(buttons(VIEWS["agree"])) == []
    shown = " ".join(one["text"] for one in texts(VIEWS["agree"]))
    for part in (
        "HERON",
        "Set by Priya Raman.",
        "Asked for: take people out of it.",
        "For: Maya Okafor",
        "with the release “Results of the phase 2 study”",
        "Priya Raman asked for this on Monday 23 November 2026",
        "it ends for them on Friday 27 November 2026, 9:30 a.m. New York time",
    ):
        assert part in shown


def test_a_reason_is_in_its_own_form_alone():
    assert samples.SECRET in str(VIEWS["reason"])
    assert not [name for name, view in VIEWS.items() if samples.SECRET in str(view)][1:]
    assert samples.SECRET not in repr(samples.REASON)
    assert restriction_words.REASON_NONE.format(matter="HERON") in str(VIEWS["reason, none"])


def test_a_young_plan_stands_first_and_says_where_it_is_suspended():
    view = restriction_form.build(samples.WITH_PLANS, Filled("event", PEOPLE[:1]))
    (listed,) = (
        block["text"]["text"] for block in view["blocks"] if "Y7M4QWXA" in str(block.get("text"))
    )
    young, old = listed.splitlines()
    assert young.startswith("Y7M4QWXA")
    assert young.endswith(f"{restriction_words.YOUNG}.")
    assert old.endswith(f"{restriction_words.OLD_ENOUGH}.")
    assert "/preclear plans" in str(view)
    unknown = replace(samples.YOUNG, runs_through=None)
    assert restriction_words.plan(unknown).endswith("2026.")


@pytest.mark.parametrize("cause", ["withdrawn", "blackout"])
def test_a_withdrawn_clearance_asks_for_its_receipt_and_names_a_public_cause_alone(cause):
    shown = str(receipt.build(replace(samples.WITHDRAWN, cause=cause)))
    assert told_words.CANCEL_ORDERS in shown
    assert told_words.NO_OPEN_ORDER in shown
    assert told_words.EXECUTED in shown
    assert words.CAUSES[cause] in shown
    (other,) = {"withdrawn", "blackout"} - {cause}
    assert words.CAUSES[other] not in shown


def test_a_withdrawn_clearance_is_asked_of_first_and_says_no_moment_to_trade():
    first, second, third, *_ = VIEWS["withdrawn"]["blocks"]
    assert first["type"] == "header"
    assert second["text"]["text"] == told_words.CANCEL_ORDERS
    assert third["type"] == "actions"
    for name in ("withdrawn", "none open", "executed"):
        assert "moment to trade" not in str(VIEWS[name])
    by_time = replace(samples.NONE_OPEN, cause="time", receipt_at=None)
    assert "moment to trade" in str(receipt.build(by_time))


def test_a_list_says_where_an_answer_is_needed():
    """The message's button can be lost; App Home and the list lead there too."""
    asks, answered = (
        str(request_list.build((one,))) for one in (samples.WITHDRAWN, samples.NONE_OPEN)
    )
    assert told_words.ANSWER_NEEDED in asks
    assert told_words.ANSWER_NEEDED not in answered
    assert words.STATES["clearance_ended"] in answered


def test_an_answer_is_said_back():
    none, executed = str(VIEWS["none open"]), str(VIEWS["executed"])
    for shown in (none, executed):
        assert told_words.CANCEL_ORDERS not in shown
        assert told_words.NO_OPEN_ORDER not in shown
    assert "you have no open order." in none
    assert "it was executed on Monday 23 November 2026, 9:00 a.m. New York time" in executed
    assert told_words.NOTED_REPORT.strip() in executed
    reported = replace(samples.EXECUTED, may_report=False)
    assert told_words.NOTED_REPORT.strip() not in str(receipt.build(reported))


def test_each_refusal_of_the_desk_has_words():
    for reason in (
        *("not_an_officer", "restrict_people", "own_restriction", "restrict_matter"),
        *("restrict_reason", "restrict_quarter", "restriction_gone", "widen_people"),
        *("widen_release", "widen_until", "nobody_to_agree", "widening_waits", "widening_gone"),
        *("own_widening", "approvals_stopped", "nothing_to_confirm", "issuer_name"),
        *("notice_gone", "no_receipt", "receipt_time", "answered_meanwhile"),
        "act_broken",
    ):
        assert words.refusal(reason, {}) != refusal_words.NOT_DONE
