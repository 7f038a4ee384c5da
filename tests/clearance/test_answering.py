"""Everybody is asked what came of a decision, reminded three mornings, then compliance is told."""

from dataclasses import replace

import pytest

from clearance.calendar_days import DayEntry, add_day
from clearance.people import import_people
from clearance.shown import Actor, Envelope, No, Report
from clearance.shown_reports import Execution, OverdueList, UnaskedSaid
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    NOTHING,
    OPERATOR,
    RETURN,
    TEAM,
    buy,
    decided,
    ny,
    told,
    who,
)

COMPLIANCE = "slack_id,name,roles\nU0COMPLY,Helen Sorensen,compliance\n"
AT = ny("2026-11-24 10:00")
#: A decision of Monday 23 November is over on the 27th, an early close; nine in Chicago follows.
OVER = "2026-11-27 13:00"
MORNINGS = ("2026-11-30 10:00", "2026-12-01 10:00", "2026-12-02 10:00", "2026-12-03 10:00")


@pytest.fixture
async def staffed(company):
    await company.database.run(lambda tx: import_people(tx, COMPLIANCE, OPERATOR))
    return company


async def came(company, moments, to="U0EMPLOYEE"):
    """Give the moments at which an envelope came to somebody."""
    found = []
    for moment in moments:
        company.clock.move(ny(moment))
        found += [moment for one, _ in await told(company) if one == to]
    return found


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE])
async def test_it_is_asked_at_the_last_moment_and_on_three_mornings(staffed, verdict):
    filed = await decided(staffed, verdict)
    moments = ("2026-11-27 12:59:59", OVER, "2026-11-30 09:59:59", *MORNINGS, "2026-12-04 10:00")
    asked = await came(staffed, moments)
    assert asked == [OVER, *MORNINGS[:3]]
    (owed,) = await staffed.desk.unanswered(who("employee"))
    assert (owed.id, owed.owes_answer) == (filed.id, True)


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE, RETURN])
async def test_an_answer_ends_it_whatever_was_decided(staffed, verdict):
    filed = await decided(staffed, verdict)
    assert await came(staffed, (OVER, MORNINGS[0])) == [OVER, MORNINGS[0]]
    answer = await staffed.desk.report(who("employee"), filed.id, NOTHING)
    state = (
        "reported"
        if verdict is APPROVE
        else {"decline": "declined"}.get(verdict.decision, "returned")
    )
    assert (answer.state, answer.owes_answer, answer.report.report) == (state, False, NOTHING)
    assert await came(staffed, MORNINGS[1:]) == []
    assert await came(staffed, MORNINGS[3:], "U0COMPLY") == []


async def test_a_decline_is_answered_once_its_time_is_over_and_not_before(company):
    filed = await decided(company, DECLINE)
    company.clock.move(ny("2026-11-27 12:59:59"))
    early = await company.desk.report(who("employee"), filed.id, NOTHING)
    assert early == No("nothing_to_report")
    company.clock.move(ny(OVER))
    assert (await company.desk.report(who("employee"), filed.id, NOTHING)).state == "declined"


async def test_what_was_given_back_or_corrected_is_not_asked_about(company):
    given = await decided(company)
    await company.desk.withdraw(who("employee"), given.id)
    back = await decided(company, RETURN, name="second")
    again = await company.desk.submit(who("second"), _corrects(back.id))
    assert not isinstance(again, No)
    assert await came(company, (OVER,)) == [OVER]  # the envelope that everybody gets
    assert await came(company, MORNINGS) == []
    assert await came(company, MORNINGS, "U0SECOND") == []
    assert await company.desk.unanswered(who("employee")) == ()


def _corrects(request):
    ask = buy(quantity=400)
    return type(ask)(trade=ask.trade, statements=ask.statements, corrects=request)


async def test_a_planned_day_is_asked_about_after_its_close(company):
    await decided(company, on=ny("2026-11-25 00:00").date())
    moments = ("2026-11-25 15:59:59", "2026-11-25 16:00", "2026-11-27 10:00", OVER)
    # The morning after, a holiday passed over; the clearance's end is told to everybody.
    assert await came(company, moments) == list(moments[1:])


@pytest.mark.parametrize("closed", [False, True])
async def test_where_a_closure_puts_the_moment_off_it_is_asked_later_and_listed(staffed, closed):
    """What needed no clearance has no other timer than the one that asks."""
    asked = await staffed.desk.submit(who("director"), buy(10, action="option_exercise"))
    assert asked.state == "exempt"
    if closed:
        staffed.clock.move(ny("2026-11-27 08:00"))
        day = DayEntry(ny("2026-11-27 00:00").date(), "closed", "an order")
        grounds = staffed.desk.grounds
        await staffed.database.run(lambda tx: add_day(grounds, tx, day, OPERATOR))
    mornings = (*MORNINGS, "2026-12-04 10:00", "2026-12-07 10:00", "2026-12-08 10:00")
    came_at = await came(staffed, (OVER, "2026-11-30 16:00", *mornings[1:]), "U0DIRECTOR")
    assert (OVER in came_at) is not closed
    assert len(came_at) >= 3
    (line,) = (await staffed.desk.overdue(who("comply"))).lines
    assert line.request == asked.id


async def test_a_morning_that_was_missed_is_not_made_up_for_at_night(company):
    await decided(company)
    assert await came(company, (OVER, "2026-11-30 19:00")) == [OVER]
    assert await came(company, ("2026-12-01 10:00",)) == ["2026-12-01 10:00"]


async def test_each_is_asked_in_the_morning_of_their_own_zone(company):
    await company.replace_roster("America/Chicago", "America/Los_Angeles")
    await decided(company)
    assert await came(company, (OVER, "2026-11-30 11:59:59", "2026-11-30 12:00")) == [
        OVER,
        "2026-11-30 12:00",
    ]


@pytest.mark.parametrize("verdict", [APPROVE, DECLINE])
async def test_silence_is_shown_to_compliance_once(staffed, verdict):
    filed = await decided(staffed, verdict)
    await came(staffed, (OVER, *MORNINGS[:3]))
    assert (await staffed.desk.overdue(who("comply"))).lines == ()
    assert await came(staffed, (*MORNINGS[3:], "2026-12-04 10:00"), "U0COMPLY") == [MORNINGS[3]]
    found = await staffed.desk.overdue(who("comply"))
    assert [(one.request, one.person, one.asked_at) for one in found.lines] == [
        (filed.id, "Erin Boyd", ny(OVER))
    ]
    (envelope,) = [
        one for to, one in staffed.sent if to == "U0COMPLY" and isinstance(one, Envelope)
    ]
    assert isinstance(await staffed.desk.opened(who("comply"), envelope.delivery), OverdueList)
    assert await staffed.desk.overdue(who("employee")) == No("not_an_officer")
    assert await staffed.desk.overdue(who("cfo")) == No("not_an_officer")
    await staffed.desk.report(who("employee"), filed.id, NOTHING)
    assert (await staffed.desk.overdue(who("comply"))).lines == ()


async def test_nobody_sees_their_own_silence_in_the_list(staffed):
    text = "slack_id,name,roles,acknowledged_on\nU0COMPLY,Helen Sorensen,compliance,2026-01-05\n"
    await staffed.database.run(lambda tx: import_people(tx, text, OPERATOR))
    await decided(staffed, name="comply")
    await came(staffed, (OVER, *MORNINGS))
    assert (await staffed.desk.overdue(who("comply"))).lines == ()


@pytest.mark.parametrize(
    ("more", "to"), [("", "U0CFO"), ("U0OTHER,Cora Lyle,compliance\n", "U0OTHER")]
)
async def test_the_silence_of_compliance_is_shown_to_who_looks_after_it(company, more, to):
    """To the officers, where there is nobody else of compliance; to them nobody else's is."""
    text = "slack_id,name,roles,acknowledged_on\nU0COMPLY,Helen Sorensen,compliance,2026-01-05\n"
    for one in (text, f"slack_id,name,roles\n{more}"):
        await company.database.run(lambda tx, one=one: import_people(tx, one, OPERATOR))
    filed = [await decided(company, name=name) for name in ("comply", "employee")]
    await came(company, (OVER, *MORNINGS[:3], "2026-12-03 09:00"))
    envelope = [one for whom, one in company.sent if whom == to and isinstance(one, Envelope)][-1]
    opened = await company.desk.opened(Actor(TEAM, to), envelope.delivery)
    assert isinstance(opened, OverdueList), opened
    assert [one.person for one in opened.lines] == ["Helen Sorensen"]
    company.clock.move(ny("2026-12-03 10:00"))
    seen = await company.desk.overdue(Actor(TEAM, to))
    assert {one.request for one in seen.lines} == {one.id for one in filed[: 1 + bool(more)]}
    await company.desk.report(who("comply"), filed[0].id, NOTHING)
    alone = await company.desk.overdue(who("cfo"))
    assert alone == No("not_an_officer")


async def test_several_are_one_message_a_morning_that_opens_the_list(staffed):
    """Each was asked about at its own end; the mornings' reminders are one for both."""
    filed = [await decided(staffed, verdict) for verdict in (APPROVE, DECLINE)]
    await came(staffed, (OVER,))
    assert await came(staffed, MORNINGS[:3]) == list(MORNINGS[:3])
    last = [one for to, one in staffed.sent if to == "U0EMPLOYEE"][-1]
    opened = await staffed.desk.opened(who("employee"), last.delivery)
    assert {one.id for one in opened.requests} == {one.id for one in filed}
    assert await came(staffed, MORNINGS[3:], "U0COMPLY") == [MORNINGS[3]]  # one as well
    await staffed.desk.report(who("employee"), filed[0].id, NOTHING)
    alone = await staffed.desk.opened(who("employee"), last.delivery)
    assert alone.id == filed[1].id


@pytest.mark.parametrize(
    ("zone", "moment"), [("", MORNINGS[3]), ("Asia/Tokyo", "2026-12-03 19:00")]
)
async def test_compliance_is_told_by_day_where_they_are(company, zone, moment):
    """Ten in the morning in New York is midnight in Tokyo: nine there is seven in the evening."""
    text = COMPLIANCE.replace("roles\n", "roles,zone\n").rstrip() + f",{zone}\n"
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    await decided(company)
    await came(company, (OVER, *MORNINGS[:3]))
    moments = (MORNINGS[3], "2026-12-03 18:59:59", "2026-12-03 19:00")
    assert await came(company, moments, "U0COMPLY") == [moment]


# Executions.

PARTS = (
    Execution(ny("2026-11-24 10:00"), 300, "4.10"),
    Execution(ny("2026-11-25 11:00"), 200, "4.20"),
)


def traded(*made, **more):
    first, *further = made
    return Report(
        traded=True,
        at=first.at,
        quantity=first.quantity,
        price=first.price,
        stated=True,
        further=tuple(further),
        **more,
    )


async def transactions(company):
    def act(tx):
        from storage import made  # noqa: PLC0415 - beside its one use

        return [value for _, value in made.in_force(tx) if value["on"]]

    return await company.database.run(act)


async def test_each_execution_is_a_transaction_and_a_correction_takes_out_what_is_no_more(company):
    filed = await decided(company)
    company.clock.move(ny("2026-11-25 12:00"))
    mine = await company.desk.report(who("employee"), filed.id, traded(*PARTS))
    assert mine.report.report.executions == PARTS
    assert mine.report.outside == ()
    kept = await transactions(company)
    assert sorted((one["on"], one["shares"], one["price"]) for one in kept) == [
        ("2026-11-24", 300, "4.10"),
        ("2026-11-25", 200, "4.20"),
    ]
    await company.desk.report(who("employee"), filed.id, traded(PARTS[0]))
    assert [one["shares"] for one in await transactions(company)] == [300]


@pytest.mark.parametrize(
    ("second", "outside"),
    [
        (Execution(ny("2026-11-25 11:00"), 200, "4.20"), ()),
        (Execution(ny("2026-11-25 11:00"), 201, "4.20"), ("quantity",)),
        (Execution(ny("2026-11-24 09:30"), 200, "4.20"), ()),
        (Execution(ny("2026-11-24 09:29:59"), 200, "4.20"), ("time",)),
        (Execution(ny("2026-11-24 09:29:59"), 201, "4.20"), ("quantity", "time")),
    ],
)
async def test_their_sum_and_each_moment_keep_to_the_clearance(staffed, second, outside):
    filed = await decided(staffed)
    staffed.clock.move(ny("2026-11-25 12:00"))
    mine = await staffed.desk.report(who("employee"), filed.id, traded(PARTS[0], second))
    assert mine.report.outside == outside
    assert len((await staffed.desk.cases(who("comply"))).cases) == (1 if outside else 0)


@pytest.mark.parametrize(("count", "field"), [(10, None), (11, "further")])
async def test_ten_executions_are_taken_and_corrected_with_room_to_spare(company, count, field):
    filed = await decided(company)
    company.clock.move(ny("2026-11-25 12:00"))
    many = [Execution(AT, 10**9 - number, "123456789.1234") for number in range(count)]
    for _ in range(2):
        answer = await company.desk.report(who("employee"), filed.id, traded(*many))
        many = [Execution(AT, 10**8 + number, "123456789.1235") for number in range(count)]
    assert (answer == No("bad_report", {"field": field})) if field else answer.state == "reported"


async def test_a_wrong_later_execution_is_named_by_its_place(company):
    filed = await decided(company)
    company.clock.move(ny("2026-11-25 10:59:59"))
    said = traded(*PARTS)
    answer = await company.desk.report(who("employee"), filed.id, said)
    assert answer == No("bad_report", {"field": "at_2"})
    company.clock.move(ny("2026-11-25 11:00"))
    assert (await company.desk.report(who("employee"), filed.id, said)).state == "reported"


# Without a clearance.


async def test_a_trade_on_a_decline_opens_a_case_and_leaves_the_decline(staffed):
    filed = await decided(staffed, DECLINE)
    staffed.clock.move(ny(OVER))
    mine = await staffed.desk.report(who("employee"), filed.id, traded(PARTS[0]))
    assert (mine.state, mine.report.outside) == ("declined", ("clearance",))
    (line,) = (await staffed.desk.cases(who("comply"))).cases
    shown = await staffed.desk.case(who("comply"), line.id)
    assert shown.broken == ("clearance",)
    assert [one.state for one in shown.requests[0].steps][-1] == "declined"
    assert [one["shares"] for one in await transactions(staffed)] == [300]


async def test_a_trade_without_any_request_is_recorded_and_opens_a_case_once(staffed):
    said = UnaskedSaid("sell", "common", PARTS, stated=False, form="V1")
    staffed.clock.move(ny("2026-11-25 12:00"))
    for _ in range(2):
        done = await staffed.desk.report_unasked(who("employee"), said)
        assert (done.trade.executions, done.due_form) == (PARTS, None)
    assert len(await transactions(staffed)) == 2
    (line,) = (await staffed.desk.cases(who("comply"))).cases
    shown = await staffed.desk.case(who("comply"), line.id)
    assert (shown.why, shown.broken, shown.unasked) == ("unasked", ("clearance",), done.trade)
    assert await staffed.desk.cases(Actor(TEAM, "U0EMPLOYEE")) == No("not_an_officer")
    early = replace(said, form="V2", executions=(replace(PARTS[1], at=ny("2026-11-25 12:00:01")),))
    answer = await staffed.desk.report_unasked(who("employee"), early)
    assert answer == No("bad_report", {"field": "at"})
