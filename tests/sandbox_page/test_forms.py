"""Forms: by keyboard alone, with errors at their fields, in Slack's shape."""

import pytest
from playwright.async_api import expect

from tests.sandbox_page.pieces import (
    EVERYTHING,
    MAYA,
    QUANTITY,
    SIDE,
    STATEMENTS,
    entry,
    modal,
    opens,
    section,
    type_command,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def opened(sit_down, app, *blocks, **more):
    """Open the page with a form on it; give it, and what the app is sent."""
    sent = await opens(app, modal(*blocks, **more))
    page = await sit_down(MAYA)
    await type_command(page)
    await expect(page.get_by_role("dialog")).to_be_visible()
    return page, sent


async def test_a_form_is_filled_in_and_sent_by_keyboard_alone(sit_down, app):
    page, sent = await opened(sit_down, app, SIDE, QUANTITY, STATEMENTS)
    keys = page.keyboard
    await expect(page.get_by_role("combobox", name="What?")).to_be_focused()
    await keys.type("Sell")
    await keys.press("Tab")
    await keys.type("500")
    await keys.press("Tab")
    await keys.press("Space")
    await keys.press("Tab")
    await keys.press("Space")
    await keys.press("Tab")
    await expect(page.get_by_role("button", name="Cancel")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("combobox", name="Command to Preclear")).to_be_focused()
    (values,) = sent
    assert values["side"]["v"]["selected_option"]["value"] == "sell"
    assert values["quantity"]["v"] == {"type": "number_input", "value": "500"}
    chosen = values["statements"]["v"]["selected_options"]
    assert [option["value"] for option in chosen] == ["nothing known", "policy read"]


async def test_tab_stays_inside_the_form_in_both_directions(sit_down, app):
    page, _ = await opened(sit_down, app, QUANTITY)
    close = page.get_by_role("button", name="Close this form")
    send = page.get_by_role("button", name="Send it")
    await close.focus()
    await page.keyboard.press("Shift+Tab")
    await expect(send).to_be_focused()
    await page.keyboard.press("Tab")
    await expect(close).to_be_focused()


async def test_escape_closes_the_form_and_gives_the_keyboard_back(sit_down, app, workspace):
    page, _ = await opened(sit_down, app, QUANTITY)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("combobox", name="Command to Preclear")).to_be_focused()
    assert workspace.views.stack(MAYA) == []


async def test_an_error_of_the_app_stands_at_its_field(sit_down, app):
    page, sent = await opened(sit_down, app, QUANTITY)
    field = page.get_by_label("How many shares?")
    await expect(field).to_have_accessible_description("A whole number.")
    await field.fill("13")
    await page.get_by_role("button", name="Send it").click()
    await expect(field).to_have_attribute("aria-invalid", "true")
    await expect(field).to_have_accessible_description("Thirteen is too many. A whole number.")
    await expect(field).to_be_focused()
    await field.fill("12")
    await expect(field).not_to_have_attribute("aria-invalid", "true")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert [values["quantity"]["v"]["value"] for values in sent] == ["13", "12"]


async def test_what_is_missing_is_said_at_every_field_and_nothing_is_sent(sit_down, app):
    page, sent = await opened(sit_down, app, SIDE, QUANTITY, STATEMENTS)
    await page.get_by_role("button", name="Send it").click()
    await expect(page.locator("dialog .error:visible")).to_have_text(
        ["Choose one to go on.", "Fill this in to go on.", "Tick what applies to go on."]
    )
    group = page.get_by_role("group", name="Your statements")
    await expect(group).to_have_attribute("aria-invalid", "true")
    await expect(page.get_by_label("What?")).to_be_focused()
    assert sent == []


NO_NUMBER = {
    "12.5": "Write a whole number.",
    "0": "Write 1 or more.",
    "many": "Write a whole number.",
}


async def test_a_number_that_is_none_is_refused_before_it_is_sent(sit_down, app):
    page, sent = await opened(sit_down, app, QUANTITY)
    for written, error in NO_NUMBER.items():
        await page.get_by_label("How many shares?").fill(written)
        await page.keyboard.press("Enter")
        await expect(page.locator("dialog .error:visible")).to_have_text(error)
    assert sent == []
    await page.get_by_label("How many shares?").fill("1")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert len(sent) == 1


async def test_every_element_is_sent_in_slacks_shape(sit_down, app):
    page, sent = await opened(sit_down, app, *EVERYTHING)
    await page.get_by_label("What?").select_option("Buy")
    await page.get_by_label("How many shares?").fill("7")
    await page.get_by_label("Limit").check()
    await page.get_by_label("Policy read").check()
    await page.get_by_label("Day").fill("2018-03-05")
    await page.get_by_label("Hour").fill("15:30")
    await page.get_by_label("Moment").fill("2018-03-05T16:00")  # in New York, where Maya is
    await page.get_by_label("Two").check()
    await page.get_by_role("group", name="People").get_by_label("Daniel Reyes").check()
    await page.get_by_label("Note (optional)").fill("line\nline")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    (values,) = sent
    held = {block: {**entry["v"]} for block, entry in values.items()}
    assert held["side"]["selected_option"]["value"] == "buy"
    assert held["quantity"]["value"] == "7"
    assert held["order"]["selected_option"]["value"] == "limit"
    assert [option["value"] for option in held["statements"]["selected_options"]] == ["policy read"]
    assert held["day"]["selected_date"] == "2018-03-05"
    assert held["hour"]["selected_time"] == "15:30"
    assert held["moment"]["selected_date_time"] == 1520283600
    assert [option["value"] for option in held["parts"]["selected_options"]] == ["two"]
    assert sorted(held["people"]["selected_users"]) == sorted([MAYA, "U0CEO"])
    assert held["note"]["value"] == "line\nline"


async def test_a_form_drawn_anew_keeps_what_was_filled_in_and_the_keyboard(sit_down, app, client):
    chooser = {**SIDE, "dispatch_action": True}
    page, _ = await opened(sit_down, app, chooser, QUANTITY)
    seen = []

    @app.action("v")
    async def chosen(ack, body):
        seen.append(body["actions"][0]["selected_option"]["value"])
        view = modal(section("Selling needs a word."), chooser, QUANTITY)
        await client.views_update(view_id=body["view"]["id"], view=view)
        await ack()

    await page.get_by_label("How many shares?").fill("500")
    await page.get_by_label("What?").select_option("Sell")
    await expect(page.get_by_role("dialog")).to_contain_text("Selling needs a word.")
    assert seen == ["sell"]
    await expect(page.get_by_label("How many shares?")).to_have_value("500")
    await expect(page.get_by_label("What?")).to_have_value("1")


async def test_a_form_that_the_app_changes_meanwhile_keeps_what_was_filled_in(
    sit_down, workspace, client
):
    view = workspace.views.open(MAYA, modal(SIDE, QUANTITY))
    page = await sit_down(MAYA)
    await page.get_by_label("How many shares?").fill("500")
    changed = modal(section("The window is about to close."), SIDE, QUANTITY)
    await client.views_update(view_id=view.id, view=changed)
    await expect(page.get_by_role("dialog")).to_contain_text("The window is about to close.")
    await expect(page.get_by_label("How many shares?")).to_have_value("500")
    await expect(page.get_by_label("How many shares?")).to_be_focused()


async def test_a_form_that_is_long_before_its_first_field_begins_at_its_title(sit_down, workspace):
    workspace.views.open(MAYA, modal(section("Read this first.\n" * 60), QUANTITY))
    page = await sit_down(MAYA)
    await expect(page.get_by_role("heading", name="Ask for clearance")).to_be_focused()
    assert await page.locator(".modal-body").evaluate("body => body.scrollTop") == 0


async def test_a_form_on_top_of_another_goes_back_to_it(sit_down, app, workspace):
    @app.view("first")
    async def on_top(ack):
        await ack(response_action="push", view=modal(section("Sure?"), title="Second"))

    workspace.views.open(MAYA, modal(QUANTITY, callback_id="first"))
    page = await sit_down(MAYA)
    await page.get_by_label("How many shares?").fill("500")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("dialog", name="Second")).to_be_visible()
    await page.get_by_role("button", name="Cancel").click()
    await expect(page.get_by_role("dialog", name="Ask for clearance")).to_be_visible()
    await expect(page.get_by_label("How many shares?")).to_have_value("500")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("dialog", name="Second")).to_be_visible()
    await page.get_by_role("button", name="Close this form").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_app_that_is_away_is_said_and_the_form_stays(sit_down, workspace):
    workspace.views.open(MAYA, modal(QUANTITY))
    page = await sit_down(MAYA)
    await page.get_by_label("How many shares?").fill("500")
    await page.get_by_role("button", name="Send it").click()
    await expect(page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    await expect(page.get_by_label("How many shares?")).to_have_value("500")


async def test_a_text_that_is_too_long_is_counted_and_refused(sit_down, app):
    short = entry("short", "Short", {"type": "plain_text_input", "max_length": 5})
    page, sent = await opened(sit_down, app, short)
    await page.get_by_label("Short", exact=True).fill("sevenxx")
    await expect(page.get_by_text("7 of 5")).to_be_visible()
    await page.get_by_role("button", name="Send it").click()
    await expect(page.locator("dialog .error:visible")).to_contain_text("5 characters; it has 7")
    assert sent == []
