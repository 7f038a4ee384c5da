"""A register that comes from a backup: how it is noticed, and that it is on record once.

Two things tell of it: the newest version, which is known outside the database, and the mark
that a copy carries. The mark also tells where that version was lost, and where the copy was
put back within the minute in which it was made.
"""

from datetime import timedelta

from clearance.authority import SYSTEM
from clearance.facts import Ground
from clearance.restrictions.acts import Change
from storage import copy_mark
from storage.copy_mark import Mark
from storage.log import moment
from storage.register import written_at
from storage.tx import Tx

#: On a server, a register that was written so lately is another bot's, which ticks.
LATELY = timedelta(minutes=2)


def from_a_backup(tx: Tx, version: int, newest: int | None) -> bool:
    """Say whether a register is older than the newest that is known, or of unknown age.

    A bot that comes to others on a server knows no version yet: it takes theirs.
    """
    if newest is not None:
        return version < newest
    return version > 0 and not (tx.server and _written_lately(tx))


def _written_lately(tx: Tx) -> bool:
    at = written_at(tx)
    return at is not None and timedelta() <= tx.now - at < LATELY


def not_yet_noticed(tx: Tx, ground: Ground, newest: int | None) -> bool:
    """Say whether the next tick will find that the database comes from a backup."""
    return from_a_backup(tx, ground.register, newest) or copy_mark.read(tx) is not None


def notice(change: Change, newest: int | None) -> None:
    """Stop approvals where the database comes from a backup, and put that on record.

    Where nobody knows the newest version, what was noticed at the last tick, and confirmed by
    nobody since, is not noticed again: the version may just not have been kept yet.
    """
    tx, version = change.tx, change.ground.register
    mark = copy_mark.read(tx)
    by_age = from_a_backup(tx, version, newest)
    if mark is None and newest is None and change.book.restored == ():
        return
    if mark is None and not by_age:
        return
    change.set(restored=())
    change.note(SYSTEM, "from_a_backup", version=version)
    tx.log(copy_mark.TAG, actor=SYSTEM, open=_said(version, newest, mark))
    if mark is not None:
        copy_mark.take_out(tx)


def _said(version: int, newest: int | None, mark: Mark | None) -> dict[str, object]:
    """Say what anybody may know: the register's version counts minutes and nothing else."""
    return {
        "register": version,
        "newest": newest,
        "marked": None if mark is None else moment(mark.made_at),
        "log": None if mark is None else mark.log_size,
    }
