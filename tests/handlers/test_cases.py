"""Cases and confirmations through the real Bolt app: lists, forms, and who gets none."""

from dataclasses import replace

import pytest

from clearance.shown import No
from clearance.shown_cases import CaseList, CaseSaid, CloseSaid, NoteSaid
from handlers.views import case_forms, case_list, case_sheet, keeping_sheet, messages, notice
from handlers.views.unsent import NEW, keeping
from handlers.words import case as case_words
from handlers.words import command as command_words
from handlers.words import keeping as keeping_words
from sandbox.blockkit import view_problems
from tests.handlers import case_samples as of
from tests.handlers import states
from tests.handlers.conftest import ERIN
from tests.handlers.payloads import taken_by_slacks_models
from tests.handlers.test_every_form import named

CLOSED = replace(
    of.CASE, open=False, notes=(of.NOTE, replace(of.NOTE, id="N2", settled="no_breach"))
)
VIEWS = {
    "list, none": case_list.build(CaseList(of.NOW, ())),
    "list": case_list.build(of.LISTED),
    "list, largest": case_list.build(
        CaseList(of.NOW, tuple(replace(of.LISTED.cases[0], id=f"C{n:07}") for n in range(100)))
    ),
    "case": case_sheet.build(of.CASE),
    "case, closed": case_sheet.build(CLOSED),
    "case, largest": case_sheet.build(of.LARGEST),
    "new": case_forms.new(),
    "note": case_forms.noting(of.CASE),
    "correction": case_forms.noting(of.CASE, of.LARGEST.notes[0]),
    "close": case_forms.closing(of.CASE),
    "removal": keeping_sheet.build(of.REMOVAL),
    "removal, own": keeping_sheet.build(replace(of.REMOVAL, own=True)),
    "removal, done": keeping_sheet.build_done(replace(of.REMOVAL, state="confirmed")),
    "lifting": keeping_sheet.build(of.LIFTING),
    "lifting, lifted": keeping_sheet.build(replace(of.LIFTING, what=None)),
}
TOP = {"id": "V1", "type": "modal", "hash": "1.2"}


@pytest.fixture(autouse=True)
def compliance(desk):
    """Let the canned desk know cases."""
    desk.answers |= {
        "cases": of.LISTED,
        **dict.fromkeys(("case", "open_case", "note_case"), of.CASE),
        "close_case": CLOSED,
        "confirm_keeping": replace(of.REMOVAL, state="confirmed", confirmed_by="Felix Ott"),
    }


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_form(name):
    assert view_problems(VIEWS[name]) == []
    taken_by_slacks_models(VIEWS[name])


@pytest.mark.parametrize("refused", ["not_an_officer", "stranger", "guest"])
async def test_for_anybody_else_there_is_no_such_command(conversation, slack, desk, refused):
    desk.answers["cases"] = No(refused)
    unknown = await conversation.command("frobnicate")
    assert await conversation.command("cases") == unknown
    assert unknown[1]["text"] == command_words.UNKNOWN
    assert slack.calls == []
    assert "cases" not in command_words.HELP


async def test_the_list_opens_a_case(conversation, slack, desk):
    assert await conversation.command("cases") == (200, "")
    await conversation.press(case_list.OPEN, "C4SE2222", view=TOP)
    assert slack.opened() == [VIEWS["list"], VIEWS["case"]]
    assert desk.asked[-1] == ("case", ERIN, "C4SE2222")


async def test_no_form_opens_for_whoever_handles_none(conversation, slack, desk):
    """As the right may have gone since the list was drawn."""
    desk.answers |= {"cases": No("not_an_officer"), "case": No("case_gone")}
    await conversation.press(case_list.NEW, view=TOP)
    await conversation.press(case_sheet.ADD_NOTE, "C4SE2222", view=TOP)
    await conversation.press(case_sheet.CLOSE, "C4SE2222", view=TOP)
    gone = notice.of(No("case_gone"))
    assert slack.opened() == [notice.of(No("not_an_officer")), gone, gone]


def filled(callback, private="", **values):
    kinds = {"case_people": states._users, "case_settled": states._option}
    state = {name: kinds.get(name, states._text)(value) for name, value in values.items()}
    return states.view(state, callback) | {"private_metadata": private}


async def test_a_new_case_is_read_and_opened(conversation, slack, desk):
    await conversation.press(case_list.NEW, view=TOP)
    assert slack.opened() == [keeping(VIEWS["new"], NEW)]
    view = filled(
        case_forms.NEW,
        case_people=("U1", "U2"),
        case_requests=" 7kq2m9xa,  8ABCDEFG ",
        case_text="Seen.",
    )
    _, answer = await conversation.submit(view)
    said = CaseSaid(("U1", "U2"), ("7KQ2M9XA", "8ABCDEFG"), "Seen.", view["id"])
    assert desk.asked[-1] == ("open_case", ERIN, said)
    assert answer["view"] == VIEWS["case"]


async def test_a_note_and_its_correction_name_the_case(conversation, slack, desk):
    await conversation.press(case_sheet.ADD_NOTE, "C4SE2222", view=TOP)
    await conversation.press(case_sheet.CORRECT, "C4SE2222 N1", view=TOP)
    note, correction = slack.opened()
    assert note == keeping(VIEWS["note"], NEW)
    assert of.NOTE.text in str(correction)
    view = filled(
        case_forms.NOTE, correction["private_metadata"], case_people=(), case_text="Again."
    )
    await conversation.submit(view)
    said = NoteSaid("C4SE2222", "Again.", (), (), "N1", view["id"])
    assert desk.asked[-1] == ("note_case", ERIN, said)


async def test_two_notes_from_one_place_are_two_and_one_sent_twice_is_one(
    conversation, slack, desk
):
    """The second screen is one view to Slack, whatever is put in it."""
    second = TOP | {"id": "V2", "previous_view_id": "V1"}
    texts = {"case_people": (), "case_text": "Seen."}
    for at in ("1.000001", "2.000001"):
        button = {"type": "button", "action_id": case_sheet.ADD_NOTE, "value": "C4SE2222"}
        await conversation.interact(
            "block_actions", actions=[button | {"action_ts": at}], view=second
        )
        assert slack.calls[-1][1]["view_id"] == "V2"
        blocks = named(slack.opened()[-1])
        sent = filled(case_forms.NOTE, "C4SE2222", **texts) | {"id": "V2", "blocks": blocks}
        await conversation.submit(sent)
        await conversation.submit(sent)
    forms = [one[2].form for one in desk.asked if one[0] == "note_case"]
    assert forms == ["V2:1.000001", "V2:1.000001", "V2:2.000001", "V2:2.000001"]


async def test_a_case_is_closed_once(conversation, slack, desk):
    await conversation.press(case_sheet.CLOSE, "C4SE2222", view=TOP)
    assert slack.opened() == [keeping(VIEWS["close"], NEW)]
    view = filled(case_forms.CLOSE, "C4SE2222", case_settled="no_breach", case_text="None.")
    _, answer = await conversation.submit(view)
    said = CloseSaid("C4SE2222", "no_breach", "None.", view["id"])
    assert desk.asked[-1] == ("close_case", ERIN, said)
    assert answer["view"] == VIEWS["case, closed"]
    assert case_sheet.CLOSE not in str(answer["view"])
    desk.answers["case"] = CLOSED
    await conversation.press(case_sheet.CLOSE, "C4SE2222", view=TOP)
    assert slack.opened()[-1] == notice.of(No("case_closed"))


@pytest.mark.parametrize(
    ("view", "field"),
    [
        (filled(case_forms.NEW, case_people=(), case_text="Seen."), "case_people"),
        (filled(case_forms.NEW, case_people=("U1",), case_text=" "), "case_text"),
        (filled(case_forms.NOTE, "C", case_people=(), case_text="x" * 1001), "case_text"),
        (filled(case_forms.CLOSE, "C", case_settled=None, case_text="x"), "case_settled"),
        (filled(case_forms.CLOSE, "C", case_settled="other", case_text="x"), "case_settled"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field(conversation, desk, view, field):
    _, answer = await conversation.submit(view)
    assert set(answer["errors"]) == {field}
    assert desk.asked == []


@pytest.mark.parametrize(
    ("reason", "field"),
    [
        ("own_case", "case_people"),
        ("case_people", "case_people"),
        ("case_requests", "case_requests"),
        ("case_gone", None),
    ],
)
async def test_what_the_desk_refuses_is_said_where_it_belongs(conversation, desk, reason, field):
    desk.answers["open_case"] = No(reason)
    view = filled(case_forms.NEW, case_people=("U1",), case_text="Seen.")
    view |= {"blocks": case_forms.new()["blocks"]}
    _, answer = await conversation.submit(view)
    if field is None:
        assert answer["view"] == notice.of(No(reason))
    else:
        assert set(answer["errors"]) == {field}


@pytest.mark.parametrize("shown", [of.REMOVAL, of.LIFTING])
async def test_the_second_person_confirms_from_the_envelope(conversation, slack, desk, shown):
    desk.answers["opened"] = shown
    await conversation.press(messages.OPEN, "D1")
    (view,) = slack.opened()
    assert view["submit"]["text"] == keeping_words.CONFIRM
    _, answer = await conversation.submit(view | {"id": "V1", "state": {"values": {}}})
    assert desk.asked[-1] == ("confirm_keeping", ERIN, shown.id)
    assert "Confirmed by Felix Ott." in str(answer["view"])
    assert "submit" not in answer["view"]


@pytest.mark.parametrize(
    "shown",
    [
        replace(of.REMOVAL, own=True),
        replace(of.REMOVAL, state="confirmed"),
        replace(of.REMOVAL, state="expired"),
        replace(of.LIFTING, what=None),
    ],
)
def test_there_is_a_button_only_where_it_can_be_confirmed(shown):
    assert "submit" in keeping_sheet.build(
        replace(shown, own=False, state="waits", what=of.REMOVAL.what)
    )
    assert "submit" not in keeping_sheet.build(shown)


def test_every_state_of_a_step_and_every_break_has_words():
    for names in (("time",), ("quantity",), ("statement",), ("quantity", "time")):
        step = replace(of.REQUEST.steps[-1], outside=names)
        (said,) = list(case_words.request(replace(of.REQUEST, steps=(step,))))[2:]
        assert all(case_words.BROKEN[name] in said for name in names)


def test_the_largest_case_says_that_older_notes_are_left_out():
    assert case_words.NOTES_OLDER in str(VIEWS["case, largest"])
    assert case_words.NOTES_OLDER not in str(VIEWS["case"])
