"""The reports of the company in which the matrix of authority is tried."""

from datetime import date, datetime

from clearance.releases import ReleaseEntry
from clearance.shown import Actor, Report
from tests.clearance.company import NEW_YORK, TEAM

REPORT = ReleaseEntry(
    kind="full",
    public_at=datetime(2027, 2, 10, 7, 30, tzinfo=NEW_YORK),
    title="Year's results",
    quarter_end=date(2026, 12, 31),
)
THIRD = ReleaseEntry(
    kind="full",
    public_at=datetime(2026, 11, 12, 7, 30, tzinfo=NEW_YORK),
    title="Third quarter results",
    quarter_end=date(2026, 9, 30),
)


async def fill_forms(world, everybody, exempt, made):
    """Let everybody owe a Form 4: for an option that they exercised as a Section 16 person."""
    company, desk = world.company, world.company.desk
    done = Report(traded=True, at=company.clock.now(), quantity=10, price="1.00", stated=True)
    for one in everybody:
        filed = made(await desk.submit(Actor(TEAM, one), exempt()))
        made(await desk.report(Actor(TEAM, one), filed.id, done))
        listed = made(await desk.filings(Actor(TEAM, one)))
        world.forms[one] = next(line.id for line in listed.lines if line.id.startswith(filed.id))
