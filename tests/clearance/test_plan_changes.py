"""A plan is changed with its approver's word, and ended by its owner at once."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.shown import No, PlanShown
from clearance.shown_plans import PlanFiled
from tests.clearance.company import APPROVE, DECLINE, ny, told, who
from tests.clearance.plan_filing import SAID, TEXT, answer, approved, days, sent
from tests.clearance.planning import entered, rules_of, sell


async def change(company, plan, *touched, name="employee", **more):
    """Ask for a change of a plan; what is said beside it."""
    sheet = await company.desk.plan_form(who(name), changes=plan)
    said = replace(sheet.said, touched=touched, certified=SAID.certified, **more)
    return await company.desk.submit_plan(who(name), said)


@pytest.fixture
async def plan(company):
    """Enter an employee's, old enough for every blackout and past its cooling-off."""
    return await entered(company, slack_id="U0EMPLOYEE")


async def test_a_change_of_price_is_a_new_plan_from_its_approval_on(company, plan):
    assert (await company.desk.submit(who("employee"), sell(plan))).state == "exempt"
    filed = await change(company, plan, "price", text=TEXT)
    assert isinstance(filed, PlanFiled)
    assert (await company.desk.submit(who("employee"), sell(plan))).state == "exempt"
    assert (await change(company, plan, "price", text=TEXT)).reason == "plan_change_waits"
    await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    refused = await company.desk.submit(who("employee"), sell(plan))
    assert (refused.state, rules_of(refused)) == ("refused", ["cooling_off"])
    shown = await company.desk.plan(who("employee"), plan)
    assert (shown.counts_from, shown.established_on) == (date(2026, 11, 23), date(2026, 3, 2))


async def test_another_broker_leaves_the_plan_its_age(company, plan):
    filed = await change(company, plan, "wording", text=TEXT)
    await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    assert (await company.desk.submit(who("employee"), sell(plan))).state == "exempt"
    shown = await company.desk.plan(who("employee"), plan)
    assert (shown.counts_from, shown.text) == (date(2026, 3, 2), TEXT)


async def test_another_last_day_is_a_change_of_timing(company, plan):
    later = date(2027, 3, 2)
    no = await change(company, plan, "wording", text=TEXT, ends_on=later)
    assert no == No("plan_touches_timing")
    assert (await change(company, plan, text=TEXT)).reason == "plan_touched"
    filed = await change(company, plan, "timing", text=TEXT, ends_on=later)
    await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    shown = await company.desk.plan(who("employee"), plan)
    assert (shown.ends_on, shown.counts_from) == (later, date(2026, 11, 23))


async def test_a_declined_change_leaves_the_plan_as_it_was(company, plan):
    filed = await change(company, plan, "amount", text=TEXT)
    before = await company.desk.plan(who("employee"), plan)
    await company.desk.decide_plan(who("cfo"), filed.record, DECLINE)
    assert await company.desk.plan(who("employee"), plan) == before


async def test_a_suspended_plan_stays_so_through_a_change(company, plan):
    await company.desk.change_plan(who("cfo"), plan, "suspend")
    filed = await change(company, plan, "wording", text=TEXT)
    assert (await company.desk.plan_filed(who("cfo"), filed.record)).suspended
    await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    assert (await company.desk.plan(who("employee"), plan)).suspended
    refused = await company.desk.submit(who("employee"), sell(plan))
    assert rules_of(refused) == ["plan_suspended"]


async def test_its_owner_ends_a_plan_at_once_and_the_approver_is_told(company, plan):
    filed = await change(company, plan, "wording", text=TEXT)
    await told(company)
    assert await company.desk.end_plan(who("second"), plan) == No("no_such_plan")
    assert await company.desk.end_plan(who("cfo"), plan) == No("no_such_plan")
    ended = await company.desk.end_plan(who("employee"), plan)
    assert (ended.over, ended.ended_on, ended.may_change) == (True, date(2026, 11, 23), False)
    ((to, envelope),) = await told(company)
    assert to == "U0CFO"
    opened = await company.desk.opened(who("cfo"), envelope)
    assert isinstance(opened, PlanShown)
    assert await company.desk.end_plan(who("employee"), plan) == No("plan_over")
    no = await company.desk.submit(who("employee"), sell(plan))
    assert no == No("plan_not_in_force")
    late = await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    assert late == No("plan_over")
    assert (await company.desk.plans(who("employee"))).own == ()


@pytest.mark.parametrize(("at", "cools_from"), [("2026-11-24 10:00", "2026-11-24"), (None, None)])
async def test_ending_a_plan_puts_off_the_one_that_was_to_follow_it(
    company, plan, at, cools_from
):  # fmt: skip
    later = await approved(company, "employee", days("2026-11-23", "2027-03-02"))
    if at:
        company.clock.move(ny(at))
        await company.desk.end_plan(who("employee"), plan)
    shown = await company.desk.plan(who("employee"), later.plan)
    assert shown.wait.cools_from == date.fromisoformat(cools_from or "2026-11-23")


async def test_a_plan_that_was_ended_makes_room_for_another(company, plan):
    assert await answer(company, SAID, "employee") == "plan_overlaps"
    await company.desk.end_plan(who("employee"), plan)
    assert await answer(company, SAID, "employee") == "pending"


async def test_nothing_is_submitted_or_seen_by_others(company, plan):
    filed = await sent(company)
    for name in ("employee", "ceo", "chair"):
        assert await company.desk.plan_filed(who(name), filed.record) == No("no_such_plan")
        assert await company.desk.withdraw_plan(who(name), filed.record) == No("no_such_plan")
    assert await company.desk.plan_form(who("director"), changes=plan) == No("no_such_plan")
    sheets = {name: await company.desk.plans(who(name)) for name in ("cfo", "director", "ceo")}
    found = {
        name: [(one.own, one.may_decide) for one in sheet.filed] for name, sheet in sheets.items()
    }
    assert found == {"cfo": [(False, True)], "director": [(True, False)], "ceo": []}
