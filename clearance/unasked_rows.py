"""A trade without a clearance as it is on the record, put together out of its executions."""

from datetime import datetime

from clearance.shown_reports import Execution, UnaskedShown
from storage import made
from storage.tx import Tx


def shown(tx: Tx, person: str, source: str) -> UnaskedShown | None:
    """Return what was said of such a trade, as it stands now; None where nothing is left of it."""
    found = [value for _, value in made.in_force(tx, person) if value.get("unasked") == source]
    if not found:
        return None
    first = found[0]
    return UnaskedShown(
        first["action"],
        first["security"],
        first["owner"],
        tuple(
            Execution(datetime.fromisoformat(value["at"]), value["shares"], value["price"])
            for value in sorted(found, key=lambda value: str(value["at"]))
        ),
        first["stated"],
    )
