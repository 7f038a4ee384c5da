"""Tries changes of the code, each in a process of its own that parts from this one.

This one has the libraries loaded and nothing of ours; in the other the changed file is
compiled in place of the real one, and nothing on the disk changes.
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

from tests.changed_code.change import Change

#: Loaded once, before the processes part; none of them loads anything of ours.
_LIBRARIES = (
    "aiohttp", "alembic.command", "click.testing", "cryptography.fernet", "exchange_calendars",
    "hypothesis.strategies", "psycopg", "pydantic_settings", "pytest",
    "rfc8785", "slack_bolt.async_app", "slack_bolt.adapter.socket_mode.aiohttp", "sqlmodel",
    "structlog",
)  # fmt: skip
_OURS = ("audit", "bot", "clearance", "filings", "handlers", "policy", "sandbox", "storage")
_SECONDS = 180
PASSED, FAILED = 0, 1


@dataclass
class Tried:
    """A change under trial, or what came of it."""

    change: Change | None
    process: int
    told: int
    begun: float
    limit: float
    seconds: float = 0.0
    answer: dict | None = None

    @property
    def caught(self) -> str:
        """Name what caught it."""
        return (self.answer or {}).get("failed") or ""


def load_libraries():
    for name in _LIBRARIES:
        importlib.import_module(name)
    import exchange_calendars  # noqa: PLC0415 - its sessions are read once for all

    exchange_calendars.get_calendar("XNAS", start="2002-01-02", end="2035-12-31")


def tried(work, at_once=None, limit=_SECONDS):
    """Try each change with its trial, as many at once as there are processors.

    A trial is called in the process that has the change; it gives a dictionary, with the
    name of what caught the change under ``failed``.
    """
    waiting, running = list(work), {}
    at_once = at_once or os.cpu_count() or 1
    selector = selectors.DefaultSelector()
    while waiting or running:
        while waiting and len(running) < at_once:
            one = _begun(*waiting.pop(0), limit)
            running[one.told] = one
            selector.register(one.told, selectors.EVENT_READ)
        for key, _ in selector.select(timeout=1):
            one = running.pop(key.fd)
            selector.unregister(key.fd)
            yield _ended(one)
        for one in running.values():
            if time.monotonic() - one.begun > one.limit:
                os.killpg(one.process, signal.SIGKILL)


def _begun(change, trial, limit):
    reading, writing = os.pipe()
    process = os.fork()
    if not process:
        os.close(reading)
        os.setpgid(0, 0)  # what it starts ends with it
        answer = {"code": -1, "failed": None}
        try:
            silence()
            if change is not None:
                compile_instead(change)
            answer = trial()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the one who waits hears it
            answer["error"] = repr(error)
        finally:
            os.write(writing, json.dumps(answer).encode())
            os._exit(0)
    os.close(writing)
    return Tried(change, process, reading, time.monotonic(), limit)


def _ended(one):
    with os.fdopen(one.told, "rb") as told:
        said = told.read()
    os.waitpid(one.process, 0)
    one.seconds = time.monotonic() - one.begun
    one.answer = json.loads(said) if said else {"code": -1, "failed": None, "error": "no end"}
    return one


def run_tests(tests) -> dict:
    """Run tests in this process, to the first that fails."""
    import pytest  # noqa: PLC0415 - loaded by now

    catching = Catching()
    options = ["-q", "-x", "-p", "no:cacheprovider", "-m", "slow or not slow"]
    options += ["-W", "ignore:Module already imported so cannot be rewritten"]
    code = int(pytest.main([*options, *tests], plugins=[catching]))
    failed = catching.failed if code == FAILED else None
    return {"code": code, "failed": failed}


class Catching:
    """Notes which test failed first while it ran."""

    failed = None

    def pytest_runtest_logreport(self, report):
        if report.failed and report.when == "call" and self.failed is None:
            self.failed = report.nodeid


def compile_instead(change: Change) -> None:
    """Have the changed text compiled where the file would be, whatever is cached of it."""
    loaded = [name for name in sys.modules if name.partition(".")[0] in _OURS]
    if loaded:
        raise RuntimeError(f"loaded before the change was put in: {loaded}")
    target, text = str(change.path), change.changed()
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
