"""An act's transaction with its entry in the log, against the same transaction without it.

A request is filed and approved at the desk, on a SQLite file, in turns: once as it is, and once
where nothing is recorded, so that the entry, the digests of its rows, what it seals and its
place in the tree are not made. All else is the same, the wait for the disk too.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Any
from urllib.parse import parse_qs

from benchmarks.bot_server import NOON
from benchmarks.inside import Inside, Sent, inside
from benchmarks.table import show
from clearance.shown import Actor, Ask, No
from handlers.views import request_form, review_form
from storage.tx import Tx

WARM, ROUNDS = 10, 150


@dataclass(frozen=True, slots=True)
class Turns:
    """What an act took with its entry, and without: until it was done, and of a processor."""

    waited: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))
    computed: tuple[list[float], list[float]] = field(default_factory=lambda: ([], []))


def measure() -> None:
    """Measure and print."""
    asyncio.run(_measure())


async def _measure() -> None:
    async with inside() as bot:
        asked = iter([asked_in(bot.submission()) for _ in range(2 * (WARM + ROUNDS))])
        employee = Actor(bot.team, "U0EMPLOYEE")
        submissions = await in_turns(lambda: bot.desk.submit(employee, next(asked)))
        decisions = await decided(bot)
    show(
        f"An act's transaction with its log entry ({ROUNDS} each, in turns; without it)",
        [
            ("a submission", *submissions.waited),
            ("a decision", *decisions.waited),
            ("a submission, of a processor", *submissions.computed),
            ("a decision, of a processor", *decisions.computed),
        ],
    )


async def decided(bot: Inside) -> Turns:
    """Approve what waits."""
    verdict = review_form.read(view_in((await bot.decisions(1))[0])).verdict
    assert verdict is not None
    waiting = iter(await bot.waiting(2 * (WARM + ROUNDS)))
    ceo = Actor(bot.team, "U0CEO")
    return await in_turns(lambda: bot.desk.decide(ceo, next(waiting), verdict))


def asked_in(sent: Sent) -> Ask:
    """Give what a form asks for; each asks once."""
    ask = request_form.read(view_in(sent), NOON.date()).ask
    assert ask is not None
    return ask


def view_in(sent: Sent) -> dict[str, Any]:
    """Give the form that is sent."""
    view: dict[str, Any] = json.loads(parse_qs(sent[0].decode())["payload"][0])["view"]
    return view


async def in_turns(act: Callable[[], Awaitable[Any]]) -> Turns:
    """Give the seconds of an act with its entry and without, each first every other time."""
    turns = Turns()
    for turn in range(WARM + ROUNDS):
        for logged in (True, False) if turn % 2 else (False, True):
            with nothing_recorded(not logged):
                started = perf_counter(), process_time()
                answer = await act()
                taken = perf_counter() - started[0], process_time() - started[1]
            assert not isinstance(answer, No), answer
            if turn >= WARM:
                turns.waited[not logged].append(taken[0])
                turns.computed[not logged].append(taken[1])
    return turns


@contextmanager
def nothing_recorded(really: bool) -> Iterator[None]:
    """Have transactions record nothing for as long as the block lasts."""
    kept = {name: getattr(Tx, name) for name in ("log", "wrote")}
    if really:
        for name in kept:
            setattr(Tx, name, lambda *_given, **_named: None)
    try:
        yield
    finally:
        for name, method in kept.items():
            setattr(Tx, name, method)
