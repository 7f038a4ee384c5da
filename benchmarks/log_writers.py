"""Processes that append to one log at full speed: `python -m benchmarks.log_writers URL SECONDS`.

One alone and two at once, in turns, on a SQLite file and on a PostgreSQL server that is started
for it. Afterwards the log is read through: no gap, no fork, and the edge is that of the leaves.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import Final

from benchmarks.log_appends import act, opened
from storage import log
from storage.tables import LogHeadRow
from storage.tree import Edge
from storage.tx import Tx
from storage.upgrade import upgrade
from tests import postgres

SECONDS: Final = 2.0
ROUNDS: Final = 5
_PAGE: Final = 5000


def measure() -> None:
    """Measure and print."""
    print("\nProcesses that append one record a transaction at full speed", end=" ")
    print(f"({ROUNDS} times {SECONDS:.0f} seconds, in turns; of turns: the least and the greatest)")
    print(f"{'':44}{'a second':>14}{'least':>14}{'longest wait':>14}{'to one':>9}{'of turns':>15}")
    with tempfile.TemporaryDirectory() as named:
        url = f"sqlite:///{named}/preclear.db"
        upgrade(url)
        together("SQLite", url)
    try:
        with postgres.server() as server, server.database() as url:
            together("PostgreSQL", url)
    except postgres.NoPostgres as why:
        print(f"PostgreSQL was left out: {why}")


def together(name: str, url: str) -> None:
    """Measure one process and two on a database in turns, and look at what they left."""
    rates: dict[int, list[float]] = {1: [], 2: []}
    longest = {1: 0.0, 2: 0.0}
    with processes(url, 2) as running:
        for turn in range(ROUNDS + 1):
            for many in (1, 2) if turn % 2 else (2, 1):
                said = raced(running[-many:] if turn % 2 else running[:many])
                if turn:  # the first one warms
                    rates[many].append(sum(one["acts"] for one in said) / SECONDS)
                    longest[many] = max(longest[many], *(one["longest"] for one in said))
    for many, each in rates.items():
        turns = [rate / alone for rate, alone in zip(each, rates[1], strict=True)]
        line = f"{name}, {many} {'process' if many == 1 else 'processes'}"
        print(f"{line:44}{median(each):>14,.0f}{min(each):>14,.0f}", end="")
        print(
            f"{f'{longest[many] * 1000:,.0f} ms':>14}{median(each) / median(rates[1]):>8.2f}x",
            end="",
        )
        print(f"{min(turns):.2f}-{max(turns):.2f}".rjust(15) if many > 1 else "")
    print(f"{'':4}{read_through(url):,} records, no gap and no fork")


def raced(chosen: Sequence[subprocess.Popen[str]]) -> list[dict[str, float]]:
    """Let these go at the same time; give what each says of itself."""
    for one in chosen:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    said = [json.loads(one.stdout.readline() or "{}") for one in chosen if one.stdout]
    if not all(said):
        sys.exit("A process that appended to the log has ended with an error.")
    return said


@contextmanager
def processes(url: str, many: int) -> Iterator[list[subprocess.Popen[str]]]:
    """Start so many processes that append when told to, and wait for them; end with the block."""
    command = (sys.executable, "-m", "benchmarks.log_writers", url, str(SECONDS))
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(many)
    ]
    try:
        for one in running:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        yield running
    finally:
        for one in running:
            one.communicate()


def read_through(url: str) -> int:
    """Stop where a log has a gap or two records claim one place; give how many it has."""
    database, edge = opened(url), Edge()
    while page := database.run_now(lambda tx: log.entries(tx, edge.size, _PAGE)):
        for entry in page:
            if entry.index != edge.size or log.leaf(entry.record) != entry.leaf:
                sys.exit(f"The log has no good entry {edge.size}.")
            edge.add(entry.leaf)
    kept = database.run_now(kept_edge)
    database.close_now()
    if kept != (edge.size, edge.kept()):
        sys.exit("The edge that the log keeps is not that of its leaves.")
    return edge.size


def kept_edge(tx: Tx) -> tuple[int, bytes]:
    """Give the log's size and its edge as they are kept."""
    head = LogHeadRow.__table__  # type: ignore[attr-defined]
    found = tx.execute(head.select()).one()
    return found.size, bytes(found.edge)


def append(url: str, seconds: float) -> None:
    """Append for so long whenever told to; say how many acts it were, and the longest of them."""
    database = opened(url)
    print("ready", flush=True)
    while sys.stdin.readline():
        acts, longest, began = 0, 0.0, perf_counter()
        while (started := perf_counter()) - began < seconds:
            database.run_now(lambda tx: act(tx, 1))
            acts += 1
            longest = max(longest, perf_counter() - started)
        print(json.dumps({"acts": acts, "longest": longest}), flush=True)
    database.close_now()


if __name__ == "__main__":
    append(sys.argv[1], float(sys.argv[2]))
