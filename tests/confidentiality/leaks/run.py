"""Put leaks into the code, one at a time, and see the tests catch each: ``make leaks``.

Every leak is tried in a process of its own, which parts from one that has the libraries
loaded and nothing of ours; there the changed file is compiled in place of the real one, and
nothing on the disk changes. A leak counts as caught where a test that it names fails while it
runs: one that cannot be collected or set up tells nothing. Arguments choose leaks by words.
"""

import importlib
import importlib.machinery
import json
import os
import selectors
import signal
import sys
import time
from dataclasses import dataclass
from types import CodeType

from tests.confidentiality.leaks.leak import Leak, TextGoneError
from tests.confidentiality.leaks.listed import LEAKS

#: Loaded once, before the processes part; none of them loads anything of ours.
_LIBRARIES = (
    "aiohttp", "alembic.command", "click.testing", "cryptography.fernet", "exchange_calendars",
    "hypothesis.strategies", "psycopg", "pydantic_settings", "pytest",
    "rfc8785", "slack_bolt.async_app", "slack_bolt.adapter.socket_mode.aiohttp", "sqlmodel",
    "structlog",
)  # fmt: skip
_OURS = ("audit", "bot", "clearance", "filings", "handlers", "policy", "sandbox", "storage")
_SECONDS = 180
_PASSED, _FAILED = 0, 1


@dataclass
class Tried:
    """A leak under trial, or what came of it."""

    leak: Leak | None
    process: int
    told: int
    begun: float
    seconds: float = 0.0
    answer: dict | None = None

    @property
    def caught(self) -> str:
        """Name the test that caught it."""
        return (self.answer or {}).get("failed") or ""


def main(words: list[str]) -> int:
    """Try all, or those whose leak or file has one of the words; 1 where one is not caught."""
    chosen = [one for one in LEAKS if not words or any(w in one.what + one.file for w in words)]
    gone = list(_gone(LEAKS))
    if gone:
        sys.stderr.write("\n".join([*gone, "Write them anew in tests/confidentiality/leaks.\n"]))
        return 1
    load_libraries()
    tests = tuple(dict.fromkeys(test for one in chosen for test in one.tests))
    sound = next(iter(tried([(None, tests)])))
    if not sound.answer or sound.answer["code"] != _PASSED:
        sys.stderr.write(f"Without any leak the tests do not pass: {sound.answer}\n")
        return 1
    results = list(tried([(one, one.tests) for one in chosen]))
    table(sorted(results, key=lambda one: chosen.index(one.leak)))
    missed = [one for one in results if not one.caught]
    sys.stdout.write(f"{len(results)} leaks, {len(results) - len(missed)} caught.\n")
    return 1 if missed else 0


def _gone(mutants):
    for one in mutants:
        try:
            one.changed()
        except TextGoneError as gone:
            yield str(gone)


def load_libraries():
    for name in _LIBRARIES:
        importlib.import_module(name)
    import exchange_calendars  # noqa: PLC0415 - its sessions are read once for all

    exchange_calendars.get_calendar("XNAS", start="2002-01-02", end="2035-12-31")


def tried(work, at_once=None):
    """Try each leak with its tests, as many at once as there are processors."""
    waiting, running = list(work), {}
    at_once = at_once or os.cpu_count() or 1
    selector = selectors.DefaultSelector()
    while waiting or running:
        while waiting and len(running) < at_once:
            one = _begun(*waiting.pop(0))
            running[one.told] = one
            selector.register(one.told, selectors.EVENT_READ)
        for key, _ in selector.select(timeout=1):
            one = running.pop(key.fd)
            selector.unregister(key.fd)
            yield _ended(one)
        for one in running.values():
            if time.monotonic() - one.begun > _SECONDS:
                os.kill(one.process, signal.SIGKILL)


def _begun(leak, tests):
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.close(reading)
        answer = {"code": -1, "failed": None}
        try:
            answer = _within(leak, tests)
        except BaseException as error:  # noqa: BLE001 - whatever it is, the one who waits hears it
            answer["error"] = repr(error)
        finally:
            os.write(writing, json.dumps(answer).encode())
            os._exit(0)
    os.close(writing)
    return Tried(leak, process, reading, time.monotonic())


def _ended(one):
    with os.fdopen(one.told, "rb") as told:
        said = told.read()
    os.waitpid(one.process, 0)
    one.seconds = time.monotonic() - one.begun
    one.answer = json.loads(said) if said else {"code": -1, "failed": None}
    return one


def _within(leak, tests):
    """Run the tests in this process with the leak in it."""
    import pytest  # noqa: PLC0415 - loaded by now

    silence()
    if leak is not None:
        compile_instead(leak)
    catching = Catching()
    options = ["-q", "-x", "-p", "no:cacheprovider", "-m", "slow or not slow"]
    options += ["-W", "ignore:Module already imported so cannot be rewritten"]
    code = int(pytest.main([*options, *tests], plugins=[catching]))
    failed = catching.failed if code == _FAILED else None
    return {"code": code, "failed": failed}


class Catching:
    """Notes which test failed first while it ran."""

    failed = None

    def pytest_runtest_logreport(self, report):
        if report.failed and report.when == "call" and self.failed is None:
            self.failed = report.nodeid


def compile_instead(leak: Leak) -> None:
    """Have the changed text compiled where the file would be, whatever is cached of it."""
    loaded = [name for name in sys.modules if name.partition(".")[0] in _OURS]
    if loaded:
        raise RuntimeError(f"loaded before the leak was put in: {loaded}")
    target, text = str(leak.path), leak.changed()
    loader = importlib.machinery.SourceFileLoader
    ordinary = loader.get_code

    def get_code(self, fullname) -> CodeType | None:
        if os.path.realpath(self.path) == os.path.realpath(target):
            return compile(text, target, "exec", dont_inherit=True)
        return ordinary(self, fullname)

    loader.get_code = get_code


def silence():
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def table(results):
    """Print what was put in, and what caught it."""
    width = max(len(one.leak.what) for one in results)
    for number, one in enumerate(results, start=1):
        caught = one.caught.removeprefix("tests/confidentiality/") or f"NOT CAUGHT {one.answer}"
        leak = one.leak
        line = f"{number:>3}  {leak.what:<{width}}  {leak.file:<34}  {caught}"
        sys.stdout.write(f"{line}  ({one.seconds:.1f} s)\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
