"""A neutral notice about another issuer: an officer sends it, its readers say they read it."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from clearance.desk import Desk
from clearance.shown import No
from handlers import sent
from handlers.actor import actor_of
from handlers.views import issuer_form, neutral_notice, notice, takes_force


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the officer's form and the reader's answer."""
    app.view(issuer_form.CALLBACK)(partial(send, desk=desk))
    app.view(neutral_notice.CALLBACK)(partial(acknowledge, desk=desk))


async def send(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the form; put errors on their fields, or say when the notice goes out."""
    form = issuer_form.read(body["view"])
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.tell_of_issuer(actor_of(body), form.said)
    await sent.answer(
        ack, answer, lambda it: takes_force.build(it, "issuer"), issuer_form.errors_of
    )


async def acknowledge(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Note that the notice was read."""
    answer = await desk.acknowledge_notice(actor_of(body), neutral_notice.read(body["view"]))
    view = notice.of(answer) if isinstance(answer, No) else takes_force.build_read(answer)
    await ack(response_action="update", view=view)
