"""Reading: **Open** on an envelope or in a list shows the request; withdrawing it."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening
from handlers.actor import actor_of
from handlers.views import (
    messages,
    notice,
    opened,
    receipt,
    request_list,
    request_sheet,
    withdraw_form,
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Take every **Open**, the next page of a list, and the withdrawal."""
    app.action(messages.OPEN)(partial(open_envelope, desk=desk))
    app.action(request_sheet.OPEN)(partial(open_request, desk=desk))
    app.action(request_list.OLDER)(partial(older, desk=desk))
    app.action(request_sheet.WITHDRAW)(partial(ask_withdraw, desk=desk))
    app.view(withdraw_form.CALLBACK)(partial(withdraw, desk=desk))


async def open_envelope(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Show what an envelope is about."""
    found = await desk.opened(actor_of(body), opening.value(body))
    await opening.show(client, body, opened.build(found))
    await ack()


async def open_request(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Show one of one's own requests."""
    found = await desk.request(actor_of(body), opening.value(body))
    await opening.show(client, body, opened.build(found))
    await ack()


async def older(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Turn to the next page of one's own requests."""
    mine = await desk.mine(actor_of(body))
    view = (
        notice.of(mine) if isinstance(mine, No) else request_list.build(mine, opening.value(body))
    )
    await client.views_update(view_id=body["view"]["id"], view=view)
    await ack()


async def ask_withdraw(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Ask whether the request is really to be withdrawn."""
    found = await desk.request(actor_of(body), opening.value(body))
    if isinstance(found, No):
        view = notice.of(found)
    elif found.may_withdraw:
        view = withdraw_form.build(found)
    else:
        view = notice.of(No("not_pending"))
    await opening.show(client, body, view)
    await ack()


async def withdraw(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Withdraw the request."""
    ended = await desk.withdraw(actor_of(body), withdraw_form.read(body["view"]))
    view = notice.of(ended) if isinstance(ended, No) else receipt.build(ended)
    await ack(response_action="update", view=view)
