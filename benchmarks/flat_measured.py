"""What one line of ``flat`` is: an act or a page, what is done before it, and what after it."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, TypeVar

from benchmarks.company import NOW, asked
from clearance.people import by_slack_id, import_people
from clearance.shown import No
from storage import requests
from storage.tx import Tx
from tests.clearance.company import APPROVE, Company, who
from tests.clearance.restricting import ticked

Timed = Callable[[Company, Any], Awaitable[Any]]
Prepared = Callable[[Company], Awaitable[Any]]
Answer = TypeVar("Answer")
#: Who acts, and whose pages are looked at: an employee with as many requests lately as a list of
#: one's own shows, and years of them before.
BUSY: Final = "employee"
LOOKS: Final = BUSY
#: An insider of whom the same is true.
INSIDER: Final = "director"
#: Whose requests are all of late: one whose restriction was lifted.
SECOND: Final = "second"
OTHER: Final = "c000015"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Measured:
    """One act or page; ``within`` so many milliseconds, where it may grow with the log's depth."""

    name: str
    timed: Timed
    before: Prepared | None = None
    after: Prepared | None = None
    within: float | None = None


def page(name: str, who_: str, method: str, *arguments: Any) -> Measured:
    """Measure what a desk's method shows somebody."""

    async def timed(company: Company, _: Any) -> Any:
        return await getattr(company.desk, method)(who(who_), *arguments)

    return Measured(name, timed)


def transaction(name: str, fn: Callable[[Tx], Any], within: float | None = None) -> Measured:
    """Measure a transaction that is no act of a person's."""

    async def timed(company: Company, _: Any) -> Any:
        return await company.database.run(fn)

    return Measured(name, timed, within=within)


def fresh() -> str:
    """Name a form that was not sent yet."""
    return f"flat {next(_numbers)}"


def made(answer: Answer | No) -> Answer:
    """Give what was made ready; a refusal stops the benchmark."""
    if isinstance(answer, No):
        raise SystemExit(f"What is measured could not be made ready: {answer.reason}.")
    return answer


async def filed(company: Company, name: str = BUSY) -> str:
    """File a request."""
    return (await asked(company, name)).id


async def filed_an_hour_ago(company: Company) -> str:
    """File a request that may be nudged."""
    company.clock.move(NOW - timedelta(hours=2))
    found = await filed(company)
    company.clock.move(NOW)
    return found


async def cleared(company: Company, name: str = BUSY) -> str:
    """File a request and have it approved."""
    found = await filed(company, name)
    made(await company.desk.decide(who("cfo"), found, APPROVE))
    return found


async def clean(company: Company) -> None:
    """Send what is due, and take back what waits, so that the next one finds no more."""
    await company.carry_out()
    for name in (BUSY, INSIDER):
        for one in await _waiting(company, name):
            said = await company.desk.withdraw(who(name), one)
            if isinstance(said, No) and said.reason != "not_pending":  # declined, and not over yet
                made(said)
    await company.carry_out()


async def _waiting(company: Company, name: str) -> list[str]:
    found = await company.database.run(lambda tx: by_slack_id(tx, who(name).user_id))
    assert found is not None
    rows = await company.database.run(lambda tx: requests.standing_of(tx, found.person, 20))
    return [row.id for row in rows]


async def joined(company: Company, roles: str = "employee") -> str:
    """Enter somebody who was not there yet; the end of their Slack id, as ``who`` takes it."""
    name = f"new{next(_numbers):06}"
    lines = f"slack_id,name,roles,acknowledged_on\nU0{name.upper()},New Comer,{roles},2026-11-24\n"
    await company.database.run(lambda tx: import_people(tx, lines, "operator:bench"))
    return name


async def minute(company: Company) -> None:
    """Let the next whole minute's tick do what waits for it."""
    await ticked(company)
