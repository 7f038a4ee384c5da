"""Runs a server in a process of its own, for as long as a block.

The server says what it is in a line of JSON, answers each line that it is sent with the seconds
of a processor that it has taken (``until_told``), and ends where its standard input does.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import process_time
from typing import Any, Final

#: Seconds within which a server ends once it may.
_ENDS: Final = 30


@contextmanager
def serving(module: str, *arguments: str) -> Iterator[dict[str, Any]]:
    """Run a server in a process of its own; give what it says of itself."""
    process = subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        if not line:
            sys.exit(f"{module} did not start.")
        yield json.loads(line) | {"spent": lambda: _spent(process, module)}
    finally:
        closed(process, module)


def closed(process: subprocess.Popen[str], module: str) -> None:
    """Let a server end; one that does not is ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with suppress(BrokenPipeError):  # it has ended already
            process.stdin.close()
        process.wait(timeout=_ENDS)
    except subprocess.TimeoutExpired:
        print(f"{module} did not end within {_ENDS} s and was killed.", flush=True)
    finally:
        process.kill()  # does nothing to one that has ended
        process.wait()
        process.stdout.close()


def _spent(process: subprocess.Popen[str], module: str) -> float:
    """Ask a server for its seconds of a processor."""
    assert process.stdin is not None
    assert process.stdout is not None
    told = ""
    with suppress(BrokenPipeError):
        process.stdin.write("spent\n")
        process.stdin.flush()
        told = process.stdout.readline()
    if not told:
        sys.exit(f"{module} has ended before it was told to.")
    return float(told)


def until_told() -> None:
    """Answer how much was spent, until standard input ends; for a server's own thread."""
    while sys.stdin.readline():
        print(process_time(), flush=True)
