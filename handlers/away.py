"""An officer's own times: opened from App Home, saved, and an absence ended."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from handlers import opening, sent
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
    sheet = await desk.away(actor_of(body))
    view = notice.of(sheet) if isinstance(sheet, No) else away_form.build(sheet)
    await opening.show(client, body, view)
    await ack()


async def save(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the days and the hour; put errors at their fields, or show what stands now."""
    done = await desk.set_away(actor_of(body), away_form.read(body["view"]))
    await sent.answer(ack, done, away_form.done, lambda no: away_form.errors_of(no.reason))


async def end(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """End an absence, and show what stands now."""
    done = await desk.end_away(actor_of(body), opening.value(body))
    view = notice.of(done) if isinstance(done, No) else away_form.done(done, words.ENDED)
    await opening.put_in_place(client, body, view)
    await ack()
