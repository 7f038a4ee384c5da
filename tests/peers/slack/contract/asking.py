"""How a case of the contract is asked: of any server of the protocol, by the official client."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

Json = dict[str, Any]

MAYA, CEO = "U0EMPLOYEE", "U0CEO"
OK = "ok"

SECTION = {"type": "section", "block_id": "s", "text": {"type": "plain_text", "text": "t"}}
TOO_LONG = {**SECTION, "text": {"type": "plain_text", "text": "t" * 3001}}
#: Ids that no server gives out.
NOWHERE, NOBODY = "D0NOWHERE", "U0NOBODY"


class Slack(Protocol):
    """A server of the protocol, with what a test needs to do as its people."""

    name: str
    team: str
    bot_user: str

    def client(self, token: str = "") -> AsyncWebClient:
        """Give the official client: the bot's, or with ``poor``, ``unknown``, ``app``, ``none``."""
        ...

    def id(self, person: str) -> str:
        """Give a person's id in this server."""
        ...

    async def trigger(self, person: str, view: str = "") -> str:
        """Have a person do something, outside a form or in one; give the trigger of it."""
        ...

    async def says(self, person: str, text: str) -> Json:
        """Have a person write to the app; give the place of the message."""
        ...

    def pass_seconds(self, seconds: float) -> None:
        """Let time pass."""
        ...


@dataclass(frozen=True)
class Case:
    """One call, the method that it is about, and what comes of it."""

    method: str
    expected: str
    ask: Callable[[Slack], Awaitable[Any]]


CASES: dict[str, Case] = {}


def case(method: str, expected: str = OK) -> Callable[..., Any]:
    """Enter a case under its function's name."""

    def enter(ask: Callable[[Slack], Awaitable[Any]]) -> Callable[[Slack], Awaitable[Any]]:
        CASES[ask.__name__.replace("_", " ")] = Case(method, expected, ask)
        return ask

    return enter


async def outcome(slack: Slack, one: Case) -> str:
    """Ask; give ``ok``, Slack's word for why not, or what an answer lacks."""
    try:
        await one.ask(slack)
    except SlackApiError as refused:
        word = refused.response.get("error")
        return str(word) if word else f"HTTP {refused.response.status_code}"
    except AssertionError as lacking:
        return f"lacks: {lacking}".splitlines()[0]
    return OK


def holds(true: object, what: str) -> None:
    """Say what an answer lacks, where it does."""
    if not true:
        raise AssertionError(what)


async def channel_of(slack: Slack, person: str = MAYA) -> str:
    opened = await slack.client().api_call("conversations.open", json={"users": slack.id(person)})
    return str(opened["channel"]["id"])
