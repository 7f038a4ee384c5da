"""Each act and each page in a database without a history, and in ones with longer and longer ones.

A generator fills them (``benchmarks.filling``); what is open and what was done lately is the same
in each, and the same work is asked of all of them in turns. `make bench ARGS="flat 1000000"`
measures that size alone; ``sqlite`` or ``postgresql`` behind it that database alone. At the end
the bot itself is started on each file of them, and the plans of all statements are looked at.
"""

import asyncio
import gc
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Final

from benchmarks import flat_starts, plans
from benchmarks.backends import Backends, backends_of
from benchmarks.company import OWN, lately, opened
from benchmarks.filling import fill, lives_of
from benchmarks.flat_acts import MEASURED
from benchmarks.flat_measured import Measured
from benchmarks.flat_room import folder_for, has_room
from benchmarks.table import FIGURES, Figure, spread
from clearance.shown import No
from storage.upgrade import upgrade
from tests import postgres
from tests.clearance.company import Company

#: A million takes more than five minutes to fill, of each database: it is asked for by its number.
SIZES: Final = (0, 100_000)
DATABASES: Final = ("sqlite", "postgresql")
#: At most so much slower than without a history.
AT_MOST: Final = 1.3
#: By the clock, and those that a core was busy with it, in this process and in the server's: on a
#: machine that others use too, the second ones tell more.
Seconds = tuple[float, float]
_LARGER: Final = 1_000_000
_WARM, _ROUNDS = 1, 7
_DISK: Final = "-c max_wal_size=4GB -c checkpoint_timeout=15min"


def measure(sizes: Sequence[int] = SIZES, databases: Sequence[str] = DATABASES) -> None:
    """Measure and print."""
    for kind in databases:
        where = folder_for(kind, sizes)
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
    servers = {size: backends_of(url) for size, url in urls.items()}
    try:
        for company in companies.values():
            asyncio.run(lately(company, OWN))
        # Where the server's share is not seen, how busy a core was says nothing.
        seen = kind == "sqlite" or all(servers.values())
        _show_head(kind, list(companies), seen=seen)
        for one in MEASURED:
            _show(kind, one, _in_turns(one, companies, servers), seen=seen)
        if largest := max(companies):
            plans.show(kind, largest, companies[largest])
    finally:
        for company in companies.values():
            company.database.close_now()
        for server in filter(None, servers.values()):
            server.close()
    if kind == "sqlite":
        flat_starts.measure(kind, urls)


def _filled(stack: ExitStack, folder: Path, kind: str, sizes: list[int]) -> dict[int, str]:
    """Fill a database of each size, and say how long it took."""
    made, urls = lives_of(folder), dict[int, str]()
    server = None
    if kind == "postgresql":
        folder.chmod(0o755)
        server = stack.enter_context(postgres.server(str(folder), _DISK))
    for size in sizes:
        if not has_room(kind, size, folder):
            continue
        if server is None:
            url = f"sqlite:///{folder / f'{size}.db'}"
            upgrade(url)
        else:
            url = stack.enter_context(server.database())
        took = fill(url, size, made, kept=True)
        told = f"{kind}: {size:,} requests of twenty years were written"
        print(f"{told} in {took:,.0f} s", flush=True)
        urls[size] = url
    return urls


def _in_turns(
    one: Measured, companies: dict[int, Company], servers: Mapping[int, Backends | None]
) -> dict[int, list[Seconds]]:
    taken: dict[int, list[Seconds]] = {size: [] for size in companies}
    for turn in range(_WARM + _ROUNDS):
        order = list(companies)
        for size in order if turn % 2 else reversed(order):
            seconds = asyncio.run(once(one, companies[size], servers[size]))
            if turn >= _WARM:
                taken[size].append(seconds)
    return taken


async def once(one: Measured, company: Company, server: Backends | None = None) -> Seconds:
    """Prepare, do it with the clock running, and clear up."""
    ready = None if one.before is None else await one.before(company)
    if isinstance(ready, No):
        raise SystemExit(f"{one.name}: refused before its clock ran: {ready.reason}.")
    served = 0.0 if server is None else server.seconds()
    with _undisturbed():
        began, busy = perf_counter(), process_time()
        said = await one.timed(company, ready)
        seconds, busy = perf_counter() - began, process_time() - busy
    served = 0.0 if server is None else server.seconds() - served
    if isinstance(said, No):
        raise SystemExit(f"{one.name}: refused: {said.reason}.")
    if one.after is not None:
        await one.after(company)
    return seconds, busy + served


@contextmanager
def _undisturbed() -> Iterator[None]:
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _show_head(kind: str, sizes: Sequence[int], *, seen: bool) -> None:
    print(f"\n{kind}: medians of {_ROUNDS}, in turns; ratios to a database without a history")
    if max(sizes) < _LARGER:
        print(f'A million is left out, as it takes long to fill: ARGS="flat {_LARGER} {kind}".')
    if not seen:
        print("The server's processes are not seen here: what is busy is this process alone,")
        print("and a line is marked by the clock.")
    heads = "".join(f"{f'{size:,}: by the clock, and busy':>42}" for size in sizes if size)
    print(f"{'':40}{'empty':>10}{heads}")


def _show(kind: str, one: Measured, taken: dict[int, list[Seconds]], *, seen: bool) -> None:
    """Print the empty database's median and, of each size, median, spread and ratio.

    The largest goes into the picture, by the clock.
    """
    empty = _medians(taken[0])
    cells = "".join(_cell(one, taken[size], empty, seen=seen) for size in taken if size)
    print(f"{one.name:40}{empty[0] * 1000:>7.2f} ms{cells}", flush=True)
    if largest := max(taken):
        clock, bare = ([each for each, _ in taken[size]] for size in (largest, 0))
        low, high = spread(clock, bare)
        title = f"{kind}, beside {largest:,} requests, to none"
        speed = empty[0] / median(clock)
        FIGURES.append(Figure(title, one.name, speed, 1 / high, 1 / low))


def _medians(taken: list[Seconds]) -> Seconds:
    return median(one for one, _ in taken), median(busy for _, busy in taken)


def _cell(one: Measured, taken: list[Seconds], empty: Seconds, *, seen: bool) -> str:
    low, _, high = quantiles((clock for clock, _ in taken), n=4, method="inclusive")
    now = _medians(taken)
    ratio, busy = (after / before for after, before in zip(now, empty, strict=True))
    grown = min(ratio, busy) if seen else ratio
    slow = grown > AT_MOST if one.within is None else now[0] * 1000 > one.within
    mark = " !" if slow else "  "
    spread = f"({low * 1000:.1f}-{high * 1000:.1f})"
    return f"{now[0] * 1000:>9.2f} ms {spread:>15}{ratio:>5.2f}x{busy:>5.2f}x{mark}"
