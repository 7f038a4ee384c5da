"""Processes that append to one log at full speed: `python -m benchmarks.log_writers URL SECONDS`.

One alone, then two at once, on a SQLite file and on a PostgreSQL server that is started for it.
Afterwards the log is read through: no gap, no fork, and the edge is that of the leaves.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Final

from benchmarks.log_appends import act, opened
from storage import log
from storage.tables import LogHeadRow
from storage.tree import Edge
from storage.tx import Tx
from storage.upgrade import upgrade
from tests import postgres

SECONDS: Final = 5.0
_PAGE: Final = 5000


def measure() -> None:
    """Measure and print."""
    print(f"\nProcesses that append one record a transaction, {SECONDS:.0f} seconds at full speed")
    print(f"{'':44}{'a second':>14}{'longest wait':>14}{'to one':>9}")
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
    """Measure one process and then two on a database, and look at what they left."""
    alone = 0.0
    for many in (1, 2):
        said = raced(url, many)
        rate = sum(one["acts"] for one in said) / SECONDS
        alone = alone or rate
        longest = f"{max(one['longest'] for one in said) * 1000:,.0f} ms"
        line = f"{name}, {many} {'process' if many == 1 else 'processes'}"
        print(f"{line:44}{rate:>14,.0f}{longest:>14}{rate / alone:>8.2f}x")
    print(f"{'':4}{read_through(url):,} records, no gap and no fork")


def raced(url: str, many: int) -> list[dict[str, float]]:
    """Let so many processes go at the same time; give what each says of itself."""
    with processes(url, many) as running:
        for one in running:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        for one in running:
            assert one.stdin is not None
            one.stdin.write("\n")
            one.stdin.flush()
        said = [json.loads(one.stdout.readline() or "{}") for one in running if one.stdout]
    if not all(said):
        sys.exit("A process that appended to the log has ended with an error.")
    return said


@contextmanager
def processes(url: str, many: int) -> Iterator[list[subprocess.Popen[str]]]:
    """Start so many processes that append; end them with the block."""
    command = (sys.executable, "-m", "benchmarks.log_writers", url, str(SECONDS))
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(many)
    ]
    try:
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
    """Append for so long; say how many acts it were, and how long one of them took at most."""
    database = opened(url)
    print("ready", flush=True)
    sys.stdin.readline()
    acts, longest, began = 0, 0.0, perf_counter()
    while (started := perf_counter()) - began < seconds:
        database.run_now(lambda tx: act(tx, 1))
        acts += 1
        longest = max(longest, perf_counter() - started)
    database.close_now()
    print(json.dumps({"acts": acts, "longest": longest}), flush=True)


if __name__ == "__main__":
    append(sys.argv[1], float(sys.argv[2]))
