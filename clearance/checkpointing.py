"""The day's checkpoint: at a fixed time, whether or not anything happened.

At the first tick from six in the evening of the market on, every day of the year, the log
commits to the history of restrictions and is signed, both in the tick's own transaction, and
compliance is sent what was signed.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final

from clearance.authority import SYSTEM
from clearance.authority_matrix import COMPLIANCE
from clearance.notices import CHECKPOINT
from clearance.restrictions import history
from clearance.restrictions.acts import Change
from policy.instants import market_day, on_the_clock
from storage import checkpoints, log
from storage.tx import Tx

#: After the regular session and the releases that follow it.
AT: Final = time(18, 0)
_ONE_DAY: Final = timedelta(days=1)
COMMITTED: Final = "register:committed"


def last_due(now: datetime) -> datetime:
    """Return the last moment, up to now, at which a checkpoint was due."""
    today = on_the_clock(market_day(now), AT)
    return today if today <= now else on_the_clock(market_day(now) - _ONE_DAY, AT)


def checkpoint(change: Change, *, restored: bool = False) -> None:
    """Make the day's checkpoint where it is due and this process has the key.

    A log whose first record is younger than the time has nothing to be signed yet. In the tick
    that records a restore it is signed whatever the time: from there on that is what is known.
    """
    tx = change.tx
    due = last_due(tx.now)
    if tx.signs is None:
        return
    if checkpoints.made_for(tx, due) or not _begun_before(tx, due):
        if restored:
            record_key(tx)
            tx.checkpoint()
        return
    _tell_compliance(change, due, sign(tx, SYSTEM, change.book.history, due))


def sign(tx: Tx, actor: str, lines: Sequence[history.Line], due: datetime | None = None) -> str:
    """Commit to the history of restrictions, and have the log signed; gives the checkpoint's id.

    What this transaction records after it is covered, too.
    """
    record_key(tx)
    tx.log(COMMITTED, actor=actor, restricted=history.committed(lines))
    return tx.checkpoint(due)


def record_key(tx: Tx) -> None:
    """Record which key signs from here on, where it is not the one that signed last."""
    if tx.signs is None:
        return
    before, key = checkpoints.newest(tx), tx.signs.signer.verifier.text
    if before is None or before.signer != key:
        tx.log("log:key", actor=SYSTEM, open={"vkey": key})


def _tell_compliance(change: Change, due: datetime, made: str) -> None:
    """Queue the day's checkpoint for compliance's own conversation, where it is kept apart."""
    for one in change.everybody:
        if one.serves and COMPLIANCE in one.roles:
            about = {"what": CHECKPOINT, "checkpoint": made}
            change.tx.deliver(f"checkpoint:{due.isoformat()}:{one.person}", one.slack_id, about)


def _begun_before(tx: Tx, due: datetime) -> bool:
    if checkpoints.newest(tx) is not None:
        return True
    first = log.entries(tx, limit=1)
    # One that was removed after its time is years old.
    return bool(first) and (first[0].removed or log.at(first[0]) < due)
