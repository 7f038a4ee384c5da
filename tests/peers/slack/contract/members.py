"""Who is there: whose token it is, who a person is, and the way in for sockets."""

from typing import Any, Final

from tests.peers.slack.contract.asking import MAYA, NOBODY, Slack, case, holds

#: What the bot reads of an account.
TOLD: Final = ("id", "team_id", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger")


@case("auth.test")
async def the_bot_is_told_who_it_is(slack: Slack) -> None:
    said = await slack.client().auth_test()
    holds(said["team_id"] == slack.team, "team_id")
    holds(said["user_id"] == slack.bot_user and said["bot_id"], "user_id and bot_id")


@case("auth.test", "not_authed")
async def a_call_without_a_token(slack: Slack) -> None:
    await slack.client("none").auth_test()


@case("auth.test", "invalid_auth")
async def a_token_that_nobody_has(slack: Slack) -> None:
    await slack.client("unknown").auth_test()


@case("auth.test", "not_allowed_token_type")
async def the_apps_own_token_where_the_bots_is_wanted(slack: Slack) -> None:
    await slack.client("app").auth_test()


@case("apps.connections.open")
async def a_socket_is_given_to_the_apps_own_token(slack: Slack) -> None:
    client = slack.client("app")
    said = await client.apps_connections_open(app_token=str(client.token))
    holds(said["url"].startswith("ws"), "url")


@case("apps.connections.open", "not_allowed_token_type")
async def a_socket_is_not_given_to_the_bots(slack: Slack) -> None:
    client = slack.client()
    await client.apps_connections_open(app_token=str(client.token))


@case("users.info")
async def a_member_is_described(slack: Slack) -> None:
    said = (await slack.client().users_info(user=slack.id(MAYA)))["user"]
    holds(said["id"] == slack.id(MAYA) and said["team_id"] == slack.team, "id and team_id")
    holds(said["deleted"] is False and said["is_bot"] is False, "deleted and is_bot")


@case("users.info")
async def a_member_is_told_from_a_guest(slack: Slack) -> None:
    said = (await slack.client().users_info(user=slack.id(MAYA)))["user"]
    holds(said.get("is_restricted") is False, "is_restricted")


@case("users.info", "user_not_found")
async def a_member_that_is_none(slack: Slack) -> None:
    await slack.client().users_info(user=NOBODY)


@case("users.list")
async def members_are_listed_as_they_are_described(slack: Slack) -> None:
    found = await listed(slack, limit=200)
    said = (await slack.client().users_info(user=slack.id(MAYA)))["user"]
    one = found[slack.id(MAYA)]
    holds({name: one.get(name) for name in TOLD} == {name: said.get(name) for name in TOLD}, "user")


@case("users.list")
async def members_come_in_pages(slack: Slack) -> None:
    holds(slack.id(MAYA) in await listed(slack, limit=2), "a page says where the next one begins")


@case("users.list", "missing_scope")
async def a_token_without_the_scope_lists_nobody(slack: Slack) -> None:
    await slack.client("poor").users_list()


async def listed(slack: Slack, limit: int) -> dict[str, Any]:
    """Go through the pages; the last one names no further."""
    found: dict[str, Any] = {}
    cursor = ""
    while not found or cursor:
        page = await slack.client().users_list(limit=limit, cursor=cursor or None)
        members = {one["id"]: one for one in page["members"]}
        holds(not members.keys() & found.keys(), "nobody twice")
        found |= members
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
    return found


@case("users.info", "missing_scope")
async def a_member_without_the_scope(slack: Slack) -> None:
    await slack.client("poor").users_info(user=slack.id(MAYA))
