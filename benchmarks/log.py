"""The log at scale: its tree, appends, processes that append at once, reading."""

import tempfile
from pathlib import Path

from benchmarks import log_appends, log_reading, log_tree, log_writers


def measure(many: int = 100_000) -> None:
    """Measure and print, over a log of so many entries."""
    log_tree.measure(many)
    with tempfile.TemporaryDirectory() as named:
        folder, size = Path(named), log_appends.fitting(many)
        new, grown = log_appends.grow(folder / "new.db", 0), folder / "grown.db"
        log_appends.measure({0: new, size: log_appends.grow(grown, size)})
        log_reading.measure(grown, size)
    log_writers.measure()
