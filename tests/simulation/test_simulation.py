"""A run of the simulator: nothing lost, nothing twice, and the same history from the same seed."""

import os
import re
import subprocess
import sys

import pytest

from tests.simulation.faults import FAULTS, Tally, named_steps
from tests.simulation.run import ENOUGH, Outcome, ground, live, simulate, told, world_on


def test_nothing_that_must_hold_is_broken_by_any_fault_at_any_step(capsys):
    """All faults, and a kill at every named step; a run that misses one has failed."""
    outcome = simulate("1", ENOUGH)
    with capsys.disabled():
        print(told(outcome).rpartition("\n")[2])  # noqa: T201 - the seed and the hash
    assert not outcome.failure, outcome.failure
    assert not outcome.missed, outcome.missed


def test_the_same_seed_gives_the_same_history_in_another_process():
    """Twin: another seed gives another."""
    command = [sys.executable, "-m", "tests.simulation.run", "--n", "20", "--seed"]
    hashes = [
        re.search(
            r"history (\w+)",
            subprocess.run(
                [*command, seed],
                env={**os.environ, "PYTHONHASHSEED": order},
                check=True,
                capture_output=True,
                text=True,
            ).stdout,
        ).group(1)
        for seed, order in (("7", "1"), ("7", "2"), ("8", "1"))
    ]
    assert hashes[0] == hashes[1] == simulate("7", 20).digest
    assert hashes[2] != hashes[0]


def test_the_real_server_holds_it_too(postgres, tmp_path):
    with postgres.database() as url:
        world = world_on(ground(), "postgresql/0", 60, tmp_path, url)
        assert not live(world), world.history.last


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_never_struck_fails_a_whole_run(name):
    """Twin: a short run is asked whether the code holds, and no more."""
    tally = Tally()
    tally.had["requests"] = ENOUGH
    tally.faults.update(FAULTS)
    tally.steps.update(named_steps())
    outcome = Outcome("1", "", tally, 1, 1.0, 1.0)
    assert outcome.missed == []
    del tally.faults[name]
    assert outcome.missed == [name]
    tally.had["requests"] -= 1
    assert outcome.missed == []
