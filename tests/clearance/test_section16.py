"""Forms under Section 16: what is owed, who is reminded of it, and what was filed."""

from dataclasses import replace
from datetime import date

import pytest

from clearance import section16
from clearance.bringing_in import bring_in
from clearance.opening_transactions import import_transactions
from clearance.people import by_slack_id, import_people
from clearance.shown import No, Report
from clearance.shown_filings import FilingList, FilingSaid
from clearance.shown_reports import Execution, UnaskedSaid
from handlers.words import filing as filing_words
from tests.clearance.company import OPERATOR, ROSTER, buy, decided, ny, told, who
from tests.clearance.planning import entered, sell

FILER = "slack_id,name,roles\nU0FILER,Fay Iler,section16_filer;employee\n"
COMPLIANCE = "slack_id,name,roles\nU0COMPLY,Helen Sorensen,compliance\n"
SAID = Report(traded=True, at=ny("2026-11-24 10:00"), quantity=400, price="4.10", stated=True)
NUMBER = "0001234567-26-000123"
FILED = FilingSaid("", "4", NUMBER, date(2026, 11, 25))


@pytest.fixture
async def staffed(company):
    for text in (FILER, COMPLIANCE):
        await company.database.run(lambda tx, text=text: import_people(tx, text, OPERATOR))
    return company


async def reported(company, said=SAID, name="director", at="2026-11-24 11:00"):
    """Clear a director's purchase and report it, when it was made."""
    filed = await decided(company, name=name)
    company.clock.move(ny(at))
    answer = await company.desk.report(who(name), filed.id, said)
    assert not isinstance(answer, No), answer
    return filed


async def lines(company, name="director"):
    found = await company.desk.filings(who(name))
    assert isinstance(found, FilingList)
    return found.lines


async def came(company, moments):
    found = []
    for moment in moments:
        company.clock.move(ny(moment))
        found += [(moment, to.removeprefix("U0")) for to, _ in await told(company)]
    return sorted(found)


async def test_a_report_is_owed_a_form_and_reminded_of_until_it_is_late(staffed):
    """Two business days from the Tuesday before Thanksgiving: the Friday after it."""
    filed = await reported(staffed)
    (one,) = await lines(staffed)
    assert (one.id, one.form, one.due_on) == (f"{filed.id}-20261124", "4", date(2026, 11, 27))
    assert (one.state, one.left, one.shares) == ("open", 2, 400)
    moments = ["2026-11-24 11:00", "2026-11-25 09:00", "2026-11-27 09:00", "2026-11-30 09:00"]
    expected = [(moments[0], "FILER")]
    expected += [(moment, to) for moment in moments[1:] for to in ("DIRECTOR", "FILER")]
    expected += [(moments[3], "COMPLY")]
    ends = [("2026-11-27 13:00", "DIRECTOR")]  # the clearance's end, told to everybody
    both = sorted([*moments, "2026-11-27 13:00"])
    assert await came(staffed, both) == sorted([*expected, *ends])
    (one,) = await lines(staffed)
    assert (one.state, one.left) == ("late", None)


async def test_two_forms_are_one_message_a_morning(staffed):
    """Who files hears of each report at once, and each morning once of both."""
    await reported(staffed)
    await reported(staffed, at="2026-11-24 11:30")
    moments = ["2026-11-24 11:30", "2026-11-25 09:00", "2026-11-27 09:00", "2026-11-30 09:00"]
    found = await came(staffed, moments)
    # The first report was sent before the second was decided; of both there is one a morning.
    assert [at for at, to in found if to == "FILER"] == moments
    assert found.count((moments[3], "COMPLY")) == 1


@pytest.mark.parametrize(
    ("moment", "state"), [("2026-11-27 22:00", "open"), ("2026-11-27 22:00:01", "late")]
)
async def test_the_last_day_ends_at_ten_in_the_evening(company, moment, state):
    await reported(company)
    company.clock.move(ny(moment))
    assert [one.state for one in await lines(company)] == [state]


async def test_once_it_is_filed_nobody_is_reminded(staffed):
    await reported(staffed)
    await staffed.carry_out()
    staffed.clock.move(ny("2026-11-25 08:00"))
    (one,) = await lines(staffed)
    answer = await staffed.desk.enter_filing(who("filer"), replace(FILED, filing=one.id))
    assert [(each.state, each.accession) for each in answer.lines] == [("filed", NUMBER)]
    moments = ("2026-11-25 08:00", "2026-11-25 09:00", "2026-11-27 09:00", "2026-11-30 09:00")
    assert await came(staffed, moments) == [
        ("2026-11-25 08:00", "DIRECTOR"),  # that it was filed
        ("2026-11-30 09:00", "DIRECTOR"),  # the end of their clearance, for everybody
    ]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, None),
        ({"accession": "0001234567-26-00012"}, "accession"),
        ({"accession": "000123456726000123"}, "accession"),
        ({"filed_on": date(2026, 11, 24)}, None),
        ({"filed_on": date(2026, 11, 23)}, "filed_on"),
        ({"filed_on": date(2026, 11, 26)}, "filed_on"),
        ({"form": "6"}, "form"),
    ],
)
async def test_what_is_entered_is_looked_at(company, change, field):
    await reported(company)
    company.clock.move(ny("2026-11-25 11:00"))
    (one,) = await lines(company)
    said = replace(FILED, filing=one.id, **change)
    answer = await company.desk.enter_filing(who("director"), said)
    assert answer == No("bad_filing", {"field": field}) if field else answer.lines[0].accession


@pytest.mark.parametrize(
    ("filed_on", "state"), [(date(2026, 11, 27), "filed"), (date(2026, 11, 28), "filed_late")]
)
async def test_a_day_late_is_shown_as_late(company, filed_on, state):
    await reported(company)
    company.clock.move(ny("2026-11-30 11:00"))
    (one,) = await lines(company)
    said = replace(FILED, filing=one.id, filed_on=filed_on)
    answer = await company.desk.enter_filing(who("cfo"), said)
    assert [each.state for each in answer.lines] == [state]


async def test_a_number_is_corrected_and_one_form_sent_twice_is_one(company):
    await reported(company)
    company.clock.move(ny("2026-11-25 11:00"))
    (one,) = await lines(company)
    said = replace(FILED, filing=one.id, sent="V1")
    for _ in range(2):
        await company.desk.enter_filing(who("director"), said)
    assert len(await company.rows("select id from filings_made")) == 1
    other = replace(said, sent="V2", accession="0001234567-26-000124")
    answer = await company.desk.enter_filing(who("director"), other)
    assert answer.lines[0].accession == "0001234567-26-000124"


async def test_a_report_corrected_after_the_filing_asks_for_a_correction_of_it(company):
    filed = await reported(company)
    company.clock.move(ny("2026-11-25 11:00"))
    (one,) = await lines(company)
    await company.desk.enter_filing(who("director"), replace(FILED, filing=one.id))
    await company.desk.report(who("director"), filed.id, replace(SAID, quantity=300))
    assert [(each.state, each.shares) for each in await lines(company)] == [("amend", 300)]
    amended = replace(FILED, filing=one.id, form="4/A", accession="0001234567-26-000200")
    await company.desk.enter_filing(who("director"), amended)
    assert [(each.state, each.filed_form) for each in await lines(company)] == [("filed", "4/A")]


@pytest.mark.parametrize(
    "said",
    [Report(traded=False), replace(SAID, at=ny("2026-11-25 10:30"))],
)
async def test_a_form_of_what_was_never_traded_then_is_corrected_too(company, said):
    filed = await reported(company)
    company.clock.move(ny("2026-11-25 11:00"))
    (one,) = await lines(company)
    await company.desk.enter_filing(who("director"), replace(FILED, filing=one.id))
    await company.desk.report(who("director"), filed.id, said)
    first, *others = await lines(company)
    assert (first.id, first.form, first.state, first.shares) == (one.id, "4/A", "amend", 0)
    assert [each.on.day for each in others] == ([25] if said.traded else [])
    assert "No transaction of" in filing_words.line(first)
    amended = replace(FILED, filing=one.id, form="4/A", accession="0001234567-26-000200")
    await company.desk.enter_filing(who("director"), amended)
    states = {each.id: each.state for each in await lines(company)}
    assert states.pop(one.id) == "filed"
    assert list(states.values()) == (["open"] if said.traded else [])
    assert await lines(company, "employee") == ()


async def test_executions_of_two_days_are_owed_two_forms(company):
    later = Execution(ny("2026-11-25 10:00"), 100, "4.20")
    await reported(company, replace(SAID, further=(later,)), at="2026-11-25 11:00")
    assert [(one.on.day, one.due_on.day, one.shares) for one in await lines(company)] == [
        (24, 27, 400),
        (25, 30, 100),
    ]


async def test_only_whose_it_is_and_who_files_see_it(staffed):
    await reported(staffed)
    (one,) = await lines(staffed)
    for name, seen in (
        *((name, 1) for name in ("director", "filer", "cfo", "comply")),
        *((name, 0) for name in ("ceo", "employee", "chair")),
    ):
        assert len(await lines(staffed, name)) == seen, name
    said = replace(FILED, filing=one.id, filed_on=date(2026, 11, 24))
    assert await staffed.desk.enter_filing(who("ceo"), said) == No("no_such_filing")


async def test_who_reports_under_no_section_16_owes_nothing(company):
    await reported(company, name="employee")
    assert await lines(company, "employee") == ()
    assert await lines(company, "cfo") == ()


async def test_a_trade_without_a_clearance_is_owed_a_form_too(company):
    company.clock.move(ny("2026-11-24 11:00"))
    made = (Execution(SAID.at, 400, "4.10"),)
    done = await company.desk.report_unasked(
        who("director"), UnaskedSaid("buy", "common", made, stated=True)
    )
    assert (done.due_form, done.due_on) == ("4", date(2026, 11, 27))
    assert [(one.form, one.shares) for one in await lines(company)] == [("4", 400)]


@pytest.mark.parametrize(("made_on", "due"), [("2026-11-20", "4"), ("2026-12-04", None)])
async def test_who_was_an_officer_reports_what_matches_a_trade_of_then(company, made_on, due):
    """Rule 16a-2(b): a sale of 3 June is matched until 2 December."""
    head = "slack_id,name,roles,acknowledged_on\n"
    sold = "slack_id,side,on,shares,price,exempt,owner\nU0OFFICER,sale,2026-06-03,1000,5.00,,\n"

    def enter(tx):
        import_people(
            tx, f"{head}U0OFFICER,Olga Reed,ceo_direct_report;section16,2026-01-05\n", OPERATOR
        )
        assert import_transactions(tx, sold, OPERATOR) == 1

    await company.database.run(enter)
    left = f"{head}U0OFFICER,Olga Reed,employee,2026-01-05\n"
    await company.database.run(lambda tx: import_people(tx, left, OPERATOR))
    company.clock.move(ny("2026-12-07 10:00"))
    made = (Execution(ny(f"{made_on} 10:00"), 400, "4.10"),)
    said = UnaskedSaid("buy", "common", made, stated=True)
    done = await company.desk.report_unasked(who("officer"), said)
    assert done.due_form == due
    forms = [one.form for one in await lines(company, "officer") if one.form != "3"]
    assert forms == ([due] if due else [])


async def test_what_became_a_section_16_person_owes_a_form_3(company):
    """Those on the company's first list were insiders before it; who comes later was not."""
    assert await lines(company, "cfo") == ()
    changed = ROSTER.replace("Sam Okafor,employee", "Sam Okafor,director")

    def enter(tx):
        return bring_in(tx, company.desk.grounds.at(tx), changed, OPERATOR)

    await company.database.run(enter)
    sent = await told(company)
    assert sorted(to for to, _ in sent) == ["U0CFO", "U0SECOND"]
    for to, delivery in sent:
        opened = await company.desk.opened(who(to.removeprefix("U0").lower()), delivery)
        assert [one.form for one in opened.lines] == ["3"]
    (one,) = await lines(company, "second")
    assert (one.form, one.on, one.due_on) == ("3", date(2026, 11, 23), date(2026, 12, 3))
    company.clock.move(ny("2026-12-03 09:00"))
    assert {to for to, _ in await told(company)} == {"U0CFO", "U0SECOND"}
    said = FilingSaid(one.id, "3", NUMBER, date(2026, 12, 3))
    await company.desk.enter_filing(who("second"), said)
    assert [each.state for each in await lines(company, "second")] == ["filed"]


async def brought_in(company, line):
    def enter(tx):
        text = f"slack_id,name,roles,acknowledged_on,active,guest\n{line}\n"
        return bring_in(tx, company.desk.grounds.at(tx), text, OPERATOR)

    return await company.database.run(enter)


async def test_who_comes_back_as_a_director_owes_a_form_3_anew(company):
    assert await lines(company) == ()
    await brought_in(company, "U0DIRECTOR,Dora Quist,director,2026-01-05,no,no")
    company.clock.move(ny("2026-11-30 10:00"))
    await brought_in(company, "U0DIRECTOR,Dora Quist,director,2026-01-05,yes,no")
    assert [(one.form, one.on) for one in await lines(company)] == [("3", date(2026, 11, 30))]


async def test_of_a_guest_who_files_hears_at_once_and_the_guest_once_confirmed(company):
    await brought_in(company, "U0GUEST,Gus Ito,director,2026-01-05,yes,yes")
    sent = await told(company)
    assert [one.due_on.day for one in await lines(company, "cfo")] == [3]
    forms = [one for to, one in sent if to == "U0CFO"]
    assert len(forms) == 2  # the Form 3, and that the guest is to be confirmed
    (row,) = await company.rows("select id from people_asked")
    for name in ("cfo", "ceo"):
        done = await company.desk.confirm_change(who(name), row["id"])
        assert not isinstance(done, No), done
    assert {to for to, _ in await told(company)} >= {"U0GUEST"}
    company.clock.move(ny("2026-12-03 09:00"))
    assert {to for to, _ in await told(company)} == {"U0CFO", "U0GUEST"}


async def test_a_draft_finds_everything_that_the_record_knows(company):
    await reported(company)

    def collect(tx):
        person = by_slack_id(tx, "U0DIRECTOR").person
        (one,) = section16.of_person(tx, company.desk.grounds.at(tx), person)
        return section16.material(tx, one)

    found = await company.database.run(collect)
    assert (found.form, found.person, found.director, found.officer) == (
        "4", "Dora Quist", True, False
    )  # fmt: skip
    (line,) = found.lines
    assert (line.code, line.disposition, line.security, line.direct) == ("P", "A", "common", True)
    assert (line.on, line.shares, line.price) == (date(2026, 11, 24), 400, "4.10")
    assert (found.under_plan, found.plan_adopted_on) == (False, None)


@pytest.mark.parametrize(("second", "passed"), [(1_000, None), (1_001, "shares")])
async def test_form_144_is_named_where_three_months_of_sales_pass_it(company, second, passed):
    text = "slack_id,name,roles,acknowledged_on\nU0OFFICER,Olga Reed,officer,2026-01-05\n"
    await company.database.run(lambda tx: import_people(tx, text, OPERATOR))
    filed = await decided(company, name="officer", action="sell", quantity=4_000)
    company.clock.move(ny("2026-11-24 11:00"))
    said = replace(SAID, quantity=4_000, price="2.00")
    await company.desk.report(who("officer"), filed.id, said)
    again = await company.desk.submit(who("officer"), buy(action="sell", quantity=second))
    sheet = await company.desk.review(who("cfo"), again.id)
    mine = await company.desk.request(who("officer"), again.id)
    assert sheet.form144 == mine.form144
    assert (mine.form144.shares, mine.form144.passed) == (4_000 + second, passed)
    bought = await company.desk.submit(who("officer"), buy(quantity=9_000))
    assert (await company.desk.review(who("cfo"), bought.id)).form144 is None


@pytest.mark.parametrize(
    ("told_on", "due"),
    [(None, date(2026, 12, 2)), (date(2026, 11, 24), date(2026, 11, 27))],
)
async def test_a_plans_form_runs_from_when_its_owner_was_told(company, told_on, due):
    """Nobody said when: the third business day after Tuesday the 24th is Monday the 30th."""
    filed = await company.desk.submit(who("director"), sell(await entered(company)))
    assert filed.state == "exempt", filed
    company.clock.move(ny("2026-11-24 11:00"))
    said = replace(SAID, chose_day=False, told_on=told_on)
    mine = await company.desk.report(who("director"), filed.id, said)
    assert (mine.report.due_on, [one.due_on for one in await lines(company)]) == (due, [due])
    wrong = replace(said, chose_day=True, told_on=date(2026, 11, 24))
    answer = await company.desk.report(who("director"), filed.id, wrong)
    assert answer == No("bad_report", {"field": "told_on"})


async def test_what_needed_no_clearance_is_asked_about_too(company):
    company.clock.move(ny("2026-11-23 10:00"))
    ask = buy(action="option_exercise", quantity=10)
    filed = await company.desk.submit(who("director"), ask)
    assert filed.state == "exempt"
    assert await came(company, ("2026-11-27 12:59:59", "2026-11-27 13:00")) == [
        ("2026-11-27 13:00", "DIRECTOR")
    ]
    assert [one.id for one in await company.desk.unanswered(who("director"))] == [filed.id]


async def test_compliance_hears_of_a_late_form_though_a_morning_comes_before_its_end(company):
    """In Tokyo it is nine on the next day when New York has three hours left."""
    for text in (
        "slack_id,name,roles,zone\nU0FILER,Fay Iler,section16_filer;employee,Asia/Tokyo\n",
        "slack_id,name,roles,zone\nU0COMPLY,Helen Sorensen,compliance,America/Los_Angeles\n",
    ):
        await company.database.run(lambda tx, text=text: import_people(tx, text, OPERATOR))
    director = "U0DIRECTOR,Dora Quist,director,2026-01-05,"
    await company.replace_roster(director, f"{director}Asia/Tokyo")
    company.clock.move(ny("2026-11-30 10:00"))
    said = replace(SAID, at=ny("2026-11-30 10:30"))
    await reported(company, said, at="2026-11-30 11:00")
    assert [one.due_on for one in await lines(company)] == [date(2026, 12, 2)]
    moments = ["2026-12-02 19:00", "2026-12-02 22:00:01", "2026-12-03 11:59:59", "2026-12-03 12:00"]
    found = await came(company, ["2026-11-30 19:00", "2026-12-01 19:00", *moments])
    assert [at for at, to in found if to == "COMPLY" and at in moments] == moments[3:]
    assert [at for at, to in found if to == "DIRECTOR" and at in moments] == moments[:1]
