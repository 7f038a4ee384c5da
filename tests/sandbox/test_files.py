"""A file, as the official client uploads it: announced, taken whole, shared once, downloaded."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.files import LARGEST
from sandbox.seed import new_seed
from sandbox.server import Workspace
from tests.sandbox.conftest import CEO, MAYA
from tests.sandbox.test_web_api import refused

CONTENT = b"PK\x03\x04" + bytes(range(256)) * 3000
SIZE = len(CONTENT)


async def channel(client, user=MAYA):
    return (await client.conversations_open(users=user))["channel"]["id"]


async def announced(client, length=SIZE):
    return await client.files_getUploadURLExternal(filename="one.zip", length=length)


async def not_shared(client, **asked):
    return (await refused(client.files_completeUploadExternal(**asked)))["error"]


async def put(url, content=CONTENT):
    async with aiohttp.ClientSession() as session, session.post(url, data=content) as answer:
        return answer.status, await answer.text()


async def test_the_clients_own_upload_arrives_whole(workspace, client, page):
    place = await channel(client)
    done = await client.files_upload_v2(filename="one.zip", content=CONTENT, channel=place)
    file = done["file"]
    assert (file["name"], file["size"]) == ("one.zip", len(CONTENT))
    (message,) = workspace.conversation(MAYA).messages
    assert [one["id"] for one in message.files] == [file["id"]]
    async with page.get(f"/page/file/{file['id']}?user={MAYA}") as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="one.zip"'
        assert await answer.read() == CONTENT
    for other in (f"/page/file/{file['id']}?user={CEO}", f"/page/file/F0?user={MAYA}"):
        async with page.get(other) as answer:
            assert answer.status == 404


async def test_the_lock_screen_shows_a_files_title(client, page):
    place = await channel(client)
    await client.files_upload_v2(filename="one.zip", content=b"x", title="Two", channel=place)
    async with page.get(f"/page/state?user={MAYA}") as answer:
        (line,) = (await answer.json())["lock_screen"]
    assert line["mobile"] == line["desktop"] == "uploaded a file: Two"


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x"])
async def test_an_upload_of_another_length_is_not_taken(client, content):
    """Twin: the announced length is, once."""
    place, file = await channel(client), await announced(client)
    assert (await put(file["upload_url"], content))[0] == 400
    share = {"files": [{"id": file["file_id"]}], "channel_id": place}
    assert (await refused(client.files_completeUploadExternal(**share)))[
        "error"
    ] == "file_not_found"
    assert await put(file["upload_url"]) == (200, f"OK - {len(CONTENT)}")
    assert (await put(file["upload_url"]))[0] == 400
    await client.files_completeUploadExternal(**share)
    assert (await refused(client.files_completeUploadExternal(**share)))[
        "error"
    ] == "file_not_found"


async def test_an_address_nobody_was_given_takes_nothing(workspace):
    assert (await put(f"{workspace.base_url}/upload/v1/nobodys"))[0] == 400


@pytest.mark.parametrize(
    ("length", "error"),
    [(LARGEST + 1, "file_upload_size_restricted"), (0, "missing_argument")],
)
async def test_a_length_that_slack_refuses(client, length, error):
    assert (await refused(announced(client, length=length)))["error"] == error


async def test_the_largest_length_is_taken(client):
    assert (await announced(client, length=LARGEST))["ok"]


async def test_a_member_is_no_channel(client):
    file = await announced(client)
    await put(file["upload_url"])
    share = {"files": [{"id": file["file_id"]}], "channel_id": MAYA}
    assert await not_shared(client, **share) == "channel_not_found"


async def test_without_its_scope_no_file_is_announced(clock, real):
    served = Workspace(clock, new_seed(scopes=("chat:write", "im:write")), real=real)
    await served.start(port=0)
    client = AsyncWebClient(served.seed.bot_token, base_url=served.api_url)
    answer = await refused(announced(client))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "files:write")
    await served.stop()
