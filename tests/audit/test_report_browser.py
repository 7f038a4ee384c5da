"""The report in a browser: its policy lets its own script sort and filter, and nothing else."""

import io
from datetime import timedelta

import pytest
import pytest_asyncio
from playwright.async_api import expect

from audit.moments import length
from audit.report import About, write
from tests.audit.making import Log, ny
from tests.audit.reading import ABOUT, figures_of

#: How many minutes each decision took: never as many as another.
TOOK = [number * 13 % 120 + 1 for number in range(40)]
pytestmark = pytest.mark.asyncio(loop_scope="session")


def report(requests=40):
    """Make a report on so many requests of several months, and one that was decided at once."""
    log = Log()
    log.people()
    for number in range(requests):
        at = ny("2026-03-02 10:00") + timedelta(days=number)
        said = at.strftime("%Y-%m-%d %H:%M")
        person = ("p-erin", "p-sam")[number % 2]
        log.filed(f"PC-{number:02}", person, said, (number * 37) % 1000 + 1)
        took = at + timedelta(minutes=TOOK[number % 40])
        by, what = (("p-ceo", "approved"), ("p-cfo", "declined"))[number % 3 == 0]
        log.decided(f"PC-{number:02}", person, by, took.strftime("%Y-%m-%d %H:%M"), what)
    log.filed("PC-LAST", "p-dora", "2026-04-30 23:59:50")
    log.decided("PC-LAST", "p-dora", "p-ceo", "2026-05-01 00:00:10")
    file = io.StringIO()
    write(file, figures_of(log), About(**ABOUT))
    return file.getvalue()


@pytest_asyncio.fixture(loop_scope="session")
async def opened(browser, tmp_path):
    """Open the report from a file; nothing may be logged, fetched or refused."""
    place = tmp_path / "report.html"
    troubles, contexts = [], []

    async def open_page(*, content=None, **context):
        place.write_text(content or report(), encoding="utf-8")
        made = await browser.new_context(**{"viewport": {"width": 1200, "height": 900}} | context)
        contexts.append(made)
        page = await made.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text))
        page.on(
            "request",
            lambda one: None if one.url.startswith(place.as_uri()) else troubles.append(one.url),
        )
        await page.goto(place.as_uri())
        return page

    yield open_page
    for context in contexts:
        await context.close()
    assert troubles == []


async def column(page, number, table="requests"):
    """Give what stands in a column of the rows that are seen."""
    found = page.locator(f"#{table} tbody tr:visible > :nth-child({number})")
    return [" ".join(one.split()) for one in await found.all_inner_texts()]


async def test_a_click_sorts_a_column_and_a_second_one_turns_it_around(opened):
    page = await opened()
    head = page.locator("#requests thead th").nth(7)
    button = head.get_by_role("button")
    await button.click()
    await expect(head).to_have_attribute("aria-sort", "ascending")
    taken = await column(page, 8)
    assert taken == ["20 s", *(length(timedelta(minutes=one)) for one in sorted(TOOK))]
    await button.click()
    await expect(head).to_have_attribute("aria-sort", "descending")
    assert await column(page, 8) == taken[::-1]


async def test_a_table_is_sorted_by_the_keyboard_and_one_head_alone_says_so(opened):
    page = await opened()
    heads = page.locator("#requests thead th")
    await heads.nth(0).get_by_role("button").click()
    await heads.nth(1).get_by_role("button").focus()
    await page.keyboard.press("Enter")
    assert (await column(page, 2))[:1] == ["Dora Quist"]
    await expect(page.locator("#requests [aria-sort]")).to_have_count(1)


async def test_moments_are_sorted_by_when_they_were(opened):
    page = await opened()
    await page.locator("#requests thead th").nth(3).get_by_role("button").click()
    assert (await column(page, 1))[:2] == ["PC-00", "PC-01"]
    assert (await column(page, 1))[-1] == "PC-LAST"


async def test_what_is_typed_and_chosen_filters_the_rows(opened):
    page = await opened()
    count = page.locator("#f-count")
    await expect(count).to_have_text("41 requests")
    await page.get_by_label("Decided by").select_option("Felix Ott")
    await expect(count).to_have_text("14 of 41 requests")
    await page.get_by_label("Month asked or decided").select_option("April 2026")
    assert set(await column(page, 5)) == {"Declined"}
    await page.get_by_label("Search").fill("erin  BOYD")
    assert set(await column(page, 2)) == {"Erin Boyd"}
    await page.get_by_role("button", name="Show all").click()
    await expect(count).to_have_text("41 requests")
    await page.get_by_label("Outcome", exact=True).select_option("Cleared")
    await expect(count).to_have_text("27 of 41 requests")


@pytest.mark.parametrize(("month", "count"), [("May 2026", 1), ("April 2026", 11)])
async def test_a_request_is_of_the_month_it_was_asked_in_and_of_that_of_its_decision(
    opened, month, count
):
    page = await opened()
    await page.get_by_label("Month asked or decided").select_option(month)
    assert len(found := await column(page, 1)) == count
    assert found[-1] == "PC-LAST"


async def test_a_link_to_a_request_that_is_filtered_out_brings_it_back(opened):
    page = await opened()
    await page.get_by_label("Search").fill("nobody of that name")
    await expect(page.locator("#f-count")).to_have_text("0 of 41 requests")
    await page.locator("#table-quick").get_by_role("link", name="PC-LAST").click()
    await expect(page.locator("#r-PC-LAST")).to_be_in_viewport()


async def test_of_very_many_so_many_are_shown_until_more_are_asked_for(opened):
    page = await opened(content=report(1_100))
    rows = page.locator("#requests tbody tr:visible")
    await expect(page.locator("#f-count")).to_have_text("1,101 requests, the first 500 shown")
    await expect(rows).to_have_count(500)
    await page.get_by_role("button", name="Show 500 more").click()
    await expect(rows).to_have_count(1_000)
    await page.get_by_role("button", name="Show 101 more").click()
    await expect(rows).to_have_count(1_101)
    await expect(page.get_by_role("button", name="more")).to_have_count(0)
    head = page.locator("#requests thead th").nth(0).get_by_role("button")
    await head.click()
    await expect(rows).to_have_count(500)
    await expect(rows.first).to_contain_text("PC-00")
    await expect(page.locator("#r-PC-LAST")).to_be_hidden()
    await page.locator("#table-quick").get_by_role("link", name="PC-LAST").click()
    await expect(page.locator("#r-PC-LAST")).to_be_in_viewport()
    await expect(rows).to_have_count(1_101)


async def test_without_a_script_all_is_there_and_nothing_is_offered_that_does_nothing(opened):
    page = await opened(java_script_enabled=False)
    await expect(page.locator("#requests tbody tr")).to_have_count(41)
    await expect(page.locator("#filter")).to_be_hidden()
    await expect(page.locator("thead button")).to_have_count(0)


async def test_paper_gets_every_row_and_no_control(opened):
    page = await opened()
    await page.get_by_label("Search").fill("Dora")
    await page.emulate_media(media="print")
    await expect(page.locator("#requests tbody tr:visible")).to_have_count(41)
    await expect(page.locator("#filter")).to_be_hidden()
    await expect(page.locator("nav")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1200])
async def test_the_page_itself_never_scrolls_sideways(opened, width):
    page = await opened(viewport={"width": width, "height": 844})
    seen = await page.evaluate("document.documentElement.scrollWidth")
    assert seen <= width


async def test_who_cleared_whom_is_shown_of_one_month(opened):
    page = await opened()
    months = await column(page, 1, "pairs")
    assert set(months) == {"March 2026", "April 2026", "May 2026"}
    await page.get_by_label("Month of the decision", exact=True).select_option("April 2026")
    shown = await column(page, 1, "pairs")
    assert shown == ["April 2026"] * months.count("April 2026") != []
    await page.emulate_media(media="print")
    assert await column(page, 1, "pairs") == months  # paper has no control that says which
    await page.emulate_media(media="screen")
    await page.get_by_label("Month of the decision", exact=True).select_option("any")
    assert await column(page, 1, "pairs") == months


async def test_a_table_that_goes_on_below_its_box_says_so_and_unfolds(opened):
    page = await opened(content=report(300))
    box = page.locator(".scroll:has(> #pairs)")
    height = "one => one.scrollHeight - one.clientHeight"
    assert await box.evaluate(height) > 0
    button = page.locator(".scroll:has(> #pairs) + button", has_text="Unfold the whole table")
    await button.click()
    assert await box.evaluate(height) == 0
    await expect(button).to_have_count(0)
    await expect(page.locator(".scroll:has(> #rules) + .more")).to_have_count(0)  # fits its box


async def test_the_requests_are_filtered_by_what_became_of_the_clearance(opened):
    log = Log()
    log.people()
    for number, used in enumerate(("2026-03-04 11:00", None, None)):
        log.filed(f"PC-{number}", "p-erin", f"2026-03-02 1{number}:00")
        log.decided(f"PC-{number}", "p-erin", "p-ceo", f"2026-03-02 1{number}:30")
        if number < 2:
            log.reported(f"PC-{number}", "p-erin", "2026-03-04 12:00", on=used)
    log.filed("PC-NO", "p-sam", "2026-03-02 15:00")
    log.decided("PC-NO", "p-sam", "p-ceo", "2026-03-02 15:30", "declined")
    file = io.StringIO()
    write(file, figures_of(log), About(**ABOUT))
    page = await opened(content=file.getvalue())
    became = page.get_by_label("What became of the clearance", exact=True)
    await became.select_option("Used: a trade was reported")
    assert await column(page, 1) == ["PC-0"]
    await became.select_option("Reported: not traded")
    assert await column(page, 1) == ["PC-1"]
    await became.select_option("any")
    assert len(await column(page, 1)) == 4
