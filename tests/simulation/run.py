"""Runs worlds until so many requests were filed: ``python -m tests.simulation.run --seed S --n N``."""

import argparse
import gc
import hashlib
import logging
import shutil
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

import structlog

from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from storage.sealed import KeyFile
from storage.upgrade import upgrade
from tests.postgres import quick_folder
from tests.simulation.faults import Tally, named_steps
from tests.simulation.history import Violation
from tests.simulation.world import World

#: Requests a world, and kills that each aims at.
A_WORLD = 40
AIMS = 8


@dataclass
class Outcome:
    """What a run came to."""

    digest: str
    tally: Tally
    worlds: int
    seconds: float
    failure: str = ""


def ground():
    return load_policy("cellectar_2018"), load_exchange("XNAS"), KeyFile(bytes(range(32)))


def simulate(seed, n, *, first=0, say=lambda line: None) -> Outcome:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL + 0))
    began = said = time.monotonic()
    tally, digest, number = Tally(), hashlib.sha256(), first
    folder = Path(tempfile.mkdtemp(prefix="preclear-sim-", dir=quick_folder()))
    steps = named_steps()
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)
    try:
        upgrade(f"sqlite:///{folder / 'template.db'}")
        land = ground()
        while tally.had["requests"] < n:
            place = folder / str(number)
            place.mkdir()
            shutil.copyfile(folder / "template.db", place / "preclear.db")
            aims = [steps[(number * AIMS + k) % len(steps)] for k in range(AIMS)]
            world = World(
                land,
                f"{seed}/{number}",
                min(A_WORLD, n),
                place,
                f"sqlite:///{place}/preclear.db",
                aims=aims,
            )
            try:
                world.run()
            except (Exception, Violation):
                lines = "\n".join(f"    {line}" for line in list(world.history.last))
                failure = f"{traceback.format_exc()}\nThe last steps:\n{lines}\nworld {number}"
                tally.add(world.tally)
                return Outcome(
                    digest.hexdigest(), tally, number + 1 - first, time.monotonic() - began, failure
                )
            finally:
                world.close()
                shutil.rmtree(place)
            digest.update(world.history.digest.encode())
            tally.add(world.tally)
            number += 1
            if time.monotonic() - said > 5:
                said = time.monotonic()
                say(
                    f"{tally.had['requests']} requests, {tally.had['requests'] / (said - began):.0f}/s"
                )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return Outcome(digest.hexdigest(), tally, number - first, time.monotonic() - began)


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--seed", default="1")
    p.add_argument("--n", type=int, default=5000)
    p.add_argument("--first", type=int, default=0)
    p.add_argument("--digest", action="store_true")
    a = p.parse_args()
    o = simulate(a.seed, a.n, first=a.first, say=print)
    if a.digest:
        print(o.digest)
        return bool(o.failure)
    print(o.tally.table())
    print("zeros", len(o.tally.zeros())) if len(o.tally.zeros()) > 60 else print(
        "zeros", o.tally.zeros()
    )
    print(o.worlds, "worlds", o.seconds, "s", o.digest)
    if o.failure:
        print(o.failure)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
