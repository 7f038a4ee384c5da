"""Confirming: an officer confirms a change of an office, or a guest, that a list asked for.

The form opens from an envelope, like everything else (``handlers.envelope``), and from App
Home while it waits, so that an envelope that was missed holds up nothing.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening
from handlers.actor import actor_of
from handlers.views import change_sheet, home_ids, notice, opened


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the opening from App Home, and the confirmation."""
    app.action(home_ids.CHANGE)(partial(show, desk=desk))
    app.view(change_sheet.CALLBACK)(partial(confirm, desk=desk))


async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show what was asked for."""
    found = await desk.change(actor_of(body), opening.value(body))
    await opening.show(client, body, opened.build(found))
    await ack()


async def confirm(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Confirm it, and show how it stands then."""
    done = await desk.confirm_change(actor_of(body), change_sheet.read(body["view"]))
    view = notice.of(done) if isinstance(done, No) else change_sheet.build_done(done)
    await ack(response_action="update", view=view)
