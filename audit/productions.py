"""A production for an authority, as a pull that shows what it was asked to show."""

from audit.pulls import Pull, Wanted
from clearance.productions import Taken, said_of
from storage import checkpoints
from storage.tx import Tx


def of_taken(tx: Tx, taken: Taken) -> Pull:
    """Make a pull of a production that was recorded as taken."""
    made, said = checkpoints.find(tx, taken.checkpoint), said_of(taken.asked.value)
    if made is None:
        raise LookupError("a production is taken with a checkpoint")
    return Pull(
        id=taken.asked.id,
        at=made.at,
        by=taken.asked.by,
        way="folder",
        wanted=Wanted(first=said.first, last=said.last),
        checkpoint=taken.checkpoint,
        restrictions=True,
        register=taken.register,
        produced=taken.asked,
    )
