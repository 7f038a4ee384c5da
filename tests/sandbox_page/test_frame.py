"""The page around the conversation: its names, its widths, its themes, its command line."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.sandbox_page.pieces import (
    CEO,
    EVERYTHING,
    MAYA,
    actions,
    button,
    modal,
    section,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")

TEXTS = (
    ".brand strong",
    ".clock-day",
    ".bot",
    ".person-name",
    ".person-title",
    ".people .face",
    "[role=tab][aria-selected=false]",
    "#feed .text",
    ".message-head time",
    ".message-head .tag",
    ".button.primary",
    ".button.danger",
    ".composer-note",
    ".aside-note",
    ".desktop .notification span",
)

PHONE = {"viewport": {"width": 360, "height": 740}}


async def overflow(page):
    """Measure by how many pixels anything reaches out of the window."""
    return await page.evaluate(f"(() => {{ {MEASURES}; return overflow(); }})()")


async def test_the_accessibility_tree_names_every_part(sit_down, client):
    await client.chat_postMessage(
        channel=CEO,
        text="t",
        blocks=[section("Request *K7*"), actions(button("Approve", "a", style="primary"))],
    )
    page = await sit_down(CEO)
    await expect(page.locator("body")).to_match_aria_snapshot(
        """
        - banner:
          - region "Clock":
            - button "Move the clock"
          - status: Bot not connected
          - button "Dark theme"
        - navigation "People":
          - heading "Who you are" [level=2]
          - list:
            - listitem:
              - link "Maya Okafor Senior Research Associate"
        - main:
          - heading "Preclear, as Daniel Reyes sees it" [level=1]
          - tablist "Preclear":
            - tab "Messages" [selected]
            - tab "Home"
          - tabpanel "Messages":
            - log "Messages with Preclear":
              - list:
                - listitem:
                  - heading "Thursday, March 1, 2018" [level=2]
                - listitem:
                  - article "Preclear, 10:42 AM":
                    - button "Approve"
          - button "Shortcuts"
          - combobox "Command to Preclear"
          - button "Send"
        - complementary "Lock screen":
          - heading "On a locked screen" [level=2]
          - region "Phone"
          - region "Desktop notification"
        """
    )


async def test_a_phone_shows_everything_without_scrolling_sideways(sit_down, client):
    long = "https://example.org/" + "a" * 90
    row = actions(*(button(words, words) for words in ("Approve", "Decline", "Details")))
    await client.chat_postMessage(channel=CEO, text="t", blocks=[section(long), row])
    page = await sit_down(CEO, **PHONE)
    assert await overflow(page) <= 0
    await page.get_by_role("button", name="Move the clock").click()
    assert await overflow(page) <= 0


async def test_a_form_fits_a_phone(sit_down, workspace):
    workspace.views.open(MAYA, modal(*EVERYTHING))
    page = await sit_down(MAYA, **PHONE)
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await overflow(page) <= 0
    await expect(page.get_by_role("button", name="Send it")).to_be_in_viewport()


async def test_on_a_phone_the_rail_opens_and_closes_from_a_button(sit_down):
    page = await sit_down(MAYA, **PHONE)
    rail = page.get_by_role("navigation", name="People")
    await expect(rail).to_be_hidden()
    button_ = page.get_by_role("button", name="Change person. You are Maya Okafor")
    await button_.click()
    await expect(rail).to_be_visible()
    await expect(button_).to_have_attribute("aria-expanded", "true")
    await page.keyboard.press("Escape")
    await expect(rail).to_be_hidden()
    await expect(button_).to_be_focused()
    await button_.click()
    await rail.get_by_role("link", name="Daniel Reyes").click()
    await expect(rail).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Daniel Reyes")


async def test_the_theme_follows_the_system_until_one_is_chosen_and_is_remembered(sit_down):
    page = await sit_down(MAYA, color_scheme="dark")
    switch = page.get_by_role("button", name="Dark theme")
    await expect(switch).to_have_attribute("aria-pressed", "true")
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "false")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "light")
    await expect(switch).to_have_attribute("aria-pressed", "false")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_texts_stand_out_from_what_is_behind_them(sit_down, client, scheme):
    """WCAG AA: 4.5 to 1, for the colours that texts are written in."""
    row = actions(button("Go", "g", style="primary"), button("Stop", "s", style="danger"))
    await client.chat_postMessage(channel=MAYA, text="t", blocks=[section("Text"), row])
    page = await sit_down(MAYA, color_scheme=scheme)
    measure = f"(texts) => {{ {MEASURES}; return contrasts(texts); }}"
    ratios = await page.evaluate(measure, list(TEXTS))
    assert {name: ratio for name, ratio in ratios.items() if ratio < 4.5} == {}
    assert len(ratios) == len(TEXTS)


async def test_the_command_line_completes_by_keyboard(sit_down):
    page = await sit_down(MAYA)
    line = page.get_by_role("combobox", name="Command to Preclear")
    await line.press_sequentially("/pre")
    await expect(line).to_have_attribute("aria-expanded", "true")
    choices = page.get_by_role("listbox", name="Commands").get_by_role("option")
    assert "/preclear" in await choices.first.inner_text()
    await line.press("Tab")
    await expect(line).to_have_value("/preclear")
    await line.press_sequentially(" st")
    await expect(choices).to_have_text(["/preclear status"])
    await line.press("ArrowDown")
    await expect(choices.first).to_have_attribute("aria-selected", "true")
    chosen = await choices.first.get_attribute("id")
    await expect(line).to_have_attribute("aria-activedescendant", chosen)
    await line.press("Enter")
    await expect(line).to_have_value("/preclear status")
    await expect(choices).to_have_count(0)


async def test_escape_closes_the_choices_and_leaves_what_was_typed(sit_down):
    page = await sit_down(MAYA)
    line = page.get_by_role("combobox", name="Command to Preclear")
    await line.press_sequentially("/preclear w")
    choices = page.get_by_role("listbox", name="Commands")
    await expect(choices).to_be_visible()
    await line.press("Escape")
    await expect(choices).to_be_hidden()
    await expect(line).to_have_value("/preclear w")


OFFERED = {
    "hello": [],
    "/x": [],
    "/": ["/p", "/p buy 500", "/p withdraw ID", "/p help"],
    "/p": ["/p buy 500", "/p withdraw ID", "/p help"],
    "/p b": ["/p buy 500"],
    "/P W": ["/p withdraw ID"],
    "/p withdraw ": [],
}


async def test_what_is_offered_comes_from_the_commands_the_app_declares(sit_down):
    page = await sit_down(MAYA)
    found = await page.evaluate(
        """async (lines) => {
            const { completions } = await import("/completion.js");
            const commands = [{ command: "/p", usage_hint: "[buy 500 | withdraw ID | help]" }];
            return lines.map((line) => completions(line, commands).map(({ label }) => label));
        }""",
        list(OFFERED),
    )
    assert found == list(OFFERED.values())


async def test_the_page_asks_nobody_but_the_sandbox(sit_down, workspace):
    page = await sit_down(MAYA)
    asked = await page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert asked
    assert [name for name in asked if not name.startswith(workspace.base_url)] == []


async def test_an_unknown_person_in_the_address_becomes_the_first_one(sit_down):
    page = await sit_down("U0NOBODY")
    await expect(page.get_by_role("heading", level=1)).to_have_text(
        "Preclear, as Maya Okafor sees it"
    )
