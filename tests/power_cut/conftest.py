"""One stage for all of these tests: its histories are recorded once."""

from collections.abc import Iterator

import pytest

from tests.power_cut.stage import Stage, stage


@pytest.fixture(scope="session")
def power_cut() -> Iterator[Stage]:
    with stage() as found:
        yield found
