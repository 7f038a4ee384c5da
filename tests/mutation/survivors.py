"""What the tests did not notice: each surviving change of the rules, explained or not.

``survivors.toml`` says of a change why no test can or need notice it. A change is named by
its function and by the lines before and after, so the table outlives a renumbering. The
exit status is 1 where a survivor has no explanation, or an explanation has no survivor.
"""

import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

MUTANTS = Path("mutants")
TABLE = Path(__file__).parent / "survivors.toml"
#: A change that is noticed, or that no test could have run into.
NOTICED = {"killed", "timeout", "caught by type check", "segfault", "suspicious"}


class Change(NamedTuple):
    """One change: in which function, and the lines taken out and put in."""

    function: str
    before: str
    after: str


def results() -> Iterator[tuple[str, str]]:
    """Give each change's name and what became of it."""
    for meta in sorted(MUTANTS.rglob("*.py.meta")):
        for name, code in json.loads(meta.read_text())["exit_code_by_key"].items():
            yield name, status_by_exit_code[code]


def change(name: str) -> Change:
    """Read what a change changes."""
    lines = get_diff_for_mutant(name).splitlines()[2:]
    return Change(
        function=name.partition("__mutmut_")[0].replace("x_", "", 1),
        before=" ".join(line[1:].strip() for line in lines if line.startswith("-")),
        after=" ".join(line[1:].strip() for line in lines if line.startswith("+")),
    )


def explained() -> dict[Change, str]:
    """Read the table: why each of these may survive."""
    found = {}
    for entry in tomllib.loads(TABLE.read_text())["survivor"]:
        for after in entry["after"]:
            found[Change(entry["function"], entry["before"], after)] = entry["why"]
    return found


def main() -> int:
    """Print the count, and what is not explained."""
    became = dict(results())
    counts = Counter(became.values())
    print(", ".join(f"{count:,} {status}" for status, count in counts.most_common()))
    survivors = {change(name): name for name, status in became.items() if status not in NOTICED}
    why = explained()
    missing = [found for found in survivors if found not in why]
    for found in missing:
        print(f"\n{survivors[found]}: no test noticed\n- {found.before}\n+ {found.after}")
    stale = [known for known in why if known not in survivors]
    for known in stale:
        print(f"\n{known.function}: explained, but noticed by now\n+ {known.after}")
    told = len(survivors) - len(missing)
    print(f"\n{told} survivors explained, {len(missing)} not, {len(stale)} explanations too many")
    return 1 if missing or stale else 0


if __name__ == "__main__":
    sys.exit(main())
