"""A company with old requests: asked in 2018 and 2019, looked at in November 2026."""

from datetime import date, datetime, time, timedelta
from typing import Any

from clearance import asked, keeping, removable, removing
from clearance.people import Imported, by_slack_id, import_people
from clearance.releases import ReleaseEntry, add_release
from clearance.shown import Actor, Report
from storage import retention
from tests.clearance.company import (
    APPROVE,
    NEW_YORK,
    OPERATOR,
    ROSTER,
    TEAM,
    THIRD_QUARTER,
    Company,
    buy,
    ny,
    who,
)

OLD_ROSTER = (
    ROSTER.replace("2026-01-05", "2018-01-05")
    + "U0COMPLY,Cora Lyle,compliance,2018-01-05,,yes\n"
    + "U0COMPLYTWO,Cyril Moss,compliance,2018-01-05,,yes\n"
)
THEN = ReleaseEntry(
    kind="full",
    public_at=datetime(2018, 11, 8, 7, 30, tzinfo=NEW_YORK),
    title="Third quarter results",
    quarter_end=date(2018, 9, 30),
)
COMPLY, SECOND = Actor(TEAM, "U0COMPLY"), Actor(TEAM, "U0COMPLYTWO")
ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
#: Everything of 2018 had ended before it.
DAY = date(2019, 1, 1)


def traded(moment: str, quantity: int = 400) -> Report:
    return Report(traded=True, at=ny(moment), quantity=quantity, price="4.10", stated=True)


async def begin(company: Company) -> None:
    """Begin in November 2018, in an open window."""
    company.clock.move(ny("2018-11-12 08:00"))

    def enter(tx: Any) -> None:
        imported = import_people(tx, OLD_ROSTER, by=OPERATOR)
        assert isinstance(imported, Imported), imported
        added = add_release(company.desk.grounds, tx, THEN, OPERATOR)
        assert isinstance(added, str), added

    await company.database.run(enter)
    company.clock.move(ny("2018-11-19 10:00"))


async def reported(company: Company, name: str = "employee", **more: Any) -> Any:
    """File a request, have the CFO approve it, and report a trade within it."""
    filed = await company.desk.submit(who(name), buy(**more))
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, APPROVE)
    company.clock.move(ny("2018-11-20 10:00"))
    done = await company.desk.report(who(name), filed.id, traded("2018-11-20 09:45"))
    assert done.report.outside == (), done
    company.clock.move(ny("2018-12-10 10:00"))
    await company.carry_out()
    company.clock.move(ny("2018-11-19 11:00"))
    return filed


def reports() -> list[ReleaseEntry]:
    """Give the report of every quarter from the last one of 2018 to the third one of 2026."""
    ends = [date(year, *end) for year in range(2018, 2027) for end in ENDS]
    return [
        ReleaseEntry(
            "full",
            datetime.combine(end + timedelta(days=43), time(7, 30), NEW_YORK),
            "Results",
            quarter_end=end,
        )
        for end in ends
        if THEN.quarter_end < end <= THIRD_QUARTER.quarter_end
    ]


async def today(company: Company) -> None:
    """Go to November 2026, with the report by which the window is open."""
    company.clock.move(ny("2026-11-12 08:00"))
    await company.carry_out()
    for entry in reports():
        added = await company.database.run(
            lambda tx, entry=entry: add_release(
                company.desk.grounds, tx, entry, OPERATOR, reaching_back=True
            )
        )
        assert isinstance(added, str), added
    company.clock.move(ny("2026-11-23 10:00"))
    await company.carry_out()


async def person(company: Company, actor: Actor) -> Any:
    return await company.database.run(lambda tx: by_slack_id(tx, actor.user_id))


async def survey(company: Company, day: date = DAY) -> removable.Survey:
    return removable.survey(company.database.run_now, removable.begins(day))


async def ask(company: Company, day: date = DAY, by: Actor = COMPLY) -> Any:
    """Ask for a removal; returns the ask, or why not."""
    found = await survey(company, day)

    def run(tx: Any) -> Any:
        ground = company.desk.grounds.at(tx)
        return removing.ask(tx, ground, by_slack_id(tx, by.user_id), day, found)

    return await company.database.run(run)


async def act_of(company: Company, one: asked.Asked) -> retention.Retention:
    return await company.database.run(lambda tx: retention.asked_for(tx, one.id))


async def confirmed(company: Company, day: date = DAY) -> retention.Retention:
    """Ask for a removal and have the CFO confirm it."""
    one = await ask(company, day)
    done = await company.desk.confirm_keeping(who("cfo"), one.id)
    assert done.state == "confirmed", done
    return await act_of(company, one)


def carried_out(company: Company, act: retention.Retention) -> tuple[int, int, int]:
    pages = list(removing.carry_out(company.database.run_now, act, OPERATOR))
    return (
        sum(one.requests for one in pages),
        sum(one.entries for one in pages),
        sum(one.messages for one in pages),
    )


async def lifts(company: Company, hold: str, by: Actor = COMPLY) -> Any:
    return await company.database.run(
        lambda tx: keeping.ask_lift(
            tx, company.desk.grounds.at(tx), by_slack_id(tx, by.user_id), hold
        )
    )
