"""App Homes published at once, for tests that move the clock themselves."""

import asyncio


async def drained(keeper, *, once=False):
    """Publish all that is to be published now, at no pace; with ``once``, try each once."""
    await asyncio.sleep(0)  # what another thread said just now
    keeper.changed([])
    await keeper._look()
    while waiting := [*keeper._soon, *(one for each in keeper._without_haste for one in each)]:
        for user_id in waiting:
            keeper._take(user_id)
            await keeper._publish(user_id)
        if once:
            return
