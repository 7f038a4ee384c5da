"""Each tour, gone through to its end in the browser by doing what it says, over the real bot."""

import re
from dataclasses import replace
from datetime import datetime

import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot import scenarios
from bot.playing import NotPlayedError
from bot.starting import Rules
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from tests.bot.pieces import NEW_YORK
from tests.bot.trial_sandbox import opened
from tests.browsing import answered
from tests.sandbox_page.conftest import own_error

pytestmark = pytest.mark.asyncio(loop_scope="session")

REAL = datetime(2026, 11, 23, 10, 0, tzinfo=NEW_YORK)
PHONE = {"viewport": {"width": 390, "height": 844}}
TOURS = ("employee", "director", "officer", "compliance", "secret")
TITLES = {
    "employee": "As an employee",
    "director": "As a director",
    "officer": "As the CEO or the CFO",
    "compliance": "As compliance",
    "secret": "What stays secret",
}


@pytest.fixture(scope="session")
def rules():
    return Rules(load_policy(), load_exchange("XNAS"))


@pytest_asyncio.fixture(loop_scope="session")
async def sandbox(tmp_path, rules):
    async with opened(tmp_path / "data", rules, REAL) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def visit(browser, sandbox):
    """Open the page as a visitor who has never been there; no error may be logged."""
    contexts, troubles = [], []

    async def open_page(path="", storage=True, **context):
        made = await browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | context)
        contexts.append(made)
        if not storage:
            await made.add_init_script(
                """for (const name of ["localStorage", "sessionStorage"])
                Object.defineProperty(window, name, { get() { throw new Error("blocked"); } });"""
            )
        page = await made.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: own_error(line) and troubles.append(line.text))
        await page.goto(f"{sandbox.workspace.base_url}/{path}")
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert troubles == []


def guide(page):
    return page.get_by_role("dialog", name="Preclear, to try out")


def panel(page):
    return page.get_by_role("region", name="Tour", exact=True)


async def begin(page, name):
    await guide(page).get_by_role("button", name=TITLES[name]).click()
    await expect(panel(page)).to_be_visible()
    await expect(page.locator("#wait")).to_be_hidden()


async def steps_of(page, name):
    """Read the tour's own text: what each step points at, and what it types."""
    return await page.evaluate(
        """async (name) => (await import("/tours.js")).TOURS.find((one) => one.name === name).steps
            .map(({ as, types, say, done }) => ({ as, types: types ?? null, say, read: !done }))""",
        name,
    )


async def fill(page):
    """Fill in the form on top as its step says, whichever it is."""
    form = page.locator("#modal form")
    for block in ("statements", "statement", "ack_statements", "acknowledge_statements"):
        for box in await form.locator(f"[data-block={block}] input[type=checkbox]").all():
            await box.check()
            await answered(form)
    if await form.locator("[data-block=restrict_people]").count():
        await restrict(form)
    if await form.locator("[data-block=traded]").count():
        await form.locator("[data-block=traded] input[type=radio]").last.check()
        await answered(form)
    if await form.locator("[data-block=decision] input[type=radio]:checked").count() == 0:
        for radio in await form.locator("[data-block=decision] label", has_text="Decline").all():
            await radio.click()
            await answered(form)
    for line in await form.locator("[data-block$=signature] input").all():
        await line.fill("Leila Haddad")


async def restrict(form):
    """Restrict the director for an event, and tell nobody; each choice draws the form anew."""
    kinds = form.locator("[data-block=restrict_kind] input[type=radio]")
    await kinds.first.check()
    await answered(form)
    await form.locator("[data-block=restrict_people]").get_by_label("Ruth Abernathy").check()
    await answered(form)
    await form.locator("[data-block=restrict_matter] input").fill("HERON")
    await form.locator("[data-block=restrict_notify] input[type=radio]").last.check()
    await expect(form.locator("[data-block=restrict_silence]")).to_be_visible()


async def do(page, step, said):
    """Do what a step says, with what it points at."""
    if step["read"]:
        await panel(page).get_by_role("button", name="Next", exact=True).click()
        return
    if step["types"]:
        await page.locator("#command").fill(step["types"])
        await page.locator("#command").press("Enter")
        return
    here = page.locator(".tour-here").last
    await expect(here).to_be_visible()
    if await here.get_attribute("type") == "submit":
        await fill(page)
        await page.locator("#modal [type=submit]").click()
    elif "Move the clock" in said:
        await here.click()
        named = "Your clearance ends" if "your clearance ends" in said else "+1 hour"
        await page.get_by_role("button", name=named, exact=True).click()
        await page.keyboard.press("Escape")
    elif await here.get_attribute("id") == "modal-title":
        await page.locator("#modal .modal-foot .button:not(.primary)").click()
    else:
        await here.click()


async def go_through(page, name):
    """Take every step of a tour in its turn; each is left as soon as it is done."""
    steps = await steps_of(page, name)
    count = panel(page).locator(".tour-count")
    for place, step in enumerate(steps, 1):
        await expect(count).to_have_text(f"{TITLES[name]}: step {place} of {len(steps)}")
        be = panel(page).get_by_role("button", name=re.compile("^Be "))
        say = panel(page).locator(".tour-say")
        await expect(say).to_have_text(re.compile(f"{re.escape(step['say'])}|^Now it is"))
        if await be.count():
            await be.click()
        await expect(say).to_have_text(step["say"])
        await do(page, step, step["say"])
        if step["say"].startswith("Press Decline on the next"):
            await page.locator("#modal [type=submit]").click()
    await expect(panel(page).locator(".tour-say")).to_have_text("That was the tour. You have seen:")


@pytest.mark.parametrize("name", TOURS)
async def test_a_tour_is_gone_through_by_doing_what_it_says(visit, name):
    """Every second one on a phone, in the dark."""
    phone = TOURS.index(name) % 2
    page = await visit(**(PHONE | {"color_scheme": "dark"} if phone else {}))
    await begin(page, name)
    await go_through(page, name)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_a_tour_is_skipped_gone_back_left_and_taken_up_again(visit):
    page = await visit()
    await begin(page, "employee")
    count, tools = panel(page).locator(".tour-count"), panel(page)
    for place in (2, 3):
        named = "Next" if place == 2 else "Skip"
        await tools.get_by_role("button", name=named, exact=True).click()
        await expect(count).to_contain_text(f"step {place} of")
    await page.reload()
    await expect(panel(page)).to_have_count(0)
    await page.get_by_role("button", name="Tours and scenarios").click()
    await guide(page).get_by_role("button", name="Go on: As an employee").click()
    await expect(count).to_contain_text("step 3 of")
    await page.locator("#command").fill("/preclear buy 500")
    await page.locator("#command").press("Enter")
    await expect(count).to_contain_text("step 4 of")
    await tools.get_by_role("button", name="Back", exact=True).click()
    await expect(count).to_contain_text("step 3 of")  # it is done already, and waits for Next
    await tools.get_by_role("button", name="Next", exact=True).click()
    await expect(count).to_contain_text("step 4 of")
    await tools.get_by_role("button", name="Leave the tour").click()
    await expect(panel(page)).to_have_count(0)
    await expect(page.locator(".tour-here")).to_have_count(0)


async def test_the_panel_covers_nothing_that_it_speaks_about(visit):
    """On a phone as well; in an open form it stands within the form, where the keyboard is."""
    page = await visit(**PHONE)
    await begin(page, "employee")
    steps = await steps_of(page, "employee")
    for place, step in enumerate(steps[:4], 1):
        await expect(panel(page).locator(".tour-count")).to_contain_text(f"step {place} of")
        await panel(page).get_by_role("button", name="Show me", exact=True).click()
        apart = await page.evaluate(
            """() => {
                const [here, tour] = [".tour-here", "#tour"].map((one) =>
                    document.querySelector(one).getBoundingClientRect());
                return here.top >= tour.bottom || here.bottom <= tour.top;
            }"""
        )
        assert apart
        if place < 4:
            await do(page, step, step["say"])
    await expect(page.get_by_role("dialog").locator("#tour")).to_be_visible()
    await expect(page.locator("#modal [type=submit]")).to_be_focused()


async def test_a_tour_works_by_keyboard_and_is_said_aloud(visit):
    page = await visit()
    await expect(page.get_by_role("heading", name="Preclear, to try out")).to_be_focused()
    row = guide(page).get_by_role("button", name=TITLES["employee"])
    while not await row.evaluate("(node) => node === document.activeElement"):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    status = panel(page).get_by_role("status")
    await expect(status).to_contain_text("You are Maya Okafor")
    await panel(page).get_by_role("button", name="Next", exact=True).focus()
    await page.keyboard.press("Enter")
    await expect(status).to_contain_text("Type /preclear window")
    await expect(panel(page).get_by_role("button", name="Type it for me")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#command")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(status).to_contain_text("Type /preclear buy 500")


async def test_where_nothing_can_be_stored_a_tour_goes_on_also_side_by_side(visit):
    page = await visit(storage=False)
    await begin(page, "employee")
    for _ in range(4):
        await panel(page).get_by_role("button", name=re.compile("^(Next|Skip)$")).click()
    await expect(panel(page).locator(".tour-say")).to_have_text("Now it is Daniel Reyes's turn.")
    await panel(page).get_by_role("button", name="Side by side").click()
    await expect(panel(page).locator(".tour-count")).to_contain_text("step 6 of")
    await expect(panel(page).locator(".tour-say")).to_have_text("Press Approve on the card.")


async def in_pair(page, name):
    """Give what somebody's side shows."""
    return page.frame_locator(f'iframe[title="{name}\'s Slack"]')


async def test_two_people_are_played_side_by_side_with_one_clock(visit, sandbox):
    page = await visit("pair.html?left=U0EMPLOYEE&right=U0CEO")
    await guide(page).get_by_role("button", name="Look around by myself").click()
    maya, ceo = await in_pair(page, "Maya Okafor"), await in_pair(page, "Daniel Reyes")
    for side in (maya, ceo):
        await expect(side.locator("#feed > li").first).to_be_attached()
    await maya.locator("#command").fill("/preclear buy 500")
    await maya.locator("#command").press("Enter")
    await expect(maya.get_by_role("dialog")).to_be_visible()
    for box in await maya.locator("[data-block=statements] input").all():
        await box.check()
    await maya.locator("#modal [type=submit]").click()
    await ceo.get_by_role("button", name="Approve").click()
    await expect(ceo.get_by_role("dialog", name="Review a request")).to_be_visible()
    assert await page.locator("#clock").count() == 1
    await expect(maya.locator("#clock")).to_be_hidden()
    before = sandbox.clock.now()
    await page.get_by_role("button", name="Move the clock").click()
    await page.get_by_role("button", name="+1 hour").click()
    await expect(page.locator(".clock-time")).to_have_text(re.compile("^11:"))
    assert (sandbox.clock.now() - before).total_seconds() >= 3600
    await page.get_by_role("combobox", name="On the right").select_option(
        "U0EMPLOYEE"
    )  # they change places
    await expect(
        page.get_by_role("combobox", name="On the left").locator("option:checked")
    ).to_contain_text("Daniel Reyes")


async def test_on_a_phone_one_of_the_two_is_shown_and_a_switch_changes(visit):
    page = await visit("pair.html?left=U0EMPLOYEE&right=U0CEO", **PHONE)
    await guide(page).get_by_role("button", name="Look around by myself").click()
    left, right = (page.locator("iframe").nth(place) for place in (0, 1))
    await expect(left).to_be_visible()
    await expect(right).to_be_hidden()
    await page.get_by_role("button", name="Daniel Reyes").click()
    await expect(right).to_be_visible()
    await expect(left).to_be_hidden()
    box = await right.bounding_box()
    assert box["y"] + box["height"] > 800
    assert box["width"] <= 390
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def test_the_guide_comes_by_itself_on_the_first_visit_alone(visit):
    page = await visit()
    await expect(guide(page)).to_be_visible()
    await page.keyboard.press("Escape")
    await page.reload()
    await expect(page.locator("#feed > li").first).to_be_attached()
    await expect(guide(page)).to_be_hidden()
    await page.get_by_role("button", name="Tours and scenarios").click()
    await expect(guide(page)).to_be_visible()


async def test_a_scenario_is_loaded_for_every_tab_and_starting_over_asks_once(visit, sandbox):
    page, other = await visit(), await visit("?user=U0CFO")
    await guide(other).get_by_role("button", name="Look around by myself").click()
    await other.locator("#command").fill("/preclear restrict")
    await other.locator("#command").press("Enter")
    await expect(other.get_by_role("dialog")).to_be_visible()
    await guide(page).get_by_role("button", name="Three requests for the CEO").click()
    await page.get_by_role("button", name="Keep what is there").click()
    assert (await sandbox.state())["stage"]["turn"] == 0
    await guide(page).get_by_role("button", name="Three requests for the CEO").click()
    await page.get_by_role("button", name="Begin anew").click()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Daniel Reyes")
    await expect(page.get_by_role("button", name="Approve")).to_have_count(3)
    await expect(other.get_by_role("dialog")).to_have_count(0)
    await expect(other.get_by_role("button", name="Approve")).to_have_count(3)
    await expect(other.locator("#scene")).to_contain_text("Three requests for the CEO")
    await page.get_by_role("button", name="Tours and scenarios").click()
    await guide(page).get_by_role("button", name="Start over").click()
    await page.get_by_role("button", name="Begin anew").click()
    await expect(page.locator("#wait")).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Maya Okafor")
    await expect(other.get_by_role("button", name="Approve")).to_have_count(0)


async def test_one_that_cannot_be_loaded_is_said_and_the_page_goes_on(visit, monkeypatch):
    async def fails(_played):
        raise NotPlayedError("Somebody could not ask: closed.")

    failing = replace(scenarios.SCENES[1], play=fails)
    monkeypatch.setattr(scenarios, "SCENES", (scenarios.SCENES[0], failing, *scenarios.SCENES[2:]))
    page = await visit()
    await guide(page).get_by_role("button", name="A blackout").click()
    await expect(page.get_by_role("alert").filter(has_text="What was there before")).to_be_visible()
    await page.locator("#wait").get_by_role("button", name="Close").click()
    await guide(page).get_by_role("button", name="Look around by myself").click()
    await page.locator("#command").fill("/preclear window")
    await page.locator("#command").press("Enter")
    await expect(page.locator("#feed")).to_contain_text("The company's trading window is open.")


async def test_the_clock_goes_to_moments_that_matter_to_who_looks(visit, sandbox):
    await sandbox.load("ending")
    page = await visit()
    await guide(page).get_by_role("button", name="Look around by myself").click()
    await page.get_by_role("button", name="Move the clock").click()
    ahead = page.get_by_role("list", name="Where the clock could go").get_by_role("button")
    await expect(ahead).to_have_text(
        [
            "Your clearance ends in 5 minutes",
            "Your clearance ends",
            "Next morning, 9:00",
            "The blackout begins in 5 minutes",
            "The blackout begins",
        ]
    )
    await page.get_by_role("button", name="Your clearance ends", exact=True).click()
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(ahead).to_have_count(3)
