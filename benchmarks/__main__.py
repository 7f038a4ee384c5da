"""`make bench`: measures and prints; ARGS="asking" or another of ``PARTS`` measures one alone."""

import sys

from benchmarks import asking, sessions, starting, submission

PARTS = {
    "submission": submission.measure,
    "starting": starting.measure,
    "asking": asking.measure,
    "sessions": sessions.measure,
}


def main(wanted: list[str]) -> None:
    """Measure what is named, or everything."""
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"There is no benchmark {' or '.join(unknown)}; choose {' or '.join(PARTS)}.")
    for name in wanted or PARTS:
        PARTS[name]()


main(sys.argv[1:])
