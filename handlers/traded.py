"""A trade without a clearance: its form, in one execution or several."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_reports import MOST_EXECUTIONS
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.views import execution_fields, notice, report_form, traded_list, unasked_form


def register(app: AsyncApp, desk: Desk, clock: Clock) -> None:
    """Take the button, the form, and the button that adds an execution to either form."""
    app.action(traded_list.UNASKED)(partial(ask, desk=desk))
    app.action(execution_fields.ADD)(partial(add, desk=desk))
    app.view(unasked_form.CALLBACK)(partial(submit, desk=desk, clock=clock))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form for a trade that had no clearance."""
    await opening.show_with_room(client, body, await _unasked(desk, actor_of(body), 1))
    await ack()


async def add(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew with the fields of one more execution."""
    form, actor = body["view"], actor_of(body)
    count = min(execution_fields.drawn_in(form) + 1, MOST_EXECUTIONS)
    if form.get("callback_id") == report_form.CALLBACK:
        found = await desk.request(actor, str(form.get("private_metadata") or ""))
        view = notice.of(found) if isinstance(found, No) else report_form.build(found, count)
    else:
        view = await _unasked(desk, actor, count)
    await opening.put_in_place(client, body, view)
    await ack()


async def _unasked(desk: Desk, actor: Actor, count: int) -> dict[str, Any]:
    sheet = await desk.asking(actor)
    return notice.of(sheet) if isinstance(sheet, No) else unasked_form.build(sheet.related, count)


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, clock: Clock) -> None:
    """Take the form; put errors on their fields, or record it."""
    form = unasked_form.read(body["view"], clock.now())
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.report_unasked(actor_of(body), form.said)
    await sent.answer(ack, answer, unasked_form.receipt, unasked_form.errors_of)
