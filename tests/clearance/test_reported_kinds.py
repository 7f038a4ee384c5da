"""What a report says of each kind of transaction, whose it is, and what is then owed."""

import json
from dataclasses import replace
from datetime import date

import pytest

from clearance.opening_transactions import import_transactions, transactions
from clearance.people import import_people
from clearance.shown import No, Report
from clearance.shown_related import RelatedSaid
from policy.calendars.exchange import OutOfCalendar
from policy.coverage import Tie
from storage import records, requests
from storage.tables import TransactionRow
from tests.clearance.company import (
    APPROVE,
    NOTHING,
    OPERATOR,
    becomes_a_director,
    buy,
    ny,
    who,
)

AT = ny("2026-11-24 10:00")
SAID = Report(traded=True, at=AT, quantity=100, price="4.10", stated=True)


@pytest.fixture
async def officer(company):
    text = "slack_id,name,roles,acknowledged_on\nU0OFFICER,Olga Reed,officer,2026-01-05\n"
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    return company


async def cleared(company, name="officer", ask=None, **more):
    """File, have the CFO approve, and come to the moment at which it can be reported."""
    company.clock.move(ny("2026-11-23 10:00"))
    filed = await company.desk.submit(who(name), ask or buy(**more))
    assert filed.state == "pending", filed
    answer = await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert not isinstance(answer, No), answer
    company.clock.move(ny("2026-11-24 11:00"))
    return filed


async def kept(company):
    """Give what is on the record of transactions now, by part."""

    def act(tx):
        rows = records.in_force(tx, TransactionRow)
        values = [tx.unseal("transactions", row.id, row.sealed) for row in rows]
        return {value["part"]: value for value in values}

    return await company.database.run(act)


@pytest.mark.parametrize(
    ("trade", "side", "exempt"),
    [
        ({"action": "buy"}, "purchase", False),
        ({"action": "sell"}, "sale", False),
        ({"action": "gift"}, None, "Rule 16b-5"),
        ({"action": "warrant_exercise"}, "purchase", False),
        ({"action": "conversion", "price_kind": "variable"}, "purchase", False),
        ({"action": "sell_to_cover_tax_broker"}, "sale", False),
        ({"action": "espp_election"}, "purchase", "Rule 16b-3(c)"),
    ],
)
async def test_each_kind_is_recorded_with_its_side_and_what_exempts_it(
    officer, trade, side, exempt
):
    filed = await cleared(officer, **trade)
    await officer.desk.report(who("officer"), filed.id, SAID)
    (value,) = (await kept(officer)).values()
    assert (value["side"], value["exempt"], value["action"]) == (side, exempt, trade["action"])
    assert (value["shares"], value["price"], value["on"]) == (100, "4.10", "2026-11-24")


@pytest.mark.parametrize(
    ("trade", "exercise"),
    [
        ({"action": "option_exercise"}, (None, "Rule 16b-6(b)")),
        ({"action": "conversion", "price_kind": "fixed"}, (None, "Rule 16b-6(b)")),
        ({"action": "warrant_exercise"}, ("purchase", False)),
        ({"action": "conversion", "price_kind": "variable"}, ("purchase", False)),
    ],
)
async def test_what_is_sold_out_of_an_exercise_is_a_sale_with_the_exercise_beside_it(
    officer, trade, exercise
):
    filed = await cleared(officer, quantity=500, shares_sold=100, **trade)
    await officer.desk.report(who("officer"), filed.id, SAID)
    found = await kept(officer)
    assert set(found) == {"trade", "exercise"}
    assert (found["trade"]["side"], found["trade"]["exempt"]) == ("sale", False)
    assert (found["trade"]["shares"], found["trade"]["price"]) == (100, "4.10")
    beside = found["exercise"]
    assert (beside["side"], beside["exempt"]) == exercise
    assert (beside["shares"], beside["price"]) == (500, None)


async def test_a_correction_replaces_every_part_and_so_does_nothing_traded(officer):
    filed = await cleared(officer, action="option_exercise", quantity=500, shares_sold=100)
    for said in (SAID, replace(SAID, quantity=90)):
        await officer.desk.report(who("officer"), filed.id, said)
    found = await kept(officer)
    assert (len(found), found["trade"]["shares"]) == (2, 90)
    await officer.desk.report(who("officer"), filed.id, NOTHING)
    found = await kept(officer)
    assert {part: value["action"] for part, value in found.items()} == {
        "trade": None,
        "exercise": None,
    }
    rows = await officer.rows("select replaces from transactions")
    assert sorted(row["replaces"] is None for row in rows) == [False] * 4 + [True] * 2


async def test_a_correction_on_paper_keeps_its_part(officer):
    """Counsel says that the warrant's exercise qualifies: it is matched with nothing then."""
    filed = await cleared(officer, action="warrant_exercise", quantity=500, shares_sold=100)
    await officer.desk.report(who("officer"), filed.id, SAID)
    listed = await officer.database.run(transactions)
    (exercise,) = [row for row, said in listed if "purchase of 500 at a price not rep" in said]
    assert await seen(officer, "sell") is not None
    text = (
        "slack_id,side,on,shares,price,exempt,corrects\n"
        f"U0OFFICER,purchase,2026-11-24,500,2.00,Rule 16b-6(b),{exercise}\n"
    )
    assert await officer.database.run(lambda tx: import_transactions(tx, text, OPERATOR)) == 1
    assert await seen(officer, "sell") is None
    listed = await officer.database.run(transactions)
    assert any("exempt: Rule 16b-6(b)" in said for _, said in listed)
    await officer.desk.report(who("officer"), filed.id, replace(SAID, quantity=70))
    found = await kept(officer)
    assert {part: value["shares"] for part, value in found.items()} == {
        "trade": 70,
        "exercise": 500,
    }
    assert len(await officer.rows("select id from transactions")) == 5


@pytest.mark.parametrize(("quantity", "outside"), [(100, ()), (101, ("quantity",))])
async def test_what_was_sold_out_of_an_exercise_keeps_to_what_was_to_be_sold(
    officer, quantity, outside
):
    filed = await cleared(officer, action="option_exercise", quantity=500, shares_sold=100)
    said = replace(SAID, quantity=quantity)
    shown = await officer.desk.report(who("officer"), filed.id, said)
    assert shown.report.outside == outside


# The statement on inside information at the trade.


@pytest.mark.parametrize(("stated", "outside"), [(True, ()), (False, ("statement",))])
async def test_the_statement_is_kept_and_shown_and_without_it_the_trade_lies_outside(
    officer, stated, outside
):
    filed = await cleared(officer)
    said = replace(SAID, stated=stated)
    await officer.desk.report(who("officer"), filed.id, said)
    shown = await officer.desk.request(who("officer"), filed.id)
    assert shown.report.report == said
    assert shown.report.outside == outside


async def test_nothing_traded_states_nothing(officer):
    filed = await cleared(officer)
    said = replace(NOTHING, stated=True)
    assert await officer.desk.report(who("officer"), filed.id, said) == No(
        "bad_report", {"field": "traded"}
    )
    assert (await officer.desk.report(who("officer"), filed.id, NOTHING)).state == "reported"


async def test_a_report_from_before_statements_were_kept_is_shown(officer):
    filed = await cleared(officer)
    await officer.desk.report(who("officer"), filed.id, SAID)

    def as_before(tx):
        step = requests.steps(tx, [filed.id])[filed.id][-1]
        value = json.loads(json.dumps(step.value))
        del value["report"]["stated"]
        requests.add_step(tx, filed.id, "ended", public={}, value=value)

    await officer.database.run(as_before)
    shown = await officer.desk.request(who("officer"), filed.id)
    assert (shown.report.report.stated, shown.report.outside) == (None, ())


# Short-swing matching.


async def seen(company, action, name="officer", on=None):
    """Return the opposite trade that the CFO is warned of."""
    filed = await company.desk.submit(who(name), buy(action=action, on=on))
    sheet = await company.desk.review(who("cfo"), filed.id)
    await company.desk.withdraw(who(name), filed.id)
    found = [one.parameters for one in sheet.findings if one.rule == "short_swing"]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("made", "opposite", "side"),
    [
        ({"action": "buy"}, "sell", "purchase"),
        ({"action": "sell"}, "buy", "sale"),
        ({"action": "gift"}, "sell", None),
        ({"action": "gift"}, "buy", None),
        ({"action": "option_exercise", "shares_sold": 100}, "buy", "sale"),
        ({"action": "option_exercise", "shares_sold": 100}, "sell", None),
        ({"action": "warrant_exercise", "shares_sold": 100}, "buy", "sale"),
        ({"action": "warrant_exercise", "shares_sold": 100}, "sell", "purchase"),
        ({"action": "espp_election"}, "sell", None),
    ],
)
async def test_what_was_reported_warns_of_its_opposite_and_what_is_exempt_of_nothing(
    officer, made, opposite, side
):
    filed = await cleared(officer, quantity=100, **made)
    await officer.desk.report(who("officer"), filed.id, SAID)
    found = await seen(officer, opposite)
    assert found == (None if side is None else {"side": side, "on": "2026-11-24"})


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (date(2026, 12, 1), {"side": "purchase", "on": "2026-06-01"}),
        (date(2026, 12, 2), None),
    ],
)
async def test_a_planned_day_is_held_against_six_months_before_it(officer, on, found):
    text = "slack_id,side,on,shares,price\nU0OFFICER,purchase,2026-06-01,100,5.00\n"
    assert await officer.database.run(lambda tx: import_transactions(tx, text, OPERATOR)) == 1
    assert await seen(officer, "sell", on=on) == found


@pytest.mark.parametrize("tie", [Tie("spouse"), Tie("sibling", same_household=True)])
async def test_a_household_members_trade_counts_for_the_insider(officer, tie):
    entry = await officer.desk.register_related(who("officer"), RelatedSaid("Dana Reed", tie))
    ask = replace(buy(), account="related", related=entry.said.id)
    filed = await cleared(officer, ask=ask)
    await officer.desk.report(who("officer"), filed.id, SAID)
    (value,) = (await kept(officer)).values()
    assert value["owner"] == "Dana Reed"
    assert await seen(officer, "sell") == {"side": "purchase", "on": "2026-11-24"}
    again = await officer.desk.submit(who("officer"), buy(action="sell"))
    judged = await officer.database.run(lambda tx: requests.facts_of(tx, again.id)[0])
    assert [one["owner"] for one in judged.confidential["history"]] == ["Dana Reed"]


# What a Section 16 person then owes.


@pytest.mark.parametrize(
    ("name", "owed"),
    [
        ("director", ("4", date(2026, 11, 27))),
        ("officer", (None, None)),
        ("employee", (None, None)),
    ],
)
async def test_a_section_16_person_is_told_by_when_the_form_is_due(officer, name, owed):
    """From Tuesday 24 November 2026: Wednesday, and Friday after Thanksgiving."""
    filed = await cleared(officer, name=name)
    shown = await officer.desk.report(who(name), filed.id, SAID)
    assert (shown.report.due_form, shown.report.due_on) == owed


async def test_who_joined_the_board_after_asking_is_judged_by_the_day_of_asking(company):
    filed = await cleared(company, name="employee")
    await becomes_a_director(company)
    shown = await company.desk.report(who("employee"), filed.id, SAID)
    assert shown.report.due_form is None


async def test_nothing_traded_owes_no_form(company):
    filed = await cleared(company, name="director")
    shown = await company.desk.report(who("director"), filed.id, NOTHING)
    assert (shown.report.due_form, shown.report.due_on) == (None, None)


async def test_a_form_due_beyond_the_calendar_is_left_to_people(company, monkeypatch):
    def beyond(*_):
        raise OutOfCalendar("beyond")

    monkeypatch.setattr("clearance.reported.report_due", beyond)
    filed = await cleared(company, name="director")
    shown = await company.desk.report(who("director"), filed.id, SAID)
    assert (shown.state, shown.report.due_form) == ("reported", None)


@pytest.mark.parametrize(("name", "reports"), [("director", True), ("employee", False)])
async def test_a_section_16_person_reports_an_exercise_that_needed_no_clearance(
    company, name, reports
):
    filed = await company.desk.submit(who(name), buy(action="option_exercise"))
    assert (filed.state, filed.may_report) == ("exempt", reports)
    company.clock.move(ny("2026-11-24 11:00"))
    shown = await company.desk.report(who(name), filed.id, SAID)
    if not reports:
        assert shown == No("nothing_to_report")
        return
    assert (shown.report.outside, shown.report.due_on) == ((), date(2026, 11, 27))
    (value,) = (await kept(company)).values()
    assert (value["side"], value["exempt"]) == (None, "Rule 16b-6(b)")
    again = await company.desk.report(who(name), filed.id, replace(SAID, quantity=90))
    assert again.report.report.quantity == 90


async def test_another_companys_shares_are_no_section_16_report(company):
    filed = await company.desk.submit(who("director"), buy(issuer="Another"))
    assert (filed.state, filed.may_report) == ("exempt", False)
    assert await company.desk.report(who("director"), filed.id, SAID) == No("nothing_to_report")
