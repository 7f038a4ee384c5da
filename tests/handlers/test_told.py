"""What people are told, and what they answer: notices, and a clearance that was withdrawn."""

from datetime import UTC, datetime

import pytest

from clearance.shown import No
from clearance.shown_restrictions import IssuerNoticeSaid, ReceiptSaid
from handlers import words
from handlers.views import (
    issuer_form,
    messages,
    neutral_notice,
    notice,
    order_form,
    receipt,
    request_sheet,
    takes_force,
)
from handlers.words import told as told_words
from tests.handlers import restriction_samples as samples
from tests.handlers.conftest import ERIN
from tests.handlers.states import executed_state, issuer_state, view

TOP = {"id": "V1", "type": "modal", "hash": "1.2"}
NONE_OPEN, EXECUTED = request_sheet.ORDERS


@pytest.fixture(autouse=True)
def told(desk):
    """Let the canned desk know notices and withdrawn clearances."""
    desk.answers |= {
        "restrict_sheet": samples.NEW,
        "tell_of_issuer": samples.TAKES_FORCE,
        "acknowledge_notice": samples.TAKES_FORCE,
        "request": samples.WITHDRAWN,
        "receipt": samples.NONE_OPEN,
        "opened": samples.WITHDRAWN,
    }


# --- another issuer -------------------------------------------------------------------


async def test_an_officer_opens_the_form_with_a_command(conversation, slack, desk):
    assert await conversation.command("notice") == (200, "")
    assert slack.opened() == [issuer_form.build(samples.NEW)]
    assert desk.asked == [("restrict_sheet", ERIN)]


async def test_a_notice_that_is_sent_says_when_it_goes_out(conversation, desk):
    state = issuer_state(("U0MAYA", "U0RUTH", "U0MAYA"), "  Other   Corp. ")
    _, answer = await conversation.submit(view(state, issuer_form.CALLBACK))
    said = IssuerNoticeSaid(("U0MAYA", "U0RUTH"), "Other Corp.", "V1")
    assert desk.asked == [("tell_of_issuer", ERIN, said)]
    assert answer["view"] == takes_force.build(samples.TAKES_FORCE, "issuer")


@pytest.mark.parametrize(
    ("changed", "block"),
    [
        ({"people": ()}, issuer_form.PEOPLE),
        ({"issuer": None}, issuer_form.ISSUER),
        ({"issuer": " \n "}, issuer_form.ISSUER),
        ({"issuer": "x" * 61}, issuer_form.ISSUER),
        ({"issuer": "Oth\u200ber"}, issuer_form.ISSUER),
    ],
)
async def test_what_is_missing_is_said_at_its_field(conversation, desk, changed, block):
    _, answer = await conversation.submit(view(issuer_state(**changed), issuer_form.CALLBACK))
    assert list(answer["errors"]) == [block]
    assert desk.asked == []


async def test_the_longest_name_passes(conversation, desk):
    await conversation.submit(view(issuer_state(issuer="x" * 60), issuer_form.CALLBACK))
    assert [name for name, *_ in desk.asked] == ["tell_of_issuer"]


@pytest.mark.parametrize(
    ("reason", "block"),
    [
        ("restrict_people", issuer_form.PEOPLE),
        ("issuer_name", issuer_form.ISSUER),
        ("not_an_officer", None),
    ],
)
async def test_what_the_desk_refuses_is_said_where_it_belongs(conversation, desk, reason, block):
    desk.answers["tell_of_issuer"] = No(reason)
    _, answer = await conversation.submit(view(issuer_state(), issuer_form.CALLBACK))
    if block is None:
        assert answer["view"] == notice.of(No(reason))
    else:
        assert list(answer["errors"]) == [block]


async def test_a_reader_says_that_they_have_read_it(conversation, desk):
    sent = view({}, neutral_notice.CALLBACK, "N7M4QWXA")
    _, answer = await conversation.submit(sent)
    assert desk.asked == [("acknowledge_notice", ERIN, "N7M4QWXA")]
    assert answer["view"] == takes_force.build_read(samples.TAKES_FORCE)
    desk.answers["acknowledge_notice"] = No("notice_gone")
    _, answer = await conversation.submit(sent)
    assert answer["view"] == notice.of(No("notice_gone"))


def test_only_an_unread_notice_on_an_issuer_asks_for_an_answer():
    asking = neutral_notice.build(samples.ISSUER)
    assert asking["submit"]["text"] == told_words.HAVE_READ
    assert asking["private_metadata"] == "N7M4QWXA"
    for one in (samples.READ, samples.RESTRICTED, samples.ENDED):
        assert "submit" not in neutral_notice.build(one)
    assert told_words.WAS_READ in str(neutral_notice.build(samples.READ))


# --- a withdrawn clearance ------------------------------------------------------------


async def test_the_envelope_asks_for_the_receipt_at_once(conversation, slack):
    await conversation.press(messages.OPEN)
    (shown,) = slack.opened()
    rows = [block["elements"] for block in shown["blocks"] if block["type"] == "actions"]
    labels = [one["text"]["text"] for one in rows[0]]
    assert labels == [told_words.NO_OPEN_ORDER, told_words.EXECUTED]


@pytest.mark.parametrize("pressed", [NONE_OPEN, EXECUTED])
async def test_a_press_asks_first_and_notes_nothing(conversation, slack, desk, pressed):
    await conversation.press(pressed, view=TOP)
    answer = request_sheet.ORDERS[pressed]
    assert slack.opened() == [order_form.build(samples.WITHDRAWN, answer)]
    assert [name for name, *_ in desk.asked] == ["request"]


async def test_what_was_answered_already_is_not_asked_again(conversation, slack, desk):
    desk.answers["request"] = samples.NONE_OPEN
    await conversation.press(NONE_OPEN, view=TOP)
    assert slack.opened() == [notice.of(No("no_receipt"))]
    desk.answers["request"] = No("not_found")
    await conversation.press(EXECUTED, view=TOP)
    assert slack.opened()[1] == notice.of(No("not_found"))


async def test_no_open_order_is_noted(conversation, desk):
    sent = view(executed_state(), order_form.NONE_OPEN, "K7M4QWXA")
    _, answer = await conversation.submit(sent)
    assert desk.asked == [("receipt", ERIN, ReceiptSaid("K7M4QWXA"))]
    assert answer["view"] == receipt.build(samples.NONE_OPEN)


async def test_an_execution_is_noted_in_new_york_time(conversation, desk):
    sent = view(executed_state(), order_form.EXECUTED, "K7M4QWXA")
    await conversation.submit(sent)
    at = datetime(2026, 11, 23, 14, 45, tzinfo=UTC)
    assert desk.asked == [("receipt", ERIN, ReceiptSaid("K7M4QWXA", at))]


@pytest.mark.parametrize(
    ("changed", "block", "sentence"),
    [
        ({"on": None}, order_form.ON, words.ERROR_TRADED_AT),
        ({"at": None}, order_form.AT, words.ERROR_TRADED_AT),
        ({"at": "noon"}, order_form.AT, words.ERROR_TRADED_AT),
        ({"at": "10:01"}, order_form.AT, words.ERROR_TRADED_FUTURE),
        ({"on": "2026-11-24"}, order_form.ON, words.ERROR_TRADED_FUTURE),
        ({"on": "2026-03-08", "at": "02:30"}, order_form.AT, words.ERROR_TRADED_SKIPPED),
    ],
)
async def test_a_moment_that_cannot_be_is_said_at_its_field(
    conversation, desk, changed, block, sentence
):
    sent = view(executed_state(**changed), order_form.EXECUTED, "K7M4QWXA")
    _, answer = await conversation.submit(sent)
    assert answer["errors"] == {block: sentence}
    assert desk.asked == []


async def test_this_very_minute_has_passed(conversation, desk):
    sent = view(executed_state(at="10:00"), order_form.EXECUTED, "K7M4QWXA")
    await conversation.submit(sent)
    assert desk.asked[0][2].executed_at == samples.NOW


@pytest.mark.parametrize("form", order_form.CALLBACKS)
async def test_what_the_desk_refuses_of_an_answer(conversation, desk, form):
    sent = view(executed_state(), form, "K7M4QWXA")
    desk.answers["receipt"] = No("receipt_time")
    _, answer = await conversation.submit(sent)
    if form == order_form.EXECUTED:
        assert answer["errors"] == {order_form.AT: told_words.ERROR_EXECUTED}
    else:
        assert answer["view"] == notice.of(No("receipt_time"))
    desk.answers["receipt"] = No("no_receipt")
    _, answer = await conversation.submit(sent)
    assert answer["view"] == notice.of(No("no_receipt"))
