"""Plans: an owner looks at theirs; an officer suspends one, or lets it run again with another.

Everything is in forms: nothing about a plan is kept in a conversation.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.plan_acts import Act
from clearance.shown import No, PlanShown
from handlers import opening
from handlers.actor import actor_of
from handlers.views import notice, plan_confirm, plan_list, plan_sheet
from handlers.words import plan as plan_words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons of a plan, the next page of the list, and the confirmations."""
    for pressed, act in plan_sheet.ACTS.items():
        app.action(pressed)(partial(ask, desk=desk, act=act))
    for callback in plan_confirm.CALLBACKS:
        app.view(callback)(partial(change, desk=desk))
    app.action(plan_list.MORE)(partial(more, desk=desk))


async def more(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Turn to the next page of the list."""
    found = await desk.plans(actor_of(body))
    view = (
        notice.of(found) if isinstance(found, No) else plan_list.build(found, opening.value(body))
    )
    await client.views_update(view_id=body["view"]["id"], view=view)
    await ack()


async def ask(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, act: Act
) -> None:
    """Ask whether it is really to be done; a press alone does nothing."""
    found = await desk.plan(actor_of(body), opening.value(body))
    if isinstance(found, No):
        view = notice.of(found)
    elif not _offered(found, act):
        view = plan_sheet.build(found)
    else:
        view = plan_confirm.build(found, act)
    await opening.show(client, body, view)
    await ack()


async def change(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Do it, and show the plan as it stands then."""
    plan, act = plan_confirm.read(body["view"])
    done = await desk.change_plan(actor_of(body), plan, act)
    view = (
        notice.of(done)
        if isinstance(done, No)
        else plan_sheet.build(done, plan_words.DONE[act], last=True)
    )
    await ack(response_action="update", view=view)


def _offered(plan: PlanShown, act: Act) -> bool:
    """Say whether a button of the list still does what it did when the list was drawn."""
    return {
        "suspend": plan.may_suspend,
        "ask_resume": plan.may_ask_resume,
        "agree_resume": plan.may_agree,
    }[act]
