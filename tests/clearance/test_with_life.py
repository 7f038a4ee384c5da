"""An act's journeys to a server: few, and what is read in one is as it is read part by part."""

import pytest

from storage import requests
from tests.clearance.company import APPROVE, DECLINE, buy, who


@pytest.mark.parametrize("verdict", [None, APPROVE, DECLINE])
async def test_it_is_what_is_read_part_by_part(company, verdict):
    filed = await company.desk.submit(who("employee"), buy(500))
    if verdict is not None:
        await company.desk.decide(who("cfo"), filed.id, verdict)
    await company.desk.submit(who("employee"), buy(300))

    whole, known = await company.database.run(lambda tx: whole_of(tx, filed.id))
    row, steps, facts = await company.database.run(
        lambda tx: (
            requests.find(tx, filed.id),
            requests.steps(tx, [filed.id])[filed.id],
            requests.facts_of(tx, filed.id),
        )
    )
    assert whole == row
    assert (len(steps), len(facts)) == ((1, 1) if verdict is None else (2, 2))
    assert known == (steps, facts)


async def test_of_one_that_is_not_there_there_is_nothing(company):
    assert await company.database.run(lambda tx: whole_of(tx, "NOTTHERE")) == (None, ((), []))


def whole_of(tx, request):
    """Read it at one go, and then what is at hand."""
    whole = requests.with_life(tx, request)
    asked = []
    tx.execute = lambda *_: asked.append(_)
    known = requests.steps(tx, [request])[request], requests.facts_of(tx, request)
    assert asked == []
    return whole, known


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_an_act_is_few_journeys_to_a_server(company, journeys):
    """What waits for the log's head waits for each of them."""
    await company.desk.submit(who("employee"), buy(500))
    journeys.clear()
    filed = await company.desk.submit(who("employee"), buy(300))
    submitted, journeys[:] = len(journeys), []
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    assert (submitted, len(journeys)) == (7, 9), journeys
