"""What holds when acts meet: late decisions, timers and sweeps."""

import json
from dataclasses import replace
from datetime import date

import pytest

from clearance.calendar_days import DayEntry, add_day, days
from clearance.desk import minute_passed
from clearance.lists import NotRecorded
from clearance.releases import add_release, releases
from clearance.shown import No
from policy.calendars.exchange import ExchangeCalendar
from policy.calendars.sec import is_business_day
from storage import records, requests
from storage.randomness import Randomness
from storage.tables import ReleaseRow
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    NOTHING,
    OPERATOR,
    RETURN,
    THIRD_QUARTER,
    becomes_a_director,
    buy,
    decided,
    ny,
    state_of,
    told,
    who,
)

# Deciding.


async def test_a_clearance_counts_from_its_decision_and_not_from_its_request(company):
    filed = await company.desk.submit(who("employee"), buy())
    company.clock.move(ny("2026-11-24 10:00"))
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    mine = await company.desk.request(who("employee"), filed.id)
    assert (mine.submitted_at, mine.decided_at) == (ny("2026-11-23 10:00"), company.clock.now())
    assert (mine.earliest_trade_at, mine.expires_at) == (
        ny("2026-11-25 09:30"),
        ny("2026-11-30 16:00"),
    )


@pytest.mark.parametrize(
    ("verdict", "state"), [(APPROVE, "overtaken"), (DECLINE, "declined"), (RETURN, "returned")]
)
async def test_what_a_rule_forbids_by_now_can_still_be_declined_or_returned(
    company, verdict, state
):
    filed = await company.desk.submit(who("employee"), buy(action="sell"))
    await becomes_a_director(company)
    await company.desk.decide(who("cfo"), filed.id, verdict)
    assert await state_of(company, filed) == state


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE])
async def test_only_a_return_names_fields(company, verdict):
    filed = await decided(company, replace(verdict, fields=("quantity",)))
    assert (await company.desk.request(who("employee"), filed.id)).fields == ()
    assert (await decided(company, RETURN)).id != filed.id


# Filing.


async def test_a_forms_name_is_each_persons_own(company):
    first = await company.desk.submit(who("employee"), buy(form="V1"))
    other = await company.desk.submit(who("second"), buy(7, form="V1"))
    assert (first.id != other.id, other.trade.quantity) == (True, 7)


async def test_a_correction_names_what_it_corrects(company):
    first = await decided(company, RETURN)
    again = await company.desk.submit(who("employee"), replace(buy(200), corrects=first.id))
    assert (await company.desk.review(who("cfo"), again.id)).corrects == first.id


@pytest.mark.parametrize("verdict", [None, APPROVE, DECLINE])
async def test_only_a_returned_request_is_corrected(company, verdict):
    filed = await company.desk.submit(who("employee"), buy())
    if verdict is None:
        await company.desk.withdraw(who("employee"), filed.id)
    else:
        await company.desk.decide(who("cfo"), filed.id, verdict)
    correction = replace(buy(200), corrects=filed.id)
    assert await company.desk.submit(who("employee"), correction) == No("not_returned")


async def test_beyond_the_calendar_nothing_is_filed(company):
    far = buy(on=date(2050, 1, 3))
    assert await company.desk.submit(who("employee"), far) == No("out_of_calendar")
    assert await company.rows("select * from requests") == []


@pytest.mark.parametrize(
    ("second", "passed"),
    [("10:00:59.999999", False), ("10:01:00", True), ("11:00:00", True), ("09:59:59", True)],
)
def test_a_boundary_may_lie_between_two_minutes_and_within_none(second, passed):
    assert minute_passed(ny("2026-11-23 10:00"), ny(f"2026-11-23 {second}")) is passed


@pytest.mark.parametrize("action", ["buy", "option_exercise"])
async def test_what_is_refused_or_exempt_at_once_waits_for_nobody(company, action):
    company.clock.move(ny("2026-12-18 10:00"))
    await company.desk.submit(who("employee"), buy(action=action))
    assert await company.rows("select status from requests") == [{"status": "ended"}]
    assert await company.rows("select state from decisions") == [{"state": "ended"}]
    assert (await company.desk.home(who("cfo"))).to_decide == ()


async def test_a_request_is_moved_on_once_from_where_it_stands(company):
    filed = await company.desk.submit(who("employee"), buy())
    for before, after, moved in (
        ("decided", "ended", False),
        ("pending", "decided", True),
        ("pending", "ended", False),
        ("decided", "ended", True),
    ):
        answer = await company.database.run(
            lambda tx, before=before, after=after: requests.move(tx, filed.id, before, after)
        )
        assert answer is moved
    assert await company.rows("select status from requests") == [{"status": "ended"}]


async def test_the_facts_of_a_request_come_oldest_first(company):
    filed = await company.desk.submit(who("employee"), buy())
    company.clock.move(ny("2026-11-24 10:00"))
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    kept = await company.database.run(lambda tx: requests.facts_of(tx, filed.id))
    assert [one.at for one in kept] == [ny("2026-11-23 10:00"), ny("2026-11-24 10:00")]


# Timers.


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE, RETURN])
async def test_one_envelope_follows_the_decision_and_another_the_end(company, verdict):
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.decide(who("cfo"), filed.id, verdict)
    (first,) = await told(company)
    company.clock.move(ny("2026-11-27 12:59:59"))
    assert await told(company) == []
    company.clock.move(ny("2026-11-27 13:00"))
    (second,) = await told(company)
    assert (first[0], second[0], first[1] != second[1]) == ("U0EMPLOYEE", "U0EMPLOYEE", True)
    assert await company.rows("select status from requests") == [{"status": "ended"}]


@pytest.mark.parametrize("verdict", [DECLINE, RETURN])
async def test_what_was_no_clearance_keeps_its_outcome_at_the_end(company, verdict):
    filed = await decided(company, verdict)
    before = await state_of(company, filed)
    company.clock.move(ny("2026-11-27 13:00"))
    await company.carry_out()
    assert await state_of(company, filed) == before


@pytest.mark.parametrize("how", ["report", "withdraw"])
async def test_a_timer_that_comes_after_the_end_writes_nothing(company, how):
    filed = await decided(company)
    if how == "report":
        await company.desk.report(who("employee"), filed.id, NOTHING)
    else:
        await company.desk.withdraw(who("employee"), filed.id)
    assert await company.rows("select status from requests") == [{"status": "ended"}]
    before = await company.rows("select id from decisions order by id")
    company.clock.move(ny("2026-11-27 13:00"))
    assert len(await told(company)) == 1
    assert await company.rows("select id from decisions order by id") == before


async def test_a_time_to_decide_that_comes_after_the_decision_writes_nothing(company):
    company.clock.move(ny("2026-12-16 10:00"))
    filed = await decided(company, DECLINE)
    company.clock.move(ny("2026-12-17 17:00"))
    await company.carry_out()
    assert await state_of(company, filed) == "declined"
    assert len(await company.rows("select id from facts")) == 2  # filed and decided


async def test_what_lapses_is_judged_on_facts_that_are_kept(company):
    company.clock.move(ny("2026-12-16 10:00"))
    filed = await company.desk.submit(who("employee"), buy())
    company.clock.move(ny("2026-12-17 17:00"))
    await company.carry_out()
    assert await state_of(company, filed) == "lapsed"
    steps = await company.rows("select facts from decisions order by seq")
    kept = await company.rows("select id from facts order by at")
    assert [row["facts"] for row in steps] == [row["id"] for row in kept]
    assert len(kept) == 2


# The window closed by a correction, and opened again.


async def test_a_corrected_release_ends_a_clearance_and_tells_everybody_decided_alike(company):
    cleared, refused = await decided(company), await decided(company, DECLINE, "second")
    waiting = await company.desk.submit(who("director"), buy())
    await company.carry_out()
    first = (await company.rows("select id from releases"))[0]["id"]
    void = replace(THIRD_QUARTER, kind="void")
    await release(company, void, first)
    assert sorted(to for to, _ in await told(company)) == ["U0DIRECTOR", "U0EMPLOYEE", "U0SECOND"]
    mine = await company.desk.request(who("employee"), cleared.id)
    assert (mine.state, mine.cause) == ("clearance_ended", "blackout")
    assert await state_of(company, refused, "second") == "declined"
    assert await state_of(company, waiting, "director") == "lapsed"


async def test_a_release_taken_back_is_in_force_no_more(company):
    first = (await company.rows("select id from releases"))[0]["id"]
    assert [row.id for row in await company.database.run(releases)] == [first]
    assert isinstance(await release(company, replace(THIRD_QUARTER, kind="void"), first), str)
    assert await company.database.run(releases) == []
    assert not (await company.desk.window(who("employee"))).open
    assert isinstance(await release(company, THIRD_QUARTER), str)
    assert (await company.desk.window(who("employee"))).open


async def test_a_disclosure_opens_no_window(company):
    first = (await company.rows("select id from releases"))[0]["id"]
    await release(company, replace(THIRD_QUARTER, kind="disclosure"), first)
    assert not (await company.desk.window(who("employee"))).open
    await company.desk.submit(who("employee"), buy())
    facts = json.loads((await company.rows("select public from facts"))[0]["public"])
    assert facts["releases"] == []


async def release(company, entry, replaces=None):
    return await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, entry, OPERATOR, replaces)
    )


async def day(company, on, kind, replaces=None):
    entry = DayEntry(date.fromisoformat(on), kind, "the exchange's notice", replaces)
    return await company.database.run(lambda tx: add_day(company.desk.grounds, tx, entry, OPERATOR))


@pytest.mark.parametrize("kind", ["closed", "not_full"])
async def test_a_day_added_closes_the_window_at_once_until_it_is_taken_back(company, kind):
    """Friday the 13th was the second full day after the report; without it, the 16th is."""
    company.clock.move(ny("2026-11-16 10:00"))
    cleared = await decided(company)
    waiting = await company.desk.submit(who("second"), buy())
    await company.carry_out()
    added = await day(company, "2026-11-13", kind)
    assert not (await company.desk.window(who("employee"))).open
    assert await state_of(company, cleared) == "clearance_ended"
    assert await state_of(company, waiting, "second") == "lapsed"
    await day(company, "2026-11-13", "void", added)
    assert (await company.desk.window(who("employee"))).open
    assert await company.database.run(days) == []


async def test_a_day_is_on_the_record_once_and_corrected_by_its_name(company):
    first = await day(company, "2026-11-25", "not_full")
    assert isinstance(await day(company, "2026-11-25", "closed"), NotRecorded)
    assert isinstance(await day(company, "2026-11-25", "closed", "NOSUCHID"), NotRecorded)
    second = await day(company, "2026-11-25", "closed", first)
    assert isinstance(await day(company, "2026-11-25", "not_full", first), NotRecorded)
    assert [(row.id, row.kind) for row in await company.database.run(days)] == [(second, "closed")]


async def test_a_correction_is_looked_at_without_what_it_replaces(company):
    """What is closed now is no session; once it is corrected it is one again."""
    first = await day(company, "2026-11-25", "closed")
    second = await day(company, "2026-11-25", "not_full", first)
    assert isinstance(second, str)
    assert isinstance(await day(company, "2026-11-28", "closed", second), NotRecorded)  # Saturday


async def test_a_day_may_be_entered_in_each_calendar_and_travels_with_a_decision(company):
    """What is kept beside a decision answers for EDGAR and the banks as well."""
    for kind in ("edgar_closed", "not_settling", "closed"):
        assert isinstance(await day(company, "2026-12-03", kind), str)
        assert isinstance(await day(company, "2026-12-03", kind), NotRecorded)
    added = await day(company, "2026-12-04", "edgar_closed")
    await decided(company)
    await day(company, "2026-12-04", "void", added)
    [kept] = await company.rows("select content from calendars")
    then = ExchangeCalendar.from_content(kept["content"])
    now = await company.database.run(lambda tx: company.desk.grounds.at(tx).calendar)
    third, fourth = date(2026, 12, 3), date(2026, 12, 4)
    assert (is_business_day(third, then), is_business_day(fourth, then)) == (False, False)
    assert (is_business_day(third, now), is_business_day(fourth, now)) == (False, True)
    assert then.not_settling == {third}
    assert then.session_on(third) is None


# Ids.


async def test_an_id_that_is_taken_is_drawn_again(company):
    filed = await company.desk.submit(who("employee"), buy())
    record = (await company.rows("select id from releases"))[0]["id"]

    def draw(tx):
        tx.random = drawing(filed.id, "22222222")
        request = requests.new_id(tx)
        tx.random = drawing(record, "33333333")
        return request, records.new_id(tx, ReleaseRow)

    assert await company.database.run(draw) == ("22222222", "33333333")


def drawing(*ids):
    """Give a generator that draws these request ids one after the other."""
    left = list(ids)

    class Drawn(Randomness):
        def request_id(self):
            return left.pop(0)

    return Drawn()
