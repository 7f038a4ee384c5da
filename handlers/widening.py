"""Ending a restriction or narrowing it: one person asks, a second one agrees."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.views import (
    notice,
    restriction_list,
    restriction_sheet,
    takes_force,
    widening_form,
    widening_sheet,
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons that open both forms, the choices in the first, and what is sent."""
    app.action(restriction_sheet.END)(partial(ask, desk=desk))
    for choice in widening_form.CHOOSE:
        app.action(choice)(partial(redraw, desk=desk))
    app.view(widening_form.CALLBACK)(partial(submit, desk=desk))
    app.action(restriction_list.ANSWER)(partial(look, desk=desk))
    app.view(widening_sheet.CALLBACK)(partial(answer, desk=desk))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form for one restriction."""
    sheet = await desk.widen_sheet(actor_of(body), opening.value(body))
    view = notice.of(sheet) if isinstance(sheet, No) else widening_form.build(sheet)
    await opening.show(client, body, view)
    await ack()


async def redraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew for what was chosen in it."""
    await opening.put_in_place(client, body, await _drawn(body, desk))
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the form; put errors on their fields, or say when the second person is asked."""
    view = body["view"]
    form = widening_form.read(view)
    if form.behind:
        await ack(response_action="update", view=await _drawn(body, desk, changed=True))
        return
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    taken = await desk.widen(actor_of(body), form.said)
    await sent.answer(
        ack,
        taken,
        lambda it: takes_force.build(it, "widen"),
        lambda no: widening_form.errors_of(no, view),
    )


async def _drawn(body: dict[str, Any], desk: Desk, *, changed: bool = False) -> dict[str, Any]:
    view = body["view"]
    sheet = await desk.widen_sheet(actor_of(body), widening_form.restriction(view))
    if isinstance(sheet, No):
        return notice.of(sheet)
    return widening_form.build(sheet, widening_form.entered(view), changed=changed)


async def look(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open what one is asked to agree to."""
    found = await desk.widening(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else widening_sheet.build(found)
    await opening.show(client, body, view)
    await ack()


async def answer(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Agree, or do not."""
    form = widening_sheet.read(body["view"])
    if form.errors:
        await ack(response_action="errors", errors=form.errors)
        return
    taken = await desk.agree_widening(actor_of(body), form.widening, agree=form.agree)
    act = "agree" if form.agree else "refuse"
    view = notice.of(taken) if isinstance(taken, No) else takes_force.build(taken, act)
    await ack(response_action="update", view=view)
