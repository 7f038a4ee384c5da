"""Whatever text arrives, the page shows it and does nothing else with it."""

import pytest
from playwright.async_api import expect

from tests.sandbox_page.pieces import MAYA, entry, modal, opens, plain, section, type_command

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = "<script>window.taken = 1</script><img src=x onerror='window.taken = 1'>"
ESCAPED = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


async def nothing_ran(page):
    assert await page.evaluate("window.taken") is None
    assert await page.locator("main script, main img, dialog script, dialog img").count() == 0


@pytest.mark.parametrize("text", [HOSTILE, ESCAPED], ids=["raw", "escaped"])
async def test_markup_in_a_message_is_shown_as_the_text_that_it_is(sit_down, client, text):
    blocks = [section(text), {"type": "context", "elements": [plain(HOSTILE)]}]
    await client.chat_postMessage(channel=MAYA, text=text, blocks=blocks)
    page = await sit_down(MAYA)
    await expect(page.locator("#feed .section")).to_have_text(HOSTILE)
    await expect(page.locator("#feed .context")).to_have_text(HOSTILE)
    await nothing_ran(page)


async def test_markup_in_a_form_is_shown_as_the_text_that_it_is(sit_down, app):
    field = entry("f", HOSTILE, {"type": "plain_text_input", "initial_value": HOSTILE})
    await opens(app, modal(section(ESCAPED), field, title="<b>Form</b>"))
    page = await sit_down(MAYA)
    await type_command(page)
    await expect(page.get_by_role("dialog", name="<b>Form</b>")).to_be_visible()
    await expect(page.get_by_label(HOSTILE)).to_have_value(HOSTILE)
    await nothing_ran(page)


async def test_a_mention_of_everybody_is_a_mention_only_where_it_is_markup(sit_down, client):
    await client.chat_postMessage(
        channel=MAYA, text="t", blocks=[section("<!channel> and &lt;!channel&gt;")]
    )
    page = await sit_down(MAYA)
    await expect(page.locator("#feed .section")).to_have_text("@channel and <!channel>")
    await expect(page.locator("#feed .mention")).to_have_text(["@channel"])


async def test_only_an_address_that_can_be_followed_safely_becomes_a_link(sit_down, client):
    text = "<javascript:window.taken=1|bad> <https://example.org/a?b=1&amp;c=2|good>"
    await client.chat_postMessage(channel=MAYA, text="t", blocks=[section(text)])
    page = await sit_down(MAYA)
    links = page.locator("#feed a")
    await expect(links).to_have_text(["good"])
    assert await links.get_attribute("href") == "https://example.org/a?b=1&c=2"
    assert await links.get_attribute("rel") == "noopener noreferrer"


async def test_mrkdwn_is_drawn_and_text_that_only_looks_like_it_is_left(sit_down, client):
    text = (
        "*bold* _italic_ ~gone~ `a *b*` <@U0CEO> snake_case_name 2*3*4 :lock: :unheard_of:\n"
        "• one\n• two\n&gt; said\n```x &lt; y```"
    )
    await client.chat_postMessage(channel=MAYA, text="t", blocks=[section(text)])
    page = await sit_down(MAYA)
    drawn = page.locator("#feed .section .text")
    await expect(drawn.locator("strong")).to_have_text(["bold"])
    await expect(drawn.locator("em")).to_have_text(["italic"])
    await expect(drawn.locator("del")).to_have_text(["gone"])
    await expect(drawn.locator("code")).to_have_text(["a *b*", "x < y"])
    await expect(drawn.locator("li")).to_have_text(["one", "two"])
    await expect(drawn.locator("blockquote")).to_have_text(["said"])
    await expect(drawn.locator(".mention")).to_have_text(["@Daniel Reyes"])
    await expect(drawn.get_by_role("img", name="lock")).to_be_visible()
    await expect(drawn).to_contain_text("snake_case_name 2*3*4")
    await expect(drawn).to_contain_text(":unheard_of:")


async def test_plain_text_keeps_its_lines_and_is_never_markup(sit_down, client):
    blocks = [{"type": "section", "text": plain("Buy 500 shares\n*My* own <!here>")}]
    await client.chat_postMessage(channel=MAYA, text="t", blocks=blocks)
    page = await sit_down(MAYA)
    drawn = page.locator("#feed .section .text")
    await expect(drawn).to_be_visible()
    assert await drawn.inner_text() == "Buy 500 shares\n*My* own <!here>"
    await expect(drawn.locator("strong, .mention")).to_have_count(0)


async def test_rich_text_keeps_its_lists_and_styles(sit_down, workspace):
    def said(text, **style):
        return {"type": "text", "text": text, **({"style": style} if style else {})}

    def part(kind, *elements, **more):
        return {"type": f"rich_text_{kind}", "elements": list(elements), **more}

    items = (part("section", said("one")), part("section", said("<b>two</b>")))
    block = {
        "type": "rich_text",
        "elements": [
            part("section", said("plain "), said("strong", bold=True)),
            part("list", *items, style="ordered"),
            part("quote", said("quoted")),
        ],
    }
    conversation, bot = workspace.conversation(MAYA), workspace.seed.bot_user_id
    workspace.messages.post(conversation, bot, "t", [block])
    page = await sit_down(MAYA)
    await expect(page.locator("#feed .rich strong")).to_have_text("strong")
    await expect(page.locator("#feed .rich ol > li")).to_have_text(["one", "<b>two</b>"])
    await expect(page.locator("#feed .rich blockquote")).to_have_text("quoted")
