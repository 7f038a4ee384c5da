"""The desk of the audit: what compliance does about pulls, each act one transaction."""

from dataclasses import dataclass
from datetime import date

from audit import pulls
from audit.productions import of_taken
from audit.pulls import KINDS, RESTRICTIONS, Pull, Wanted, Way
from audit.restrictions import entitled
from clearance import cases
from clearance.authority import audits, not_theirs
from clearance.desk import Desk
from clearance.facts import Ground
from clearance.people import PersonFound, people
from clearance.shown import Actor, No
from policy.instants import market_day
from storage.tx import Tx

_LISTED = 20


@dataclass(frozen=True, slots=True)
class PullSheet:
    """What the form of a pull offers: people by id and name, kinds of entries, and the day.

    ``restrictions`` where this person may know of them.
    """

    people: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    restrictions: bool
    today: date


class AuditDesk:
    """What compliance does at the desk of one company."""

    def __init__(self, desk: Desk) -> None:
        """Stand beside the company's desk."""
        self._desk = desk

    async def sheet(self, actor: Actor) -> PullSheet | No:
        """Return what the form of a pull is opened with."""
        return await self._desk.act(actor, _sheet)

    async def pull(self, actor: Actor, wanted: Wanted, way: Way) -> Pull | No:
        """Record a pull; it may be made and handed over once this has returned it."""

        def run(tx: Tx, ground: Ground, person: PersonFound) -> Pull | No:
            return pull_of(tx, ground, person, wanted, way)

        return await self._desk.act(actor, run)

    async def pulls(self, actor: Actor) -> tuple[Pull, ...] | No:
        """Return the latest pulls, whoever made them."""

        def run(tx: Tx, ground: Ground, person: PersonFound) -> tuple[Pull, ...] | No:
            del ground
            return audits("list_pulls", person) or tuple(pulls.latest(tx, _LISTED))

        return await self._desk.act(actor, run)

    async def take(self, actor: Actor, pull_id: str, how: str) -> Pull | No:
        """Record that one's own pull is about to be handed over, before a byte of it leaves.

        Whoever has lost the role, or may not know of restrictions any more where the pull
        shows them, does not get it.
        """

        def run(tx: Tx, ground: Ground, person: PersonFound) -> Pull | No:
            found = own_pull(tx, ground, person, pull_id)
            if isinstance(found, Pull):
                pulls.taken(tx, found, person.person, how)
            return found

        return await self._desk.act(actor, run)

    async def take_production(self, actor: Actor, ask_id: str, how: str) -> Pull | No:
        """Record that a confirmed production is taken; it is made as a pull is."""
        taken = await self._desk.take_production(actor, ask_id, how)
        if isinstance(taken, No):
            return taken
        return await self._desk.database.run(lambda tx: of_taken(tx, taken))


def pull_of(
    tx: Tx,
    ground: Ground,
    person: PersonFound,
    wanted: Wanted,
    way: Way,
    *,
    form: str | None = None,
) -> Pull | No:
    """Record a pull by a person, if they are in compliance; the same form sent again, nothing."""
    no = audits("pull", person)
    if no is not None:
        return no
    if wanted.case is not None and not cases.handles(tx, ground, person, wanted.case):
        return No("case_gone")
    knows = entitled(person, ground.policy)
    return pulls.sent_before(tx, person.person, form) or pulls.order(
        tx, ground, person.person, wanted, way, restrictions=knows, form=form
    )


def _sheet(tx: Tx, ground: Ground, person: PersonFound) -> PullSheet | No:
    no = audits("pull", person)
    if no is not None:
        return no
    knows = entitled(person, ground.policy)
    return PullSheet(
        people=tuple((one.person, one.name) for one in people(tx)),
        kinds=tuple(kind for kind in KINDS if knows or kind != RESTRICTIONS),
        restrictions=knows,
        today=market_day(tx.now),
    )


def own_pull(tx: Tx, ground: Ground, person: PersonFound, pull_id: str) -> Pull | No:
    """Return one's own pull while one may have it, or say why not."""
    found = pulls.find(tx, pull_id)
    if found is None or found.by != person.person:
        return not_theirs("take_pull")
    open_ = entitled(person, ground.policy) or not found.restrictions
    return audits("take_pull", person, "self", "own" if open_ else "restrictions_closed") or found
