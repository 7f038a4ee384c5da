"""The desk's side of one's own six months."""

from clearance import bands
from clearance.paper_desk import PaperDesk
from clearance.shown import Actor, No
from clearance.shown_band import BandShown


class BandDesk(PaperDesk):
    """What somebody sees of their own trades, clearances and the window."""

    async def band(self, actor: Actor) -> BandShown | No:
        """Return one's own band of six months before and after today."""
        return await self._run(actor, bands.band)
