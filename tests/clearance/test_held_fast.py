"""What holds when acts meet: late decisions, timers, sweeps, reports and opening balances."""

import json
from dataclasses import replace
from datetime import date

import pytest

from clearance.calendar_days import DayEntry, add_day, days
from clearance.desk import minute_passed
from clearance.lists import NotRecorded
from clearance.opening_clearances import import_clearances
from clearance.opening_transactions import import_transactions
from clearance.people import import_people
from clearance.releases import add_release, releases
from clearance.shown import Envelope, No, Report, Verdict
from storage import records, requests
from storage.randomness import Randomness
from storage.tables import ReleaseRow
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    THIRD_QUARTER,
    becomes_a_director,
    buy,
    ny,
    who,
)

OPERATOR = "operator:test"
RETURN = Verdict("return", fields=("quantity",))
NOTHING = Report(traded=False)


async def decided(company, verdict=APPROVE, name="employee", **more):
    """File a request, have the CFO decide it, and send what is due."""
    filed = await company.desk.submit(who(name), buy(**more))
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, verdict)
    await company.carry_out()
    return filed


async def state_of(company, filed, name="employee"):
    return (await company.desk.request(who(name), filed.id)).state


async def told(company):
    """Send what is due and return the envelopes of it."""
    sent = await company.carry_out()
    return [(to, one.delivery) for to, one in sent if isinstance(one, Envelope)]


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


# Reports.


def traded(moment="2026-11-24 10:00", quantity=400, price="4.10"):
    return Report(traded=True, at=ny(moment), quantity=quantity, price=price)


@pytest.fixture
async def officer(company):
    """Enter somebody who may sell without a plan and is warned of short swings."""
    text = "slack_id,name,roles,acknowledged_on\nU0OFFICER,Olga Reed,officer,2026-01-05\n"
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))


async def history_seen(company):
    """Return the opposite trade that the CFO is warned of when the officer asks to sell."""
    filed = await company.desk.submit(who("officer"), buy(action="sell"))
    sheet = await company.desk.review(who("cfo"), filed.id)
    await company.desk.withdraw(who("officer"), filed.id)
    found = [one.parameters for one in sheet.findings if one.rule == "short_swing"]
    return found[0] if found else None


@pytest.mark.usefixtures("officer")
async def test_a_report_counts_on_its_market_day_and_only_as_last_corrected(company):
    filed = await decided(company, name="officer")
    company.clock.move(ny("2026-11-25 10:00"))
    assert await history_seen(company) is None
    for said, seen in (
        (traded("2026-11-24 19:30"), {"side": "purchase", "on": "2026-11-24"}),
        (traded("2026-11-23 11:00"), {"side": "purchase", "on": "2026-11-23"}),
        (NOTHING, None),
    ):
        company.clock.pass_(60)
        await company.desk.report(who("officer"), filed.id, said)
        assert await history_seen(company) == seen


async def test_a_sale_is_reported_as_a_sale(company):
    filed = await decided(company, action="sell")
    company.clock.move(ny("2026-11-24 11:00"))
    await company.desk.report(who("employee"), filed.id, traded())
    (row,) = await company.rows("select id, sealed from transactions")
    kept = await company.database.run(
        lambda tx: tx.unseal("transactions", row["id"], bytes(row["sealed"]))
    )
    assert (kept["side"], kept["shares"], kept["price"]) == ("sale", 400, "4.10")


async def test_the_report_of_one_clearance_corrects_no_other(company):
    first, second = await decided(company), await decided(company)
    company.clock.move(ny("2026-11-24 11:00"))
    for filed in (first, second):
        await company.desk.report(who("employee"), filed.id, traded())
    rows = await company.rows("select replaces from transactions")
    assert rows == [{"replaces": None}, {"replaces": None}]


async def test_what_was_traded_is_reported_after_the_clearances_end_too(company):
    filed = await decided(company)
    company.clock.move(ny("2026-11-27 13:00"))
    await company.carry_out()
    assert await state_of(company, filed) == "clearance_ended"
    mine = await company.desk.report(who("employee"), filed.id, traded())
    assert (mine.state, mine.report.report) == ("reported", traded())


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (traded(quantity=10**9), None),
        (traded(quantity=10**9 + 1), "quantity"),
        (traded(price="999999999.99"), None),
        (traded(price="1000000000"), "price"),
        (traded(price="-4.10"), "price"),
        (traded(price="Infinity"), "price"),
        (traded(price="NaN"), "price"),
        (traded(price=None), "price"),
    ],
)
async def test_a_report_keeps_to_amounts_that_can_be(company, said, field):
    filed = await decided(company)
    company.clock.move(ny("2026-11-24 11:00"))
    answer = await company.desk.report(who("employee"), filed.id, said)
    assert answer == No("bad_report", {"field": field}) if field else answer.state == "reported"


@pytest.mark.parametrize("verdict", [DECLINE, RETURN])
async def test_there_is_nothing_to_report_or_give_back_without_a_clearance(company, verdict):
    filed = await decided(company, verdict)
    report = await company.desk.report(who("employee"), filed.id, NOTHING)
    assert report == No("nothing_to_report")
    assert await company.desk.withdraw(who("employee"), filed.id) == No("not_pending")


# Opening balances.

PAPER = "slack_id,action,quantity,approved_at,approved_by,office\n"
TRADES = "slack_id,side,on,shares,price,exempt,owner,corrects\n"


@pytest.mark.parametrize(
    ("quantity", "moment", "fields"),
    [
        ("300", "2026-11-23T10:00:00-05:00", []),
        ("300", "2026-11-23T10:00:01-05:00", ["approved_at"]),
        ("1000000000", "2026-11-23T10:00:00-05:00", []),
        ("1000000001", "2026-11-23T10:00:00-05:00", ["quantity"]),
    ],
)
async def test_a_paper_clearance_is_taken_up_to_now_and_up_to_its_limit(
    company, quantity, moment, fields
):
    line = f"U0EMPLOYEE,buy,{quantity},{moment},U0CFO,cfo\n"
    answer = await company.database.run(
        lambda tx: import_clearances(company.desk.grounds.at(tx), tx, PAPER + line, OPERATOR)
    )
    assert (answer == 1) if not fields else [one.field for one in answer] == fields


async def take(company, line):
    return await company.database.run(
        lambda tx: import_transactions(tx, f"{TRADES}{line}\n", OPERATOR)
    )


@pytest.mark.usefixtures("officer")
async def test_a_paper_transaction_is_corrected_once_and_by_its_own_persons(company):
    assert await take(company, "U0OFFICER,purchase,2026-11-23,100,5.00,,,") == 1  # today
    assert (await history_seen(company))["on"] == "2026-11-23"
    company.clock.pass_(60)
    first = (await company.rows("select id from transactions"))[0]["id"]
    correction = f"2026-11-20,100,5.00,,,{first}"
    assert [one.field for one in await take(company, f"U0CFO,purchase,{correction}")] == [
        "corrects"
    ]
    assert await take(company, f"U0OFFICER,purchase,{correction}") == 1
    assert (await history_seen(company))["on"] == "2026-11-20"
    assert [one.field for one in await take(company, f"U0OFFICER,purchase,{correction}")] == [
        "corrects"
    ]


@pytest.mark.usefixtures("officer")
@pytest.mark.parametrize(("exempt", "warned"), [("", True), ("16b-3", False)])
async def test_an_exempt_paper_transaction_is_matched_with_nothing(company, exempt, warned):
    assert await take(company, f"U0OFFICER,purchase,2026-07-01,100,5.00,{exempt},,") == 1
    assert (await history_seen(company) is not None) is warned


@pytest.mark.usefixtures("officer")
async def test_a_paper_transaction_keeps_whose_it_is(company):
    await take(company, "U0OFFICER,purchase,2026-07-01,100,5.00,,a trust,")
    (row,) = await company.rows("select id, sealed from transactions")
    kept = await company.database.run(
        lambda tx: tx.unseal("transactions", row["id"], bytes(row["sealed"]))
    )
    assert (kept["owner"], kept["exempt"]) == ("a trust", False)


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
