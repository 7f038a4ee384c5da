"""Cases: the list, one case, its notes and its end, for whoever handles them."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_cases import CaseSaid, CaseShown, CloseSaid, NoteSaid
from handlers import kept_forms, opening, sent, unsent
from handlers.actor import actor_of
from handlers.views import case_forms, case_list, case_sheet, notice
from handlers.views.blocks import on_screen


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons of the list and of a case, and the three forms."""
    for pressed, draw in {
        case_list.NEW: empty,
        case_sheet.ADD_NOTE: empty_note,
        case_sheet.CORRECT: empty_note,
        case_sheet.CLOSE: empty_close,
    }.items():
        app.action(pressed)(partial(new, desk=desk, draw=draw))
    app.action(case_list.MORE)(partial(more, desk=desk))
    app.action(case_list.OPEN)(partial(show, desk=desk))
    app.view(case_forms.NEW)(partial(submit, desk=desk, read=case_forms.read_new))
    app.view(case_forms.NOTE)(partial(submit, desk=desk, read=case_forms.read_note))
    app.view(case_forms.CLOSE)(partial(submit, desk=desk, read=case_forms.read_close))


async def empty(desk: Desk, actor: Actor, _: str) -> dict[str, Any]:
    """Give the form for a new case as it is empty."""
    found = await desk.cases(actor)
    return notice.of(found) if isinstance(found, No) else case_forms.new()


async def empty_note(desk: Desk, actor: Actor, about: str) -> dict[str, Any]:
    """Give the form for a note, or for the correction of one, as it is empty."""
    case, _, corrects = about.partition(" ")
    found = await desk.case(actor, case)
    if isinstance(found, No):
        return notice.of(found)
    before = next((one for one in found.notes if one.id == corrects), None)
    return case_forms.noting(found, before)


async def empty_close(desk: Desk, actor: Actor, about: str) -> dict[str, Any]:
    """Give the form that closes a case as it is empty."""
    found = await desk.case(actor, about)
    if isinstance(found, No):
        return notice.of(found)
    return case_forms.closing(found) if found.open else notice.of(No("case_closed"))


async def new(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, draw: unsent.Bare
) -> None:
    """Open a form that a button asks for."""
    view = await draw(desk, actor_of(body), opening.value(body))
    await unsent.show(client, body, desk, view)
    await ack()


async def more(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Turn to the next page of the list."""
    found = await desk.cases(actor_of(body))
    after = opening.value(body)
    view = notice.of(found) if isinstance(found, No) else case_list.build(found, after)
    await opening.put_in_place(client, body, view)
    await ack()


async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show one case."""
    found = await desk.case(actor_of(body), opening.value(body))
    view = notice.of(found) if isinstance(found, No) else case_sheet.build(found)
    await opening.show(client, body, view)
    await ack()


async def submit(
    ack: AsyncAck,
    body: dict[str, Any],
    desk: Desk,
    read: Callable[[dict[str, Any]], case_forms.Form],
) -> None:
    """Take a form; put errors on their fields, or show the case as it is then."""
    form = read(body["view"])
    if form.said is None:
        await ack(response_action="errors", errors=form.errors)
        return
    sending = desk.sending(kept_forms.sent(body["view"]))
    answer = await _record(sending, actor_of(body), form.said)
    await sent.answer(
        ack,
        answer,
        case_sheet.build,
        lambda no: on_screen(case_forms.errors_of(no), body["view"], case_forms.TEXT),
        typed=body["view"],
    )


def _record(
    desk: Desk, actor: Actor, said: CaseSaid | NoteSaid | CloseSaid
) -> Awaitable[CaseShown | No]:
    match said:
        case CaseSaid():
            return desk.open_case(actor, said)
        case NoteSaid():
            return desk.note_case(actor, said)
        case CloseSaid():
            return desk.close_case(actor, said)
