"""App Home: shown when it is opened, on **Refresh**, and when a form was closed."""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.authority_matrix import OUTSIDERS
from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import opening, unsent, words
from handlers.actor import actor_of
from handlers.views import home, notice, plan_list, question_form
from handlers.views.blocks import SHOWN
from handlers.words import command as command_words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the opening of App Home and its own buttons."""
    app.event("app_home_opened")(partial(opened, desk=desk))
    app.action(home.REFRESH)(partial(refresh, desk=desk))
    app.view_closed(SHOWN)(partial(refresh, desk=desk))
    app.action(home.NEW)(partial(new_request, desk=desk))
    app.action(home.PLANS)(partial(plans, desk=desk))
    app.action(home.QUESTIONS)(partial(questions, desk=desk))


async def opened(body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show App Home; the Messages tab fires the same event and needs nothing."""
    if body["event"].get("tab", "home") == "home":
        await _publish(actor_of(body), client, desk)


async def refresh(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show App Home as it is now."""
    await _publish(actor_of(body), client, desk)
    await ack()


async def new_request(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Open the request form."""
    view = await unsent.asking(desk, actor_of(body))
    await opening.show(client, body, notice.of(view) if isinstance(view, No) else view)
    await ack()


async def plans(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the list of plans, what waits for a decision standing first."""
    found = await desk.plans(actor_of(body))
    view = notice.of(found) if isinstance(found, No) else plan_list.build(found)
    await opening.show(client, body, view)
    await ack()


async def questions(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Open the questions, with those that wait for an answer."""
    found = await desk.questions(actor_of(body))
    view = notice.of(found) if isinstance(found, No) else question_form.build(found)
    await opening.show(client, body, view)
    await ack()


async def _publish(actor: Actor, client: AsyncWebClient, desk: Desk) -> None:
    sheet = await desk.home(actor)
    if isinstance(sheet, No) and sheet.reason in OUTSIDERS:
        # One page for all of them; whoever opens it has typed nothing that could be unknown.
        view = home.build_refused(command_words.HELP)
    elif isinstance(sheet, No):
        view = home.build_refused(words.refusal(sheet.reason, sheet.parameters))
    else:
        view = home.build(sheet)
    await client.views_publish(user_id=actor.user_id, view=view)
