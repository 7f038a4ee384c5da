"""A submission where 10,000 people are on the list and under a restriction, to one among few.

Both are the bot's own servers over HTTP on SQLite files, asked in turns. Whoever files is
under the restriction in the one and under none in the other: neither that nor how many others
are may tell.
"""

import asyncio
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from benchmarks.answers import EMPLOYEES, Cell, Side, begun, counted, heading, line
from benchmarks.answers_load import Http
from benchmarks.bot_server import fill, own_file

MANY: Final = 10_000
ROUNDS: Final = 5
#: How many at once -> how many submissions a round has.
AT_ONCE: Final = {1: 40, 16: 96}


def measure() -> None:
    """Measure and print."""
    heading(f"Submissions with {MANY:,} people restricted, to {EMPLOYEES} people and none of them")
    with tempfile.TemporaryDirectory() as named:
        asyncio.run(_compared(Path(named)))


async def _compared(named: Path) -> None:
    with ExitStack() as stack:
        sides = []
        for name, many in (("full", MANY), ("empty", EMPLOYEES)):
            folder = named / name
            folder.mkdir()
            fill(folder, "", many, restricted=many == MANY)
            told = await begun(stack, "benchmarks.bot_server", str(folder))
            http = Http(told["port"], told["secret"])
            sides.append(Side(http, own_file(folder), told["team"], told))
        for at_once, many in AT_ONCE.items():
            cells = [Cell(), Cell()]
            for turn in range(ROUNDS + 1):
                for which in (0, 1) if turn % 2 else (1, 0):
                    before = sides[which].computed()
                    found = await sides[which].submit(many, at_once, bot=True)
                    if turn:  # the first one warms
                        cells[which].take(found, sides[which].computed() - before)
            line(f"{at_once} at once", *cells)
        for side in sides:
            assert counted(side.url) == (side.filed, 0)
