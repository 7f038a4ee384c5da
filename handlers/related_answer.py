"""Being named by a colleague: confirming it, refusing it, ending it later."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening
from handlers.actor import actor_of
from handlers.views import notice, related_ask, related_list
from handlers.words import related as related_words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the answer, the button that ends a tie, and its confirmation."""
    app.action(related_list.END)(partial(ask_end, desk=desk))
    app.view(related_ask.CALLBACK)(partial(answer, desk=desk))
    app.view(related_ask.END_CALLBACK)(partial(answer, desk=desk))


async def ask_end(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Ask whether what one has confirmed is really to end."""
    found = await desk.related_asked(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else related_ask.build(found)
    await opening.put_in_place(client, body, view)
    await ack()


async def answer(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Record what is said, and show one's own list with it."""
    entry, agrees = related_ask.read(body["view"])
    if agrees is None:
        await ack(response_action="errors", errors=related_ask.errors())
        return
    found = await desk.answer_related(actor_of(body), entry, agrees=agrees)
    if isinstance(found, No):
        view = notice.of(found)
    else:
        view = related_list.build(found, done=related_words.ANSWERED[agrees])
    await ack(response_action="update", view=view)
