"""Runs a server in a process of its own, for as long as a block."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


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
        yield json.loads(line)
    finally:
        process.stdin.close()
        process.wait(timeout=30)
        process.stdout.close()
