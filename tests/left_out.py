"""What a run left out, and why: its last lines name it, and PRECLEAR_REQUIRE=all forbids it.

Where several processes share the suite, each hands what it left out to the one that began
them, which writes the last lines. The hooks here are taken over by ``conftest.py``.
"""

import os

import pytest

#: Part of the suite -> why it was not run.
LEFT_OUT: dict[str, str] = {}


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


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    """Take it when a process ends; one that crashed hands on nothing and fails the run."""
    LEFT_OUT.update(getattr(node, "workeroutput", {}).get("left_out", {}))


def pytest_terminal_summary(terminalreporter) -> None:
    """Name in the last lines what was left out."""
    for part, why in sorted(LEFT_OUT.items()):
        terminalreporter.write_line(f"Left out: {part} ({why})")
