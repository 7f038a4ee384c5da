"""Each act and each page in a database without a history, and in ones with longer and longer ones.

A generator fills them (``benchmarks.filling``); what is open and what was done lately is the same
in each, and the same work is asked of all of them in turns. `make bench ARGS="flat 1000000"`
measures that size alone; ``sqlite`` or ``postgresql`` behind it that database alone.
"""

import asyncio
import gc
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Final

from benchmarks.company import lately, opened
from benchmarks.filling import fill, lives_of
from benchmarks.flat_acts import MEASURED, Measured
from benchmarks.table import FIGURES, Figure, spread
from clearance.shown import No
from storage.known import check_start
from storage.upgrade import upgrade
from tests import postgres
from tests.clearance.company import Company

SIZES: Final = (0, 100_000)
DATABASES: Final = ("sqlite", "postgresql")
#: At most so much slower than without a history.
AT_MOST: Final = 1.3
#: By the clock, and those that a core was busy with it: on a machine that others use too, the
#: second ones tell more of SQLite, which is part of the process.
Seconds = tuple[float, float]
_WARM, _ROUNDS = 1, 7
#: Bytes that a request of the history takes, with room to spare.
_A_REQUEST: Final = 4_500
_DISK: Final = "-c max_wal_size=4GB -c checkpoint_timeout=15min"
#: So many requests may lie in memory: what is asked is how the work grows, and a disk that
#: others wait for too says less about it.
_IN_MEMORY: Final = 100_000


def measure(sizes: Sequence[int] = SIZES, databases: Sequence[str] = DATABASES) -> None:
    """Measure and print."""
    for kind in databases:
        where = postgres.quick_folder() if max(sizes) <= _IN_MEMORY else None
        with (
            tempfile.TemporaryDirectory(prefix="preclear-flat-", dir=where) as named,
            ExitStack() as stack,
        ):
            try:
                urls = _filled(stack, Path(named), kind, sorted({0, *sizes}))
            except postgres.NoPostgres as why:
                print(f"PostgreSQL was left out: {why}")
                continue
            compare(kind, urls)


def compare(kind: str, urls: dict[int, str]) -> None:
    """Measure filled databases in turns, and print how each does."""
    companies = {size: opened(url) for size, url in urls.items()}
    try:
        for company in companies.values():
            asyncio.run(lately(company))
        _show_head(kind, list(companies))
        for one in MEASURED:
            _show(kind, one, _in_turns(one, companies))
        _starts(kind, companies)
    finally:
        for company in companies.values():
            company.database.close_now()


def _filled(stack: ExitStack, folder: Path, kind: str, sizes: list[int]) -> dict[int, str]:
    """Fill a database of each size, and say how long it took."""
    made, urls = lives_of(folder), dict[int, str]()
    server = None
    if kind == "postgresql":
        folder.chmod(0o755)
        server = stack.enter_context(postgres.server(str(folder), _DISK))
    for size in sizes:
        if shutil.disk_usage(folder).free < size * _A_REQUEST:
            print(f"The disk has no room for {size:,} requests.")
            continue
        if server is None:
            url = f"sqlite:///{folder / f'{size}.db'}"
            upgrade(url)
        else:
            url = stack.enter_context(server.database())
        took = fill(url, size, made)
        told = f"{kind}: {size:,} requests, removed after their time, were written"
        print(f"{told} in {took:,.0f} s", flush=True)
        urls[size] = url
    return urls


def _in_turns(one: Measured, companies: dict[int, Company]) -> dict[int, list[Seconds]]:
    taken: dict[int, list[Seconds]] = {size: [] for size in companies}
    for turn in range(_WARM + _ROUNDS):
        order = list(companies)
        for size in order if turn % 2 else reversed(order):
            seconds = asyncio.run(once(one, companies[size]))
            if turn >= _WARM:
                taken[size].append(seconds)
    return taken


async def once(one: Measured, company: Company) -> Seconds:
    """Prepare, do it with the clock running, and clear up."""
    ready = None if one.before is None else await one.before(company)
    with _undisturbed():
        began, busy = perf_counter(), process_time()
        said = await one.timed(company, ready)
        seconds = (perf_counter() - began, process_time() - busy)
    if isinstance(said, No):
        raise TypeError(f"{one.name}: {said.reason}")
    if one.after is not None:
        await one.after(company)
    return seconds


@contextmanager
def _undisturbed() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _show_head(kind: str, sizes: Sequence[int]) -> None:
    print(f"\n{kind}: medians of {_ROUNDS}, in turns; ratios to a database without a history")
    heads = "".join(f"{f'{size:,}: by the clock, and busy':>42}" for size in sizes if size)
    print(f"{'':40}{'empty':>10}{heads}")


def _show(kind: str, one: Measured, taken: dict[int, list[Seconds]]) -> None:
    """Print the empty database's median and, of each size, median, spread and ratio.

    The largest goes into the picture, by the clock.
    """
    empty = _medians(taken[0])
    cells = "".join(_cell(one, taken[size], empty) for size in taken if size)
    print(f"{one.name:40}{empty[0] * 1000:>7.2f} ms{cells}", flush=True)
    if largest := max(taken):
        clock, bare = ([each for each, _ in taken[size]] for size in (largest, 0))
        low, high = spread(clock, bare)
        title = f"{kind}, beside {largest:,} requests, to none"
        speed = empty[0] / median(clock)
        FIGURES.append(Figure(title, one.name, speed, 1 / high, 1 / low))


def _medians(taken: list[Seconds]) -> Seconds:
    return median(one for one, _ in taken), median(busy for _, busy in taken)


def _cell(one: Measured, taken: list[Seconds], empty: Seconds) -> str:
    low, _, high = quantiles((clock for clock, _ in taken), n=4, method="inclusive")
    now = _medians(taken)
    ratio, busy = (after / before for after, before in zip(now, empty, strict=True))
    slow = min(ratio, busy) > AT_MOST if one.within is None else now[0] * 1000 > one.within
    mark = " !" if slow else "  "
    spread = f"({low * 1000:.1f}-{high * 1000:.1f})"
    return f"{now[0] * 1000:>9.2f} ms {spread:>15}{ratio:>5.2f}x{busy:>5.2f}x{mark}"


def _starts(kind: str, companies: dict[int, Company]) -> None:
    """Print how long the log is looked at before a start."""
    for size, company in companies.items():
        began = perf_counter()
        check_start(company.database.run_now, [], [], asked=False)
        print(f"{kind}: the log of {size:,} held at a start in {perf_counter() - began:.2f} s")
