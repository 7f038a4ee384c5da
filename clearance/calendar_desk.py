"""The desk's side of the company's calendar: releases, blackouts moved, expected dates."""

from clearance import calendar_acts, window_notices
from clearance.drafts_desk import DraftsDesk
from clearance.shown import Actor, No
from clearance.shown_calendar import CalendarForeseen, CalendarSaid, CalendarShown


class CalendarDesk(DraftsDesk):
    """What everybody sees of the company's window, and what its keepers record."""

    #: Whether the company has people told when the window closes and when it opens.
    tells_window = False

    async def calendar(self, actor: Actor) -> CalendarShown | No:
        """Return the company's window by the day and, to those who keep it, the calendar."""
        return await self._run(
            actor, lambda tx, _, person: calendar_acts.shown(tx, self.grounds, person)
        )

    async def foresee_calendar(self, actor: Actor, said: CalendarSaid) -> CalendarForeseen | No:
        """Return what a record would change; nothing is written."""
        return await self._run(
            actor, lambda tx, _, person: calendar_acts.foresee(self.grounds, tx, person, said)
        )

    async def keep_calendar(self, actor: Actor, said: CalendarSaid) -> CalendarForeseen | No:
        """Record a release, a blackout that was moved, an expected date, or take one back."""
        return await self._run(
            actor, lambda tx, _, person: calendar_acts.record(self.grounds, tx, person, said)
        )

    async def tell_of_windows(self) -> None:
        """Have everybody told from now on when the window closes, and when it opens."""
        self.tells_window = True
        await self.database.run(lambda tx: window_notices.begin(tx, self.grounds.at(tx)))
