"""The desk's side of short-swing: what a request's trade comes to at a price."""

from clearance import looking, swinging
from clearance.facts import Ground
from clearance.people import PersonFound
from clearance.plans_desk import PlansDesk
from clearance.reporting import price_of
from clearance.shown import Actor, No
from clearance.shown_swing import SwingShown
from storage import requests
from storage.tx import Tx


class SwingDesk(PlansDesk):
    """What the requester and who decides may ask of a trade before it is made."""

    async def swing(self, actor: Actor, request_id: str, price: str) -> SwingShown | No:
        """Return what a request's trade would match, and what is owed at a price a share."""

        def act(tx: Tx, ground: Ground, person: PersonFound) -> SwingShown | No:
            if price_of(price) is None:
                return No("bad_price")
            return _at_price(tx, ground, person, request_id, price)

        return await self._run(actor, act)


def _at_price(
    tx: Tx, ground: Ground, person: PersonFound, request_id: str, price: str
) -> SwingShown | No:
    """Show it anew at a price, to whoever is shown it in the request or in the review."""
    row = requests.find(tx, request_id)
    if row is None:
        return No("not_found")
    if row.person == person.person:
        own = looking.own(tx, person, request_id)
        if isinstance(own, No):
            return own
        before = looking.one(tx, ground, own).swing
    else:
        sheet = looking.review(tx, ground, person, row, None)
        if isinstance(sheet, No):
            return sheet
        before = sheet.swing
    if before is None:
        return No("nothing_to_match")
    found = swinging.of_request(tx, ground, row, mine=before.mine, typed=price)
    return No("nothing_to_match") if found is None else found
