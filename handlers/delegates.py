"""Delegates: letting a colleague file for oneself, and ending that."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.views import delegates_sheet, notice
from handlers.words import delegate as words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the form and the button that ends one."""
    app.view(delegates_sheet.CALLBACK)(partial(allow, desk=desk))
    app.action(delegates_sheet.END)(partial(end, desk=desk))


async def allow(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Let somebody file."""
    done = await desk.allow_delegate(actor_of(body), delegates_sheet.read(body["view"]))
    await sent.answer(
        ack, done, delegates_sheet.build, lambda no: delegates_sheet.errors_of(no.reason)
    )


async def end(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """End one, and show what is left."""
    done = await desk.end_delegation(actor_of(body), opening.value(body))
    view = notice.of(done) if isinstance(done, No) else delegates_sheet.build(done, words.ENDED)
    await opening.put_in_place(client, body, view)
    await ack()
