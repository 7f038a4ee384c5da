"""The shortcut **Ask for clearance**: the same form as `/preclear`, from anywhere in Slack."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, unsent
from handlers.actor import actor_of
from handlers.views import notice

#: As `manifest.json` declares it.
CALLBACK = "ask_for_clearance"


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the shortcut."""
    app.global_shortcut(CALLBACK)(partial(ask, desk=desk))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the empty form; whoever is nobody here is told what everybody can do."""
    made = await unsent.asking(desk, actor_of(body))
    await opening.show(client, body, notice.of(made) if isinstance(made, No) else made)
    await ack()
