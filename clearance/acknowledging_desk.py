"""The desk's side of acknowledgements: signing the policy, initialling, and the file's progress."""

from clearance import acknowledgement_rounds, acknowledging
from clearance.away_desk import AwayDesk
from clearance.shown import Actor, No
from clearance.shown_acknowledgements import (
    AcknowledgementSheet,
    AcknowledgementShown,
    Progress,
    SignSaid,
)


class AcknowledgingDesk(AwayDesk):
    """What everybody does about the policy's acknowledgement, and who receives and keeps it."""

    async def acknowledgement(self, actor: Actor) -> AcknowledgementSheet | No:
        """Return what there is to sign, and what waits for this person's initials."""
        return await self._run(actor, acknowledging.sheet)

    async def acknowledge(self, actor: Actor, said: SignSaid) -> AcknowledgementShown | No:
        """Sign the acknowledgement."""
        return await self._run(
            actor, lambda tx, ground, person: acknowledging.sign(tx, ground, person, said)
        )

    async def acknowledged(self, actor: Actor, acknowledgement: str) -> AcknowledgementShown | No:
        """Return one's own acknowledgement, or one that this person receives."""
        return await self._run(
            actor, lambda tx, ground, person: acknowledging.one(tx, ground, person, acknowledgement)
        )

    async def initial(
        self, actor: Actor, acknowledgement: str, initials: str
    ) -> AcknowledgementShown | No:
        """Put one's initials on somebody else's acknowledgement."""
        return await self._run(
            actor,
            lambda tx, ground, person: acknowledging.initial(
                tx, ground, person, acknowledgement, initials
            ),
        )

    async def acknowledgements(self, actor: Actor, named: str | None = None) -> Progress | No:
        """Return how a round goes, the one in force where none is named."""
        return await self._run(
            actor,
            lambda tx, ground, person: acknowledgement_rounds.progress(tx, ground, person, named),
        )
