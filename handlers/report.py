"""Reporting: what was traded on a clearance, or that nothing was."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.views import notice, receipt, report_form, request_sheet


def register(app: AsyncApp, desk: Desk, clock: Clock) -> None:
    """Take the button and the form."""
    app.action(request_sheet.REPORT)(partial(ask, desk=desk))
    app.view(report_form.CALLBACK)(partial(submit, desk=desk, clock=clock))


async def ask(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the report form of a request."""
    found = await desk.request(actor_of(body), opening.value(body))
    if isinstance(found, No):
        view = notice.of(found)
    elif found.may_report:
        view = report_form.build(found)
    else:
        view = notice.of(No("nothing_to_report"))
    await opening.show_with_room(client, body, view)
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, clock: Clock) -> None:
    """Take the report; put errors on their fields, or record it."""
    form = report_form.read(body["view"], clock.now())
    if form.report is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.report(actor_of(body), form.request, form.report)
    await sent.answer(ack, answer, receipt.build, report_form.errors_of)
