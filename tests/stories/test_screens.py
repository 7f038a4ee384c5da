"""What the page itself puts on the screen, beside what the bot sends: no serious fault either."""

import pytest
from playwright.async_api import expect

from tests.stories.pieces import CEO, MAYA

pytestmark = pytest.mark.asyncio(loop_scope="session")
PALE = """document.styleSheets[0].insertRule(
    "@media (prefers-color-scheme: dark) { .composer-note { color: #333 !important; } }")"""


async def test_a_newcomer_finds_the_guide_and_begins_a_tour(sit):
    maya = await sit(MAYA, first_visit=True)
    await maya.faultless()
    await maya.picture("guide", "desk-light")
    guide = maya.page.get_by_role("dialog", name="Preclear, to try out")
    await guide.get_by_role("button", name="As an employee").click()
    tour = maya.page.get_by_role("region", name="Tour", exact=True)
    await expect(tour).to_contain_text("step 1 of")
    await expect(maya.page.locator("#wait")).to_be_hidden()
    await maya.faultless()
    await tour.get_by_role("button", name="Next", exact=True).click()
    await expect(tour).to_contain_text("step 2 of")
    await maya.faultless()
    await maya.picture("tour", "phone-dark")
    await maya.say("/preclear window")
    await expect(tour).to_contain_text("step 3 of")
    await tour.get_by_role("button", name="Leave the tour").click()
    await expect(tour).to_have_count(0)


async def test_the_menu_of_shortcuts_the_clock_and_the_lock_screen(sit, size):
    maya = await sit(MAYA)
    await maya.page.get_by_role("button", name="Shortcuts", exact=True).click()
    await expect(maya.page.get_by_role("menu", name="Shortcuts")).to_be_visible()
    await maya.faultless()
    await maya.page.keyboard.press("Escape")
    await maya.page.get_by_role("combobox", name="Command to Preclear").fill("/preclear ")
    await expect(maya.page.get_by_role("listbox", name="Commands")).to_be_visible()
    await maya.faultless()
    await maya.page.get_by_role("combobox", name="Command to Preclear").fill("")
    await maya.page.get_by_role("button", name="Move the clock").click()
    await maya.faultless()
    await maya.page.keyboard.press("Escape")
    if size == "phone":
        await maya.page.locator("#people-toggle").click()
        await maya.faultless()
        await maya.page.locator("#people-toggle").click()
        await maya.page.get_by_role("button", name="Lock screen").click()
        await expect(maya.page.locator("#lock")).to_be_visible()
        await maya.faultless()


async def test_two_people_side_by_side(sit):
    pair = await sit(MAYA, path=f"pair.html?left={MAYA}&right={CEO}")
    frames = pair.page.locator("iframe")
    await expect(frames).to_have_count(2)
    for place in range(2):
        await expect(frames.nth(place).content_frame.locator("#feed > li").first).to_be_attached()
    await pair.faultless()
    await pair.picture("pair")


async def test_a_fault_is_found_where_there_is_one(sit, size):
    """Hold what looks for faults to it: a name taken away, and pale words in the dark alone.

    The dark is looked at on a desk: its colours are those of any size.
    """
    maya = await sit(MAYA)
    if size == "desk":
        await maya.page.evaluate(PALE)
        with pytest.raises(AssertionError, match="color-contrast"):
            await maya.faultless()
        await maya.page.reload()
    await maya.page.evaluate("document.querySelector('#theme').removeAttribute('aria-label')")
    with pytest.raises(AssertionError, match="button-name"):
        await maya.faultless()
