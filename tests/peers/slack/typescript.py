"""Payloads read by TypeScript's own compiler, against the types that Slack publishes."""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.peers.slack import node

_ERROR = re.compile(r"^(?P<file>\S+?\.ts)\((?P<line>\d+),\d+\): error (?P<what>.*)$", re.MULTILINE)
_CONFIG = {
    "compilerOptions": {
        "strict": True,
        "noEmit": True,
        "skipLibCheck": True,
        "target": "es2022",
        "module": "commonjs",
        "types": ["node"],
    },
    "files": ["payloads.ts"],
}


@dataclass(frozen=True)
class Typed:
    """A value and the type that it must have."""

    kind: str
    value: Any


def refused(folder: Path, imports: str, values: Sequence[Typed]) -> dict[int, str]:
    """Compile all values at once; give what the compiler says of each that it refuses."""
    node.required()
    (folder / "node_modules").symlink_to(node.MODULES)
    head = imports.strip().splitlines()
    lines = [
        f"export const value{at}: {one.kind} = {json.dumps(one.value)};"
        for at, one in enumerate(values)
    ]
    (folder / "payloads.ts").write_text("\n".join([*head, *lines]) + "\n")
    (folder / "tsconfig.json").write_text(json.dumps(_CONFIG))
    compiler = node.MODULES / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        ["node", str(compiler), "-p", str(folder), "--pretty", "false"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found: dict[int, str] = {}
    for one in _ERROR.finditer(done.stdout):
        assert one["file"].endswith("payloads.ts"), one[0]
        at = int(one["line"]) - len(head) - 1
        found[at] = "; ".join(filter(None, (found.get(at), one["what"])))
    assert bool(found) == bool(done.returncode), done.stdout[-2000:] + done.stderr[-2000:]
    assert all(at >= 0 for at in found), done.stdout[-2000:]
    return found
