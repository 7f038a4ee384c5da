"""Waiting for what another thread, process or client does: it is looked at until it is so.

Between two looks the loop rests. One that only turned would hold Python's lock, and whoever is
waited for, the database's thread above all, would get it for an instant now and then.
"""

import asyncio
from collections.abc import Callable

LOOK_SECONDS = 0.002


async def until(true: Callable[[], object], what: str = "it", patience: float = 60.0) -> None:
    """Return once something is true; fails after so many seconds, naming what did not happen."""
    deadline = asyncio.get_running_loop().time() + patience
    while not true():
        assert asyncio.get_running_loop().time() < deadline, f"{what} did not happen"
        await asyncio.sleep(LOOK_SECONDS)
