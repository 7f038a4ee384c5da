"""Run the simulator until so many requests were filed, or something that must hold did not.

    python -m tests.simulation.run --seed S --n 300

prints what befell the worlds and exits with 1 where an invariant was violated, and with 2
where, in a run of ``ENOUGH`` requests or more, some fault or named step never came up. A
short run is for one question only: does this code hold? The same seed gives the same
history, whose hash is printed; ``--first W --worlds 1`` replays one world of it alone, and
``--whole`` prints all of its history. From Python: ``simulate(seed, n)`` gives an ``Outcome``.
"""

import argparse
import gc
import hashlib
import logging
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
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

#: Requests a world, and the named steps that each is to be killed at.
A_WORLD = 40
AIMS = 18
#: What few worlds come to: in each of them one of its steps is aimed at, too.
SELDOM = ("receipt", "report")
#: In so many requests every fault and every named step has to come up.
ENOUGH = 5000
#: For so many more, worlds are aimed at nothing but what has not come up by then.
MORE = 2400
#: So often a long run says how far it is, in seconds; so much of a failed world is shown.
SAY_EVERY = 5.0
SHOWN = 40


Step = tuple[str, str]


@dataclass
class Outcome:
    """What a run came to."""

    seed: str
    digest: str
    tally: Tally
    worlds: int
    seconds: float
    processor: float
    failure: str = ""

    @property
    def missed(self) -> list[str]:
        """Name what never came up, in a run that is long enough."""
        return self.tally.zeros() if self.tally.had["requests"] >= ENOUGH else []


def ground():
    """Give what all worlds stand on: the policy, the calendar and the keys."""
    return load_policy("cellectar_2018"), load_exchange("XNAS"), KeyFile(bytes(range(32)))


class Worlds:
    """The worlds of one seed, one after the other, each in a folder of its own."""

    def __init__(self, seed: str, folder: Path):
        self.seed, self.folder = seed, folder
        self.ground = ground()
        self.template = folder / "template.db"
        upgrade(f"sqlite:///{self.template}")

    def make(self, number: int, goal: int, aims: list[Step] | None = None) -> World:
        """Make a world; ``aims`` are other steps to be killed at than its number's."""
        place = self.folder / str(number)
        place.mkdir()
        file = place / "preclear.db"
        shutil.copyfile(self.template, file)
        url = f"sqlite:///{file}"
        return world_on(self.ground, f"{self.seed}/{number}", goal, place, url, aims=aims)


def world_on(
    land, seed: str, goal: int, place: Path, url: str, *, aims: list[Step] | None = None
) -> World:
    """Make a world on a database that is upgraded and empty; its number is in its seed."""
    if aims is not None:
        return World(land, seed, goal, place, url, aims=aims)
    steps, number = named_steps(), int(seed.rpartition("/")[2])
    apart = len(steps) // AIMS  # so that a world's aims are of different acts
    aims = [steps[(number + k * apart) % len(steps)] for k in range(AIMS)]
    for kind in SELDOM:
        seldom = [step for step in steps if step[0] == kind]
        aims.append(seldom[number % len(seldom)])
    return World(land, seed, goal, place, url, aims=aims)


def live(world: World) -> str:
    """Let a world run; returns what failed, and nothing where all held."""
    try:
        world.run()
    except (Exception, Violation):  # noqa: BLE001 - whatever it was, the run has failed
        return traceback.format_exc()
    finally:
        world.close()
    return ""


def simulate(
    seed: str,
    n: int,
    *,
    first: int = 0,
    worlds: int | None = None,
    shown: int = SHOWN,
    say: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Run worlds of a seed, from the ``first`` on, until ``n`` requests were filed."""
    silent = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=silent)
    _collect_seldom()
    began, processor, said = time.monotonic(), time.process_time(), time.monotonic()
    tally, digest, number, failure = Tally(), hashlib.sha256(), first, ""
    folder = Path(tempfile.mkdtemp(prefix="preclear-simulation-", dir=quick_folder()))
    try:
        all_worlds = Worlds(seed, folder)
        while not failure and number - first != worlds:
            aims, after = None, tally.had["requests"] - n
            if after >= 0:
                aims = tally.unstruck() if n >= ENOUGH and after < MORE else []
                if not aims:
                    break
            world = all_worlds.make(number, min(A_WORLD, n), aims)
            failure = live(world)
            digest.update(world.history.digest.encode())
            tally.add(world.tally)
            if failure:
                again = f"--seed {seed} --n {n} --first {number} --worlds 1"
                failure = _told(world, failure, again, shown)
            shutil.rmtree(world.folder)
            number += 1
            if time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                say(_progress(tally, said - began))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        structlog.reset_defaults()
    return Outcome(
        seed,
        digest.hexdigest(),
        tally,
        number - first,
        time.monotonic() - began,
        time.process_time() - processor,
        failure,
    )


def _collect_seldom() -> None:
    """Leave what is loaded out of the collector's rounds, and make them rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def _progress(tally: Tally, seconds: float) -> str:
    requests, struck = tally.had["requests"], sum(tally.faults.values())
    return f"{requests} requests, {requests / seconds:.0f} a second, {struck} faults so far"


def _told(world: World, failure: str, again: str, shown: int) -> str:
    lines = "\n".join(f"    {line}" for line in list(world.history.last)[-shown:])
    command = f"python -m tests.simulation.run {again} --whole"
    return f"{failure}\nThe last of its history:\n{lines}\n\nAgain: {command}"


def told(outcome: Outcome) -> str:
    """Write what a run came to."""
    took = (
        f"{outcome.worlds} worlds in {outcome.seconds:.0f} s, {outcome.processor:.0f} s computing"
    )
    lines = [outcome.tally.table(), "", f"{took}; seed {outcome.seed}, history {outcome.digest}"]
    lines += [f"never came up: {name}" for name in outcome.missed]
    return "\n".join([*lines, outcome.failure] if outcome.failure else lines)


def main(arguments: list[str] | None = None) -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description="Run companies by a seed, with faults.")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--n", type=int, default=ENOUGH, help="requests")
    parser.add_argument("--first", type=int, default=0, help="the first world")
    parser.add_argument("--worlds", type=int, help="not more worlds than that")
    parser.add_argument("--whole", action="store_true", help="print all of a failed history")
    asked = parser.parse_args(arguments)

    def say(line: str) -> None:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()

    outcome = simulate(
        asked.seed,
        asked.n,
        first=asked.first,
        worlds=asked.worlds,
        shown=10**6 if asked.whole else SHOWN,
        say=say,
    )
    say(told(outcome))
    return 1 if outcome.failure else 2 if outcome.missed else 0


if __name__ == "__main__":
    sys.exit(main())
