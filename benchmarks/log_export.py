"""Exporting the whole log as a bundle: `python -m benchmarks.log_export DATABASE FOLDER`.

A process of its own pulls everything and writes the bundle into a folder, as `preclear audit
export` does, without verifying it afterwards. The floor hashes the same records from the same
file and reads them as JSON. Memory is what the process held at its most, for a log of this
size and for one of a tenth: it must not grow with it.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from audit import bundle, pulls
from audit.source import Source
from benchmarks.log_appends import KEYS, grow
from benchmarks.log_bundle import SIGNER
from benchmarks.log_reading import read_alone
from benchmarks.log_verifying import watched
from benchmarks.table import show_rates
from clearance.desk import Desk
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from storage.database import Database
from storage.tx import Tx


def measure(grown: Path, many: int) -> None:
    """Measure and print, over a log of so many entries."""
    tenth = max(many // 10, 1)
    with tempfile.TemporaryDirectory() as named:
        small = grow(Path(named) / "small.db", tenth)
        seconds = {
            size: watched(("-m", "benchmarks.log_export", str(path), f"{named}/{size}"))
            for size, path in ((tenth, small), (many, grown))
        }
        written = sum(one.stat().st_size for one in Path(named, str(many)).rglob("*"))
        began = watched(("-c", "import benchmarks.log_export"))
    taken, held = seconds[many]
    title = f"Exporting {many:,} entries ({written / 2**30:.2f} GB); rows, SHA-256 and JSON alone"
    show_rates(title, [("entries", [many / taken], [many / read_alone(grown, many)])])
    print(f"Memory at its most {held:.0f} MB, over a tenth {seconds[tenth][1]:.0f} MB, ", end="")
    print(f"of the imports {began[1]:.0f} MB")


def export(path: Path, folder: Path) -> None:
    """Pull everything and write the bundle."""
    policy = load_policy("cellectar_2018")
    database = Database.open(
        f"sqlite:///{path}", keys=KEYS, now=now, steady=perf_counter, signs=SIGNER
    )
    desk = Desk(database, policy, load_exchange(policy.issuer.exchange), "T0")
    source = Source.of(desk)

    def order(tx: Tx) -> pulls.Pull:
        found = pulls.order(
            tx, desk.grounds.at(tx), "benchmark", pulls.Wanted(), "folder", restrictions=False
        )
        assert isinstance(found, pulls.Pull)
        return found

    bundle.write_folder(source, database.run_now(order), folder, check=False)
    database.close_now()


def now() -> datetime:
    """Stand still, after the last record."""
    return datetime(2032, 1, 2, tzinfo=UTC)


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
