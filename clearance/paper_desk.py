"""The desk's side of clearances that were given by phone or on paper."""

from clearance import paper
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.questions_desk import QuestionsDesk
from clearance.shown import Actor, No
from clearance.shown_paper import PaperSaid, PaperShown
from storage.tx import Tx


class PaperDesk(QuestionsDesk):
    """What an officer or compliance enters later, and what a second person confirms."""

    async def paper_sheet(self, actor: Actor) -> No | None:
        """Say why somebody enters no clearance, None where they do."""
        return await self._run(actor, paper.sheet)

    async def ask_paper(self, actor: Actor, said: PaperSaid) -> PaperShown | No:
        """Ask for a clearance to be entered that was given by phone or on paper."""
        return await self._run(
            actor, lambda tx, ground, person: paper.ask(tx, ground, person, said)
        )

    async def paper(self, actor: Actor, ask: str) -> PaperShown | No:
        """Return a clearance that is to be entered."""
        return await self._run(actor, lambda tx, ground, person: paper.one(tx, ground, person, ask))

    async def confirm_paper(self, actor: Actor, ask: str) -> PaperShown | No:
        """Confirm one, which enters it."""
        knowing = self.knowing()

        def act(tx: Tx, ground: Ground, person: PersonFound) -> PaperShown | No:
            stopped = self.approvals_stopped(tx, ground, knowing)
            return paper.confirm(tx, ground, person, ask, stopped=stopped)

        return await self._run(actor, act)
