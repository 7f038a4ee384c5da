"""The bot's own request form on the page: chosen, drawn anew, kept, and its examples."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

import handlers
from handlers.words import request as request_words
from tests.handlers import samples
from tests.handlers.conftest import FakeDesk
from tests.sandbox_page.pieces import type_command

pytestmark = pytest.mark.asyncio(loop_scope="session")

KIND = "What do you want to do?"


@pytest.fixture
def desk():
    return FakeDesk()


@pytest.fixture
def asking(app, clock, desk):
    """Let the bot's own handlers listen, over a desk of canned answers."""
    handlers.register(app, desk, clock, desk)
    return desk


async def opened(sit_down, **context):
    page = await sit_down(**context)
    await type_command(page)
    await expect(page.get_by_label(KIND)).to_be_visible()
    return page


@pytest.mark.usefixtures("asking")
async def test_kinds_stand_in_groups(sit_down):
    page = await opened(sit_down)
    groups = page.get_by_label(KIND).locator("optgroup")
    await expect(groups).to_have_count(6)
    named = [await groups.nth(place).get_attribute("label") for place in range(6)]
    assert named[0] == "Buy and sell"
    assert named[5].startswith("Never allowed")


@pytest.mark.usefixtures("asking")
async def test_a_choice_draws_the_form_anew_and_keeps_what_was_typed(sit_down):
    page = await opened(sit_down)
    await expect(page.locator("dialog .input .label")).to_have_text([KIND, "Whose securities?"])
    await page.get_by_label(KIND).select_option("Buy")
    await page.get_by_label("How many").fill("1,500")
    await page.get_by_label("I stay responsible").check()
    await page.get_by_label(KIND).focus()
    await page.get_by_label(KIND).select_option("Give as a gift")
    await expect(page.get_by_label("Kind of order")).to_have_count(0)
    await expect(page.get_by_label("How many")).to_have_value("1,500")
    await expect(page.get_by_label("I stay responsible")).to_be_checked()
    await expect(page.get_by_label(KIND)).to_be_focused()
    await page.get_by_label(KIND).select_option("Sell short")
    await expect(page.get_by_text("no approval can allow it")).to_be_visible()
    await expect(page.get_by_label("How many")).to_have_value("1,500")


@pytest.mark.usefixtures("asking")
async def test_another_company_is_asked_its_own_questions(sit_down):
    page = await opened(sit_down, viewport={"width": 390, "height": 844})
    await page.get_by_label(KIND).select_option("Sell")
    await expect(page.get_by_label("Kind of order")).to_be_visible()
    await page.get_by_label("Another company's").check()
    await expect(page.get_by_label("Which company?")).to_be_visible()
    await expect(page.get_by_label("Kind of order")).to_have_count(0)
    await page.get_by_label("This company's").check()
    await expect(page.get_by_label("Kind of order")).to_be_visible()
    await expect(page.get_by_label("Which company?")).to_have_count(0)


async def test_the_examples_open_on_top_and_go_back_to_what_was_typed(sit_down, asking):
    asking.answers["asking"] = replace(samples.ASKING, news=(samples.NEWS,))
    page = await opened(sit_down)
    await page.get_by_label(KIND).select_option("Buy")
    await expect(page.get_by_text("Whoever knew of it before")).to_be_visible()
    await page.get_by_label("How many").fill("7")
    await page.get_by_role("button", name=request_words.EXAMPLES).click()
    dialog = page.get_by_role("dialog", name="Inside information")
    await expect(dialog.get_by_role("listitem")).to_have_count(15)
    await page.get_by_role("button", name="Back").click()
    await expect(page.get_by_label("How many")).to_have_value("7")


async def test_a_filled_form_is_filed_from_the_page(sit_down, asking):
    page = await opened(sit_down)
    await page.get_by_label(KIND).select_option("Exercise options")
    await page.get_by_label("How many options?").fill("300")
    await page.get_by_label("Shares sold at once").fill("301")
    for statement in ("I hold no", "I have read", "I stay"):
        await page.get_by_label(statement).check()
    await page.get_by_role("button", name="Ask", exact=True).click()
    await expect(page.get_by_text(request_words.ERROR_SOLD_MORE)).to_be_visible()
    await page.get_by_label("Shares sold at once").fill("300")
    await page.get_by_role("button", name="Ask", exact=True).click()
    await expect(page.get_by_role("dialog", name="Your request")).to_be_visible()
    trade = asking.asked[-1][2].trade
    assert (trade.action, trade.quantity, trade.shares_sold) == ("option_exercise", 300, 300)
