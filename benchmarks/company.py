"""A company of a thousand people to measure with: who is there, what is open, what was lately.

It is the company of the desk's tests, with many more colleagues. What is open and what was done
lately is the same however long the history behind it is.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from benchmarks import flat_world
from clearance.desk import Desk
from clearance.looking import IN_LIST
from clearance.people import Imported, import_people
from clearance.shown import Report, RequestShown, Verdict
from clearance.shown_questions import QuestionSaid
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from storage.database import Database
from storage.notes import Signer
from storage.sealed import KeyFile
from tests.clearance.company import APPROVE, DECLINE, TEAM, Company, buy, ny, who
from tests.clock import HandClock

SECRET: Final = bytes(range(32))
KEYS: Final = KeyFile(SECRET)
_ORIGIN: Final = "cellectar.example/preclear"
#: What signs checkpoints, and its line in a file.
SIGNER: Final = Signer(_ORIGIN, SECRET)
SIGNING: Final = Signer.text(_ORIGIN, SECRET)
PEOPLE: Final = 1_000
#: So many requests a list of one's own shows.
OWN: Final = IN_LIST
NOW: Final = ny("2026-11-24 10:00")
LATELY: Final = ny("2026-11-23 10:00")
_HEADER: Final = "slack_id,name,roles,acknowledged_on,zone,active\n"
_POLICY: Final = load_policy("cellectar_2018")
_CALENDAR: Final = load_exchange("XNAS")


def colleague(number: int) -> str:
    """Give the end of a colleague's Slack id, as ``who`` takes it."""
    return f"C{number:06}"


def opened(url: str) -> Company:
    """Open a company's desk on a database."""
    clock = HandClock(NOW)
    database = Database.open(url, keys=KEYS, now=clock.now, steady=clock.steady, signs=SIGNER)
    return Company(Desk(database, _POLICY, _CALENDAR, TEAM), database, clock)


def settle(url: str, people: int = PEOPLE) -> None:
    """Enter who is there, and the report by which the window is open."""
    company = opened(url)
    lines = (f"U0{colleague(n)},Colleague {n},employee,2026-01-05,,yes\n" for n in range(people))
    roster = _HEADER + "".join(lines)

    def enter(tx: object) -> None:
        imported = import_people(tx, roster, "operator:bench")  # type: ignore[arg-type]
        if not isinstance(imported, Imported):
            raise TypeError(imported)

    try:
        asyncio.run(company.seed())
        company.clock.move(LATELY)
        company.database.run_now(enter)
    finally:
        company.database.close_now()


async def asked(company: Company, name: str, quantity: int = 500) -> RequestShown:
    """File a request."""
    filed = await company.desk.submit(who(name), buy(quantity))
    if not isinstance(filed, RequestShown):
        raise SystemExit(f"A request could not be filed: {filed}.")
    return filed


async def decided(company: Company, name: str, verdict: Verdict = APPROVE) -> RequestShown:
    """File a request and have it decided."""
    filed = await asked(company, name)
    await company.carry_out()
    await company.desk.decide(who("cfo"), filed.id, verdict)
    await company.carry_out()
    return filed


async def reported(company: Company, name: str) -> RequestShown:
    """Do the same and say that it was traded."""
    filed = await decided(company, name)
    at = company.clock.now()
    said = Report(traded=True, at=at, quantity=500, price="2.15", stated=True)
    done = await company.desk.report(who(name), filed.id, said)
    if not isinstance(done, RequestShown):
        raise SystemExit(f"A trade could not be reported: {done}.")
    await company.carry_out()
    return filed


async def declined(company: Company, name: str) -> RequestShown:
    """File a request that is declined, and say that nothing was traded."""
    return await decided(company, name, DECLINE)


async def withdrawn(company: Company, name: str) -> RequestShown:
    """File a request and take it back."""
    filed = await asked(company, name)
    await company.carry_out()
    await company.desk.withdraw(who(name), filed.id)
    await company.carry_out()
    return filed


async def over(company: Company) -> None:
    """Let the time pass after which what was decided is over."""
    company.clock.move(LATELY + timedelta(days=20))
    await company.carry_out()


LIVES: Final[tuple[Callable[[Company, str], Awaitable[RequestShown]], ...]] = (
    reported, reported, reported, declined, withdrawn,
)  # fmt: skip


def _life(number: int) -> Callable[[Company, str], Awaitable[RequestShown]]:
    """Choose how one of somebody's recent requests went: a few were traded, most came to nothing.

    A hundred reports within a day would be forms and cases that no page is made for.
    """
    return LIVES[1 + number] if number < len(LIVES) - 1 else (declined, withdrawn)[number % 2]


async def lately(company: Company, own: int = 4) -> None:
    """Do what was done lately, and leave open what is open.

    ``own`` is how many requests each of three people had, whole ones and over: ``OWN`` fills
    every list that a page shows.
    """
    company.clock.move(LATELY)
    for name in ("employee", "second", "director"):
        for number in range(own):
            company.clock.move(LATELY + timedelta(seconds=number))
            await _life(number)(company, name)
    await over(company)
    company.clock.move(NOW)
    await flat_world.people(company)
    for number in range(8):
        await asked(company, colleague(number))
        await company.desk.ask_question(
            who(colleague(number)), QuestionSaid("May I?", form=f"{number}")
        )
    for number in range(8, 12):
        await decided(company, colleague(number))
    await company.carry_out()
    await flat_world.settled(company, "second")
    company.clock.move(NOW)
