"""An officer's own times: opened from App Home, saved, and an absence ended."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import kept_forms, opening, sent, unsent
from handlers.actor import actor_of
from handlers.views import away_form, away_home, notice
from handlers.words import away as words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take App Home's button, the form, and the button that ends an absence."""
    app.action(away_home.OPEN)(partial(show, desk=desk))
    app.view(away_form.CALLBACK)(partial(save, desk=desk))
    app.action(away_form.END)(partial(end, desk=desk))


async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form."""
    view = await empty(desk, actor_of(body), "")
    await unsent.show(client, body, desk, view)
    await ack()


async def empty(desk: Desk, actor: Actor, _: str) -> dict[str, Any]:
    """Give the form as it is for somebody who has typed nothing."""
    sheet = await desk.away(actor)
    return notice.of(sheet) if isinstance(sheet, No) else away_form.build(sheet)


async def save(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the days and the hour; put errors at their fields, or show what stands now."""
    view = body["view"]
    sending = desk.sending(kept_forms.sent(view))
    done = await sending.set_away(actor_of(body), away_form.read(view))
    errors_of = away_form.errors_of
    await sent.answer(ack, done, away_form.done, lambda no: errors_of(no.reason), typed=view)


async def end(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """End an absence, and show what stands now."""
    done = await desk.end_away(actor_of(body), opening.value(body))
    view = notice.of(done) if isinstance(done, No) else away_form.done(done, words.ENDED)
    await opening.put_in_place(client, body, view)
    await ack()
