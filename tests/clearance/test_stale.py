"""What a restriction's end rests on is looked at again when it is agreed to, and later."""

from datetime import date, timedelta

import pytest

from clearance.calendar_days import DayEntry, add_day
from clearance.releases import take_back
from clearance.shown import No
from clearance.shown_restrictions import NeutralNotice, TakesForce
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    OPERATOR,
    buy,
    decided,
    ny,
    state_of,
    told,
    who,
)
from tests.clearance.restricting import known, lift, restricted, ticked

QUARTER = date(2026, 12, 31)


async def take(company, release):
    return await company.database.run(
        lambda tx: take_back(company.desk.grounds, tx, release, OPERATOR)
    )


async def asked(company, restriction, **more):
    found = await company.desk.widen(who("ceo"), lift(restriction, **more))
    assert isinstance(found, TakesForce), found
    await ticked(company)
    (one,) = (await company.desk.restrictions(who("cfo"))).asked
    return one


async def test_a_release_that_was_taken_back_carries_no_end(company):
    found = await restricted(company, "employee")
    company.clock.move(ny("2026-11-24 08:00"))
    release = await company.disclose(ny("2026-11-24 08:00"))
    one = await asked(company, found, basis="public", release=release)
    await take(company, release)
    assert await company.desk.widening(who("cfo"), one.id) == No("widening_stale")
    assert (await company.desk.restrictions(who("cfo"))).asked == ()
    agreed = await company.desk.agree_widening(who("cfo"), one.id, agree=True)
    assert agreed == No("widening_stale")
    again = await asked(company, found)  # on another basis it is asked for anew
    assert again.basis == "not_material"


async def test_one_taken_back_between_agreeing_and_the_tick_carries_none_either(company):
    found = await restricted(company, "employee")
    company.clock.move(ny("2026-11-24 08:00"))
    release = await company.disclose(ny("2026-11-24 08:00"))
    one = await asked(company, found, basis="public", release=release)
    agreed = await company.desk.agree_widening(who("cfo"), one.id, agree=True)
    assert isinstance(agreed, TakesForce)
    await take(company, release)
    await ticked(company)
    (kept,) = (await company.desk.restrictions(who("ceo"))).mine
    assert kept.people[0].until is None


async def test_a_day_that_closes_meanwhile_carries_no_end(company):
    found = await restricted(company, "employee", kind="early_blackout", quarter_end=QUARTER)
    day = date(2026, 11, 24)
    one = await asked(company, found, what="shorten", until=day)
    await company.database.run(
        lambda tx: add_day(company.desk.grounds, tx, DayEntry(day, "closed", "an order"), OPERATOR)
    )
    agreed = await company.desk.agree_widening(who("cfo"), one.id, agree=True)
    assert agreed == No("widening_stale")


@pytest.mark.parametrize(
    ("public", "taken"), [("2026-11-18 08:00", False), ("2026-11-19 08:00", True)]
)
async def test_a_release_whose_days_had_passed_before_is_no_basis(company, public, taken):
    """From Monday 09:30 on the first is no news any more; the second is until Tuesday's."""
    company.clock.move(ny("2026-11-23 09:40"))
    release = await company.disclose(ny(public))
    found = await restricted(company, "employee")
    sheet = await company.desk.widen_sheet(who("ceo"), found)
    assert (release in {one for one, _, _ in sheet.releases}) is taken
    answer = await company.desk.widen(who("ceo"), lift(found, basis="public", release=release))
    assert answer == (TakesForce(ny("2026-11-23 09:42")) if taken else No("widen_release"))


async def test_an_early_blackout_holds_again_when_its_report_is_taken_back(company):
    found = await restricted(company, "employee", kind="early_blackout", quarter_end=QUARTER)
    await told(company)
    company.clock.move(ny("2027-02-11 08:00"))
    release = await company.report(QUARTER, ny("2027-02-11 07:30"))
    company.clock.move(ny("2027-02-16 09:30"))
    await ticked(company)
    ended = dict(await told(company))
    assert await known(company, "ceo") == set()
    await take(company, release)
    await ticked(company)
    again = dict(await told(company))
    assert set(again) == {"U0CEO", "U0EMPLOYEE"}
    assert await known(company, "ceo") == {found}
    for envelope in (ended, again):
        shown = await company.desk.opened(who("employee"), envelope["U0EMPLOYEE"])
        assert isinstance(shown, NeutralNotice)
        assert shown.what == "restricted"
    await ticked(company)
    assert await told(company) == []


@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=7)])
async def test_a_clearance_whose_time_is_up_is_left_to_its_timer(company, late):
    """Whoever holds none that is good any more notices nothing, though the timer is late."""
    request = await decided(company)
    shown = await company.desk.request(who("employee"), request.id)
    company.clock.move(shown.expires_at + late - timedelta(minutes=1))
    await restricted(company, "employee", notify=False)
    after = await company.desk.request(who("employee"), request.id)
    assert (after.state, after.cause, after.may_receipt) == ("clearance_ended", "time", False)


async def test_a_minute_before_its_end_it_is_withdrawn(company):
    request = await decided(company)
    shown = await company.desk.request(who("employee"), request.id)
    company.clock.move(shown.expires_at - timedelta(minutes=2))
    await restricted(company, "employee", notify=False)
    after = await company.desk.request(who("employee"), request.id)
    assert (after.state, after.cause) == ("clearance_ended", "withdrawn")


async def test_to_other_officers_a_withdrawn_clearance_runs_on(company):
    """One of them may be under the same restriction; its keeper sees what came of it."""
    mine, other = await decided(company), await decided(company, name="second")
    before = await company.desk.home(who("cfo"))
    await restricted(company, "employee", "cfo", notify=False)
    after = await company.desk.home(who("cfo"))
    assert after.decided == before.decided
    for request in (mine, other):
        sheet = await company.desk.review(who("cfo"), request.id)
        assert (sheet.status, sheet.ended.state, sheet.ended.cause) == ("decided", "approved", None)
        assert not sheet.ended.may_receipt
    kept = await company.desk.review(who("ceo"), mine.id)
    assert (kept.ended.state, kept.ended.cause) == ("clearance_ended", "withdrawn")
    assert (await company.desk.request(who("employee"), mine.id)).may_receipt


async def test_a_decline_stays_what_it_was_to_officers(company):
    request = await decided(company, DECLINE)
    await restricted(company, "employee", "cfo", notify=False)
    sheet = await company.desk.review(who("cfo"), request.id)
    assert (sheet.status, sheet.ended.state) == ("decided", "declined")
    assert await state_of(company, request) == "declined"
    filed = await company.desk.submit(who("employee"), buy())
    assert not (await company.desk.review(who("ceo"), filed.id)).approvable


async def test_beside_one_that_is_withdrawn_one_that_is_over_stays_over(company):
    """The timer of the first is late; the second was given later and is still good."""
    first = await decided(company)
    shown = await company.desk.request(who("employee"), first.id)
    company.clock.move(shown.expires_at - timedelta(hours=3))
    second = await company.desk.submit(who("employee"), buy(quantity=7))
    await company.desk.decide(who("cfo"), second.id, APPROVE)
    company.clock.move(shown.expires_at + timedelta(minutes=5))
    await restricted(company, "employee", notify=False)
    seen = [await company.desk.request(who("employee"), one.id) for one in (first, second)]
    assert [(one.cause, one.may_receipt) for one in seen] == [("time", False), ("withdrawn", True)]
