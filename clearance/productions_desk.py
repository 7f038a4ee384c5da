"""The desk's side of productions: what compliance asks for and a second person confirms."""

from clearance import productions
from clearance.productions import Taken
from clearance.restrictions.desk import RestrictionsDesk
from clearance.shown import Actor, No
from clearance.shown_productions import ProductionSaid, ProductionShown, ProductionsSheet


class ProductionsDesk(RestrictionsDesk):
    """What compliance does about productions, and those who confirm them."""

    async def productions(self, actor: Actor) -> ProductionsSheet | No:
        """Return the productions that somebody has asked for."""
        return await self._run(actor, productions.sheet)

    async def ask_production(self, actor: Actor, said: ProductionSaid) -> ProductionShown | No:
        """Ask for a production for an authority; a second person has to confirm it."""
        return await self._run(
            actor, lambda tx, ground, person: productions.ask(tx, ground, person, said)
        )

    async def production(self, actor: Actor, ask_id: str) -> ProductionShown | No:
        """Return a production, to its asker and to who may confirm it."""
        return await self._run(
            actor, lambda tx, ground, person: productions.one(tx, ground, person, ask_id)
        )

    async def confirm_production(self, actor: Actor, ask_id: str) -> ProductionShown | No:
        """Confirm a production that another person asked for."""
        return await self._run(
            actor, lambda tx, ground, person: productions.confirm(tx, ground, person, ask_id)
        )

    async def withdraw_production(self, actor: Actor, ask_id: str) -> ProductionShown | No:
        """Take back what one asked for."""
        return await self._run(
            actor, lambda tx, ground, person: productions.withdraw(tx, ground, person, ask_id)
        )

    async def take_production(self, actor: Actor, ask_id: str, to: str) -> Taken | No:
        """Record that a confirmed production is taken, before anything of it leaves."""
        return await self._run(
            actor, lambda tx, ground, person: productions.take(tx, ground, person, ask_id, to)
        )
