"""Nudging: a button on one's own waiting request, and ``/preclear nudge``."""

from functools import partial
from typing import TYPE_CHECKING, Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No, RequestShown
from handlers import opening
from handlers.actor import actor_of
from handlers.views import notice, nudge_button, request_list, request_sheet
from handlers.words import nudge as words

if TYPE_CHECKING:
    from handlers.called import Call


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the button, wherever it stands."""
    app.action(nudge_button.HERE)(partial(here, desk=desk))
    app.action(nudge_button.ELSEWHERE)(partial(elsewhere, desk=desk))


async def here(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Nudge out of the request's own form, which then says so."""
    nudged = await desk.nudge(actor_of(body), opening.value(body))
    if isinstance(nudged, No):
        await opening.show(client, body, notice.of(nudged))
    else:
        await opening.put_in_place(client, body, request_sheet.build(nudged))
    await ack()


async def elsewhere(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Nudge out of a list or App Home; the request's form says that it was done."""
    nudged = await desk.nudge(actor_of(body), opening.value(body))
    view = notice.of(nudged) if isinstance(nudged, No) else request_sheet.build(nudged)
    await opening.show(client, body, view)
    await ack()


async def typed(call: "Call", request: str | None) -> None:
    """Nudge the request that was named; without a name the only one that waits, or list them."""
    if request is not None:
        await _nudge(call, request)
        return
    mine = await call.desk.mine(call.actor)
    if isinstance(mine, No):
        await call.refuse(mine)
        return
    waiting = [one for one in mine if one.state == "pending"]
    chosen = _only(waiting)
    if not waiting:
        await call.say(words.NOTHING)
    elif chosen is None:
        await call.show(request_list.build(waiting))
    else:
        await _nudge(call, chosen.id)


def _only(waiting: list[RequestShown]) -> RequestShown | None:
    """Find the one request that is meant: the only one to nudge, or the only one that waits."""
    able = [one for one in waiting if one.may_nudge]
    meant = able if len(able) == 1 else waiting
    return meant[0] if len(meant) == 1 else None


async def _nudge(call: "Call", request: str) -> None:
    nudged = await call.desk.nudge(call.actor, request)
    if isinstance(nudged, No):
        await call.refuse(nudged)
    else:
        await call.say(words.DONE.format(request=nudged.id))
