"""The machine's browser, started once for all tests of a process that look at a page."""

import shutil

import pytest
import pytest_asyncio

from tests.left_out import leave_out

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def chromium():
    """Start the machine's browser; give None where it has none."""
    # Imported here: most tests look at no page.
    from playwright.async_api import async_playwright, expect  # noqa: PLC0415

    expect.set_options(timeout=60_000)  # a loaded machine's, not a person's
    path = shutil.which("chromium")
    if path is None:
        yield None
        return
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        await browser.close()


async def answered(form):
    """Wait until the bot has answered what was chosen in a form: it may draw the form anew."""
    from playwright.async_api import expect  # noqa: PLC0415 - most tests look at no page

    await expect(form.locator("[aria-disabled=true]")).to_have_count(0)


@pytest.fixture
def browser(chromium):
    if chromium is None:
        leave_out("Chromium", "the page was not tried; install Debian's package chromium")
    return chromium
