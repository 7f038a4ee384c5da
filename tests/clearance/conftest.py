"""A seeded company on SQLite and on PostgreSQL."""

import pytest

from clearance.desk import Desk
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from tests.clearance.company import TEAM, Company
from tests.clearance.keeping import begin, reported, today


@pytest.fixture(scope="session")
def exchange():
    return load_exchange("XNAS")


@pytest.fixture(scope="session")
def cellectar():
    return load_policy("cellectar_2018")


@pytest.fixture
def company(seeded, database, clock, exchange, cellectar):  # noqa: ARG001 - the rows are in it
    found = Company(Desk(database, cellectar, exchange, TEAM), database, clock)
    found.begin()
    return found


@pytest.fixture
async def company_of_2018(database, clock, exchange, cellectar):
    found = Company(Desk(database, cellectar, exchange, TEAM), database, clock)
    await begin(found)
    return found


@pytest.fixture
async def old(company_of_2018):
    """Give a company with one request of 2018, reported, seen from 2026; and its id."""
    filed = await reported(company_of_2018)
    await today(company_of_2018)
    return company_of_2018, filed.id
