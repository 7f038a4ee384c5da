"""What is removed after its time, by two people, whole and nothing else."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from clearance import holds, removable, removing
from clearance.case_rows import every as cases_of
from clearance.lists import NotRecorded
from clearance.replay import replay
from clearance.shown import No
from clearance.shown_cases import CloseSaid
from storage import log, made, requests, retention
from storage.tree import Edge, leaf_hash
from tests.clearance.company import APPROVE, DECLINE, NOTHING, OPERATOR, RETURN, buy, told, who
from tests.clearance.company import ny as at
from tests.clearance.keeping import (
    COMPLY,
    DAY,
    SECOND,
    act_of,
    ask,
    carried_out,
    confirmed,
    lifts,
    person,
    reported,
    survey,
    today,
    traded,
)


async def entries(company):
    return await company.database.run(lambda tx: log.entries(tx, limit=10_000))


async def of_request(company, request):
    return [
        one.index
        for one in await entries(company)
        if one.record and json.loads(one.record)["request"] == request
    ]


async def test_what_two_people_confirmed_is_gone_and_the_tree_is_as_before(old):
    company, request = old
    before = {one.index: one.leaf for one in await entries(company)}
    of_it = await of_request(company, request)
    act = await confirmed(company)
    assert carried_out(company, act)[:2] == (1, len(of_it))
    after = await entries(company)
    assert [one.index for one in after if one.removed] == of_it
    assert before == {one.index: one.leaf for one in after[: len(before)]}
    edge = Edge()
    for one in after:
        edge.add(one.leaf)
        assert one.removed or leaf_hash(one.record.encode()) == one.leaf
    head = (await company.rows("select size, edge from log_head"))[0]
    assert (head["size"], bytes(head["edge"])) == (edge.size, edge.kept())
    for table in ("facts", "decisions", "transactions"):
        rows = await company.rows(f"select sealed from {table}")
        assert rows
        assert {bytes(row["sealed"]) for row in rows} == {b""}, table
    said = await company.rows("select sealed from deliveries where ended_at is not null")
    left = [row for row in said if bytes(row["sealed"])]
    assert len(left) < len(said)


async def test_it_is_on_record_before_and_with_what_goes(old):
    company, request = old
    of_it = await of_request(company, request)
    act = await confirmed(company)
    carried_out(company, act)
    records = [json.loads(one.record) for one in await entries(company) if one.record]
    acts = {one["tag"]: one for one in records if one["tag"].startswith("retention:")}
    assert list(acts) == ["retention:asked", "retention:confirmed", "retention:removed"]
    removed = acts["retention:removed"]["body"]["open"]
    covered = [i for first, end in removed["ranges"] for i in range(first, end)]
    assert (covered, removed["requests"], removed["entries"]) == (of_it, 1, len(of_it))
    assert acts["retention:confirmed"]["body"]["open"]["up_to"] > of_it[-1]


async def test_whoever_asked_or_decided_is_told_that_its_record_was_removed(old):
    company, request = old
    (shown,) = await company.desk.mine(who("employee"))
    assert shown.id == request
    carried_out(company, await confirmed(company))
    gone = No("record_removed")
    assert await company.desk.mine(who("employee")) == ()
    assert await company.desk.request(who("employee"), request) == gone
    assert await company.desk.withdraw(who("employee"), request) == gone
    assert await company.desk.report(who("employee"), request, traded("2018-11-20 09:45")) == gone
    assert await company.desk.review(who("cfo"), request) == gone
    assert await company.desk.request(who("second"), request) == No("not_found")
    assert await company.desk.decide(who("cfo"), request, APPROVE) == No("not_pending")
    home = await company.desk.home(who("employee"))
    assert home.mine == ()
    assert (await company.desk.home(who("cfo"))).decided == ()


async def test_an_old_envelope_says_so_too(company_of_2018):
    company = company_of_2018
    await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    (filed,) = await company.desk.mine(who("employee"))
    await company.desk.decide(who("cfo"), filed.id, DECLINE)
    ((_, envelope),) = await told(company)
    company.clock.move(at("2018-12-10 10:00"))
    await company.carry_out()
    await company.desk.report(who("employee"), filed.id, NOTHING)  # who is silent is asked on
    await today(company)
    await company.carry_out()
    assert (await company.desk.opened(who("employee"), envelope)).id == filed.id
    carried_out(company, await confirmed(company))
    assert await company.desk.opened(who("employee"), envelope) == No("record_removed")
    assert await company.desk.opened(who("second"), envelope) == No("not_found")


async def test_what_is_left_goes_on_working(old):
    company, _ = old
    carried_out(company, await confirmed(company))
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    decided = await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert decided.ended.state == "approved", decided
    await company.carry_out()
    company.clock.move(at("2026-11-24 10:00"))
    done = await company.desk.report(who("employee"), filed.id, traded("2026-11-24 09:45"))
    assert done.state == "reported", done
    assert [one.id for one in await company.desk.mine(who("employee"))] == [filed.id]
    pages = list(replay(company.database.run_now))
    assert not [one for page in pages for one in page.differing]
    assert sum(page.done for page in pages) == 2
    assert len(await company.database.run(made.in_force)) == 1


async def test_carrying_it_out_again_removes_nothing_more(old):
    company, _ = old
    act = await confirmed(company)
    assert carried_out(company, act)[0] == 1
    size = len(await entries(company))
    assert carried_out(company, act) == (0, 0, 0)
    assert len(await entries(company)) == size


# Both sides of the day.


async def ended_at(company, moment):
    """End a request at a moment: a decline was closed, as at its last moment everything is."""
    filed = await company.desk.submit(who("employee"), buy())
    company.clock.move(moment)
    await company.desk.withdraw(who("employee"), filed.id)
    await company.carry_out()
    return filed.id


@pytest.mark.parametrize(("second", "goes"), [(-1, True), (0, False)])
async def test_a_request_goes_whose_last_step_was_a_second_before_the_day(
    company_of_2018, second, goes
):
    company = company_of_2018
    day = date(2018, 11, 20)
    moment = removable.begins(day) + timedelta(seconds=second)
    assert moment.astimezone(at("2018-11-20 00:00").tzinfo).hour == (23 if goes else 0)
    request = await ended_at(company, moment)
    await today(company)
    found = await survey(company, day)
    assert (found.total.requests, found.stays) == ((1, {}) if goes else (0, {}))
    act = await confirmed(company, day) if goes else None
    assert act is None or carried_out(company, act)[0] == 1
    assert await company.database.run(lambda tx: retention.is_removed(tx, request)) is goes


async def test_nothing_younger_than_six_years_is_removed(old):
    company, _ = old
    assert isinstance(await ask(company, date(2020, 11, 24)), NotRecorded)
    one = await ask(company, date(2020, 11, 23))
    assert not isinstance(one, NotRecorded)


@pytest.mark.parametrize("state", ["pending", "decided"])
async def test_what_is_live_stays(company_of_2018, state):
    """A request that no timer has ended, however old, is not over."""
    company = company_of_2018
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    if state == "decided":
        await company.desk.decide(who("cfo"), filed.id, APPROVE)
    company.clock.move(at("2026-11-23 10:00"))
    assert (await survey(company)).total.requests == 0
    await today(company)
    assert (await survey(company)).total.requests in (0, 1)
    look = await company.database.run(lambda tx: requests.find(tx, filed.id))
    # Its timers have fired in 2026, so that its last step is of this year.
    assert look.status == "ended"
    assert (await survey(company)).total.requests == 0


async def test_what_a_message_is_still_to_be_sent_of_stays(company_of_2018):
    company = company_of_2018
    filed = await company.desk.submit(who("employee"), buy())
    await company.desk.withdraw(who("employee"), filed.id)
    company.clock.move(at("2026-11-23 10:00"))
    assert (await survey(company)).stays == {"live": 1}
    await today(company)
    assert (await survey(company)).total.requests == 1


async def test_what_a_later_request_corrects_goes_with_it_and_not_before(company_of_2018):

    company = company_of_2018
    filed = await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, RETURN)
    await company.carry_out()

    again = await company.desk.submit(who("employee"), replace(buy(300), corrects=filed.id))
    await company.desk.withdraw(who("employee"), again.id)
    await company.carry_out()
    company.clock.move(at("2018-12-10 10:00"))
    await company.carry_out()
    await today(company)
    found = await survey(company)
    assert found.total.requests == 2
    await hold(company, "request", again.id)
    found = await survey(company)
    assert (found.total.requests, found.stays) == (0, {"held": 1, "needed": 1})


# Two people.


async def test_one_person_alone_removes_nothing(old):
    company, _ = old
    one = await ask(company)
    for actor, reason in (
        (COMPLY, "own_ask"),
        (SECOND, "no_such_ask"),
        (who("employee"), "no_such_ask"),
        (who("left"), "inactive"),
    ):
        assert await company.desk.confirm_keeping(actor, one.id) == No(reason)
    assert await act_of(company, one) is None
    done = await company.desk.confirm_keeping(who("chair"), one.id)
    assert (done.state, done.confirmed_by) == ("confirmed", "Ada Chairman")
    assert await company.desk.confirm_keeping(who("cfo"), one.id) == No("ask_confirmed")


async def test_an_officer_is_told_by_an_envelope_what_would_go(old):
    company, _ = old
    await ask(company)
    envelopes = dict(await told(company))
    assert set(envelopes) == {"U0CEO", "U0CFO", "U0CHAIR"}
    shown = await company.desk.opened(who("cfo"), envelopes["U0CFO"])
    assert shown.what.years == ((2018, 1, 3),)
    assert (shown.what.before, shown.what.stays, shown.own) == (DAY, 0, False)


@pytest.mark.parametrize(("seconds", "reason"), [(-1, None), (0, "ask_expired")])
async def test_it_can_be_confirmed_for_thirty_days(old, seconds, reason):
    company, _ = old
    one = await ask(company)
    company.clock.move(one.expires_at + timedelta(seconds=seconds))
    done = await company.desk.confirm_keeping(who("cfo"), one.id)
    assert (done.reason if isinstance(done, No) else None) == reason


# Holds.


async def hold(company, of, which, by=COMPLY):
    setter = await person(company, by)
    return await company.database.run(
        lambda tx: holds.set_(tx, setter, (of, which), "Matter 12-345")
    )


@pytest.mark.parametrize("of", ["person", "request", "all", "officer"])
async def test_a_hold_stops_what_was_confirmed_before_it_until_two_people_lift_it(old, of):
    company, request = old
    act = await confirmed(company)
    named = {
        "person": ("person", (await person(company, who("employee"))).person),
        "officer": ("person", (await person(company, who("cfo"))).person),
        "request": ("request", request),
        "all": ("all", ""),
    }[of]
    held = await hold(company, *named)
    assert (await survey(company)).stays == {"held": 1}
    assert carried_out(company, act)[:2] == (0, 0)
    assert await company.desk.mine(who("employee"))
    one = await lifts(company, held)
    assert carried_out(company, act)[:2] == (0, 0)
    assert await company.desk.confirm_keeping(COMPLY, one.id) == No("own_ask")
    done = await company.desk.confirm_keeping(who("ceo"), one.id)
    assert (done.state, done.what.id) == ("confirmed", held)
    assert carried_out(company, act)[0] == 1


async def test_a_hold_on_somebody_else_stops_nothing(old):
    company, _ = old
    other = await person(company, who("second"))
    await hold(company, "person", other.person)
    assert (await survey(company)).total.requests == 1


async def test_whom_a_hold_is_about_is_neither_asked_nor_told(old):
    company, _ = old
    cfo = await person(company, who("cfo"))
    held = await hold(company, "person", cfo.person)
    one = await lifts(company, held)
    assert {to for to, _ in await told(company)} == {"U0CEO", "U0CHAIR"}
    assert await company.desk.keeping(who("cfo"), one.id) == No("no_such_ask")
    assert await company.desk.confirm_keeping(who("cfo"), one.id) == No("no_such_ask")
    mine = await hold(company, "person", (await person(company, SECOND)).person)
    assert isinstance(await lifts(company, mine, SECOND), NotRecorded)


async def test_the_open_part_of_a_hold_says_nothing_of_it(old):
    company, _ = old
    cfo = await person(company, who("cfo"))
    held = await hold(company, "person", cfo.person)
    last = (await entries(company))[-1]
    record = json.loads(last.record)
    assert (record["tag"], record["subject"], record["request"]) == ("hold:set", None, None)
    assert record["body"]["open"] == {"id": held}
    hidden = await company.database.run(lambda tx: log.hidden(tx, last))
    assert "Matter" not in hidden["sealed"]
    assert "Matter" in hidden["restricted"]
    rows = await company.rows("select * from holds")
    assert not any(b"Matter" in bytes(str(row), "utf8") for row in rows)


# What else keeps a request.


async def test_a_case_keeps_its_requests_until_it_is_closed_and_old(company_of_2018):
    company = company_of_2018
    filed = await reported(company)
    company.clock.move(at("2018-12-11 10:00"))
    await company.desk.report(who("employee"), filed.id, traded("2018-11-20 09:45", 9_000))
    await company.carry_out()
    await today(company)
    assert (await survey(company)).stays == {"case": 1}
    (case,) = await company.database.run(cases_of)
    await company.desk.close_case(COMPLY, CloseSaid(case.id, "dealt_with", "Spoken to."))
    assert (await survey(company)).stays == {"case": 1}


async def test_a_case_that_was_closed_before_the_day_keeps_nothing(company_of_2018):
    company = company_of_2018
    filed = await reported(company)
    company.clock.move(at("2018-12-11 10:00"))
    await company.desk.report(who("employee"), filed.id, traded("2018-11-20 09:45", 9_000))
    (case,) = await company.database.run(cases_of)
    await company.desk.close_case(COMPLY, CloseSaid(case.id, "dealt_with", "Spoken to."))
    await company.carry_out()
    await today(company)
    assert (await survey(company)).total.requests == 1
    carried_out(company, await confirmed(company))
    shown = await company.desk.case(COMPLY, case.id)
    assert shown.requests[0].trade is None


# A process that is killed, and what is set meanwhile.


async def test_what_was_interrupted_goes_on_where_it_was(company_of_2018, monkeypatch):
    company = company_of_2018
    for _ in range(5):
        filed = await company.desk.submit(who("employee"), buy())
        await company.desk.withdraw(who("employee"), filed.id)
    await company.carry_out()
    await today(company)
    act = await confirmed(company)
    monkeypatch.setattr(removing, "PAGE", 2)
    begun = removing.carry_out(company.database.run_now, act, OPERATOR)
    assert next(begun).requests == 2
    begun.close()
    whole = await company.rows(
        "select request, count(*) as n from decisions where public <> '' group by request"
    )
    assert sorted(row["n"] for row in whole) == [2, 2, 2]
    left = sorted(row["request"] for row in whole)
    await hold(company, "request", left[0])
    assert carried_out(company, act)[0] == 2
    removed = await company.database.run(lambda tx: retention.removed_among(tx, left))
    assert removed == set(left[1:])
