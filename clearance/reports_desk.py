"""The desk's side of what was traded: what is owed an answer or a form, what had no clearance."""

from clearance import answering, filing_list, looking, unasked
from clearance.productions_desk import ProductionsDesk
from clearance.shown import Actor, No, RequestShown
from clearance.shown_filings import DraftShown, FilingLine, FilingList, FilingSaid
from clearance.shown_reports import OverdueList, Unasked, UnaskedSaid


class ReportsDesk(ProductionsDesk):
    """What people say of their trades, beside the report of one request, and what follows of it."""

    async def unanswered(self, actor: Actor) -> tuple[RequestShown, ...] | No:
        """Return one's own requests of which one has not said what came of them, or can already."""
        return await self._run(actor, looking.to_report)

    async def report_unasked(self, actor: Actor, said: UnaskedSaid) -> Unasked | No:
        """Say what was traded without a clearance."""
        return await self._run(
            actor, lambda tx, ground, person: unasked.report(tx, ground, person, said)
        )

    async def overdue(self, actor: Actor) -> OverdueList | No:
        """Return the requests that people were asked about in vain."""
        return await self._run(actor, answering.overdue)

    async def filings(self, actor: Actor) -> FilingList | No:
        """Return the forms under Section 16 that are owed: one's own, or everybody's."""
        return await self._run(actor, filing_list.listed)

    async def filing(self, actor: Actor, filing: str) -> FilingLine | No:
        """Return one form that is owed."""
        return await self._run(
            actor, lambda tx, ground, person: filing_list.one(tx, ground, person, filing)
        )

    async def draft_filing(self, actor: Actor, filing: str) -> DraftShown | No:
        """Return what a draft of one form says, and what is needed to make its file."""
        return await self._run(
            actor, lambda tx, ground, person: filing_list.draft(tx, ground, person, filing)
        )

    async def enter_filing(self, actor: Actor, said: FilingSaid) -> FilingList | No:
        """Enter that a form was filed, or correct what was entered of it."""
        return await self._run(
            actor, lambda tx, ground, person: filing_list.filed(tx, ground, person, said)
        )
