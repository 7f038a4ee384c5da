"""What the tests did not notice: each surviving change of the rules, explained or not.

``survivors.toml`` says of a change why no test can or need notice it. A change is named by
its function and by the lines before and after, so the table outlives a renumbering. The
exit status is 1 where a survivor has no explanation, or an explanation has no survivor.

What runs while a module is imported has run before a change is switched on, so those
changes are tried again here, each in a process that has it from its first line.
"""

import json
import os
import subprocess
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
#: What runs at import, and the tests that look at what comes of it.
AT_IMPORT = ("policy.kinds.", "policy.clauses.x__law__", "policy.clauses.x__section16__")
TRIED_WITH = (
    "tests/policy/test_company.py",
    "tests/policy/test_alternatives.py",
    "tests/policy/test_declared.py",
    "tests/handlers/test_policy_words.py",
)
#: A change that a test noticed.
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


def noticed_from_the_start(name: str) -> bool:
    """Try one change in a process of its own."""
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *TRIED_WITH],
        cwd=MUTANTS,
        env={**os.environ, "MUTANT_UNDER_TEST": name, "PYTHONPATH": "."},
        capture_output=True,
        check=False,
    )
    return run.returncode != 0


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
    for name, status in became.items():
        if name.startswith(AT_IMPORT) and status not in NOTICED and noticed_from_the_start(name):
            became[name] = "killed"
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
