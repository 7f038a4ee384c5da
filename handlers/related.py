"""Related persons and entities: one's own list, and the forms that add, change and remove.

Everything happens in one form's place, so that closing it never shows a list from before.
"""

from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_drafts import DraftOf
from clearance.shown_related import RelatedShown
from handlers import kept_forms, opening, sent, unsent
from handlers.actor import actor_of
from handlers.views import notice, related_form, related_list, related_removal
from handlers.views.unsent import Unsent, held, of, since, typed
from handlers.words import related as related_words


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the list's buttons, the choice of a relation, and both forms."""
    app.action(related_list.ADD)(partial(add, desk=desk))
    app.action(related_list.CHANGE)(partial(change, desk=desk))
    app.action(related_list.REMOVE)(partial(ask_remove, desk=desk))
    app.action(related_form.CHOOSE)(partial(redraw, desk=desk))
    app.view(related_form.CALLBACK)(partial(submit, desk=desk))
    app.view(related_removal.CALLBACK)(partial(remove, desk=desk))


async def add(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show the form for a new entry, with what was typed into it before."""
    view = await _opened(desk, actor_of(body), related_form.Filled())
    await opening.put_in_place(client, body, view)
    await ack()


async def change(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show the form filled in with one's own entry, and over it what was typed before."""
    actor = actor_of(body)
    found = await _own(desk, actor, opening.value(body))
    if isinstance(found, No):
        view = notice.of(found)
    else:
        view = await _opened(desk, actor, related_form.entry(found))
    await opening.put_in_place(client, body, view)
    await ack()


async def empty(desk: Desk, actor: Actor, view: dict[str, Any], begun: Unsent) -> dict[str, Any]:
    """Give the form as it opens for somebody who has typed nothing."""
    about = kept_forms.about(view)
    if not about:
        return related_form.kept(related_form.Filled(), {}, begun)
    found = await _own(desk, actor, about)
    if isinstance(found, No):
        return notice.of(found)
    return related_form.kept(related_form.entry(found), {}, begun)


async def _opened(desk: Desk, actor: Actor, filled: related_form.Filled) -> dict[str, Any]:
    draft = await unsent.found(desk, actor, DraftOf(related_form.CALLBACK, filled.replaces))
    return related_form.kept(filled, held(draft), since(draft))


async def ask_remove(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk
) -> None:
    """Ask whether one's own entry is really to be removed."""
    found = await _own(desk, actor_of(body), opening.value(body))
    await opening.put_in_place(
        client, body, notice.of(found) if isinstance(found, No) else related_removal.build(found)
    )
    await ack()


async def redraw(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Draw the form anew with what the chosen relation asks; what was entered is kept."""
    await unsent.keep(desk, body)
    await opening.put_in_place(client, body, await _drawn(desk, actor_of(body), body["view"]))
    await ack()


async def _drawn(desk: Desk, actor: Actor, view: dict[str, Any]) -> dict[str, Any]:
    """Give an open form with what its relation asks; what it had before is there again."""
    filled = related_form.entered(view)
    draft = await unsent.found(desk, actor, DraftOf(related_form.CALLBACK, filled.replaces))
    values = {**held(draft), **typed(view)}
    return related_form.kept(filled, values, of(view))


async def submit(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Record the entry, and say whether the policy covers it and what that means."""
    form = related_form.read(body["view"])
    if form.behind:
        view = await _drawn(desk, actor_of(body), body["view"])
        await ack(response_action="update", view=opening.anew(body["view"], view))
        return
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    view = body["view"]
    answer = await desk.sending(kept_forms.sent(view)).register_related(actor_of(body), form.said)
    errors_of = related_form.errors_of
    await sent.answer(ack, answer, related_list.build, lambda no: errors_of(no, view), typed=view)


async def remove(ack: AsyncAck, body: dict[str, Any], desk: Desk) -> None:
    """Take the entry off the list."""
    answer = await desk.remove_related(actor_of(body), related_removal.read(body["view"]))
    gone = related_words.REMOVED
    view = notice.of(answer) if isinstance(answer, No) else related_list.build(answer, done=gone)
    await ack(response_action="update", view=view)


async def _own(desk: Desk, actor: Actor, wanted: str) -> RelatedShown | No:
    found = await desk.related(actor)
    if isinstance(found, No):
        return found
    return next((one for one in found.entries if one.id == wanted), No("related_gone"))
