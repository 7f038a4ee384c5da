"""Cases: opened by a report or by hand, handled by compliance, never by whom they are about."""

import json

import pytest

from clearance import case_records, cases
from clearance.case_rows import every
from clearance.people import by_slack_id, import_people
from clearance.shown import No
from clearance.shown_cases import CaseSaid, CaseShown, CloseSaid, NoteSaid
from clearance.shown_restrictions import ReceiptSaid
from storage import log
from tests.clearance.company import (
    APPROVE,
    NOTHING,
    OPERATOR,
    TEAM,
    Actor,
    buy,
    decided,
    ny,
    told,
    who,
)
from tests.clearance.restricting import restricted
from tests.clearance.test_reporting import traded

COMPLY, SECOND = Actor(TEAM, "U0COMPLY"), Actor(TEAM, "U0COMPLYTWO")
PEOPLE = (
    "slack_id,name,roles,acknowledged_on\n"
    "U0COMPLY,Cora Lyle,compliance,2026-01-05\n"
    "U0COMPLYTWO,Cyril Moss,compliance,2026-01-05\n"
)


@pytest.fixture
async def complied(company):
    """Give the company two people of compliance."""
    await company.database.run(lambda tx: import_people(tx, PEOPLE, OPERATOR))
    return company


async def cleared(company, name="employee"):
    """Have a purchase of 500 cleared from Tuesday's open to Friday 1 p.m."""
    filed = await decided(company, name=name)
    company.clock.move(ny("2026-11-27 13:30"))
    await company.carry_out()
    return filed


async def found(company):
    return await company.database.run(every)


FIRST, LAST = "2026-11-24 09:30", "2026-11-27 13:00"


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        (traded(FIRST), ()),
        (traded("2026-11-24 09:29"), ("time",)),
        (traded(LAST), ()),
        (traded("2026-11-27 13:01"), ("time",)),
        (traded(FIRST, quantity=500), ()),
        (traded(FIRST, quantity=501), ("quantity",)),
        (traded("2026-11-27 13:01", quantity=501), ("quantity", "time")),
        (NOTHING, ()),
    ],
)
async def test_a_report_opens_a_case_where_it_does_not_keep_to_the_clearance(
    complied, said, broken
):
    filed = await cleared(complied)
    answer = await complied.desk.report(who("employee"), filed.id, said)
    assert answer.state == "reported"
    assert (answer.report.outside if said.traded else ()) == broken
    opened = await found(complied)
    assert [one.broken for one in opened] == ([broken] if broken else [])
    heard = {to for to, _ in await told(complied)}
    assert heard == ({"U0COMPLY", "U0COMPLYTWO"} if broken else set())


async def test_a_second_report_belongs_to_the_case_that_is_open(complied):
    filed = await cleared(complied)
    for quantity in (600, 700):
        await complied.desk.report(who("employee"), filed.id, traded(FIRST, quantity=quantity))
        assert len(await told(complied)) == 2
        complied.clock.pass_(60)
    (case,) = await found(complied)
    await complied.desk.close_case(COMPLY, CloseSaid(case.id, "dealt_with", "Spoken to."))
    await complied.desk.report(who("employee"), filed.id, traded(FIRST, quantity=800))
    assert len(await found(complied)) == 2


async def test_the_envelope_opens_the_case_with_all_that_was_asked_decided_and_reported(complied):
    filed = await cleared(complied)
    await complied.desk.report(who("employee"), filed.id, traded(FIRST, quantity=600))
    envelopes = dict(await told(complied))
    shown = await complied.desk.opened(COMPLY, envelopes["U0COMPLY"])
    assert (shown.people, shown.broken, shown.why) == (("Erin Boyd",), ("quantity",), "report")
    (request,) = shown.requests
    assert (request.id, request.person, request.trade.quantity) == (filed.id, "Erin Boyd", 500)
    steps = [(step.state, step.by) for step in request.steps]
    assert steps == [
        ("pending", "Erin Boyd"),
        ("approved", "Felix Ott"),
        ("clearance_ended", ""),
        ("reported", "Erin Boyd"),
    ]
    assert request.steps[-1].report.quantity == 600
    assert request.steps[-1].outside == ("quantity",)


async def test_the_reporter_is_told_the_same_whether_or_not_a_case_opens(complied):
    """What the form shows rests on the report alone, also where nobody handles cases."""
    filed = await cleared(complied)
    with_case = await complied.desk.report(who("employee"), filed.id, traded(FIRST, quantity=600))
    complied.clock.pass_(60)
    again = await complied.desk.report(who("employee"), filed.id, traded(FIRST, quantity=601))
    assert with_case.report.outside == again.report.outside == ("quantity",)
    assert "U0EMPLOYEE" not in {to for to, _ in await told(complied)}
    assert await complied.desk.cases(who("employee")) == No("not_an_officer")


async def test_a_clearance_that_a_restriction_ended_looks_like_any_that_is_over(complied):
    """Neither the case nor its entry of the log says why the clearance was over."""
    filed = await decided(complied)
    complied.clock.move(ny("2026-11-24 12:00"))
    await restricted(complied, "employee")
    complied.clock.move(ny("2026-11-24 15:00"))
    await complied.desk.receipt(who("employee"), ReceiptSaid(filed.id))
    await complied.desk.report(who("employee"), filed.id, traded("2026-11-24 14:00"))
    (case,) = await found(complied)
    assert case.broken == ("time",)
    shown = await complied.desk.case(COMPLY, case.id)
    assert [step.state for step in shown.requests[0].steps] == [
        "pending",
        "approved",
        "clearance_ended",
        "reported",
    ]
    assert "withdrawn" not in repr(shown)
    assert "restrict" not in repr(shown)


# By hand.


def new(*people, requests=(), text="A trade without a clearance.", form=None):
    return CaseSaid(tuple(f"U0{one.upper()}" for one in people), requests, text, form)


async def test_compliance_opens_notes_corrects_and_closes_and_nothing_is_edited(complied):
    desk = complied.desk
    filed = await desk.submit(who("second"), buy())
    case = await desk.open_case(COMPLY, new("employee", requests=(filed.id,)))
    assert case.people == ("Erin Boyd", "Sam Okafor")
    assert {to for to, _ in await told(complied)} >= {"U0COMPLYTWO"}
    complied.clock.pass_(60)
    noted = await desk.note_case(SECOND, NoteSaid(case.id, "Spoke to Erin.", ("U0DIRECTOR",)))
    wrong = noted.notes[-1]
    complied.clock.pass_(60)
    noted = await desk.note_case(SECOND, NoteSaid(case.id, "Spoke to Sam.", corrects=wrong.id))
    assert [(one.text, one.corrected) for one in noted.notes] == [
        ("A trade without a clearance.", False),
        ("Spoke to Erin.", True),
        ("Spoke to Sam.", False),
    ]
    assert noted.people == ("Erin Boyd", "Sam Okafor")  # whom the wrong note named is out
    twice = await desk.note_case(SECOND, NoteSaid(case.id, "Again.", corrects=wrong.id))
    assert twice == No("case_note_corrected")
    complied.clock.pass_(60)
    closed = await desk.close_case(COMPLY, CloseSaid(case.id, "no_breach", "None."))
    assert (closed.open, closed.notes[-1].settled) == (False, "no_breach")
    assert await desk.close_case(SECOND, CloseSaid(case.id, "dealt_with", "x")) == No("case_closed")
    after = await desk.note_case(SECOND, NoteSaid(case.id, "A letter came."))
    assert (after.open, len(after.notes)) == (False, 5)
    (line,) = (await desk.cases(COMPLY)).cases
    assert (line.open, line.settled) == (False, "no_breach")


async def test_a_form_that_is_sent_twice_is_taken_once(complied):
    desk = complied.desk
    first = await desk.open_case(COMPLY, new("employee", form="V1"))
    assert (await desk.open_case(COMPLY, new("employee", form="V1"))).id == first.id
    for _ in range(2):
        complied.clock.pass_(1)
        noted = await desk.note_case(COMPLY, NoteSaid(first.id, "Once.", form="V2"))
    assert [one.text for one in noted.notes] == ["A trade without a clearance.", "Once."]
    assert len(await found(complied)) == 1


async def test_nobody_brings_in_what_is_about_themselves_by_a_request_or_a_note(complied):
    """Twin: somebody else of those who handle cases does."""
    desk = complied.desk
    own = (await desk.submit(COMPLY, buy())).id
    refused = await desk.open_case(COMPLY, new("employee", requests=(own,)))
    assert refused == No("own_case")
    case = (await desk.open_case(COMPLY, new("employee"))).id
    for note in (
        NoteSaid(case, "See.", people=("U0COMPLY",)),
        NoteSaid(case, "See.", requests=(own,)),
    ):
        assert await desk.note_case(COMPLY, note) == No("own_case")
    assert isinstance(await desk.note_case(SECOND, note), CaseShown)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (new("employee"), None),
        (new(), "case_people"),
        (new("nobody"), "case_people"),
        (new("employee", requests=("NOSUCH22",)), "case_requests"),
        (new("employee", text=""), "case_text"),
        (new("employee", text="x" * 1000), None),
        (new("employee", text="x" * 1001), "case_text"),
        (new("employee", text="\U0001f600" * 601), "case_text"),
        (new("complytwo"), None),
        (new("comply"), "own_case"),
        (new("employee", "comply"), "own_case"),
    ],
)
async def test_what_does_not_fit_is_said_and_nothing_is_stored(complied, said, reason):
    answer = await complied.desk.open_case(COMPLY, said)
    assert (answer.reason if isinstance(answer, No) else None) == reason
    assert len(await found(complied)) == (reason is None)


async def test_the_largest_case_fits_into_its_rows(complied):
    text = "".join(chr(0x4E00 + (i * 7919) % 20000) for i in range(800))
    case = await complied.desk.open_case(COMPLY, new("employee", text=text))
    assert case.notes[0].text == text


async def test_a_case_about_one_of_compliance_is_the_others_alone(complied):
    case = await complied.desk.open_case(COMPLY, new("complytwo"))
    gone = No("case_gone")
    assert (await complied.desk.cases(SECOND)).cases == ()
    assert await complied.desk.case(SECOND, case.id) == gone
    assert await complied.desk.note_case(SECOND, NoteSaid(case.id, "x")) == gone
    assert await complied.desk.close_case(SECOND, CloseSaid(case.id, "no_breach", "x")) == gone
    assert "U0COMPLYTWO" not in {to for to, _ in await told(complied)}


async def test_where_nobody_of_compliance_is_left_the_officers_handle_it(company):
    """The CFO's own trade is looked into by the CEO; the CFO's list is not there at all."""
    filed = await company.desk.submit(who("cfo"), buy())
    await company.carry_out()
    await company.desk.decide(who("ceo"), filed.id, APPROVE)
    company.clock.move(ny("2026-11-27 13:30"))
    await company.carry_out()
    await company.desk.report(who("cfo"), filed.id, traded(FIRST, quantity=900))
    assert {to for to, _ in await told(company)} == {"U0CEO"}
    (case,) = await found(company)
    assert (await company.desk.case(who("ceo"), case.id)).people == ("Felix Ott",)
    assert await company.desk.case(who("cfo"), case.id) == No("case_gone")
    assert (await company.desk.cases(who("cfo"))).cases == ()
    assert await company.desk.cases(who("chair")) == No("not_an_officer")


# What the record says, and what a pull gathers.


async def test_the_open_part_names_the_case_and_nobody(complied):
    filed = await cleared(complied)
    await complied.desk.report(who("employee"), filed.id, traded(FIRST, quantity=600))
    (case,) = await found(complied)
    complied.clock.pass_(1)
    await complied.desk.note_case(COMPLY, NoteSaid(case.id, "Spoke to Erin."))
    entries = await complied.database.run(log.entries)
    records = [(one, json.loads(one.record)) for one in entries]
    own = [(one, record) for one, record in records if record["tag"].startswith("case:")]
    assert [record["tag"] for _, record in own] == ["case:opened", "case:noted"]
    for one, record in own:
        assert (record["subject"], record["request"]) == (None, None)
        assert record["body"]["open"]["id"] == case.id
        assert set(record["body"]["open"]) <= {"id", "note", "replaces"}
        assert "Erin" not in one.record
        assert filed.id not in one.record
    gathered = await complied.database.run(lambda tx: case_records.records_of(tx, case.id))
    assert gathered.requests == {filed.id}
    chosen = [record["tag"] for _, record in records if gathered.belongs(record)]
    requests = [record for _, record in records if record["request"] == filed.id]
    assert chosen == [record["tag"] for record in requests] + ["case:opened", "case:noted"]
    assert await complied.database.run(lambda tx: case_records.records_of(tx, "NONE")) is None


async def test_who_may_pull_a_case_is_who_handles_it(complied):
    case = await complied.desk.open_case(COMPLY, new("complytwo"))

    def handles(tx):
        ground = complied.desk.grounds.at(tx)
        people = [by_slack_id(tx, one.user_id) for one in (COMPLY, SECOND, who("ceo"))]
        return [cases.handles(tx, ground, one, case.id) for one in people]

    assert await complied.database.run(handles) == [True, False, False]
