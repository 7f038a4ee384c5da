"""The mutants still fit the code, and the quickest of them is noticed in every run."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from tests.changed_code.change import ROOT
from tests.simulation.mutants.listed import WRITTEN, drawn, survivors

EVERY = (*WRITTEN, *drawn())
QUICK = "a message asked for twice is queued twice"


@pytest.mark.parametrize("mutant", EVERY, ids=lambda one: one.what)
def test_a_mutant_changes_code_that_is_there(mutant):
    changed = mutant.changed()
    assert changed != mutant.path.read_text(encoding="utf-8")
    compile(changed, mutant.file, "exec")


def test_the_tests_that_they_name_are_there():
    for test in {test for one in EVERY for test in one.tests}:
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"^(async )?def {name}\(", text, re.MULTILINE), test


def test_each_is_tried_against_something():
    for one in EVERY:
        assert one.worlds or one.tests, one.what


def test_there_are_thirty_at_least_a_quarter_drawn_and_none_twice():
    assert len(WRITTEN) >= 30
    assert len(drawn()) >= len(EVERY) / 4
    assert Counter(one.what for one in EVERY).most_common(1)[0][1] == 1


def test_what_survives_was_drawn_and_says_why():
    assert set(survivors()) <= {one.what for one in drawn()}
    assert all(len(why) > 20 for why in survivors().values())


@pytest.mark.slow
def test_the_quickest_is_noticed():
    """In a process of its own, as ``make reliability`` does it; the others take minutes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation.mutants.run", QUICK],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 mutants, 1 caught, 1 of them by a seed" in done.stdout
