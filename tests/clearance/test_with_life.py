"""An act's journeys to a server: few, and what is asked ahead is what is asked by itself."""

import pytest

from storage import requests
from tests.clearance.company import APPROVE, DECLINE, buy, who


@pytest.mark.parametrize("verdict", [None, APPROVE, DECLINE])
async def test_it_is_what_is_read_part_by_part(company, verdict):
    filed = await company.desk.submit(who("employee"), buy(500))
    if verdict is not None:
        await company.desk.decide(who("cfo"), filed.id, verdict)
    await company.desk.submit(who("employee"), buy(300))

    whole = await company.database.run(lambda tx: whole_of(tx, filed.id, requests.with_life))
    parts = await company.database.run(lambda tx: whole_of(tx, filed.id, requests.find))
    assert whole == parts
    _, steps, facts = whole
    assert (len(steps), len(facts)) == ((1, 1) if verdict is None else (2, 2))


async def test_of_one_that_is_not_there_there_is_nothing(company):
    found = await company.database.run(lambda tx: whole_of(tx, "NOTTHERE", requests.with_life))
    assert found == (None, (), [])


def whole_of(tx, request, find):
    row = find(tx, request)
    return row, requests.steps(tx, [request])[request], requests.facts_of(tx, request)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_all_of_a_request_is_one_journey(company, journeys):
    filed = await company.desk.submit(who("employee"), buy(500))
    for find, many in ((requests.with_life, 1), (requests.find, 3)):
        journeys.clear()
        await company.database.run(lambda tx, find=find: whole_of(tx, filed.id, find))
        assert len(journeys) == 1 + many, journeys  # the first looks at the log's head


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_an_act_is_few_journeys_to_a_server(company, journeys):
    """What waits for the log's head waits for each of them."""
    await company.desk.submit(who("employee"), buy(500, form="V1"))
    journeys.clear()
    filed = await company.desk.submit(who("employee"), buy(300, form="V2"))
    submitted, journeys[:] = len(journeys), []
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert (submitted, len(journeys)) == (6, 6), journeys
