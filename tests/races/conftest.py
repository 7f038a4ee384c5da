"""A world in memory for each search."""

import pytest

from tests.races.desk_in_steps import World
from tests.races.search import Search


@pytest.fixture
def explore(sqlite_url, keys, clock):
    """Explore a scene to its end; gives the counts."""
    worlds = []

    def run(scene):
        worlds.append(World(sqlite_url, keys, clock))
        return Search(worlds[-1], scene).run()

    yield run
    for world in worlds:
        world.close()
