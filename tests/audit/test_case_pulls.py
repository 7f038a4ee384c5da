"""The pull of a case: what it gathers and no more, for who handles it; and other pulls."""

import json

import pytest

from audit.choice import Choice
from audit.pulls import Wanted
from clearance.case_records import records_of
from clearance.people import by_slack_id, import_people
from clearance.shown import No
from clearance.shown_cases import CaseSaid
from storage import log
from tests.audit.lived import COMPLY, company_of, opened, pull
from tests.clearance.company import OPERATOR, TEAM, Actor, buy, who

SECOND = Actor(TEAM, "U0SECONDC")
PEOPLE = "slack_id,name,roles,acknowledged_on\nU0SECONDC,Cyril Moss,compliance,2026-01-05\n"


@pytest.fixture
async def asked(database_url, keys, clock, exchange, cellectar):
    company = await company_of(opened(database_url, keys, clock), clock, cellectar, exchange)
    await company.database.run(lambda tx: import_people(tx, PEOPLE, OPERATOR))
    yield company
    await company.database.close()


@pytest.fixture
async def case(asked):
    """Open a case about the second person of compliance and one request of somebody else's."""
    filed = await asked.desk.submit(who("employee"), buy())
    await asked.desk.submit(who("employee"), buy(300))
    person = CaseSaid(("U0SECONDC",), (filed.id,), "Seen.")
    return (await asked.desk.open_case(COMPLY, person)).id, filed.id


async def chosen(company, made):
    """Return the entries that a pull shows, with the hidden parts that it opens."""

    def read(tx):
        gathered = None if made.wanted.case is None else records_of(tx, made.wanted.case)
        choice = Choice.of(made, gathered)
        found = [json.loads(one.record) for one in log.entries(tx, limit=10_000)]
        return [(one, choice.opens(one)) for one in found if choice.takes(one)]

    return await company.database.run(read)


async def test_it_has_the_cases_own_entries_and_those_of_its_requests(asked, case):
    case_id, request = case
    made = await pull(asked, Wanted(case=case_id))
    entries = await chosen(asked, made)
    tags = [record["tag"] for record, _ in entries]
    assert tags == ["request:pending", "case:opened", "case:noted", "audit:pulled"]
    assert {record["request"] for record, _ in entries} == {request, None}
    assert {parts for _, parts in entries} == {frozenset({"sealed"})}
    assert made.restrictions is False


async def test_only_who_handles_a_case_pulls_it(asked, case):
    case_id, _ = case
    assert await pull(asked, Wanted(case=case_id), actor=SECOND) == No("case_gone")
    assert await pull(asked, Wanted(case="N0NE2222")) == No("case_gone")
    assert not isinstance(await pull(asked, Wanted(case=case_id)), No)


async def test_any_other_pull_keeps_cases_closed_and_finds_none_by_a_person(asked, case):
    """Whoever a case is about may pull too, and reads of no case that it is about them."""
    assert (await asked.desk.cases(SECOND)).cases == (), case
    second = await asked.database.run(lambda tx: by_slack_id(tx, SECOND.user_id))
    for by in (COMPLY, SECOND):
        entries = await chosen(asked, await pull(asked, Wanted(), actor=by))
        cases = [parts for record, parts in entries if record["tag"].startswith("case:")]
        assert cases == [frozenset(), frozenset()]
        mine = await chosen(asked, await pull(asked, Wanted(person=second.person), actor=by))
        assert not [one for one, _ in mine if one["tag"].startswith("case:")]
