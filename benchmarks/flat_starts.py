"""How long the bot takes to be ready on databases with a history, and without one, in turns.

`preclear run` as it is installed, with Slack's stand-in, on the files that the acts and pages
were measured in; a clock file gives it their day. Beside it: the look at the log before a start.
"""

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.company import NOW, SECRET, SIGNER, SIGNING, opened
from benchmarks.serving import serving
from benchmarks.starting import (
    LIBRARIES,
    environment_of,
    moved_clock,
    seconds_of,
    seconds_to_ready,
)
from bot.clock import keep_ahead
from storage.key_lines import write_keys
from storage.known import check_start
from storage.signing import restore_signing

#: The bot is to be ready within so many seconds.
WITHIN: Final = 2.0
_WARM, _ROUNDS = 1, 5


def measure(kind: str, urls: Mapping[int, str]) -> None:
    """Measure and print; no other process may have the databases open."""
    looked = {size: _looked_at(url) for size, url in urls.items()}
    with (
        tempfile.TemporaryDirectory(prefix="preclear-start-") as named,
        serving("benchmarks.bot_server", named) as slack,
    ):
        environments = {
            size: _environment(Path(named) / str(size), url, slack) for size, url in urls.items()
        }
        taken: dict[int, list[float]] = {size: [] for size in urls}
        floor: list[float] = []
        for turn in range(_WARM + _ROUNDS):
            floor.append(seconds_of(LIBRARIES))
            for size in list(urls) if turn % 2 else list(urls)[::-1]:
                seconds = seconds_to_ready(environments[size])
                if turn >= _WARM:
                    taken[size].append(seconds)
    print(f"\n{kind}: `preclear run` until it is ready (medians of {_ROUNDS}, in turns;", end=" ")
    print(f"its libraries alone take {median(floor[_WARM:]):.2f} s)")
    _show(taken, looked)


def _show(taken: Mapping[int, list[float]], looked: Mapping[int, float]) -> None:
    print(f"{'':>14}{'by the clock':>14}{'':>18}{'to empty':>10}{'the log alone':>15}")
    for size, each in taken.items():
        now, name = median(each), f"{size:,}" if size else "empty"
        ratio = f"{now / median(taken[0]):.2f}x" if taken.get(0) else ""
        spread = f"({min(each):.2f}-{max(each):.2f})"
        mark = " !" if now > WITHIN else ""
        print(f"{name:>14}{now:>12.2f} s{spread:>18}{ratio:>10}{looked[size]:>13.2f} s{mark}")


def _looked_at(url: str) -> float:
    """Say how long the log is looked at before a start."""
    company = opened(url)
    try:
        began = perf_counter()
        check_start(company.database.run_now, [], [SIGNER.verifier], asked=False)
        return perf_counter() - began
    finally:
        company.database.close_now()


def _environment(folder: Path, url: str, slack: Mapping[str, str]) -> dict[str, str]:
    """Make the files that the bot has beside a database, and say where they are."""
    folder.mkdir()
    write_keys(folder / "preclear.key", [SECRET])
    restore_signing(folder / "preclear.key.signing", SIGNING)
    real = datetime.now(UTC)  # noqa: TID251 - the clock's file holds how far it is from here
    keep_ahead(folder / "clock", NOW.astimezone(UTC) - real)
    return environment_of(slack, url, folder) | moved_clock(folder)
