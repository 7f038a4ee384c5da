"""Others' programs in Node: where they lie, how they are started, and what is named without them.

`npm ci` in ``node/`` brings them, pinned with the hash of every package, as `make peers` does.
"""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from time import monotonic

from tests.left_out import leave_out

FOLDER = Path(__file__).parents[1] / "node"
MODULES = FOLDER / "node_modules"
PART = "Slack's parts in Node"
OLDEST = 18
_PATIENCE = 120


def required() -> None:
    """Leave the test out where Node or the pinned packages are not here."""
    why = missing()
    if why:
        leave_out(PART, why)


def missing() -> str:
    """Say what is not here, and what brings it; nothing where all is."""
    found = version()
    if found is None:
        return "install Debian's packages nodejs and npm, then `make peers`"
    if int(found.lstrip("v").split(".")[0]) < OLDEST:
        return f"Node {OLDEST} or newer is needed, and this is {found}"
    if installed() != pinned():
        return "its packages are not installed as they are pinned; `make peers` does"
    return ""


@cache
def version() -> str | None:
    """Give the version of Node, or None where there is no Node."""
    if shutil.which("node") is None:
        return None
    asked = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def pinned() -> dict[str, str]:
    """Name each package that is asked for, with its version."""
    asked: dict[str, str] = json.loads((FOLDER / "package.json").read_text())["dependencies"]
    return asked


def installed() -> dict[str, str]:
    """Name those of them that are here, with the version that is."""
    found = {name: MODULES / name / "package.json" for name in pinned()}
    return {
        name: json.loads(file.read_text())["version"]
        for name, file in found.items()
        if file.exists()
    }


@contextmanager
def running(*arguments: str | Path, log: Path, **environment: str) -> Iterator[subprocess.Popen]:
    """Run a program in Node for as long as the block lasts; what it says goes to a file."""
    with log.open("w") as said:
        process = subprocess.Popen(
            ["node", *map(str, arguments)],
            stdout=said,
            stderr=subprocess.STDOUT,
            env={"PATH": os.environ["PATH"], "HOME": str(log.parent), **environment},
        )
        try:
            yield process
        finally:
            process.terminate()
            process.wait(timeout=_PATIENCE)


def listening(process: subprocess.Popen, port: int, log: Path) -> None:
    """Wait until a program listens; fail with its own words where it ends instead."""
    end = monotonic() + _PATIENCE
    while monotonic() < end and process.poll() is None:
        with socket.socket() as one:
            one.settimeout(1)
            if not one.connect_ex(("127.0.0.1", port)):
                return
        try:
            process.wait(timeout=0.02)
        except subprocess.TimeoutExpired:
            continue
    raise AssertionError(log.read_text())
