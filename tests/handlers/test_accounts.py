"""What Slack says of an account is asked at an act, kept, bounded, and only takes away."""

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.accounts import GOOD_FOR_SECONDS, UNKNOWN, Account, Accounts
from handlers import accounts as asking
from tests.handlers.conftest import SECRET, Conversation
from tests.waiting import until

MEMBER = {"id": "U1", "team_id": "T1", "deleted": False, "is_restricted": False}


class Hand:
    """Real time, as far as the memory can tell."""

    at = 0.0

    def __call__(self):
        return self.at


class Members:
    """A Slack that describes accounts, or keeps silent, or refuses."""

    def __init__(self):
        self.user, self.asked, self.refuses = MEMBER, 0, None
        self.speaks = asyncio.Event()
        self.speaks.set()

    async def take(self, request):
        if not request.path.endswith("users.info"):
            return web.json_response({"ok": True, "team_id": "T1", "bot_id": "B", "user_id": "B"})
        self.asked += 1
        assert (await request.post())["user"] == "U1"
        assert not request.query  # an address is kept in many logs
        await self.speaks.wait()
        if self.refuses:
            return web.json_response({"ok": False, "error": self.refuses})
        return web.json_response({"ok": True, "user": self.user})


@pytest.fixture
async def members():
    said = Members()
    server = web.Application()
    server.router.add_route("*", "/{path:.*}", said.take)
    async with TestServer(server) as running:
        said.url = str(running.make_url("/api/"))
        yield said
        said.speaks.set()


@pytest.fixture
def real():
    return Hand()


@pytest.fixture
def known(real):
    return Accounts(real)


@pytest.fixture
def conversation(members, known):
    app = AsyncApp(
        client=AsyncWebClient(token="xoxb-1", base_url=members.url),
        signing_secret=SECRET,
        process_before_response=True,
    )
    asking.register(app, known)

    @app.command("/preclear")
    async def command(ack):
        await ack("here")

    return Conversation(app, None)


@pytest.fixture(autouse=True)
def in_good_time(monkeypatch):
    """Wait for Slack as long as a loaded machine takes; who asks for less says so."""
    monkeypatch.setattr(asking, "WITHIN_SECONDS", 30)


async def test_slack_is_asked_at_an_act_and_the_answer_is_kept_for_a_while(
    conversation, members, known, real
):
    for _ in range(3):
        assert (await conversation.command())[0] == 200
    assert (members.asked, known.last("U1")) == (1, Account(teams=("T1",)))
    real.at = GOOD_FOR_SECONDS - 0.1
    await conversation.command()
    assert members.asked == 1
    real.at = GOOD_FOR_SECONDS
    await conversation.command()
    assert members.asked == 2


@pytest.mark.parametrize(
    ("said", "account"),
    [
        ({"is_restricted": True}, Account(guest=True, teams=("T1",))),
        ({"is_ultra_restricted": True}, Account(guest=True, teams=("T1",))),
        ({"deleted": True}, Account(deactivated=True, teams=("T1",))),
        ({"is_stranger": True}, Account(foreign=True, teams=("T1",))),
        ({"enterprise_user": {"teams": ["T2"]}}, Account(teams=("T1", "T2"))),
    ],
)
async def test_what_slack_says_is_read(conversation, members, known, said, account):
    members.user = MEMBER | said
    await conversation.command()
    assert known.last("U1") == account


async def test_a_silent_slack_holds_an_act_up_for_a_bounded_time(
    conversation, members, known, real, monkeypatch
):
    """The last answer counts then, and what Slack says later is kept."""
    await conversation.command()
    monkeypatch.setattr(asking, "WITHIN_SECONDS", 0.01)
    real.at = GOOD_FOR_SECONDS
    members.speaks.clear()
    learnt, learn = asyncio.Event(), known.learn
    monkeypatch.setattr(known, "learn", lambda *said: (learn(*said), learnt.set()))
    members.user = MEMBER | {"deleted": True}
    status, _ = await asyncio.wait_for(conversation.command(), 60)
    assert (status, known.last("U1")) == (200, Account(teams=("T1",)))
    await until(lambda: members.asked >= 2, "the question")
    await conversation.command()
    assert members.asked == 2  # one question at a time
    members.speaks.set()
    await asyncio.wait_for(learnt.wait(), 60)
    assert known.last("U1").deactivated


async def test_of_a_crowd_only_a_few_are_asked_again_and_whoever_is_unknown(
    conversation, members, known, real, monkeypatch
):
    """A question for each would bring Slack's refusal, and hold every act up."""
    monkeypatch.setattr(asking, "WITHIN_SECONDS", 0.01)
    monkeypatch.setattr(asking, "AT_ONCE", 0)
    await conversation.command()
    await until(lambda: known.last("U1").known, "Slack's answer, which the act need not wait for")
    assert members.asked == 1
    real.at = GOOD_FOR_SECONDS
    await conversation.command()
    assert members.asked == 1


async def test_what_an_event_said_meanwhile_is_newer_than_a_late_answer(
    conversation, members, known, real, monkeypatch
):
    monkeypatch.setattr(asking, "WITHIN_SECONDS", 0.01)
    members.speaks.clear()
    await conversation.command()
    await until(lambda: members.asked, "the question")
    learnt, learn = asyncio.Event(), known.learn
    real.at += 1
    known.learn("U1", Account(guest=True))
    monkeypatch.setattr(known, "learn", lambda *said: (learn(*said), learnt.set()))
    members.speaks.set()
    await asyncio.wait_for(learnt.wait(), 60)
    assert known.last("U1") == Account(guest=True)


async def test_where_slack_never_said_nothing_is_known(conversation, members, known):
    members.refuses = "internal_error"
    assert (await conversation.command())[0] == 200
    assert known.last("U1") == UNKNOWN


async def test_an_account_that_slack_does_not_have_is_no_member(conversation, members, known):
    members.refuses = "user_not_found"
    await conversation.command()
    assert known.last("U1") == Account(foreign=True)


async def test_a_changed_account_is_known_at_once(conversation, members, known):
    await conversation.command()
    changed = MEMBER | {"is_restricted": True}
    status, _ = await conversation.event({"type": "user_change", "user": changed})
    assert (status, known.last("U1").guest, members.asked) == (200, True, 1)
