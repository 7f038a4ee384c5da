"""The shortcut **Ask for clearance**: the same form as `/preclear`, from anywhere in Slack."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening
from handlers.actor import actor_of
from handlers.views import notice, request_form

#: As `manifest.json` declares it.
CALLBACK = "ask_for_clearance"


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the shortcut."""
    app.global_shortcut(CALLBACK)(partial(ask, desk=desk))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the empty form; whoever is nobody here is told what everybody can do."""
    sheet = await desk.asking(actor_of(body))
    view = notice.of(sheet) if isinstance(sheet, No) else request_form.build(sheet)
    await opening.show(client, body, view)
    await ack()
