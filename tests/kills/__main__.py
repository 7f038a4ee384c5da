"""`make kills`: hundreds of kills on SQLite, on PostgreSQL, and with two processes on it."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

from storage.upgrade import upgrade
from tests import postgres
from tests.kills.company import company
from tests.kills.killing import Run

VARIANTS = {"sqlite": 1, "postgresql": 1, "postgresql-two": 2}


def main() -> int:
    """Run what was asked for, and print the figures beside each other."""
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--restarts", type=int, default=200)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--only", choices=VARIANTS, action="append")
    asked = parser.parse_args()
    figures: dict[str, Counter[str]] = {}
    wrong = 0
    with postgres.server() as server:
        for name in asked.only or VARIANTS:
            try:
                figures[name] = asyncio.run(_one(name, asked, server))
            except AssertionError as error:
                wrong += 1
                print(f"{name}: WRONG, seed {asked.seed}: {error}")
    _table(figures)
    return wrong


async def _one(name: str, asked: argparse.Namespace, server: postgres.Postgres) -> Counter[str]:
    began = time.monotonic()

    def tell(line: str) -> None:
        print(f"{name} {time.monotonic() - began:5.0f} s: {line}", flush=True)

    with tempfile.TemporaryDirectory() as folder, _url(name, Path(folder), server) as url:
        async with company(url, Path(folder)) as opened:
            run = Run(
                opened,
                asked.seed,
                asked.restarts,
                processes=VARIANTS[name],
                wait_for_leases=True,
                tell=tell,
            )
            await run.carry_out()
    run.figures["seconds"] = round(time.monotonic() - began)
    return run.figures


@contextmanager
def _url(name: str, folder: Path, server: postgres.Postgres):
    if name == "sqlite":
        url = f"sqlite:///{folder / 'preclear.db'}"
        upgrade(url)
        yield url
        return
    with server.database() as url:
        yield url


def _table(figures: dict[str, Counter[str]]) -> None:
    rows = sorted({name for counted in figures.values() for name in counted})
    print("".ljust(28), *(name.rjust(15) for name in figures))
    for row in rows:
        print(row.ljust(28), *(str(counted[row]).rjust(15) for counted in figures.values()))
    print("lost".ljust(28), *("0".rjust(15) for _ in figures))
    print("decided twice".ljust(28), *("0".rjust(15) for _ in figures))


if __name__ == "__main__":
    sys.exit(main())
