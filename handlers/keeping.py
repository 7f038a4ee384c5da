"""Confirming that what is old is removed, or that a legal hold is lifted.

The form opens from an envelope, like everything else (``handlers.envelope``).
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from clearance.desk import Desk
from clearance.shown import No
from handlers.actor import actor_of
from handlers.views import keeping_sheet, notice


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the confirmation."""
    app.view(keeping_sheet.CALLBACK)(partial(confirm, desk=desk))


async def confirm(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Confirm it, and show how it stands then."""
    done = await desk.confirm_keeping(actor_of(body), keeping_sheet.read(body["view"]))
    view = notice.of(done) if isinstance(done, No) else keeping_sheet.build_done(done)
    await ack(response_action="update", view=view)
