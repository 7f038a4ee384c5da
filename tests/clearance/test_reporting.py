"""What was traded, as its requester says it and as it stood on paper before."""

from dataclasses import replace

import pytest

from clearance.opening_clearances import import_clearances
from clearance.opening_transactions import import_transactions
from clearance.people import import_people
from clearance.shown import No, Report
from tests.clearance.company import (
    DECLINE,
    NOTHING,
    OPERATOR,
    RETURN,
    buy,
    decided,
    ny,
    state_of,
    who,
)

# Reports.


def traded(moment="2026-11-24 10:00", quantity=400, price="4.10"):
    return Report(traded=True, at=ny(moment), quantity=quantity, price=price, stated=True)


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


async def test_a_report_after_a_correction_on_paper_replaces_the_correction(company):
    filed = await decided(company)
    company.clock.move(ny("2026-11-24 11:00"))
    said = Report(traded=True, at=ny("2026-11-24 10:00"), quantity=400, price="4.10", stated=True)
    await company.desk.report(who("employee"), filed.id, said)
    (row,) = await company.rows("select id from transactions")
    text = (
        "slack_id,side,on,shares,price,corrects\n"
        f"U0EMPLOYEE,purchase,2026-11-24,40,4.10,{row['id']}\n"
    )
    assert await company.database.run(lambda tx: import_transactions(tx, text, OPERATOR)) == 1
    await company.desk.report(who("employee"), filed.id, replace(said, quantity=45))
    replaced = [one["replaces"] for one in await company.rows("select replaces from transactions")]
    assert sorted(one is None for one in replaced) == [False, False, True]
    assert len(set(replaced)) == 3


async def test_an_older_report_sent_again_does_not_undo_its_correction(company):
    filed = await decided(company)
    company.clock.move(ny("2026-11-24 11:00"))
    at = ny("2026-11-24 10:00")
    first = Report(traded=True, at=at, quantity=500, price="3.10", form="V1", stated=True)
    second = Report(traded=True, at=at, quantity=300, price="3.20", form="V2", stated=True)
    for said in (first, second, first):
        mine = await company.desk.report(who("employee"), filed.id, said)
    assert mine.report.report.quantity == 300
    assert len(await company.rows("select id from transactions")) == 2
    third = replace(first, form="V3")
    assert (await company.desk.report(who("employee"), filed.id, third)).report.report == first
