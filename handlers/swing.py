"""Short-swing before a trade: the sum at a price that somebody expects."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.views import home_ids, request_sheet, review_form, swing_form
from handlers.views.blocks import button
from handlers.words import BACK


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the button in a request and in a review, and the form for a price."""
    app.action(swing_form.OPEN)(ask)
    app.view(swing_form.CALLBACK)(partial(reckon, desk=desk))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Open the form; who may see what is asked when it is sent."""
    request, pressed_in = opening.value(body), body["view"].get("callback_id")
    seen = home_ids.REVIEW if pressed_in == review_form.CALLBACK else request_sheet.OPEN
    way = button(BACK, seen, request)
    await opening.show(client, body, swing_form.build(request), back=way)
    await ack()


async def reckon(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Show what the trade comes to at the price, in the same form."""
    request, price = swing_form.read(body["view"])
    found = await desk.swing(actor_of(body), request, price)
    await sent.answer(
        ack,
        found,
        lambda it: opening.anew(body["view"], swing_form.build(request, it)),
        lambda no: swing_form.errors_of(no.reason),
    )
