"""Short-swing in the decision: shown to the requester and to who decides, before the approval."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from clearance.opening_transactions import import_transactions
from clearance.people import import_people
from clearance.shown import No, Report
from tests.clearance.company import APPROVE, DECLINE, OPERATOR, buy, ny, who

SOLD = "U0OFFICER,sale,2026-06-03,1000,5.00"
AGO = date(2026, 6, 3)


@pytest.fixture
async def officer(company):
    text = (
        "slack_id,name,roles,acknowledged_on\n"
        "U0OFFICER,Olga Reed,officer,2026-01-05\n"
        "U0OTHER,Otto Bell,officer,2026-01-05\n"
    )
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    return company


async def traded(company, *lines):
    text = "\n".join(["slack_id,side,on,shares,price,exempt,owner", *lines])
    done = await company.database.run(lambda tx: import_transactions(tx, text, OPERATOR))
    assert done == len(lines), done


async def asked(company, name="officer", **more):
    return await company.desk.submit(who(name), buy(quantity=1000, **more))


async def test_the_policys_example_to_both_before_it_is_approved(officer):
    await traded(officer, f"{SOLD},,")
    filed = await asked(officer)
    mine = (await officer.desk.request(who("officer"), filed.id)).swing
    theirs = (await officer.desk.review(who("cfo"), filed.id)).swing
    assert filed.swing == mine == replace(theirs, mine=True)
    assert (mine.mine, theirs.mine) == (True, False)
    (side,) = mine.sides
    assert [one.made.on for one in side.matches] == [AGO]
    # Without a price that is typed it is the last one on their own record.
    assert (mine.priced, mine.price_of, side.proposed.price) == ("last", AGO, 5)
    assert side.owed == 0
    for name in ("officer", "cfo"):
        found = await officer.desk.swing(who(name), filed.id, "2.00")
        assert (found.priced, found.sides[0].owed) == ("typed", 3000)


async def test_the_other_way_round(officer):
    await traded(officer, "U0OFFICER,purchase,2026-06-03,1000,2.00,,")
    filed = await asked(officer, action="sell")
    found = await officer.desk.swing(who("officer"), filed.id, "5.00")
    assert found.sides[0].owed == 3000


async def test_who_was_an_officer_is_shown_it_for_six_months(officer):
    """Rule 16a-2(b), as the rule that judges the request has it."""
    await traded(officer, f"{SOLD},,")
    text = "slack_id,name,roles,acknowledged_on\nU0OFFICER,Olga Reed,employee,2026-01-05\n"
    await officer.database.run(lambda tx: import_people(tx, text, OPERATOR))
    filed = await asked(officer)
    theirs = (await officer.desk.review(who("cfo"), filed.id)).swing
    assert [one.made.on for one in filed.swing.sides[0].matches] == [AGO]
    assert theirs == replace(filed.swing, mine=False)
    band = await officer.desk.band(who("officer"))
    assert dict(band.free)["purchase"] == date(2026, 12, 4)
    officer.clock.move(ny("2027-05-24 10:00"))
    assert (await officer.desk.band(who("officer"))).free == ()


@pytest.mark.parametrize(("on", "matched"), [("2026-12-03", 1), ("2026-12-04", 0)])
async def test_the_planned_day_is_what_six_months_are_counted_to(officer, on, matched):
    await traded(officer, f"{SOLD},,")
    filed = await asked(officer, on=date.fromisoformat(on))
    (side,) = filed.swing.sides
    assert (len(side.matches), side.free_on) == (matched, date(2026, 12, 4))


async def test_every_trade_of_a_day_is_counted_and_not_one_alone(officer):
    await traded(officer, f"{SOLD},,", "U0OFFICER,sale,2026-06-03,500,6.00,,")
    filed = await asked(officer)
    found = await officer.desk.swing(who("officer"), filed.id, "2.00")
    assert found.sides[0].owed == 500 * 4 + 500 * 3


async def test_a_related_persons_trades_are_counted_and_what_is_exempt_is_not(officer):
    await traded(officer, f"{SOLD},,Ann", "U0OFFICER,sale,2026-07-01,1000,9.00,yes,")
    filed = await asked(officer)
    found = await officer.desk.swing(who("officer"), filed.id, "2.00")
    assert [(one.made.owner, one.made.on) for one in found.sides[0].matches] == [("Ann", AGO)]
    assert found.sides[0].owed == 3000


async def test_nobody_elses_trades_nor_prices_are_looked_at(officer):
    await traded(officer, f"{SOLD},,")
    filed = await asked(officer, "other")
    assert (filed.swing.priced, filed.swing.sides[0].matches) == (None, ())


async def test_who_is_no_insider_and_what_is_never_matched(officer):
    await traded(officer, f"{SOLD},,", "U0EMPLOYEE,sale,2026-06-03,1000,5.00,,")
    assert (await asked(officer, "employee")).swing is None
    assert (await asked(officer, action="gift")).swing is None
    assert (await asked(officer, action="net_share_withholding")).swing is None
    assert (await asked(officer, issuer="Other Inc.")).swing is None
    assert (await asked(officer)).swing is not None


async def test_of_an_exercise_the_shares_sold_at_the_price_and_the_others_at_none(officer):
    cheap = "U0OFFICER,sale,2026-06-03,1000,1.50,,"
    await traded(officer, "U0OFFICER,purchase,2026-07-01,300,2.00,,", cheap)
    filed = await asked(officer, action="warrant_exercise", shares_sold=200)
    found = await officer.desk.swing(who("officer"), filed.id, "5.00")
    bought, sold = found.sides
    assert (bought.proposed.side, bought.proposed.shares, bought.proposed.price) == (
        "purchase", 1000, None
    )  # fmt: skip
    assert (sold.proposed.shares, sold.proposed.price, sold.owed) == (200, Fraction(5), 600)


@pytest.mark.parametrize("price", ["", "two", "0", "-1", "1.2345678"])
async def test_what_is_no_price(officer, price):
    await traded(officer, f"{SOLD},,")
    filed = await asked(officer)
    assert await officer.desk.swing(who("officer"), filed.id, price) == No("bad_price")


async def test_who_sees_it_is_who_sees_the_request(officer):
    await traded(officer, f"{SOLD},,")
    filed = await asked(officer)
    assert await officer.desk.swing(who("other"), filed.id, "2.00") == No("not_an_approver")
    assert await officer.desk.swing(who("employee"), filed.id, "2.00") == No("not_an_approver")
    assert await officer.desk.swing(who("cfo"), "NOSUCH", "2.00") == No("not_found")


async def test_it_is_shown_until_the_trade_is_made_and_no_longer(officer):
    await traded(officer, f"{SOLD},,")
    filed = await asked(officer)
    await officer.desk.decide(who("cfo"), filed.id, APPROVE)
    assert (await officer.desk.request(who("officer"), filed.id)).swing is not None
    assert (await officer.desk.review(who("cfo"), filed.id)).swing is None
    officer.clock.move(ny("2026-11-24 11:00"))
    said = Report(traded=True, at=ny("2026-11-24 10:00"), quantity=100, price="4", stated=True)
    await officer.desk.report(who("officer"), filed.id, said)
    assert (await officer.desk.request(who("officer"), filed.id)).swing is None
    assert await officer.desk.swing(who("officer"), filed.id, "2.00") == No("nothing_to_match")


async def test_a_declined_request_shows_none(officer):
    filed = await asked(officer)
    await officer.desk.decide(who("cfo"), filed.id, DECLINE)
    assert (await officer.desk.request(who("officer"), filed.id)).swing is None
