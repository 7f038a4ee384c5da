"""Others' code that knows nothing of ours: Go's sumdb packages, asked in one process a batch.

The program in ``go/`` is built from Debian's packages golang-go and golang-golang-x-mod-dev,
without a network. Bytes go in and come out as base64, hashes as hex.
"""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.left_out import leave_out

SOURCE = Path(__file__).parent / "go"
#: Where Debian puts the sources of Go's packages.
GOPATH = Path("/usr/share/gocode")
PACKAGES = ("note", "tlog")
PART = "Go's reading of checkpoints and proofs"


class Go:
    """The program, ready to be asked."""

    def __init__(self, program: Path):
        self._program = program

    def ask(self, questions: Iterable[dict]) -> list[dict]:
        """Put questions to one process, in their order; give its answers."""
        lines = [json.dumps(question) for question in questions]
        asked = subprocess.run(
            [self._program], input="\n".join(lines), capture_output=True, text=True, check=False
        )
        assert asked.returncode == 0, asked.stderr
        answers = [json.loads(line) for line in asked.stdout.split("\n")[:-1]]
        assert len(answers) == len(lines)
        return answers

    def accepted(self, questions: Iterable[dict]) -> list[bool]:
        """Put questions; say of each whether it was accepted."""
        return [answer["accepted"] for answer in self.ask(questions)]


def built(folder: Path) -> Go:
    """Build the program; leave the test out where Go or its packages are not installed."""
    missing = [
        name for name in PACKAGES if not (GOPATH / "src/golang.org/x/mod/sumdb" / name).is_dir()
    ]
    if shutil.which("go") is None or missing:
        leave_out(PART, "install Debian's packages golang-go and golang-golang-x-mod-dev")
    program = folder / "stranger"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "GOPATH": str(GOPATH),
        "GO111MODULE": "off",
        "GOCACHE": str(folder / "cache"),
        "GOPROXY": "off",
        "CGO_ENABLED": "0",
    }
    build = subprocess.run(
        ["go", "build", "-o", program, "main.go"],
        cwd=SOURCE, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert build.returncode == 0, build.stderr
    return Go(program)


def opening(note: bytes, *keys: str) -> dict:
    """Ask whether a note is signed by one of these keys."""
    return {"ask": "open", "keys": keys, "note": base64.b64encode(note).decode()}


def checkpoint(note: bytes, origin: str, *keys: str) -> dict:
    """Ask the same, and what the checkpoint of a log says."""
    return opening(note, *keys) | {"ask": "checkpoint", "name": origin}


def inclusion(proof: list[str], size: int, root: str, index: int, leaf: str) -> dict:
    """Ask whether a leaf is at a place in a tree."""
    return {
        "ask": "inclusion", "proof": proof, "size": size, "root": root,
        "index": index, "leaf": leaf,
    }  # fmt: skip


def consistency(proof: list[str], size: int, root: str, old: int, old_root: str) -> dict:
    """Ask whether a tree goes on from an older one."""
    return {
        "ask": "consistency", "proof": proof, "size": size, "root": root,
        "oldsize": old, "oldroot": old_root,
    }  # fmt: skip
