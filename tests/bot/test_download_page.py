"""The download page in a browser: its policy lets its style and its form through, and no more."""

import asyncio
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.download_server import DownloadServer
from bot.http_server import HttpServer
from handlers.words import audit as words
from tests.bot.test_download_server import CODE, LIVE, PIECE, Made, Takes

pytestmark = pytest.mark.asyncio(loop_scope="session")
MEASURES = (Path(__file__).parents[1] / "sandbox_page" / "measures.js").read_text(encoding="utf-8")
REFUSED = "status of 403"
#: What is written on the page, and on its button.
SHOWN = ["h1", "p", ".trouble", "label", "input", "button", ".note"]


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser):
    """Open a link's page; the browser may log nothing but a refusal's status."""
    http = HttpServer(DownloadServer(Takes(), Made(4), lambda _: "one.zip").application(), 0.1)
    address = f"http://127.0.0.1:{await http.start('127.0.0.1', 0)}/{LIVE}"
    contexts, troubles = [], []

    async def opened(**context):
        made = await browser.new_context(**context)
        contexts.append(made)
        page = await made.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: REFUSED in line.text or troubles.append(line.text))
        await page.goto(address)
        return page

    yield opened
    for one in contexts:
        await one.close()
    await http.stop()
    assert troubles == []


async def send(page, code):
    await page.get_by_label(words.PAGE_LABEL).fill(code)
    await page.get_by_role("button", name=words.PAGE_BUTTON).click()


async def read(download):
    return await asyncio.to_thread(Path(await download.path()).read_bytes)


async def test_a_wrong_code_is_said_and_the_right_one_downloads(visit):
    page = await visit()
    await expect(page.get_by_label(words.PAGE_LABEL)).to_be_focused()
    await send(page, "KJHFEDCA")
    await expect(page.get_by_role("alert")).to_have_text(words.PAGE_REFUSED)
    async with page.expect_download() as begun:
        await send(page, CODE.lower())
    download = await begun.value
    assert download.suggested_filename == "one.zip"
    assert await read(download) == PIECE * 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1200])
async def test_it_fits_and_can_be_read(visit, width, scheme):
    page = await visit(viewport={"width": width, "height": 800}, color_scheme=scheme)
    await send(page, "KJHFEDCA")
    await expect(page.get_by_role("alert")).to_be_visible()
    wide = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"
    assert await page.evaluate(wide) == 0
    found = await page.evaluate(f"(of) => {{ {MEASURES}; return contrasts(of); }}", SHOWN)
    assert {name for name, ratio in found.items() if ratio < 4.5} == set()
    box = await page.get_by_role("button").bounding_box()
    assert box["height"] >= 44


async def test_it_keeps_nothing_in_the_browser(visit):
    page = await visit()
    assert await page.context.cookies() == []
    assert await page.evaluate("document.cookie") == ""
