"""The desk's side of officers' own times: when they are away, when they are reminded."""

from clearance import away_acts
from clearance.band_desk import BandDesk
from clearance.shown import Actor, No
from clearance.shown_away import AwaySaid, AwaySheet


class AwayDesk(BandDesk):
    """What approving officers say of their own times."""

    async def away(self, actor: Actor) -> AwaySheet | No:
        """Return an officer's absences and the hour of their reminders."""
        return await self._run(actor, away_acts.sheet)

    async def set_away(self, actor: Actor, said: AwaySaid) -> AwaySheet | No:
        """Record when an officer is away and when they are reminded."""
        return await self._run(
            actor, lambda tx, ground, person: away_acts.save(tx, ground, person, said)
        )

    async def end_away(self, actor: Actor, absence: str) -> AwaySheet | No:
        """End an absence, or take back one that is to come."""
        return await self._run(
            actor, lambda tx, ground, person: away_acts.end(tx, ground, person, absence)
        )
