"""Compliance's desk for pulls as Slack's form uses it: order one, look at earlier ones, a link.

Where a pull goes into a folder or into Slack, what makes it is a delivery, queued in the
transaction that records the pull: no pull is recorded that nobody makes.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from audit.desk import AuditDesk, PullSheet, pull_of
from audit.downloads import Downloads, Link
from audit.pulls import Pull, Wanted, Way
from audit.ways import Ways
from clearance.authority import audits
from clearance.desk import Desk
from clearance.facts import Ground
from clearance.people import PersonFound, by_id, by_slack_id
from clearance.shown import Actor, No
from clearance.shown_drafts import FormSent
from storage import checkpoints
from storage.in_line import TIMER
from storage.tx import Tx

#: What a delivery is about that makes a bundle and takes it where it goes.
BUNDLE: Final = "bundle"
LISTED: Final = 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says; ``slack_id`` is that of the person whose entries are asked for.

    ``form`` names the opened form (Slack's view id), so that one sent twice is one pull.
    """

    way: Way
    first: date | None = None
    last: date | None = None
    slack_id: str | None = None
    kinds: frozenset[str] = frozenset()
    redacted: bool = False
    form: str | None = None


@dataclass(frozen=True, slots=True)
class Ordered:
    """A pull that was recorded, and how many entries the log had then."""

    pull: Pull
    size: int


@dataclass(frozen=True, slots=True)
class Listed:
    """An earlier pull as the list shows it: by whom, about whom, and whether it is one's own."""

    pull: Pull
    by: str
    about: str | None
    own: bool


@dataclass(frozen=True, slots=True)
class HandingOver:
    """One company's desk for pulls, and the ways that it has turned on."""

    desk: Desk
    ways: Ways = field(default_factory=Ways)

    def sending(self, sent: FormSent) -> "HandingOver":
        """Return this desk as it takes what a form asks for: with the act its draft goes."""
        return replace(self, desk=self.desk.sending(sent))

    async def sheet(self, actor: Actor) -> PullSheet | No:
        """Return what the form of a pull is opened with."""
        return await AuditDesk(self.desk).sheet(actor)

    async def pull(self, actor: Actor, asked: Asked) -> Ordered | No:
        """Record a pull, and queue its making where it goes into a folder or into Slack."""

        def run(tx: Tx, ground: Ground, person: PersonFound) -> Pull | No:
            no = audits("pull", person)
            if no is not None:
                return no
            if asked.way not in self.ways.open:
                return No("way_closed")
            wanted = _wanted(tx, asked)
            if isinstance(wanted, No):
                return wanted
            pull = pull_of(tx, ground, person, wanted, asked.way, form=asked.form)
            if isinstance(pull, Pull) and asked.way != "download":
                tx.deliver(f"{BUNDLE}:{pull.id}", TIMER, {"what": BUNDLE, "pull": pull.id})
            return pull

        pull = await self.desk.act(actor, run)
        if isinstance(pull, No):
            return pull
        return await self.desk.database.run(lambda tx: Ordered(pull, _size(tx, pull)))

    async def listed(self, actor: Actor) -> tuple[Listed, ...] | No:
        """Return the latest pulls, newest first, whoever made them."""
        found = await AuditDesk(self.desk).pulls(actor)
        if isinstance(found, No):
            return found
        return await self.desk.database.run(
            lambda tx: tuple(_listed(tx, one, actor) for one in found[:LISTED])
        )

    async def link(self, actor: Actor, pull_id: str) -> Link | No:
        """Make a link to one's own pull, where downloads are turned on."""
        if self.ways.url is None:
            return No("way_closed")
        return await Downloads(self.desk).link(actor, pull_id)


def _wanted(tx: Tx, asked: Asked) -> Wanted | No:
    person = None if asked.slack_id is None else by_slack_id(tx, asked.slack_id)
    if asked.slack_id is not None and person is None:
        return No("no_such_person")
    return Wanted(
        first=asked.first,
        last=asked.last,
        person=None if person is None else person.person,
        kinds=asked.kinds,
        redacted=asked.redacted,
    )


def _size(tx: Tx, pull: Pull) -> int:
    checkpoint = checkpoints.find(tx, pull.checkpoint)
    if checkpoint is None:
        raise LookupError("a pull's checkpoint is made with it")
    return checkpoint.size


def _listed(tx: Tx, pull: Pull, actor: Actor) -> Listed:
    by = by_id(tx, pull.by)
    about = None if pull.wanted.person is None else by_id(tx, pull.wanted.person)
    return Listed(
        pull=pull,
        by=pull.by if by is None else by.name,
        about=None if about is None else about.name,
        own=by is not None and by.slack_id == actor.user_id,
    )
