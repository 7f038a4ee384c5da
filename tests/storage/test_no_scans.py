"""No act and no page goes through a table that grows with what people do."""

import asyncio
from pathlib import Path

import pytest

from benchmarks import company, filling, plans
from storage import requests

MANY = 1_500
PEOPLE = 20


@pytest.fixture(scope="module")
def lives(tmp_path_factory):
    return filling.lives_of(Path(tmp_path_factory.mktemp("lives")))


@pytest.fixture
def filled(database_url, lives, capsys):
    filling.fill(database_url, MANY, lives, PEOPLE)
    capsys.readouterr()  # its progress
    found = company.opened(database_url)
    asyncio.run(company.lately(found))
    yield found
    found.database.close_now()


def test_every_statement_finds_its_rows_by_an_index(filled):
    engine = filled.database._engine
    assert plans.scanned(engine, plans.asked_of(filled)) == {}
    # The twin: one that has no index to go by is named.
    with plans.collected(engine) as asked:
        filled.database.run_now(lambda tx: requests.in_state(tx, "ended"))
    assert list(plans.scanned(engine, asked).values()) == [{"requests"}]
