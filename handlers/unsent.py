"""Keeping what is typed into a form: a lost form, a closed one or a dead phone loses nothing.

What comes with each change is kept before Slack is answered, and Slack is answered in any
case: that something was not kept is no reason to stop somebody who is typing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from weakref import WeakKeyDictionary

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, AskingSheet, No
from clearance.shown_drafts import DraftOf, DraftSaid, DraftShown
from handlers import opening
from handlers.actor import actor_of
from handlers.kept_forms import DRAWN_ONCE, FORMS, about
from handlers.views import request_form, unsent
from handlers.views.blocks import Block, form_id

_LOG = structlog.stdlib.get_logger("handlers.unsent")
#: Slack waits for three seconds; so long the answer waits for what is being kept.
WITHIN: Final = 1.5

Drawn = Callable[[Desk, Actor, dict[str, Any], unsent.Unsent], Awaitable[dict[str, Any]]]
#: Draws a form out of what it is about, as it is for somebody who has typed nothing.
Bare = Callable[[Desk, Actor, str], Awaitable[dict[str, Any]]]


def register(app: AsyncApp, desk: Desk, drawn: dict[str, Drawn]) -> None:
    """Take each change in a form that is kept, and its button; ``drawn`` draws each empty."""
    matching = [_is_kept]
    app.action(unsent.acts("value"), matchers=matching)(partial(keep_and_answer, desk=desk))
    app.action(unsent.AFRESH)(partial(start_afresh, desk=desk, drawn=drawn))


async def _is_kept(body: dict[str, Any]) -> bool:
    return (body.get("view") or {}).get("callback_id") in FORMS


async def keep_and_answer(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Keep what an open form holds; nothing in it is drawn anew."""
    await keep(desk, body)
    await ack()


async def keep(desk: Desk, body: dict[str, Any]) -> None:
    """Keep what an open form holds, if that is done soon and at all.

    While one state of a form is being written only the newest after it waits: whoever types
    fast writes no more often than the database takes.
    """
    actor, holds = actor_of(body), said(body)
    forms = _AT_WORK.setdefault(desk, {})
    work = forms.setdefault((actor, holds.of, holds.view), _Work())
    if work.next is None or holds.typed_at >= work.next.typed_at:
        work.next = holds
    if work.task is None or work.task.done():
        work.task = asyncio.create_task(_write(desk, actor, work))
        key = (actor, holds.of, holds.view)
        work.task.add_done_callback(lambda _: _done(forms, key, work))
    await asyncio.wait([work.task], timeout=WITHIN)


@dataclass(slots=True)
class _Work:
    """What is to be written of one open form, and who writes it."""

    next: DraftSaid | None = None
    task: "asyncio.Task[None] | None" = None


_Key = tuple[Actor, DraftOf, str]
_Forms = dict[_Key, _Work]
_AT_WORK: Final[WeakKeyDictionary[Desk, _Forms]] = WeakKeyDictionary()


def _done(forms: "_Forms", key: "_Key", work: "_Work") -> None:
    """Forget who wrote, unless another change has come in the meantime."""
    if forms.get(key) is work and work.next is None:
        del forms[key]


async def _write(desk: Desk, actor: Actor, work: _Work) -> None:
    while work.next is not None:
        holds, work.next = work.next, None
        try:
            await desk.keep_draft(actor, holds)
        except Exception as error:  # noqa: BLE001 - whoever types, types on; what is newer is tried
            # Of what kind the error is, and nothing that it says.
            _LOG.warning("draft_not_kept", error=type(error).__name__)


def said(body: dict[str, Any]) -> DraftSaid:
    """Read what a form holds from what Slack sends of a change in it."""
    view = body["view"]
    return DraftSaid(
        of=FORMS[view["callback_id"]](view),
        view=form_id(view) or "",
        typed_at=opening.pressed_at(body),
        values=unsent.typed(view),
        fields=frozenset((view.get("state") or {}).get("values") or {}),
        goes_on=unsent.of(view).begun is not None,
    )


async def found(desk: Desk, actor: Actor, of: DraftOf) -> DraftShown | None:
    """Return what somebody typed into a form before; nothing where that cannot be had."""
    kept = await desk.draft(actor, of)
    return None if isinstance(kept, No) else kept


async def opened(desk: Desk, actor: Actor, view: dict[str, Any]) -> dict[str, Any]:
    """Give a form that is drawn once as it opens: with what was typed into it before.

    Anything else, such as a notice of why there is no form, is given as it is.
    """
    callback = view.get("callback_id")
    if callback not in DRAWN_ONCE:
        return view
    draft = await found(desk, actor, FORMS[callback](view))
    return unsent.keeping(unsent.filled(view, unsent.held(draft)), unsent.since(draft))


async def show(
    client: AsyncWebClient,
    body: dict[str, Any],
    desk: Desk,
    view: dict[str, Any],
    back: Block | None = None,
) -> None:
    """Open a form that is drawn once, with what was typed into it before.

    Raises:
        SlackApiError: the trigger is over three seconds old, or was used before.

    """
    await opening.show(client, body, await opened(desk, actor_of(body), view), back)


def drawn(bare: Bare) -> Drawn:
    """Draw a form that is drawn once as if nothing had been typed into it."""

    async def draw(
        desk: Desk, actor: Actor, view: dict[str, Any], begun: unsent.Unsent
    ) -> dict[str, Any]:
        made = await bare(desk, actor, about(view))
        return unsent.keeping(made, begun) if made.get("callback_id") in DRAWN_ONCE else made

    return draw


async def asking(desk: Desk, actor: Actor) -> dict[str, Any] | No:
    """Give the request form with what was typed before."""
    sheet = await desk.asking(actor)
    return sheet if isinstance(sheet, No) else await resumed(desk, actor, sheet, None)


async def resumed(
    desk: Desk, actor: Actor, sheet: AskingSheet, filled: request_form.Filled | None
) -> dict[str, Any]:
    """Give the request form out of its sheet, with what was typed before under what is said."""
    draft = await found(desk, actor, DraftOf("request"))
    return request_form.build(sheet, request_form.resumed(filled, draft))


async def start_afresh(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, drawn: dict[str, Drawn]
) -> None:
    """Empty the draft and the form."""
    actor, view = actor_of(body), body["view"]
    await desk.drop_draft(actor, said(body))
    empty = unsent.Unsent(emptied=unsent.of(view).emptied + 1)
    made = await drawn[view["callback_id"]](desk, actor, view, empty)
    await opening.put_in_place(client, body, made)
    await ack()
