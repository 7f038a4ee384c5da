"""The calendar's keepers: what is refused, what they foresee, and that it is what is done."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.shown import No
from clearance.shown_calendar import BlackoutSaid, ExpectedSaid, ReleaseSaid, TakenBackSaid
from tests.clearance.company import decided, ny, state_of, who

FOURTH, THIRD, FIRST = date(2026, 12, 31), date(2026, 9, 30), date(2027, 3, 31)
CFO = who("cfo")
NEWS = ReleaseSaid("disclosure", ny("2026-11-20 08:00"), "News of a trial")
REPORT = ReleaseSaid("full", ny("2027-03-04 08:00"), "Press release", FOURTH)
MOVED = BlackoutSaid(FOURTH, "Notice of 23 November 2026", ny("2026-12-10 17:00"))


async def reason(company, said, actor=CFO):
    """Give why something cannot be recorded; the same is said where it is only foreseen."""
    foreseen = await company.desk.foresee_calendar(actor, said)
    done = await company.desk.keep_calendar(actor, said)
    assert isinstance(foreseen, No) == isinstance(done, No)
    if isinstance(done, No) and isinstance(foreseen, No):
        assert foreseen == done
        return done.reason
    return None


# --- What is refused, and its twin that is not -----------------------------------------


@pytest.mark.parametrize(
    ("wrong", "right", "why"),
    [
        (replace(NEWS, title=" "), NEWS, "release_title"),
        (replace(NEWS, title="x" * 151), replace(NEWS, title="x" * 150), "release_title"),
        (
            replace(NEWS, public_at=ny("2026-11-23 10:01")),
            replace(NEWS, public_at=ny("2026-11-23 10:00")),
            "release_future",
        ),
        (
            replace(NEWS, kind="full"),
            replace(NEWS, kind="full", quarter_end=THIRD),
            "release_quarter",
        ),
        (
            replace(NEWS, kind="preliminary", quarter_end=THIRD, public_at=ny("2026-09-30 23:59")),
            replace(NEWS, kind="preliminary", quarter_end=THIRD, public_at=ny("2026-10-01 00:00")),
            "release_before_end",
        ),
        (
            replace(NEWS, kind="full", quarter_end=date(2026, 9, 29)),
            replace(NEWS, kind="full", quarter_end=THIRD),
            "calendar_quarter",
        ),
        (replace(MOVED, source=""), MOVED, "blackout_source"),
        (replace(MOVED, source="x" * 301), replace(MOVED, source="x" * 300), "blackout_source"),
        (replace(MOVED, starts_at=None), MOVED, "blackout_moments"),
        (
            replace(MOVED, starts_at=ny("2026-11-23 09:59")),
            replace(MOVED, starts_at=ny("2026-11-23 10:00")),
            "blackout_start_past",
        ),
        (replace(MOVED, quarter_end=date(2026, 6, 30)), MOVED, "blackout_over"),
        (
            replace(MOVED, ends_at=ny("2026-12-10 17:00")),
            replace(MOVED, ends_at=ny("2026-12-10 17:01")),
            "blackout_turned",
        ),
        (replace(MOVED, starts_at=ny("2028-12-10 17:00")), MOVED, "blackout_start_far"),
        (
            ExpectedSaid(FOURTH, date(2026, 12, 31)),
            ExpectedSaid(FOURTH, date(2027, 1, 4)),  # the day after the holiday
            "expected_early",
        ),
        (
            ExpectedSaid(FOURTH, date(2027, 3, 6)),  # a Saturday
            ExpectedSaid(FOURTH, date(2027, 3, 5)),
            "expected_weekend",
        ),
        (
            ExpectedSaid(FOURTH, date(2026, 11, 22)),
            ExpectedSaid(FOURTH, date(2027, 3, 5)),
            "expected_past",
        ),
        (
            ExpectedSaid(FOURTH, date(2028, 1, 3)),
            ExpectedSaid(FOURTH, date(2027, 12, 30)),
            "expected_far",
        ),
        (
            ExpectedSaid(THIRD, date(2026, 12, 1)),
            ExpectedSaid(FOURTH, date(2027, 1, 4)),
            "expected_reported",
        ),
        (ExpectedSaid(FOURTH, None), ExpectedSaid(FOURTH, date(2027, 3, 5)), "expected_none"),
        (TakenBackSaid("blackout", "NOBODY22", "Notice"), MOVED, "calendar_record"),
    ],
)
async def test_a_wrong_record_is_refused_and_its_twin_made(company, wrong, right, why):
    assert await reason(company, wrong) == why
    assert await reason(company, right) is None


async def test_a_quarter_that_was_moved_is_corrected_by_its_record(company):
    first = (await company.desk.keep_calendar(CFO, MOVED)).done
    later = replace(MOVED, starts_at=ny("2026-12-11 17:00"))
    refused = await company.desk.keep_calendar(who("ceo"), later)
    assert (refused.reason, refused.parameters["record"]) == ("blackout_moved", first)
    assert await reason(company, replace(later, replaces=first), who("ceo")) is None


# --- What is foreseen is what is done, and nothing is written before --------------------


async def counts(company):
    tables = ("releases", "blackout_changes", "expected_reports", "log_leaves", "deliveries")
    return [len(await company.rows(f"select * from {one}")) for one in tables]


@pytest.mark.parametrize("said", [MOVED, NEWS, ExpectedSaid(FOURTH, date(2027, 3, 5))])
async def test_foreseeing_writes_nothing_and_says_what_is_done(company, said):
    await decided(company)
    before = await counts(company)
    foreseen = await company.desk.foresee_calendar(CFO, said)
    assert await counts(company) == before
    done = await company.desk.keep_calendar(CFO, said)
    assert replace(done, done=foreseen.done) == foreseen
    assert await counts(company) != before


async def test_a_blackout_at_once_ends_clearances_and_is_foreseen(company):
    cleared = await decided(company)
    at_once = replace(MOVED, starts_at=ny("2026-11-23 10:00"))
    foreseen = await company.desk.foresee_calendar(CFO, at_once)
    assert (foreseen.before.open, foreseen.after.open) == (True, False)
    assert await state_of(company, cleared) == "approved"
    await company.desk.keep_calendar(CFO, at_once)
    assert await state_of(company, cleared) == "clearance_ended"


async def test_the_record_says_who_and_in_which_office(company):
    await company.desk.keep_calendar(who("ceo"), MOVED)
    (row,) = await company.rows(
        "select record from log_bodies where record like '%blackout_change:recorded%'"
    )
    assert '"office":"ceo"' in row["record"]
    shown = await company.desk.calendar(CFO)
    (moved,) = [one.moved for one in shown.kept.quarters if one.moved]
    assert moved.record.by == "Carla Eng"


@pytest.mark.parametrize("said", [MOVED, NEWS, ExpectedSaid(FOURTH, date(2027, 3, 5))])
async def test_sent_twice_it_is_one_record(company, said):
    first = await company.desk.keep_calendar(CFO, said)
    before = await counts(company)
    assert (await company.desk.keep_calendar(CFO, said)).done == first.done
    assert await counts(company) == before


async def test_what_another_recorded_already_is_said_to_be(company):
    record = (await company.desk.keep_calendar(CFO, NEWS)).done
    found = await company.desk.keep_calendar(who("ceo"), NEWS)
    assert (found.reason, found.parameters["record"]) == ("release_known", record)


async def test_taken_back_twice_it_is_one_record(company):
    release = (await company.desk.keep_calendar(CFO, NEWS)).done
    moved = (await company.desk.keep_calendar(CFO, MOVED)).done
    for said in (TakenBackSaid("release", release), TakenBackSaid("blackout", moved, "Notice 2")):
        first = await company.desk.keep_calendar(CFO, said)
        before = await counts(company)
        assert (await company.desk.keep_calendar(CFO, said)).done == first.done != release
        assert await counts(company) == before
    shown = await company.desk.calendar(CFO)
    assert [one.moved for one in shown.kept.quarters if one.moved] == []


# --- Releases --------------------------------------------------------------------------


async def test_a_report_opens_the_window_and_the_expected_day_is_done_with(company):
    await company.desk.keep_calendar(CFO, ExpectedSaid(FOURTH, date(2027, 3, 4)))
    company.clock.move(ny("2027-03-04 08:30"))
    (waits,) = [one for one in (await kept(company)).quarters if one.expected]
    # The report comes before the open, two full trading days count from the next one on:
    # as a day alone is never taken as before the open.
    assert (waits.expected.passed, waits.expected.opens_at) == (False, ny("2027-03-09 09:30"))
    foreseen = await company.desk.foresee_calendar(CFO, REPORT)
    assert foreseen.before.reopens_at is None
    assert foreseen.after.reopens_at == ny("2027-03-08 09:30")
    await company.desk.keep_calendar(CFO, REPORT)
    assert [one for one in (await kept(company)).quarters if one.expected] == []


async def kept(company):
    return (await company.desk.calendar(CFO)).kept


async def test_an_expected_day_that_passed_without_a_report_is_said(company):
    await company.desk.keep_calendar(CFO, ExpectedSaid(FOURTH, date(2027, 3, 4)))
    for at, passed in (("2027-03-04 23:59", False), ("2027-03-05 00:00", True)):
        company.clock.move(ny(at))
        (waits,) = [one for one in (await kept(company)).quarters if one.expected]
        assert waits.expected.passed is passed


async def test_an_expected_day_moves_and_is_taken_back(company):
    await company.desk.keep_calendar(CFO, ExpectedSaid(FOURTH, date(2027, 3, 4)))
    await company.desk.keep_calendar(who("ceo"), ExpectedSaid(FOURTH, date(2027, 3, 5)))
    (waits,) = [one for one in (await kept(company)).quarters if one.expected]
    assert (waits.expected.day, waits.expected.record.by) == (date(2027, 3, 5), "Carla Eng")
    assert await reason(company, ExpectedSaid(FOURTH, None)) is None
    assert [one for one in (await kept(company)).quarters if one.expected] == []


async def test_slips_of_the_pen_are_warned_of_and_recorded(company):
    saturday = replace(NEWS, public_at=ny("2026-11-21 08:00"))
    again = ReleaseSaid("full", ny("2026-11-13 08:00"), "Form 10-Q", THIRD)
    assert set((await company.desk.foresee_calendar(CFO, saturday)).warns) == {"no_session", "wait"}
    assert set((await company.desk.foresee_calendar(CFO, again)).warns) == {"reported"}
    corrects = (await company.desk.calendar(CFO)).kept.releases[0].record.id
    alone = replace(again, replaces=corrects)
    assert (await company.desk.foresee_calendar(CFO, alone)).warns == {}


async def test_a_report_that_leaves_quarters_without_one_asks_whether_that_is_meant(company):
    old = ReleaseSaid("full", ny("2026-05-12 08:00"), "Press release", date(2026, 3, 31))
    assert (await company.desk.keep_calendar(CFO, old)).reason == "release_gap"
    foreseen = await company.desk.foresee_calendar(CFO, old)
    assert "2026-06-30" in foreseen.warns["gap"]
    assert foreseen.said.reaching_back
    assert (foreseen.before.open, foreseen.after.open) == (True, False)
    assert (await company.desk.keep_calendar(CFO, foreseen.said)).done


# --- Who sees what ---------------------------------------------------------------------


async def test_everybody_sees_the_window_and_its_keepers_the_rest(company):
    theirs = await company.desk.calendar(who("employee"))
    assert theirs.kept is None
    assert [one.year for one in theirs.years] == [2026, 2027]
    assert theirs == replace(await company.desk.calendar(CFO), kept=None)


async def test_the_next_year_is_shown_from_october_on(company):
    company.clock.move(ny("2026-09-30 12:00"))
    assert [one.year for one in (await company.desk.calendar(CFO)).years] == [2026]
    company.clock.move(ny("2026-10-01 12:00"))
    assert [one.year for one in (await company.desk.calendar(CFO)).years] == [2026, 2027]


async def test_a_blackout_that_runs_is_listed_however_old(company):
    company.clock.move(ny("2027-09-01 12:00"))
    ends = [one.period.quarter_end for one in (await kept(company)).quarters]
    assert ends[0] == FOURTH  # not reported on
    assert (await kept(company)).ended[0] == date(2027, 6, 30)
