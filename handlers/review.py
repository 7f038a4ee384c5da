"""Deciding: a card's button opens the review form, and sending the form decides."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, sent, words
from handlers.actor import actor_of
from handlers.views import home_ids, messages, notice, review_form
from handlers.views.blocks import on_screen


def register_form(app: AsyncApp, desk: Desk) -> None:
    """Take the review form when it is sent."""
    app.view(review_form.CALLBACK)(partial(decide, desk=desk))


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons of a card and of App Home, and the choice in the review form."""
    for pressed in (*messages.PRESETS, home_ids.REVIEW):
        app.action(pressed)(partial(look, desk=desk))
    here = [opening.within(review_form.CALLBACK)]
    app.action(review_form.CHOOSE, matchers=here)(partial(redraw, desk=desk))


async def look(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the review form, preset to what was pressed; a press decides nothing yet."""
    sheet = await desk.review(actor_of(body), opening.value(body), _place(body))
    if isinstance(sheet, No):
        view = notice.of(sheet)
    else:
        preset = messages.PRESETS.get(body["actions"][0].get("action_id"))
        view = review_form.build(sheet, preset)
    await opening.show(client, body, view)
    await ack()


async def redraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew for the decision that was chosen in it."""
    await opening.put_in_place(client, body, await _drawn(body, desk))
    await ack()


async def _drawn(body: dict[str, Any], desk: Desk, *, changed: bool = False) -> dict[str, Any]:
    view = body["view"]
    sheet = await desk.review(actor_of(body), str(view.get("private_metadata") or ""))
    if isinstance(sheet, No):
        return notice.of(sheet)
    return review_form.build(sheet, review_form.decision(view), changed=changed)


async def decide(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the decision; put errors on their fields, or record it, or say what came first."""
    form = review_form.read(body["view"])
    if form.behind:
        await ack(response_action="update", view=await _drawn(body, desk, changed=True))
        return
    if form.verdict is None:
        await ack(response_action="errors", errors=form.errors)
        return
    answer = await desk.decide(actor_of(body), form.request, form.verdict)
    await sent.answer(
        ack,
        answer,
        lambda it: review_form.build_ended(it, words.DECIDED),
        lambda no: on_screen(review_form.errors_of(no), body["view"], review_form.DECISION),
    )


def _place(body: dict[str, Any]) -> tuple[str, str] | None:
    """Say where the pressed card stands; App Home is no such place."""
    channel = (body.get("channel") or {}).get("id")
    ts = (body.get("message") or {}).get("ts")
    return (channel, ts) if channel and ts else None
