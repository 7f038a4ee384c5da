"""Receipts, reasons, notices, the monthly review, and a register that comes from a backup."""

from datetime import timedelta

import pytest

from clearance.desk import Desk
from clearance.people import by_slack_id
from clearance.restrictions.acts import Change
from clearance.shown import No
from clearance.shown_restrictions import (
    IssuerNoticeSaid,
    NeutralNotice,
    ReasonShown,
    ReceiptSaid,
    RestrictionsSheet,
    TakesForce,
    UnseenShown,
)
from tests.clearance.company import DECLINE, NOTHING, TEAM, buy, decided, ny, told, who
from tests.clearance.restricting import SECOND, event, known, pass_minutes, restricted, ticked


async def withdrawn(company, name="employee", **more):
    request = await decided(company, name=name)
    await restricted(company, name, **more)
    await company.carry_out()
    return request


async def receipt(company, request, at=None, name="employee"):
    return await company.desk.receipt(who(name), ReceiptSaid(request.id, at))


# Receipts


@pytest.mark.parametrize("at", [None, "2026-11-24 15:00"])
async def test_a_withdrawal_is_answered_once(company, at):
    company.clock.move(ny("2026-11-23 10:00"))
    request = await decided(company)
    company.clock.move(ny("2026-11-24 15:30"))
    await restricted(company, "employee")
    shown = await receipt(company, request, at and ny(at))
    assert (shown.state, shown.may_receipt) == ("clearance_ended", False)
    assert (shown.receipt_at, shown.executed_at) == (company.clock.now(), at and ny(at))
    assert await receipt(company, request) == No("no_receipt")


async def test_an_execution_lies_within_the_clearance_and_not_ahead(company):
    request = await decided(company)  # may be traded from Tuesday 09:30 on
    company.clock.move(ny("2026-11-24 15:30"))
    await restricted(company, "employee")
    for at in (ny("2026-11-24 09:30") - SECOND, company.clock.now() + SECOND):
        assert await receipt(company, request, at) == No("receipt_time")
    assert (await receipt(company, request, ny("2026-11-24 09:30"))).receipt_at


async def test_nothing_else_is_answered(company):
    pending = await company.desk.submit(who("employee"), buy())
    approved = await decided(company)
    given_back = await decided(company, quantity=3)
    await company.desk.withdraw(who("employee"), given_back.id)
    declined = await decided(company, DECLINE, quantity=4)
    for request in (pending, approved, given_back, declined):
        assert await receipt(company, request) == No("no_receipt")
    assert await receipt(company, approved, name="second") == No("not_found")


async def test_officers_hear_of_one_that_nobody_answered(company):
    request = await withdrawn(company, notify=False)
    await pass_minutes(company, 29)
    assert await told(company) == []
    await pass_minutes(company, 1)
    envelopes = dict(await told(company))
    assert set(envelopes) == {"U0CEO", "U0CFO"}
    shown = await company.desk.opened(who("cfo"), envelopes["U0CFO"])
    assert isinstance(shown, UnseenShown)
    assert (shown.request, shown.person) == (request.id, "Erin Boyd")
    await pass_minutes(company, 40)
    assert await told(company) == []  # once
    await receipt(company, request)
    await ticked(company)
    assert await company.desk.opened(who("cfo"), envelopes["U0CFO"]) == No("answered_meanwhile")


async def test_answered_in_time_nobody_hears_of_it(company):
    request = await withdrawn(company, notify=False)
    await pass_minutes(company, 29)
    await receipt(company, request)
    await pass_minutes(company, 5)
    assert await told(company) == []


async def test_an_officer_under_it_does_not_hear_of_it(company):
    await decided(company)
    await restricted(company, "employee", "cfo", notify=False)
    await company.carry_out()
    await pass_minutes(company, 30)
    assert [to for to, _ in await told(company)] == ["U0CEO"]


async def test_a_report_of_the_trade_is_an_answer_too(company):
    request = await withdrawn(company, notify=False)
    assert (await company.desk.request(who("employee"), request.id)).may_report
    await company.desk.report(who("employee"), request.id, NOTHING)
    await pass_minutes(company, 31)
    assert await told(company) == []


# Reasons


async def test_a_reason_is_shown_after_the_register_says_who_opened_it(company):
    found = await restricted(company, "employee", reason="Talks with Heron", notify=False)
    await company.carry_out()
    (shown,) = (await company.desk.restrictions(who("ceo"))).mine
    assert shown.has_reason
    assert isinstance(await company.desk.ask_reason(who("ceo"), found), TakesForce)
    assert await told(company) == []
    await ticked(company)
    ((to, envelope),) = await told(company)
    assert to == "U0CEO"
    opened = await company.desk.opened(who("ceo"), envelope)
    assert isinstance(opened, ReasonShown)
    assert opened.reason.shown_to("viewer") == "Talks with Heron"
    assert "Talks" not in f"{opened} {opened!r}"
    history = (await book(company)).history
    assert history[-1]["what"] == "reason_opened"
    assert "Talks" not in str(history)


async def test_each_opening_is_one_line_and_one_envelope(company):
    found = await restricted(company, "employee", reason="Talks", notify=False)
    for _ in range(2):
        await company.desk.ask_reason(who("ceo"), found)
        await ticked(company)
    opened = [one for one in (await book(company)).history if one["what"] == "reason_opened"]
    assert len(opened) == 2
    assert len(await told(company)) == 3  # that it is kept, and two reasons


async def test_nobody_else_opens_a_reason(company):
    found = await restricted(company, "employee", reason="Talks")
    for name in ("cfo", "employee", "chair"):
        assert await company.desk.ask_reason(who(name), found) == No("restriction_gone")
    other = await restricted(company, "second")
    assert await company.desk.ask_reason(who("ceo"), other) == No("restriction_gone")


async def book(company):
    return await company.database.run(lambda tx: company.desk.grounds.at(tx).book)


# Notices on other issuers


def notice(*names, issuer="Otter Therapeutics"):
    return IssuerNoticeSaid(tuple(f"U0{name.upper()}" for name in names), issuer)


async def test_a_notice_on_an_issuer_is_told_and_acknowledged(company):
    await company.desk.tell_of_issuer(who("cfo"), notice("employee", "director"))
    at = await ticked(company)
    envelopes = dict(await told(company))
    assert set(envelopes) == {"U0CFO", "U0EMPLOYEE", "U0DIRECTOR"}
    shown = await company.desk.opened(who("employee"), envelopes["U0EMPLOYEE"])
    assert shown == NeutralNotice("issuer", at, "Otter Therapeutics", shown.id)
    assert await company.desk.acknowledge_notice(who("director"), shown.id) == No("notice_gone")
    await company.desk.acknowledge_notice(who("employee"), shown.id)
    await ticked(company)
    again = await company.desk.opened(who("employee"), envelopes["U0EMPLOYEE"])
    assert again.acknowledged
    other = await company.desk.opened(who("director"), envelopes["U0DIRECTOR"])
    assert not other.acknowledged


async def test_a_notice_changes_no_answer(company):
    asked = [buy(issuer="Otter Therapeutics"), buy(issuer="Badger Bio")]
    await company.desk.tell_of_issuer(who("cfo"), notice("employee"))
    await ticked(company)
    answers = [await company.desk.submit(who("employee"), one) for one in asked]
    assert len({(one.state, one.findings) for one in answers}) == 1


@pytest.mark.parametrize(
    ("who_asks", "said", "reason"),
    [
        ("employee", notice("second"), "not_an_officer"),
        ("cfo", notice(), "restrict_people"),
        ("cfo", notice("nobody"), "restrict_people"),
        ("cfo", notice("second", issuer=" "), "issuer_name"),
        ("cfo", notice("second", issuer="x" * 61), "issuer_name"),
    ],
)
async def test_a_wrong_notice_is_refused(company, who_asks, said, reason):
    refused = await company.desk.tell_of_issuer(who(who_asks), said)
    assert refused.reason == reason


# The monthly review


@pytest.mark.parametrize("anything", [True, False])
async def test_officers_review_on_each_months_first_business_day(company, anything):
    if anything:
        await restricted(company, "employee", notify=False)
    else:
        await ticked(company)
    await told(company)
    company.clock.move(ny("2026-12-01 08:58"))
    await ticked(company)
    assert await told(company) == []
    await ticked(company)  # 09:00
    envelopes = dict(await told(company))
    assert set(envelopes) == {"U0CEO", "U0CFO"}
    shown = await company.desk.opened(who("ceo"), envelopes["U0CEO"])
    assert isinstance(shown, RestrictionsSheet)
    assert len(shown.mine) == anything
    assert (await company.desk.opened(who("cfo"), envelopes["U0CFO"])).mine == ()
    await ticked(company)
    assert await told(company) == []


async def test_a_month_that_begins_on_a_holiday_is_reviewed_on_the_next_business_day(company):
    await ticked(company)
    company.clock.move(ny("2026-12-30 12:00"))
    await ticked(company)
    await told(company)
    company.clock.move(ny("2027-01-01 12:00"))
    await ticked(company)
    assert await told(company) == []
    company.clock.move(ny("2027-01-04 09:00") - timedelta(minutes=1))
    await ticked(company)
    assert {to for to, _ in await told(company)} == {"U0CEO", "U0CFO"}


async def test_a_register_of_mid_month_is_reviewed_next_month(company):
    company.clock.move(ny("2026-11-30 23:00"))
    await ticked(company)
    company.clock.move(ny("2026-12-01 07:00"))
    await ticked(company)
    assert await told(company) == []


# The tick


async def test_the_register_is_written_at_each_tick_at_one_size(company):
    sizes, versions = set(), []
    for number in range(4):
        if number == 2:
            await company.desk.restrict(who("ceo"), event("employee", "second", reason="x" * 999))
        await ticked(company)
        (row,) = await company.rows("SELECT version, length(sealed) AS size FROM register")
        sizes.add(row["size"])
        versions.append(row["version"])
    assert (len(sizes), versions) == (1, [1, 2, 3, 4])


async def test_each_steps_record_names_the_version_it_saw(company):
    await ticked(company)
    await ticked(company)
    await decided(company)
    records = await company.rows("SELECT record FROM log_bodies ORDER BY 1")
    steps = [one["record"] for one in records if '"tag":"request:' in one["record"]]
    assert steps
    assert all('"register":2' in one for one in steps)


async def test_two_desks_on_one_database_each_write_once_a_tick(company, cellectar, exchange):
    other = Desk(company.database, cellectar, exchange, TEAM)
    await company.desk.restrict(who("ceo"), event("employee"))
    await other.restrict(who("cfo"), event("second"))
    await ticked(company)
    await other.tick()
    assert len(await known(company, "ceo")) == len(await known(company, "cfo")) == 1
    (row,) = await company.rows("SELECT version FROM register")
    assert row["version"] == 2


async def test_what_waits_outlasts_a_tick_that_failed(company, monkeypatch):
    await company.desk.restrict(who("ceo"), event("employee"))

    def away(*_args, **_more):
        raise ConnectionError

    with monkeypatch.context() as broken:
        broken.setattr("clearance.restrictions.desk.tick", away)
        with pytest.raises(ConnectionError):
            await ticked(company)
    assert await known(company, "ceo") == set()
    await ticked(company)
    assert len(await known(company, "ceo")) == 1
    await ticked(company)
    assert len(await known(company, "ceo")) == 1


async def test_nothing_of_the_register_is_shown_when_it_is_printed(company):
    await restricted(company, "employee", matter="Heron", reason="Talks")
    ground = await company.database.run(company.desk.grounds.at)
    (held,) = ground.book.restrictions.values()
    for one in (ground, ground.book, held, held.people, company.desk.grounds.register):
        said = f"{one} {one!r}"
        assert not {word for word in ("Heron", "Talks", held.id, "event", "U0") if word in said}


async def test_an_act_that_breaks_holds_up_no_other(company, monkeypatch):
    """Its actor is told so with a reference, and nothing of it is kept."""
    await company.carry_out()
    await company.desk.restrict(who("ceo"), event("employee"))
    await company.desk.restrict(who("cfo"), event("second", notify=False))
    notes = Change.note

    def broken(change, by, what, **more):
        notes(change, by, what, **more)
        if by == ceo.person and what == "set":
            change.tell(ceo, "kept", "queued before it broke")
            raise LookupError("secret")

    ceo = await company.database.run(lambda tx: by_slack_id(tx, "U0CEO"))
    monkeypatch.setattr(Change, "note", broken)
    company.clock.move(ny("2026-11-23 10:01"))
    ((reference, error),) = (await company.desk.tick()).broken
    assert isinstance(error, LookupError)
    assert (await known(company, "ceo"), len(await known(company, "cfo"))) == (set(), 1)
    envelopes = await told(company)
    assert sorted(to for to, _ in envelopes) == ["U0CEO", "U0CFO"]
    answer = await company.desk.opened(who("ceo"), dict(envelopes)["U0CEO"])
    assert answer == No("act_broken", {"reference": reference})
    await ticked(company)
    assert await known(company, "ceo") == set()


async def test_seventy_restrictions_leave_the_registers_size_as_it_was(company):
    """Each with a reason of the longest kind, and as many that ended."""
    await ticked(company)
    size = "SELECT length(sealed) AS size FROM register"
    (before,) = await company.rows(size)
    for number in range(70):
        said = event("employee", "second", matter=f"M{number}", reason="\U0001f409" * 1000)
        await company.desk.restrict(who("ceo"), said)
    await ticked(company)
    (after,) = await company.rows(size)
    assert len(await known(company, "ceo")) == 70
    assert before == after


@pytest.mark.parametrize("late", [True, False])
async def test_an_act_that_misses_the_tick_it_asked_for_is_told_the_next(
    company, monkeypatch, late
):
    """The form was read before the minute was full, and kept after its tick had begun."""
    run = company.desk._run

    async def slowly(actor, act):
        found = await run(actor, act)
        if late:
            await ticked(company)
        return found

    monkeypatch.setattr(company.desk, "_run", slowly)
    asked = await company.desk.restrict(who("ceo"), event("employee"))
    assert asked == TakesForce(ny("2026-11-23 10:02" if late else "2026-11-23 10:01"))
    monkeypatch.undo()
    assert await known(company, "ceo") == set()
    assert await ticked(company) == asked.at
    assert len(await known(company, "ceo")) == 1
