"""Does a restriction take time that can be measured: ``make timing``.

Somebody restricted and somebody who is not ask for the same trade, one after the other in
random order, many thousand times. Measured is how long it takes from the submission to the
receipt, and to the card being queued. Which of two colleagues is restricted changes from
record to record, so that nothing of theirs counts. A sign test says whether one is slower
more often than chance has it; it must find nothing, and must find the same work with a small
delay planted in it.

The records lie in memory where the machine has a folder for that, so that what is measured is
not the disk; otherwise they are as they always are.
"""

import asyncio
import gc
import math
import random
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter_ns
from unittest.mock import patch

from clearance import submitting
from clearance.desk import Desk, minute_passed
from clearance.shown import Actor, Ask, No
from clearance.shown_restrictions import RestrictSaid
from clearance.submitting import STATEMENTS
from handlers.views import receipt
from policy.facts import Trade
from storage.database import Database
from tests.clearance.company import TEAM
from tests.clock import HandClock
from tests.confidentiality.worlds.company import (
    BEGIN,
    KEYS,
    calendar,
    copy_of_template,
    policy,
)
from tests.postgres import quick_folder

PAIRS = 20_000
#: So many pairs are measured on one record; then a fresh one is taken.
ON_ONE_RECORD, WARM = 250, 20
#: How much slower the planted case is, in microseconds.
PLANTED = 100
#: Under this probability chance is no explanation.
LIMIT = 0.001
COLLEAGUES = ("U0EMPLOYEE", "U0SECOND")
ASK = Ask(trade=Trade(action="buy", quantity=500), statements=STATEMENTS)


@dataclass
class Measured:
    """By how many nanoseconds the restricted one took longer, pair by pair."""

    receipts: list[int] = field(default_factory=list)
    cards: list[int] = field(default_factory=list)
    plain: list[int] = field(default_factory=list)


class Record:
    """A record on which one of two colleagues is restricted, and the desk that serves them."""

    def __init__(self, url: str, restricted: str) -> None:
        self.restricted = restricted
        self.card_at = 0
        clock = HandClock(BEGIN)
        self.database = Database.open(
            url, keys=KEYS, now=clock.now, steady=clock.steady, boundary=minute_passed
        )
        self.database.on_delivery = self._queued
        self.desk = Desk(self.database, policy(), calendar(), TEAM)

    async def settle(self) -> None:
        said = RestrictSaid("event", (self.restricted,), "Heron", notify=False)
        answer = await self.desk.restrict(Actor(TEAM, "U0CFO"), said)
        assert not isinstance(answer, No), answer
        await self.desk.tick()

    async def ask(self, who: str) -> tuple[int, int]:
        """Give the nanoseconds from a submission to its receipt, and to its queued cards."""
        actor = Actor(TEAM, who)
        begun = perf_counter_ns()
        answer = await self.desk.submit(actor, ASK)
        receipt.build(answer)
        done = perf_counter_ns()
        assert answer.state == "pending", answer
        return done - begun, self.card_at - begun

    def _queued(self) -> None:
        self.card_at = perf_counter_ns()


async def measure(pairs: int, chance: random.Random) -> Measured:
    """Measure so many pairs."""
    measured = Measured()
    with TemporaryDirectory(prefix="preclear-timing-", dir=quick_folder()) as folder:
        for number in range(-(-pairs // ON_ONE_RECORD)):
            url, _ = copy_of_template(Path(folder), str(number))
            record = Record(url, COLLEAGUES[number % 2])
            await record.settle()
            gc.collect()
            gc.disable()
            for turn in range(-WARM, min(ON_ONE_RECORD, pairs - number * ON_ONE_RECORD)):
                await _pair(record, chance, measured if turn >= 0 else Measured())
            gc.enable()
            record.database.close_now()
            (Path(folder) / f"{number}.db").unlink()
            _told(number * ON_ONE_RECORD, pairs)
    return measured


async def _pair(record: Record, chance: random.Random, measured: Measured) -> None:
    took = {}
    for who in chance.sample(COLLEAGUES, 2):
        took[who] = await record.ask(who)
    restricted = took.pop(record.restricted)
    (plain,) = took.values()
    measured.receipts.append(restricted[0] - plain[0])
    measured.cards.append(restricted[1] - plain[1])
    measured.plain.append(plain[0])


def planted(microseconds: float) -> Callable:
    """Let what a judgement rests on be gathered more slowly for somebody restricted."""
    gather = submitting.gather

    def slower(tx, ground, person, trade, **named):
        facts = gather(tx, ground, person, trade, **named)
        until = perf_counter_ns() + microseconds * 1000
        if any(person.person in held.people for held in ground.book.restrictions.values()):
            while perf_counter_ns() < until:
                pass
        return facts

    return patch.object(submitting, "gather", slower)


def sign_test(differences: list[int]) -> tuple[float, float]:
    """Give how often the restricted one was slower, and how likely chance does that or more."""
    counted = [one for one in differences if one]
    slower = sum(one > 0 for one in counted)
    distance = abs(2 * slower - len(counted)) / math.sqrt(len(counted))
    return slower / len(counted), math.erfc(distance / math.sqrt(2))


def report(name: str, measured: Measured) -> bool:
    """Print what was found; true where chance explains it."""
    explained = True
    for what, differences in (("receipt", measured.receipts), ("card", measured.cards)):
        share, likely = sign_test(differences)
        explained = explained and likely >= LIMIT
        sys.stdout.write(
            f"{name}, to the {what}: {len(differences):,} pairs, the restricted one slower in "
            f"{share:.2%}, median difference {median(differences) / 1000:+.1f} microseconds of "
            f"{median(measured.plain) / 1000:,.0f}, p = {likely:.3g}\n"
        )
    return explained


def _told(done: int, pairs: int) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r{done:,} of {pairs:,} pairs ")


def main(arguments: list[str]) -> int:
    """Measure both, and say whether the one is silent and the other is found."""
    pairs = int(arguments[0]) if arguments else PAIRS
    chance = random.Random(20261123)  # noqa: S311 - an order, no secret
    silent = report("restricted or not", asyncio.run(measure(pairs, chance)))
    with planted(PLANTED):
        found = not report(f"{PLANTED} microseconds planted", asyncio.run(measure(pairs, chance)))
    sys.stdout.write(
        f"At p < {LIMIT}: {'nothing' if silent else 'A DIFFERENCE'} found between restricted and "
        f"not; the planted difference {'was found' if found else 'WAS NOT FOUND'}.\n"
    )
    return 0 if silent and found else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
