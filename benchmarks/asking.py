"""How many lines a second `preclear ask` answers, against reading and writing them alone.

The floor reads the same lines as JSON and writes them again. Both run as processes over a
file of the decided cases, in turns; the time that each takes for no lines is taken off.
Counted are the seconds that a core was busy with it, so that what else runs on the machine
weighs little. A batch names one company's reports over and over; where each line names
reports of its own, nothing that was read before helps. Memory is measured over lines of
which no two are equal.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.table import show_rates

ROUNDS, LINES = 5, 20_000
FEW, MANY = 100_000, 1_000_000
GOLDEN = Path(__file__).parents[1] / "tests" / "data" / "golden"
ASK = (sys.executable, "-c", "from bot.cli import main; main()", "ask")
#: A small process starts the command: one that is started by a large one counts its memory.
WATCH = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)
FLOOR = (
    sys.executable,
    "-c",
    "import json, sys\nfor line in open(sys.argv[1]): print(json.dumps(json.loads(line)))",
)


def measure() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as named:
        folder = Path(named)
        rows = []
        for kind in ("decide", "window"):
            decided = questions(kind)
            repeated = written(folder / kind, (json.dumps(each) for each in cycle(decided)), LINES)
            rows.append((f"{kind}, the decided cases", *in_turns(repeated)))
            own = written(folder / f"{kind}-own", of_their_own(decided), LINES)
            rows.append((f"{kind}, reports of each line's own", *in_turns(own)))
        show_rates(f"preclear ask ({ROUNDS} times {LINES:,} lines, in turns; JSON alone)", rows)
    few, many = peak(FEW), peak(MANY)
    print(f"\nMemory of preclear ask at its most\n{FEW:,} lines {few:.1f} MB, ", end="")
    print(f"{MANY:,} lines {many:.1f} MB: {many / few:.2f}x")


def questions(kind: str) -> list[dict[str, Any]]:
    """Give the decided cases of a kind that are good questions under the shipped policy."""
    lines = [
        json.loads(line)
        for name in ("cases.jsonl", "more.jsonl")
        for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    ]
    return [
        case["question"]
        for case in lines
        if case["question"]["ask"] == kind
        and not case.get("policy")
        and "error" not in case["answer"]
    ]


def of_their_own(decided: list[dict[str, Any]]) -> Iterator[str]:
    """Give the cases over and over, every moment in them moved by less than an hour."""
    draw = Random(1)  # noqa: S311 - the same lines in every run
    for question in cycle(decided):
        moved = json.loads(json.dumps(question))
        for holder in (moved, *moved["releases"]):
            by = timedelta(seconds=draw.randrange(3600), microseconds=draw.randrange(10**6))
            holder["at"] = (datetime.fromisoformat(holder["at"]) + by).isoformat()
        yield json.dumps(moved)


def written(path: Path, lines: Iterable[str], many: int) -> Path:
    """Write so many lines to a file."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in islice(lines, many))
    return path


def in_turns(lines: Path) -> tuple[list[float], list[float]]:
    """Give the rates of the command and of its floor, one after the other."""
    pairs = [(rate(ASK, lines), rate(FLOOR, lines)) for _ in range(ROUNDS)]
    return [asked for asked, _ in pairs], [floor for _, floor in pairs]


def rate(command: tuple[str, ...], lines: Path) -> float:
    """Run a command over lines and over none; give the lines a second once it has started."""
    started = seconds_of((*command, os.devnull))
    return LINES / (seconds_of((*command, str(lines))) - started)


def seconds_of(command: tuple[str, ...]) -> float:
    """Run a command to its end, its output thrown away; give the seconds of one core."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def peak(many: int) -> float:
    """Give the most memory, in MB, that the command held over so many different lines."""
    watched = (sys.executable, "-c", WATCH, *ASK)
    process = subprocess.Popen(watched, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    for line in islice(of_their_own(questions("window")), many):
        process.stdin.write(f"{line}\n")
    process.stdin.close()
    told = process.stdout.read()
    process.stdout.close()
    if process.wait() or not told:
        sys.exit(f"preclear ask over {many:,} lines ended with {process.returncode}.")
    return int(told) / (2**20 if sys.platform == "darwin" else 2**10)
