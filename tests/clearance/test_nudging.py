"""Nudging: once, of what waits, and never outside the officers' business hours."""

from datetime import date

import pytest

from clearance.shown import Card, No
from clearance.shown_away import AwaySaid
from tests.clearance.company import APPROVE, buy, ny, who

IN_BERLIN = "Carla Eng,ceo,2026-01-05,Europe/Berlin"


async def filed(company, at="2026-11-23 10:00", **more):
    company.clock.move(ny(at))
    request = await company.desk.submit(who("employee"), buy(**more))
    await company.carry_out()
    return request


async def nudge(company, request, at=None, by="employee"):
    if at is not None:
        company.clock.move(ny(at))
    return await company.desk.nudge(who(by), request.id)


async def cards(company, at=None):
    """Carry out what is due and name who got a card of it."""
    if at is not None:
        company.clock.move(ny(at))
    return sorted(to for to, one in await company.carry_out() if isinstance(one, Card))


async def test_the_officers_who_have_it_get_the_same_card_again(company):
    request = await filed(company)
    (first, *_) = [one for _, one in company.sent if isinstance(one, Card)]
    shown = await nudge(company, request, "2026-11-23 11:00")
    assert shown.nudged_at == ny("2026-11-23 11:00")
    sent = [(to, one) for to, one in await company.carry_out() if isinstance(one, Card)]
    assert sorted(sent) == [("U0CEO", first), ("U0CFO", first)]


@pytest.mark.parametrize(
    ("at", "reason"), [("2026-11-23 10:59:59", "nudge_too_soon"), ("2026-11-23 11:00", None)]
)
async def test_not_within_an_hour_of_being_sent(company, at, reason):
    request = await filed(company)
    company.clock.move(ny(at))
    before = await company.desk.request(who("employee"), request.id)
    assert before.may_nudge is (reason is None)
    assert before.nudge_from == (ny("2026-11-23 11:00") if reason else None)
    found = await nudge(company, request)
    assert (found.reason if isinstance(found, No) else None) == reason
    assert await cards(company) == ([] if reason else ["U0CEO", "U0CFO"])


async def test_only_once(company):
    request = await filed(company)
    await nudge(company, request, "2026-11-23 11:00")
    await cards(company)
    rows = await company.rows("SELECT count(*) AS n FROM deliveries")
    again = await nudge(company, request, "2026-11-23 15:00")
    assert again == No("nudged_before")
    assert await cards(company) == []
    assert await company.rows("SELECT count(*) AS n FROM deliveries") == rows
    assert not (await company.desk.request(who("employee"), request.id)).may_nudge


@pytest.mark.parametrize("end", ["decided", "withdrawn", "its time"])
async def test_not_what_does_not_wait(company, end):
    request = await filed(company)
    company.clock.move(ny("2026-11-23 12:00"))
    if end == "decided":
        await company.desk.decide(who("cfo"), request.id, APPROVE)
    elif end == "withdrawn":
        await company.desk.withdraw(who("employee"), request.id)
    else:
        company.clock.move(request.decide_by)
    assert await nudge(company, request) == No("nudge_over")
    shown = await company.desk.request(who("employee"), request.id)
    assert shown.state == {"decided": "approved", "its time": "expired"}.get(end, end)
    assert await cards(company) == []


async def test_nobody_elses(company):
    request = await filed(company)
    for other in ("second", "ceo"):
        assert await nudge(company, request, "2026-11-23 11:00", other) == No("not_found")
    assert await cards(company) == []


async def test_in_the_evening_it_comes_next_morning_and_one_card_alone(company):
    """The morning's own reminder is the same card: the two are one."""
    request = await filed(company)
    assert not isinstance(await nudge(company, request, "2026-11-23 18:00"), No)
    assert await cards(company) == []
    assert await cards(company, "2026-11-24 08:59:59") == []
    assert await cards(company, "2026-11-24 09:00") == ["U0CEO", "U0CFO"]
    assert await cards(company, "2026-11-24 17:00") == []


async def test_before_nine_it_comes_that_same_morning(company):
    """Sent at seven there is no reminder at nine; nudged at eight there is."""
    request = await filed(company, "2026-11-24 07:00")
    assert await cards(company, "2026-11-24 08:00") == []
    assert not isinstance(await nudge(company, request), No)
    assert await cards(company) == []
    assert await cards(company, "2026-11-24 09:00") == ["U0CEO", "U0CFO"]


async def test_each_officer_by_their_own_zone(company):
    """At one in New York it is evening in Berlin: one has it now, the other in her morning."""
    await company.replace_roster("Carla Eng,ceo,2026-01-05,", IN_BERLIN)
    request = await filed(company)
    await nudge(company, request, "2026-11-23 13:00")
    assert await cards(company) == ["U0CFO"]
    assert await cards(company, "2026-11-24 03:00") == ["U0CEO"]


@pytest.mark.parametrize(("at", "reason"), [("17:59", None), ("18:00", "nudge_in_vain")])
async def test_what_would_reach_nobody_in_time_is_not_taken_for_a_nudge(company, at, reason):
    """In Tokyo it is evening by four in the morning in New York; it ends before their nine."""
    both = "Carla Eng,ceo,2026-01-05,,yes\nU0CFO,Felix Ott,cfo,2026-01-05,,yes"
    await company.replace_roster(both, both.replace(",,yes", ",Asia/Tokyo,yes"))
    tokyo = ny("2026-11-25 00:00").replace(hour=int(at[:2]) - 14, minute=int(at[3:]))
    request = await filed(company, "2026-11-23 10:00")
    assert request.decide_by == ny("2026-11-25 16:00")
    company.clock.move(tokyo)
    found = await nudge(company, request)
    assert (found.reason if isinstance(found, No) else None) == reason
    shown = await company.desk.request(who("employee"), request.id)
    assert (shown.nudged_at is None) is (reason is not None)


async def test_who_has_no_card_or_decides_no_more_gets_none(company):
    request = await filed(company)
    await company.replace_roster("Carla Eng,ceo", "Carla Eng,employee")
    await company.carry_out()
    await nudge(company, request, "2026-11-23 11:00")
    assert "U0CEO" not in await cards(company)


async def test_every_card_closes_with_who_decided_and_not_how(company):
    request = await filed(company)
    await nudge(company, request, "2026-11-23 11:00")
    await company.carry_out()
    await company.desk.decide(who("cfo"), request.id, APPROVE)
    closed = [(to, one.decided) for to, one in await company.carry_out() if hasattr(one, "ts")]
    assert sorted(closed) == [("U0CEO", "other")] * 2 + [("U0CFO", "you")] * 2


async def test_a_card_of_what_nobody_decided_says_so(company):
    request = await filed(company)
    await company.desk.withdraw(who("employee"), request.id)
    closed = [one.decided for _, one in await company.carry_out() if hasattr(one, "ts")]
    assert closed == [None, None]


async def test_the_officer_sees_that_it_was_asked_again(company):
    request = await filed(company)
    assert (await company.desk.review(who("cfo"), request.id)).nudged_at is None
    await nudge(company, request, "2026-11-23 11:00")
    assert (await company.desk.review(who("cfo"), request.id)).nudged_at is not None


async def test_each_officers_home_says_who_decided(company):
    request = await filed(company)
    await company.desk.decide(who("cfo"), request.id, APPROVE)
    for name, mine in (("cfo", True), ("ceo", False)):
        (one,) = (await company.desk.home(who(name))).decided
        assert (one.decided_by, one.office, one.mine) == ("Felix Ott", "cfo", mine)


@pytest.mark.parametrize(
    ("away", "asked"),
    [
        ((), ["U0CEO", "U0CFO"]),
        (("ceo",), ["U0CFO"]),
        (("cfo",), ["U0CEO"]),
        (("ceo", "cfo"), ["U0CEO", "U0CFO"]),
    ],
)
async def test_who_went_away_with_a_card_is_not_asked_again_unless_nobody_is_there(
    company, away, asked
):
    request = await filed(company)
    today = date(2026, 11, 23)
    for name in away:
        sheet = await company.desk.set_away(who(name), AwaySaid(today, today, 9))
        assert not isinstance(sheet, No)
    await cards(company)
    assert not isinstance(await nudge(company, request, "2026-11-23 11:00"), No)
    assert await cards(company) == asked
