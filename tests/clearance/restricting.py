"""Setting restrictions in tests: what officers say, and a tick at the next whole minute."""

from datetime import datetime, timedelta
from typing import Any

from clearance.desk import Desk
from clearance.reason import Reason
from clearance.restrictions.tick import next_tick
from clearance.shown_restrictions import RestrictionsSheet, RestrictSaid, TakesForce, WideningSaid
from tests.clearance.company import Company, who


def event(*names: str, **more: Any) -> RestrictSaid:
    """Restrict these people because of an event."""
    return RestrictSaid(
        kind=more.pop("kind", "event"),
        people=tuple(f"U0{name.upper()}" for name in names),
        matter=more.pop("matter", "Heron"),
        reason=Reason(more.pop("reason", "")),
        **more,
    )


async def ticked(company: Company, desk: Desk | None = None) -> datetime:
    """Move to the next whole minute and tick there; returns that moment."""
    at = next_tick(company.clock.now())
    company.clock.move(at)
    await (desk or company.desk).tick()
    return at


async def pass_minutes(company: Company, minutes: int) -> None:
    """Tick so many times, a minute apart."""
    for _ in range(minutes):
        await ticked(company)


async def restricted(company: Company, *names: str, by: str = "ceo", **more: Any) -> str:
    """Set a restriction and let it take force; returns its id."""
    asked = await company.desk.restrict(who(by), event(*names, **more))
    assert isinstance(asked, TakesForce), asked
    before = await known(company, by)
    await ticked(company)
    (new,) = await known(company, by) - before
    return new


async def known(company: Company, by: str) -> set[str]:
    """Return the ids of what an officer has set that is in force."""
    return {one.id for one in (await sheet(company, by)).mine}


async def sheet(company: Company, by: str) -> RestrictionsSheet:
    """Return what an officer reads of restrictions."""
    read = await company.desk.restrictions(who(by))
    assert isinstance(read, RestrictionsSheet), read
    return read


def lift(restriction: str, **more: Any) -> WideningSaid:
    """Ask for its end, because it is material no longer."""
    return WideningSaid(restriction, **{"what": "lift", "basis": "not_material", **more})


async def lifted(company: Company, restriction: str, by: str = "ceo", agrees: str = "cfo") -> None:
    """Lift a restriction by two people, at two ticks."""
    asked = await company.desk.widen(who(by), lift(restriction))
    assert isinstance(asked, TakesForce), asked
    await ticked(company)
    (waiting,) = (await sheet(company, agrees)).asked
    agreed = await company.desk.agree_widening(who(agrees), waiting.id, agree=True)
    assert isinstance(agreed, TakesForce), agreed
    await ticked(company)


SECOND = timedelta(seconds=1)
