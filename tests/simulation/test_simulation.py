"""A run of the simulator: nothing lost, nothing twice, and the same history from the same seed."""

import os
import subprocess
import sys

import pytest

from tests.simulation.run import simulate


@pytest.mark.parametrize("seed", ["1", "2"])
def test_a_short_run_holds(seed):
    outcome = simulate(seed, 80)
    assert not outcome.failure, outcome.failure


def test_the_same_seed_gives_the_same_history_in_another_process():
    """Twin: another seed gives another."""
    command = [sys.executable, "-m", "tests.simulation.run", "--n", "40", "--digest", "--seed"]
    digests = [
        subprocess.run(
            [*command, seed],
            env={**os.environ, "PYTHONHASHSEED": order},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, order in (("7", "1"), ("7", "2"), ("8", "1"))
    ]
    assert digests[0] == digests[1] != digests[2]
    assert simulate("7", 40).digest in digests[0]
