"""Reminders: the next business morning where the approver is, while the request waits."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from clearance.mornings import next_morning
from clearance.shown import Card
from policy.calendars.exchange import load_exchange
from tests.clearance.company import APPROVE, ROSTER, buy, ny, who

IN_CALIFORNIA = "Carla Eng,ceo,2026-01-05,America/Los_Angeles"


@pytest.fixture(scope="module")
def calendar():
    return load_exchange("XNAS")


@pytest.mark.parametrize(
    ("now", "zone", "morning"),
    [
        ("2026-11-23 10:00", "America/New_York", "2026-11-24 09:00"),
        # Six in the morning is three hours before nine; a minute later is too close.
        ("2026-11-24 06:00", "America/New_York", "2026-11-24 09:00"),
        ("2026-11-24 06:01", "America/New_York", "2026-11-25 09:00"),
        # The day before Thanksgiving: on Friday exchange and offices are open.
        ("2026-11-25 10:00", "America/New_York", "2026-11-27 09:00"),
        ("2026-11-27 10:00", "America/New_York", "2026-11-30 09:00"),
        # Good Friday of 2026 is a business day and no session.
        ("2026-04-02 10:00", "America/New_York", "2026-04-03 09:00"),
        # Both sides of the change to summer time, on a Sunday.
        ("2026-03-06 10:00", "America/New_York", "2026-03-09 09:00"),
        ("2026-11-23 22:00", "Asia/Tokyo", "2026-11-25 09:00"),
        ("2026-11-23 17:00", "Europe/Berlin", "2026-11-24 09:00"),
    ],
)
def test_the_next_morning(calendar, now, zone, morning):
    expected = datetime.fromisoformat(morning).replace(tzinfo=ZoneInfo(zone))
    assert next_morning(ny(now).astimezone(UTC), zone, calendar) == expected


def cards(sent, to="U0CEO"):
    return [one.request for who_, one in sent if who_ == to and isinstance(one, Card)]


async def filed(company):
    request = await company.desk.submit(who("employee"), buy())
    assert cards(await company.carry_out()) == [request.id]
    return request


@pytest.mark.parametrize(("moment", "again"), [("08:59:59", False), ("09:00", True)])
async def test_a_card_comes_again_in_the_morning(company, moment, again):
    request = await filed(company)
    company.clock.move(ny(f"2026-11-24 {moment}"))
    assert cards(await company.carry_out()) == ([request.id] if again else [])


async def test_each_officer_has_their_own_morning(company):
    await company.replace_roster("Carla Eng,ceo,2026-01-05,", IN_CALIFORNIA)
    request = await filed(company)
    company.clock.move(ny("2026-11-24 09:00"))
    sent = await company.carry_out()
    assert (cards(sent), cards(sent, "U0CFO")) == ([], [request.id])
    company.clock.move(ny("2026-11-24 12:00"))
    sent = await company.carry_out()
    assert (cards(sent), cards(sent, "U0CFO")) == ([request.id], [])


async def test_each_morning_until_it_must_be_decided(company):
    request = await filed(company)
    came = []
    for day in (24, 25, 26, 27, 30):
        company.clock.move(ny(f"2026-11-{day} 09:00"))
        came += [day for _ in cards(await company.carry_out())]
    assert request.decide_by == ny("2026-11-25 16:00")
    assert came == [24, 25]


async def test_what_is_decided_reminds_nobody_and_every_card_is_closed(company):
    """Both the first card and the one of the morning; twin of the mornings above."""
    request = await filed(company)
    company.clock.move(ny("2026-11-24 09:00"))
    await company.carry_out()
    await company.desk.decide(who("cfo"), request.id, APPROVE)
    closed = [one for _, one in await company.carry_out() if not hasattr(one, "delivery")]
    assert len({(one.channel, one.ts) for one in closed}) == 4
    company.clock.move(ny("2026-11-25 09:00"))
    assert cards(await company.carry_out()) == []


async def test_who_may_decide_no_more_is_not_reminded(company):
    """The other officer is; an office that changes hands takes the reminder with it."""
    request = await filed(company)
    gone = ROSTER.replace("Carla Eng,ceo,2026-01-05,,yes", "Carla Eng,employee,2026-01-05,,yes")
    line = next(one for one in gone.splitlines() if "Carla" in one)
    await company.replace_roster("U0CEO,Carla Eng,ceo,2026-01-05,,yes", line)
    company.clock.move(ny("2026-11-24 09:00"))
    sent = await company.carry_out()
    assert (cards(sent), cards(sent, "U0CFO")) == ([], [request.id])


@pytest.mark.parametrize(
    ("back", "at_once", "at_nine"),
    [("24 17:59", 1, 1), ("24 18:00", 0, 1), ("25 02:27", 0, 1), ("25 11:00", 1, 0)],
)
async def test_a_reminder_that_is_late_wakes_nobody_at_night(company, back, at_once, at_nine):
    """It comes once when the bot is back by day, else in the next morning."""
    await filed(company)
    company.clock.move(ny(f"2026-11-{back}"))
    assert len(cards(await company.carry_out())) == at_once
    company.clock.move(max(company.clock.now(), ny("2026-11-25 09:00")))
    assert len(cards(await company.carry_out())) == at_nine


@pytest.mark.parametrize(("day", "reminded"), [(24, 0), (27, 2)])
async def test_a_morning_after_the_last_moment_sets_no_timer(company, day, reminded):
    """A trade that is planned for tomorrow has to be decided today; one for Friday has time."""
    planned = date(2026, 11, day)
    request = await company.desk.submit(who("employee"), buy(on=planned))
    assert (request.decide_by < ny("2026-11-24 09:00")) is (reminded == 0)
    await company.carry_out()
    timers = await company.rows("SELECT due_at FROM deliveries WHERE conversation = ''")
    morning = ny("2026-11-24 09:00").timestamp() * 1_000_000
    assert [one["due_at"] for one in timers].count(morning) == reminded


async def test_who_moves_to_another_zone_is_reminded_in_its_morning(company):
    """Nine o'clock in New York is six in California, where they are by now."""
    request = await filed(company)
    await company.replace_roster("Carla Eng,ceo,2026-01-05,", IN_CALIFORNIA)
    company.clock.move(ny("2026-11-24 09:00"))
    assert cards(await company.carry_out()) == []
    company.clock.move(ny("2026-11-24 12:00"))
    assert cards(await company.carry_out()) == [request.id]
