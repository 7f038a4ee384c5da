"""Asking: ``/preclear`` opens the form, the form is read, the desk files the request."""

from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from audit.handing_over import HandingOver
from clearance.desk import Desk
from clearance.shown import Actor, No, RequestShown
from clearance.shown_drafts import DraftOf
from handlers import acknowledge, command, opening, sent, unsent
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.moments import new_york_day
from handlers.views import examples, notice, receipt, request_form, request_sheet
from handlers.views.blocks import escaped
from handlers.views.unsent import Unsent, acts
from handlers.words import delegate as delegate_words
from policy.facts import COMPANY


def register_form(app: AsyncApp, desk: Desk, clock: Clock) -> None:
    """Take the form when it is sent."""
    app.view(request_form.CALLBACK)(partial(submit, desk=desk, clock=clock))


def register(app: AsyncApp, desk: Desk, clock: Clock, pulls: HandingOver) -> None:
    """Take the command, the choices in the form and its correction."""
    app.command("/preclear")(partial(command.run, desk=desk, clock=clock, pulls=pulls))
    for choice in (request_form.CHOOSE_ISSUER, request_form.CHOOSE_ACTION):
        app.action(acts(choice))(partial(redraw, desk=desk))
    app.action(request_sheet.CORRECT)(partial(correct, desk=desk))
    app.action(examples.OPEN)(show_examples)


async def redraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew for what was chosen in it; what was typed is kept.

    A form that is sent before it could be drawn is drawn then. It is kept first: where Slack
    takes no drawing, nothing is lost.
    """
    await unsent.keep(desk, body)
    await opening.put_in_place(client, body, await _drawn(body, desk))
    await ack()


async def show_examples(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Show the examples of inside information on top of the form, or in the upper of two."""
    if opening.room_above(body["view"]):
        await opening.show(client, body, examples.build())
    else:
        await opening.put_in_place(client, body, examples.within(body["view"]))
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk, clock: Clock) -> None:
    """Take the filled-in form; put errors on their fields, or file the request."""
    actor, view = actor_of(body), body["view"]
    form = request_form.read(view, new_york_day(clock.now()))
    if form.behind:
        made = opening.anew(view, await _drawn(body, desk, changed=True))
        await ack(response_action="update", view=made)
        return
    errors = form.errors or await _own_name(body, desk, form)
    if form.ask is None or errors:
        await ack(response_action="errors", errors=errors)
        return
    if form.delegation is not None:
        filed = await desk.file_for(actor, form.delegation, form.ask)
        if not isinstance(filed, No):
            said = delegate_words.FILED.format(name=escaped(filed.name))
            await ack(response_action="update", view=notice.build(said, delegate_words.FILED_TITLE))
            return
        answer: RequestShown | No = filed
    else:
        answer = await desk.submit(actor, form.ask)
    if not isinstance(answer, No):
        await ack(response_action="update", view=receipt.build(answer))
    elif answer.reason == "sign_first":
        await sent.over(ack, view, await acknowledge.form(desk, actor))
    elif errors := request_form.errors_of(answer, view):
        await ack(response_action="errors", errors=errors)
    else:
        await sent.refuse(ack, answer, typed=view)


async def _drawn(body: dict[str, Any], desk: Desk, *, changed: bool = False) -> dict[str, Any]:
    """Give the form that asks what the choices in an open one need, filled in as it is."""
    actor, view = actor_of(body), body["view"]
    sheet = await desk.asking(actor)
    if isinstance(sheet, No):
        return notice.of(sheet)
    filled = request_form.entered(view)
    of = DraftOf("request", filled.corrects or "")
    filled = request_form.with_hidden(filled, await unsent.found(desk, actor, of))
    if filled.corrects:
        returned = await desk.request(actor, filled.corrects)
        filled = replace(filled, fields=() if isinstance(returned, No) else returned.fields)
    return request_form.build(sheet, filled, changed=changed)


async def empty(desk: Desk, actor: Actor, view: dict[str, Any], begun: Unsent) -> dict[str, Any]:
    """Give the form as it opens for somebody who has typed nothing."""
    sheet = await desk.asking(actor)
    if isinstance(sheet, No):
        return notice.of(sheet)
    filled = request_form.Filled()
    if view.get("private_metadata"):
        returned = await desk.request(actor, str(view["private_metadata"]))
        if isinstance(returned, No):
            return notice.of(returned)
        filled = request_form.correction(returned, sheet)
    return request_form.build(sheet, replace(filled, begun=begun))


async def _own_name(
    body: dict[str, Any], desk: Desk, form: request_form.Form
) -> dict[str, str] | None:
    if form.ask is None or form.ask.trade.issuer == COMPANY:
        return None
    sheet = await desk.asking(actor_of(body))
    return None if isinstance(sheet, No) else request_form.own_name(form.ask, sheet)


async def correct(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form filled in with a request that was returned."""
    actor = actor_of(body)
    sheet = await desk.asking(actor)
    returned = await desk.request(actor, opening.value(body))
    if isinstance(sheet, No):
        view = notice.of(sheet)
    elif isinstance(returned, No):
        view = notice.of(returned)
    elif not returned.may_correct:
        view = notice.of(No("not_returned"))
    else:
        draft = await unsent.found(desk, actor, DraftOf("request", returned.id))
        filled = request_form.resumed(request_form.correction(returned, sheet), draft)
        view = request_form.build(sheet, filled)
    await opening.show(client, body, view)
    await ack()
