"""Verifying a bundle, against SHA-256 and JSON alone over the bytes of its entries.

`verify.py` runs as whoever gets the bundle runs it; the floor is a program that hashes every
line of `audit.jsonl` and reads it as JSON. A second floor shows what of it is owed to the form of
the bundle: it also reads each part that stands in an entry as text, writes it again in canonical
form, compares, and hashes it, as a verifier has to; neither the tree, nor the table, nor what an
entry says is looked at. Counted are the seconds that a core was busy with
it, openssl's among them. Memory is what the process held at its most.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks import log_bundle
from benchmarks.table import show_rates

ROUNDS: Final = 3
FLOOR: Final = (
    "import hashlib, json, sys\n"
    "for line in open(sys.argv[1], 'rb'):\n"
    "    hashlib.sha256(line).digest(), json.loads(line)\n"
)
PARTS: Final = (
    "import hashlib, json, sys\n"
    "write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(',', ':')).encode\n"
    "for line in open(sys.argv[1], 'rb'):\n"
    "    hashlib.sha256(line).digest()\n"
    "    entry = json.loads(line)\n"
    "    for text in map(entry.get, ('record', 'sealed', 'restricted')):\n"
    "        assert text is None or write(json.loads(text)) == text\n"
    "        hashlib.sha256((text or '').encode()).digest()\n"
)
#: A small process starts the program: one that is started by a large one counts its memory.
WATCH: Final = (
    "import resource, subprocess, sys\n"
    "subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)\n"
    "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
    "print(used.ru_utime + used.ru_stime, used.ru_maxrss)"
)


def measure(many: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as named:
        bundle, many = Path(named) / "bundle", max(many, log_bundle.PROVEN + 1)
        log_bundle.write(bundle, many)
        entries, days = bundle / "audit.jsonl", len(list((bundle / "checkpoints").iterdir()))
        rates: tuple[list[float], list[float], list[float]] = ([], [], [])
        held = [0.0, 0.0, 0.0]
        floors = [("-c", floor, str(entries)) for floor in (FLOOR, PARTS)]
        commands = ((str(bundle / "verify.py"), str(bundle)), *floors)
        for _ in range(ROUNDS if many <= 10**5 else 1):
            for place, command in enumerate(commands):
                seconds, memory = watched(command)
                rates[place].append(many / seconds)
                held[place] = max(held[place], memory)
        size = entries.stat().st_size / 2**30
        title = f"verify.py over {many:,} entries ({size:.2f} GB) and {days:,} checkpoints"
        found, bare, parts = rates
        rows = [("entries", found, bare), ("entries, to each part's form and hash", found, parts)]
        show_rates(f"{title}; SHA-256 and JSON alone", rows)
        print(f"Memory at its most {held[0]:.0f} MB, of the floor {held[1]:.0f} MB")


def watched(command: tuple[str, ...]) -> tuple[float, float]:
    """Run a program to its end; give the seconds of one core, and the most memory in MB."""
    whole = (sys.executable, "-c", WATCH, sys.executable, *command)
    told = subprocess.run(whole, stdout=subprocess.PIPE, text=True, check=True).stdout
    seconds, memory = told.split()
    return float(seconds), int(memory) / (2**20 if sys.platform == "darwin" else 2**10)
