"""Both readings at every UTC minute of twenty years, for each shipped policy.

``make every-minute``: months are dealt out to the machine's cores, progress is shown, and
the exit status is 1 where the two readings differ. ``ARGS="NAME ..."`` names policies.
"""

import os
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from multiprocessing import Pool
from time import monotonic
from typing import NamedTuple

from policy.calendars.exchange import load_exchange
from policy.company import load_policy, shipped
from tests.policy.two_readings import BEGINS, ENDS, TwoReadings

MINUTE = timedelta(minutes=1)
#: So many differences are shown of each month; one is enough to look for the reason.
SHOWN = 3


class Part(NamedTuple):
    """Some days of one policy's twenty years: from the first moment to before the last."""

    policy: str
    first: datetime
    last: datetime


class Found(NamedTuple):
    """What a part came to: how many minutes, how many differ, and the first of them."""

    part: Part
    minutes: int
    differing: int
    shown: tuple[str, ...]


def parts(names: list[str]) -> Iterator[Part]:
    """Deal out the minutes, thirty days at a time."""
    for name in names:
        first = BEGINS
        while first < ENDS:
            last = min(first + timedelta(days=30), ENDS)
            yield Part(name, first, last)
            first = last


@cache
def readings(name: str) -> TwoReadings:
    """Open one policy's record, once a process."""
    policy = load_policy(name)
    return TwoReadings(policy, load_exchange(policy.issuer.exchange))


def compare(part: Part) -> Found:
    """Ask both readings at every minute of a part."""
    both = readings(part.policy)
    minutes, differing, shown = 0, 0, []
    at = part.first
    while at < part.last:
        one, other = both.from_engine(at), both.from_reference(at)
        if one != other:
            differing += 1
            if len(shown) < SHOWN:
                shown.append(f"{part.policy} at {at.isoformat()}: {one} and {other}")
        minutes += 1
        at += MINUTE
    return Found(part, minutes, differing, tuple(shown))


def main(names: list[str]) -> int:
    """Compare, show how far it is, and say what was found."""
    todo = list(parts(names or list(shipped())))
    begun, minutes, differing = monotonic(), 0, 0
    cores = os.cpu_count() or 1
    with Pool(cores) as pool:
        for number, found in enumerate(pool.imap_unordered(compare, todo), start=1):
            minutes += found.minutes
            differing += found.differing
            for line in found.shown:
                print(f"\n{line}")
            spent = monotonic() - begun
            left = spent / number * (len(todo) - number)
            sys.stderr.write(
                f"\r{number:,} of {len(todo):,} parts, {minutes:,} minutes, {differing:,} differ, "
                f"{spent / 60:.0f} min gone, {left / 60:.0f} to go "
            )
    print(
        f"\n{minutes:,} minutes of {', '.join(names or shipped())}: {differing:,} differ "
        f"({(monotonic() - begun) / 60:.1f} min on {cores} cores)"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
