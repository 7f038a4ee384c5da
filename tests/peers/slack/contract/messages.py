"""Conversations, and the messages that are posted and replaced in them."""

from typing import Any

from tests.peers.slack.contract.asking import (
    CEO,
    MAYA,
    NOBODY,
    NOWHERE,
    SECTION,
    TOO_LONG,
    Json,
    Slack,
    case,
    channel_of,
    holds,
)


async def posted(slack: Slack, **more: Any) -> Json:
    """Post to Maya; give the place of the message."""
    content = {"text": "t", "blocks": [SECTION]} | more
    said = await slack.client().chat_postMessage(channel=await channel_of(slack), **content)
    return {"channel": said["channel"], "ts": said["ts"]}


@case("conversations.open")
async def a_conversation_is_the_same_each_time(slack: Slack) -> None:
    first, again = await channel_of(slack), await channel_of(slack)
    holds(first == again and first.startswith("D"), "the same direct message")
    holds(first != await channel_of(slack, CEO), "one for each person")


@case("conversations.open", "users_list_not_supplied")
async def a_conversation_with_nobody(slack: Slack) -> None:
    await slack.client().api_call("conversations.open", json={})


@case("conversations.open", "user_not_found")
async def a_conversation_with_a_stranger(slack: Slack) -> None:
    await slack.client().api_call("conversations.open", json={"users": NOBODY})


@case("conversations.open", "missing_scope")
async def a_conversation_with_two(slack: Slack) -> None:
    both = f"{slack.id(MAYA)},{slack.id(CEO)}"
    await slack.client().api_call("conversations.open", json={"users": both})


@case("conversations.open", "missing_scope")
async def a_conversation_without_the_scope(slack: Slack) -> None:
    asked = {"users": slack.id(MAYA)}
    await slack.client("poor").api_call("conversations.open", json=asked)


@case("chat.postMessage")
async def a_message_is_posted(slack: Slack) -> None:
    channel = await channel_of(slack)
    said = await slack.client().chat_postMessage(channel=channel, text="t", blocks=[SECTION])
    holds(said["channel"] == channel and said["ts"] == said["message"]["ts"], "its place")
    holds(said["message"]["blocks"][0]["text"]["text"] == "t", "its blocks")


@case("chat.postMessage")
async def a_message_to_a_person_goes_to_the_conversation(slack: Slack) -> None:
    said = await slack.client().chat_postMessage(channel=slack.id(MAYA), text="t")
    holds(said["channel"] == await channel_of(slack), "the conversation's id")


@case("chat.postMessage")
async def a_message_too_long_is_cut(slack: Slack) -> None:
    channel = await channel_of(slack)
    said = await slack.client().chat_postMessage(channel=channel, text="t" * 40_001)
    holds(said.get("warning") == "message_truncated", "a warning")
    holds(len(said["message"]["text"]) == 40_000, "40,000 characters")


@case("chat.postMessage", "channel_not_found")
async def a_message_to_nowhere(slack: Slack) -> None:
    await slack.client().chat_postMessage(channel=NOWHERE, text="t")


@case("chat.postMessage", "no_text")
async def a_message_of_nothing(slack: Slack) -> None:
    asked = {"channel": await channel_of(slack), "text": ""}
    await slack.client().api_call("chat.postMessage", json=asked)


@case("chat.postMessage", "invalid_blocks_format")
async def a_message_whose_blocks_are_no_json(slack: Slack) -> None:
    asked = {"channel": await channel_of(slack), "text": "t", "blocks": "[{"}
    await slack.client().api_call("chat.postMessage", data=asked)


@case("chat.postMessage", "invalid_blocks")
async def a_message_with_a_block_too_long(slack: Slack) -> None:
    channel = await channel_of(slack)
    await slack.client().chat_postMessage(channel=channel, text="t", blocks=[TOO_LONG])


@case("chat.postMessage", "missing_scope")
async def a_message_without_the_scope(slack: Slack) -> None:
    channel = await channel_of(slack)
    await slack.client("poor").chat_postMessage(channel=channel, text="t")


@case("chat.update")
async def a_message_is_replaced(slack: Slack) -> None:
    place = await posted(slack)
    block = {**SECTION, "text": {"type": "plain_text", "text": "other"}}
    said = await slack.client().chat_update(**place, text="u", blocks=[block])
    holds({name: said[name] for name in place} == place, "its place")
    holds(said["message"]["blocks"][0]["text"]["text"] == "other", "its blocks")


@case("chat.update")
async def a_message_replaced_by_a_text_has_no_blocks(slack: Slack) -> None:
    said = await slack.client().chat_update(**await posted(slack), text="u")
    holds(not said["message"].get("blocks"), "none of the blocks that were there")


@case("chat.update", "message_not_found")
async def a_message_that_is_none_is_replaced(slack: Slack) -> None:
    await slack.client().chat_update(channel=await channel_of(slack), ts="1.000001", text="u")


@case("chat.update", "channel_not_found")
async def a_message_of_nowhere_is_replaced(slack: Slack) -> None:
    await slack.client().chat_update(channel=NOWHERE, ts="1.000001", text="u")


@case("chat.update", "cant_update_message")
async def a_message_of_a_person_is_replaced(slack: Slack) -> None:
    await slack.client().chat_update(**await slack.says(MAYA, "hello"), text="u")


@case("chat.update", "no_text")
async def a_message_is_replaced_by_nothing(slack: Slack) -> None:
    await slack.client().api_call("chat.update", json=await posted(slack))


@case("chat.update", "msg_too_long")
async def a_message_is_replaced_by_one_too_long(slack: Slack) -> None:
    await slack.client().chat_update(**await posted(slack), text="t" * 4_001)


@case("chat.update", "invalid_blocks")
async def a_message_is_replaced_by_a_block_too_long(slack: Slack) -> None:
    await slack.client().chat_update(**await posted(slack), text="u", blocks=[TOO_LONG])


@case("chat.update", "missing_scope")
async def a_message_is_replaced_without_the_scope(slack: Slack) -> None:
    await slack.client("poor").chat_update(**await posted(slack), text="u")
