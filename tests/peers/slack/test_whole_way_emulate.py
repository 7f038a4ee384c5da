"""From /preclear to the opened envelope in a Slack that others wrote, the bot unchanged over HTTP.

Each conversation is read with its owner's own token, and no other person's token opens it.
"""

import asyncio
import json
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from slack_sdk.errors import SlackApiError

from bot import trial
from bot.clock import MovableClock
from bot.process import running
from bot.settings import Need, Settings
from bot.starting import Rules, open_database
from clearance.desk import Desk
from handlers import words
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from sandbox.seed import USERS
from tests import ports
from tests.bot.pieces import CEO, CFO, MAYA, until
from tests.keying import make_key_files
from tests.peers.slack import emulated, readers
from tests.peers.slack.hands import SECRET, Hands

START = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
ANOTHER = "U0ANALYST"
PATIENCE_SECONDS = 120


@pytest.fixture
def emulate_server(tmp_path):
    """Run a server of this test's own: its conversations begin empty."""
    with emulated.serving(tmp_path) as server:
        yield server


@pytest.fixture
def settings(emulate, sqlite_url, tmp_path):
    make_key_files(tmp_path / "preclear.key")
    return Settings.read(
        *Need,
        slack_bot_token=emulated.BOT_TOKEN,
        slack_signing_secret=SECRET,
        slack_api_url=emulate.api_url,
        transport="http",
        http_port=ports.free_port(),
        database_url=sqlite_url,
        key_file=tmp_path / "preclear.key",
        environment="sandbox",
        drain_seconds=0,
    )


@pytest.fixture
def settled(emulate, settings, monkeypatch):
    """Enter the trial company, with the ids that the server gave its people."""
    for name in ("PEOPLE", "PLAN"):
        text = getattr(trial, name)
        for ours, theirs in emulate.ids.items():
            text = text.replace(ours, theirs)
        monkeypatch.setattr(trial, name, text)
    clock = MovableClock(START)
    database = open_database(settings, clock)
    rules = Rules(load_policy(), load_exchange("XNAS"))
    desk = Desk(database, rules.policy, rules.calendar)
    database.run_now(lambda tx: trial.settle_in(tx, desk, rules))
    database.close_now()
    return clock


@pytest.fixture
async def hands(emulate, settings, settled):
    async with running(settings, settled):
        yield Hands(emulate, f"http://127.0.0.1:{settings.listens_on}/slack/events")


def chosen(*values):
    return {"selected_options": [{"value": value} for value in values]}


async def arrived(hands, person, count, what):
    """Read a person's conversation with the person's own token until a message is there."""
    channel, found = await hands.channel(person), []
    async with asyncio.timeout(PATIENCE_SECONDS):
        while len(found) < count:
            found = await hands.read(person, channel)
    assert len(found) == count, what
    return found


async def closed(hands, person):
    """Wait until no message of a person's has a button left."""
    channel, left = await hands.channel(person), True
    async with asyncio.timeout(PATIENCE_SECONDS):
        while left:
            messages = await hands.read(person, channel)
            left = [one for message in messages for one in message["blocks"] if "elements" in one]


def latest(emulate):
    """Give the form that was opened, pushed or put in place last."""
    return emulate.answers("views.open", "views.push", "views.update")[-1]["view"]


def read_by_all(emulate):
    """Have what the bot sent read as it was on the wire; give the methods it went by."""
    read = set()
    for method, asked, _ in emulate.calls:
        payload = as_json(asked.get("view")) or {
            name: as_json(asked[name]) for name in ("text", "blocks") if name in asked
        }
        if payload:
            read.add(method)
            said = {name: reader(payload) for name, reader in readers.ONE_BY_ONE.items()}
            assert set(said.values()) == {""}, (method, said)
    return read


def as_json(given):
    """Read what a form carries as a text."""
    structured = isinstance(given, str) and given.startswith(("[", "{"))
    return json.loads(given) if structured else given


async def may_read(hands, reader, channel):
    try:
        await hands.read(reader, channel)
    except SlackApiError as refused:
        return refused.response["error"]
    return "reads"


async def test_asked_approved_told_and_nobody_reads_anothers_conversation(emulate, hands):
    assert await hands.command(MAYA, "buy 500 on 2 Dec") == ""
    form = latest(emulate)
    assert form["callback_id"] == "request_form"
    statements = chosen("no_mnpi", "policy_read", "responsible")
    said = await hands.submit(MAYA, form, statements=statements)
    assert said["response_action"] == "update"

    (card,) = await arrived(hands, CEO, 1, "the CEO's card")
    (other_card,) = await arrived(hands, CFO, 1, "the CFO's card")
    for one in (card, other_card):
        shown = one["text"] + str(one["blocks"])
        assert one["user"] == emulated.BOT_USER
        assert not any(word in shown for word in ("Maya", "500", "CLRB", "Buy"))

    assert await hands.press(CEO, card, "card:approve") == ""
    review = latest(emulate)
    assert review["callback_id"] == "review_form"
    assert "Maya Okafor" in str(review["blocks"])
    approve = {"selected_option": {"value": "approve"}}
    await hands.submit(CEO, review, decision=approve, statement=chosen("considered"))

    (envelope,) = await arrived(hands, MAYA, 1, "the envelope")
    for officer in (CEO, CFO):
        await closed(hands, officer)
    assert await hands.press(MAYA, envelope, "envelope:open") == ""
    opened = str(latest(emulate)["blocks"])
    assert "Daniel Reyes" in opened
    assert "not legal advice" in opened

    assert read_by_all(emulate) >= {"views.open", "chat.postMessage", "chat.update"}

    channels = {person: await hands.channel(person) for person in (MAYA, CEO, CFO)}
    assert len(set(channels.values())) == 3
    for reader in (one.id for one in USERS):
        for owner, channel in channels.items():
            expected = "reads" if reader == owner else "not_in_channel"
            assert await may_read(hands, reader, channel) == expected, (reader, owner)


async def test_app_home_is_published_to_whoever_opens_it(emulate, hands):
    await hands.command(MAYA, "buy 500 on 2 Dec")
    statements = chosen("no_mnpi", "policy_read", "responsible")
    await hands.submit(MAYA, latest(emulate), statements=statements)
    for person in (CEO, MAYA, ANOTHER):
        await hands.open_home(person)
        await until(partial(homes, emulate, person), "App Home")
        home = homes(emulate, person)[-1]
        assert home["type"] == "home"
        assert ("Maya Okafor" in str(home["blocks"])) is (person != ANOTHER)
        emulate.calls.clear()


def homes(emulate, person):
    """Give what was published to the person: a change publishes others' at any time."""
    calls = [(given, said) for name, given, said in emulate.calls if name == "views.publish"]
    theirs = [said for given, said in calls if given["user_id"] == emulate.ids[person]]
    return [said["view"] for said in theirs if said["ok"]]


async def test_a_trigger_opens_one_form_and_another_signature_none(emulate, hands):
    """Twin: the first use of the trigger, and the right secret, in the test above."""
    trigger = await emulate.trigger(MAYA)
    view = {
        "type": "modal",
        "title": {"type": "plain_text", "text": "A form"},
        "blocks": [{"type": "divider"}],
    }
    await emulate.client().views_open(trigger_id=trigger, view=view)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        await emulate.client().views_open(trigger_id=trigger, view=view)
    emulate.calls.clear()
    forger = Hands(emulate, hands._url)
    forger._verifier.signing_secret = "another"
    with pytest.raises(AssertionError, match="invalid request"):
        await forger.command(MAYA, "buy 500 on 2 Dec")
    assert emulate.answers("views.open") == []


async def too_late(emulate, person):
    """Give a trigger that a person's act gave out four seconds ago."""
    trigger = await emulate.trigger(person)
    emulate.server.set_ahead(4)
    return trigger


async def test_what_took_longer_than_a_trigger_lives_is_said_to_the_person_alone(emulate, hands):
    """Twin: done again, the forms open."""
    said = await hands.command(MAYA, "buy 500 on 2 Dec", await too_late(emulate, MAYA))
    assert (said["response_type"], said["text"]) == ("ephemeral", words.TRIGGER_EXPIRED)
    assert emulate.answers("views.open") == []
    emulate.server.set_ahead(0)
    await hands.command(MAYA, "buy 500 on 2 Dec")
    statements = chosen("no_mnpi", "policy_read", "responsible")
    await hands.submit(MAYA, latest(emulate), statements=statements)

    (card,) = await arrived(hands, CEO, 1, "the CEO's card")
    await hands.press(CEO, card, "card:approve", await too_late(emulate, CEO))
    (told,) = emulate.told
    assert (told["response_type"], told["text"]) == ("ephemeral", words.TRIGGER_EXPIRED)
    assert latest(emulate)["callback_id"] != "review_form"
    emulate.server.set_ahead(0)
    await hands.press(CEO, card, "card:approve")
    assert latest(emulate)["callback_id"] == "review_form"
