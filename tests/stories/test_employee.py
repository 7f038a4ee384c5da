"""An employee asks at 10:00, is cleared, trades the next day, and says so."""

import pytest
from playwright.async_api import expect

from tests.stories.pieces import CEO, MAYA, approve, ask

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_asks_is_cleared_trades_and_reports(sit):
    maya, daniel = await sit(MAYA), await sit(CEO)
    await maya.faultless()
    await ask(maya, "/preclear buy 500")
    await maya.reads("Waiting for a decision", "Buy 500 shares")
    await maya.faultless()
    await maya.close()
    await approve(daniel)
    await maya.letters(1)
    await maya.open_last()
    await maya.reads("Approved: you hold a clearance", "Decided by Daniel Reyes")
    await maya.reads("Tuesday 24 November 2026, 9:30 a.m. New York time")
    await maya.faultless()
    await maya.picture("receipt", "phone-dark")
    await maya.close()
    await maya.at("2026-11-24T11:00")
    home = await maya.home()
    await maya.sees(home, "Approved: you hold a clearance")
    await maya.faultless()
    await maya.picture("home-employee")
    await to_the_report(maya, home)
    await reported(maya)
    await maya.reads("Reported")
    await maya.faultless()


async def to_the_report(maya, home):
    """Go there from App Home on a desk, and by ⚡ on a phone."""
    if maya.size == "desk":
        await home.get_by_role("button", name="Report a trade", exact=True).last.click()
    else:
        await maya.messages()
        await maya.shortcut("Report a trade")
        await maya.titled("Report a trade")
        await maya.faultless()
        await maya.press("Report a trade")
    await maya.reads("Did you trade?")


async def reported(maya):
    """Report one execution; what is wrong is said at its field, and nothing typed is lost."""
    await maya.tick("Yes, I traded")
    await expect(maya.field("Shares traded")).to_be_visible()
    await maya.fill("Shares traded", "700")
    await maya.fill("Price", "3.10")
    await maya.press("Report")
    await maya.reads("Choose one to go on.")
    await maya.faultless()
    assert await maya.field("Price").input_value() == "3.10"
    await maya.tick("No, I held none")
    await maya.fill("Shares traded", "500")
    await maya.fill("Day of", "2026-11-24")
    await maya.fill("Time of", "10:15")
    await maya.press("Report")
