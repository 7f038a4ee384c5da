"""One's own six months, opened from App Home or with the command."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening
from handlers.actor import actor_of
from handlers.views import band_form, notice


def register(app: AsyncApp, desk: Desk) -> None:
    """Take App Home's button."""
    app.action(band_form.OPEN)(partial(show, desk=desk))


async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open it."""
    found = await desk.band(actor_of(body))
    view = notice.of(found) if isinstance(found, No) else band_form.build(found)
    await opening.show(client, body, view)
    await ack()
