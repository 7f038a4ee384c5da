"""App Home: shown when it is opened, on **Refresh**, and when a form was closed; its buttons."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import audit, unsent
from handlers.actor import actor_of
from handlers.homes import Homes
from handlers.views import (
    acknowledgement_progress,
    case_list,
    filing_views,
    home_ids,
    notice,
    overdue_list,
    plan_list,
    question_form,
    related_list,
    traded_list,
)
from handlers.views.blocks import SHOWN

Look = Callable[[Desk, Actor], Awaitable[Any]]
Draw = Callable[[Any], dict[str, Any]]

#: What each button asks the desk for, and the form that shows the answer.
LISTS: dict[str, tuple[Look, Draw]] = {
    home_ids.NEW: (unsent.asking, lambda view: view),
    home_ids.TRADED: (lambda desk, who: desk.unanswered(who), traded_list.build),
    home_ids.PLANS: (lambda desk, who: desk.plans(who), plan_list.build),
    home_ids.QUESTIONS: (lambda desk, who: desk.questions(who), question_form.build),
    home_ids.RELATED: (lambda desk, who: desk.related(who), related_list.build),
    home_ids.FORMS: (lambda desk, who: desk.filings(who), filing_views.listed),
    home_ids.CASES: (lambda desk, who: desk.cases(who), case_list.build),
    home_ids.PROGRESS: (
        lambda desk, who: desk.acknowledgements(who),
        acknowledgement_progress.build,
    ),
    home_ids.OVERDUE: (lambda desk, who: desk.overdue(who), overdue_list.build),
}


def register(app: AsyncApp, desk: Desk, homes: Homes) -> None:
    """Take the opening of App Home and its own buttons."""
    app.event("app_home_opened")(partial(opened, homes=homes))
    app.action(home_ids.REFRESH)(partial(refresh, homes=homes))
    app.view_closed(SHOWN)(partial(refresh, homes=homes))
    for pressed in LISTS:
        app.action(pressed)(partial(listed, desk=desk, pressed=pressed))
    app.action(home_ids.PULL)(partial(pull, desk=desk, homes=homes))


async def opened(body: dict[str, Any], client: AsyncWebClient, homes: Homes) -> None:
    """Show App Home; the Messages tab fires the same event and needs nothing."""
    if body["event"].get("tab", "home") == "home":
        await homes.show(client, actor_of(body))


async def refresh(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, homes: Homes
) -> None:
    """Show App Home as it is now."""
    await homes.show(client, actor_of(body))
    await ack()


async def listed(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, pressed: str
) -> None:
    """Open what a button leads to, as it is now; whoever may not see it is told so."""
    look, draw = LISTS[pressed]
    found = await look(desk, actor_of(body))
    view = notice.of(found) if isinstance(found, No) else draw(found)
    await unsent.show(client, body, desk, view)
    await ack()


async def pull(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, homes: Homes
) -> None:
    """Open compliance's form for a pull."""
    view = await audit.form(homes.pulls, actor_of(body))
    await unsent.show(client, body, desk, view)
    await ack()
