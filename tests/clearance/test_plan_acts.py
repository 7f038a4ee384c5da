"""Suspending a plan takes one officer, letting it run again two, and never its owner."""

import pytest

from clearance.people import import_people
from clearance.plans import SUSPENDED
from clearance.shown import No, PlanShown
from storage import plan_steps
from tests.clearance.company import (
    OPERATOR,
    ROSTER,
    becomes_a_director,
    buy,
    ny,
    together,
    told,
    who,
)
from tests.clearance.planning import IN_BLACKOUT, entered, line, rules_of, sell, take_in


async def act(company, name, plan, what):
    """Do something and say what came of it: a refusal's reason, or whether it is suspended."""
    done = await company.desk.change_plan(who(name), plan, what)
    return done.reason if isinstance(done, No) else done.suspended


@pytest.fixture
async def plan(company):
    return await entered(company)


@pytest.fixture
async def suspended(company, plan):
    assert await act(company, "cfo", plan, "suspend") is True
    return plan


async def seen(company, name, plan):
    return await company.desk.plan(who(name), plan)


# --- suspending -----------------------------------------------------------------------


async def test_what_passed_before_is_refused_while_suspended_and_passes_after(company, plan):
    assert (await company.desk.submit(who("director"), sell(plan))).state == "exempt"
    await act(company, "cfo", plan, "suspend")
    refused = await company.desk.submit(who("director"), sell(plan))
    assert (refused.state, rules_of(refused)) == ("refused", ["plan_suspended"])
    await act(company, "ceo", plan, "ask_resume")
    assert rules_of(await company.desk.submit(who("director"), sell(plan))) == ["plan_suspended"]
    await act(company, "cfo", plan, "agree_resume")
    assert (await company.desk.submit(who("director"), sell(plan))).state == "exempt"


async def test_a_plan_suspended_in_a_blackout_runs_no_more(company, plan):
    company.clock.move(ny(IN_BLACKOUT))
    assert (await company.desk.submit(who("director"), sell(plan))).state == "exempt"
    await act(company, "ceo", plan, "suspend")
    assert rules_of(await company.desk.submit(who("director"), sell(plan))) == ["plan_suspended"]


async def test_its_owner_gets_an_envelope_and_reads_that_it_is_suspended(company, plan):
    assert await told(company) == []
    await act(company, "cfo", plan, "suspend")
    ((to, envelope),) = await told(company)
    assert to == "U0DIRECTOR"
    opened = await company.desk.opened(who("director"), envelope)
    assert isinstance(opened, PlanShown)
    assert (opened.id, opened.own, opened.suspended) == (plan, True, True)
    assert await company.desk.opened(who("employee"), envelope) == No("not_found")


async def test_an_owner_who_has_left_gets_no_envelope(company, plan):
    left = ROSTER.replace("Dora Quist,director,2026-01-05,,yes", "Dora Quist,director,,,no")
    await company.database.run(lambda tx: import_people(tx, left, OPERATOR))
    assert await act(company, "cfo", plan, "suspend") is True
    assert await told(company) == []


async def test_an_answer_given_before_stays_on_the_record_as_it_was(company, plan):
    """It was over at once and no clearance hangs on it: what ends is told to the owner.

    What was sold under the plan before is still a director's to report.
    """
    before = await company.desk.submit(who("director"), sell(plan))
    await act(company, "cfo", plan, "suspend")
    after = await company.desk.request(who("director"), before.id)
    assert (after.state, after.may_withdraw, after.may_report) == ("exempt", False, True)
    rows = await company.rows("select status from requests")
    assert [row["status"] for row in rows] == ["ended"]


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("director", "own_plan"),
        ("employee", "no_such_plan"),
        ("chair", "no_such_plan"),
        ("left", "inactive"),
        ("nobody", "stranger"),
        ("cfo", True),
        ("ceo", True),
    ],
)
async def test_who_may_suspend_a_directors_plan(company, plan, name, answer):
    assert await act(company, name, plan, "suspend") == answer
    stopped = await company.rows("select * from plan_steps")
    assert bool(stopped) is (answer is True)


@pytest.mark.parametrize(
    ("owner", "approver", "office", "able"),
    [
        ("ceo", "U0CHAIR", "audit_chair", {"cfo", "chair"}),
        # Only the CEO approves for the CFO: the chair comes in so that there are two.
        ("cfo", "U0CEO", "ceo", {"ceo", "chair"}),
        ("chair", "U0CFO", "cfo", {"ceo", "cfo"}),
    ],
)
async def test_nobody_acts_on_their_own_plan(company, owner, approver, office, able):
    plan = await entered(
        company, slack_id=f"U0{owner.upper()}", approved_by=approver, office=office
    )
    for name in ("ceo", "cfo", "chair"):
        answer = await act(company, name, plan, "suspend")
        assert answer == ("own_plan" if name == owner else answer)
        assert (answer in (True, "plan_suspended_already")) is (name in able), name
    for what in ("ask_resume", "agree_resume"):
        assert await act(company, owner, plan, what) == "own_plan"
    first, second = sorted(able)
    assert await act(company, first, plan, "ask_resume") is True
    assert await act(company, second, plan, "agree_resume") is False


async def test_a_plan_that_is_no_plan_cannot_be_suspended(company, plan):
    assert await act(company, "cfo", "NOSUCHID", "suspend") == "no_such_plan"
    company.clock.move(ny("2027-03-02 00:00"))
    assert await act(company, "cfo", plan, "suspend") == "plan_over"
    company.clock.move(ny("2027-03-01 23:59"))
    assert await act(company, "cfo", plan, "suspend") is True


async def test_suspended_twice_is_suspended_once(company, suspended):
    assert await act(company, "ceo", suspended, "suspend") == "plan_suspended_already"
    assert len(await company.rows("select * from plan_steps")) == 1
    assert len(await told(company)) == 1


# --- letting it run again -------------------------------------------------------------


async def test_it_takes_two_to_let_a_plan_run_again(company, suspended):
    assert await act(company, "ceo", suspended, "agree_resume") == "resume_not_asked"
    assert await act(company, "ceo", suspended, "ask_resume") is True
    assert await act(company, "ceo", suspended, "ask_resume") == "own_resume"
    assert await act(company, "ceo", suspended, "agree_resume") == "own_resume"
    assert await act(company, "cfo", suspended, "ask_resume") == "resume_asked"
    assert await act(company, "cfo", suspended, "agree_resume") is False
    assert await act(company, "cfo", suspended, "agree_resume") == "plan_runs"
    assert await act(company, "cfo", suspended, "ask_resume") == "plan_runs"


async def test_whoever_suspended_it_may_be_one_of_the_two(company, suspended):
    assert await act(company, "cfo", suspended, "ask_resume") is True
    assert await act(company, "ceo", suspended, "agree_resume") is False


async def test_the_second_is_told_of_the_asking_and_the_owner_of_the_end(company, suspended):
    await told(company)
    await act(company, "ceo", suspended, "ask_resume")
    ((to, envelope),) = await told(company)
    assert to == "U0CFO"
    asker = await seen(company, "ceo", suspended)
    assert (asker.may_agree, asker.may_ask_resume, asker.may_suspend) == (False, False, True)
    opened = await company.desk.opened(who("cfo"), envelope)
    assert (opened.resume_asked_by, opened.may_agree, opened.own) == ("Carla Eng", True, False)
    owners = await seen(company, "director", suspended)
    assert (owners.suspended, owners.resume_asked_by, owners.may_agree) == (True, None, False)
    await act(company, "cfo", suspended, "agree_resume")
    assert [to for to, _ in await told(company)] == ["U0DIRECTOR"]
    assert not (await seen(company, "director", suspended)).suspended


async def test_an_officer_can_set_the_asking_aside(company, suspended):
    """Narrowing takes one: after it, somebody has to ask anew."""
    await act(company, "ceo", suspended, "ask_resume")
    await told(company)
    assert await act(company, "cfo", suspended, "suspend") is True
    assert await told(company) == []  # the owner knows already
    assert await act(company, "cfo", suspended, "agree_resume") == "resume_not_asked"
    assert await act(company, "cfo", suspended, "ask_resume") is True
    assert await act(company, "ceo", suspended, "agree_resume") is False


async def test_what_somebody_asked_who_has_no_say_any_more_counts_no_more(company, suspended):
    await act(company, "ceo", suspended, "ask_resume")
    moved = ROSTER.replace("Carla Eng,ceo", "Carla Eng,employee").replace(
        "Sam Okafor,employee", "Sam Okafor,ceo"
    )
    await company.database.run(lambda tx: import_people(tx, moved, OPERATOR))
    assert await act(company, "cfo", suspended, "agree_resume") == "resume_not_asked"
    assert (await seen(company, "cfo", suspended)).may_ask_resume
    assert await act(company, "cfo", suspended, "ask_resume") is True
    assert await act(company, "second", suspended, "agree_resume") is False


async def test_an_owner_who_takes_the_office_cannot_agree(company, suspended):
    await act(company, "ceo", suspended, "ask_resume")
    moved = ROSTER.replace("Dora Quist,director", "Dora Quist,director;cfo")
    await company.database.run(lambda tx: import_people(tx, moved, OPERATOR))
    assert await act(company, "director", suspended, "agree_resume") == "own_plan"
    assert await act(company, "chair", suspended, "agree_resume") is False


async def test_where_one_officer_is_left_nobody_asks_in_vain(company, suspended):
    alone = "".join(
        one if not one.startswith(("U0CEO", "U0CHAIR")) else one.replace(",yes", ",no")
        for one in ROSTER.splitlines(keepends=True)
    )
    await company.database.run(lambda tx: import_people(tx, alone, OPERATOR))
    assert await act(company, "cfo", suspended, "ask_resume") == "nobody_to_agree"
    await company.database.run(lambda tx: import_people(tx, ROSTER, OPERATOR))
    assert await act(company, "cfo", suspended, "ask_resume") is True


async def test_a_chair_comes_in_where_a_seat_is_empty(company, suspended):
    empty = ROSTER.replace("Carla Eng,ceo", "Carla Eng,employee")
    await company.database.run(lambda tx: import_people(tx, empty, OPERATOR))
    assert await act(company, "cfo", suspended, "ask_resume") is True
    assert await act(company, "chair", suspended, "agree_resume") is False


async def test_of_two_who_agree_at_once_one_does(company):
    """A CEO who is the CFO's and a director's officer: three may agree, one asks."""
    plan = await entered(company)
    third = ROSTER.replace("Sam Okafor,employee", "Sam Okafor,ceo")
    await company.database.run(lambda tx: import_people(tx, third, OPERATOR))
    await act(company, "cfo", plan, "suspend")
    await act(company, "cfo", plan, "ask_resume")
    await told(company)
    answers = await together(
        act(company, "ceo", plan, "agree_resume"), act(company, "second", plan, "agree_resume")
    )
    assert sorted(answers, key=str) == [False, "plan_runs"]
    assert [to for to, _ in await told(company)] == ["U0DIRECTOR"]
    assert [step.value["what"] for step in await steps(company, plan)][-1] == "resumed"


async def test_of_two_who_ask_at_once_one_has_asked(company, suspended):
    answers = await together(
        act(company, "ceo", suspended, "ask_resume"), act(company, "cfo", suspended, "ask_resume")
    )
    assert sorted(answers, key=str) == [True, "resume_asked"]
    assert (await seen(company, "director", suspended)).suspended


async def test_asking_and_agreeing_at_once_never_makes_one_officer_enough(company, suspended):
    await together(
        act(company, "ceo", suspended, "ask_resume"), act(company, "ceo", suspended, "agree_resume")
    )
    assert (await seen(company, "director", suspended)).suspended


async def steps(company, plan):
    return (await company.database.run(lambda tx: plan_steps.of(tx, [plan])))[plan]


async def test_a_correction_leaves_a_plan_standing_as_it_stood(company, plan):
    for what, stands in (
        (None, (False, None)),
        ("suspend", (True, None)),
        ("ask_resume", (True, "Felix Ott")),
        ("agree_resume", (False, None)),
    ):
        if what is not None:
            await act(company, "ceo" if what == "agree_resume" else "cfo", plan, what)
        await take_in(company, line(corrects=plan))
        shown = await seen(company, "ceo", plan)
        assert (shown.suspended, shown.resume_asked_by) == stands, what


async def test_every_step_says_who_and_what(company, suspended):
    (step,) = await steps(company, suspended)
    (cfo,) = await company.rows("select person from people where slack_id = 'U0CFO'")
    assert (step.seq, step.by, step.value) == (0, cfo["person"], {"what": SUSPENDED})


# --- who sees what --------------------------------------------------------------------


async def test_an_officer_sees_the_plans_of_others_and_which_are_young(company, plan):
    young = await entered(company, slack_id="U0EMPLOYEE", established_on="2026-11-18")
    own = await entered(company, slack_id="U0CFO", approved_by="U0CEO", office="ceo")
    sheet = await company.desk.plans(who("cfo"))
    assert [one.id for one in sheet.own] == [own]
    assert {one.id: one.runs_through for one in sheet.others} == {plan: True, young: False}
    assert all(one.may_suspend for one in sheet.others)
    assert (sheet.blackout_at, sheet.exempt_days) == (ny("2026-12-17 17:00"), 30)
    assert not any(one.may_suspend for one in sheet.own)


async def test_in_a_blackout_its_own_beginning_is_what_counts(company, plan):
    company.clock.move(ny("2027-01-05 10:00"))
    assert (await company.desk.plans(who("cfo"))).blackout_at == ny("2026-12-17 17:00")
    assert (await seen(company, "cfo", plan)).runs_through


async def test_an_owner_sees_their_own_and_nobody_elses(company, plan):
    await entered(company, slack_id="U0EMPLOYEE")
    sheet = await company.desk.plans(who("director"))
    assert ([one.id for one in sheet.own], sheet.others, sheet.officer) == ([plan], (), False)
    assert await seen(company, "employee", plan) == No("no_such_plan")
    assert await seen(company, "second", plan) == No("no_such_plan")


async def test_the_chair_sees_only_what_the_chair_may_act_on(company, plan):
    await becomes_a_director(company)
    ceos = await entered(company, slack_id="U0CEO", approved_by="U0CHAIR", office="audit_chair")
    sheet = await company.desk.plans(who("chair"))
    assert [one.id for one in sheet.others] == [ceos]
    assert await seen(company, "chair", plan) == No("no_such_plan")


async def test_what_is_over_is_not_offered(company, plan):
    company.clock.move(ny("2027-03-01 23:59"))
    assert [one.id for one in (await company.desk.plans(who("cfo"))).others] == [plan]
    company.clock.move(ny("2027-03-02 00:00"))
    assert (await company.desk.plans(who("cfo"))).others == ()
    assert (await company.desk.plans(who("director"))).own == ()


async def test_a_request_and_its_review_name_the_plan_of_the_trade(company, plan):
    """Two plans of one day are told apart; what was asked under none names none."""
    other = await entered(company, kind="sell_to_cover")
    covers = "sell_to_cover_tax_broker"
    for one, kind, action in ((plan, "ordinary", "sell"), (other, "sell_to_cover", covers)):
        filed = await company.desk.submit(who("director"), sell(one, action=action))
        assert (filed.plan.id, filed.plan.kind) == (one, kind)
        assert (await company.desk.request(who("director"), filed.id)).plan == filed.plan
        assert (await company.desk.review(who("cfo"), filed.id)).plan == filed.plan
    filed = await company.desk.submit(who("director"), buy())
    assert (filed.state, filed.plan) == ("pending", None)
    assert (await company.desk.review(who("cfo"), filed.id)).plan is None
