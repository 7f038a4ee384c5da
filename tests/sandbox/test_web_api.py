"""The Web API as the real client meets it: what works, and every refusal beside it."""

import dataclasses

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.limits import LimitRules
from sandbox.seed import User, new_seed
from sandbox.server import Workspace
from tests.sandbox.conftest import CEO, MAYA, modal, section


async def refused(call):
    with pytest.raises(SlackApiError) as raised:
        await call
    return raised.value.response


async def test_auth_test_names_the_bot_and_its_scopes(workspace, client):
    answer = await client.auth_test()
    assert answer["team_id"] == workspace.seed.team_id
    assert answer["user_id"] == workspace.seed.bot_user_id
    assert answer.headers["x-oauth-scopes"] == "commands,chat:write,im:write,users:read,files:write"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-wrong", "invalid_auth")])
async def test_a_call_without_the_right_token_is_refused(workspace, token, error):
    client = AsyncWebClient(token, base_url=workspace.api_url)
    assert (await refused(client.auth_test()))["error"] == error


async def test_each_kind_of_token_has_its_own_methods(workspace, client):
    app_token = workspace.seed.app_token
    wrong = AsyncWebClient(app_token, base_url=workspace.api_url)
    assert (await refused(wrong.auth_test()))["error"] == "not_allowed_token_type"
    call = client.apps_connections_open(app_token=workspace.seed.bot_token)
    assert (await refused(call))["error"] == "not_allowed_token_type"
    opened = await client.apps_connections_open(app_token=app_token)
    assert opened["url"].startswith("ws://127.0.0.1:")


async def test_a_missing_scope_says_which(clock, real):
    served = Workspace(clock, new_seed(scopes=("commands",)), real=real)
    await served.start(port=0)
    client = AsyncWebClient(served.seed.bot_token, base_url=served.api_url)
    answer = await refused(client.chat_postMessage(channel=MAYA, text="t"))
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "chat:write",
        "commands",
    )
    await served.stop()


async def test_a_group_conversation_needs_a_scope_that_is_not_there(client):
    answer = await refused(client.conversations_open(users=[MAYA, CEO]))
    assert answer["needed"] == "mpim:write"


async def test_a_direct_message_is_the_same_however_it_is_named(client):
    opened = await client.conversations_open(users=MAYA)
    channel = opened["channel"]["id"]
    by_channel = await client.chat_postMessage(channel=channel, text="one")
    by_member = await client.chat_postMessage(channel=MAYA, text="two")
    assert by_channel["channel"] == by_member["channel"] == channel
    assert (await client.conversations_open(users=[MAYA]))["channel"]["id"] == channel


async def test_strangers_and_unknown_places_are_refused(client):
    assert (await refused(client.conversations_open(users="U0NOBODY")))["error"] == "user_not_found"
    assert (await refused(client.users_info(user="U0NOBODY")))["error"] == "user_not_found"
    call = client.chat_postMessage(channel="C0NOWHERE", text="t")
    assert (await refused(call))["error"] == "channel_not_found"


async def test_a_message_is_posted_updated_and_deleted(workspace, client):
    posted = await client.chat_postMessage(channel=MAYA, text="t", blocks=[section("first")])
    assert posted["message"]["blocks"][0]["block_id"]
    channel, ts = posted["channel"], posted["ts"]
    await client.chat_update(channel=channel, ts=ts, text="u", blocks=[section("second")])
    (message,) = workspace.conversation(MAYA).messages
    assert message.blocks[0]["text"]["text"] == "second"
    assert message.edited is not None
    await client.chat_delete(channel=channel, ts=ts)
    assert workspace.conversation(MAYA).messages == []
    call = client.chat_update(channel=channel, ts=ts, text="u")
    assert (await refused(call))["error"] == "message_not_found"


async def test_an_update_with_a_text_alone_removes_the_blocks(workspace, client):
    """Twin: given again, they are there."""
    posted = await client.chat_postMessage(channel=MAYA, text="t", blocks=[section("first")])
    place = {"channel": posted["channel"], "ts": posted["ts"]}
    (message,) = workspace.conversation(MAYA).messages
    await client.chat_update(**place, text="u", blocks=[section("second")])
    assert message.blocks[0]["text"]["text"] == "second"
    await client.chat_update(**place, text="u")
    assert message.blocks == []


async def test_a_persons_own_message_cannot_be_changed_by_the_app(workspace, client):
    await workspace.acts.command(MAYA, "hello")
    conversation = workspace.conversation(MAYA)
    place = {"channel": conversation.channel, "ts": conversation.messages[0].ts}
    assert (await refused(client.chat_update(**place, text="u")))["error"] == "cant_update_message"
    assert (await refused(client.chat_delete(**place)))["error"] == "cant_delete_message"


async def test_what_cannot_be_posted(client):
    def post(**content):
        return client.api_call("chat.postMessage", json={"channel": MAYA, **content})

    assert (await refused(post(text=" ")))["error"] == "no_text"
    assert (await refused(post(text="t", blocks="[{")))["error"] == "invalid_blocks_format"
    answer = await refused(post(text="t", blocks=[section("s" * 3001)]))
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]"
    ]


async def test_a_long_text_is_cut_and_an_update_with_one_refused(workspace, client):
    """Twin: one character less is posted whole, and is taken as an update."""
    whole = await client.chat_postMessage(channel=MAYA, text="t" * 40_000)
    assert "warning" not in whole
    cut = await client.chat_postMessage(channel=MAYA, text="t" * 40_001)
    assert cut["warning"] == "message_truncated"
    assert [len(one.text) for one in workspace.conversation(MAYA).messages] == [40_000, 40_000]
    place = {"channel": cut["channel"], "ts": cut["ts"]}
    await client.chat_update(**place, text="t" * 4_000)
    assert (await refused(client.chat_update(**place, text="t" * 4_001)))["error"] == "msg_too_long"


async def test_an_ephemeral_message_is_seen_by_its_member_alone(workspace, client):
    channel = workspace.conversation(MAYA).channel
    shown = await client.chat_postEphemeral(channel=channel, user=MAYA, text="psst")
    assert workspace.conversation(MAYA).messages == []
    assert workspace.conversation(MAYA).ephemeral[0].ts == shown["message_ts"]
    call = client.chat_postEphemeral(channel=channel, user=CEO, text="psst")
    assert (await refused(call))["error"] == "user_not_in_channel"


async def test_users_are_listed_in_pages_with_what_authority_rests_on(clock, real):
    guest = User("U0GUEST", "g", "A Guest", is_restricted=True, tz="America/Chicago")
    elsewhere = User("W0OTHER", "o", "From Elsewhere", team_id="T0OTHER")
    served = Workspace(clock, new_seed(users=(guest, elsewhere)), real=real)
    await served.start(port=0)
    client = AsyncWebClient(served.seed.bot_token, base_url=served.api_url)
    first = await client.users_list(limit=2)
    assert [one["id"] for one in first["members"]] == ["U0GUEST", "W0OTHER"]
    assert first["members"][0]["is_restricted"]
    assert first["members"][1]["team_id"] == "T0OTHER"
    assert first["members"][0]["tz_offset"] == -6 * 3600
    rest = await client.users_list(limit=2, cursor=first["response_metadata"]["next_cursor"])
    assert [one["is_bot"] for one in rest["members"]] == [True]
    assert rest["response_metadata"]["next_cursor"] == ""
    await served.stop()


@pytest.mark.parametrize("encoding", ["json", "data", "params"])
async def test_every_encoding_of_a_call_is_read(workspace, page, encoding):
    headers = {"Authorization": f"Bearer {workspace.seed.bot_token}"}
    send = page.get if encoding == "params" else page.post
    async with send("/api/users.info", headers=headers, **{encoding: {"user": MAYA}}) as response:
        assert (await response.json())["user"]["id"] == MAYA


async def test_a_view_may_come_as_a_string_of_json(workspace, client):
    published = await client.views_publish(
        user_id=MAYA, view='{"type": "home", "blocks": [{"type": "divider"}]}'
    )
    assert published["view"]["id"] == workspace.views.home(MAYA).id


async def test_an_unknown_method_and_an_unreadable_body_are_named(workspace, page):
    headers = {"Authorization": f"Bearer {workspace.seed.bot_token}"}
    async with page.post("/api/chat.shout", headers=headers) as response:
        assert (await response.json())["error"] == "unknown_method"
    as_json = headers | {"Content-Type": "application/json"}
    async with page.post("/api/auth.test", headers=as_json, data="{") as response:
        assert (await response.json())["error"] == "invalid_json"
    as_xml = headers | {"Content-Type": "text/xml"}
    async with page.post("/api/auth.test", headers=as_xml, data="<a/>") as response:
        assert (await response.json())["error"] == "invalid_post_type"


async def test_the_sixth_message_at_once_must_wait_a_second(real, client):
    for _ in range(5):
        await client.chat_postMessage(channel=MAYA, text="t")
    answer = await refused(client.chat_postMessage(channel=MAYA, text="t"))
    assert (answer.status_code, answer["error"]) == (429, "ratelimited")
    assert answer.headers["Retry-After"] == "1"
    await client.chat_postMessage(channel=CEO, text="another conversation is free")
    real.advance(1)
    await client.chat_postMessage(channel=MAYA, text="t")
    await refused(client.chat_postMessage(channel=MAYA, text="t"))


async def test_a_methods_tier_is_kept(clock, real):
    rules = LimitRules(per_minute={"users.list": 2})
    served = Workspace(clock, real=real, rules=rules)
    await served.start(port=0)
    client = AsyncWebClient(served.seed.bot_token, base_url=served.api_url)
    await client.users_list()
    await client.users_list()
    answer = await refused(client.users_list())
    assert answer.headers["Retry-After"] == "30"
    real.advance(30)
    await client.users_list()
    await served.stop()


async def test_ordered_trouble_comes_once_and_in_order(workspace, client):
    workspace.faults.rate_limit("chat.postMessage", retry_after=7)
    workspace.faults.fail("chat.postMessage", "fatal_error")
    answer = await refused(client.chat_postMessage(channel=MAYA, text="t"))
    assert answer.headers["Retry-After"] == "7"
    assert (await refused(client.chat_postMessage(channel=MAYA, text="t")))[
        "error"
    ] == "fatal_error"
    assert workspace.conversation(MAYA).messages == []
    await client.chat_postMessage(channel=MAYA, text="t")
    assert len(workspace.conversation(MAYA).messages) == 1


async def test_a_lost_answer_leaves_the_call_done(workspace, client):
    """The default client tries again by itself, and so the message stands there twice."""
    workspace.faults.lose_answer("chat.postMessage")
    await client.chat_postMessage(channel=MAYA, text="t")
    assert len(workspace.conversation(MAYA).messages) == 2
    workspace.faults.lose_answer("chat.postMessage")
    once = AsyncWebClient(workspace.seed.bot_token, base_url=workspace.api_url, retry_handlers=[])
    with pytest.raises(aiohttp.ClientError):
        await once.chat_postMessage(channel=MAYA, text="t")
    assert len(workspace.conversation(MAYA).messages) == 3


async def test_a_view_that_is_too_large_or_twice_named_is_refused(client):
    def home(**more):
        return {"type": "home", "blocks": [section("s")], **more}

    big = home(blocks=[section("é" * 3000) for _ in range(42)])
    assert (await refused(client.views_publish(user_id=MAYA, view=big)))[
        "error"
    ] == "view_too_large"
    await client.views_publish(user_id=MAYA, view=home(external_id="one"))
    call = client.views_publish(user_id=CEO, view=home(external_id="one"))
    assert (await refused(call))["error"] == "duplicate_external_id"
    await client.views_publish(user_id=CEO, view=home(external_id="two"))


async def test_a_home_is_replaced_only_by_who_saw_the_last_one(client):
    home = {"type": "home", "blocks": [section("s")]}
    first = (await client.views_publish(user_id=MAYA, view=home))["view"]
    await client.views_publish(user_id=MAYA, view=home, hash=first["hash"])
    call = client.views_publish(user_id=MAYA, view=home, hash=first["hash"])
    assert (await refused(call))["error"] == "hash_conflict"
    call = client.views_publish(user_id="U0NOBODY", view=home)
    assert (await refused(call))["error"] == "invalid_arguments"
    call = client.views_publish(user_id=MAYA, view=modal())
    assert (await refused(call))["error"] == "invalid_arguments"


def test_tokens_are_drawn_for_every_run():
    one, two = new_seed(), new_seed()
    secrets = ("bot_token", "app_token", "signing_secret", "verification_token")
    assert all(getattr(one, name) != getattr(two, name) for name in secrets)
    assert dataclasses.replace(one, bot_token="mine").bot_token == "mine"
