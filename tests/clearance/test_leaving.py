"""Somebody leaves: what is theirs ends at once, and what they were is kept for six months."""

from dataclasses import replace

import pytest

from clearance.leaving import end_all
from clearance.people import import_people
from clearance.shown import Envelope, No
from policy.roles import TAIL
from tests.clearance.company import APPROVE, DECLINE, buy, ny, who
from tests.clearance.plan_filing import SAID, sent

HEAD = "slack_id,name,roles,acknowledged_on,active\n"
GOING = "U0GOING"


def envelopes(sent, slack_id):
    return [one for to, one in sent if to == slack_id and isinstance(one, Envelope)]


def going():
    return replace(who("employee"), user_id=GOING)


async def listed(company, roles="employee", active="yes", ending=True):
    text = f"{HEAD}{GOING},Gil Ng,{roles},2026-01-05,{active}\n"

    def take_in(tx):
        done = import_people(tx, text, "operator:test")
        assert not isinstance(done, tuple), done
        if ending:
            end_all(tx, company.desk.grounds.at(tx), "operator:test")

    await company.database.run(take_in)


@pytest.fixture
async def staying(company):
    await listed(company)
    return company


async def states(company):
    rows = await company.rows("select id, status from requests")
    return {row["id"]: row["status"] for row in rows}


async def test_what_waits_is_withdrawn_and_its_cards_are_closed(staying):
    filed = await staying.desk.submit(going(), buy())
    other = await staying.desk.submit(who("second"), buy())
    await staying.carry_out()
    await listed(staying, active="no")
    assert await states(staying) == {filed.id: "ended", other.id: "pending"}
    sent = await staying.carry_out()
    assert {to for to, _ in sent} == {"U0CEO", "U0CFO"}
    assert not envelopes(sent, GOING)
    assert await staying.desk.decide(who("cfo"), filed.id, APPROVE) == No("not_pending")
    assert (await staying.desk.decide(who("cfo"), other.id, APPROVE)).status == "decided"


async def test_a_clearance_ends_and_coming_back_does_not_bring_it_back(staying):
    filed = await staying.desk.submit(going(), buy())
    await staying.desk.decide(who("cfo"), filed.id, APPROVE)
    assert (await staying.desk.request(going(), filed.id)).state == "approved"
    await listed(staying, active="no")
    assert await staying.desk.request(going(), filed.id) == No("inactive")
    await listed(staying)
    mine = await staying.desk.request(going(), filed.id)
    assert (mine.state, mine.cause, mine.may_report) == ("clearance_ended", "left", True)
    assert (await staying.desk.submit(going(), buy())).state == "pending"


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE])
async def test_the_rows_do_not_tell_a_clearance_from_a_refusal(staying, verdict):
    filed = await staying.desk.submit(going(), buy())
    await staying.desk.decide(who("cfo"), filed.id, verdict)
    before = len(await staying.rows("select id from decisions"))
    await listed(staying, active="no")
    assert await states(staying) == {filed.id: "ended"}
    assert len(await staying.rows("select id from decisions")) == before + 1


async def test_a_delegation_ends_with_either_side(staying):
    text = f"{HEAD}U0DIR,Di Roe,director,2026-01-05,{{}}\n"
    for side in ("yes", "no"):
        await staying.database.run(
            lambda tx, side=side: import_people(tx, text.format(side), "operator:test")
        )
        if side == "yes":
            sheet = await staying.desk.allow_delegate(replace(going(), user_id="U0DIR"), GOING)
            assert len(sheet.mine) == 1
    ending = staying.desk
    assert (await ending.delegates(going())).theirs == ()
    await staying.database.run(lambda tx: end_all(tx, ending.grounds.at(tx), "operator:test"))
    await staying.database.run(lambda tx: import_people(tx, text.format("yes"), "operator:test"))
    assert (await ending.delegates(going())).theirs == (), "it does not come back with them"


async def test_a_plan_that_nobody_has_decided_is_taken_back(staying):
    filed = await staying.desk.submit_plan(going(), SAID)
    other = await sent(staying)
    await listed(staying, active="no")
    assert await staying.desk.decide_plan(who("cfo"), filed.record, APPROVE) == No("plan_decided")
    await listed(staying)
    assert (await staying.desk.submit_plan(going(), SAID)).state == "pending"
    assert (await staying.desk.decide_plan(who("cfo"), other.record, APPROVE)).state == "approved"


async def roles_judged(company):
    filed = await company.desk.submit(going(), buy())
    rows = await company.rows(f"select public from facts where request = '{filed.id}'")
    return TAIL in rows[0]["public"]


@pytest.mark.parametrize(
    ("moment", "tail"), [("2027-05-19 10:00", True), ("2027-05-20 10:00", False)]
)
async def test_a_former_officer_is_matched_for_six_months(company, moment, tail):
    """Through the day six months after the last one in office, 19 November 2026."""
    company.clock.move(ny("2026-11-19 10:00"))
    await listed(company, "section16;employee")
    await listed(company, "employee")
    assert await roles_judged(company) is True
    company.clock.move(ny(moment))
    assert await roles_judged(company) is tail


async def test_nobody_has_a_tail_who_never_was_one(staying):
    await listed(staying, "employee;compliance")
    await listed(staying)
    assert await roles_judged(staying) is False
