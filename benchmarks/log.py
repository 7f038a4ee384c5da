"""The log at scale: its tree, export, reading, appends, acts, several processes, verification."""

import tempfile
from pathlib import Path

from benchmarks import (
    log_acts,
    log_appends,
    log_export,
    log_reading,
    log_tree,
    log_verifying,
    log_writers,
)


def measure(many: int = 100_000) -> None:
    """Measure and print, over a log of so many entries."""
    log_tree.measure(many)
    with tempfile.TemporaryDirectory() as named:
        folder, size = Path(named), log_appends.fitting(many)
        new, grown = log_appends.grow(folder / "new.db", 0), folder / "grown.db"
        log_appends.grow(grown, size)
        log_export.measure(grown, size)
        log_reading.measure(grown, size)
        log_appends.measure({0: new, size: grown})
    log_acts.measure()
    log_writers.measure()
    log_verifying.measure(size)
