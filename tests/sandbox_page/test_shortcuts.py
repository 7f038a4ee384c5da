"""The ⚡ beside the command line: the app's shortcuts, by pointer, keyboard and screen reader."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from sandbox.seed import SHORTCUTS
from tests.sandbox_page.pieces import MAYA, modal, section

pytestmark = pytest.mark.asyncio(loop_scope="session")

ASK = SHORTCUTS[0]
MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
#: On both sides of the width of the commonest phone.
WIDTHS = (360, 389, 391, 1280)


@pytest.fixture
def answered(app):
    """Let the app open a form for the shortcut."""

    @app.shortcut(ASK.callback_id)
    async def used(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(section("The form")))
        await ack()


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("width", WIDTHS)
async def test_a_shortcut_opens_the_form(sit_down, width):
    page = await sit_down(MAYA, viewport={"width": width, "height": 740})
    toggle = page.get_by_role("button", name="Shortcuts")
    menu = page.get_by_role("menu", name="Shortcuts")
    await expect(menu).to_have_count(0)
    await toggle.click()
    item = menu.get_by_role("menuitem", name=ASK.name)
    await expect(item).to_be_focused()
    await expect(item).to_be_in_viewport(ratio=1)
    await expect(item).to_have_accessible_description(ASK.description)
    assert await page.evaluate(f"(() => {{ {MEASURES}; return overflow(); }})()") <= 0
    box = await toggle.bounding_box()
    assert min(box["width"], box["height"]) >= 42
    await item.click()
    await expect(page.get_by_role("dialog")).to_contain_text("The form")
    await page.keyboard.press("Escape")
    await expect(toggle).to_be_focused()


@pytest.mark.usefixtures("answered")
async def test_the_keyboard_alone_is_enough(sit_down):
    page = await sit_down(MAYA)
    toggle = page.get_by_role("button", name="Shortcuts")
    item = page.get_by_role("menuitem", name=ASK.name)
    await toggle.focus()
    await page.keyboard.press("ArrowDown")
    await expect(item).to_be_focused()
    await expect(toggle).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Escape")
    await expect(toggle).to_be_focused()
    await expect(item).to_have_count(0)
    await page.keyboard.press("Enter")
    for _ in SHORTCUTS:  # past the last one comes the first again
        await page.keyboard.press("ArrowDown")
    await expect(item).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_contain_text("The form")


async def test_what_went_wrong_is_said_under_the_line_and_a_click_elsewhere_closes(sit_down):
    page = await sit_down(MAYA)
    toggle = page.get_by_role("button", name="Shortcuts")
    await toggle.click()
    await page.get_by_role("menuitem", name=ASK.name).click()
    await expect(page.locator("#command-note")).to_have_class("composer-note trouble")
    await toggle.click()
    await page.get_by_role("combobox").click()
    await expect(page.get_by_role("menu")).to_have_count(0)
