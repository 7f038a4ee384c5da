"""Everybody is told that the window closes or has opened: when, once, alike, behind all else."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from clearance.people import import_people
from clearance.shown import Envelope
from clearance.shown_calendar import BlackoutSaid, ReleaseSaid
from clearance.window_notices import WindowTold, day_to_tell, due
from storage import deliveries
from tests.clearance.company import ROSTER, buy, ny, who

FOURTH = date(2026, 12, 31)
CLOSES = ny("2026-12-17 17:00")
NEW_YORK, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
LATE = f"{ROSTER}U0LATE,Lia Late,employee,,,yes\n"
SIX = {f"U0{name}" for name in ("SECOND", "NEWCOMER", "DIRECTOR", "CEO", "CFO", "CHAIR")}
ERIN = "U0EMPLOYEE"  # in Chicago


async def ground_of(company):
    return await company.database.run(company.desk.grounds.at)


async def on(company):
    await company.desk.tell_of_windows()


async def at(company, moment):
    """Move the clock and do all that is due; returns who got an envelope, oldest first."""
    company.clock.move(moment if isinstance(moment, datetime) else ny(moment))
    sent = await company.carry_out()
    return [to for to, one in sent if isinstance(one, Envelope)]


# --- On which morning ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closes", "told_on"),
    [
        ("2026-12-18 17:00", "2026-12-11"),  # five days before is a Sunday
        ("2026-12-17 17:00", "2026-12-11"),  # a Saturday
        ("2026-12-16 17:00", "2026-12-11"),  # the Friday itself
        ("2026-12-15 17:00", "2026-12-10"),
        ("2026-12-30 17:00", "2026-12-24"),  # Christmas Day, a holiday
        ("2026-12-29 17:00", "2026-12-24"),
    ],
)
def test_five_days_before_or_on_the_business_day_before_that(exchange, closes, told_on):
    assert day_to_tell(ny(closes), exchange) == date.fromisoformat(told_on)


@pytest.mark.parametrize(
    ("nine", "zone", "kind"),
    [
        # The window opened on Monday 16 November at 9:30 in New York, half past eight in Chicago.
        ("2026-11-16T09:00", NEW_YORK, None),
        ("2026-11-17T09:00", NEW_YORK, "opened"),
        ("2026-11-16T09:00", CHICAGO, "opened"),
        ("2026-11-20T09:00", NEW_YORK, "opened"),  # made up for where no bot ran
        ("2026-11-23T09:00", NEW_YORK, None),
        ("2026-12-10T09:00", NEW_YORK, None),
        ("2026-12-11T09:00", NEW_YORK, "closes"),
        ("2026-12-17T09:00", NEW_YORK, "closes"),
        ("2026-12-18T09:00", NEW_YORK, None),  # closed
    ],
)
async def test_what_is_due_at_nine(company, nine, zone, kind):
    found = due(
        datetime.fromisoformat(nine).replace(tzinfo=zone), zone.key, await ground_of(company)
    )
    assert (found and found.kind) == kind
    assert found is None or found.until == CLOSES


async def moved(company, said):
    cfo = who("cfo")
    done = await company.desk.keep_calendar(cfo, said)
    assert hasattr(done, "done"), done
    return done.done


# --- Who, once, at nine where they are -------------------------------------------------


async def test_everybody_who_serves_is_told_at_nine_where_they_are(company):
    await on(company)
    assert await at(company, "2026-12-11 08:59") == []
    assert set(await at(company, "2026-12-11 09:00")) == SIX
    assert await at(company, "2026-12-11 09:59") == []
    assert await at(company, "2026-12-11 10:00") == [ERIN]
    for later in ("2026-12-11 12:00", "2026-12-14 09:00", "2026-12-17 10:00"):
        assert await at(company, later) == []


async def test_nobody_is_told_unless_the_company_wants_it(company):
    assert await at(company, "2026-12-11 10:00") == []
    await on(company)
    company.desk.tells_window = False  # as it starts again without the setting
    assert await at(company, "2026-12-14 10:00") == []


async def test_begun_twice_it_is_one_timer(company):
    await on(company)
    await on(company)
    assert len(await at(company, "2026-12-11 10:00")) == 7


async def test_that_it_has_opened_is_told_on_the_first_business_morning(company):
    await on(company)
    await at(company, "2026-12-17 18:00")
    company.clock.move(ny("2027-03-04 08:30"))
    report = ReleaseSaid("full", ny("2027-03-04 08:00"), "Press release", FOURTH)
    await moved(company, report)  # opens on Monday the 8th at 9:30
    assert await at(company, "2027-03-08 09:00") == []
    assert await at(company, "2027-03-08 10:00") == [ERIN]
    assert set(await at(company, "2027-03-09 09:00")) == SIX
    assert await at(company, "2027-03-10 10:00") == []


async def test_of_a_window_of_days_both_are_told_on_two_mornings(company):
    await on(company)
    await at(company, "2026-12-17 18:00")
    company.clock.move(ny("2027-03-04 08:30"))
    await moved(company, ReleaseSaid("full", ny("2027-03-04 08:00"), "Press release", FOURTH))
    await moved(company, BlackoutSaid(date(2027, 3, 31), "Notice", ny("2027-03-10 17:00")))
    await at(company, "2027-03-08 10:00")
    for day, kind in (("09", "opened"), ("10", "closes")):
        assert set(await at(company, f"2027-03-{day} 09:00")) == SIX
        assert (await opened(company, "ceo")).kind == kind


async def test_it_is_not_told_that_a_window_opened_that_is_closed_again(company):
    await on(company)
    await at(company, "2026-12-17 18:00")
    company.clock.move(ny("2027-03-04 08:30"))
    await moved(company, ReleaseSaid("full", ny("2027-03-04 08:00"), "Press release", FOURTH))
    await moved(company, BlackoutSaid(date(2027, 3, 31), "Notice", ny("2027-03-08 16:00")))
    assert await at(company, "2027-03-08 10:00") == [ERIN]
    assert await at(company, "2027-03-09 09:00") == []


async def test_a_moved_blackout_moves_the_notice(company):
    await on(company)
    first = await moved(company, BlackoutSaid(FOURTH, "Notice", ny("2026-12-10 17:00")))
    assert await at(company, "2026-12-03 10:00") == []
    assert len(await at(company, "2026-12-04 10:00")) == 7
    later = BlackoutSaid(FOURTH, "Notice 2", ny("2026-12-16 17:00"), replaces=first)
    await moved(company, later)
    assert await at(company, "2026-12-07 10:00") == []
    assert len(await at(company, "2026-12-11 10:00")) == 7  # another moment, told anew


async def test_a_bot_that_stood_still_at_nine_tells_by_day_and_wakes_nobody(company):
    await on(company)
    assert await at(company, "2026-12-11 20:00") == []
    assert len(await at(company, "2026-12-14 15:00")) == 7


async def test_who_comes_later_is_told_too_and_who_has_left_is_not(company):
    await on(company)
    assert "U0LEFT" not in await at(company, "2026-12-11 10:00")
    await company.database.run(lambda tx: import_people(tx, LATE, "operator:test"))
    assert await at(company, "2026-12-14 10:00") == ["U0LATE"]


@pytest.mark.parametrize(("sent_at", "gets"), [(-1, ["U0LATE"]), (0, [])])
async def test_it_is_not_sent_any_more_from_the_moment_of_closing_on(company, sent_at, gets):
    await on(company)
    assert len(await at(company, "2026-12-16 10:00")) == 7
    await company.database.run(lambda tx: import_people(tx, LATE, "operator:test"))
    await fire(company, "2026-12-17 09:00")
    assert await at(company, CLOSES + timedelta(seconds=sent_at)) == gets


async def fire(company, moment):
    """Fire the morning's timer, and send nothing yet."""
    company.clock.move(ny(moment))
    (timer,) = await company.database.run(lambda tx: deliveries.claim(tx, "w", 5, 60))
    await company.database.run(lambda tx: company._do(timer, tx))


# --- What it opens ---------------------------------------------------------------------


async def opened(company, name="employee"):
    (key,) = [one for to, one in company.sent if to == f"U0{name.upper()}"][-1:]
    return await company.desk.opened(who(name), key.delivery)


async def test_it_opens_the_window_as_it_is_then_the_same_for_all(company):
    await on(company)
    await at(company, "2026-12-11 10:00")
    found = await opened(company)
    assert (found.kind, found.window.closes_at, found.days_left) == ("closes", CLOSES, 6)
    assert found == await opened(company, "cfo")
    company.clock.move(CLOSES - timedelta(seconds=1))
    assert (await opened(company)).days_left == 0
    company.clock.move(CLOSES)
    closed = await opened(company)
    assert isinstance(closed, WindowTold)
    assert (closed.window.open, closed.window.closes_at) == (False, None)


# --- Behind all else -------------------------------------------------------------------


async def test_a_card_queued_after_a_thousand_goes_first(company):
    many = ROSTER + "".join(f"U{number:04},P {number},employee,,,yes\n" for number in range(1000))
    await company.database.run(lambda tx: import_people(tx, many, "operator:test"))
    await on(company)
    await fire(company, "2026-12-11 09:00")
    rows = await company.rows("select count(*) as n from deliveries where bulk")
    assert rows[0]["n"] == 1006
    company.clock.pass_(10)
    await company.desk.submit(who("second"), buy())
    claimed = await company.database.run(lambda tx: deliveries.claim(tx, "w", 4, 60))
    cards = [one.conversation for one in claimed if one.about["what"] == "card"]
    assert sorted(cards) == ["U0CEO", "U0CFO"]
    assert [one.about["what"] for one in claimed][:2] == ["card", "card"]
