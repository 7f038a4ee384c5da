"""Moments are written in the zone of the person who reads, and the clock in New York's."""

import pytest
from playwright.async_api import expect

from tests.sandbox_page.pieces import JONAS, MAYA, section

pytestmark = pytest.mark.asyncio(loop_scope="session")

FRIDAY_1600 = 1520024400  # 2 March 2018, 16:00 in New York


def dated(pattern, epoch=FRIDAY_1600):
    return f"<!date^{epoch}^{pattern}|the fallback>"


WRITTEN = {
    "{date_short} {time}": "Mar 2, 2018 4:00 PM",
    "{date_long}": "Friday, March 2nd, 2018",
    "{date_num} {time_secs}": "2018-03-02 4:00:00 PM",
    "{date_short_pretty} at {time}": "tomorrow at 4:00 PM",
    "no token": "the fallback",
    "{no_such_token}": "the fallback",
}


async def test_date_markup_is_written_for_its_reader(sit_down, client):
    for user in (MAYA, JONAS):
        blocks = [section(dated(pattern)) for pattern in WRITTEN]
        await client.chat_postMessage(channel=user, text="t", blocks=blocks)
    maya, jonas = await sit_down(MAYA), await sit_down(JONAS)
    await expect(maya.locator("#feed .section")).to_have_text(list(WRITTEN.values()))
    in_chicago = [text.replace("4:00", "3:00") for text in WRITTEN.values()]
    await expect(jonas.locator("#feed .section")).to_have_text(in_chicago)


async def test_a_moment_that_is_none_shows_its_fallback(sit_down, client):
    await client.chat_postMessage(
        channel=MAYA, text="t", blocks=[section(dated("{time}", epoch="soon"))]
    )
    page = await sit_down(MAYA)
    await expect(page.locator("#feed .section")).to_have_text("the fallback")


OPENS = {
    "2018-03-01T14:29:59Z": "2018-03-01T14:30:00.000Z",  # before the bell
    "2018-03-01T14:30:00Z": "2018-03-02T14:30:00.000Z",  # at it: the next one
    "2018-03-09T21:00:00Z": "2018-03-12T13:30:00.000Z",  # over the start of summer time
    "2018-11-03T12:00:00Z": "2018-11-05T14:30:00.000Z",  # and over its end
}


async def test_the_next_weekday_open_is_half_past_nine_in_new_york(sit_down):
    page = await sit_down(MAYA)
    found = await page.evaluate(
        """async (moments) => {
            const { nextWeekdayOpen, NEW_YORK } = await import("/dates.js");
            const next = (now) => new Date(nextWeekdayOpen(Date.parse(now), NEW_YORK));
            return moments.map((now) => next(now).toISOString());
        }""",
        list(OPENS),
    )
    assert found == list(OPENS.values())


async def test_the_clock_shows_new_york_and_the_readers_own_zone_beside_it(sit_down):
    page = await sit_down(JONAS)
    clock = page.get_by_role("region", name="Clock")
    await expect(clock.get_by_role("time")).to_have_text("10:42Thu, Mar 1, 2018, New York")
    await expect(clock).to_contain_text("Thu 09:42 in Chicago")


async def test_the_clock_moves_onwards_by_a_button(sit_down, clock):
    page = await sit_down(MAYA)
    face = page.get_by_role("region", name="Clock")
    await face.get_by_role("button", name="Move the clock").click()
    await face.get_by_role("button", name="Next weekday 09:30").click()
    await expect(face).to_contain_text("09:30Fri, Mar 2, 2018, New York")
    await face.get_by_role("button", name="+1 week").click()
    await expect(face).to_contain_text("09:30Fri, Mar 9, 2018, New York")
    await face.get_by_role("button", name="+1 hour").click()
    await expect(face).to_contain_text("10:30Fri, Mar 9, 2018, New York")
    await face.get_by_label("New York date and time").fill("2018-07-04T12:00")
    await face.get_by_role("button", name="Set").click()
    await expect(face).to_contain_text("12:00Wed, Jul 4, 2018, New York")
    assert clock.now().isoformat() == "2018-07-04T16:00:00+00:00"


async def test_a_refusal_to_move_the_clock_is_said_beside_it(sit_down, clock, monkeypatch):
    def only_onwards(_to):
        raise ValueError("The clock moves forwards only.")

    monkeypatch.setattr(clock, "move", only_onwards)
    page = await sit_down(MAYA)
    face = page.get_by_role("region", name="Clock")
    await face.get_by_role("button", name="Move the clock").click()
    await face.get_by_role("button", name="+1 day").click()
    await expect(face.get_by_role("alert")).to_have_text("The clock moves forwards only.")


class FixedClock:
    def __init__(self, now):
        self.now = now


class TestAClockThatCannotBeMoved:
    @pytest.fixture
    def clock(self, clock):
        return FixedClock(clock.now)

    async def test_says_so_and_offers_no_button(self, sit_down):
        page = await sit_down(MAYA)
        face = page.get_by_role("region", name="Clock")
        await expect(face).to_contain_text("cannot be moved")
        await expect(face.get_by_role("button")).to_have_count(0)
