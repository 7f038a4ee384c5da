"""Forms under Section 16: **Filed** takes the number and the day, **Draft** shows the form."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import kept_forms, opening, sent, unsent
from handlers.actor import actor_of
from handlers.views import filing_views, notice
from handlers.views.blocks import button
from handlers.words import BACK


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the button and the form."""
    app.action(filing_views.ENTER)(partial(ask, desk=desk))
    app.action(filing_views.DRAFT)(partial(draft, desk=desk))
    app.view(filing_views.CALLBACK)(partial(submit, desk=desk))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form of one filing."""
    view = await empty(desk, actor_of(body), opening.value(body))
    await unsent.show(client, body, desk, view)
    await ack()


async def empty(desk: Desk, actor: Actor, about: str) -> dict[str, Any]:
    """Give the form of one filing as it is empty."""
    found = await desk.filing(actor, about)
    return notice.of(found) if isinstance(found, No) else filing_views.entering(found)


async def draft(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show what a draft of one form says; nothing is recorded of it."""
    found = await desk.draft_filing(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else filing_views.draft(found)
    way = button(BACK, filing_views.ENTER, opening.value(body))
    await opening.show(client, body, view, back=way)
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the form; put errors on their fields, or show the list as it is then."""
    form = filing_views.read(body["view"])
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    view = body["view"]
    answer = await desk.sending(kept_forms.sent(view)).enter_filing(actor_of(body), form.said)
    errors_of = filing_views.errors_of
    await sent.answer(
        ack, answer, lambda it: filing_views.listed(it, last=True), errors_of, typed=view
    )
