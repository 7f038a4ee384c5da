"""A file in the conversation: its name and size, and the very bytes when it is downloaded."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.sandbox_page.pieces import CEO, MAYA

pytestmark = pytest.mark.asyncio(loop_scope="session")
CONTENT = bytes(range(256)) * 2000


async def shared(client, user=MAYA, **more):
    channel = (await client.conversations_open(users=user))["channel"]["id"]
    await client.files_upload_v2(channel=channel, **{"filename": "one.zip", **more})


async def read(download):
    return await asyncio.to_thread(Path(await download.path()).read_bytes)


async def test_it_shows_name_and_size_and_downloads_whole(sit_down, client):
    await shared(client, content=CONTENT)
    page = await sit_down(MAYA)
    file = page.locator(".file")
    await expect(file).to_contain_text("one.zip")
    await expect(file).to_contain_text("500 KB")
    async with page.expect_download() as begun:
        await file.get_by_role("link", name="Download one.zip").click()
    download = await begun.value
    assert download.suggested_filename == "one.zip"
    assert await read(download) == CONTENT


async def test_it_comes_while_the_page_is_open_and_to_nobody_else(sit_down, client):
    mine, others = await sit_down(MAYA), await sit_down(CEO)
    await shared(client, content=b"x", title="<b>Two</b>")
    await expect(mine.locator(".file")).to_contain_text("<b>Two</b>")
    await expect(mine.locator(".file")).to_contain_text("1 bytes")
    await expect(mine.locator("#lock")).to_contain_text("uploaded a file")
    await expect(others.locator(".file")).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1200])
async def test_a_long_name_stays_within_the_page(sit_down, client, width):
    await shared(client, filename=f"{'long' * 40}.zip", content=b"x")
    page = await sit_down(MAYA, viewport={"width": width, "height": 800})
    await expect(page.locator(".file")).to_be_visible()
    wide = "document.scrollingElement.scrollWidth <= document.scrollingElement.clientWidth"
    assert await page.evaluate(wide)
    box = await page.locator(".file").bounding_box()
    assert box["x"] + box["width"] <= width
