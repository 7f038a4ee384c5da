"""A company whose register holds, for every role, what the matrix of authority is asked of it.

Restrictions are found by their code word: how the person stands to it, its state, and whose
it is. While they are set everybody is an officer; then everybody holds their own role.
"""

from dataclasses import dataclass, field, replace

from clearance.desk import Desk
from clearance.people import import_people
from clearance.reason import Reason
from clearance.releases import add_release
from clearance.restrictions.tick import next_tick
from clearance.shown import Actor
from clearance.shown_related import RelatedSaid
from clearance.shown_restrictions import IssuerNoticeSaid, RestrictSaid
from policy.coverage import Tie
from policy.roles import GIVEN
from tests.clearance.company import APPROVE, TEAM, Company, buy, ny
from tests.clearance.matrix_world import (
    ERIN,
    EVERYBODY,
    OFFICERS,
    THIRD,
    decider,
    listed,
    made,
    slack_id,
    undoing,
)
from tests.clearance.restricting import lift

FORMER = {"ceo": "U0FORMERCEO", "cfo": "U0FORMERCFO"}
NAMERS = {"waits": "U0NAMER0", "agreed": "U0NAMER1", "refused": "U0NAMER2"}
STATES = ("in_force", "widening_waits", "nobody_else", "over")


@dataclass
class RegisterWorld:
    """Ids of what the register holds, and of what it did to requests."""

    company: Company
    asking: Desk
    stopped: Desk
    requests: dict = field(default_factory=dict)  # (slack id, account, state) -> id
    entries: dict = field(default_factory=dict)  # slack id -> id of a related person's
    asked: dict = field(default_factory=dict)  # (slack id, state) -> id of what names them
    restrictions: dict = field(default_factory=dict)  # code word -> id
    widenings: dict = field(default_factory=dict)  # code word of the restriction -> id
    notices: dict = field(default_factory=dict)  # (slack id, state) -> id

    def restriction(self, me, relation, state):
        """Name the restriction to which this person stands so."""
        if relation == "other" and state == "in_force":  # its setter left, in another's office
            relation, me = "successor", slack_id("ceo" if me != slack_id("ceo") else "cfo")
        elif relation == "other":
            relation, me = "setter", slack_id("ceo" if me != slack_id("ceo") else "cfo")
        elif relation in ("successor", "heir") and me not in map(slack_id, FORMER):
            me = slack_id("ceo")
        return f"{relation} {state} {me}"


def roster(*, serving=False):
    """List everybody in their role; while they serve, everybody is an officer."""
    people = []
    for role in sorted(GIVEN):
        during = role if role == "cfo" else "ceo"
        people.append((slack_id(role), during if serving else role, "2026-01-05", "no"))
    for office, one in FORMER.items():
        people.append((one, office if serving else "employee", "2026-01-05", "no"))
    more = (ERIN, *NAMERS.values())
    return listed([*people, *((one, "employee", "2026-01-05", "no") for one in more)])


async def build(database, clock, policy, exchange):
    desk = Desk(database, policy, exchange, TEAM)
    asking, stopped, _ = undoing(desk, policy, exchange)
    world = RegisterWorld(Company(desk, database, clock), asking, stopped)
    clock.move(ny("2026-11-12 08:00"))
    await _people(world, roster(serving=True))
    await database.run(lambda tx: add_release(desk.grounds, tx, THIRD, "operator:test"))
    clock.move(ny("2026-11-23 10:00"))
    await _requests(world)
    await _asked(world)
    await _restrictions(world)
    await _widenings(world)
    await _notices(world)
    await _people(world, roster())
    return world


async def _people(world, text):
    done = await world.company.database.run(lambda tx: import_people(tx, text, "operator:test"))
    assert not isinstance(done, tuple), done


async def _requests(world):
    desk = world.company.desk
    for one in EVERYBODY:
        said = RelatedSaid("Dana", Tie("spouse"))
        world.entries[one] = made(await desk.register_related(Actor(TEAM, one), said)).said.id
        for account in ("own", "related"):
            for state in ("pending_under_restriction", "clearance_withdrawn"):
                ask = buy()
                if account == "related":
                    ask = replace(ask, account=account, related=world.entries[one])
                filed = made(await desk.submit(Actor(TEAM, one), ask)).id
                world.requests[one, account, state] = filed
                if state == "clearance_withdrawn":
                    made(await desk.decide(decider(one), filed, APPROVE))


async def _asked(world):
    desk = world.company.desk
    for state, namer in NAMERS.items():
        for one in EVERYBODY:
            said = RelatedSaid("", Tie("sibling"), colleagues=(one,))
            entry = made(await desk.register_related(Actor(TEAM, namer), said)).said.id
            world.asked[one, state] = entry
            if state != "waits":
                yes = state == "agreed"
                made(await desk.answer_related(Actor(TEAM, one), entry, agrees=yes))


def _to_set(state):
    """Yield who sets which restriction of a state, and whom it is on."""
    able = [slack_id(role) for role in OFFICERS]
    for one in EVERYBODY[1:]:
        by = slack_id("cfo" if one != slack_id("cfo") else "ceo")
        alone, under = state == "nobody_else", {one}
        yield f"setter {state} {one}", one, set(able) - {one} if alone else {ERIN}
        yield f"under {state} {one}", by, {*able, one} - {by} if alone else under
    for office, former in FORMER.items():
        one = slack_id(office)
        yield (
            f"successor {state} {one}",
            former,
            set(able) - {one} if state == "nobody_else" else {ERIN},
        )
        left, other = (
            slack_id("cfo" if office == "ceo" else "ceo"),
            FORMER["cfo" if office == "ceo" else "ceo"],
        )
        yield f"heir {state} {one}", other, set(able) - {one} if state == "nobody_else" else {left}


async def _restrictions(world):
    for state in STATES:
        for matter, by, under in _to_set(state):
            said = RestrictSaid("event", tuple(sorted(under)), matter, Reason("because"))
            made(await world.company.desk.restrict(Actor(TEAM, by), said))
    book = await ticked(world)
    world.restrictions = {held.matter: held.id for held in book.restrictions.values()}


async def _widenings(world):
    """Ask for the end of each restriction of two states; two agree to that of one."""
    desk, setters = world.company.desk, {}
    for state in ("widening_waits", "over"):
        for matter, by, _ in _to_set(state):
            setters[world.restrictions[matter]] = (matter, by)
            made(await desk.widen(Actor(TEAM, by), lift(world.restrictions[matter])))
    book = await ticked(world)
    for asked in book.asked.values():
        matter, by = setters[asked.restriction]
        world.widenings[matter] = asked.id
        if " over " in matter:
            second = next(one for one in FORMER.values() if one != by)
            made(await desk.agree_widening(Actor(TEAM, second), asked.id, agree=True))
    book = await ticked(world)
    assert len(book.asked) == len(world.widenings) / 2


async def _notices(world):
    desk, people = world.company.desk, tuple(EVERYBODY)
    for issuer in ("waits", "acknowledged"):
        said = IssuerNoticeSaid(people, issuer)
        made(await desk.tell_of_issuer(Actor(TEAM, FORMER["ceo"]), said))
    book = await ticked(world)
    ids = await world.company.database.run(_slack_ids)
    for told in book.notices.values():
        world.notices[ids[told.person], told.issuer] = told.id
        if told.issuer == "acknowledged":
            await desk.acknowledge_notice(Actor(TEAM, ids[told.person]), told.id)
    await ticked(world)


def _slack_ids(tx):
    from clearance.people import people  # noqa: PLC0415 - beside its one use

    return {one.person: one.slack_id for one in people(tx)}


async def ticked(world):
    """Let all that waits take force at the next minute; the book as it is then."""
    company = world.company
    company.clock.move(next_tick(company.clock.now()))
    done = await company.desk.tick()
    assert not done.broken, done.broken
    return await company.database.run(lambda tx: company.desk.grounds.at(tx).book)
