"""Files: asked for, sent to an address of their own, shared into a conversation."""

import json

import aiohttp

from tests.peers.slack.contract.asking import NOWHERE, Json, Slack, case, channel_of, holds

ASK, FINISH = "files.getUploadURLExternal", "files.completeUploadExternal"


async def asked_for(slack: Slack, content: bytes = b"PK") -> Json:
    given = {"filename": "pull.zip", "length": str(len(content))}
    said = await slack.client().api_call(ASK, data=given)
    return {"url": said["upload_url"], "id": said["file_id"]}


async def uploaded(slack: Slack, content: bytes = b"PK") -> str:
    place = await asked_for(slack, content)
    async with (
        aiohttp.ClientSession() as session,
        session.post(place["url"], data=content) as answer,
    ):
        holds(answer.status == 200, "an address that takes the content")
    return str(place["id"])


async def share(slack: Slack, file: str, channel: str) -> Json:
    given = {"files": json.dumps([{"id": file, "title": "pull.zip"}]), "channel_id": channel}
    return dict((await slack.client().api_call(FINISH, data=given)).data)


@case(ASK)
async def a_file_is_asked_for(slack: Slack) -> None:
    place = await asked_for(slack)
    holds(place["url"].startswith("http") and place["id"], "where to send it, and its id")


@case(ASK, "missing_argument")
async def a_file_of_no_length(slack: Slack) -> None:
    await asked_for(slack, b"")


@case(ASK, "missing_scope")
async def a_file_without_the_scope(slack: Slack) -> None:
    given = {"filename": "pull.zip", "length": "2"}
    await slack.client("poor").api_call(ASK, data=given)


@case(FINISH)
async def a_file_is_shared(slack: Slack) -> None:
    file = await uploaded(slack)
    said = await share(slack, file, await channel_of(slack))
    holds([one["id"] for one in said["files"]] == [file], "the file")


@case(FINISH, "file_not_found")
async def a_file_that_is_none(slack: Slack) -> None:
    await share(slack, "F0NONE", await channel_of(slack))


@case(FINISH, "file_not_found")
async def a_file_that_was_not_sent(slack: Slack) -> None:
    await share(slack, (await asked_for(slack))["id"], await channel_of(slack))


@case(FINISH, "file_not_found")
async def a_file_shared_twice(slack: Slack) -> None:
    file, channel = await uploaded(slack), await channel_of(slack)
    await share(slack, file, channel)
    await share(slack, file, channel)


@case(FINISH, "channel_not_found")
async def a_file_shared_nowhere(slack: Slack) -> None:
    await share(slack, await uploaded(slack), NOWHERE)
