"""A register that comes from a backup: how it is noticed, and that it is on record once.

Three things tell of it: the newest version, which is known outside the database, the mark that
a copy carries, and the operator, who says so. The mark also tells where that version was lost,
and where the copy was put back within the minute in which it was made; the operator names which
checkpoint of the log was lost with it.
"""

from datetime import timedelta
from typing import Any

from clearance.authority import SYSTEM
from clearance.facts import Ground
from clearance.restrictions.acts import Change
from storage import copy_mark
from storage.copy_mark import Mark
from storage.known import Restore
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


def notice(change: Change, newest: int | None, restore: Restore | None = None) -> bool:
    """Stop approvals where the database comes from a backup, and put that on record.

    Says whether it does.

    Where nobody knows the newest version, what was noticed at the last tick, and confirmed by
    nobody since, is not noticed again: the version may just not have been kept yet.
    """
    tx, version = change.tx, change.ground.register
    mark = copy_mark.read(tx)
    by_age = from_a_backup(tx, version, newest)
    told = restore is not None and not _on_record(tx, restore)
    if not told and mark is None and newest is None and change.book.restored == ():
        return False
    if not told and mark is None and not by_age:
        return False
    change.set(restored=())
    change.note(SYSTEM, "from_a_backup", version=version)
    actor = restore.by if restore is not None and told else SYSTEM
    lost = restore.said() if restore is not None else None
    tx.log(copy_mark.TAG, actor=actor, open=_said(version, newest, mark, lost))
    if mark is not None:
        copy_mark.take_out(tx)
    return True


def _on_record(tx: Tx, restore: Restore) -> bool:
    """Say whether a tick has recorded what the operator said, this process's or another's."""
    lost, since = restore.said(), moment(restore.at)
    return any(
        one["at"] >= since and lost in (None, one["body"]["open"].get("lost"))
        for one in copy_mark.restored(tx).recorded
    )


def _said(
    version: int, newest: int | None, mark: Mark | None, lost: dict[str, Any] | None
) -> dict[str, Any]:
    """Say what anybody may know: the register's version counts minutes and nothing else."""
    return {
        "register": version,
        "newest": newest,
        "marked": None if mark is None else moment(mark.made_at),
        "log": None if mark is None else mark.log_size,
        "lost": lost,
    }
