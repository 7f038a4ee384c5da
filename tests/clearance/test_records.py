"""People, releases, calendar days and opening balances: all of a list or none of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from clearance.calendar_days import DayEntry, add_day
from clearance.lists import NotRecorded
from clearance.opening_clearances import clearances, import_clearances
from clearance.opening_transactions import import_transactions, transactions
from clearance.people import Imported, import_people, people
from clearance.releases import ReleaseEntry, add_release, releases
from clearance.shown import No
from tests.clearance.company import ROSTER, THIRD_QUARTER, buy, ny, who

OPERATOR = "operator:test"


async def take_in(company, text, offices=frozenset()):
    return await company.database.run(lambda tx: import_people(tx, text, OPERATOR, offices))


async def test_the_same_list_again_changes_nothing(company):
    assert await take_in(company, ROSTER) == Imported(added=0, changed=0, unchanged=8)


async def test_a_changed_line_is_a_new_record_that_names_the_old_one(company):
    changed = ROSTER.replace("Nils Newman,employee,,", "Nils Newman,employee,2026-11-23,")
    assert await take_in(company, changed) == Imported(added=0, changed=1, unchanged=7)
    rows = await company.rows("select * from people where slack_id = 'U0NEWCOMER' order by at")
    assert [row["replaces"] for row in rows] == [None, rows[0]["id"]]
    assert rows[0]["person"] == rows[1]["person"]
    assert (await company.desk.submit(who("newcomer"), buy())).state == "pending"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("x0BAD,Nobody,employee,,,yes", "slack_id"),
        ("U0EMPLOYEE,Twice,employee,,,yes", "slack_id"),
        ("U0NEW,,employee,,,yes", "name"),
        ("U0NEW,New,,,,yes", "roles"),
        ("U0NEW,New,emperor,,,yes", "roles"),
        ("U0NEW,New,employee,5 Jan 2026,,yes", "acknowledged_on"),
        ("U0NEW,New,employee,2026-11-24,,yes", "acknowledged_on"),
        ("U0NEW,New,employee,,Mars/Olympus,yes", "zone"),
        ("U0NEW,New,employee,,,perhaps", "active"),
        ("U0NEW,New,employee,,,yes,more", ""),
    ],
)
async def test_a_wrong_line_is_named_and_nothing_of_the_list_is_kept(company, line, field):
    problems = await take_in(company, ROSTER.replace("Erin Boyd", "Erin Changed") + line + "\n")
    assert [(one.line, one.field) for one in problems] == [(10, field)]
    found = await company.database.run(people)
    assert "Erin Boyd" in {one.name for one in found}


async def test_a_list_without_its_columns_says_which(company):
    problems = await take_in(company, "slack_id,name,salary\nU0A,B,C\n")
    assert [(one.line, one.field) for one in problems] == [(1, "roles"), (1, "salary")]


async def test_an_office_of_the_policy_file_is_a_role(company):
    text = "slack_id,name,roles\nU0GC,Gail Counsel,general_counsel\n"
    assert [one.field for one in await take_in(company, text)] == ["roles"]
    assert await take_in(company, text, frozenset({"general_counsel"})) == Imported(1, 0, 0)


async def add(company, entry, replaces=None):
    return await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, entry, OPERATOR, replaces)
    )


@pytest.mark.parametrize(
    "change",
    [
        {"quarter_end": None},
        {"quarter_end": date(2026, 10, 31)},
        {"public_at": ny("2026-11-23 10:00:01")},
        {"kind": "void"},
        {"quarter_end": date(2026, 12, 31)},
        {"title": " "},
    ],
)
async def test_a_release_that_cannot_be_is_refused_with_a_sentence(company, change):
    second = replace(THIRD_QUARTER, quarter_end=date(2026, 6, 30), public_at=ny("2026-11-23 10:00"))
    assert isinstance(await add(company, replace(second, **change)), NotRecorded)
    assert len(await company.rows("select * from releases")) == 1
    assert isinstance(await add(company, second), str)


OLDER = replace(
    THIRD_QUARTER, quarter_end=date(2025, 12, 31), public_at=ny("2026-03-05 16:05"), title="Year"
)


@pytest.mark.parametrize(
    ("change", "waiting"),
    [
        ({}, "the quarters that ended on 2026-03-31 and 2026-06-30 wait for reports"),
        ({"quarter_end": date(2026, 3, 31), "public_at": ny("2026-05-12 16:05")},
         "the quarter that ended on 2026-06-30 waits for a report"),
        ({"quarter_end": date(2026, 6, 30), "public_at": ny("2026-08-11 16:05"),
          "kind": "preliminary"},
         "the quarter that ended on 2026-06-30 waits for a report"),
        ({"quarter_end": date(2025, 9, 30)},
         "the quarters that ended on 2025-12-31, 2026-03-31 and 2026-06-30 wait for reports"),
    ],
)  # fmt: skip
async def test_an_older_report_that_would_leave_quarters_open_is_not_recorded(
    company, change, waiting
):
    older = replace(OLDER, **change)
    refused = await add(company, older)
    assert waiting in refused.sentence
    assert len(await company.rows("select * from releases")) == 1
    meant = await company.database.run(
        lambda tx: add_release(company.desk.grounds, tx, older, OPERATOR, reaching_back=True)
    )
    assert isinstance(meant, str)


async def test_an_older_report_next_to_the_record_leaves_no_quarter_open(company):
    second = replace(OLDER, quarter_end=date(2026, 6, 30), public_at=ny("2026-08-11 16:05"))
    assert isinstance(await add(company, second), str)
    first = replace(OLDER, quarter_end=date(2026, 3, 31), public_at=ny("2026-05-12 16:05"))
    assert isinstance(await add(company, first), str)
    assert isinstance(await add(company, OLDER), str)


async def test_news_older_than_the_record_leaves_no_quarter_open(company):
    assert isinstance(await add(company, replace(OLDER, kind="disclosure")), str)


async def test_a_record_is_corrected_once_and_its_correction_after_that(company):
    first = (await company.rows("select id from releases"))[0]["id"]
    second = await add(company, replace(THIRD_QUARTER, title="Corrected"), first)
    assert isinstance(await add(company, THIRD_QUARTER, first), NotRecorded)
    assert isinstance(await add(company, THIRD_QUARTER, "NOSUCHID"), NotRecorded)
    third = await add(company, replace(THIRD_QUARTER, title="Corrected again"), second)
    in_force = await company.database.run(releases)
    assert [(row.id, row.title) for row in in_force] == [(third, "Corrected again")]


async def test_a_filing_is_recorded_once(company):
    filing = ReleaseEntry(
        "disclosure", ny("2026-11-20 09:00"), "A contract", accession="0000000000-26-000001"
    )
    assert isinstance(await add(company, filing), str)
    assert isinstance(await add(company, filing), NotRecorded)
    other = replace(filing, accession="0000000000-26-000002")
    assert isinstance(await add(company, other), str)


@pytest.mark.parametrize(
    ("entry", "kept"),
    [
        (DayEntry(date(2026, 11, 25), "closed", "notice"), True),
        (DayEntry(date(2026, 11, 25), "closed", " "), False),
        (DayEntry(date(2026, 11, 28), "closed", "notice"), False),  # a Saturday
        (DayEntry(date(2026, 11, 25), "void", "notice"), False),
        (DayEntry(date(2050, 1, 3), "closed", "notice"), False),  # beyond the calendar
        (DayEntry(date(2026, 12, 24), "edgar_closed", "order"), True),
        (DayEntry(date(2026, 12, 24), "edgar_closed", ""), False),
        (DayEntry(date(2025, 12, 24), "edgar_closed", "order"), False),  # known already
        (DayEntry(date(2026, 11, 26), "edgar_closed", "order"), False),  # Thanksgiving
        (DayEntry(date(2027, 3, 26), "edgar_closed", "order"), True),  # Good Friday
        (DayEntry(date(2027, 3, 26), "not_settling", "order"), False),
        (DayEntry(date(2050, 1, 3), "edgar_closed", "order"), False),
        (DayEntry(date(2026, 12, 4), "not_settling", "order"), True),
        (DayEntry(date(2026, 11, 11), "not_settling", "order"), False),  # Veterans Day
        (DayEntry(date(2026, 11, 11), "closed", "notice"), True),
    ],
)
async def test_a_day_needs_a_source_and_something_to_change(company, entry, kept):
    answer = await company.database.run(
        lambda tx: add_day(company.desk.grounds, tx, entry, OPERATOR)
    )
    assert isinstance(answer, str) is kept


PAPER = "slack_id,action,quantity,approved_at,approved_by,office,corrects\n"


async def paper(company, line):
    return await company.database.run(
        lambda tx: import_clearances(company.desk.grounds.at(tx), tx, PAPER + line, OPERATOR)
    )


async def test_a_clearance_given_on_paper_counts_and_is_marked_so(company):
    line = "U0EMPLOYEE,buy,300,2026-11-20T10:00:00-05:00,U0CFO,cfo\n"
    assert await paper(company, line) == 1
    (mine,) = await company.desk.mine(who("employee"))
    assert (mine.source, mine.state, mine.decided_by) == ("paper", "approved", "Felix Ott")
    assert mine.decided_at == ny("2026-11-20 10:00")
    assert mine.expires_at == ny("2026-11-25 16:00")
    company.clock.move(ny("2026-11-25 16:00"))
    await company.carry_out()
    assert (await company.desk.mine(who("employee")))[0].state == "clearance_ended"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("U0NOBODY,buy,300,2026-11-20T10:00:00-05:00,U0CFO,cfo", "slack_id"),
        ("U0EMPLOYEE,buy,300,2026-11-20T10:00:00-05:00,U0SECOND,employee", "office"),
        ("U0EMPLOYEE,buy,300,1999-11-19T10:00:00-05:00,U0CFO,cfo", "approved_at"),
        ("U0EMPLOYEE,buy,300,2026-11-20T10:00:00-05:00,U0CFO,cfo,NOSUCHID", "corrects"),
        ("U0EMPLOYEE,hold,300,2026-11-20T10:00:00-05:00,U0CFO,cfo", "action"),
        ("U0EMPLOYEE,buy,1e3,2026-11-20T10:00:00-05:00,U0CFO,cfo", "quantity"),
        ("U0EMPLOYEE,buy,300,2026-11-20T10:00:00,U0CFO,cfo", "approved_at"),
        ("U0EMPLOYEE,buy,300,2026-11-24T10:00:00-05:00,U0CFO,cfo", "approved_at"),
        ("U0EMPLOYEE,buy,300,2026-11-20T10:00:00-05:00,U0CFO,ceo", "office"),
    ],
)
async def test_a_wrong_paper_clearance_is_named(company, line, field):
    assert [one.field for one in await paper(company, line + "\n")] == [field]
    assert await company.rows("select * from requests") == []


TRADES = "slack_id,side,on,shares,price,exempt,owner,corrects\n"


async def test_what_was_traded_on_paper_is_matched_with_a_directors_purchase(company):
    line = "U0DIRECTOR,sale,2026-07-01,100,5.00,,,\n"
    assert await company.database.run(lambda tx: import_transactions(tx, TRADES + line, OPERATOR))
    filed = await company.desk.submit(who("director"), buy())
    sheet = await company.desk.review(who("cfo"), filed.id)
    assert "short_swing" in {found.rule for found in sheet.findings}
    assert sheet.approvable
    other = await company.desk.submit(who("ceo"), buy())
    clean = await company.desk.review(who("cfo"), other.id)
    assert "short_swing" not in {found.rule for found in clean.findings}


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("U0NOBODY,sale,2026-07-01,100,5.00,,,", "slack_id"),
        ("U0DIRECTOR,gift,2026-07-01,100,5.00,,,", "side"),
        ("U0DIRECTOR,sale,2026-11-24,100,5.00,,,", "on"),
        ("U0DIRECTOR,sale,July 1,100,5.00,,,", "on"),
        ("U0DIRECTOR,sale,2026-07-01,0,5.00,,,", "shares"),
        (f"U0DIRECTOR,sale,2026-07-01,{'1' * 5000},5.00,,,", "shares"),
        ("U0DIRECTOR,sale,2026-07-01,100,free,,,", "price"),
        ("U0DIRECTOR,sale,2026-07-01,100,5.00,,,NOSUCHID", "corrects"),
    ],
)
async def test_a_wrong_paper_transaction_is_named(company, line, field):
    problems = await company.database.run(
        lambda tx: import_transactions(tx, TRADES + line + "\n", OPERATOR)
    )
    assert [one.field for one in problems] == [field]
    assert await company.rows("select * from transactions") == []


async def test_nobody_is_entered_as_having_cleared_themselves(company):
    line = "U0CFO,buy,300,2026-11-20T10:00:00-05:00,U0CFO,cfo\n"
    problems = await paper(company, line)
    assert {one.field for one in problems} == {"approved_by", "office"}
    assert await paper(company, line.replace(",U0CFO,cfo", ",U0CEO,ceo")) == 1


async def test_a_paper_clearance_is_entered_once_and_corrected_by_naming_it(company):
    line = "U0EMPLOYEE,buy,300,2026-11-20T10:00:00-05:00,U0CFO,cfo\n"
    assert [one.line for one in await paper(company, line + line)] == [3]
    assert await paper(company, line) == 1
    assert [one.field for one in await paper(company, line)] == [""]
    (first,) = await company.desk.mine(who("employee"))
    listed = await company.database.run(clearances)
    assert [(one, "buy 300" in said) for one, said in listed] == [(first.id, True)]
    corrected = line.replace("300", "30").replace("cfo\n", f"cfo,{first.id}\n")
    assert await paper(company, corrected) == 1
    shown = {one.id: (one.state, one.cause) for one in await company.desk.mine(who("employee"))}
    assert shown.pop(first.id) == ("clearance_ended", "corrected")
    assert list(shown.values()) == [("approved", None)]
    assert [one.field for one in await paper(company, corrected)] == ["corrects"]


@pytest.mark.parametrize(
    ("exempt", "matched"), [("", True), ("no", True), ("yes", False), ("Rule 16b-3(d)", False)]
)
async def test_exempt_is_yes_no_or_the_rule(company, exempt, matched):
    line = f"U0DIRECTOR,sale,2026-07-01,100,5.00,{exempt},,\n"
    await company.database.run(lambda tx: import_transactions(tx, TRADES + line, OPERATOR))
    filed = await company.desk.submit(who("director"), buy())
    sheet = await company.desk.review(who("cfo"), filed.id)
    assert ("short_swing" in {found.rule for found in sheet.findings}) is matched


async def test_however_much_was_traded_a_request_can_be_filed(company):
    """The facts keep a side once a day, so they are of one size after 1,000 trades too."""
    days = [date(2026, 6, 1) + timedelta(days=number % 170) for number in range(1000)]
    lines = [
        f"U0DIRECTOR,{'sale' if number % 2 else 'purchase'},{day},{number + 1},5.{number:04},,,\n"
        for number, day in enumerate(days)
    ]
    text = TRADES + "".join(lines)
    assert await company.database.run(lambda tx: import_transactions(tx, text, OPERATOR)) == 1000
    filed = await company.desk.submit(who("director"), buy())
    assert "short_swing" in {
        found.rule for found in (await company.desk.review(who("cfo"), filed.id)).findings
    }


async def test_a_new_slack_id_stays_the_same_person_with_their_past(company):
    filed = await company.desk.submit(who("employee"), buy())
    head = "slack_id,name,roles,acknowledged_on,zone,active,formerly\n"
    moved = head + "U0RENAMED,Erin Boyd,employee,2026-01-05,,yes,U0EMPLOYEE\n"
    assert await take_in(company, moved) == Imported(added=0, changed=1, unchanged=0)
    assert await take_in(company, moved) == Imported(added=0, changed=0, unchanged=1)
    assert (await company.desk.request(who("renamed"), filed.id)).state == "pending"
    assert await company.desk.mine(who("employee")) == No("stranger")
    unknown = moved.replace("U0RENAMED", "U0OTHER").replace("U0EMPLOYEE", "U0NOBODY")
    assert [one.field for one in await take_in(company, unknown)] == ["formerly"]
    two = moved.replace("U0RENAMED", "U0SECOND").replace("U0EMPLOYEE", "U0DIRECTOR")
    assert [one.field for one in await take_in(company, two)] == ["formerly"]


async def test_two_lines_that_correct_one_transaction_are_told_apart(company):
    first = "U0DIRECTOR,sale,2026-07-01,100,5.00,,,\n"
    await company.database.run(lambda tx: import_transactions(tx, TRADES + first, OPERATOR))
    (row,) = await company.rows("select id from transactions")
    listed = await company.database.run(transactions)
    assert listed == [(row["id"], "Dora Quist  2026-07-01  sale of 100 at 5.00, paper")]
    line = first.replace(",,,", f",,,{row['id']}")
    problems = await company.database.run(
        lambda tx: import_transactions(tx, TRADES + line + line, OPERATOR)
    )
    assert [(one.line, one.field) for one in problems] == [(3, "corrects")]
    assert await company.database.run(lambda tx: import_transactions(tx, TRADES + line, OPERATOR))


@pytest.mark.parametrize(
    "lines",
    [
        ["U0SECOND,Else,employee,,,yes,", "U0RENAMED,Sam Okafor,employee,,,yes,U0SECOND"],
        ["U0RENAMED,Sam Okafor,employee,,,yes,U0SECOND", "U0SECOND,Else,employee,,,yes,"],
        ["U0ONE,Sam,employee,,,yes,U0SECOND", "U0TWO,Sam,employee,,,yes,U0SECOND"],
    ],
)
async def test_one_id_does_not_stand_for_two_people_in_a_list(company, lines):
    head = "slack_id,name,roles,acknowledged_on,zone,active,formerly"
    problems = await take_in(company, "\n".join([head, *lines, ""]))
    assert [one.line for one in problems] == [3]
    assert isinstance(await take_in(company, "\n".join([head, lines[0], ""])), Imported)
