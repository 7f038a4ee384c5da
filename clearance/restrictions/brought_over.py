"""Restrictions that were set before the history told all of them: told once, as they stand.

The lines of that time named who was under a restriction and no more. They stay as they were
hashed; one line a restriction says the rest, so that the days after it can be told.
"""

from dataclasses import replace

from clearance.authority import SYSTEM
from clearance.restrictions import history
from clearance.restrictions.acts import Change
from clearance.restrictions.book import Held
from clearance.restrictions.setting import committed_anew, told_openly
from storage.log import moment

TOLD = frozenset({"set", "brought_over"})


def bring_over(change: Change) -> None:
    """Write a line for each restriction that no line of this version tells of."""
    lines = change.book.history
    if all(history.NAMED in one for one in lines):
        return
    told = {one["restriction"] for one in lines if one["what"] in TOLD and history.NAMED in one}
    for held in list(change.book.restrictions.values()):
        if held.id not in told:
            _bring(change, held)


def _bring(change: Change, held: Held) -> None:
    reason, committed = committed_anew(change.tx, held)
    change.put("restrictions", held.id, replace(held, reason=reason))
    change.note(
        SYSTEM,
        "brought_over",
        **told_openly(held, committed),
        setter=held.by,
        since=moment(held.since),
        named={
            "matter": held.matter,
            "people": sorted(held.people),
            "over": {
                person: moment(term.over_at)
                for person, term in held.people.items()
                if term.over_at is not None
            },
            "until": {
                person: moment(term.until)
                for person, term in held.people.items()
                if term.until is not None
            },
            "notified": held.notified,
        },
    )
