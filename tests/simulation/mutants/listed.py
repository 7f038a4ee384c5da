"""Every mutant that is tried: those written by hand, and those that mutmut made."""

import tomllib
from pathlib import Path

from tests.simulation.mutants import deciding, delivering, storing
from tests.simulation.mutants.mutant import Mutant

DRAWN_FILE = Path(__file__).with_name("drawn.toml")
WRITTEN = (*deciding.MUTANTS, *delivering.MUTANTS, *storing.MUTANTS)


def drawn() -> tuple[Mutant, ...]:
    """Read what was drawn of mutmut's changes (``draw.py``)."""
    if not DRAWN_FILE.exists():
        return ()
    found = tomllib.loads(DRAWN_FILE.read_text(encoding="utf-8"))["mutant"]
    return tuple(
        Mutant(one["what"], one["file"], one["old"], one["new"], tuple(one["tests"]))
        for one in found
    )


def survivors() -> dict[str, str]:
    """Say of those that nothing notices why that is right."""
    if not DRAWN_FILE.exists():
        return {}
    found = tomllib.loads(DRAWN_FILE.read_text(encoding="utf-8"))["mutant"]
    return {one["what"]: one["survives"] for one in found if "survives" in one}
