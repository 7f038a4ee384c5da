"""A production for an authority: compliance asks for it, a second person confirms it.

All of it is opened on demand. What is produced never goes through Slack.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import kept_forms, opening, sent, unsent
from handlers.actor import actor_of
from handlers.views import notice, production_form, production_list, production_sheet


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons of the list, the form, and both acts on one production."""
    app.action(production_list.OPEN)(partial(show, desk=desk))
    app.action(production_list.NEW)(partial(new, desk=desk))
    app.action(production_list.ONE)(partial(look, desk=desk))
    app.view(production_form.CALLBACK)(partial(ask, desk=desk))
    app.view(production_sheet.CONFIRM)(partial(confirm, desk=desk))
    app.view(production_sheet.WITHDRAW)(partial(withdraw, desk=desk))


async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the list on top of the form in which it was asked for."""
    found = await desk.productions(actor_of(body))
    view = notice.of(found) if isinstance(found, No) else production_list.build(found)
    await opening.show(client, body, view)
    await ack()


async def new(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the empty form."""
    view = await empty(desk, actor_of(body), "")
    await unsent.show(client, body, desk, view)
    await ack()


async def empty(desk: Desk, actor: Actor, _: str) -> dict[str, Any]:
    """Give the form as it is empty."""
    found = await desk.productions(actor)
    return notice.of(found) if isinstance(found, No) else production_form.build()


async def look(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open one production."""
    found = await desk.production(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else production_sheet.build(found)
    await opening.show(client, body, view)
    await ack()


async def ask(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the form; put errors on their fields, or say that a second person is asked."""
    form = production_form.read(body["view"])
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    view = body["view"]
    done = await desk.sending(kept_forms.sent(view)).ask_production(actor_of(body), form.said)
    errors_of = production_form.errors_of
    await sent.answer(ack, done, production_sheet.build_done, errors_of, typed=view)


async def confirm(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Confirm one, and show how it stands then."""
    done = await desk.confirm_production(actor_of(body), production_sheet.read(body["view"]))
    await ack(response_action="update", view=_after(done))


async def withdraw(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take one back."""
    done = await desk.withdraw_production(actor_of(body), production_sheet.read(body["view"]))
    await ack(response_action="update", view=_after(done))


def _after(done: Any) -> dict[str, Any]:
    return notice.of(done) if isinstance(done, No) else production_sheet.build_done(done)
