"""What people do while their statements are recorded: real acts, at the real desk."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from clearance.desk import Desk
from clearance.shown import RequestShown
from policy.calendars.exchange import ExchangeCalendar
from policy.company import Policy
from storage.randomness import Randomness
from storage.sealed import KeyFile
from storage.upgrade import upgrade
from tests.clearance.company import (
    APPROVE,
    DECLINE,
    NOTHING,
    TEAM,
    Company,
    buy,
    decided,
    ny,
    who,
)
from tests.clearance.restricting import lifted, pass_minutes, restricted
from tests.clock import HandClock
from tests.power_cut.replay import FILE
from tests.power_cut.tape import Opened, Tape, witnessed

KEYS = KeyFile(bytes(range(32)))

Lives = Callable[[Company], Awaitable[None]]


@dataclass(frozen=True)
class Ground:
    """What a desk stands on: a policy, a calendar, and a file with its tables made."""

    policy: Policy
    calendar: ExchangeCalendar
    template: Path


async def one_day(company: Company) -> None:
    """Live a short day: people and a release, two requests, a decision, a withdrawal, a report."""
    await company.seed()
    cleared = await decided(company, APPROVE)
    second = await company.desk.submit(who("second"), buy(200, form="twice"))
    again = await company.desk.submit(who("second"), buy(200, form="twice"))
    assert isinstance(second, RequestShown)
    assert isinstance(again, RequestShown)
    assert second.id == again.id
    await company.desk.withdraw(who("second"), second.id)
    await company.desk.report(who("employee"), cleared.id, NOTHING)


async def two_weeks(company: Company) -> None:
    """Live longer: restrictions at their ticks, a clearance withdrawn, a decline, an expiry."""
    await one_day(company)
    await decided(company, APPROVE, "director")
    await decided(company, DECLINE, "second", quantity=300)
    heron = await restricted(company, "director", "employee")
    await company.carry_out()
    await pass_minutes(company, 2)
    await lifted(company, heron)
    await company.replace_roster("Sam Okafor,employee", "Sam Okafor,director")
    await company.disclose(ny("2026-11-23 08:00"))
    for name in ("second", "employee", "director"):
        await company.desk.submit(who(name), buy(100, form=f"last of {name}"))
        await company.carry_out()
    company.clock.move(ny("2026-12-08 10:00"))
    await company.carry_out()
    await pass_minutes(company, 2)


def record(ground: Ground, folder: Path, live: Lives, seed: int = 1) -> Tape:
    """Live a history on a file of its own and give all that was said to it."""
    folder.mkdir(exist_ok=True)
    file = folder / FILE
    shutil.copyfile(ground.template, file)
    tape, clock = Tape(), HandClock()
    with tape.running():
        database = witnessed(tape).open(
            f"sqlite:///{file}",
            keys=KEYS,
            now=clock.now,
            steady=clock.steady,
            random=Randomness(Random(seed).randbytes),
        )
        try:
            desk = Desk(database, ground.policy, ground.calendar, TEAM)
            asyncio.run(_lived(Company(desk, database, clock), live))
        finally:
            database.close_now()
    assert any(isinstance(one, Opened) for one in tape.events)
    return tape


async def _lived(company: Company, live: Lives) -> None:
    await live(company)


def record_start(ground: Ground, folder: Path) -> Tape:
    """Give what a start says to the file: it looks and proves its keys, and writes nothing."""

    async def nothing(_company: Company) -> None:
        """Do nothing."""

    return record(ground, folder, nothing).looking()


def record_upgrade(folder: Path) -> Tape:
    """Give what ``upgrade`` says to a file that it has just made."""
    folder.mkdir(exist_ok=True)
    tape = Tape()
    with tape.running():
        upgrade(f"sqlite:///{folder / FILE}")
    tape.answered()
    return tape
