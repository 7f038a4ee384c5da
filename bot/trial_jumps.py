"""Moments ahead that the sandbox's clock can be moved to: what everybody may know, and one's own.

What is said comes from the desk as it says it to this person: the company's window, the same
for everybody, and their own clearance.
"""

from datetime import datetime, timedelta

from bot.scenario_days import next_morning
from bot.trial import NEW_YORK
from clearance.desk import Desk
from clearance.shown import Actor, No
from policy.calendars.exchange import ExchangeCalendar
from sandbox.staging import Jump

_BEFORE = timedelta(minutes=5)


async def jumps(desk: Desk, now: datetime, calendar: ExchangeCalendar, user: str) -> list[Jump]:
    """Name the moments ahead, the soonest first."""
    actor = Actor(desk.team_id or "", user)
    window, mine = await desk.window(actor), await desk.mine(actor)
    morning = next_morning(now, calendar)
    found = [Jump("Next morning, 9:00", f"{_said(morning)}: trading opens at 9:30.", morning)]
    if not isinstance(window, No):
        if window.closes_at is not None:
            found += _around("The blackout", "begins", window.closes_at)
        if window.reopens_at is not None:
            found.append(
                Jump("The window opens", f"{_said(window.reopens_at)}.", window.reopens_at)
            )
    held = [] if isinstance(mine, No) else [one for one in mine if one.state == "approved"]
    ends = min((one.expires_at for one in held if one.expires_at), default=None)
    if ends is not None:
        found += _around("Your clearance", "ends", ends)
    return sorted((one for one in found if one.to > now), key=lambda one: one.to)


def _around(what: str, does: str, moment: datetime) -> list[Jump]:
    """Name a moment, and one shortly before it."""
    return [
        Jump(f"{what} {does} in 5 minutes", f"It {does} {_said(moment)}.", moment - _BEFORE),
        Jump(f"{what} {does}", f"{_said(moment)}.", moment),
    ]


def _said(moment: datetime) -> str:
    here = moment.astimezone(NEW_YORK)
    return f"{here:%A} {here.day} {here:%B %Y}, {here:%H:%M} in New York"
