"""The sessions of the exchanges as one release of ``exchange_calendars`` gives them, kept ready.

Asking the package takes half a second at each start, most of it for pandas. ``kept.json`` has
what it answered, and of which release that is. Where another release is installed, nothing is
kept of it, and the package is asked. The tests hold the file against the package;
``make calendars`` writes it anew.
"""

import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

PACKAGE: Final = "exchange_calendars"
FILE: Final = Path(__file__).with_name("kept.json")


def kept(name: str) -> str | None:
    """Return an exchange's calendar as it is stored beside a decision, or None."""
    try:
        found: dict[str, Any] = json.loads(FILE.read_text())
        if found["release"] != version(PACKAGE) or name not in found["exchanges"]:
            return None
    except (OSError, PackageNotFoundError):
        return None
    return json.dumps(found["exchanges"][name])
