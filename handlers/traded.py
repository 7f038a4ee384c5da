"""A trade without a clearance: its form, in one execution or several."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_drafts import DraftOf, Value
from clearance.shown_reports import MOST_EXECUTIONS
from handlers import opening, report, sent, unsent
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.views import execution_fields, notice, report_form, traded_list, unasked_form
from handlers.views.unsent import Unsent, held, of, since, typed


def register(app: AsyncApp, desk: Desk, clock: Clock) -> None:
    """Take the button, the form, and the button that adds an execution to either form."""
    app.action(traded_list.UNASKED)(partial(ask, desk=desk))
    app.action(execution_fields.ADD)(partial(add, desk=desk))
    app.view(unasked_form.CALLBACK)(partial(submit, desk=desk, clock=clock))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form for a trade that had no clearance."""
    actor = actor_of(body)
    draft = await unsent.found(desk, actor, DraftOf("unasked"))
    values = held(draft)
    count = execution_fields.count_of(values)
    view = await _unasked(desk, actor, values, count, since(draft))
    await opening.show(client, body, view)
    await ack()


async def add(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew with the fields of one more execution; what was typed is kept."""
    await unsent.keep(desk, body)
    form, actor = body["view"], actor_of(body)
    count = min(execution_fields.drawn_in(form) + 1, MOST_EXECUTIONS)
    if form.get("callback_id") == report_form.CALLBACK:
        view = await report.drawn(desk, actor, form, count)
    else:
        view = await _unasked(desk, actor, typed(form), count, of(form))
    await opening.put_in_place(client, body, view)
    await ack()


async def empty(desk: Desk, actor: Actor, _: dict[str, Any], begun: Unsent) -> dict[str, Any]:
    """Give the form for a trade without a clearance as it opens for who has typed nothing."""
    return await _unasked(desk, actor, {}, 1, begun)


async def _unasked(
    desk: Desk, actor: Actor, values: Mapping[str, Value], count: int, begun: Unsent
) -> dict[str, Any]:
    sheet = await desk.asking(actor)
    if isinstance(sheet, No):
        return notice.of(sheet)
    return unasked_form.build(sheet.related, count, values=values, begun=begun)


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, clock: Clock) -> None:
    """Take the form; put errors on their fields, or record it."""
    form = unasked_form.read(body["view"], clock.now())
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.report_unasked(actor_of(body), form.said)
    errors_of = unasked_form.errors_of
    await sent.answer(ack, answer, unasked_form.receipt, errors_of, typed=body["view"])
