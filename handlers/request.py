"""Asking: ``/preclear`` opens the form, the form is read, the desk files the request."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import command, opening
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.moments import new_york_day
from handlers.views import notice, receipt, request_form, request_sheet


def register(app: AsyncApp, desk: Desk, clock: Clock) -> None:
    """Take the command, the form and its correction."""
    app.command("/preclear")(partial(command.run, desk=desk, clock=clock))
    app.view(request_form.CALLBACK)(partial(submit, desk=desk, clock=clock))
    app.action(request_sheet.CORRECT)(partial(correct, desk=desk))


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, clock: Clock) -> None:
    """Take the filled-in form; put errors on their fields, or file the request."""
    form = request_form.read(body["view"], new_york_day(clock.now()))
    if form.ask is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.submit(actor_of(body), form.ask)
    if not isinstance(answer, No):
        await ack(response_action="update", view=receipt.build(answer))
    elif errors := request_form.errors_of(answer):
        await ack(response_action="errors", errors=errors)
    else:
        await ack(response_action="update", view=notice.of(answer))


async def correct(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form filled in with a request that was returned."""
    actor = actor_of(body)
    window = await desk.window(actor)
    returned = await desk.request(actor, opening.value(body))
    if isinstance(window, No):
        view = notice.of(window)
    elif isinstance(returned, No):
        view = notice.of(returned)
    elif not returned.may_correct:
        view = notice.of(No("not_returned"))
    else:
        view = request_form.build(window, request_form.correction(returned))
    await opening.show(client, body, view)
    await ack()
