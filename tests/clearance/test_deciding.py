"""Deciding: the first decision stands, nobody clears themselves, the rules hold at that moment."""

import json
from dataclasses import replace

import pytest

from clearance.people import import_people
from clearance.shown import ClosedCard, Envelope, No, Verdict
from policy.archive import facts_from, finding_to
from policy.calendars.exchange import ExchangeCalendar
from policy.company import Policy
from policy.decide import decide
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    ROSTER,
    becomes_a_director,
    buy,
    ny,
    together,
    who,
)


@pytest.fixture
async def filed(company):
    found = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    return found


async def test_an_approval_gives_a_first_and_a_last_moment(company, filed):
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    mine = await company.desk.request(who("employee"), filed.id)
    assert (mine.state, mine.decided_by, mine.office) == ("approved", "Felix Ott", "cfo")
    assert mine.earliest_trade_at == ny("2026-11-24 09:30")
    assert mine.expires_at == ny("2026-11-27 13:00")  # the third session closes early


async def test_everybody_is_told_and_both_cards_are_closed(company, filed):
    await company.desk.decide(who("ceo"), filed.id, APPROVE)
    sent = await company.carry_out()
    closed = sorted(to for to, message in sent if isinstance(message, ClosedCard))
    told = [(to, message) for to, message in sent if isinstance(message, Envelope)]
    assert closed == ["U0CEO", "U0CFO"]
    assert [to for to, _ in told] == ["U0EMPLOYEE"]
    opened = await company.desk.opened(who("employee"), told[0][1].delivery)
    assert opened.state == "approved"
    assert await company.desk.opened(who("second"), told[0][1].delivery) == No("not_found")


async def test_the_first_decision_stands_and_a_later_one_is_told_so(company, filed):
    await company.desk.decide(who("ceo"), filed.id, DECLINE)
    company.clock.move(ny("2026-11-23 10:05"))
    later = await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert (later.reason, later.parameters["office"]) == ("already_decided", "ceo")
    assert (await company.desk.request(who("employee"), filed.id)).state == "declined"


async def test_two_officers_at_once_make_one_decision(company):
    for _ in range(12):
        one = await company.desk.submit(who("employee"), buy())
        answers = await together(
            company.desk.decide(who("ceo"), one.id, APPROVE),
            company.desk.decide(who("cfo"), one.id, DECLINE),
        )
        assert sum(isinstance(answer, No) for answer in answers) == 1
        decided = f"select * from decisions where request = '{one.id}' and state = 'decided'"
        assert len(await company.rows(decided)) == 1


@pytest.mark.parametrize("name", ["employee", "second", "director", "chair"])
async def test_nobody_else_decides(company, filed, name):
    reason = "own_request" if name == "employee" else "not_an_approver"
    assert await company.desk.decide(who(name), filed.id, APPROVE) == No(reason)
    assert await company.desk.review(who(name), filed.id) == No(reason)
    assert (await company.desk.request(who("employee"), filed.id)).state == "pending"


async def test_approving_needs_the_officers_own_statement_and_declining_does_not(company, filed):
    unsaid = Verdict("approve", statement=False)
    assert await company.desk.decide(who("cfo"), filed.id, unsaid) == No("statement_missing")
    assert (await company.desk.decide(who("cfo"), filed.id, DECLINE)).ended.state == "declined"


async def test_a_return_names_its_fields_and_can_be_corrected_once(company, filed):
    none = Verdict("return")
    assert await company.desk.decide(who("cfo"), filed.id, none) == No("fields_missing")
    odd = Verdict("return", fields=("reason",))
    assert await company.desk.decide(who("cfo"), filed.id, odd) == No("fields_missing")
    back = Verdict("return", fields=("quantity", "on"))
    await company.desk.decide(who("cfo"), filed.id, back)
    mine = await company.desk.request(who("employee"), filed.id)
    assert (mine.state, mine.fields, mine.may_correct) == ("returned", ("quantity", "on"), True)


async def test_only_what_was_returned_to_oneself_can_be_corrected(company, filed):
    correction = replace(buy(200), corrects=filed.id)
    assert await company.desk.submit(who("employee"), correction) == No("not_returned")
    await company.desk.decide(who("cfo"), filed.id, Verdict("return", fields=("quantity",)))
    assert await company.desk.submit(who("second"), correction) == No("not_returned")
    assert (await company.desk.submit(who("employee"), correction)).state == "pending"


@pytest.mark.parametrize(("joins", "state"), [(False, "approved"), (True, "overtaken")])
async def test_the_rules_are_asked_again_when_an_officer_approves(company, joins, state):
    one = await company.desk.submit(who("employee"), buy(action="sell"))
    if joins:
        await becomes_a_director(company)
    answer = await company.desk.decide(who("cfo"), one.id, APPROVE)
    mine = await company.desk.request(who("employee"), one.id)
    assert mine.state == state
    if joins:
        rule = "must_use_10b5_1_plan"
        assert (answer.reason, answer.parameters["rule"]) == ("refused_now", rule)
        assert [found.rule for found in mine.findings] == [rule]


@pytest.mark.parametrize(
    ("moment", "state"), [("2026-11-23 15:59:59", "approved"), ("2026-11-23 16:00", "expired")]
)
async def test_a_request_for_tomorrow_is_to_be_decided_before_todays_close(company, moment, state):
    """The card says so: from the close on an approval would come too late for the day."""
    one = await company.desk.submit(who("employee"), buy(on=ny("2026-11-24 10:00").date()))
    assert one.decide_by == ny("2026-11-23 16:00")
    company.clock.move(ny(moment))
    await company.desk.decide(who("cfo"), one.id, APPROVE)
    assert (await company.desk.request(who("employee"), one.id)).state == state


@pytest.mark.parametrize(
    ("moment", "reason"), [("2026-11-25 15:59:59", None), ("2026-11-25 16:00", "not_pending")]
)
async def test_a_press_after_the_time_to_decide_comes_too_late(company, filed, moment, reason):
    company.clock.move(ny(moment))
    answer = await company.desk.decide(who("cfo"), filed.id, APPROVE)
    state = (await company.desk.request(who("employee"), filed.id)).state
    assert (answer.reason, state) == (reason, "expired") if reason else state == "approved"


async def test_a_decision_replays_from_what_was_kept(company, filed):
    """The kept facts, policy and calendar give the same findings again, by themselves."""
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    kept = await company.rows("select * from facts order by at")
    assert len(kept) == 2
    for row in kept:
        policy = await company.rows(f"select content from policies where hash = '{row['policy']}'")
        days = await company.rows(f"select content from calendars where hash = '{row['calendar']}'")
        sealed = await company.database.run(
            lambda tx, row=row: tx.unseal("facts", row["id"], bytes(row["sealed"]))
        )
        again = decide(
            facts_from(json.loads(row["public"]), sealed),
            Policy.from_content(policy[0]["content"]),
            ExchangeCalendar.from_content(days[0]["content"]),
        )
        step = await company.rows(f"select * from decisions where facts = '{row['id']}'")
        told = await company.database.run(
            lambda tx, step=step: tx.unseal("decisions", step[0]["id"], bytes(step[0]["sealed"]))
        )
        assert [finding_to(found) for found in again.findings] == told["findings"]


async def test_the_review_sheet_has_what_is_needed_to_decide(company, filed):
    sheet = await company.desk.review(who("ceo"), filed.id)
    assert (sheet.requester, sheet.roles, sheet.status) == ("Erin Boyd", ("employee",), "pending")
    assert sheet.approvable
    assert sheet.window.closes_at == ny("2026-12-17 17:00")
    assert sheet.earliest_trade_at == ny("2026-11-24 09:30")
    assert set(sheet.statements) == {"no_mnpi", "policy_read", "responsible"}


async def test_app_home_lists_to_an_officer_what_they_may_decide(company, filed):
    own = await company.desk.submit(who("ceo"), buy(7))
    ceo, cfo = await together(company.desk.home(who("ceo")), company.desk.home(who("cfo")))
    assert [one.request for one in ceo.to_decide] == [filed.id]
    assert {one.request for one in cfo.to_decide} == {filed.id, own.id}
    assert (await company.desk.home(who("director"))).to_decide == ()


async def test_nobody_who_left_is_cleared(company, filed):
    left = ROSTER.replace(
        "Erin Boyd,employee,2026-01-05,America/Chicago,yes",
        "Erin Boyd,employee,2026-01-05,America/Chicago,no",
    )
    await company.database.run(lambda tx: import_people(tx, left, by="operator:test"))
    assert await company.desk.decide(who("cfo"), filed.id, APPROVE) == No("requester_left")
    assert (await company.desk.decide(who("cfo"), filed.id, DECLINE)).ended.state == "declined"


async def test_a_returned_request_is_corrected_once(company, filed):
    await company.desk.decide(who("cfo"), filed.id, Verdict("return", fields=("quantity",)))
    correction = replace(buy(200), corrects=filed.id)
    assert (await company.desk.submit(who("employee"), correction)).state == "pending"
    assert await company.desk.submit(who("employee"), correction) == No("not_returned")
    assert not (await company.desk.request(who("employee"), filed.id)).may_correct


async def test_app_home_tells_both_officers_what_became_of_a_request(company, filed):
    own = await company.desk.submit(who("ceo"), buy(7))
    await company.desk.decide(who("cfo"), filed.id, DECLINE)
    await company.desk.decide(who("cfo"), own.id, APPROVE)
    await company.desk.withdraw(who("second"), (await company.desk.submit(who("second"), buy())).id)
    ceo, cfo = await together(company.desk.home(who("ceo")), company.desk.home(who("cfo")))
    assert [(one.request, one.state) for one in ceo.decided] == [(filed.id, "declined")]
    assert {one.request for one in cfo.decided} == {filed.id, own.id}
    assert (await company.desk.home(who("employee"))).decided == ()
    assert (await company.desk.home(who("chair"))).decided == ()
