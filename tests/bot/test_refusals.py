"""What a server says that is not Slack at its best, and what follows from it."""

from types import SimpleNamespace

import pytest
from slack_sdk.errors import SlackApiError

from bot.posting import NotPostedError, Poster
from bot.refusals import DEFAULT_PAUSE_SECONDS, Fate, judge
from storage.pacing import LONGEST


def refused(error=None, status=200, **headers):
    data = b"<html>" if error is None else {"ok": False, "error": error}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SlackApiError("", SimpleNamespace(status_code=status, data=data, headers=named))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("0", 1.0),
        ("-5", 1.0),
        ("86400", LONGEST),
        ("inf", LONGEST),
        ("nan", DEFAULT_PAUSE_SECONDS),
        ("Wed, 21 Oct 2026 07:28:00 GMT", DEFAULT_PAUSE_SECONDS),
    ],
)
def test_a_pause_is_a_second_at_least_and_an_hour_at_most(said, seconds):
    found = judge(refused("ratelimited", 429, Retry_After=said))
    assert (found.fate, found.pause) == (Fate.RATE_LIMITED, seconds)


def test_a_429_without_a_word_is_one():
    found = judge(refused(None, 429))
    assert (found.fate, found.pause) == (Fate.RATE_LIMITED, DEFAULT_PAUSE_SECONDS)


@pytest.mark.parametrize("status", [200, 404, 500, 502])
def test_what_is_no_answer_of_slacks_is_waited_for(status):
    assert judge(refused(None, status)).fate is Fate.LATER


@pytest.mark.parametrize(("status", "fate"), [(413, Fate.DOUBTFUL), (400, Fate.DOUBTFUL)])
def test_what_http_says_of_the_message_itself_is_not_waited_for_for_ever(status, fate):
    assert judge(refused(None, status)).fate is fate


@pytest.mark.parametrize(("status", "fate"), [(503, Fate.LATER), (200, Fate.NEVER)])
def test_a_broken_servers_word_is_not_final(status, fate):
    assert judge(refused("user_not_found", status)).fate is fate


@pytest.mark.parametrize("word", ["org_login_required", "restricted_action", "no_permission"])
def test_what_the_workspace_forbids_for_now_is_waited_for(word):
    assert judge(refused(word)).fate is Fate.LATER


@pytest.mark.parametrize("channel", [{"id": None}, {"id": ""}, {}, None, "D1"])
async def test_a_conversation_without_an_id_is_asked_for_later(channel):
    slack = OddSlack(ok=True, ts="1.5")
    slack.channel = channel
    with pytest.raises(NotPostedError) as caught:
        await Poster(slack).post("U1", "", [])
    assert caught.value.refusal.fate is Fate.LATER
    assert slack.posted == 0


class OddSlack:
    """Takes messages, and answers as it likes."""

    channel = {"id": "D1"}  # noqa: RUF012 - replaced as a whole

    def __init__(self, **answer):
        self.posted = 0
        self._answer = answer

    async def api_call(self, *_, **__):
        return {"channel": self.channel}

    async def chat_postMessage(self, **_):  # noqa: N802 - the client's name
        self.posted += 1
        return SimpleNamespace(data=self._answer)


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ({"channel": "D2", "ts": "1.5"}, ("D2", "1.5")),
        ({"channel": "D2"}, ("D2", None)),
        ({"ts": "1.5"}, ("D1", "1.5")),
        ({"ts": 15}, ("D1", None)),
    ],
)
async def test_what_was_taken_is_not_posted_again_for_what_the_answer_lacks(answer, place):
    slack = OddSlack(ok=True, **answer)
    found = await Poster(slack).post("U1", "", [])
    assert (found.channel, found.ts) == place
    assert slack.posted == 1
