"""Cases: the list, one case, its notes and its end, for whoever handles them."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_cases import CaseSaid, CaseShown, CloseSaid, NoteSaid
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.views import case_forms, case_list, case_sheet, notice
from handlers.views.blocks import on_screen


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the buttons of the list and of a case, and the three forms."""
    app.action(case_list.NEW)(partial(new, desk=desk))
    app.action(case_list.MORE)(partial(more, desk=desk))
    app.action(case_list.OPEN)(partial(show, desk=desk))
    app.action(case_sheet.ADD_NOTE)(partial(note, desk=desk))
    app.action(case_sheet.CORRECT)(partial(note, desk=desk))
    app.action(case_sheet.CLOSE)(partial(close, desk=desk))
    app.view(case_forms.NEW)(partial(submit, desk=desk, read=case_forms.read_new))
    app.view(case_forms.NOTE)(partial(submit, desk=desk, read=case_forms.read_note))
    app.view(case_forms.CLOSE)(partial(submit, desk=desk, read=case_forms.read_close))


async def new(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the empty form for a new case."""
    found = await desk.cases(actor_of(body))
    view = notice.of(found) if isinstance(found, No) else case_forms.new()
    await opening.show(client, body, view)
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


async def note(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form for a note, or for the correction of one."""
    case, _, corrects = opening.value(body).partition(" ")
    found = await desk.case(actor_of(body), case)
    if isinstance(found, No):
        view = notice.of(found)
    else:
        before = next((one for one in found.notes if one.id == corrects), None)
        view = case_forms.noting(found, before)
    await opening.show_with_room(client, body, view)
    await ack()


async def close(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form that closes a case."""
    found = await desk.case(actor_of(body), opening.value(body))
    if isinstance(found, No):
        view = notice.of(found)
    else:
        view = case_forms.closing(found) if found.open else notice.of(No("case_closed"))
    await opening.show_with_room(client, body, view)
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
    answer = await _record(desk, actor_of(body), form.said)
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
