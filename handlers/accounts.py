"""Whose account acts: Slack is asked, within a bound, before anything is done.

Only the desk decides what follows from the answer. Where Slack does not say in time, the last
answer counts; what it says later is kept for the next act. Where a crowd acts at once, a few
questions at a time are asked of those whose last answer is old: Slack takes a hundred a minute.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from clearance.accounts import Account, Accounts
from handlers.actor import actor_of

_LOG = structlog.stdlib.get_logger("handlers.accounts")
#: How long an act waits for Slack's answer (seconds), of the three that a trigger lives.
WITHIN_SECONDS = 0.8
#: So many questions are under way at most, but of those of whom nothing is known.
AT_ONCE = 8
#: Slack's words for an account that this workspace does not have.
_NOT_OURS = frozenset({"user_not_found", "user_not_visible"})


def register(app: AsyncApp, accounts: Accounts) -> None:
    """Ask before every listener, and take what Slack tells of a changed account."""
    asking: dict[str, asyncio.Task[None]] = {}
    app.use(partial(before, accounts=accounts, asking=asking))
    app.event("user_change")(partial(changed, accounts=accounts))


async def before(
    body: dict[str, Any],
    client: AsyncWebClient,
    next_: Callable[[], Awaitable[None]],
    accounts: Accounts,
    asking: dict[str, asyncio.Task[None]],
) -> None:
    """See to it that the desk knows whose account acts, as far as Slack says so in time."""
    user_id = "" if _of_an_account(body) else actor_of(body).user_id
    if user_id and not accounts.fresh(user_id):
        task = asking.get(user_id)
        if task is None and (len(asking) < AT_ONCE or not accounts.last(user_id).known):
            task = asking[user_id] = asyncio.create_task(ask(client, accounts, user_id))
            task.add_done_callback(lambda _: asking.pop(user_id, None))
        if task is not None:
            await asyncio.wait({task}, timeout=WITHIN_SECONDS)
    await next_()


async def changed(body: dict[str, Any], accounts: Accounts) -> None:
    """Take in a guest made a member, or an account that was closed, at once."""
    user = body["event"]["user"]
    accounts.learn(str(user["id"]), account_of(user))


def account_of(user: dict[str, Any]) -> Account:
    """Read an account as Slack describes it; of a larger organisation it names its teams."""
    organisation = user.get("enterprise_user") or {}
    teams = (user.get("team_id"), *(organisation.get("teams") or ()))
    return Account(
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        deactivated=bool(user.get("deleted")),
        foreign=bool(user.get("is_stranger")),
        teams=tuple(str(team) for team in teams if team),
    )


def _of_an_account(body: dict[str, Any]) -> bool:
    """Say whether this is Slack telling of an account, whom nobody acts in."""
    return bool((body.get("event") or {}).get("type") == "user_change")


async def ask(client: AsyncWebClient, accounts: Accounts, user_id: str) -> None:
    """Ask Slack whose account it is; where it does not say, what was known stays.

    What an event said since the question is newer than its answer.
    """
    asked_at = accounts.begun()
    try:
        # In the body, so that the user stays out of the logs of whatever lies between.
        answer = await client.api_call("users.info", data={"user": user_id})
        accounts.learn(user_id, account_of(answer["user"]), asked_at)
    except Exception as error:  # noqa: BLE001 - whatever it was, Slack did not say
        said = _error_word(error)
        if said in _NOT_OURS:
            accounts.learn(user_id, Account(foreign=True), asked_at)
        else:
            _LOG.warning("account_not_said", error=type(error).__name__)


def _error_word(error: Exception) -> str | None:
    """Read Slack's word for what went wrong; a failing proxy answers with no JSON at all."""
    answer = getattr(error.response, "data", None) if isinstance(error, SlackApiError) else None
    word = answer.get("error") if isinstance(answer, dict) else None
    return word if isinstance(word, str) and word.isidentifier() else None
