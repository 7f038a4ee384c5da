"""Clearances given by phone or on paper: asked for in a form, confirmed by a second person."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import kept_forms, sent
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.views import notice, paper_form


def register(app: AsyncApp, desk: Desk, clock: Clock) -> None:
    """Take the form and its confirmation."""
    app.view(paper_form.CALLBACK)(partial(ask, desk=desk, clock=clock))
    app.view(paper_form.CONFIRM)(partial(confirm, desk=desk))


async def empty(desk: Desk, actor: Actor, _: str) -> dict[str, Any]:
    """Give the form as it is empty."""
    no = await desk.paper_sheet(actor)
    return paper_form.build() if no is None else notice.of(no)


async def ask(ack: AsyncAck, body: dict[str, Any], desk: Desk, clock: Clock) -> None:
    """Take the form; put errors on their fields, or say that a second person is asked."""
    form = paper_form.read(body["view"], clock.now())
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    view = body["view"]
    done = await desk.sending(kept_forms.sent(view)).ask_paper(actor_of(body), form.said)
    errors_of = paper_form.errors_of
    await sent.answer(ack, done, paper_form.sheet, lambda no: errors_of(no.reason), typed=view)


async def confirm(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Confirm one, and show how it stands then."""
    done = await desk.confirm_paper(actor_of(body), paper_form.read_confirm(body["view"]))
    view = notice.of(done) if isinstance(done, No) else paper_form.sheet(done)
    await ack(response_action="update", view=view)
