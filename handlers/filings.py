"""Forms under Section 16: **Filed** takes the number and the day, **Draft** shows the form."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.views import filing_views, notice


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the button and the form."""
    app.action(filing_views.ENTER)(partial(ask, desk=desk))
    app.action(filing_views.DRAFT)(partial(draft, desk=desk))
    app.view(filing_views.CALLBACK)(partial(submit, desk=desk))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form of one filing."""
    found = await desk.filing(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else filing_views.entering(found)
    await opening.show_with_room(client, body, view)
    await ack()


async def draft(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show what a draft of one form says; nothing is recorded of it."""
    found = await desk.draft_filing(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else filing_views.draft(found)
    await opening.show(client, body, view)
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the form; put errors on their fields, or show the list as it is then."""
    form = filing_views.read(body["view"])
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.enter_filing(actor_of(body), form.said)
    await sent.answer(
        ack, answer, lambda it: filing_views.listed(it, last=True), filing_views.errors_of
    )
