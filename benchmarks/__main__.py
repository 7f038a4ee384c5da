"""`make bench`: measures and prints; ARGS="asking" or another of ``PARTS`` measures one alone.

``log`` may be followed by how many entries: ARGS="log 10000000".
"""

import sys

from benchmarks import asking, log, rules, sessions, starting, submission

PARTS = {
    "submission": submission.measure,
    "starting": starting.measure,
    "asking": asking.measure,
    "sessions": sessions.measure,
    "rules": rules.measure,
    "log": log.measure,
}


def main(wanted: list[str]) -> None:
    """Measure what is named, or everything."""
    if wanted[:1] == ["log"] and len(wanted) == 2 and wanted[1].isdecimal():
        log.measure(int(wanted[1]))
        return
    unknown = [name for name in wanted if name not in PARTS]
    if unknown:
        sys.exit(f"There is no benchmark {' or '.join(unknown)}; choose {' or '.join(PARTS)}.")
    for name in wanted or PARTS:
        PARTS[name]()


main(sys.argv[1:])
