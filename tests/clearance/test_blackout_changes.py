"""Blackouts that the company moves in writing: what is refused, and what a change ends."""

from datetime import date, timedelta

import pytest

from clearance.blackout_changes import BlackoutEntry, move_blackout, periods, take_back
from clearance.lists import NotRecorded
from clearance.replay import replay
from clearance.shown import No, Report
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

FOURTH = date(2026, 12, 31)
THIRD = date(2026, 9, 30)
NOTICE = "Notice of 23 November 2026"


async def move(company, starts_at=None, ends_at=None, quarter_end=FOURTH, **more):
    """Move a blackout; the answer is the record's id or the refusal's sentence."""
    entry = BlackoutEntry(
        quarter_end=quarter_end,
        source=more.pop("source", NOTICE),
        starts_at=starts_at and ny(starts_at),
        ends_at=ends_at and ny(ends_at),
        **more,
    )
    done = await company.database.run(
        lambda tx: move_blackout(company.desk.grounds, tx, entry, OPERATOR)
    )
    return done.sentence if isinstance(done, NotRecorded) else done


async def void(company, record, source=NOTICE):
    done = await company.database.run(
        lambda tx: take_back(company.desk.grounds, tx, record, source, OPERATOR)
    )
    return done.sentence if isinstance(done, NotRecorded) else done


async def as_they_stand(company):
    return await company.database.run(lambda tx: periods(tx, company.desk.grounds.at(tx)))


async def period_of(company, quarter_end=FOURTH):
    found = [one for one in await as_they_stand(company) if one.period.quarter_end == quarter_end]
    return found[0]


def is_an_id(said):
    return len(said) == 8


# What is refused, and its twin that is not.


@pytest.mark.parametrize(
    ("wrong", "right", "words"),
    [
        (
            {"starts_at": "2026-12-10 17:00", "quarter_end": date(2026, 12, 30)},
            {"starts_at": "2026-12-10 17:00"},
            "no quarter end",
        ),
        ({}, {"ends_at": "2027-03-01 09:30"}, "--starts-at"),
        (
            {"starts_at": "2026-12-10 17:00", "source": "  "},
            {"starts_at": "2026-12-10 17:00"},
            "which writing",
        ),
        ({"starts_at": "2026-11-23 09:59"}, {"starts_at": "2026-11-23 10:00"}, "in the past"),
        (
            {"starts_at": "2026-12-10 17:00", "ends_at": "2026-12-10 17:00"},
            {"starts_at": "2026-12-10 17:00", "ends_at": "2026-12-10 17:01"},
            "before it starts",
        ),
        # Without a start of its own it starts as the policy says, on 17 December at 17:00.
        ({"ends_at": "2026-12-17 17:00"}, {"ends_at": "2026-12-17 17:01"}, "before it starts"),
        ({"starts_at": "2027-12-10 17:00"}, {"starts_at": "2027-03-31 17:00"}, "far from"),
        ({"ends_at": "2028-01-02 17:00"}, {"ends_at": "2028-01-01 17:00"}, "more than a year"),
        (
            {"ends_at": "2026-11-24 09:30", "quarter_end": date(2026, 6, 30)},
            {"ends_at": "2026-11-24 09:30", "quarter_end": THIRD},
            "counts as ended",
        ),
    ],
)
async def test_a_wrong_entry_is_refused_and_its_twin_recorded(company, wrong, right, words):
    assert words in await move(company, **wrong)
    assert await company.rows("select id from blackout_changes") == []
    assert is_an_id(await move(company, **right))


async def test_a_quarter_is_moved_once_and_then_corrected_by_naming_the_record(company):
    first = await move(company, "2026-12-10 17:00")
    assert first in await move(company, "2026-12-11 17:00")
    assert "preclear blackouts list" in await move(company, "2026-12-11 17:00", replaces="NOBODY22")
    assert "quarter that ends on 2026-12-31" in await move(
        company, "2027-03-11 17:00", quarter_end=date(2027, 3, 31), replaces=first
    )
    second = await move(company, "2026-12-11 17:00", replaces=first)
    assert is_an_id(second)
    assert "corrected before" in await move(company, "2026-12-12 17:00", replaces=first)
    moved = await period_of(company)
    assert (moved.period.starts_at, moved.moved_by.id) == (ny("2026-12-11 17:00"), second)


async def test_a_start_that_has_come_is_kept_while_the_end_is_corrected(company):
    first = await move(company, "2026-12-10 17:00")
    company.clock.move(ny("2026-12-14 10:00"))
    assert "in the past" in await move(
        company, "2026-12-10 17:01", "2027-03-01 09:30", replaces=first
    )
    assert is_an_id(await move(company, "2026-12-10 17:00", "2027-03-01 09:30", replaces=first))


async def test_a_change_is_taken_back_once_and_with_a_source(company):
    first = await move(company, "2026-12-10 17:00")
    assert "which writing" in await void(company, first, " ")
    assert "preclear blackouts list" in await void(company, "NOBODY22")
    taken = await void(company, first)
    assert is_an_id(taken)
    assert "corrected before" in await void(company, first)
    assert "nothing to take back" in await void(company, taken)
    moved = await period_of(company)
    assert (moved.period.starts_at, moved.moved_by) == (ny("2026-12-17 17:00"), None)
    assert is_an_id(await move(company, "2026-12-09 17:00"))  # and moved again


# What stands.


async def test_the_periods_of_two_fiscal_years_are_listed_as_they_stand(company):
    await move(company, "2026-12-10 17:00", "2027-02-01 09:30")
    found = await as_they_stand(company)
    assert [one.period.quarter_end.isoformat() for one in found] == [
        *("2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"),
        *("2027-03-31", "2027-06-30", "2027-09-30", "2027-12-31"),
    ]
    assert [one.before_record for one in found] == [True, True, *[False] * 6]
    third, fourth, next_ = found[2:5]
    assert (third.period.ends_at, third.moved_by) == (ny("2026-11-16 09:30"), None)
    assert fourth.period.starts_at == ny("2026-12-10 17:00")
    assert (fourth.period.ends_at, fourth.moved_by.source) == (ny("2027-02-01 09:30"), NOTICE)
    assert (next_.period.ends_at, next_.moved_by) == (None, None)


@pytest.mark.parametrize(
    ("day", "first"), [("2026-12-31 23:59", "2026-03-31"), ("2027-01-01 00:00", "2027-03-31")]
)
async def test_a_fiscal_year_is_this_one_until_its_last_day_is_over(company, day, first):
    company.clock.move(ny(day))
    assert (await as_they_stand(company))[0].period.quarter_end.isoformat() == first


# What a change does.


@pytest.mark.parametrize(
    ("moment", "open_"), [("2026-12-10 16:59", True), ("2026-12-10 17:00", False)]
)
async def test_the_window_closes_at_the_moved_start(company, moment, open_):
    await move(company, "2026-12-10 17:00")
    company.clock.move(ny(moment))
    window = await company.desk.window(who("employee"))
    assert window.open is open_
    filed = await company.desk.submit(who("employee"), buy())
    assert (filed.state == "refused") is not open_
    assert [one.rule for one in filed.findings] == ([] if open_ else ["blackout"])


@pytest.mark.parametrize(
    ("moment", "open_"), [("2027-01-29 15:59", False), ("2027-01-29 16:00", True)]
)
async def test_the_window_opens_at_the_moved_end_without_a_report(company, moment, open_):
    await move(company, ends_at="2027-01-29 16:00")
    company.clock.move(ny(moment))
    assert (await company.desk.window(who("employee"))).open is open_


async def test_deciding_looks_at_the_moved_start(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    await move(company, "2026-11-24 10:00")
    company.clock.move(ny("2026-11-24 09:59"))
    sheet = await company.desk.review(who("cfo"), filed.id)
    assert sheet.approvable
    company.clock.move(ny("2026-11-24 10:00"))
    answer = await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert isinstance(answer, No)
    assert answer.reason == "refused_now"
    assert await state_of(company, filed) == "lapsed"


async def test_a_window_that_closes_at_once_ends_what_it_carried_and_everybody_is_told(company):
    cleared = await decided(company)
    declined = await decided(company, DECLINE, name="second")
    waiting = await company.desk.submit(who("director"), buy())
    await company.carry_out()
    await move(company, ends_at="2026-12-01 09:30", quarter_end=THIRD)
    assert await state_of(company, cleared) == "clearance_ended"
    assert (await company.desk.request(who("employee"), cleared.id)).cause == "blackout"
    assert await state_of(company, declined, "second") == "declined"
    assert await state_of(company, waiting, "director") == "lapsed"
    assert sorted(to for to, _ in await told(company)) == ["U0DIRECTOR", "U0EMPLOYEE", "U0SECOND"]


async def test_a_change_that_leaves_the_window_as_it_is_ends_and_tells_nothing(company):
    cleared = await decided(company)
    await move(company, "2026-12-10 17:00")
    assert await state_of(company, cleared) == "approved"
    assert await told(company) == []


async def test_a_start_brought_forward_ends_a_clearance_then_and_tells_it_now(company):
    """The clearance holds until Friday 27 November, 13:00; the blackout now starts before."""
    cleared = await decided(company)
    declined = await decided(company, DECLINE, name="second")
    await move(company, "2026-11-25 17:00")
    shown = await company.desk.request(who("employee"), cleared.id)
    assert (shown.state, shown.expires_at) == ("approved", ny("2026-11-25 17:00"))
    assert sorted(to for to, _ in await told(company)) == ["U0EMPLOYEE", "U0SECOND"]
    company.clock.move(ny("2026-11-25 16:59:59"))
    assert await told(company) == []
    assert await state_of(company, cleared) == "approved"
    company.clock.move(ny("2026-11-25 17:00"))
    assert await state_of(company, cleared) == "clearance_ended"  # before its timer has fired
    assert sorted(to for to, _ in await told(company)) == ["U0EMPLOYEE", "U0SECOND"]
    shown = await company.desk.request(who("employee"), cleared.id)
    assert (shown.state, shown.cause) == ("clearance_ended", "blackout")
    assert await state_of(company, declined, "second") == "declined"
    status = await company.rows("select distinct status from requests")
    assert [row["status"] for row in status] == ["ended"]


async def test_a_waiting_request_lapses_at_the_moved_start(company):
    waiting = await company.desk.submit(who("employee"), buy())
    await move(company, "2026-11-24 10:00")
    company.clock.move(ny("2026-11-24 10:00"))
    await company.carry_out()
    assert await state_of(company, waiting) == "lapsed"


async def test_a_start_put_off_lengthens_no_clearance_that_was_given(company):
    company.clock.move(ny("2026-12-16 10:00"))
    filed = await decided(company)
    before = await company.desk.request(who("employee"), filed.id)
    assert before.expires_at == ny("2026-12-17 17:00")
    record = await move(company, "2026-12-22 17:00")
    shown = await company.desk.request(who("employee"), filed.id)
    assert shown.expires_at == before.expires_at
    later = await decided(company, name="second")
    shown = await company.desk.request(who("second"), later.id)
    assert shown.expires_at == ny("2026-12-21 16:00")
    await void(company, record)
    shown = await company.desk.request(who("second"), later.id)
    assert shown.expires_at == ny("2026-12-17 17:00")
    assert [to for to, _ in await told(company)] == ["U0SECOND"]


@pytest.mark.parametrize(("seconds", "outside"), [(0, ()), (1, ("time",))])
async def test_a_trade_after_the_end_that_a_change_made_lies_outside(company, seconds, outside):
    filed = await decided(company)
    await move(company, "2026-11-25 12:00")
    company.clock.move(ny("2026-11-25 12:00"))
    await company.carry_out()
    company.clock.move(ny("2026-11-25 15:00"))
    at = ny("2026-11-25 12:00") + timedelta(seconds=seconds)
    said = Report(traded=True, at=at, quantity=500, price="4.10", stated=True)
    shown = await company.desk.report(who("employee"), filed.id, said)
    assert shown.report.outside == outside


async def test_what_was_decided_before_and_after_a_change_decides_itself_again(company):
    await decided(company)
    record = await move(company, "2026-11-25 12:00")
    await decided(company, name="second")
    company.clock.move(ny("2026-11-25 13:00"))
    await company.carry_out()
    assert (await company.desk.submit(who("employee"), buy())).state == "refused"
    await void(company, record)
    assert (await company.desk.submit(who("employee"), buy())).state == "pending"
    pages = list(replay(company.database.run_now, 3))
    assert [one for page in pages for one in page.differing] == []
    assert sum(page.done for page in pages) == 6


async def test_a_change_is_on_the_log_with_its_source_and_without_a_person(company):
    await move(company, "2026-12-10 17:00")
    (row,) = await company.rows(
        "select record from log_bodies where record like '%blackout_change:recorded%'"
    )
    assert NOTICE in row["record"]
    assert '"subject":null' in row["record"]
