"""A bot that was killed holds nothing up: the next one on its file begins with every lease free."""

import pytest

from storage import deliveries
from storage.database import Database
from tests.races.desk_in_steps import LEASE


@pytest.fixture
def opened(sqlite_url, keys, clock):
    database = Database.open(sqlite_url, keys=keys, now=clock.now, steady=clock.steady)
    yield database
    database.close_now()


def test_every_lease_is_taken_back_and_a_row_can_be_claimed_at_once(opened):
    opened.run_now(lambda tx: [tx.deliver(f"k{n}", f"U{n}", {"n": n}) for n in range(3)])
    assert len(opened.run_now(lambda tx: deliveries.claim(tx, "killed", 2, LEASE))) == 2
    assert len(opened.run_now(lambda tx: deliveries.claim(tx, "next", 9, LEASE))) == 1
    assert opened.run_now(deliveries.free_leases) == 3
    assert len(opened.run_now(lambda tx: deliveries.claim(tx, "next", 9, LEASE))) == 3
