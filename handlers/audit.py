"""A pull of the record, by compliance alone: the form, what follows it, earlier pulls, a link.

Whoever is not in compliance is answered as if there were no such thing. What is handed over
goes by the download server or the worker; none of it is made here.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from audit.handing_over import HandingOver
from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import kept_forms, opening, sent, unsent
from handlers.actor import actor_of
from handlers.views import audit_form, audit_list, audit_receipt, notice


def register(app: AsyncApp, pulls: HandingOver) -> None:
    """Take the form, and the buttons of what follows it."""
    app.view(audit_form.CALLBACK)(partial(submit, pulls=pulls))
    app.action(audit_form.EARLIER)(partial(earlier, pulls=pulls))
    app.action(audit_receipt.LINK)(partial(link, pulls=pulls))


async def form(pulls: HandingOver, actor: Actor) -> dict[str, Any]:
    """Give the form of a pull, or say why there is none."""
    sheet = await pulls.sheet(actor)
    return notice.of(sheet) if isinstance(sheet, No) else audit_form.build(sheet, pulls.ways)


def empty(pulls: HandingOver) -> unsent.Bare:
    """Draw the form of a pull as it is for somebody who has typed nothing."""

    async def draw(_desk: Desk, actor: Actor, _about: str) -> dict[str, Any]:
        return await form(pulls, actor)

    return draw


async def submit(ack: AsyncAck, body: dict[str, Any], pulls: HandingOver) -> None:
    """Take the form; put errors on their fields, or record the pull and say so."""
    read = audit_form.read(body["view"])
    if read.asked is None:
        await ack(response_action="errors", errors=read.errors)
        return
    done = await pulls.sending(kept_forms.sent(body["view"])).pull(actor_of(body), read.asked)
    await sent.answer(
        ack,
        done,
        lambda it: audit_receipt.build(it, pulls.ways),
        audit_form.errors_of,
        typed=body["view"],
    )


async def earlier(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, pulls: HandingOver
) -> None:
    """Open the list of earlier pulls."""
    found = await pulls.listed(actor_of(body))
    view = notice.of(found) if isinstance(found, No) else audit_list.build(found, pulls.ways)
    await opening.show(client, body, view)
    await ack()


async def link(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, pulls: HandingOver
) -> None:
    """Make a link to one's own pull, and show it with its code."""
    made = await pulls.link(actor_of(body), opening.value(body))
    view = notice.of(made) if isinstance(made, No) else audit_receipt.link(made, pulls.ways)
    await opening.show(client, body, view)
    await ack()
