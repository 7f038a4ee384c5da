"""A withdrawn clearance: its person says that no order is open, or when it was executed."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.views import notice, order_form, receipt, request_sheet


def register(app: AsyncApp, desk: Desk, clock: Clock) -> None:
    """Take both buttons and both forms."""
    for pressed, answer in request_sheet.ORDERS.items():
        app.action(pressed)(partial(ask, desk=desk, answer=answer))
    for callback in order_form.CALLBACKS:
        app.view(callback)(partial(submit, desk=desk, clock=clock))


async def ask(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, answer: str
) -> None:
    """Open the form for one of the two answers."""
    found = await desk.request(actor_of(body), opening.value(body))
    if isinstance(found, No):
        view = notice.of(found)
    elif found.may_receipt:
        view = order_form.build(found, answer)
    else:
        view = notice.of(No("no_receipt"))
    await opening.show(client, body, view)
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, clock: Clock) -> None:
    """Take the answer; put errors on their fields, or show that it is noted."""
    view = body["view"]
    form = order_form.read(view, clock.now())
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.receipt(actor_of(body), form.said)
    await sent.answer(ack, answer, receipt.build, lambda no: order_form.errors_of(no, view))
