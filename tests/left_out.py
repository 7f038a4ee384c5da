"""What a run left out, and why: its last lines name it, and PRECLEAR_REQUIRE=all forbids it.

They say, too, what tests have counted. Where several processes share
the suite, each hands what it left out and counted to the one that began them, which writes
the last lines. The hooks here are taken over by ``conftest.py``.
"""

import os
from collections.abc import Mapping

import pytest

#: Part of the suite -> why it was not run.
LEFT_OUT: dict[str, str] = {}
#: What was counted -> the figures.
COUNTED: dict[str, str] = {}


def say(what: str, figures: Mapping[str, int]) -> None:
    """Have figures written into the last lines."""
    COUNTED[what] = ", ".join(f"{name} {number}" for name, number in figures.items())


def leave_out(part: str, why: str) -> None:
    """Skip the test that asks, and remember it; where all is required, fail it instead."""
    LEFT_OUT[part] = why
    if os.environ.get("PRECLEAR_REQUIRE") == "all":
        pytest.fail(f"{part} is required here and missing: {why}", pytrace=False)
    pytest.skip(f"{part}: {why}")


def pytest_sessionfinish(session) -> None:
    """Hand on what this process left out, where another one began it."""
    handed_on = getattr(session.config, "workeroutput", None)
    if handed_on is not None:
        handed_on["left_out"] = LEFT_OUT
        handed_on["counted"] = COUNTED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    """Take it when a process ends; one that crashed hands on nothing and fails the run."""
    handed_on = getattr(node, "workeroutput", {})
    LEFT_OUT.update(handed_on.get("left_out", {}))
    COUNTED.update(handed_on.get("counted", {}))


def pytest_terminal_summary(terminalreporter) -> None:
    """Name in the last lines what was counted and what was left out."""
    for what, figures in COUNTED.items():
        terminalreporter.write_line(f"{what}: {figures}")
    for part, why in sorted(LEFT_OUT.items()):
        terminalreporter.write_line(f"Left out: {part} ({why})")
