"""The conversation: messages as they stand, buttons, answers in private, two people at once."""

import asyncio

import pytest
from playwright.async_api import expect

from tests.sandbox_page.pieces import (
    CEO,
    CFO,
    MAYA,
    actions,
    button,
    marked,
    modal,
    opens,
    plain,
    section,
    type_command,
)

pytestmark = pytest.mark.asyncio(loop_scope="session")

SURE = {
    "title": plain("Decline it?"),
    "text": marked("This is *final*."),
    "confirm": plain("Decline"),
    "deny": plain("Go back"),
    "style": "danger",
}


def card(**more):
    row = actions(
        button("Approve", "approve", style="primary"), button("Details", "details"), block_id="row"
    )
    return {"text": "A request waits.", "blocks": [section("Request *K7QM2XWD*"), row]} | more


async def test_a_press_reaches_the_app_and_the_message_shows_its_end(sit_down, app, client):
    @app.action("approve")
    async def approved(ack, body, client):
        end = [section("Decided.")]
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**where, text="Decided.", blocks=end)
        await ack()

    await client.chat_postMessage(channel=CEO, **card())
    page = await sit_down(CEO)
    message = page.get_by_role("article", name="Preclear, 10:42 AM")
    await message.get_by_role("button", name="Approve").click()
    await expect(message).to_contain_text("Decided.")
    await expect(message.get_by_role("button")).to_have_count(0)
    await expect(message).to_contain_text("(edited)")
    # the button that had the keyboard is gone: its message has it now
    await expect(page.locator("#feed .message")).to_be_focused()


async def test_a_form_opened_by_a_button_gives_the_keyboard_back_to_it(sit_down, app, client):
    @app.action("details")
    async def details(ack, body, client):
        await client.views_open(trigger_id=body["trigger_id"], view=modal(section("All of it")))
        await ack()

    await client.chat_postMessage(channel=CEO, **card())
    page = await sit_down(CEO)
    await page.get_by_role("button", name="Details").press("Enter")
    dialog = page.get_by_role("dialog", name="Ask for clearance")
    await expect(dialog).to_contain_text("All of it")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_role("button", name="Details")).to_be_focused()


async def test_a_form_whose_button_is_gone_gives_the_keyboard_to_the_message(
    sit_down, workspace, client
):
    posted = await client.chat_postMessage(channel=CEO, **card())
    page = await sit_down(CEO)
    await page.get_by_role("button", name="Details").focus()
    workspace.views.open(CEO, modal(section("All of it")))
    dialog = page.get_by_role("dialog", name="Ask for clearance")
    await expect(dialog).to_be_visible()
    end = [section("Decided.")]
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="t", blocks=end)
    await expect(page.locator("#feed")).to_contain_text("Decided.")
    await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)
    await expect(page.locator("#feed .message")).to_be_focused()


async def test_a_question_before_a_button_is_asked_and_can_be_denied(sit_down, app, client):
    pressed = asyncio.Queue()

    @app.action("decline")
    async def declined(ack):
        pressed.put_nowait("declined")
        await ack()

    row = actions(button("Decline", "decline", style="danger", confirm=SURE))
    await client.chat_postMessage(channel=CEO, text="t", blocks=[row])
    page = await sit_down(CEO)
    decline = page.locator("#feed").get_by_role("button", name="Decline")
    await decline.click()
    question = page.get_by_role("dialog", name="Decline it?")
    await expect(question).to_have_accessible_description("This is final.")
    await question.get_by_role("button", name="Go back").click()
    await expect(question).to_have_count(0)
    assert pressed.empty()
    await decline.click()
    await question.get_by_role("button", name="Decline").click()
    assert await asyncio.wait_for(pressed.get(), 120) == "declined"


async def test_a_press_that_nobody_answers_says_so_beside_the_button(sit_down, client):
    await client.chat_postMessage(channel=CEO, **card())
    page = await sit_down(CEO)
    await page.get_by_role("button", name="Approve").click()
    row = page.locator('[data-block="row"]')
    await expect(row.get_by_role("alert")).not_to_be_empty()
    await expect(row.get_by_role("button", name="Approve")).to_be_enabled()


async def test_an_answer_in_private_is_marked_so_and_can_be_dismissed(sit_down, app):
    @app.command("/preclear")
    async def asked(ack):
        await ack(text="The window is *open*.")

    page = await sit_down(MAYA)
    await type_command(page, "/preclear window")
    answer = page.locator("#feed .whisper")
    await expect(answer).to_contain_text("Only visible to you.")
    await expect(answer.locator("strong").last).to_have_text("open")
    await answer.get_by_role("button", name="Dismiss").click()
    await expect(answer).to_have_count(0)


async def test_a_command_that_nobody_answers_is_said_at_the_line_and_kept(sit_down):
    page = await sit_down(MAYA)
    await type_command(page, "/preclear window")
    await expect(page.locator("#composer").get_by_role("alert")).to_contain_text(
        '/preclear failed with the error "dispatch_failed"'
    )
    line = page.get_by_role("combobox", name="Command to Preclear")
    await expect(line).to_have_value("/preclear window")


async def test_a_line_that_is_no_command_is_not_posted(sit_down, workspace):
    page = await sit_down(MAYA)
    await type_command(page, "our trial failed")
    await expect(page.locator("#composer").get_by_role("alert")).to_contain_text("/preclear")
    assert workspace.conversation(MAYA).messages == []


async def test_two_people_are_two_pages_and_each_hears_of_what_is_theirs(sit_down, client):
    maya, ceo = await sit_down(MAYA), await sit_down(CEO)
    await client.chat_postMessage(channel=CEO, text="For the CEO.")
    await expect(ceo.get_by_role("log")).to_contain_text("For the CEO.")
    await client.chat_postMessage(channel=MAYA, text="For Maya.")
    await expect(maya.get_by_role("log")).to_contain_text("For Maya.")
    await expect(maya.get_by_role("log")).not_to_contain_text("For the CEO.")
    await expect(ceo.get_by_role("log")).not_to_contain_text("For Maya.")


async def test_what_another_person_has_unread_shows_in_the_rail_until_they_read_it(
    sit_down, client
):
    page = await sit_down(MAYA)
    rail = page.get_by_role("navigation", name="People")
    await client.chat_postMessage(channel=CFO, text="Something.")
    await expect(rail.get_by_role("link", name="Priya Raman")).to_contain_text("1 unread")
    await rail.get_by_role("link", name="Priya Raman").click()
    await expect(page.get_by_role("log")).to_contain_text("Something.")
    await expect(page).to_have_url(page.url.split("?")[0] + f"?user={CFO}")
    await expect(rail.locator(".unread")).to_have_count(0)


async def test_home_is_asked_for_when_it_is_opened_and_its_buttons_work(sit_down, app):
    pressed = asyncio.Queue()

    @app.event("app_home_opened")
    async def opened(event, client):
        blocks = [section("Your requests"), actions(button("Ask", "ask"))]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("ask")
    async def asked(ack, body):
        pressed.put_nowait(body["view"]["type"])
        await ack()

    page = await sit_down(MAYA)
    await page.get_by_role("tab", name="Messages").press("ArrowRight")
    home = page.get_by_role("tabpanel", name="Home")
    await expect(home).to_contain_text("Your requests")
    await home.get_by_role("button", name="Ask").click()
    assert await asyncio.wait_for(pressed.get(), 120) == "home"


async def test_the_lock_screen_shows_the_phones_text_and_the_desktops_blocks(sit_down, client):
    await client.chat_postMessage(channel=MAYA, text="on a phone", blocks=[section("on a desk")])
    page = await sit_down(MAYA)
    strip = page.get_by_role("complementary", name="Lock screen")
    await expect(strip.get_by_role("region", name="Phone")).to_contain_text("on a phone")
    desk = strip.get_by_role("region", name="Desktop notification")
    await expect(desk).to_contain_text("on a desk")


async def test_whether_the_bot_is_connected_is_said(sit_down, workspace):
    page = await sit_down(MAYA)
    await expect(page.get_by_role("status")).to_have_text("Bot not connected")
    workspace.deliver_to("http://127.0.0.1:9/slack/events")
    await expect(page.get_by_role("status")).to_have_text("Bot connected")


async def test_nothing_of_the_last_person_stays_when_another_sits_down(sit_down, app):
    await opens(app, modal(section("Maya's form")))
    page = await sit_down(MAYA)
    await type_command(page)
    await page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    line = page.get_by_role("combobox", name="Command to Preclear")
    await line.fill("/preclear sell 500")
    await page.get_by_role("link", name="Daniel Reyes").click()
    await expect(line).to_have_value("")
    await line.press("ArrowUp")
    await expect(line).to_have_value("")
