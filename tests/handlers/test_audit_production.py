"""A production for an authority through the real Bolt app: asking, confirming, taking back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clearance.shown import No
from clearance.shown_productions import MOST_DAYS, ProductionSaid, ProductionShown, ProductionsSheet
from handlers import words
from handlers.views import notice, production_form, production_list, production_sheet
from handlers.views.unsent import NEW, keeping
from handlers.words import command as command_words
from handlers.words import production as production_words
from sandbox.blockkit import view_problems
from tests.handlers import samples, states
from tests.handlers.conftest import ERIN
from tests.handlers.payloads import taken_by_slacks_models
from tests.handlers.samples import LONG

DAYS = (date(2026, 11, 3), date(2026, 11, 20))
SAID = ProductionSaid("Example Commission", "HO-14777", DAYS, reasons=True)
MINE = ProductionShown(
    id="A7M4QWXA",
    said=SAID,
    state="waits",
    mine=True,
    by="Helen Sorensen",
    slack_id="U0HELEN",
    at=samples.NOW,
    expires_at=samples.NOW + timedelta(days=30),
)
ANOTHERS = replace(MINE, mine=False)
CONFIRMED = replace(MINE, state="confirmed", confirmed_by="Priya Raman")
LARGEST = replace(
    CONFIRMED,
    said=ProductionSaid(
        LONG[:80],
        LONG[:80],
        tuple(date(2026, 9, 1) + timedelta(n) for n in range(MOST_DAYS)),
        date(2026, 1, 1),
        date(2026, 9, 30),
        reasons=True,
    ),
    by=LONG[:60],
    confirmed_by=LONG[:60],
    taken_at=(samples.NOW,) * 40,
)
VIEWS = {
    "form": production_form.build(),
    "list, none": production_list.build(ProductionsSheet(())),
    "list, largest": production_list.build(
        ProductionsSheet(tuple(replace(LARGEST, id=f"A{n:07}") for n in range(100)))
    ),
    **{
        f"sheet, {state}, {mine}": production_sheet.build(replace(LARGEST, state=state, mine=mine))
        for state in production_words.STATES
        for mine in (True, False)
    },
    "done": production_sheet.build_done(LARGEST),
}
TOP = {"id": "V1", "type": "modal", "hash": "1.2"}


@pytest.fixture(autouse=True)
def compliance(desk):
    """Let the canned desk know productions."""
    desk.answers |= {
        "productions": ProductionsSheet((MINE,)),
        "ask_production": MINE,
        "production": ANOTHERS,
        "confirm_production": replace(ANOTHERS, state="confirmed", confirmed_by="Erin Boyd"),
        "withdraw_production": replace(MINE, state="gone"),
    }


def form(**changed):
    filled = {
        "production_authority": "Example Commission",
        "production_reference": "HO-14777",
        "production_first": None,
        "production_last": None,
        "production_days": "2026-11-03, 2026-11-20",
        "production_reasons": "yes",
    } | changed
    kinds = {"first": states._day, "last": states._day, "reasons": states._option}
    state = {
        name: kinds.get(name.removeprefix("production_"), states._text)(value)
        for name, value in filled.items()
    }
    return states.view(state, production_form.CALLBACK)


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_form(name):
    assert view_problems(VIEWS[name]) == []
    taken_by_slacks_models(VIEWS[name])


@pytest.mark.parametrize("refused", ["not_compliance", "stranger", "guest"])
async def test_for_anybody_else_there_is_no_such_command(conversation, slack, desk, refused):
    desk.answers["productions"] = No(refused)
    unknown = await conversation.command("frobnicate")
    assert await conversation.command("audit production") == unknown
    assert unknown[1]["text"] == command_words.UNKNOWN
    assert slack.calls == []
    assert "audit" not in command_words.HELP


async def test_compliance_sees_what_it_asked_for(conversation, slack, desk):
    assert await conversation.command("audit production") == (200, "")
    assert slack.opened() == [production_list.build(ProductionsSheet((MINE,)))]
    assert desk.asked == [("productions", ERIN)]


async def test_another_form_opens_the_list_by_a_button(conversation, slack):
    await conversation.press(production_list.OPEN, view=TOP)
    assert slack.opened() == [production_list.build(ProductionsSheet((MINE,)))]


async def test_the_form_is_read_and_asked(conversation, slack, desk):
    await conversation.press(production_list.NEW, view=TOP)
    assert slack.opened() == [keeping(production_form.build(), NEW)]
    _, answer = await conversation.submit(form(production_first="2026-01-01"))
    assert desk.asked[-1] == ("ask_production", ERIN, replace(SAID, first=date(2026, 1, 1)))
    assert answer["view"] == production_sheet.build_done(MINE)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"production_authority": "  "}, "production_authority"),
        ({"production_reference": None}, "production_reference"),
        ({"production_days": "2026-11-31"}, "production_days"),
        ({"production_days": "3 November"}, "production_days"),
        ({"production_reasons": "maybe"}, "production_reasons"),
    ],
)
async def test_what_does_not_fit_is_said_at_its_field(conversation, desk, changed, field):
    _, answer = await conversation.submit(form(**changed))
    assert set(answer["errors"]) == {field}
    assert desk.asked == []


@pytest.mark.parametrize(
    ("reason", "field"),
    [
        ("production_days", "production_days"),
        ("production_no_day", "production_days"),
        ("production_dates", "production_last"),
        ("nobody_to_agree", None),
    ],
)
async def test_what_the_desk_refuses_is_said_where_it_belongs(conversation, desk, reason, field):
    desk.answers["ask_production"] = No(reason, {"most": 20})
    _, answer = await conversation.submit(form())
    if field is None:
        assert answer["view"] == notice.of(No(reason))
    else:
        assert set(answer["errors"]) == {field}


async def test_the_second_person_confirms_from_the_envelope(conversation, desk):
    desk.answers["opened"] = ANOTHERS
    await conversation.press("notice:open", "D1")
    shown = production_sheet.build(ANOTHERS)
    assert shown["submit"]["text"] == production_words.CONFIRM
    _, answer = await conversation.submit(shown | {"id": "V1", "state": {"values": {}}})
    assert desk.asked[-1] == ("confirm_production", ERIN, "A7M4QWXA")
    assert "Confirmed by Erin Boyd." in str(answer["view"])
    desk.answers["confirm_production"] = No("ask_confirmed")
    _, answer = await conversation.submit(shown | {"id": "V1", "state": {"values": {}}})
    assert answer["view"] == notice.of(No("ask_confirmed"))
    assert words.refusal("ask_confirmed", {}) in str(answer["view"])


async def test_the_asker_takes_it_back_and_is_told_how_it_leaves(conversation, slack, desk):
    desk.answers["production"] = CONFIRMED
    await conversation.press(production_list.ONE, "A7M4QWXA", view=TOP)
    (shown,) = slack.opened()
    assert shown == production_sheet.build(CONFIRMED)
    assert "preclear audit produce A7M4QWXA FOLDER --by U0HELEN" in str(shown)
    _, answer = await conversation.submit(shown | {"id": "V1", "state": {"values": {}}})
    assert desk.asked[-1] == ("withdraw_production", ERIN, "A7M4QWXA")
    assert production_words.STATES["gone"] in str(answer["view"])


def test_nobody_but_the_asker_reads_how_it_is_taken():
    assert "preclear audit produce" not in str(
        production_sheet.build(replace(CONFIRMED, mine=False))
    )
    assert "submit" not in production_sheet.build(replace(CONFIRMED, mine=False))
