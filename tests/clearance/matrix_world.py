"""A company in which every state of the matrix of authority stands, for every role.

One person holds each role; others act on what is Erin Boyd's. Everything is asked in
transactions that are undone, so that one world serves every cell.
"""

import re
from dataclasses import dataclass, field, replace

from audit.pulls import Wanted, order
from clearance.bringing_in import bring_in
from clearance.desk import Desk
from clearance.opening_plans import PlansEntered, import_plans
from clearance.people import by_slack_id, import_people
from clearance.releases import add_release
from clearance.restrictions.tick import tick
from clearance.shown import Actor, No
from clearance.shown_related import RelatedSaid
from policy.coverage import Tie
from policy.facts import Trade
from policy.roles import GIVEN
from storage.database import Database
from tests.clearance import matrix_asks, matrix_away, matrix_delegations, matrix_plans
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    NOTHING,
    RETURN,
    TEAM,
    Company,
    buy,
    ny,
)
from tests.clearance.matrix_reports import REPORT, THIRD, fill_forms
from tests.clearance.planning import COLUMNS, line
from tests.clock import HandClock

HEAD = "slack_id,name,roles,acknowledged_on,active,guest\n"
OFFICERS = ("ceo", "cfo", "audit_chair", "compliance")
ERIN = "U0ERIN"
#: Whose related persons the holders of all roles are, and who has trusts with them.
TIED = "U0TIED"


def slack_id(role):
    return f"U0{role.replace('_', '').upper()}"


def actor(role):
    return Actor(TEAM, slack_id(role))


class UndoneError(Exception):
    def __init__(self, answer):
        self.answer = answer


class Undoing:
    """A database in which nothing that is done stays done.

    ``first`` is done before each act; ``history`` is the register's after the last one.
    """

    def __init__(self, database, grounds, first=lambda _: None):
        self.database, self.grounds, self.first = database, grounds, first
        self.history = ()

    async def run(self, fn, *, records=False):  # noqa: ARG002
        def undone(tx):
            self.first(tx)
            answer = fn(tx)
            self.history = self.grounds.at(tx).book.history
            raise UndoneError(answer)

        try:
            return await self.database.run(undone)
        except UndoneError as found:
            return found.answer


@dataclass
class World:
    """Ids of what stands in each state: by relation, or by whose it is, and state."""

    company: Company
    asking: Desk
    stopped: Desk  # where the register comes from a backup
    signed: Desk  # where everybody has signed the policy
    requests: dict = field(default_factory=dict)  # (slack id, account, state) -> id
    entries: dict = field(default_factory=dict)  # slack id -> id
    plans: dict = field(default_factory=dict)  # (slack id, state) -> id
    changes: dict = field(default_factory=dict)  # (slack id, kind, state) -> id
    envelopes: dict = field(default_factory=dict)  # slack id -> delivery
    trusts: dict = field(default_factory=dict)  # slack id -> the entry that names it
    pulls: dict = field(default_factory=dict)  # slack id -> id
    asks: dict = field(default_factory=dict)  # (kind, slack id, state) -> id
    filings: dict = field(default_factory=dict)  # (slack id, state) -> record
    questions: dict = field(default_factory=dict)  # (slack id, state) -> id
    cases: dict = field(default_factory=dict)  # (slack id, state) -> id
    delegations: dict = field(default_factory=dict)  # (slack id, relation) -> id
    forms: dict = field(default_factory=dict)  # slack id -> id
    absences: dict = field(default_factory=dict)  # (slack id, state) -> id


def listed(people):
    return HEAD + "".join(
        f"{one},{one.title()},{roles},{day},yes,{guest}\n" for one, roles, day, guest in people
    )


def roster(day="2026-01-05", *, as_employees=False):
    """List one person a role; until all is filed most are employees, so that they can file."""
    keep = {"ceo", "cfo", "audit_chair"}
    people = [
        (slack_id(role), role if role in keep or not as_employees else "employee", day, "no")
        for role in sorted(GIVEN)
    ]
    return listed([*people, *((one, "employee", day, "no") for one in (ERIN, TIED))])


EVERYBODY = [ERIN, *map(slack_id, sorted(GIVEN))]


def decider(person, trust=""):
    """Name who decides this person's requests, or those for a trust."""
    return actor("ceo") if slack_id("cfo") in (person, *trust.split()) else actor("cfo")


def made(answer):
    assert not isinstance(answer, No), answer
    return answer


async def build(database: Database, clock: HandClock, policy, exchange) -> World:
    desk = Desk(database, policy, exchange, TEAM)
    company = Company(desk, database, clock)
    world = World(company, *undoing(desk, policy, exchange))
    clock.move(ny("2026-11-12 08:00"))
    await _people(world, roster(as_employees=True))
    await database.run(lambda tx: add_release(desk.grounds, tx, THIRD, "operator:test"))
    for one in EVERYBODY:
        said = RelatedSaid("Dana", Tie("spouse"))
        listed_ = made(await desk.register_related(Actor(TEAM, one), said))
        world.entries[one] = listed_.said.id
    await _trusts(world)
    await _requests(world)
    await matrix_plans.fill(world, [TIED])
    for one in EVERYBODY[1:]:
        await _named(world, Tie("sibling"), one)
    await _plans(world)
    await _people(world, roster())
    await _changes(world)
    await matrix_plans.fill(world, EVERYBODY)
    await matrix_asks.fill(world, EVERYBODY, TIED, [slack_id(one) for one in OFFICERS])
    await _pulls(world)
    await matrix_delegations.fill(world, EVERYBODY, slack_id, (ERIN, TIED))
    await matrix_away.fill(world, EVERYBODY)
    return world


async def _pulls(world):
    """Let everybody have pulled the record while they were in compliance."""

    def write(tx, one):
        ground, person = world.company.desk.grounds.at(tx), by_slack_id(tx, one).person
        return order(tx, ground, person, Wanted(), "folder", restrictions=True).id

    for one in EVERYBODY:
        world.pulls[one] = await world.company.database.run(lambda tx, one=one: write(tx, one))


def undoing(desk, policy, exchange):
    """Make desks at which nothing stays done.

    The second's register is a backup's; at the third everybody has signed the policy.
    """

    def restored(tx):
        tick(tx, desk.grounds.at(tx), desk.grounds.register, (), 10_000)

    for first in (lambda _: None, restored, matrix_asks.sign_policy):
        yield Desk(Undoing(desk.database, desk.grounds, first), policy, exchange, TEAM)


async def _named(world, tie, *colleagues, name=""):
    """Let ``TIED`` register colleagues, who all confirm it."""
    desk = world.company.desk
    said = RelatedSaid(name, tie, colleagues=colleagues)
    entry = made(await desk.register_related(Actor(TEAM, TIED), said)).said.id
    for one in colleagues:
        made(await desk.answer_related(Actor(TEAM, one), entry, agrees=True))
    return entry


async def _trusts(world):
    """Tie three of the roles' holders at a time to a trust of ``TIED``'s."""
    holders = EVERYBODY[1:]
    for start in range(0, len(holders), 3):
        three = holders[start : start + 3]
        tie = Tie("trust", insider_is="trustee")
        entry = await _named(world, tie, *three, name=f"Trust {start}")
        world.trusts[" ".join(three)] = entry


async def _people(world, text):
    done = await world.company.database.run(lambda tx: import_people(tx, text, "operator:test"))
    assert not isinstance(done, tuple), done


async def _file(world, state, *, ask=buy, expect="pending"):
    """File a request of everybody's, for themselves and for somebody related."""
    for one in EVERYBODY:
        for account in ("own", "related"):
            said = ask()
            if account == "related":
                said = replace(said, account="related", related=world.entries[one])
            await _filed(world, one, account, state, said, expect)
    for trust, entry in world.trusts.items():
        said = replace(ask(), account="related", related=entry)
        await _filed(world, TIED, trust, state, said, expect)
    await _filed(world, TIED, "own", state, ask(), expect)


async def _filed(world, one, account, state, said, expect):  # noqa: PLR0917 - a cell
    shown = made(await world.company.desk.submit(Actor(TEAM, one), said))
    assert shown.state == expect, (state, shown)
    world.requests[one, account, state] = shown.id


async def _each(world, state, act):
    for (one, account, known), request in list(world.requests.items()):
        if known == state:
            await act(one, request, account)


async def _requests(world):
    company, desk = world.company, world.company.desk

    async def decide(one, request, account, verdict=APPROVE):
        return await desk.decide(decider(one, account), request, verdict)

    company.clock.move(ny("2026-12-16 10:00"))
    await _file(world, "lapsed")
    company.clock.move(ny("2026-12-22 10:00"))
    await company.carry_out()
    company.clock.move(ny("2027-02-16 10:00"))
    report = lambda tx: add_release(desk.grounds, tx, REPORT, "operator:test")  # noqa: E731
    await company.database.run(report)
    await _file(world, "declined_to_report")
    await _each(world, "declined_to_report", lambda *it: decide(*it, DECLINE))
    await _file(world, "expired")
    company.clock.move(ny("2027-02-22 10:00"))
    await company.carry_out()
    await _people(world, roster(as_employees=True).replace(",employee,", ",section16,"))
    await _file(world, "exempt_to_report", ask=_exempt, expect="exempt")
    await fill_forms(world, EVERYBODY, _exempt, made)
    # Nobody is a Section 16 person then, by role or by office: they have nothing to report.
    officers = re.compile(",(ceo|cfo|audit_chair),")
    await _people(world, officers.sub(",employee,", roster(as_employees=True)))
    await _file(world, "exempt", ask=_exempt, expect="exempt")
    await _people(world, roster(as_employees=True))
    await _file(world, "refused", ask=_short, expect="refused")
    await _file(world, "overtaken")
    await _people(world, roster("", as_employees=True))
    await _each(world, "overtaken", decide)
    await _people(world, roster(as_employees=True))
    for state, verdict in (
        ("declined", DECLINE),
        ("returned", RETURN),
        ("approved", APPROVE),
        ("clearance_ended", APPROVE),
        ("reported", APPROVE),
    ):
        await _file(world, state)
        await _each(world, state, lambda *it, v=verdict: decide(*it, v))
    for state in ("withdrawn", "pending", "pending_nudged"):
        await _file(world, state)
    company.clock.move(ny("2027-02-22 11:00"))
    await _each(world, "pending_nudged", lambda one, it, _: desk.nudge(Actor(TEAM, one), it))
    await _file(world, "pending_just_filed")
    for state in ("withdrawn", "clearance_ended"):
        await _each(world, state, lambda one, request, _: desk.withdraw(Actor(TEAM, one), request))
    await _each(
        world, "reported", lambda one, request, _: desk.report(Actor(TEAM, one), request, NOTHING)
    )
    for (one, _, state), request in world.requests.items():
        shown = made(await desk.request(Actor(TEAM, one), request))
        stands = state.removesuffix("_to_report").partition("_nudged")[0].partition("_just")[0]
        assert shown.state == stands, (state, shown.state)
    told = await company.database.run(_envelopes)
    world.envelopes = dict(told)


def _exempt():
    return replace(buy(), trade=Trade(action="option_exercise", quantity=10))


def _short():
    return replace(buy(), trade=Trade(action="short_sale", quantity=10))


def _envelopes(tx):
    """Return an envelope of everybody's: one that tells of their own request."""
    from sqlalchemy import text  # noqa: PLC0415 - rows as they are stored

    found = {}
    for row in tx.execute(text("select id, conversation, sealed from deliveries")).mappings():
        about = tx.unseal("deliveries", row["id"], row["sealed"])
        if about["what"] == "notice" and "request" in about:
            found[row["conversation"]] = row["id"]
    return found


PLAN_STATES = ("runs", "suspended", "asked_in_vain", "asked_ceo", "asked_cfo", "over")


async def _plans(world):
    """Give everybody a plan in every state, made before 2027 and approved on paper."""
    company, desk = world.company, world.company.desk
    text, order = COLUMNS + "\n", {}
    for one in EVERYBODY:
        for number, state in enumerate(PLAN_STATES):
            made_on = f"2026-03-{2 + number:02}"
            ends = "2026-12-31" if state == "over" else "2027-12-31"
            approver, office = _approver(one)
            text += line(
                slack_id=one,
                approved_by=approver,
                office=office,
                ends_on=ends,
                established_on=made_on,
            )
            order[one.title(), made_on] = (one, state)
    done = await company.database.run(
        lambda tx: import_plans(desk.grounds.at(tx), tx, text, "operator:test")
    )
    assert isinstance(done, PlansEntered), done
    world.plans = {
        order[plan.owner, plan.established_on.isoformat()]: plan.id for plan in done.plans
    }
    second = roster(as_employees=True) + "U0SECOND,Second,cfo,2026-01-05,yes,no\n"
    await _people(world, second)
    for (one, state), plan in world.plans.items():
        asker = {"asked_ceo": "ceo", "asked_cfo": "cfo", "asked_in_vain": "second"}.get(state)
        if state in ("runs", "over"):
            continue
        made(await desk.change_plan(decider(one), plan, "suspend"))
        # One's own plan answers the same in every state: no officer of the CFO's is needed.
        if asker is not None and slack_id("cfo") != one != slack_id(asker):
            made(await desk.change_plan(actor(asker), plan, "ask_resume"))
    await _people(world, second.replace("Second,cfo", "Second,employee"))


def _approver(person):
    """Return who approved this person's plans, and in which office."""
    offices = {slack_id("ceo"): "audit_chair", slack_id("cfo"): "ceo"}
    office = offices.get(person, "cfo")
    return slack_id(office), office


async def _changes(world):
    """Ask for an office and let in a guest, of people whom nobody else is about."""
    company, desk = world.company, world.company.desk
    new = [f"U0OFFICE{number}" for number in range(3)]
    guests = [f"U0GUEST{number}" for number in range(5)]
    base = [(one, "employee", "", "no") for one in new]

    async def take_in(people):
        ground = desk.grounds
        done = await company.database.run(
            lambda tx: bring_in(tx, ground.at(tx), listed(people), "operator:test")
        )
        assert not isinstance(done, tuple), done

    await take_in([*base, *((one, "director", "", "yes") for one in guests)])
    await take_in([(one, "employee;compliance", "", "no") for one in new])
    for kind, names in (("office", new), ("guest", guests)):
        for one in names:
            world.changes[one, kind] = await _asked(world, one, kind)
    # Of everybody themselves: their own office is to change.
    day = "2026-01-05"
    own = [
        (slack_id(role), f"{role};compliance" if role != "compliance" else "employee", day, "no")
        for role in sorted(GIVEN)
    ]
    await take_in(own)
    for role in sorted(GIVEN):
        world.changes[slack_id(role), "office"] = await _asked(world, slack_id(role), "office")
    made(await desk.confirm_change(actor("ceo"), world.changes[new[1], "office"]))
    await take_in([(new[2], "employee", "", "no")])
    for officer, one in (("ceo", 1), ("cfo", 2), ("ceo", 3), ("cfo", 3)):
        made(await desk.confirm_change(actor(officer), world.changes[guests[one], "guest"]))
    await take_in([(guests[4], "director", "", "no")])


async def _asked(world, one, kind):
    from clearance.people_asked import last  # noqa: PLC0415 - beside its one use

    row = await world.company.database.run(lambda tx: last(tx, by_slack_id(tx, one).person, kind))
    return row.id
