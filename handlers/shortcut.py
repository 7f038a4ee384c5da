"""The shortcuts, from anywhere in Slack: ask for clearance, report a trade, what waits for me.

Each opens a form that a command or App Home opens too. Whoever is nobody here is told what
everybody can do.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import opening, unsent
from handlers.actor import actor_of
from handlers.views import notice, traded_list, waiting_list

Form = dict[str, Any]


async def _ask(desk: Desk, actor: Actor) -> Form:
    made = await unsent.asking(desk, actor)
    return notice.of(made) if isinstance(made, No) else made


async def _report(desk: Desk, actor: Actor) -> Form:
    found = await desk.unanswered(actor)
    return notice.of(found) if isinstance(found, No) else traded_list.build(found)


async def _waits(desk: Desk, actor: Actor) -> Form:
    sheet = await desk.home(actor)
    return notice.of(sheet) if isinstance(sheet, No) else waiting_list.build(sheet)


#: As `manifest.json` declares them.
ASK: Final = "ask_for_clearance"
REPORT: Final = "report_a_trade"
WAITS: Final = "what_waits_for_me"
FORMS: Final[dict[str, Callable[[Desk, Actor], Awaitable[Form]]]] = {
    ASK: _ask,
    REPORT: _report,
    WAITS: _waits,
}


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the shortcuts."""
    for callback in FORMS:
        app.global_shortcut(callback)(partial(use, desk=desk, callback=callback))


async def use(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, callback: str
) -> None:
    """Open the form of a shortcut."""
    await opening.show(client, body, await FORMS[callback](desk, actor_of(body)))
    await ack()
