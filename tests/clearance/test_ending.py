"""How requests and clearances end, and that the open columns do not tell how."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.calendar_days import DayEntry, add_day
from clearance.facts import Grounds
from clearance.people import import_people
from clearance.releases import ReleaseEntry, add_release
from clearance.shown import Card, ClosedCard, Envelope, No, Report
from clearance.window_change import watched
from policy.company import parse_policy
from tests.clearance.company import APPROVE, DECLINE, THIRD_QUARTER, buy, ny, told, who


async def approved(company, **more):
    filed = await company.desk.submit(who("employee"), buy(**more))
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    await company.carry_out()
    return filed


async def state_of(company, filed):
    return (await company.desk.request(who("employee"), filed.id)).state


@pytest.mark.parametrize(
    ("moment", "state"), [("2026-11-25 15:59:59", "pending"), ("2026-11-25 16:00", "expired")]
)
async def test_a_request_that_nobody_decides_expires(company, moment, state):
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    company.clock.move(ny(moment))
    sent = await company.carry_out()
    assert await state_of(company, filed) == state
    # Two cards closed and one envelope; until then both cards again, as a morning has passed.
    assert len(sent) == (3 if state == "expired" else 2)


async def test_a_request_whose_window_closes_while_it_waits_is_refused_with_that_reason(company):
    company.clock.move(ny("2026-12-16 10:00"))
    filed = await company.desk.submit(who("employee"), buy())
    assert filed.decide_by == ny("2026-12-17 17:00")
    company.clock.move(ny("2026-12-17 16:59:59"))
    await company.carry_out()
    assert await state_of(company, filed) == "pending"
    company.clock.move(ny("2026-12-17 17:00"))
    await company.carry_out()
    mine = await company.desk.request(who("employee"), filed.id)
    assert (mine.state, [found.rule for found in mine.findings]) == ("lapsed", ["blackout"])


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2026-11-27 12:59:59", "approved"), ("2026-11-27 13:00", "clearance_ended")],
)
async def test_a_clearance_ends_at_its_last_moment(company, moment, state):
    filed = await approved(company)
    company.clock.move(ny(moment))
    await company.carry_out()
    assert await state_of(company, filed) == state


async def test_a_clearance_ends_where_the_blackout_begins(company):
    company.clock.move(ny("2026-12-16 10:00"))
    filed = await approved(company)
    mine = await company.desk.request(who("employee"), filed.id)
    assert mine.expires_at == ny("2026-12-17 17:00")
    company.clock.move(ny("2026-12-17 17:00"))
    await company.carry_out()
    mine = await company.desk.request(who("employee"), filed.id)
    assert (mine.state, mine.cause) == ("clearance_ended", "blackout")


async def test_withdrawing_closes_the_cards_and_is_ones_own_to_do(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    assert await company.desk.withdraw(who("second"), filed.id) == No("not_found")
    assert (await company.desk.withdraw(who("employee"), filed.id)).state == "withdrawn"
    sent = await company.carry_out()
    assert sum(isinstance(message, ClosedCard) for _, message in sent) == 2
    assert await company.desk.decide(who("cfo"), filed.id, APPROVE) == No("not_pending")
    assert await company.desk.withdraw(who("employee"), filed.id) == No("not_pending")


async def test_a_card_that_was_not_sent_yet_is_never_sent_for_an_ended_request(company):
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.withdraw(who("employee"), filed.id)
    sent = await company.carry_out()
    assert not [message for _, message in sent if isinstance(message, Card | ClosedCard)]


async def test_a_card_pressed_after_the_end_is_closed_where_it_stands(company):
    filed = await approved(company)
    await company.desk.review(who("ceo"), filed.id, place=("D9", "1.1"))
    sent = await company.carry_out()
    assert sent == [("U0CEO", ClosedCard(filed.id, "D9", "1.1", decided="other"))]


async def test_giving_back_a_clearance_ends_it_and_another_can_be_asked_for(company):
    filed = await approved(company)
    mine = await company.desk.withdraw(who("employee"), filed.id)
    assert (mine.state, mine.cause) == ("clearance_ended", "cancelled")
    assert (await company.desk.submit(who("employee"), buy())).state == "pending"


async def test_a_corrected_release_closes_the_window_and_ends_what_rested_on_it(company):
    waiting = await company.desk.submit(who("second"), buy())
    filed = await approved(company)
    rows = await company.rows("select id from releases")
    wrong = replace(THIRD_QUARTER, kind="preliminary")
    await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, wrong, "operator:t", rows[0]["id"])
    )
    assert await state_of(company, filed) == "clearance_ended"
    assert (await company.desk.request(who("second"), waiting.id)).state == "lapsed"


async def watch(company, entry, replaces=None):
    grounds = company.desk.grounds
    return await company.database.run(
        lambda tx: watched(
            grounds, tx, lambda: add_release(grounds, tx, entry, "operator:t", replaces)
        )
    )


async def test_what_a_record_ended_is_told_to_whoever_filed_and_counted_for_nobody(company):
    """One that waited, one approved and one declined: all of them are told alike."""
    await company.desk.submit(who("second"), buy())
    await approved(company)
    other = await company.desk.submit(who("director"), buy())
    await company.carry_out()
    await company.desk.decide(who("cfo"), other.id, DECLINE)
    rows = await company.rows("select id from releases")
    wrong = replace(THIRD_QUARTER, kind="preliminary")
    _, change = await watch(company, wrong, rows[0]["id"])
    assert (change.before.open, change.after.open) == (True, False)
    assert change.after.quarter_end == date(2026, 9, 30)
    ended = {to for to, _ in await told(company)}
    assert ended == {"U0SECOND", "U0EMPLOYEE", "U0DIRECTOR"}


async def test_a_record_that_leaves_the_window_open_has_ended_nothing(company):
    await approved(company)
    _, change = await watch(company, replace(THIRD_QUARTER, kind="disclosure", quarter_end=None))
    assert change.after == change.before
    assert change.after.open


async def test_a_correction_that_leaves_the_window_open_ends_nothing(company):
    filed = await approved(company)
    rows = await company.rows("select id from releases")
    same = replace(THIRD_QUARTER, title="Third quarter results, corrected title")
    await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, same, "operator:t", rows[0]["id"])
    )
    assert await state_of(company, filed) == "approved"


async def test_a_day_added_as_closed_moves_the_last_moment_of_a_later_clearance(company):
    entry = DayEntry(date(2026, 11, 25), "closed", "the exchange's notice")
    await company.database.run(lambda tx: add_day(company.desk.grounds, tx, entry, "operator:t"))
    filed = await approved(company)
    mine = await company.desk.request(who("employee"), filed.id)
    assert mine.expires_at == ny("2026-11-30 16:00")


async def test_what_was_traded_is_reported_and_a_wrong_report_corrected_by_a_new_one(company):
    filed = await approved(company)
    company.clock.move(ny("2026-11-24 11:00"))
    first = Report(traded=True, at=ny("2026-11-24 10:00"), quantity=400, price="4.10", stated=True)
    second = Report(traded=True, at=ny("2026-11-24 10:00"), quantity=450, price="4.10", stated=True)
    assert (await company.desk.report(who("employee"), filed.id, first)).state == "reported"
    mine = await company.desk.report(who("employee"), filed.id, second)
    assert mine.report.report == second
    rows = await company.rows("select * from transactions order by at, id")
    assert sorted(row["replaces"] is not None for row in rows) == [False, True]


async def test_the_same_report_sent_twice_is_one(company):
    filed = await approved(company)
    for _ in range(2):
        await company.desk.report(who("employee"), filed.id, Report(traded=False))
    assert len(await company.rows("select * from transactions")) == 1


MADE = Report(traded=True, at=ny("2026-11-23 10:00"), quantity=5, price="4.10", stated=True)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(MADE, at=ny("2026-11-23 10:00:01")), "at"),
        (replace(MADE, quantity=0), "quantity"),
        (replace(MADE, price="0"), "price"),
        (replace(MADE, price="four"), "price"),
        (replace(MADE, stated=None), "stated"),
        (Report(traded=False, quantity=5), "traded"),
        (MADE, None),
    ],
)
async def test_a_report_that_cannot_be_is_sent_back_with_its_field(company, said, field):
    filed = await approved(company)
    answer = await company.desk.report(who("employee"), filed.id, said)
    assert answer == No("bad_report", {"field": field}) if field else answer.state == "reported"


async def test_there_is_nothing_to_report_without_a_clearance(company):
    filed = await company.desk.submit(who("employee"), buy())
    nothing = Report(traded=False)
    assert await company.desk.report(who("employee"), filed.id, nothing) == No("nothing_to_report")


async def test_an_envelope_names_the_same_time_for_an_expiry_as_for_a_decision(company):
    filed = await company.desk.submit(who("employee"), buy())
    company.clock.move(ny("2026-11-25 16:00"))
    envelopes = [m for _, m in await company.carry_out() if isinstance(m, Envelope)]
    assert [one.act_by for one in envelopes] == [ny("2026-12-02 16:00")]
    assert filed.id


async def test_a_new_report_reopens_the_window_on_its_day(company):
    company.clock.move(ny("2027-03-04 09:00"))
    assert not (await company.desk.window(who("employee"))).open
    fourth = ReleaseEntry("full", ny("2027-03-04 07:00"), "Annual results", date(2026, 12, 31))
    await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, fourth, "operator:t")
    )
    window = await company.desk.window(who("employee"))
    assert (window.open, window.reopens_at) == (False, ny("2027-03-08 09:30"))
    company.clock.move(ny("2027-03-08 09:30"))
    assert (await company.desk.window(who("employee"))).open


@pytest.mark.parametrize(
    ("moment", "state"),
    [("2026-11-27 12:59:59", "approved"), ("2026-11-27 13:00", "clearance_ended")],
)
async def test_a_clearance_is_shown_as_over_although_its_timer_is_late(company, moment, state):
    filed = await approved(company)
    company.clock.move(ny(moment))
    mine = await company.desk.request(who("employee"), filed.id)
    assert (mine.state, mine.may_withdraw) == (state, state == "approved")


async def test_the_cause_of_an_end_is_what_held_at_that_moment(company):
    """Its last session passed in an open window, and the bot came back in a blackout."""
    filed = await approved(company)
    company.clock.move(ny("2026-12-21 10:00"))
    await company.carry_out()
    mine = await company.desk.request(who("employee"), filed.id)
    assert (mine.state, mine.cause) == ("clearance_ended", "time")


LOOSE = 'extends = "cellectar_2018"\n[blackout]\napplies_to_consultants = false\n'


@pytest.mark.parametrize(("role", "state"), [("consultant", "pending"), ("employee", "lapsed")])
async def test_a_closing_window_ends_only_what_it_closes_for(company, exchange, role, state):
    company.desk.grounds = Grounds(parse_policy(LOOSE, "loose.toml"), exchange)
    roster = f"slack_id,name,roles,acknowledged_on\nU0SOMEBODY,Sue,{role},2026-01-05\n"
    await company.database.run(lambda tx: import_people(tx, roster, "operator:t"))
    filed = await company.desk.submit(who("somebody"), buy())
    rows = await company.rows("select id from releases")
    void = replace(THIRD_QUARTER, kind="void")
    await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, void, "operator:t", rows[0]["id"])
    )
    assert (await company.desk.request(who("somebody"), filed.id)).state == state


@pytest.mark.parametrize(
    ("at", "quantity", "outside"),
    [
        ("2026-11-24 09:30", 500, ()),
        ("2026-11-24 09:29", 500, ("time",)),
        ("2026-11-27 13:00", 500, ()),
        ("2026-11-27 13:01", 501, ("quantity", "time")),
    ],
)
async def test_a_report_outside_the_clearance_is_kept_and_its_requester_told(
    company, at, quantity, outside
):
    filed = await approved(company)
    company.clock.move(ny("2026-11-27 14:00"))
    said = Report(traded=True, at=ny(at), quantity=quantity, price="4.10", stated=True)
    mine = await company.desk.report(who("employee"), filed.id, said)
    assert (mine.report.report, mine.report.outside) == (said, outside)
