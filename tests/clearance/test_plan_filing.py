"""A plan submitted in Slack: what refuses it at once, who decides it, what counts then."""

from dataclasses import replace
from datetime import date

import pytest

from clearance.people import import_people
from clearance.plan_disclosures import of_quarter
from clearance.releases import ReleaseEntry, add_release
from clearance.shown import No, Verdict
from clearance.shown_plans import LONGEST_TERMS
from clearance.shown_related import RelatedSaid
from clearance.shown_restrictions import RestrictSaid
from policy.coverage import Tie
from tests.clearance.acknowledgements import asked_well, signs
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    OPERATOR,
    ROSTER,
    ny,
    together,
    told,
    who,
)
from tests.clearance.plan_filing import SAID, TEXT, answer, approved, days, sent
from tests.clearance.planning import entered, sell

SEND_BACK = Verdict("return", fields=("terms",))
SHA = "a" * 64


async def restrict(company, name):
    done = await company.desk.restrict(
        who("cfo"), RestrictSaid("event", (f"U0{name.upper()}",), "HERON")
    )
    assert not isinstance(done, No), done
    assert not (await company.desk.tick()).broken


# --- what refuses at once -------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (replace(SAID, kind="other"), "plan_kind"),
        (replace(SAID, text=replace(TEXT, broker="")), "plan_broker"),
        (replace(SAID, text=replace(TEXT, shares=0)), "plan_shares"),
        (replace(SAID, text=replace(TEXT, shares=1)), "pending"),
        (replace(SAID, text=replace(TEXT, terms="")), "plan_terms"),
        (replace(SAID, text=replace(TEXT, terms="x" * LONGEST_TERMS)), "pending"),
        (replace(SAID, text=replace(TEXT, terms="x" * (LONGEST_TERMS + 1))), "plan_terms"),
        (replace(SAID, text=replace(TEXT, terms="\N{GRINNING FACE}" * 500)), "plan_terms"),
        (replace(SAID, text=replace(TEXT, terms="", title="Plan", sha256=SHA)), "pending"),
        (replace(SAID, text=replace(TEXT, title="Plan")), "plan_title"),
        (replace(SAID, text=replace(TEXT, title="Plan", sha256=SHA[1:])), "plan_sha256"),
        (days("2026-11-22", "2026-11-23"), "plan_adopted_past"),
        (days("2026-12-17"), "pending"),
        (days("2026-12-18"), "plan_blackout"),
        (days("2026-12-24"), "plan_adopted_far"),
        (days("2026-11-24", "2026-11-23"), "plan_begins"),
        (days("2026-11-24", "2026-11-24", "2026-11-24"), "pending"),
        (days("2026-11-24", "2026-11-24", "2026-11-23"), "plan_ends"),
        (replace(SAID, certified=("good_faith",)), "plan_not_certified"),
        (replace(SAID, certified=("no_mnpi",)), "plan_not_certified"),
    ],
)  # fmt: skip
async def test_a_public_fact_refuses_and_its_neighbour_does_not(company, said, reason):
    assert await answer(company, said) == reason
    filed = await company.rows("select * from plans")
    assert len(filed) == len(await company.rows("select * from plan_texts"))
    assert bool(filed) is (reason == "pending")


async def test_adoption_on_the_day_a_blackout_begins_ends_with_its_hour(company):
    for at, found in (("2026-12-17 17:00", "plan_blackout"), ("2026-12-17 16:59", "pending")):
        company.clock.move(ny(at))
        assert await answer(company, days("2026-12-17")) == found


async def test_whoever_has_not_acknowledged_the_policy_submits_nothing(company):
    assert await answer(company, SAID, "newcomer") == "plan_not_acknowledged"
    assert await answer(company, SAID, "employee") == "pending"


async def test_an_acknowledgement_that_was_signed_in_slack_counts(company):
    found = await asked_well(company)
    assert await answer(company, SAID, "newcomer") == "plan_not_acknowledged"
    assert await answer(company, SAID, "employee") == "plan_not_acknowledged"
    await company.desk.acknowledge(who("newcomer"), signs(found, "newcomer"))
    filed = await sent(company, "newcomer")
    company.clock.pass_(60)
    await asked_well(company, version="2026-B")
    done = await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    assert not isinstance(done, No), done


@pytest.mark.parametrize(
    ("begins", "kind", "found"),
    [
        ("2027-03-01", "ordinary", "plan_overlaps"),
        ("2027-03-02", "ordinary", "pending"),
        ("2027-03-01", "sell_to_cover", "pending"),
    ],
)
async def test_a_plan_begins_after_the_last_day_of_another(company, begins, kind, found):
    await entered(company, slack_id="U0EMPLOYEE")  # it ends on 1 March 2027
    assert await answer(company, days("2026-11-23", begins, kind=kind), "employee") == found


async def test_what_waits_counts_too_and_what_was_taken_back_does_not(company):
    first = await sent(company, "employee")
    assert await answer(company, SAID, "employee") == "plan_overlaps"
    assert await answer(company, SAID, "second") == "pending"
    await company.desk.withdraw_plan(who("employee"), first.record)
    assert await answer(company, SAID, "employee") == "pending"


async def test_a_second_single_trade_plan_waits_for_twelve_months(company):
    await entered(
        company, slack_id="U0EMPLOYEE", established_on="2025-11-30", approved_on="2025-11-28",
        kind="single_trade", ends_on="2026-06-30",
    )  # fmt: skip
    single = days("2026-11-30", kind="single_trade")
    assert await answer(company, single, "employee") == "plan_single_again"
    assert await answer(company, replace(single, kind="ordinary"), "employee") == "pending"
    (filed,) = (await company.desk.plans(who("employee"))).filed
    await company.desk.withdraw_plan(who("employee"), filed.record)
    later = days("2026-12-01", kind="single_trade")
    assert await answer(company, later, "employee") == "pending"


async def test_a_form_that_is_sent_twice_is_one_plan(company):
    said = replace(SAID, form="V1")
    first, second = await sent(company, said=said), await sent(company, said=said)
    assert first == second
    assert len(await company.rows("select * from plans")) == 1
    assert await answer(company, replace(said, form="V2")) == "plan_overlaps"


# --- who decides ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("owner", "approver"),
    [("employee", "cfo"), ("director", "cfo"), ("chair", "cfo"), ("cfo", "ceo"), ("ceo", "chair")],
)
async def test_one_office_decides_and_never_ones_own(company, owner, approver):
    filed = await sent(company, owner)
    assert [to for to, _ in await told(company)] == [f"U0{approver.upper()}"]
    for name in ("ceo", "cfo", "chair", "second"):
        if name in (owner, approver):
            continue
        assert await company.desk.plan_filed(who(name), filed.record) == No("no_such_plan")
        for verdict in (APPROVE, DECLINE, SEND_BACK):
            done = await company.desk.decide_plan(who(name), filed.record, verdict)
            assert done == No("no_such_plan")
    own = await company.desk.decide_plan(who(owner), filed.record, APPROVE)
    assert own == No("own_plan")
    done = await company.desk.decide_plan(who(approver), filed.record, APPROVE)
    assert (done.state, done.said) == ("approved", filed.said)


async def test_a_vacant_office_passes_to_whom_the_policy_names(company):
    gone = ROSTER.replace("cfo,2026-01-05,,yes", "cfo,2026-01-05,,no")
    await company.database.run(lambda tx: import_people(tx, gone, OPERATOR))
    filed = await sent(company, "employee")
    assert [to for to, _ in await told(company)] == ["U0CHAIR"]
    assert (await company.desk.decide_plan(who("ceo"), filed.record, APPROVE)).reason
    assert (await company.desk.decide_plan(who("chair"), filed.record, APPROVE)).state == "approved"
    nobody = gone.replace("audit_chair,2026-01-05,,yes", "audit_chair,2026-01-05,,no")
    await company.database.run(lambda tx: import_people(tx, nobody, OPERATOR))
    assert await answer(company, SAID, "second") == "plan_nobody_to_decide"


async def test_a_related_colleague_does_not_decide(company):
    said = RelatedSaid("", Tie("spouse"), colleagues=("U0CFO",))
    entry = (await company.desk.register_related(who("employee"), said)).said.id
    await company.desk.answer_related(who("cfo"), entry, agrees=True)
    await told(company)
    filed = await sent(company, "employee")
    assert [to for to, _ in await told(company)] == ["U0CHAIR"]
    no = await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    assert no == No("no_such_plan")


async def test_the_first_of_two_decisions_stands(company):
    filed = await sent(company)
    done = await together(
        company.desk.decide_plan(who("cfo"), filed.record, APPROVE),
        company.desk.decide_plan(who("cfo"), filed.record, DECLINE),
    )
    assert sum(isinstance(one, No) for one in done) == 1
    assert No("plan_decided") in done


@pytest.mark.parametrize("verdict", [Verdict("approve"), Verdict("return", fields=("quantity",))])
async def test_an_incomplete_decision_changes_nothing(company, verdict):
    filed = await sent(company)
    no = await company.desk.decide_plan(who("cfo"), filed.record, verdict)
    assert no.reason in ("statement_missing", "fields_missing")
    assert (await company.desk.plan_filed(who("director"), filed.record)).state == "pending"


async def test_public_facts_are_looked_at_again_when_it_is_approved(company):
    filed = await sent(company)
    company.clock.move(ny("2026-11-24 00:00"))
    seen = await company.desk.plan_filed(who("cfo"), filed.record)
    assert (seen.against, seen.approvable) == (("plan_adopted_past",), False)
    no = await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    assert no == No("plan_adopted_past")
    company.clock.move(ny("2026-11-23 23:59"))
    done = await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    assert done.state == "approved"


async def test_a_restriction_is_shown_to_whoever_decides_and_refuses_the_approval(company):
    """The owner's side reads the same in every column; only an approval is refused."""
    await restrict(company, "employee")
    held, free = await sent(company, "employee"), await sent(company, "second")
    assert replace(held, record="", plan="", owner="", filed_at=None) == replace(
        free, record="", plan="", owner="", filed_at=None
    )
    seen = [await company.desk.plan_filed(who("cfo"), one.record) for one in (held, free)]
    assert [(one.restricted, one.approvable) for one in seen] == [(True, False), (False, True)]
    no = await company.desk.decide_plan(who("cfo"), held.record, APPROVE)
    assert no == No("not_approvable")
    assert (await company.desk.decide_plan(who("cfo"), free.record, APPROVE)).state == "approved"
    assert (await company.desk.decide_plan(who("cfo"), held.record, DECLINE)).state == "declined"


async def test_what_is_returned_is_corrected_once_and_opens_as_it_was(company):
    filed = await sent(company)
    await company.desk.decide_plan(who("cfo"), filed.record, SEND_BACK)
    shown = await company.desk.plan_filed(who("director"), filed.record)
    assert (shown.state, shown.fields, shown.decided_by) == ("returned", ("terms",), "Felix Ott")
    assert shown.may_correct
    assert not shown.may_withdraw
    sheet = await company.desk.plan_form(who("director"), corrects=filed.record)
    assert sheet.said == replace(SAID, corrects=filed.record)
    assert await company.desk.plan_form(who("cfo"), corrects=filed.record) == No(
        "plan_not_returned"
    )
    again = await sent(company, said=sheet.said)
    assert again.state == "pending"
    assert await answer(company, sheet.said) == "plan_not_returned"
    assert not (await company.desk.plan_filed(who("director"), filed.record)).may_correct


# --- what counts then -----------------------------------------------------------------


async def test_only_an_approved_plan_is_a_plan(company):
    filed = await sent(company, "employee")
    assert (await company.desk.plans(who("employee"))).own == ()
    no = await company.desk.submit(who("employee"), sell(filed.plan))
    assert no == No("no_such_plan")
    await company.desk.decide_plan(who("cfo"), filed.record, APPROVE)
    (plan,) = (await company.desk.plans(who("employee"))).own
    assert (plan.id, plan.approved_by, plan.office, plan.kind) == (
        filed.plan, "Felix Ott", "cfo", "ordinary",
    )  # fmt: skip
    assert plan.text == TEXT
    sheet = await company.desk.asking(who("employee"))
    assert [one.id for one in sheet.plans] == [plan.id]


async def test_a_sale_under_it_is_exempt_from_the_first_trading_day_on(company):
    company.clock.move(ny("2026-11-17 10:00"))
    filed = await approved(company, "employee", days("2026-11-17"))
    assert filed.wait.trades_on == date(2026, 12, 18)
    for at, state in (("2026-12-17 10:00", "refused"), ("2026-12-18 10:00", "exempt")):
        company.clock.move(ny(at))
        assert (await company.desk.submit(who("employee"), sell(filed.plan))).state == state


async def test_the_first_day_is_reckoned_anew_when_the_report_is_filed(company):
    """A director's, adopted on 23 November: 120 days, until the year's 10-K is on record."""
    filed = await approved(company)
    company.clock.move(ny("2027-02-18 17:00"))
    await company.report(date(2026, 12, 31), ny("2027-02-11 07:30"))
    shown = await company.desk.plan(who("director"), filed.plan)
    assert (shown.first_trade_on, shown.wait.cooling.leg) == (date(2027, 3, 24), "most")
    entry = ReleaseEntry(
        "full", ny("2027-02-18 16:30"), "10-K", quarter_end=date(2026, 12, 31), form="10-K",
        accepted_at=ny("2027-02-18 16:30"),
    )  # fmt: skip
    await company.database.run(lambda tx: add_release(company.desk.grounds, tx, entry, OPERATOR))
    for viewer in ("director", "cfo"):
        shown = await company.desk.plan(who(viewer), filed.plan)
        assert (shown.first_trade_on, shown.wait.cooling.leg) == (date(2027, 2, 23), "report")
    for at, state in (("2027-02-22 10:00", "refused"), ("2027-02-23 10:00", "exempt")):
        company.clock.move(ny(at))
        assert (await company.desk.submit(who("director"), sell(filed.plan))).state == state


async def test_a_quarters_list_goes_by_what_somebody_was_on_the_day(company):
    """Item 408(a) is about directors and officers, on the day of what they did."""
    filed = {name: await approved(company, name) for name in ("director", "second")}
    company.clock.move(ny("2026-12-01 10:00"))
    swapped = ROSTER.replace("Dora Quist,director", "Dora Quist,employee").replace(
        "Sam Okafor,employee", "Sam Okafor,director"
    )
    await company.database.run(lambda tx: import_people(tx, swapped, OPERATOR))
    company.clock.move(ny("2026-12-02 10:00"))
    for name, one in filed.items():
        assert not isinstance(await company.desk.end_plan(who(name), one.plan), No)
    found = await company.database.run(lambda tx: of_quarter(tx, date(2026, 12, 31)))
    assert [(one.name, one.what) for one in found] == [
        ("Dora Quist", "adopted"), ("Sam Okafor", "terminated")
    ]  # fmt: skip
