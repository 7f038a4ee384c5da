"""Reporting: what was traded on a clearance, or that nothing was."""

import re
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_drafts import DraftOf
from handlers import opening, sent, unsent
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.views import execution_fields, notice, receipt, report_form, request_sheet
from handlers.views.unsent import Unsent, acts, held, of, since, typed

#: A choice in one of these draws the form anew.
_CHOOSE: tuple[dict[str, str | re.Pattern[str]], ...] = tuple(
    {"block_id": block, "action_id": acts("value")}
    for block in (report_form.TRADED, report_form.CHOSE_DAY)
)


def register(app: AsyncApp, desk: Desk, clock: Clock) -> None:
    """Take the button, the choices in the form, and the form."""
    app.action(request_sheet.REPORT)(partial(ask, desk=desk))
    for chosen in _CHOOSE:
        app.action(chosen)(partial(redraw, desk=desk))
    app.view(report_form.CALLBACK)(partial(submit, desk=desk, clock=clock))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the report form of a request, with what was typed into it before."""
    actor = actor_of(body)
    found = await desk.request(actor, opening.value(body))
    if isinstance(found, No):
        view = notice.of(found)
    elif found.may_report:
        draft = await unsent.found(desk, actor, DraftOf("report", found.id))
        values = held(draft)
        count = execution_fields.count_of(values)
        view = report_form.build(found, count, values=values, begun=since(draft))
    else:
        view = notice.of(No("nothing_to_report"))
    await opening.show(client, body, view)
    await ack()


async def redraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew for what was chosen in it; what was typed is kept."""
    await unsent.keep(desk, body)
    await opening.put_in_place(client, body, await drawn(desk, actor_of(body), body["view"]))
    await ack()


async def drawn(
    desk: Desk, actor: Actor, view: dict[str, Any], count: int = 1, *, changed: bool = False
) -> dict[str, Any]:
    """Give an open form with what its choices need, for so many executions or as many as it has."""
    request = str(view.get("private_metadata") or "")
    found = await desk.request(actor, request)
    if isinstance(found, No):
        return notice.of(found)
    draft = await unsent.found(desk, actor, DraftOf("report", request))
    values = {**held(draft), **typed(view)}
    count = max(count, execution_fields.drawn_in(view), execution_fields.count_of(values))
    return report_form.build(found, count, values=values, begun=of(view), changed=changed)


async def empty(desk: Desk, actor: Actor, view: dict[str, Any], begun: Unsent) -> dict[str, Any]:
    """Give the form as it opens for somebody who has typed nothing."""
    found = await desk.request(actor, str(view.get("private_metadata") or ""))
    return notice.of(found) if isinstance(found, No) else report_form.build(found, begun=begun)


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, clock: Clock) -> None:
    """Take the report; put errors on their fields, or record it."""
    actor = actor_of(body)
    form = report_form.read(body["view"], clock.now())
    if form.behind:
        made = await drawn(desk, actor, body["view"], changed=True)
        await ack(response_action="update", view=opening.anew(body["view"], made))
        return
    if form.report is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.report(actor, form.request, form.report)
    errors_of = report_form.errors_of
    await sent.answer(ack, answer, receipt.build, errors_of, typed=body["view"])
