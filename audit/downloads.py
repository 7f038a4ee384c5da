"""Downloads: a link that one person makes, and what it takes to have the pull behind it.

A link is forwarded, or stands in the log of a proxy: so it takes a code as well, which is shown
in Slack alone. It is good for an hour and for five wrong codes, and only while whoever made it
is in compliance; all of that is asked in the transaction that records the taking.
"""

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from audit import pulls
from audit.desk import own_pull
from audit.pulls import Pull
from clearance.authority import who
from clearance.desk import Desk
from clearance.facts import Ground
from clearance.people import PersonFound, by_id
from clearance.shown import Actor, No
from storage import downloads
from storage.tx import Tx

GOOD_FOR: Final = timedelta(hours=1)
#: With so many wrong codes a link is dead.
MOST_FAILURES: Final = 5
_TOKEN_BYTES: Final = 32
#: Compared where there is no link, so that it takes as long.
_NOBODYS: Final = "nobody's"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a pull, as it is shown once: neither its token nor its code is kept."""

    pull: Pull
    token: str = field(repr=False)
    code: str = field(repr=False)
    expires_at: datetime


class Downloads:
    """Makes links at the desk, and lets a pull out to whoever has both parts of one."""

    def __init__(self, desk: Desk) -> None:
        """Stand beside the company's desk."""
        self._desk = desk

    async def link(self, actor: Actor, pull_id: str) -> Link | No:
        """Make a link to one's own pull; it is recorded."""

        def run(tx: Tx, ground: Ground, person: PersonFound) -> Link | No:
            pull = own_pull(tx, ground, person, pull_id)
            if isinstance(pull, No):
                return pull
            pulls.taken(tx, pull, person.person, "link")
            token, code = _drawn_token(tx), tx.random.request_id()
            expires_at = tx.now + GOOD_FOR
            leave = downloads.Leave(pull.id, person.person, expires_at)
            downloads.add(tx, token, code, leave)
            return Link(pull, token, code, expires_at)

        return await self._desk.act(actor, run)

    async def take(self, token: str, typed: str) -> Pull | None:
        """Record that a pull is about to be downloaded, and return it; None for any reason.

        ``typed`` is the code as somebody typed it.
        """
        code = "".join(typed.split()).upper()
        return await self._desk.database.run(lambda tx: self._take(tx, token, code))

    def _take(self, tx: Tx, token: str, code: str) -> Pull | None:
        found = downloads.find(tx, token)
        link = found or downloads.Download(_NOBODYS, "", "", tx.now, tx.now, b"")
        right = downloads.proven(tx, link, code)
        if found is None or found.failures >= MOST_FAILURES or tx.now >= found.expires_at:
            return None
        if not right:
            downloads.failed(tx, found)
            return None
        person = self._still(tx, found.by)
        ground = self._desk.grounds.at(tx)
        pull = None if person is None else own_pull(tx, ground, person, found.pull)
        if not isinstance(pull, Pull):
            return None
        pulls.taken(tx, pull, pull.by, "download")
        return pull

    def _still(self, tx: Tx, by: str) -> PersonFound | None:
        """Return who made a link, while they are somebody here: as the list of people says.

        What Slack last said of their account only takes away from that.
        """
        person, team, accounts = by_id(tx, by), self._desk.team_id, self._desk.accounts
        if person is None:
            return None
        account = None if accounts is None else accounts.last(person.slack_id)
        known = account if account is not None and account.known else None
        found = who(tx, Actor(team or "", person.slack_id), team, known)
        return None if isinstance(found, No) else found


def _drawn_token(tx: Tx) -> str:
    """Draw 256 bits, as an address can carry them."""
    drawn = tx.random.bytes(_TOKEN_BYTES)
    return base64.urlsafe_b64encode(drawn).rstrip(b"=").decode()
