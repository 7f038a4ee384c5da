"""What the strangers' tests share."""

import pytest

from tests.peers.strangers import Go, built


@pytest.fixture(scope="session")
def go(tmp_path_factory) -> Go:
    return built(tmp_path_factory.mktemp("go"))
