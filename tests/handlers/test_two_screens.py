"""No more than two screens lie on one another, whatever is pressed or sent, and by whom.

Whatever opens from App Home, a message or a command is the first. So it is enough that nothing
opens on top of a second one: every button of every form is pressed there, and every form is sent.
"""

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import handlers
from clearance.shown import No
from handlers import opening, words
from handlers.views import (
    acknowledge_form,
    calendar_forms,
    calendar_sheet,
    examples,
    filing_views,
    home_ids,
    plan_form,
    receipt,
    request_form,
    request_sheet,
    review_form,
    swing_form,
)
from handlers.words import refusals
from tests.handlers import plan_filed_samples, samples
from tests.handlers.test_every_form import AlwaysNo, filled
from tests.handlers.test_kept_forms import DESK, UP
from tests.peers.slack.every_payload import produced
from tests.peers.slack.more_payloads import TO_SIGN

BUY = {"action": "buy", "issuer": "company"}

FIRST = {"root_view_id": "V1", "previous_view_id": None}
SECOND = {"root_view_id": "V0", "previous_view_id": "V0"}
OPENS = {"views.open", "views.push"}


def pressed(view):
    """Give what can be pressed in a form, or chosen so that the form tells of it."""
    for block in view["blocks"]:
        pieces = [*block.get("elements", ()), block.get("accessory"), block.get("element")]
        for one in pieces:
            if one and one.get("action_id") and (block["type"] != "input" or "dispatch" in block):
                yield one | {"block_id": block.get("block_id") or "b", "action_ts": "1.000001"}


@cache
def every_press():
    """Give each button and each choice of each kind of form once, with a form that has it."""
    found = {}
    for view in (made.payload for made in produced() if made.kind == "modal"):
        for one in pressed(view):
            place = "" if one["type"] == "button" else one["block_id"].rstrip("_0123456789")
            found.setdefault((view["callback_id"], one["action_id"], place), (view, one))
    return list(found.values())


def every_form():
    """Give each kind of form that can be sent once."""
    views = (made.payload for made in produced() if made.kind == "modal")
    return list({one["callback_id"]: one for one in views if "submit" in one}.values())


@pytest.fixture(params=[{}, DESK], ids=["refused", "shown"])
def answering(request, desk):
    """Let the desk refuse all, or show what it has."""
    desk.answers, desk.ways = AlwaysNo("stranger", **request.param), UP


@pytest.mark.usefixtures("answering")
async def test_nothing_opens_on_top_of_a_second_screen(conversation, slack):
    for form, one in every_press():
        slack.calls.clear()
        shown = filled(form) | SECOND
        status, _ = await conversation.interact("block_actions", actions=[one], view=shown)
        assert status == 200
        assert not {name for name, _ in slack.calls} & OPENS, one["action_id"]
    for form in every_form():
        _, answer = await conversation.submit(filled(form) | SECOND)
        assert answer == "" or answer["response_action"] != "push", form["title"]["text"]


async def test_on_top_of_a_first_screen_something_opens(conversation, slack, desk):
    """Twin: what is pressed above does open something, one screen lower."""
    desk.answers, desk.ways = AlwaysNo("stranger"), UP
    pushing = set()
    for form, one in every_press():
        slack.calls.clear()
        await conversation.interact("block_actions", actions=[one], view=filled(form) | FIRST)
        pushing |= {one["action_id"] for name, _ in slack.calls if name == "views.push"}
    assert len(pushing) > 20


def test_three_places_put_a_screen_on_another():
    """A fourth has to leave room as these do."""
    folder = Path(handlers.__file__).parent
    pushes = re.compile(r"views_push|\"push\"")
    found = {
        file.name: len(pushes.findall(file.read_text()))
        for file in folder.rglob("*.py")
        if pushes.search(file.read_text())
    }
    assert found == {"opening.py": 1, "sent.py": 2, "errors.py": 1}


async def test_what_a_second_screen_is_refused_stands_in_it(conversation, desk):
    """At a field, or in the form's head: what was typed is in it all the same."""
    sent = filled(request_form.build(samples.ASKING_MORE, request_form.Filled(BUY))) | SECOND
    before, in_the_head = {one["block_id"]: one for one in sent["blocks"]}, 0
    for reason in refusals.REFUSALS:
        desk.answers = AlwaysNo(reason, asking=samples.ASKING_MORE, draft=None)
        _, answer = await conversation.submit(sent)
        if answer["response_action"] == "errors" or reason == "sign_first":
            continue  # that is signed in its place, with the draft kept
        assert answer["response_action"] == "update"
        again = {one["block_id"]: one for one in answer["view"]["blocks"]}
        assert before.items() <= again.items()
        assert set(again) - set(before) == {"told"}
        in_the_head += 1
    assert in_the_head


async def test_whoever_asks_sees_the_form_and_what_came_of_it(conversation, slack, desk):
    """Two screens: the form, and in its place the receipt."""
    await conversation.command()
    assert [name for name, _ in slack.calls] == ["views.open"]
    form = request_form.build(samples.ASKING_MORE, request_form.Filled(BUY))
    desk.answers["asking"] = samples.ASKING_MORE
    _, answer = await conversation.submit(filled(form) | FIRST)
    assert answer == {"response_action": "update", "view": receipt.build(samples.PENDING)}


@pytest.mark.parametrize(("place", "how"), [(FIRST, "push"), (SECOND, "update")])
async def test_a_policy_that_is_to_be_signed_first_comes_over_it_or_in_its_place(
    conversation, desk, place, how
):
    desk.answers |= {
        "asking": samples.ASKING_MORE,
        "submit": No("sign_first", {}),
        "submit_plan": No("plan_not_acknowledged", {}),
        "acknowledgement": TO_SIGN,
    }
    form = request_form.build(samples.ASKING_MORE, request_form.Filled(BUY))
    for sent in (form, plan_form.build(plan_filed_samples.SHEET)):
        _, answer = await conversation.submit(filled(sent) | place)
        assert answer["response_action"] == how
        assert answer["view"]["callback_id"] == acknowledge_form.CALLBACK


async def test_the_examples_stand_in_the_place_of_their_button_where_two_lie_there(
    conversation, slack
):
    form = filled(review_form.build(samples.REVIEW, "approve"))
    await conversation.press(examples.OPEN, view=form | SECOND)
    ((name, call),) = slack.calls
    assert (name, call["hash"]) == ("views.update", form["hash"])
    (shown,) = slack.opened()
    assert examples.OPEN not in str(shown)
    assert examples.build()["blocks"][1] in shown["blocks"]
    fields = [one for one in form["blocks"] if one["type"] == "input"]
    assert [one for one in shown["blocks"] if one["type"] == "input"] == fields
    assert shown["callback_id"] == review_form.CALLBACK
    assert shown["private_metadata"] == samples.REVIEW.request


def way_back(view):
    (first, *_) = view["blocks"]
    assert first["block_id"] == "back"
    assert view["close"]["text"] == words.CLOSE  # two buttons that say Back would be one too many
    (button,) = first["elements"]
    return button["action_id"], button["value"]


@pytest.mark.parametrize(
    ("where", "leads"),
    [
        ((filing_views.CALLBACK, filing_views.DRAFT, "F"), (filing_views.ENTER, "F")),
        ((review_form.CALLBACK, swing_form.OPEN, "K"), (home_ids.REVIEW, "K")),
        (("shown", swing_form.OPEN, "K"), (request_sheet.OPEN, "K")),
        (
            (calendar_forms.MOVE, calendar_forms.MISTAKE, "blackout H7M4QWXA"),
            (calendar_sheet.MOVE, "H7M4QWXA"),
        ),
        (
            (calendar_forms.RELEASE, calendar_forms.MISTAKE, "release H7M4QWXA"),
            (calendar_sheet.RELEASE, "H7M4QWXA"),
        ),
    ],
)
async def test_what_takes_a_form_s_place_leads_back_to_it(conversation, slack, desk, where, leads):
    pressed_in, *pressed = where
    desk.answers |= DESK | {"draft_filing": No("no_draft")}
    view = {"id": "V2", "type": "modal", "callback_id": pressed_in, "hash": "1.a"}
    view["private_metadata"] = "H7M4QWXA#mark"
    await conversation.press(*pressed, view=view | SECOND)
    assert way_back(slack.opened()[-1]) == leads
    await conversation.press(*pressed, view=view | FIRST)
    assert "back" not in [one.get("block_id") for one in slack.opened()[-1]["blocks"]]


async def test_a_price_that_was_reckoned_still_leads_back(conversation, slack, desk):
    desk.answers["swing"] = samples.swing_shown(1, mine=True)
    asked = {"id": "V2", "type": "modal", "callback_id": "shown"} | SECOND
    await conversation.press(swing_form.OPEN, "K", view=asked)
    _, answer = await conversation.submit(filled(slack.opened()[-1]) | SECOND)
    assert way_back(answer["view"]) == (request_sheet.OPEN, "K")


@pytest.mark.parametrize(
    ("word", "told"),
    [("expired_trigger_id", ["views.push", "views.update"]), ("x", ["views.push"])],
)
async def test_a_press_that_is_too_old_for_a_form_is_answered_in_the_open_one(slack, word, told):
    slack.fails["views.push"] = word
    client = AsyncWebClient(token="xoxb-1", base_url=slack.base_url)
    view = filled(review_form.build(samples.REVIEW)) | FIRST
    body = {"trigger_id": "1.2.a", "view": view}
    with suppress(SlackApiError):
        await opening.tell(client, body, "It did not work.")
    assert [name for name, _ in slack.calls] == told
    if len(told) > 1:
        assert "It did not work." in str(slack.opened()[-1])


async def test_what_is_drawn_too_late_covers_nothing(slack):
    slack.fails["views.update"] = "hash_conflict"
    client = AsyncWebClient(token="xoxb-1", base_url=slack.base_url)
    view = filled(review_form.build(samples.REVIEW)) | SECOND
    await opening.show(client, {"trigger_id": "1.2.a", "view": view}, examples.build())
    ((name, call),) = slack.calls
    assert (name, call["hash"]) == ("views.update", view["hash"])
