"""Waiting for what another process does: it is looked at, now and then, until it is so."""

import asyncio
from collections.abc import Callable

LOOK = 0.02


async def until(true: Callable[[], object], patience: float) -> None:
    """Return once something is true. Raises TimeoutError."""
    async with asyncio.timeout(patience):
        while not true():
            await asyncio.sleep(LOOK)
