"""Related persons and entities: one's own list, and the forms that add, change and remove.

Everything happens in one form's place, so that closing it never shows a list from before.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from clearance.shown_related import RelatedShown
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.views import notice, related_form, related_list, related_removal
from handlers.words import related as related_words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the list's buttons, the choice of a relation, and both forms."""
    app.action(related_list.ADD)(add)
    app.action(related_list.CHANGE)(partial(change, desk=desk))
    app.action(related_list.REMOVE)(partial(ask_remove, desk=desk))
    app.action(related_form.CHOOSE)(redraw)
    app.view(related_form.CALLBACK)(partial(submit, desk=desk))
    app.view(related_removal.CALLBACK)(partial(remove, desk=desk))


async def add(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Show the empty form."""
    await opening.put_in_place(client, body, related_form.build())
    await ack()


async def change(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show the form filled in with one's own entry."""
    found = await _own(body, desk)
    view = (
        notice.of(found) if isinstance(found, No) else related_form.build(related_form.entry(found))
    )
    await opening.put_in_place(client, body, view)
    await ack()


async def ask_remove(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Ask whether one's own entry is really to be removed."""
    found = await _own(body, desk)
    await opening.put_in_place(
        client, body, notice.of(found) if isinstance(found, No) else related_removal.build(found)
    )
    await ack()


async def redraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
    """Draw the form anew with what the chosen relation asks; what was entered is kept."""
    await opening.put_in_place(client, body, related_form.build(related_form.entered(body["view"])))
    await ack()


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Record the entry, and say whether the policy covers it and what that means."""
    form = related_form.read(body["view"])
    if form.behind:
        view = related_form.build(related_form.entered(body["view"]))
        await ack(response_action="update", view=view)
        return
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.register_related(actor_of(body), form.said)
    await sent.answer(
        ack, answer, related_list.build, lambda no: related_form.errors_of(no, body["view"])
    )


async def remove(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the entry off the list."""
    answer = await desk.remove_related(actor_of(body), related_removal.read(body["view"]))
    gone = related_words.REMOVED
    view = notice.of(answer) if isinstance(answer, No) else related_list.build(answer, done=gone)
    await ack(response_action="update", view=view)


async def _own(body: dict[str, Any], desk: Desk) -> RelatedShown | No:
    found = await desk.related(actor_of(body))
    if isinstance(found, No):
        return found
    wanted = opening.value(body)
    return next((one for one in found.entries if one.id == wanted), No("related_gone"))
