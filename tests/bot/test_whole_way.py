"""From /preclear to a recorded decision, over real Socket Mode, with the bot unchanged."""

import asyncio
import re
from datetime import datetime, timedelta

import pytest

from bot import trial
from bot.clock import MovableClock
from bot.process import running
from bot.settings import Need, Settings
from bot.starting import Rules, open_database
from clearance.desk import Desk
from tests.bot.pieces import CEO, CFO, MAYA, NEW_YORK, until
from tests.keying import make_key_files

START = datetime(2026, 11, 23, 10, 0, tzinfo=NEW_YORK)


@pytest.fixture
def clock():
    return MovableClock(START)


@pytest.fixture
def settings(workspace, sqlite_url, tmp_path):
    make_key_files(tmp_path / "preclear.key")
    return Settings.read(
        *Need,
        slack_bot_token=workspace.seed.bot_token,
        slack_app_token=workspace.seed.app_token,
        slack_signing_secret=workspace.seed.signing_secret,
        slack_api_url=workspace.api_url,
        database_url=sqlite_url,
        key_file=tmp_path / "preclear.key",
        environment="sandbox",
    )


@pytest.fixture
def settled(settings, clock, cellectar, exchange):
    """Enter the trial company's people and reports."""
    database = open_database(settings, clock)
    rules = Rules(cellectar, exchange)
    desk = Desk(database, cellectar, exchange)
    database.run_now(lambda tx: trial.settle_in(tx, desk, rules))
    database.close_now()


@pytest.fixture
async def bot(settings, clock, settled):  # noqa: ARG001 - the record comes first
    async with running(settings, clock) as started:
        yield started


def without_ids(blocks):
    """Take out the ids that Slack has drawn for blocks without one: they may be any word."""
    drawn = re.compile(r"[A-Z0-9]{5}")
    return [
        {name: one for name, one in block.items() if name != "block_id" or not drawn.fullmatch(one)}
        for block in blocks
    ]


def chosen(*values):
    return {"selected_options": [{"value": value} for value in values]}


def top(workspace, user):
    return workspace.views.stack(user)[-1]


def shown(workspace, user):
    """Give all the words of the form on top."""
    return str(top(workspace, user).given["blocks"])


async def ask(workspace, text="buy 500 on 2 Dec"):
    assert await workspace.acts.command(MAYA, f"/preclear {text}") == {"ok": True}
    form = top(workspace, MAYA)
    statements = {"statements": {"value": chosen("no_mnpi", "policy_read", "responsible")}}
    return await workspace.acts.submit(MAYA, form.id, statements)


async def choose(workspace, action_id, value):
    """Choose in the open form; the bot draws it anew before the choice is answered."""
    form = top(workspace, MAYA)
    action = {"action_id": action_id, "selected_option": {"value": value}}
    assert await workspace.acts.press(MAYA, action, view_id=form.id) == {"ok": True}
    return {block["block_id"] for block in top(workspace, MAYA).given["blocks"]}


async def fill(workspace, **fields):
    """Fill in and send the open form: a text, or what is chosen."""
    form = top(workspace, MAYA)
    typed = {"quantity", "shares_sold", "issuer_name"}
    state = {
        name: {"value": {"value": value} if name in typed else {"selected_option": value}}
        for name, value in fields.items()
    }
    state["statements"] = {"value": chosen("no_mnpi", "policy_read", "responsible")}
    return await workspace.acts.submit(MAYA, form.id, state)


async def card_of(workspace, user):
    messages = workspace.conversation(user).messages
    await until(lambda: messages, f"the card of {user}")
    return messages[0]


async def press(workspace, user, message, action):
    return await workspace.acts.press(
        user,
        {"action_id": action},
        channel=workspace.conversation(user).channel,
        ts=message.ts,
    )


async def approve(workspace, user):
    card = await card_of(workspace, user)
    assert await press(workspace, user, card, "card:approve") == {"ok": True}
    form = top(workspace, user)
    state = {
        "decision": {"value": {"selected_option": {"value": "approve"}}},
        "statement": {"value": chosen("considered")},
    }
    return await workspace.acts.submit(user, form.id, state)


def home(workspace, user):
    """Give all words of somebody's App Home; of one that was never shown, none."""
    found = workspace.views.home(user)
    return "" if found is None else str(found.given)


def closed(message):
    return not any(block["type"] == "actions" for block in message.blocks)


@pytest.mark.usefixtures("bot")
async def test_asked_approved_told_and_recorded(workspace):
    assert await ask(workspace) == {"ok": True}
    ceos, cfos = await card_of(workspace, CEO), await card_of(workspace, CFO)
    for card in (ceos, cfos):
        words = card.text + str(without_ids(card.blocks))
        assert not any(secret in words for secret in ("Maya", "500", "CLRB", "Buy"))
    assert await approve(workspace, CEO) == {"ok": True}
    told = workspace.conversation(MAYA).messages
    await until(lambda: told, "the envelope")
    await until(lambda: closed(ceos), "the CEO's card's end")
    await until(lambda: closed(cfos), "the CFO's card's end")
    assert await press(workspace, MAYA, told[0], "envelope:open") == {"ok": True}
    words = shown(workspace, MAYA)
    assert "Daniel Reyes" in words
    assert "not legal advice" in words


@pytest.mark.usefixtures("bot")
async def test_of_two_who_press_within_a_second_the_first_stands(workspace):
    await ask(workspace)
    await asyncio.gather(card_of(workspace, CEO), card_of(workspace, CFO))
    await asyncio.gather(approve(workspace, CEO), approve(workspace, CFO))
    said = [shown(workspace, user) for user in (CEO, CFO)]
    told = workspace.conversation(MAYA).messages
    await until(lambda: told, "the envelope")
    assert len(set(said)) == 2, "one decided, the other is told so"
    assert len(told) == 1


@pytest.mark.usefixtures("bot")
async def test_moving_the_clock_begins_a_blackout(workspace, clock):
    """Twin: a minute before its start the form is sent."""
    clock.move(datetime(2026, 12, 17, 16, 58, tzinfo=NEW_YORK))
    await ask(workspace, "buy 500")
    assert "Approve" in str((await card_of(workspace, CEO)).blocks)
    clock.move(datetime(2026, 12, 17, 17, 0, tzinfo=NEW_YORK))
    await until(lambda: closed(workspace.conversation(CEO).messages[0]), "the card's end")
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)
    await ask(workspace, "buy 500")
    assert "Black-Out" in shown(workspace, MAYA)
    assert len(workspace.conversation(CEO).messages) == 1


@pytest.mark.usefixtures("bot")
async def test_moving_the_clock_ends_a_clearance(workspace, clock):
    await ask(workspace, "buy 500")
    await approve(workspace, CEO)
    told = workspace.conversation(MAYA).messages
    await until(lambda: told, "the approval")
    clock.move(clock.now() + timedelta(days=10))
    await until(lambda: len(told) == 2, "the word of its end")
    texts = {message.text.partition(" by ")[0] for message in told}
    assert len(texts) == 1, "an approval and an end read alike"


@pytest.mark.usefixtures("bot")
async def test_home_shows_what_there_is(workspace):
    await ask(workspace)
    await workspace.acts.open_home(CEO)
    await until(lambda: "Maya Okafor" in home(workspace, CEO), "App Home")


@pytest.mark.usefixtures("settled")
async def test_what_was_acknowledged_survives_the_process(workspace, settings, clock):
    """The first process sends nothing after its receipt; the next one does."""
    async with running(settings, clock) as first:
        first.worker.stop()
        assert await ask(workspace) == {"ok": True}
        assert workspace.conversation(CEO).messages == []
    async with running(settings, clock):
        assert "Approve" in str((await card_of(workspace, CEO)).blocks)
        await approve(workspace, CEO)
        await until(lambda: workspace.conversation(MAYA).messages, "the envelope")


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(("sold", "cards"), [("0", 0), ("1", 1)])
async def test_an_exercise_needs_a_clearance_only_where_shares_are_sold(workspace, sold, cards):
    await workspace.acts.command(MAYA, "/preclear")
    before = {block["block_id"] for block in top(workspace, MAYA).given["blocks"]}
    asked = await choose(workspace, "request_form:action", "option_exercise")
    assert {"quantity", "shares_sold", "order", "margin"} <= asked - before
    assert await fill(workspace, quantity="300", shares_sold=sold) == {"ok": True}
    words = shown(workspace, MAYA)
    assert "Exercise 300 options" in words
    assert ("No clearance needed" in words, "Waiting" in words) == (not cards, bool(cards))
    assert len(workspace.conversation(CEO).messages) == 0 or cards
    if cards:
        assert (await card_of(workspace, CEO)).text


@pytest.mark.usefixtures("bot")
async def test_what_the_policy_forbids_is_said_at_once_and_refused_with_its_section(workspace):
    await workspace.acts.command(MAYA, "/preclear")
    await choose(workspace, "request_form:action", "short_sale")
    assert "no approval can allow it" in shown(workspace, MAYA)
    assert await fill(workspace, quantity="300") == {"ok": True}
    words = shown(workspace, MAYA)
    assert "Short sale of 300 shares" in words
    assert "Refused" in words
    assert "No Short Sales or Trading in Derivative Securities: " in words


@pytest.mark.usefixtures("bot")
async def test_what_can_be_chosen_otherwise_is_refused_at_its_field_and_the_form_sent_again(
    workspace,
):
    """Today is the clock's Monday; of a refused form nothing is on the record."""
    await workspace.acts.command(MAYA, "/preclear buy 500 limit on 23 Nov")
    sent = await fill(workspace, margin={"value": "yes"})
    assert list(sent["errors"]) == ["margin", "order", "on"]
    assert sent["errors"]["order"].startswith(
        "Standing and Limit Orders and Margin Accounts: Limit orders are forbidden"
    )
    assert "The earliest possible day is Tuesday 24 November 2026." in sent["errors"]["on"]
    assert len(workspace.views.stack(MAYA)) == 1
    form = top(workspace, MAYA)
    statements = {"statements": {"value": chosen("no_mnpi", "policy_read", "responsible")}}
    corrected = {
        "order": option("market"),
        "margin": option("no"),
        "on": {"value": {"selected_date": "2026-11-24"}},
    }
    assert await workspace.acts.submit(MAYA, form.id, corrected | statements) == {"ok": True}
    assert "Waiting" in shown(workspace, MAYA)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)
    await workspace.acts.command(MAYA, "/preclear status")
    assert shown(workspace, MAYA).count("Buy 500 shares") == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("learned", "says"), [("no", "No clearance needed"), ("yes", "Scope of Policy: ")]
)
async def test_another_companys_securities_depend_on_what_was_learned(workspace, learned, says):
    await workspace.acts.command(MAYA, "/preclear buy 500")
    asked = await choose(workspace, "request_form:issuer", "other")
    assert {"issuer_name", "learned"} <= asked
    assert not {"order", "margin", "on", "security"} & asked
    sent = await fill(workspace, issuer_name="Cellectar", learned={"value": learned})
    assert list(sent["errors"]) == ["issuer_name"]
    assert await fill(workspace, issuer_name="Other Corp.", learned={"value": learned}) == {
        "ok": True
    }
    assert says in shown(workspace, MAYA)
    assert "of Other Corp. (another company)" in shown(workspace, MAYA)


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("gift", "needs a clearance"),
        ("rsu_vesting", "needs no clearance"),
        ("pledge", "a person has to look"),
    ],
)
async def test_the_readings_of_the_policy_in_force_are_said(workspace, kind, says):
    await workspace.acts.command(MAYA, "/preclear")
    await choose(workspace, "request_form:action", kind)
    assert says in shown(workspace, MAYA)
    assert "counsel's choice" in shown(workspace, MAYA)


def option(value):
    return {"value": {"selected_option": {"value": value}}}


@pytest.mark.usefixtures("bot")
async def test_a_related_person_is_registered_changed_and_removed(workspace):
    """The form follows the relation as it is chosen, and the list stays one form deep."""
    acts = workspace.acts
    assert await acts.command(MAYA, "/preclear related") == {"ok": True}

    async def press(action, **more):
        form = top(workspace, MAYA)
        assert await acts.press(MAYA, {**action, **more}, view_id=form.id) == {"ok": True}

    await press({"action_id": "related:add"})
    name = {"related_name": {"value": {"value": "Ada Okafor"}}}
    chosen = {"block_id": "related_relation", "action_id": "value"}
    form = top(workspace, MAYA)
    sent = {**chosen, "selected_option": {"value": "sibling"}}
    assert await acts.press(MAYA, sent, view_id=form.id, state=name) == {"ok": True}
    assert "consult you before they trade" in shown(workspace, MAYA)
    answers = ("same_household", "consults_insider", "influenced", "directed")
    state = {f"related_{one}": option("no") for one in answers}
    form = top(workspace, MAYA)
    assert await acts.submit(MAYA, form.id, state) == {"ok": True}
    assert "the policy does not cover them" in shown(workspace, MAYA)
    assert "Ada Okafor (brother or sister)" in shown(workspace, MAYA)

    await press({"action_id": "related:change"})
    form = top(workspace, MAYA)
    state = {"related_influenced": option("yes")}
    assert await acts.submit(MAYA, form.id, state) == {"ok": True}
    assert "The policy covers them" in shown(workspace, MAYA)
    assert len(workspace.views.stack(MAYA)) == 1

    await press({"action_id": "related:remove"})
    form = top(workspace, MAYA)
    assert await acts.submit(MAYA, form.id, {}) == {"ok": True}
    assert "You have registered nobody yet" in shown(workspace, MAYA)
    assert all(not workspace.conversation(who).messages for who in (MAYA, CEO, CFO))
