"""`make bench`: measures and prints; ARGS="asking" or another of ``PARTS`` measures one alone.

Several may be named. Some may be followed by how many: ``log`` by entries (ARGS="log 10000000"),
``crowd`` by people, ``memory`` by hours, ``room`` by requests; ``flat`` by how many requests there
were before, and by one of the two databases: ARGS="flat 1000000 sqlite".
"""

import sys
from time import perf_counter

from benchmarks import (
    answers,
    answers_register,
    answers_turns,
    asking,
    crowd,
    flat,
    foreign,
    log,
    memory,
    picture,
    processes,
    profiling,
    room,
    rules,
    sessions,
    starting,
)
from benchmarks.table import FIGURES

PARTS = {
    "answers": answers.measure,
    "foreign": foreign.measure,
    "register": answers_register.measure,
    "turns": answers_turns.measure,
    "starting": starting.measure,
    "asking": asking.measure,
    "sessions": sessions.measure,
    "rules": rules.measure,
    "log": log.measure,
    "crowd": crowd.measure,
    "processes": processes.measure,
    "memory": memory.measure,
    "room": room.measure,
    "flat": flat.measure,
    "profile": profiling.measure,
}
#: Those that take a number.
COUNTED = {
    "log": log.measure,
    "crowd": crowd.measure,
    "memory": memory.measure,
    "room": room.measure,
}


def main(wanted: list[str]) -> None:
    """Measure what is named, or everything; end with the picture of it."""
    if len(wanted) == 2 and wanted[0] in COUNTED and wanted[1].isdecimal():
        COUNTED[wanted[0]](int(wanted[1]))
        picture.draw(FIGURES)
        return
    if wanted[:1] == ["flat"] and len(wanted) > 1:
        kinds = [name for name in wanted[1:] if name in flat.DATABASES]
        sizes = [int(name) for name in wanted[1:] if name.isdecimal()]
        flat.measure(sizes or flat.SIZES, kinds or flat.DATABASES)
        return
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"There is no benchmark {' or '.join(unknown)}; choose {' or '.join(PARTS)}.")
    for name in wanted or PARTS:
        began = perf_counter()
        PARTS[name]()
        print(f"({name}: {perf_counter() - began:.0f} s)", flush=True)
    picture.draw(FIGURES)


main(sys.argv[1:])
