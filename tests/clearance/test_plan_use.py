"""A plan carries its owner's own trades, of its kind, and a single one where it says so."""

from dataclasses import replace

import pytest

from clearance import plan_use
from clearance.ending import current_facts
from clearance.shown import No, Report
from clearance.shown_related import RelatedSaid
from policy.coverage import Tie
from storage import requests
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    NOTHING,
    RETURN,
    becomes_a_director,
    ny,
    together,
    who,
)
from tests.clearance.planning import entered, line, rules_of, sell, take_in

SPOUSE = Tie("spouse", same_household=True)
COVER = "sell_to_cover_tax_broker"


async def ask(company, filled, name="director"):
    """File it, and say what came of it in a word."""
    filed = await company.desk.submit(who(name), filled)
    return filed.reason if isinstance(filed, No) else filed.state


# --- whose account --------------------------------------------------------------------


async def test_a_plan_carries_no_trade_of_a_related_account(company):
    plan = await entered(company)
    added = await company.desk.register_related(who("director"), RelatedSaid("Max Quist", SPOUSE))
    related = replace(sell(plan), account="related", related=added.said.id)
    assert await ask(company, related) == "plan_not_for_account"
    assert await company.rows("select * from requests") == []
    assert await ask(company, sell(plan)) == "exempt"
    without = await company.desk.submit(who("director"), replace(related, plan=None))
    assert rules_of(without) == ["must_use_10b5_1_plan"]


@pytest.mark.parametrize(("account", "approved"), [("own", True), ("related", False)])
async def test_whose_account_it_is_counts_when_it_is_decided_too(company, account, approved):
    plan = await entered(company)
    filed = await company.desk.submit(who("director"), sell(plan, action="pledge"))

    def read(tx):
        request = requests.find(tx, filed.id)
        trade = current_facts(tx, company.desk.grounds.at(tx), request).trade
        kept = {"plan": plan, "account": account}
        return plan_use.again(tx, request, kept, trade, company.desk.grounds.at(tx)).plan

    assert (await company.database.run(read)).approved is approved


# --- a plan that sells for taxes ------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "action", "answer"),
    [
        ("sell_to_cover", COVER, "exempt"),
        ("sell_to_cover", "sell", "plan_sells_to_cover"),
        ("sell_to_cover", "pledge", "plan_sells_to_cover"),
        ("ordinary", COVER, "exempt"),
        ("ordinary", "sell", "exempt"),
    ],
)
async def test_a_plan_to_cover_taxes_covers_nothing_else(company, kind, action, answer):
    plan = await entered(company, kind=kind)
    assert await ask(company, sell(plan, action=action)) == answer


# --- a plan for a single trade --------------------------------------------------------


@pytest.fixture
async def single(company):
    return await entered(company, kind="single_trade")


@pytest.mark.parametrize(
    ("kind", "second"), [("single_trade", "plan_used"), ("ordinary", "exempt")]
)
async def test_a_plan_for_a_single_trade_carries_one(company, kind, second):
    plan = await entered(company, kind=kind)
    assert await ask(company, sell(plan)) == "exempt"
    assert await ask(company, sell(plan)) == second
    assert len(await company.rows("select * from requests")) == 1 + (second == "exempt")


async def test_of_two_at_once_one_passes(company, single):
    answers = await together(*(ask(company, sell(single)) for _ in range(3)))
    assert sorted(answers) == ["exempt", "plan_used", "plan_used"]


async def test_each_plan_counts_for_itself(company, single):
    other = await entered(company, kind="single_trade", established_on="2026-03-03")
    assert await ask(company, sell(single)) == "exempt"
    assert await ask(company, sell(other)) == "exempt"
    assert await ask(company, sell(single)) == "plan_used"


async def test_a_form_sent_again_is_the_request_that_it_was(company, single):
    form = replace(sell(single), form="V1")
    first = await company.desk.submit(who("director"), form)
    assert (await company.desk.submit(who("director"), form)).id == first.id


@pytest.mark.parametrize("name", ["director", "employee"])
async def test_what_was_not_traded_frees_it_and_what_was_traded_does_not(company, name):
    plan = await entered(company, slack_id=f"U0{name.upper()}", kind="single_trade")
    first = await company.desk.submit(who(name), sell(plan))
    assert (first.state, first.may_report) == ("exempt", True)
    done = Report(traded=True, at=ny("2026-11-23 09:45"), quantity=100, price="5.00", stated=True)
    await company.desk.report(who(name), first.id, done)
    assert await ask(company, sell(plan), name) == "plan_used"
    await company.desk.report(who(name), first.id, NOTHING)
    assert await ask(company, sell(plan), name) == "exempt"
    assert await ask(company, sell(plan), name) == "plan_used"


async def test_without_a_plan_an_employee_reports_no_exemption(company):
    await entered(company, slack_id="U0EMPLOYEE")
    filed = await company.desk.submit(who("employee"), sell(action="option_exercise"))
    assert (filed.state, filed.may_report) == ("exempt", False)


async def test_a_refused_request_used_nothing(company, single):
    await company.desk.change_plan(who("cfo"), single, "suspend")
    assert await ask(company, sell(single)) == "refused"
    await company.desk.change_plan(who("ceo"), single, "ask_resume")
    await company.desk.change_plan(who("cfo"), single, "agree_resume")
    assert await ask(company, sell(single)) == "exempt"


async def withdrawn(company, filed):
    await company.desk.withdraw(who("director"), filed.id)


async def decided(company, filed, verdict):
    await company.desk.decide(who("cfo"), filed.id, verdict)


async def run_out(company, _):
    company.clock.move(ny("2026-12-09 10:00"))
    await company.carry_out()


async def given_back(company, filed):
    await decided(company, filed, APPROVE)
    await withdrawn(company, filed)


async def gone_by(company, filed):
    await decided(company, filed, APPROVE)
    await run_out(company, filed)


async def gone_by_unused(company, filed):
    await gone_by(company, filed)
    await company.desk.report(who("director"), filed.id, NOTHING)


@pytest.mark.parametrize(
    ("become", "state", "answer"),
    [
        (None, "pending", "plan_used"),
        (withdrawn, "withdrawn", "exempt"),
        (lambda company, filed: decided(company, filed, APPROVE), "approved", "plan_used"),
        (lambda company, filed: decided(company, filed, DECLINE), "declined", "exempt"),
        (lambda company, filed: decided(company, filed, RETURN), "returned", "exempt"),
        (run_out, "expired", "exempt"),
        (given_back, "clearance_ended", "exempt"),
        (gone_by, "clearance_ended", "plan_used"),
        (gone_by_unused, "reported", "exempt"),
    ],
)
async def test_what_an_earlier_request_has_become_says_whether_it_stands(
    company, single, become, state, answer
):
    filed = await company.desk.submit(who("director"), sell(single, action="pledge"))
    await company.carry_out()
    if become is not None:
        await become(company, filed)
    assert (await company.desk.request(who("director"), filed.id)).state == state
    assert await ask(company, sell(single)) == answer


async def test_somebody_elses_requests_use_nobodys_plan(company, single):
    await becomes_a_director(company)
    theirs = await entered(company, slack_id="U0EMPLOYEE", kind="single_trade")
    assert await ask(company, sell(theirs), "employee") == "exempt"
    assert await ask(company, sell(single)) == "exempt"


# --- when it is decided ---------------------------------------------------------------


async def approved_now(company, filed):
    """Say whether the plan carries a filed trade, as an approval would be judged now."""

    def read(tx):
        request = requests.find(tx, filed.id)
        return current_facts(tx, company.desk.grounds.at(tx), request).trade.plan.approved

    return await company.database.run(read)


async def test_a_kind_that_was_corrected_counts_when_it_is_decided(company):
    plan = await entered(company)
    pledges = []
    for minute in ("10:00", "10:01"):
        company.clock.move(ny(f"2026-11-23 {minute}"))
        pledges.append(await company.desk.submit(who("director"), sell(plan, action="pledge")))

    async def carried():
        return [await approved_now(company, one) for one in pledges]

    assert await carried() == [True, True]
    await take_in(company, line(corrects=plan, kind="sell_to_cover"))
    assert await carried() == [False, False]
    await take_in(company, line(corrects=plan, kind="single_trade"))
    assert await carried() == [True, False]  # the first one stands, the second came after
    await company.desk.withdraw(who("director"), pledges[0].id)
    assert await approved_now(company, pledges[1])
