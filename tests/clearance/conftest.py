"""A seeded company on SQLite and on PostgreSQL."""

import pytest

from clearance.desk import Desk
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from tests.clearance.company import TEAM, Company


@pytest.fixture(scope="session")
def exchange():
    return load_exchange("XNAS")


@pytest.fixture(scope="session")
def cellectar():
    return load_policy("cellectar_2018")


@pytest.fixture
async def company(database, clock, exchange, cellectar):
    found = Company(Desk(database, cellectar, exchange, TEAM), database, clock)
    await found.seed()
    return found
