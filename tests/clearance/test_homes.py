"""App Home as the desk gives it, on both databases: each role's, bounded, and true until then."""

from datetime import date, datetime, timedelta

import pytest

from clearance import concerned
from clearance.acknowledgement_rounds import DocumentEntry, ask
from clearance.people import import_people
from clearance.shown import Report
from clearance.shown_home import CompanyAtHome, FormsAtHome, Left, PlansAtHome, RelatedAtHome
from clearance.shown_related import RelatedSaid
from handlers.views.home import build as draw
from policy.coverage import Tie
from storage import log
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    NOTHING,
    ROSTER,
    buy,
    decided,
    ny,
    who,
)
from tests.clearance.restricting import restricted

COMPLY = "U0COMPLY,Helen Sol,compliance;employee,2026-01-05,,yes\n"


async def home(company, name):
    return await company.desk.home(who(name))


async def with_compliance(company, more=""):
    roster = f"{ROSTER}{COMPLY}{more}"
    await company.database.run(lambda tx: import_people(tx, roster, by="operator:test"))


async def test_a_clearance_has_what_is_left_of_it_and_the_page_says_until_when_that_is_so(company):
    filed = await decided(company)
    sheet = await home(company, "employee")
    (one,) = sheet.mine
    assert sheet.left == {filed.id: Left(3, begins=True)}
    assert sheet.changes_at == min(one.earliest_trade_at, ny("2026-11-24 00:00"))
    company.clock.move(one.earliest_trade_at)
    sheet = await home(company, "employee")
    assert sheet.left == {filed.id: Left(3)}
    assert sheet.changes_at == ny("2026-11-24 16:00")
    assert (await home(company, "second")).left == {}


async def test_an_old_clearance_is_there_whatever_came_after_it(company):
    filed = await decided(company)
    for _ in range(12):
        company.clock.pass_(60)
        again = await company.desk.submit(who("employee"), buy())
        await company.desk.withdraw(who("employee"), again.id)
    sheet = await home(company, "employee")
    assert len(sheet.mine) == 12
    assert filed.id in sheet.left


async def test_the_oldest_request_waits_first_and_no_more_are_opened_than_are_shown(company):
    filed = []
    for _ in range(45):
        company.clock.pass_(60)
        filed.append((await company.desk.submit(who("cfo"), buy())).id)
    for _ in range(13):
        company.clock.pass_(60)
        filed.append((await company.desk.submit(who("second"), buy())).id)
    ceo, cfo = await home(company, "ceo"), await home(company, "cfo")
    assert [one.request for one in ceo.to_decide] == filed[:11]
    assert [one.request for one in cfo.to_decide] == filed[45:56], "never one's own"
    assert ceo.to_decide[0].asked_at < ceo.to_decide[1].asked_at
    assert (await home(company, "employee")).to_decide == ()


async def test_the_picture_has_nine_weeks_and_is_the_same_for_everybody(company):
    days = (await home(company, "employee")).days
    assert days == (await home(company, "ceo")).days
    assert (days[0].on, days[-1].on, len(days)) == (date(2026, 11, 23), date(2027, 1, 22), 45)
    states = {one.on: one.state for one in days}
    assert states[date(2026, 12, 17)] == "open", "closed from five in the afternoon"
    assert states[date(2026, 12, 18)] == states[date(2026, 12, 31)] == "closed"
    assert states[date(2027, 1, 4)] == "unknown", "the quarter is over, its report is to come"
    assert next(one.on for one in days if not one.session) == date(2026, 11, 26)


async def test_how_ones_own_stands(company):
    sheet = await home(company, "director")
    assert (sheet.related, sheet.plans) == (RelatedAtHome(0), PlansAtHome())
    assert sheet.forms == FormsAtHome()
    assert (await home(company, "employee")).forms is None
    tie = Tie("spouse", same_household=True)
    await company.desk.register_related(who("director"), RelatedSaid("Ada Quist", tie))
    await company.desk.register_related(
        who("director"), RelatedSaid("", Tie("sibling"), colleagues=("U0SECOND",))
    )
    assert (await home(company, "director")).related == RelatedAtHome(2, waiting=1)


async def test_an_insiders_form_is_counted_until_it_is_late(company):
    filed = await _clearance_of_the_chair(company)
    company.clock.move(ny("2026-11-24 10:00"))
    said = Report(traded=True, at=ny("2026-11-24 09:45"), quantity=100, price="3.10", stated=True)
    await company.desk.report(who("chair"), filed.id, said)
    turns = ny("2026-11-27 22:00") + datetime.resolution
    in_time = FormsAtHome(date(2026, 11, 27), 1, changes_at=turns)
    assert (await home(company, "chair")).forms == in_time
    await with_compliance(company)
    assert (await home(company, "comply")).company.late_forms == 0
    company.clock.move(ny("2026-11-27 22:00"))
    for name in ("chair", "comply"):
        assert (await home(company, name)).changes_at == turns, "before midnight"
    assert (await home(company, "comply")).company.late_forms == 0
    company.clock.move(turns)
    assert (await home(company, "chair")).forms == FormsAtHome(date(2026, 11, 27), 1, late=1)
    assert (await home(company, "comply")).company.late_forms == 1
    for name in ("chair", "comply"):
        assert (await home(company, name)).changes_at == ny("2026-11-28 00:00")


async def _clearance_of_the_chair(company):
    filed = await company.desk.submit(who("chair"), buy(100))
    await company.desk.decide(who("ceo"), filed.id, APPROVE)
    return filed


async def test_ones_acknowledgement_is_there_signed_or_not_with_its_day(company):
    assert (await home(company, "newcomer")).acknowledgement is None, "nothing is recorded to sign"
    document = DocumentEntry(version="1", sha256="a" * 64, text="Text", due_on=date(2026, 12, 1))
    await company.database.run(
        lambda tx: ask(tx, company.desk.grounds.at(tx), document, "operator:test")
    )
    waits = (await home(company, "newcomer")).acknowledgement
    assert (waits.to_sign, waits.due_on, waits.late) == (True, date(2026, 12, 1), False)
    company.clock.move(ny("2026-12-02 00:00"))
    assert (await home(company, "newcomer")).acknowledgement.late
    await with_compliance(company)
    sheet = await home(company, "comply")
    assert (sheet.company.unsigned, sheet.company.overdue) == (8, True)


async def test_compliance_learns_what_is_missing_and_nobody_else_does(company):
    await with_compliance(company)
    assert (await home(company, "comply")).company == CompanyAtHome()
    assert (await home(company, "ceo")).company is None
    company.clock.move(ny("2027-01-01 09:00"))
    await with_compliance(company, "U0EXTRA,Nobody Yet,ceo_direct_report,2026-01-05,,no\n")
    found = (await home(company, "comply")).company
    assert found.unreported == (date(2026, 12, 31),)
    await company.replace_roster("U0CHAIR,Ada Chairman,audit_chair", "U0CHAIR,Ada,director")
    assert (await home(company, "comply")).company.vacant == ("audit_chair",)


@pytest.mark.parametrize("name", ["employee", "ceo", "comply"])
async def test_a_restriction_changes_nothing_of_anybodys_page(company, name):
    await with_compliance(company)
    await company.desk.submit(who("employee"), buy())
    await company.carry_out()
    before = draw(await home(company, name))
    await restricted(company, "employee", notify=False)
    await company.carry_out()
    assert draw(await home(company, name)) == before, "to the byte, a minute later"


@pytest.mark.parametrize("restrict", [False, True], ids=["ends by time", "withdrawn"])
async def test_an_officers_page_changes_at_the_last_moment_of_what_was_decided(company, restrict):
    """That is nobody's act. Withdrawn by a restriction, it is the same to whoever is not told."""
    filed = await decided(company)
    last = (await home(company, "employee")).mine[0].expires_at
    company.clock.move(last - timedelta(hours=2))
    if restrict:
        await restricted(company, "employee", by="ceo", notify=False)
        ended = (await home(company, "ceo")).decided
        assert [(one.state, one.changes_at) for one in ended] == [("clearance_ended", None)]
    company.clock.move(last - timedelta(hours=1))
    before = await home(company, "cfo")
    assert [(one.request, one.state) for one in before.decided] == [(filed.id, "approved")]
    assert before.changes_at == last
    company.clock.move(before.changes_at)
    after = await home(company, "cfo")
    assert [one.state for one in after.decided] == ["clearance_ended"]
    assert after.changes_at == ny("2026-11-28 00:00")


async def concerns(company, size):
    policy = company.desk.grounds.policy
    return await company.database.run(lambda tx: concerned.since(tx, policy, size))


async def size_of(company):
    return await company.database.run(log.size)


async def test_who_acted_and_whom_it_is_about_come_first_and_staff_after_them(company):
    size = await size_of(company)
    assert await concerns(company, size) == concerned.Concerned(size)
    filed = await company.desk.submit(who("employee"), buy())
    found = await concerns(company, size)
    assert found.first == ("U0EMPLOYEE",)
    assert set(found.others) == {"U0CEO", "U0CFO", "U0CHAIR"}
    await company.desk.decide(who("cfo"), filed.id, DECLINE)
    assert set((await concerns(company, found.size)).first) == {"U0EMPLOYEE", "U0CFO"}


async def test_a_release_concerns_everybody_who_serves(company):
    size = await size_of(company)
    await company.report(date(2026, 6, 30), ny("2026-08-12 08:00"))
    found = await concerns(company, size)
    assert "U0NEWCOMER" in found.everybody
    assert "U0LEFT" not in found.everybody
    assert set(found.others) == {"U0CEO", "U0CFO", "U0CHAIR"}


async def test_a_restriction_concerns_nobody(company):
    size = await size_of(company)
    await restricted(company, "employee", notify=False)
    found = await concerns(company, size)
    assert (found.first, found.others) == ((), ())


async def test_at_the_start_it_concerns_staff_and_whose_request_is_not_over(company):
    policy = company.desk.grounds.policy
    filed = await company.desk.submit(who("second"), buy())
    ended = await company.desk.submit(who("employee"), buy())
    await company.desk.withdraw(who("employee"), ended.id)
    found = await company.database.run(lambda tx: concerned.at_start(tx, policy))
    assert set(found.others) == {"U0SECOND", "U0CEO", "U0CFO", "U0CHAIR"}
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    await company.desk.report(who("second"), filed.id, NOTHING)
    found = await company.database.run(lambda tx: concerned.at_start(tx, policy))
    assert "U0SECOND" not in found.others
    assert {"U0SECOND", "U0NEWCOMER"} <= set(found.everybody), "after the others"
    assert "U0LEFT" not in found.everybody


async def test_what_one_owes_an_answer_on_is_there_the_newest_three_of_it(company):
    """Twin: while a clearance runs, nobody is asked what came of it."""
    filed = []
    for _ in range(5):
        company.clock.pass_(60)
        filed.append(await decided(company))
    assert (await home(company, "employee")).to_answer == ()
    company.clock.move(ny("2026-11-27 13:00"))
    owed = (await home(company, "employee")).to_answer
    assert {one.id for one in owed} == {one.id for one in filed[2:]}
    assert (await home(company, "second")).to_answer == ()
    await company.desk.report(who("employee"), filed[4].id, NOTHING)
    owed = (await home(company, "employee")).to_answer
    assert {one.id for one in owed} == {one.id for one in filed[1:4]}
