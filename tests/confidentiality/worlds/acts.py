"""What people do in a world; each act does what it can, and nothing where that is nothing.

An act looks at nothing but what is before the eyes of the person who does it, so that one
history is the same in two worlds for as long as nobody sees a difference.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clearance.reason import Reason
from clearance.shown import Actor, No
from clearance.shown_restrictions import (
    IssuerNoticeSaid,
    ReceiptSaid,
    RestrictSaid,
    WideningSaid,
)
from tests.clearance.company import NEW_YORK, TEAM
from tests.confidentiality.worlds import hands

APPROVE, DECLINE, RETURN = "approve", "decline", "return"


@dataclass(frozen=True)
class Asks:
    """Ask for a trade: what is typed after the command, and what is chosen in the form."""

    who: str
    text: str = "buy 500"
    issuer: str = ""
    wishes: tuple = ()

    async def do(self, world):
        await world.slack.acts.command(self.who, f"/preclear {self.text}")
        if self.issuer:
            await hands.choose(world, self.who, "request_form:issuer", "other")
        wishes = dict(self.wishes) | ({"issuer_name": self.issuer} if self.issuer else {})
        await hands.submit(world, self.who, **wishes)
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class Types:
    """Type something after the command, and close what opens."""

    who: str
    text: str

    async def do(self, world):
        await world.slack.acts.command(self.who, f"/preclear {self.text}")
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class LooksHome:
    """Look at App Home."""

    who: str

    async def do(self, world):
        await world.slack.open_home(self.who)


@dataclass(frozen=True)
class OpensEnvelope:
    """Press **Open** on an envelope: the last one, or one further back."""

    who: str
    back: int = 0

    async def do(self, world):
        if await hands.press_on_message(world, self.who, "envelope:open", self.back):
            await hands.close_all(world, self.who)


@dataclass(frozen=True)
class Withdraws:
    """Open the list of what can be withdrawn, choose one, and say so again."""

    who: str
    back: int = 0

    async def do(self, world):
        await world.slack.acts.command(self.who, "/preclear withdraw")
        await hands.press_in_form(world, self.who, "request:open", self.back)
        await hands.press_in_form(world, self.who, "request:withdraw")
        await hands.submit(world, self.who)
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class Reports:
    """Say of one's latest request that nothing was traded, where one may."""

    who: str

    async def do(self, world):
        await world.slack.acts.command(self.who, "/preclear status")
        await hands.press_in_form(world, self.who, "request:open")
        await hands.press_in_form(world, self.who, "request:report")
        await hands.submit(world, self.who, traded="no")
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class Registers:
    """Register somebody related to oneself."""

    who: str
    name: str
    relation: str = "spouse"

    async def do(self, world):
        await world.slack.acts.command(self.who, "/preclear related")
        await hands.press_in_form(world, self.who, "related:add")
        await hands.submit(world, self.who, related_name=self.name, related_relation=self.relation)
        await hands.submit(world, self.who, related_name=self.name, related_relation=self.relation)
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class Decides:
    """Press a card's button and send the form; what is not offered becomes a decline."""

    who: str
    verdict: str = APPROVE
    back: int = 0

    async def do(self, world):
        request = hands.value_on_message(world, self.who, "card:approve", self.back)
        if request is None or not await world.may_be_decided(request):
            return
        button = "card:decline" if self.verdict == DECLINE else "card:approve"
        if not await hands.press_on_message(world, self.who, button, self.back):
            return
        form = hands.top(world, self.who)
        shown = [] if form is None else [one["block_id"] for one in form.given["blocks"]]
        verdict = DECLINE if self.verdict == APPROVE and "statement" not in shown else self.verdict
        wishes = {"decision": verdict, "fields": ("quantity",) if verdict == RETURN else ()}
        wishes |= {"statement": ("considered",)} if verdict == APPROVE else {}
        await hands.choose(world, self.who, "value", verdict)
        await hands.submit(world, self.who, **wishes)
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class LooksAtCard:
    """Press **Details** on a card, and close what opens."""

    who: str
    back: int = 0

    async def do(self, world):
        if await hands.press_on_message(world, self.who, "card:details", self.back):
            await hands.close_all(world, self.who)


@dataclass(frozen=True)
class ChangesPlans:
    """Do the first thing that an officer's list of plans offers."""

    who: str

    async def do(self, world):
        await world.slack.acts.command(self.who, "/preclear plans")
        for button in ("plan:suspend", "plan:ask_resume", "plan:agree_resume"):
            if await hands.press_in_form(world, self.who, button):
                await hands.submit(world, self.who)
                break
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class Later:
    """Let time pass."""

    by: timedelta = timedelta(minutes=1)

    async def do(self, world):
        await world.pass_time(world.clock.now() + self.by)


@dataclass(frozen=True)
class At:
    """Wait until a moment in New York; one that is over is not waited for."""

    when: str

    async def do(self, world):
        to = datetime.fromisoformat(self.when).replace(tzinfo=NEW_YORK)
        await world.pass_time(max(to, world.clock.now()))


@dataclass(frozen=True)
class Restarts:
    """Stop the process, and start another one on the same record."""

    async def do(self, world):
        world.start()


@dataclass(frozen=True)
class Restricts:
    """Restrict people, as an officer; ``hidden`` leaves this world without it."""

    who: str
    people: tuple
    quarter_end: date | None = None
    notify: bool = False
    reason: str = ""
    matter: str = "Heron"
    hidden: bool = False

    async def do(self, world):
        if not await world.may_be_restricted(self.people) or self.hidden:
            return
        said = RestrictSaid(
            kind="event" if self.quarter_end is None else "early_blackout",
            people=self.people,
            matter=self.matter,
            reason=Reason(self.reason),
            notify=self.notify,
            quarter_end=self.quarter_end,
        )
        answer = await world.desk.restrict(Actor(TEAM, self.who), said)
        # A quarter's blackout that has begun cannot begin early: nothing happened.
        world.skipped = world.skipped or isinstance(answer, No)


@dataclass(frozen=True)
class RestrictsInForm:
    """Restrict people by the officer's form, sent too early, wrong, and then right."""

    who: str
    people: tuple
    reason: str
    matter: str

    async def do(self, world):
        await world.slack.acts.command(self.who, "/preclear restrict")
        await hands.press_in_form(world, self.who, "restrictions:new")
        right = {
            "restrict_kind": "event",
            "restrict_people": self.people,
            "restrict_matter": self.matter,
            "restrict_reason": self.reason,
            "restrict_notify": "silent",
        }
        for wishes in (right | {"restrict_people": (self.who,)}, right, right):
            await hands.submit(world, self.who, **wishes)
        await hands.close_all(world, self.who)


@dataclass(frozen=True)
class Lifts:
    """Ask, as an officer, for the end of the first restriction that one has set."""

    who: str

    async def do(self, world):
        for held in await _sheet(world, self.who, "mine"):
            said = WideningSaid(held.id, "lift", "not_material")
            await world.desk.widen(Actor(TEAM, self.who), said)
            return


@dataclass(frozen=True)
class Agrees:
    """Agree to all that one is asked to agree to."""

    who: str

    async def do(self, world):
        for asked in await _sheet(world, self.who, "asked"):
            await world.desk.agree_widening(Actor(TEAM, self.who), asked.id, agree=True)


@dataclass(frozen=True)
class ReadsReasons:
    """Ask for the reason of every restriction that one has set."""

    who: str

    async def do(self, world):
        for held in await _sheet(world, self.who, "mine"):
            await world.desk.ask_reason(Actor(TEAM, self.who), held.id)


@dataclass(frozen=True)
class Tells:
    """Send a person a neutral notice on another issuer; ``hidden`` leaves this world without."""

    who: str
    people: tuple
    issuer: str = "Merck"
    hidden: bool = False

    async def do(self, world):
        if not self.hidden:
            said = IssuerNoticeSaid(self.people, self.issuer)
            await world.desk.tell_of_issuer(Actor(TEAM, self.who), said)


@dataclass(frozen=True)
class Answers:
    """Say of every withdrawn clearance of one's own that no order is open."""

    who: str

    async def do(self, world):
        mine = await world.desk.mine(Actor(TEAM, self.who))
        for one in () if isinstance(mine, No) else mine:
            if one.may_receipt:
                await world.desk.receipt(Actor(TEAM, self.who), ReceiptSaid(one.id))


async def _sheet(world, who, part):
    sheet = await world.desk.restrictions(Actor(TEAM, who))
    return () if isinstance(sheet, No) else getattr(sheet, part)
