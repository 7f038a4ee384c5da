"""Who is there: whose token it is, who a person is, and the way in for sockets."""

from tests.peers.slack.contract.asking import MAYA, NOBODY, Slack, case, holds


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


@case("users.info", "missing_scope")
async def a_member_without_the_scope(slack: Slack) -> None:
    await slack.client("poor").users_info(user=slack.id(MAYA))
