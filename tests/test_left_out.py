"""The last lines name all that was left out, whichever process left it out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LACKING = """
from tests.left_out import leave_out

def test_{part}():
    leave_out("{part}", "there is none here")
"""


def run(folder, *arguments, **environment):
    """Run two files, each of which finds something missing; give the status and what was said."""
    for part in ("Abacus", "Zither"):
        (folder / f"test_{part}.py").write_text(LACKING.format(part=part))
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.left_out", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("processes", [0, 2])
def test_what_any_process_left_out_is_named_at_the_end(tmp_path, processes):
    status, said = run(tmp_path, "-n", str(processes), "--dist", "loadfile")
    assert status == 0, said
    named = [line for line in said.splitlines() if line.startswith("Left out")]
    assert named == [f"Left out: {part} (there is none here)" for part in ("Abacus", "Zither")]
    assert "2 skipped" in said


def test_where_all_is_required_it_fails_in_any_process(tmp_path):
    status, said = run(tmp_path, "-n", "2", "--dist", "loadfile", PRECLEAR_REQUIRE="all")
    assert status == 1, said
    assert "2 failed" in said
