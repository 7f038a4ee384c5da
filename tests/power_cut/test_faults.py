"""A full or broken disk: what is refused leaves nothing, what is answered is there."""

import pytest

from tests.power_cut.cuts import sample
from tests.power_cut.whole import calls, refused


@pytest.mark.parametrize("name", ["full", "write", "sync", "delete"])
def test_a_fault_refuses_one_transaction_and_the_next_is_kept(power_cut, name):
    there = range(1, calls(power_cut, name) + 1)
    figures = refused(power_cut, name, sample(there, 8, seed=6))
    assert figures.found == []
    assert figures.struck > 0
    # SQLite deletes its log when the file is closed, and lets nobody know where it cannot.
    assert figures.refused > 0 or name == "delete"
