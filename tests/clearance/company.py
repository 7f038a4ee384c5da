"""A company to test the desk with: seven people, one report, a clock moved by hand.

The third quarter of 2026 was reported before the open of Thursday 12 November, so the
window opened on Monday the 16th and closes on Thursday 17 December at 17:00.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from clearance import outbox
from clearance.desk import Desk
from clearance.people import Imported, import_people
from clearance.releases import ReleaseEntry, add_release
from clearance.shown import Actor, Ask, Envelope, Message, Report, RequestShown, Verdict
from clearance.submitting import STATEMENTS
from policy.facts import Trade
from storage import deliveries
from storage.database import Database
from storage.tx import Tx
from tests.clock import HandClock

TEAM = "T0COMPANY"
NEW_YORK = ZoneInfo("America/New_York")
ROSTER = """\
slack_id,name,roles,acknowledged_on,zone,active
U0EMPLOYEE,Erin Boyd,employee,2026-01-05,America/Chicago,yes
U0SECOND,Sam Okafor,employee,2026-01-05,,yes
U0NEWCOMER,Nils Newman,employee,,,yes
U0DIRECTOR,Dora Quist,director,2026-01-05,,yes
U0CEO,Carla Eng,ceo,2026-01-05,,yes
U0CFO,Felix Ott,cfo,2026-01-05,,yes
U0CHAIR,Ada Chairman,audit_chair,2026-01-05,,yes
U0LEFT,Lena Former,employee,2026-01-05,,no
"""
APPROVE = Verdict("approve", statement=True)
DECLINE = Verdict("decline")


def ny(text: str) -> datetime:
    """Read a New York wall time such as 2026-11-23 10:00."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


def who(name: str) -> Actor:
    """Name an actor by the end of their Slack id."""
    return Actor(TEAM, f"U0{name.upper()}")


def buy(quantity: int = 500, **more: Any) -> Ask:
    """Fill in the form for a purchase, with every statement made."""
    form = more.pop("form", None)
    trade = Trade(action=more.pop("action", "buy"), quantity=quantity, **more)
    return Ask(trade=trade, statements=STATEMENTS, form=form)


@dataclass
class Company:
    """The company's desk, and what its messages said."""

    desk: Desk
    database: Database
    clock: HandClock
    sent: list[tuple[str, Message]] = field(default_factory=list)

    async def seed(self) -> None:
        """Enter the people and the report."""
        self.clock.move(ny("2026-11-12 08:00"))

        def enter(tx: Any) -> None:
            imported = import_people(tx, ROSTER, by="operator:test")
            assert isinstance(imported, Imported), imported
            added = add_release(self.desk.grounds, tx, THIRD_QUARTER, "operator:test")
            assert isinstance(added, str), added

        await self.database.run(enter)
        self.begin()

    def begin(self) -> None:
        """Begin on the Monday of the tests, where people and report are entered."""
        self.clock.move(ny("2026-11-23 10:00"))

    async def carry_out(self) -> list[tuple[str, Message]]:
        """Do all that is due, as the worker does, and return what was sent, to whom."""
        sent: list[tuple[str, Message]] = []
        while True:
            claimed = await self.database.run(
                lambda tx: deliveries.claim(tx, "test", limit=10, lease_seconds=60)
            )
            if not claimed:
                self.sent += sent
                return sent
            for one in claimed:
                message = await self.database.run(partial(self._do, one))
                if message is not None:
                    sent.append((one.conversation, message))

    def _do(self, one: deliveries.Claimed, tx: Tx) -> Message | None:
        if not one.conversation:
            outbox.fire(self.desk, tx, one.about)
            deliveries.ended(tx, one.id, "fired")
            return None
        message = outbox.prepare(self.desk, tx, one)
        if message is None:
            deliveries.ended(tx, one.id, "moot")
        else:
            deliveries.sent(tx, one.id, f"D{one.conversation[1:]}", one.id[:12])
        return message

    async def replace_roster(self, before: str, after: str) -> None:
        """Record the list of people anew, with one line changed."""
        assert before in ROSTER
        changed = ROSTER.replace(before, after)
        await self.database.run(lambda tx: import_people(tx, changed, by="operator:test"))

    async def report(self, quarter_end: date, public_at: datetime) -> str:
        """Record a quarter's earnings report; returns the record's id."""
        entry = ReleaseEntry("full", public_at, "Results", quarter_end=quarter_end)
        added = await self.database.run(
            lambda tx: add_release(self.desk.grounds, tx, entry, "operator:test")
        )
        assert isinstance(added, str), added
        return added

    async def disclose(self, public_at: datetime) -> str:
        """Record a press release that is no earnings report; returns the record's id."""
        entry = ReleaseEntry("disclosure", public_at, "News")
        added = await self.database.run(
            lambda tx: add_release(self.desk.grounds, tx, entry, "operator:test")
        )
        assert isinstance(added, str), added
        return added

    async def rows(self, sql: str) -> list[Any]:
        """Read rows as they are stored."""
        return await self.database.run(lambda tx: list(tx.execute(text(sql)).mappings()))


THIRD_QUARTER = ReleaseEntry(
    kind="full",
    public_at=datetime(2026, 11, 12, 7, 30, tzinfo=NEW_YORK),
    title="Third quarter results",
    quarter_end=date(2026, 9, 30),
)


async def becomes_a_director(company: "Company") -> None:
    """Let Erin Boyd, an employee, join the board: she sells under a plan from then on."""
    changed = ROSTER.replace("Erin Boyd,employee", "Erin Boyd,director")
    await company.database.run(lambda tx: import_people(tx, changed, by="operator:test"))


async def together(*acts: Any) -> list[Any]:
    """Do several things at once."""
    return list(await asyncio.gather(*acts))


OPERATOR = "operator:test"
RETURN = Verdict("return", fields=("quantity",))
NOTHING = Report(traded=False)


async def decided(
    company: Company, verdict: Verdict = APPROVE, name: str = "employee", **more: Any
) -> RequestShown:
    """File a request, have the CFO decide it, and send what is due."""
    filed = await company.desk.submit(who(name), buy(**more))
    assert isinstance(filed, RequestShown), filed
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, verdict)
    await company.carry_out()
    return filed


async def state_of(company: Company, filed: RequestShown, name: str = "employee") -> str:
    """Return the state in which the requester sees it."""
    found = await company.desk.request(who(name), filed.id)
    assert isinstance(found, RequestShown), found
    return found.state


async def told(company: Company) -> list[tuple[str, str]]:
    """Send what is due and return the envelopes of it."""
    sent = await company.carry_out()
    return [(to, one.delivery) for to, one in sent if isinstance(one, Envelope)]
