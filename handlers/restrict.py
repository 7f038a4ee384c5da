"""Restricting: an officer's list, a new restriction, a reason, and what they confirm.

All of it is opened on demand; nothing about a restriction is kept in a conversation. What
is sent takes force later, and the form that answers says when.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import opening, sent, words
from handlers.actor import actor_of
from handlers.views import (
    notice,
    reason_sheet,
    restriction_confirm,
    restriction_form,
    restriction_list,
    restriction_sheet,
    takes_force,
)

#: What the form itself can say of the people that are chosen in it.
_AMISS = frozenset({"restrict_people", "own_restriction"})


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the list's buttons, the choices in the form, and what is sent."""
    app.action(restriction_list.MORE)(partial(more, desk=desk))
    app.action(restriction_list.NEW)(partial(new, desk=desk))
    for choice in restriction_form.CHOOSE:
        app.action(choice)(partial(redraw, desk=desk))
    app.view(restriction_form.CALLBACK)(partial(submit, desk=desk))
    app.action(restriction_sheet.READ_REASON)(partial(ask_reason, desk=desk))
    app.view(reason_sheet.CALLBACK)(partial(reason, desk=desk))
    app.action(restriction_list.CONFIRM)(partial(ask_confirm, desk=desk))
    app.view(restriction_confirm.CALLBACK)(partial(confirm, desk=desk))


async def more(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Turn to the next page of the list."""
    found = await desk.restrictions(actor_of(body))
    after = opening.value(body)
    view = notice.of(found) if isinstance(found, No) else restriction_list.build(found, after)
    await opening.put_in_place(client, body, view)
    await ack()


async def new(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the empty form."""
    await opening.show(client, body, await _form(actor_of(body), desk, restriction_form.Filled()))
    await ack()


async def redraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew for what was chosen in it; what was typed stays where it is."""
    filled = restriction_form.entered(body["view"])
    await opening.put_in_place(client, body, await _form(actor_of(body), desk, filled))
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the form; put errors on their fields, or say when the restriction takes force."""
    actor, view = actor_of(body), body["view"]
    form = restriction_form.read(view)
    if form.behind:
        filled = restriction_form.entered(view)
        made = await _form(actor, desk, filled, changed=True)
        await ack(response_action="update", view=made)
        return
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.restrict(actor, form.said)
    await sent.answer(
        ack,
        answer,
        lambda it: takes_force.build(it, "restrict"),
        lambda no: restriction_form.errors_of(no, view),
    )


async def _form(
    actor: Actor, desk: Desk, filled: restriction_form.Filled, *, changed: bool = False
) -> dict[str, Any]:
    """Make the form; where the people are amiss it says so in place of their plans."""
    sheet, amiss = await desk.restrict_sheet(actor, filled.people), ""
    if isinstance(sheet, No) and sheet.reason in _AMISS:
        amiss = words.refusal(sheet.reason, sheet.parameters)
        sheet = await desk.restrict_sheet(actor)
    if isinstance(sheet, No):
        return notice.of(sheet)
    return restriction_form.build(sheet, filled, amiss=amiss, changed=changed)


async def ask_reason(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Ask whether the reason is really to be read; a press alone does nothing."""
    found = await desk.restrictions(actor_of(body))
    wanted = opening.value(body)
    if isinstance(found, No):
        view = notice.of(found)
    elif wanted in {one.id for one in found.mine if one.has_reason}:
        view = reason_sheet.ask(wanted)
    else:
        view = notice.of(No("restriction_gone"))
    await opening.show(client, body, view)
    await ack()


async def reason(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Ask for the reason; the message that follows opens it."""
    answer = await desk.ask_reason(actor_of(body), reason_sheet.read(body["view"]))
    view = notice.of(answer) if isinstance(answer, No) else takes_force.build(answer, "reason")
    await ack(response_action="update", view=view)


async def ask_confirm(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Ask whether this is all, over what the officer set as it stands now."""
    found = await desk.restrictions(actor_of(body))
    if isinstance(found, No):
        view = notice.of(found)
    elif found.to_confirm:
        view = restriction_confirm.build(found)
    else:
        view = notice.of(No("nothing_to_confirm"))
    await opening.show(client, body, view)
    await ack()


async def confirm(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Confirm it."""
    answer = await desk.confirm_restored(actor_of(body))
    view = notice.of(answer) if isinstance(answer, No) else takes_force.build(answer, "confirm")
    await ack(response_action="update", view=view)
