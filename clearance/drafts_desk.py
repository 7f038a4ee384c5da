"""The desk's side of drafts: what a form holds is kept, found again, and emptied."""

from clearance import drafts
from clearance.acknowledging_desk import AcknowledgingDesk
from clearance.shown import Actor, No
from clearance.shown_drafts import DraftOf, DraftSaid, DraftShown


class DraftsDesk(AcknowledgingDesk):
    """What everybody's forms keep of what was typed and not sent."""

    async def keep_draft(self, actor: Actor, said: DraftSaid) -> bool | No:
        """Keep what one's open form holds; False where it was not kept."""
        return await self._run(actor, lambda tx, _, person: drafts.keep(tx, person, said))

    async def draft(self, actor: Actor, of: DraftOf) -> DraftShown | No | None:
        """Return what one typed into a form and did not send."""
        return await self._run(actor, lambda tx, _, person: drafts.find(tx, person, of))

    async def drop_draft(self, actor: Actor, said: DraftSaid) -> No | None:
        """Empty one's draft of a form, to start afresh in it."""
        return await self._run(actor, lambda tx, _, person: drafts.drop(tx, person, said))
