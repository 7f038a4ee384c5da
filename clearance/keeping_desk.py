"""The desk's side of what is kept: what is removed or no longer held, and cases."""

from clearance import cases, keeping
from clearance.reports_desk import ReportsDesk
from clearance.shown import Actor, No
from clearance.shown_cases import CaseList, CaseSaid, CaseShown, CloseSaid, NoteSaid
from clearance.shown_keeping import KeepingShown


class KeepingDesk(ReportsDesk):
    """What a second person confirms of what is kept, and what compliance does about cases."""

    async def keeping(self, actor: Actor, ask: str) -> KeepingShown | No:
        """Return a removal, or the lifting of a hold, that this person may confirm."""
        return await self._run(
            actor, lambda tx, ground, person: keeping.one(tx, ground, person, ask)
        )

    async def confirm_keeping(self, actor: Actor, ask: str) -> KeepingShown | No:
        """Confirm a removal, or that a hold is lifted."""
        return await self._run(
            actor, lambda tx, ground, person: keeping.confirm(tx, ground, person, ask)
        )

    async def cases(self, actor: Actor) -> CaseList | No:
        """Return the cases that this person handles."""
        return await self._run(actor, cases.listed)

    async def case(self, actor: Actor, case: str) -> CaseShown | No:
        """Return one case with what it gathers."""
        return await self._run(
            actor, lambda tx, ground, person: cases.one(tx, ground, person, case)
        )

    async def open_case(self, actor: Actor, said: CaseSaid) -> CaseShown | No:
        """Open a case by hand."""
        return await self._run(
            actor, lambda tx, ground, person: cases.opened(tx, ground, person, said)
        )

    async def note_case(self, actor: Actor, said: NoteSaid) -> CaseShown | No:
        """Note something on a case, or correct a note."""
        return await self._run(
            actor, lambda tx, ground, person: cases.noted(tx, ground, person, said)
        )

    async def close_case(self, actor: Actor, said: CloseSaid) -> CaseShown | No:
        """Close a case."""
        return await self._run(
            actor, lambda tx, ground, person: cases.closed(tx, ground, person, said)
        )
