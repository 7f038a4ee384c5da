"""What a production for an authority holds beside the log: restrictions with what they hide.

It opens the lines of the restrictions that stood on one of the days that were asked for, up to
the last of these days, and keeps back all other lines: an authority is given what it asked
for. The files of the days are made of those lines and of nothing else.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from audit import as_of
from audit.restrictions import in_full, kept
from clearance.facts import Ground
from clearance.people import people
from clearance.productions import Taken, said_of
from clearance.restrictions.history import Line
from clearance.shown_productions import ProductionSaid
from storage.tx import Tx


def lines(tx: Tx, ground: Ground, taken: Taken) -> Iterator[dict[str, Any]]:
    """Yield the history of restrictions as this production shows it, with its own indexes."""
    said, history = said_of(taken.asked.value), ground.book.history[: taken.register]
    wanted = _rests_on(tx, ground, history, said)
    for index, one in enumerate(history):
        if index in wanted:
            yield in_full(tx, ground, index, one, reason=said.reasons)
        else:
            yield kept(index, one)


def files(tx: Tx, ground: Ground, taken: Taken) -> Iterator[tuple[str, bytes]]:
    """Yield a file a day that tells the restrictions as they stood on it."""
    names = {one.person: one.name for one in people(tx)}
    shown = list(lines(tx, ground, taken))
    for day in said_of(taken.asked.value).days:
        yield named(day), as_of.written(shown, day, names)


def named(day: date) -> str:
    """Name the file of a day."""
    return f"restrictions-as-of-{day.isoformat()}.json"


def _rests_on(
    tx: Tx, ground: Ground, history: Sequence[Line], said: ProductionSaid
) -> frozenset[int]:
    """Return the lines on which the days rest."""
    whole = [in_full(tx, ground, index, one, reason=False) for index, one in enumerate(history)]
    return frozenset(
        index for day in said.days for entry in as_of.stood(whole, day) for index in entry["lines"]
    )
