"""One history lived twice: in one world with a secret, in the other without it or with another."""

import asyncio
import json
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.tables import SQLModel
from tests.confidentiality.worlds.acts import Restricts
from tests.confidentiality.worlds.company import copy_of_template, settle
from tests.confidentiality.worlds.watching import log_lines, not_drawn, posted_to, seen_by
from tests.confidentiality.worlds.world import Place, World
from tests.postgres import quick_folder


@dataclass(frozen=True)
class Lived:
    """What is left of a world: what people saw and keep, the log, its shape, the secret."""

    seen: dict
    posted: dict
    strange: dict
    log: list
    shape: dict
    inside: str
    skipped: bool
    afterwards: object = None

    def of(self, observer):
        return self.seen[observer]


async def live(place, history, observers, protects=None) -> Lived:
    """Live a history in one world."""
    async with World(place) as world:
        world.protects = protects
        await world.live(history)
        inside = await world.inside()
        # A blackout that begins before the tick cannot begin early any more.
        early = any(isinstance(act, Restricts) and act.quarter_end for act in history)
        too_late = early and not json.loads(inside).get("restrictions")
        return Lived(
            {one: seen_by(world, one) for one in observers},
            {one: posted_to(world, one) for one in observers},
            {one: not_drawn(world, one) for one in observers},
            log_lines(world),
            await shape(world),
            inside,
            world.skipped or bool(too_late),
        )


def both(
    histories, observers, seed=0, urls=None, *, protects=None, afterwards=None
) -> tuple[Lived, ...]:
    """Live histories, each in a world of its own, on SQLite unless databases are given.

    ``afterwards`` is done with each record once its world has ended.
    """
    with TemporaryDirectory(prefix="preclear-worlds-", dir=quick_folder()) as folder:
        lived = []
        for number, history in enumerate(histories):
            if urls is None:
                url, known = copy_of_template(Path(folder), f"world-{number}")
            else:
                url, known = urls[number], settle(urls[number])
            place = Place(url, known, seed)
            found = asyncio.run(live(place, history, observers, protects))
            lived.append(replace(found, afterwards=afterwards and afterwards(url)))
        return tuple(lived)


async def shape(world):
    """Give every table's rows as what somebody without the key sees: how long each value is."""
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        rows = await world.rows(f'select * from "{table.name}"')
        found[table.name] = [
            {name: len(one) if isinstance(one, bytes | str) else "" for name, one in row.items()}
            for row in rows
        ]
    return found


def same(first, second):
    """Fail with the first lines that differ; said shortly, as whole forms stand in them."""
    lines = unified_diff(first, second, "without", "with", n=0, lineterm="")
    told = "\n".join(line[:2000] for line, _ in zip(lines, range(12), strict=False))
    assert not told, f"the observer sees a difference:\n{told}"


def alike(lived, observer):
    """Hold that the worlds differ inside, and that the observer cannot tell which is which."""
    first, second = lived
    assert first.inside != second.inside
    for world in lived:
        assert not world.strange[observer], "an id that did not come from chance"
    same(first.of(observer), second.of(observer))
