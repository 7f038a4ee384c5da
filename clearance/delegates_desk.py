"""The desk's side of delegations: who may file for whom, and filing for somebody."""

from clearance import delegates
from clearance.keeping_desk import KeepingDesk
from clearance.shown import Actor, Ask, No
from clearance.shown_delegates import DelegatesSheet, FiledFor


class DelegatesDesk(KeepingDesk):
    """What directors and officers allow, and what their delegates do with it."""

    async def delegates(self, actor: Actor) -> DelegatesSheet | No:
        """Return who files for this person, and for whom they file."""
        return await self._run(actor, delegates.sheet)

    async def allow_delegate(self, actor: Actor, slack_id: str) -> DelegatesSheet | No:
        """Let a colleague file for oneself."""
        return await self._run(
            actor, lambda tx, ground, person: delegates.allow(tx, ground, person, slack_id)
        )

    async def end_delegation(self, actor: Actor, delegation: str) -> DelegatesSheet | No:
        """End a delegation that one has given, or that one has."""
        return await self._run(
            actor, lambda tx, ground, person: delegates.end(tx, ground, person, delegation)
        )

    async def file_for(self, actor: Actor, delegation: str, ask: Ask) -> FiledFor | No:
        """File a request in somebody's name."""
        return await self._run(
            actor,
            lambda tx, ground, person: delegates.file_for(tx, ground, person, delegation, ask),
        )
