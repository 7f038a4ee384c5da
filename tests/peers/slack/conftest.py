"""One server of others for all that ask for it, and fresh proxies before it."""

import pytest

from tests.peers.slack import emulated


@pytest.fixture(scope="session")
def emulate_server(tmp_path_factory):
    """Run `emulate` once."""
    with emulated.serving(tmp_path_factory.mktemp("emulate")) as server:
        yield server


@pytest.fixture
async def emulate(emulate_server):
    """Give it behind a proxy of this test's own."""
    async with emulated.proxied(emulate_server) as served:
        yield served
