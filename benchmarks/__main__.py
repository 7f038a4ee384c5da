"""`make bench`: measures and prints; ARGS="asking" or another of ``PARTS`` measures one alone.

Several may be named. Some may be followed by how many: ``log`` by entries (ARGS="log 10000000"),
``crowd`` by people, ``memory`` by hours, ``room`` by requests; ``flat`` by how many requests there
were before, and by one of the two databases: ARGS="flat 1000000 sqlite". A part that fails is
named at the end, and keeps no other from being measured.
"""

import sys
import traceback
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import Final

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

#: A part's name, and what measures it.
Part = tuple[str, Callable[[], None]]
#: How long all parts together take, as told before they begin.
WHOLE: Final = "about three quarters of an hour on two cores"
PARTS: Final = {
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
COUNTED: Final[dict[str, Callable[[int], None]]] = {
    "log": log.measure,
    "crowd": crowd.measure,
    "memory": memory.measure,
    "room": room.measure,
}
#: As a program ends that was told to stop.
_STOPPED: Final = 130


def main(words: Sequence[str]) -> int:
    """Measure what is named, or everything; end with the picture of it and of what failed."""
    parts = wanted(words)
    if len(parts) > 1:
        print(foretold([name for name, _ in parts]), flush=True)
    failed: list[str] = []
    try:
        for name, measure in parts:
            if not went_through(name, measure):
                failed.append(name)
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        return _STOPPED
    finally:
        picture.draw(FIGURES)
        if failed:
            print(f"\nFailed: {', '.join(failed)}.", flush=True)
    return 1 if failed else 0


def foretold(names: Sequence[str]) -> str:
    """Say what will be measured, and how long everything takes."""
    listed = ", ".join(names)
    if len(names) == len(PARTS):
        return f"All {len(names)} parts take {WHOLE}: {listed}."
    return f"{len(names)} parts: {listed}. All {len(PARTS)} parts together take {WHOLE}."


def went_through(name: str, measure: Callable[[], None]) -> bool:
    """Measure one part and say how long it took; where it fails, say why."""
    began, why = perf_counter(), ""
    try:
        measure()
    except SystemExit as ended:
        why = ended.code if isinstance(ended.code, str) else f"it ended with {ended.code}"
    except Exception as error:  # noqa: BLE001 - the other parts are measured all the same
        sys.stdout.flush()
        traceback.print_exc()
        why = f"{type(error).__name__}: {error}"
    if why:
        print(f"{name} failed: {why}")
    print(f"({name}: {perf_counter() - began:.0f} s)", flush=True)
    return not why


def wanted(words: Sequence[str]) -> list[Part]:
    """Read what is to be measured; stop at a word that says nothing."""
    if not words:
        return list(PARTS.items())
    parts: list[Part] = []
    left = list(words)
    while left:
        name = left.pop(0)
        if name not in PARTS:
            sys.exit(f"There is no benchmark {name!r}. {_usage()}")
        details: list[str] = []
        while left and left[0] not in PARTS:
            details.append(left.pop(0))
        parts.append((name, detailed(name, details)))
    return parts


def detailed(name: str, details: Sequence[str]) -> Callable[[], None]:
    """Give what measures a part as the words behind its name say."""
    if not details:
        return PARTS[name]
    if name == "flat":
        return _flat(details)
    if name not in COUNTED:
        sys.exit(f"{name} takes nothing after it, and {details[0]!r} is no part. {_usage()}")
    if len(details) > 1:
        sys.exit(f"{name} takes one number after it, and not {' '.join(details)}.")
    if not _counts(details[0]) or int(details[0]) < 1:
        sys.exit(f"{name} takes how many after it, such as 1000, and not {details[0]!r}.")
    return partial(COUNTED[name], int(details[0]))


def _flat(details: Sequence[str]) -> Callable[[], None]:
    kinds = [each for each in details if each in flat.DATABASES]
    sizes = [int(each) for each in details if _counts(each)]
    for each in details:
        if each not in kinds and not _counts(each):
            known = " or ".join(flat.DATABASES)
            told = f"flat takes numbers of requests and {known} after it"
            sys.exit(f"{told}; {each!r} is neither, and no part.")
    return partial(flat.measure, sizes or flat.SIZES, kinds or flat.DATABASES)


def _counts(word: str) -> bool:
    return word.isascii() and word.isdecimal()


def _usage() -> str:
    numbered = ", ".join(COUNTED)
    return (
        f"Choose among {', '.join(PARTS)}; a number may follow {numbered},"
        f" and numbers, {' or '.join(flat.DATABASES)} may follow flat."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
