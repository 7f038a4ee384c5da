"""What a run left out, and why: its last lines name it, and PRECLEAR_REQUIRE=all forbids it."""

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
