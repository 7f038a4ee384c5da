"""One contract with Slack, held against the sandbox and against a server that others wrote."""

import re
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.peers.slack import servers
from tests.peers.slack.contract import CASES, OK, outcome
from tests.peers.slack.differences import DIFFERENCES


@pytest.fixture(params=["sandbox", "emulate"])
async def slack(request):
    if request.param == "sandbox":
        async with servers.sandbox() as served:
            yield served
        return
    async with servers.peer(request.getfixturevalue("emulate_server")) as served:
        yield served


@pytest.mark.parametrize("what", CASES)
async def test_it_answers_as_slack_does_or_as_is_written_down(slack, what):
    expected, _ = DIFFERENCES.get((slack.name, what), (CASES[what].expected, ""))
    assert await outcome(slack, CASES[what]) == expected


ROOT = Path(__file__).parents[3]
#: A method called by the client's own name for it, and one that is named in a text.
CALLED = re.compile(r"\.([a-z]+(?:_[a-zA-Z]+)+)\(")
NAMED = re.compile(
    r"\"((?:apps|auth|bots|chat|conversations|files|users|views)\.[a-zA-Z]+(?:\.[a-zA-Z]+)*)\""
)


def called() -> set[str]:
    """Name every method of the Web API that the bot calls."""
    found = set()
    for file in (*ROOT.glob("handlers/**/*.py"), *ROOT.glob("bot/**/*.py")):
        source = file.read_text()
        found |= {one for one in CALLED.findall(source) if hasattr(AsyncWebClient, one)}
        found |= set(NAMED.findall(source))
    return {one.replace("_", ".") for one in found} - {"api.call"}


def test_every_method_that_the_bot_calls_has_a_success_and_a_refusal():
    """And none is held here that it does not call."""
    for successes in (True, False):
        held = {one.method for one in CASES.values() if (one.expected == OK) is successes}
        assert held == called()


def test_a_difference_is_one_and_has_a_reason():
    """What is written down is what the contract does not say; a difference gone is struck off."""
    for (name, what), (said, why) in DIFFERENCES.items():
        assert name == "emulate", "the sandbox is mended instead"
        assert said != CASES[what].expected
        assert why
