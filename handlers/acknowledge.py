"""Acknowledging the policy: read and signed, initialled, and how the round goes.

Where it was opened on top of a request form, signing takes it away: the form beneath is as it
was left.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import opening
from handlers.actor import actor_of
from handlers.views import (
    acknowledge_form,
    acknowledgement_progress,
    acknowledgement_sheet,
    notice,
)
from handlers.words import acknowledgement as words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons that open the forms and turn their pages, and both forms."""
    app.action(acknowledge_form.OPEN)(partial(show, desk=desk))
    for turn in (acknowledge_form.TURN, acknowledge_form.TURN_BACK):
        app.action(turn)(partial(turn_page, desk=desk))
    app.view(acknowledge_form.CALLBACK)(partial(sign, desk=desk))
    app.action(acknowledge_form.RECEIVE)(partial(receive, desk=desk))
    app.action(acknowledgement_sheet.OTHERS)(partial(others, desk=desk))
    app.view(acknowledgement_sheet.CALLBACK)(partial(initial, desk=desk))
    app.action(acknowledge_form.PROGRESS)(partial(progress, desk=desk))
    app.action(acknowledgement_progress.MORE)(partial(more, desk=desk))


async def form(desk: Desk, actor: Actor, page: int = 0) -> dict[str, Any]:
    """Give the form as it is now for somebody."""
    sheet = await desk.acknowledgement(actor)
    return notice.of(sheet) if isinstance(sheet, No) else acknowledge_form.build(sheet, page)


async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form, on top of the one in which the button was pressed."""
    await opening.show(client, body, await form(desk, actor_of(body)))
    await ack()


async def turn_page(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Turn to another page of the document."""
    value = opening.value(body)
    view = await form(desk, actor_of(body), int(value) if value.isdecimal() else 0)
    await opening.put_in_place(client, body, view)
    await ack()


async def sign(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the signature; put errors on their fields, or go back to what lies beneath."""
    read = acknowledge_form.read(body["view"])
    if read.said is None:
        await ack(response_action="errors", errors=read.errors)
        return
    answer = await desk.acknowledge(actor_of(body), read.said)
    if isinstance(answer, No):
        if errors := acknowledge_form.errors_of(answer):
            await ack(response_action="errors", errors=errors)
        else:
            await ack(response_action="update", view=notice.of(answer))
    elif body["view"].get("previous_view_id"):
        await ack()
    else:
        view = acknowledgement_sheet.build(answer, words.DONE)
        await ack(response_action="update", view=view)


async def others(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open what else waits for one's initials."""
    await opening.show(client, body, await form(desk, actor_of(body)))
    await ack()


async def receive(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open what somebody signed, to be initialled."""
    found = await desk.acknowledged(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else acknowledgement_sheet.build(found)
    await opening.show(client, body, view)
    await ack()


async def initial(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Put the typed initials on it."""
    which, initials = acknowledgement_sheet.read(body["view"])
    answer = await desk.initial(actor_of(body), which, initials)
    if not isinstance(answer, No):
        view = acknowledgement_sheet.build(answer, words.INITIAL_DONE)
        await ack(response_action="update", view=view)
    elif answer.reason == "initials_unclear":
        errors = {acknowledgement_sheet.INITIALS: words.ERROR_INITIALS}
        await ack(response_action="errors", errors=errors)
    else:
        await ack(response_action="update", view=notice.of(answer))


async def progress(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open how the round goes."""
    await opening.show(client, body, await _progress(desk, body))
    await ack()


async def more(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Turn to the next page of it."""
    await opening.put_in_place(client, body, await _progress(desk, body))
    await ack()


async def _progress(desk: Desk, body: dict[str, Any]) -> dict[str, Any]:
    named, start = acknowledgement_progress.asked(opening.value(body))
    found = await desk.acknowledgements(actor_of(body), named or None)
    if isinstance(found, No):
        return notice.of(found)
    return acknowledgement_progress.build(found, start)
