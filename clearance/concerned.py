"""Whose App Home may say something else after what was recorded: by the open part of the log.

Restrictions are not recorded there, and setting one concerns nobody: who is told of something
is known by the messages that were queued.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from clearance.authority import SYSTEM, guarded
from clearance.people import PersonFound, by_id, people
from policy.company import Policy
from storage import log, requests
from storage.tx import Tx

#: What changes what everybody is shown.
_OF_ALL: Final = frozenset(
    {
        "release:recorded",
        "calendar_day:recorded",
        "blackout_change:recorded",
        "acknowledgement:asked",
    }
)
#: So many entries are read at once; the rest is read at the next look.
MOST: Final = 500


@dataclass(frozen=True, slots=True)
class Concerned:
    """Up to which entry the log was read, and the Slack ids of those concerned.

    ``first`` acted, or it was done about them; ``others`` may be concerned too; ``everybody``
    else can wait for longer.
    """

    size: int
    first: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    everybody: tuple[str, ...] = ()


def since(tx: Tx, policy: Policy, size: int) -> Concerned:
    """Return whom the entries of the log concern that were recorded since it had so many."""
    acts = log.acts(tx, size, MOST)
    if not acts:
        return Concerned(size)
    named = {one for _, actor, subject in acts for one in (actor, subject) if one}
    first = [found for one in sorted(named) if (found := by_id(tx, one)) is not None]
    others: Iterable[PersonFound] = ()
    everybody: Iterable[PersonFound] = ()
    if any(tag in _OF_ALL for tag, _, _ in acts):
        everybody = people(tx)
        others = _staff(everybody, policy)
    elif any(actor not in ("", SYSTEM) for _, actor, _ in acts):
        others = _staff(people(tx), policy)
    size += len(acts)
    return Concerned(size, _slack_ids(first), _slack_ids(others), _slack_ids(everybody))


def at_start(tx: Tx, policy: Policy) -> Concerned:
    """Return whose App Home is drawn anew by a process that begins.

    First of those who decide or look after something, and of everybody whose request is not
    over. Then of everybody else: what was recorded and what passed while no process ran is
    seen by whoever has theirs on the screen, and what only the time changes comes to them too.
    """
    open_ones = {row.person for row in requests.in_state(tx, "pending", "decided")}
    everybody = people(tx)
    theirs = [one for one in everybody if one.person in open_ones]
    others = _slack_ids([*_staff(everybody, policy), *theirs])
    return Concerned(log.size(tx), (), others, _slack_ids(everybody))


def _staff(everybody: Iterable[PersonFound], policy: Policy) -> list[PersonFound]:
    offices = guarded(policy)
    return [one for one in everybody if one.roles & offices]


def _slack_ids(found: Iterable[PersonFound]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.slack_id for one in found if one.serves))
