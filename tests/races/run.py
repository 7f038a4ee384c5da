"""Explore every scene, and say how much there was: ``make races``."""

import sys
import tempfile
import time
from pathlib import Path

import structlog

from storage.sealed import KeyFile
from storage.upgrade import upgrade
from tests.clock import HandClock
from tests.postgres import quick_folder
from tests.races.desk_in_steps import World
from tests.races.scene import BrokenError
from tests.races.scenes import WHOLE
from tests.races.search import Search


def explored(scene):
    """Explore one scene on a database of its own."""
    with tempfile.TemporaryDirectory(dir=quick_folder()) as folder:
        url = f"sqlite:///{Path(folder) / 'races.db'}"
        upgrade(url)
        world = World(url, KeyFile(bytes(range(32))), HandClock())
        try:
            return Search(world, scene).run()
        finally:
            world.close()


def main(words):
    """Explore the scenes that have one of the words, or all; 1 where something is broken."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    broken = 0
    for name, scene in WHOLE.items():
        if words and not any(word in name for word in words):
            continue
        begun = time.monotonic()
        try:
            told = numbers(explored(scene))
        except BrokenError as error:
            told, broken = f"BROKEN: {error}", 1
        sys.stdout.write(f"{name}: {told} ({time.monotonic() - begun:.0f} s)\n")
        sys.stdout.flush()
    return broken


def numbers(counts):
    """Say how much was explored."""
    return (
        f"{counts['states']:,} states, {counts['transitions']:,} transitions, "
        f"{counts['databases']:,} databases, {counts['ends']:,} ends"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
