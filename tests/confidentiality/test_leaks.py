"""The leaks still fit the code, and the quickest of them are noticed in every run."""

import re
import subprocess
import sys
from collections import Counter

import pytest

from tests.changed_code.change import ROOT, TextGoneError
from tests.confidentiality.leaks.leak import Leak
from tests.confidentiality.leaks.listed import LEAKS

QUICK = ("a reason that can be printed", "the words of an exception in the answer")


@pytest.mark.parametrize("leak", LEAKS, ids=lambda one: one.what)
def test_a_leak_changes_code_that_is_there(leak):
    changed = leak.changed()
    assert changed != leak.path.read_text(encoding="utf-8")
    compile(changed, leak.file, "exec")


@pytest.mark.parametrize("leak", LEAKS, ids=lambda one: one.what)
def test_the_tests_that_it_names_are_there(leak):
    for test in leak.tests:
        file, _, name = test.partition("::")
        text = (ROOT / file).read_text(encoding="utf-8")
        assert not name or re.search(rf"^(async )?def {name}\(", text, re.MULTILINE), test


def test_there_are_forty_at_least_and_none_twice():
    assert len(LEAKS) >= 40
    assert Counter(one.what for one in LEAKS).most_common(1)[0][1] == 1


def test_a_leak_whose_text_is_gone_is_an_error():
    gone = Leak("gone", "clearance/reason.py", "nobody wrote this", "", ())
    with pytest.raises(TextGoneError, match=r"gone: clearance/reason.py"):
        gone.changed()


def test_the_quickest_are_noticed():
    """In a process of its own, as ``make leaks`` does it; the others take minutes."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.confidentiality.leaks.run", *QUICK],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(QUICK)} leaks, {len(QUICK)} caught." in done.stdout
