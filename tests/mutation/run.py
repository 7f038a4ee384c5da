"""Try every change that mutmut makes of the rules: ``make mutants``.

mutmut writes the changed functions (into ``mutants/``) and switches one on by its name; its
own runner starts pytest anew for each. Here one pytest session, begun with no change,
collects once, notes which test runs which function and for how long, and parts for each
change: the child runs the tests of that function, the quickest first, and stops at the
first that fails. What becomes of a change stands where mutmut keeps it, so that
``survivors.py`` and mutmut's own commands read it; a second call goes on where the first
stopped. Arguments are patterns of names, such as ``"policy.rules.*"``.
"""

import fnmatch
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import redirect_stdout
from pathlib import Path

MUTANTS = Path("mutants")
SELECTION = ["tests/policy", "tests/peers"]
#: Seconds for each change, and what they look at is looked at by others as well.
LONG = "test_both_readings_agree_a_second_before_at_and_after_every_boundary"
LEFT_OUT = [
    "--ignore=tests/policy/test_declared.py",
    f"--deselect=tests/policy/test_reference.py::{LONG}",
]
#: As mutmut counts: survived, noticed, no test runs it, no end in sight.
SURVIVED, NOTICED, NO_TESTS, TIMEOUT = 0, 1, 33, 36
#: Their tests read the calendar and the policy anew, by the changed code.
READ_ANEW = ("policy.calendars.", "policy.company")


def make() -> None:
    """Let mutmut write the changed functions; what it wrote before and still holds stays."""
    from mutmut.__main__ import create_mutants  # noqa: PLC0415 - mutmut reads its settings here
    from mutmut.utils.file_utils import (  # noqa: PLC0415
        copy_also_copy_files,
        copy_src_dir,
        setup_source_paths,
    )

    MUTANTS.mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    with redirect_stdout(io.StringIO()):  # the name of every file
        create_mutants(os.cpu_count() or 1)


class Trying:
    """A pytest session that runs nothing itself, but a child for each change."""

    def __init__(self, patterns: list[str]) -> None:
        self.patterns = patterns or ["*"]
        self.failed = False

    def pytest_runtestloop(self, session) -> bool:
        items = {item.nodeid: item for item in session.items}
        runs = self._measure(items)
        known = self._read_once()
        metas = sorted(Path("policy").rglob("*.py.meta"))
        todo = [(meta, name) for meta in metas for name in self._untried(meta)]
        begun = time.monotonic()
        for number, (meta, name) in enumerate(todo, start=1):
            kept(meta, name, self._try(name, items, runs, known))
            left = (time.monotonic() - begun) / number * (len(todo) - number) / 60
            sys.stderr.write(f"\r{number:,} of {len(todo):,} changes tried, {left:.0f} min to go ")
        sys.stderr.write("\n")
        return True

    def _untried(self, meta: Path) -> list[str]:
        codes = json.loads(meta.read_text())["exit_code_by_key"]
        return [
            name
            for name, code in codes.items()
            if code is None and any(fnmatch.fnmatch(name, each) for each in self.patterns)
        ]

    def _measure(self, items) -> dict[str, list[tuple[float, str]]]:
        """Run every test once, in a child: which functions it runs, and for how long."""
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            with os.fdopen(writing, "w") as told:
                json.dump(measured(items), told)
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading) as told:
            found = json.load(told)
        os.waitpid(child, 0)
        if found is None:
            raise SystemExit("a test fails without any change: mend it first")
        runs = defaultdict(list)
        for nodeid, (seconds, functions) in found.items():
            for function in functions:
                runs[function].append((seconds, nodeid))
        return {function: sorted(tests) for function, tests in runs.items()}

    def _read_once(self) -> dict:
        """Read what every test asks for before the children part."""
        from policy.calendars.exchange import load_exchange  # noqa: PLC0415 - the changed copy
        from policy.company import load_policy  # noqa: PLC0415

        calendar, policy = load_exchange(), load_policy()
        return {"load_exchange": lambda: calendar, "load_policy": lambda: policy}

    def _try(self, name: str, items, runs, known) -> int:
        from mutmut.mutation.trampoline import set_mutant_under_test  # noqa: PLC0415
        from mutmut.utils.format_utils import mangled_name_from_mutant_name  # noqa: PLC0415

        tests = runs.get(mangled_name_from_mutant_name(name), [])
        if not tests:
            return NO_TESTS
        child = os.fork()
        if not child:
            silence()
            if not name.startswith(READ_ANEW):
                vars(sys.modules["tests.policy.conftest"]).update(known)
            set_mutant_under_test(name)
            os._exit(NOTICED if any_fails([items[nodeid] for _, nodeid in tests]) else SURVIVED)
        return ended(child, limit=10 + 4 * sum(seconds for seconds, _ in tests))


def kept(meta: Path, name: str, code: int) -> None:
    """Write down what became of a change, where mutmut does."""
    content = json.loads(meta.read_text())
    content["exit_code_by_key"][name] = code
    meta.write_text(json.dumps(content, indent=4))


def measured(items) -> dict[str, tuple[float, list[str]]] | None:
    """Run all tests without a change; None where one fails."""
    from mutmut.state import state  # noqa: PLC0415 - mutmut's own memory, in this process

    silence()
    os.environ["MUTANT_UNDER_TEST"] = "stats"
    found = {}
    listed = list(items.values())
    for item, following in zip(listed, [*listed[1:], None], strict=True):
        state()._stats.clear()
        begun = time.monotonic()
        if fails(item, following):
            return None
        found[item.nodeid] = (time.monotonic() - begun, sorted(state()._stats))
    return found


def any_fails(items) -> bool:
    try:
        return any(map(fails, items, [*items[1:], None]))
    except BaseException:  # noqa: BLE001 - whatever it is, the change was noticed
        return True


def fails(item, following) -> bool:
    from _pytest.runner import runtestprotocol  # noqa: PLC0415 - pytest's, and stable for years

    return any(report.failed for report in runtestprotocol(item, nextitem=following, log=False))


def silence() -> None:
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def ended(child: int, limit: float) -> int:
    """Wait for a child, and end one that runs far longer than its tests do."""
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status = os.waitpid(child, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else TIMEOUT


def main(patterns: list[str]) -> int:
    """Make the changes, then try them in a process that begins among them."""
    make()
    return subprocess.run(
        [sys.executable, "-m", "tests.mutation.run", "--try", *patterns],
        cwd=MUTANTS,
        env={**os.environ, "PYTHONPATH": "."},
        check=False,
    ).returncode


def trying(patterns: list[str]) -> int:
    import pytest  # noqa: PLC0415 - only where the tests run

    options = ["-q", "-s", "-p", "no:cacheprovider", "-p", "tests.mutation.plugin"]
    return int(pytest.main([*options, *LEFT_OUT, *SELECTION], plugins=[Trying(patterns)]))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--try"]:
        sys.exit(trying(sys.argv[2:]))
    sys.exit(main(sys.argv[1:]))
