"""Plans from paper: taken in whole or not at all, read again by every judgement."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from clearance import plan_days, plan_lines, plans
from clearance.ending import current_facts
from clearance.opening_plans import PlansEntered, import_plans
from clearance.people import import_people
from clearance.plan_sheets import listed
from clearance.shown import No
from storage import requests
from tests.clearance.company import OPERATOR, ROSTER, becomes_a_director, ny, who
from tests.clearance.planning import COLUMNS, IN_BLACKOUT, entered, line, rules_of, sell, take_in


async def one(company, plan_id):
    return await company.database.run(lambda tx: plans.find(tx, plan_id))


async def ground(company):
    return await company.database.run(company.desk.grounds.at)


async def list_of(company):
    return await company.database.run(lambda tx: listed(tx, company.desk.grounds.at(tx)))


async def test_a_plan_from_paper_is_kept_as_it_was_written(company):
    plan = await entered(
        company,
        established_at="2026-03-02T10:30:00-05:00",
        begins_on="2026-07-06",
        modified_on="2026-04-01",
        modified_terms="amount; broker",
        report_filed_on="2026-05-07",
    )
    terms = (await one(company, plan)).terms
    assert terms.established_at == ny("2026-03-02 10:30")
    assert (terms.begins_on, terms.ends_on) == (date(2026, 7, 6), date(2027, 3, 1))
    assert (terms.modified_terms, terms.certified) == (("amount", "broker"), True)
    assert terms.report_filed_on == date(2026, 5, 7)


async def test_a_list_of_the_needed_columns_alone_will_do(company):
    head = "slack_id,established_on,approved_on,approved_by,office,kind,certified\n"
    text = head + "U0DIRECTOR,2026-03-02,2026-02-27,U0CFO,cfo,ordinary,yes\n"
    done = await company.database.run(
        lambda tx: import_plans(company.desk.grounds.at(tx), tx, text, OPERATOR)
    )
    assert (done.lines, done.plans[0].ends_on) == (1, None)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slack_id": "U0NOBODY"}, "slack_id"),
        ({"approved_by": "U0NOBODY"}, "approved_by"),
        ({"approved_by": "U0CEO", "office": "ceo"}, "office"),
        ({"office": "ceo"}, "office"),
        ({"established_on": "2 March 2026"}, "established_on"),
        ({"established_on": ""}, "established_on"),
        ({"established_on": "2026-11-24"}, "established_on"),
        ({"established_on": "1999-12-30"}, "established_on"),
        ({"established_at": "2026-03-02T10:30:00"}, "established_at"),
        ({"established_at": "2026-03-02"}, "established_at"),
        ({"established_at": "2026-03-03T00:30:00-05:00"}, "established_at"),
        ({"established_on": "2026-11-23", "established_at": "2026-11-23T10:00:01-05:00"},
         "established_at"),
        ({"approved_on": ""}, "approved_on"),
        ({"approved_on": "2026-11-24"}, "approved_on"),
        ({"ends_on": "2026-03-01"}, "ends_on"),
        ({"ends_on": "never"}, "ends_on"),
        ({"begins_on": "2026-03-01"}, "begins_on"),
        ({"begins_on": "2027-03-02"}, "ends_on"),
        ({"begins_on": "2050-01-03", "ends_on": ""}, "begins_on"),
        ({"kind": "weekly"}, "kind"),
        ({"kind": "void"}, "kind"),
        ({"certified": ""}, "certified"),
        ({"certified": "perhaps"}, "certified"),
        ({"modified_on": "2026-03-01"}, "modified_on"),
        ({"modified_on": "2026-11-24"}, "modified_on"),
        ({"modified_terms": "amount"}, "modified_on"),
        ({"modified_on": "2026-04-01", "modified_terms": "AMOUNT!"}, "modified_terms"),
        ({"modified_on": "2026-04-01", "modified_terms": ";".join(["amount"] * 9)},
         "modified_terms"),
        ({"report_filed_on": "2026-03-02"}, "report_filed_on"),
        ({"report_filed_on": "2026-11-24"}, "report_filed_on"),
        ({"modified_on": "2026-05-07", "report_filed_on": "2026-05-07"}, "report_filed_on"),
        ({"corrects": "NOSUCHID"}, "corrects"),
    ],
)  # fmt: skip
async def test_a_wrong_line_is_named_and_nothing_of_the_list_is_kept(company, changes, field):
    problems = await take_in(company, line(), line(**changes))
    assert [(found.line, found.field) for found in problems] == [(3, field)]
    assert await company.rows("select * from plans") == []


@pytest.mark.parametrize(
    "changes",
    [
        {"established_on": "2026-11-23", "established_at": "2026-11-23T10:00:00-05:00"},
        {"approved_on": "2026-11-23"},
        {"ends_on": "2026-03-02"},
        {"begins_on": "2026-03-02"},
        {"begins_on": "2027-03-01"},
        {"modified_on": "2026-03-02"},
        {"modified_on": "2026-11-23"},
        {"modified_on": "2026-04-01", "modified_terms": ";".join(["amount"] * 8)},
        {"report_filed_on": "2026-03-03"},
        {"modified_on": "2026-05-07", "modified_terms": "broker", "report_filed_on": "2026-05-07"},
        {"certified": "no"},
        {"kind": "single_trade"},
        {"kind": "sell_to_cover"},
    ],
)
async def test_a_line_a_day_or_a_word_from_a_wrong_one_is_taken(company, changes):
    assert isinstance(await take_in(company, line(**changes)), PlansEntered)


async def test_the_longest_line_fits_in_a_row(company):
    """Nothing in it repeats, so that it cannot be pressed much smaller."""
    letters = str.maketrans("0123456789", "ghijklmnop")
    terms = [sha256(bytes([n])).hexdigest()[:30].translate(letters) for n in range(8)]
    plan = await entered(
        company,
        kind="sell_to_cover",
        established_at="2026-03-02T10:30:17.123456-05:00",
        begins_on="2026-07-06",
        modified_on="2026-04-01",
        modified_terms=";".join(terms),
        report_filed_on="2026-05-07",
    )
    assert (await one(company, plan)).terms.modified_terms == tuple(terms)


async def test_every_wrong_field_of_every_line_is_named(company):
    problems = await take_in(
        company, line(kind="weekly", certified="", ends_on="soon"), line(office="ceo")
    )
    found = {(wrong.line, wrong.field) for wrong in problems}
    assert found == {(2, "kind"), (2, "certified"), (2, "ends_on"), (3, "office")}
    assert all(wrong.sentence.endswith((".", "timing.")) for wrong in problems)


@pytest.mark.parametrize(("office", "named"), [("boss", True), ("cfo", False), ("ceo", False)])
async def test_an_office_that_approves_no_plan_is_named_though_nobody_is_known(
    company, office, named
):
    for unknown in ("slack_id", "approved_by"):
        problems = await take_in(company, line(**{unknown: "U0NOBODY"}, office=office))
        assert [wrong.field for wrong in problems] == [unknown, *(["office"] if named else [])]


@pytest.mark.parametrize(
    ("owner", "approver", "office"),
    [("U0CEO", "U0CHAIR", "audit_chair"), ("U0CFO", "U0CEO", "ceo"), ("U0CHAIR", "U0CFO", "cfo")],
)
async def test_the_approving_office_is_the_owners(company, owner, approver, office):
    own = line(slack_id=owner, approved_by=owner, office=office)
    assert {wrong.field for wrong in await take_in(company, own)} == {"approved_by", "office"}
    right = line(slack_id=owner, approved_by=approver, office=office)
    assert isinstance(await take_in(company, right), PlansEntered)


async def test_the_same_plan_is_entered_once_and_corrected_by_naming_it(company):
    assert [wrong.line for wrong in await take_in(company, line(), line())] == [3]
    plan = await entered(company)
    (again,) = await take_in(company, line())
    assert plan in again.sentence
    twice = await take_in(company, line(corrects=plan), line(corrects=plan, certified="no"))
    assert [(wrong.line, wrong.field) for wrong in twice] == [(3, "corrects")]
    others = await take_in(company, line(slack_id="U0CHAIR", corrects=plan))
    assert [wrong.field for wrong in others] == ["corrects"]
    assert await entered(company, corrects=plan, report_filed_on="2026-05-07") == plan
    assert await entered(company, corrects=plan, ends_on="2026-12-31") == plan
    assert (await one(company, plan)).terms.ends_on == date(2026, 12, 31)
    assert len(await company.rows("select * from plans")) == 3


async def test_a_plan_is_taken_back_and_comes_back_only_as_itself(company):
    """A suspended plan cannot be let run by taking it back and entering it anew."""
    plan = await entered(company)
    await company.desk.change_plan(who("cfo"), plan, "suspend")
    done = await take_in(company, line(corrects=plan, kind="void"))
    assert (done.lines, done.plans) == (1, ())
    assert await one(company, plan) is None
    assert await company.desk.submit(who("director"), sell(plan)) == No("no_such_plan")
    (again,) = await take_in(company, line())
    assert plan in again.sentence
    assert await entered(company, corrects=plan) == plan
    assert (await one(company, plan)).suspended


# --- what the rules are given ---------------------------------------------------------


async def test_a_director_sells_under_a_plan_and_not_without_one(company):
    plan = await entered(company)
    assert rules_of(await company.desk.submit(who("director"), sell())) == ["must_use_10b5_1_plan"]
    assert (await company.desk.submit(who("director"), sell(plan))).state == "exempt"


async def test_an_old_plan_runs_through_a_blackout(company):
    """The blackout begins on 17 December: a plan of 17 November is 30 days old then."""
    old = await entered(company, established_on="2026-06-01")
    company.clock.move(ny(IN_BLACKOUT))
    assert (await company.desk.submit(who("director"), sell(old))).state == "exempt"
    assert "blackout" in rules_of(await company.desk.submit(who("director"), sell()))


@pytest.mark.parametrize(
    ("established", "state"), [("2026-11-17", "exempt"), ("2026-11-18", "refused")]
)
async def test_a_plan_is_young_by_a_day(company, established, state):
    """For somebody whose cooling-off is 30 days; by its close, on 21 December, it is over."""
    plan = await entered(company, slack_id="U0EMPLOYEE", established_on=established)
    company.clock.move(ny("2026-12-21 10:00"))
    filed = await company.desk.submit(who("employee"), sell(plan))
    assert (filed.state, "plan_too_young" in rules_of(filed)) == (state, state == "refused")


@pytest.mark.parametrize(("time", "state"), [("17:00:00", "exempt"), ("17:00:01", "refused")])
async def test_a_plan_is_young_by_a_second_where_its_moment_is_known(company, time, state):
    plan = await entered(
        company,
        slack_id="U0EMPLOYEE",
        established_on="2026-11-17",
        established_at=f"2026-11-17T{time}-05:00",
    )
    company.clock.move(ny("2026-12-21 10:00"))
    filed = await company.desk.submit(who("employee"), sell(plan))
    assert filed.state == state


@pytest.mark.parametrize(
    ("terms", "rules"), [("broker", []), ("price", ["cooling_off"]), ("", ["cooling_off"])]
)
async def test_a_change_of_price_makes_a_new_plan(company, terms, rules):
    plan = await entered(company, modified_on="2026-11-02", modified_terms=terms)
    assert rules_of(await company.desk.submit(who("director"), sell(plan))) == rules


@pytest.mark.parametrize(
    ("report", "rules"),
    [("", ["cooling_off"]), ("2026-11-12", []), ("2026-11-20", ["cooling_off"])],
)
async def test_the_report_filed_shortens_the_cooling_off(company, report, rules):
    """Adopted on 10 August: 90 days are over on 8 November, 120 on 8 December."""
    plan = await entered(company, established_on="2026-08-10", report_filed_on=report)
    assert rules_of(await company.desk.submit(who("director"), sell(plan))) == rules


async def test_a_company_whose_plans_keep_their_age_still_keeps_the_laws_days(company):
    """The policy file may let a changed plan keep its age; Rule 10b5-1(c)(1)(iv) does not."""
    policy = company.desk.grounds.policy
    kept = replace(policy, plans=replace(policy.plans, change_restarts=False))
    plan = await entered(company, modified_on="2026-11-02")
    under = replace(await ground(company), policy=kept)
    found = plan_days.facts_of(await one(company, plan), under, approved=True)
    assert (found.established_on, found.adopted_on) == (date(2026, 3, 2), date(2026, 11, 2))
    company.desk.grounds.policy = kept
    filed = await company.desk.submit(who("director"), sell(plan))
    assert rules_of(filed) == ["cooling_off"]


@pytest.mark.parametrize(
    ("changes", "answer"),
    [
        ({"ends_on": "2026-11-22"}, "plan_not_in_force"),
        ({"ends_on": "2026-11-23"}, "exempt"),
        ({"begins_on": "2026-11-24"}, "plan_not_in_force"),
        ({"begins_on": "2026-11-23"}, "exempt"),
    ],
)
async def test_a_plan_is_used_on_its_own_days(company, changes, answer):
    plan = await entered(company, **changes)
    filed = await company.desk.submit(who("director"), sell(plan))
    assert (filed.reason if isinstance(filed, No) else filed.state) == answer
    assert len(await company.rows("select * from requests")) == (answer == "exempt")


async def test_it_is_the_planned_day_that_counts(company):
    plan = await entered(company, begins_on="2026-11-25", ends_on="2026-11-27")
    for day, answer in ((24, No), (25, None), (27, None), (30, No)):
        filed = await company.desk.submit(who("director"), sell(plan, on=date(2026, 11, day)))
        assert isinstance(filed, No) is (answer is No), day


async def test_nobody_trades_under_another_persons_plan(company):
    plan = await entered(company)
    await becomes_a_director(company)
    assert await company.desk.submit(who("employee"), sell(plan)) == No("no_such_plan")
    assert await company.desk.submit(who("director"), sell("NOSUCHID")) == No("no_such_plan")
    assert await company.rows("select * from requests") == []
    assert (await company.desk.submit(who("director"), sell(plan))).state == "exempt"


async def test_the_terms_that_a_form_brings_along_are_not_believed(company):
    """Whatever stands in the trade, the record says what the plan is."""
    plan = await entered(company)
    claimed = sell()
    trade = replace(
        claimed.trade, plan=plan_days.facts_of(await one(company, plan), await ground(company),
                                               approved=True)
    )  # fmt: skip
    filed = await company.desk.submit(who("director"), replace(claimed, trade=trade))
    assert rules_of(filed) == ["must_use_10b5_1_plan"]


async def test_a_pending_requests_plan_is_read_again_when_it_is_judged(company):
    """Only a pledge waits for an officer although it names a plan: what the officer is
    shown, and what an approval would rest on, is the plan as it stands then.
    """  # noqa: D205 - one sentence
    plan = await entered(company)
    filed = await company.desk.submit(who("director"), sell(plan, action="pledge"))
    assert filed.state == "pending"
    before = await facts_now(company, filed)
    assert (before.trade.plan.suspended, before.trade.plan.approved) == (False, True)
    await company.desk.change_plan(who("ceo"), plan, "suspend")
    assert (await facts_now(company, filed)).trade.plan.suspended
    await take_in(company, line(corrects=plan, ends_on="2026-11-22"))
    assert not (await facts_now(company, filed)).trade.plan.approved
    await take_in(company, line(corrects=plan, ends_on="2026-11-23"))
    assert (await facts_now(company, filed)).trade.plan.approved
    await take_in(company, line(corrects=plan, kind="void"))
    assert not (await facts_now(company, filed)).trade.plan.approved


async def facts_now(company, filed):
    def read(tx):
        request = requests.find(tx, filed.id)
        return current_facts(tx, company.desk.grounds.at(tx), request)

    return await company.database.run(read)


# --- what is listed -------------------------------------------------------------------


async def test_the_form_offers_ones_own_plans_that_are_not_over(company):
    plan = await entered(company)
    await entered(company, established_on="2025-03-03", ends_on="2026-02-27")
    await entered(company, slack_id="U0CHAIR")
    sheet = await company.desk.asking(who("director"))
    assert [(one.id, one.own) for one in sheet.plans] == [(plan, True)]
    assert (await company.desk.asking(who("employee"))).plans == ()


async def test_doubts_keep_no_plan_out_and_are_said(company):
    await entered(company, kind="single_trade")
    second = await take_in(
        company, line(kind="single_trade", established_on="2026-06-01", certified="no")
    )
    (plan,) = second.plans
    assert plan.doubts == ("overlapping", "single_trade", "not_certified")
    assert [one.doubts for one in await list_of(company)] == [("overlapping",), plan.doubts]


async def test_a_plan_that_says_when_it_begins_does_not_overlap(company):
    await entered(company)
    late = await entered(company, established_on="2026-09-01", begins_on="2027-03-02", ends_on="")
    assert [one.doubts for one in await list_of(company)] == [(), ()]
    await entered(
        company, established_on="2026-09-01", begins_on="2027-03-01", ends_on="", corrects=late
    )
    assert {one.doubts for one in await list_of(company)} == {("overlapping",)}


async def test_the_first_trade_is_after_the_cooling_off(company):
    await entered(company)
    await entered(company, slack_id="U0EMPLOYEE")
    await entered(company, slack_id="U0CHAIR", begins_on="2026-07-04")
    days = {one.owner: one.first_trade_on for one in await list_of(company)}
    assert days == {
        "Dora Quist": date(2026, 7, 1),
        "Erin Boyd": date(2026, 4, 2),
        "Ada Chairman": date(2026, 7, 6),  # the first session from a Saturday on
    }


async def test_who_has_left_approved_it_all_the_same(company):
    gone = ROSTER + "U0OLDCFO,Olga Past,cfo,2024-01-05,,no\n"
    await company.database.run(lambda tx: import_people(tx, gone, OPERATOR))
    await entered(company, approved_by="U0OLDCFO")
    assert [one.approved_by for one in await list_of(company)] == ["Olga Past"]


def test_the_columns_here_are_those_of_the_list():
    assert ",".join(plan_lines.COLUMNS) == COLUMNS
