"""The company's calendar: its sheet, its keepers' forms, and what each would change."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import No
from clearance.shown_calendar import CalendarKept
from handlers import opening, sent
from handlers.actor import actor_of
from handlers.views import calendar_confirm, calendar_forms, calendar_sheet, notice

Draw = Callable[[CalendarKept, str], dict[str, Any]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the sheet's buttons and the forms."""
    app.action(calendar_sheet.OPEN)(partial(show, desk=desk))
    for button, draw in _FORMS.items():
        app.action(button)(partial(form, desk=desk, draw=draw))
    app.action(calendar_forms.MISTAKE)(partial(mistake, desk=desk))
    for callback, read in _READ.items():
        app.view(callback)(partial(take, desk=desk, read=read))


async def show(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Show the calendar."""
    found = await desk.calendar(actor_of(body))
    view = notice.of(found) if isinstance(found, No) else calendar_sheet.build(found)
    await opening.show(client, body, view)
    await ack()


async def form(
    ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk, draw: Draw
) -> None:
    """Open a form, empty or with the record that is corrected."""
    found = await desk.calendar(actor_of(body))
    if isinstance(found, No):
        view = notice.of(found)
    elif found.kept is None:
        view = notice.of(No("not_an_officer"))
    else:
        view = draw(found.kept, opening.value(body))
    await opening.show_with_room(client, body, view)
    await ack()


async def mistake(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, desk: Desk) -> None:
    """Open the form that takes a record back, in the place of the form of its correction."""
    found = await desk.calendar(actor_of(body))
    what, _, which = opening.value(body).partition(" ")
    if isinstance(found, No):
        view = notice.of(found)
    elif found.kept is None:
        view = notice.of(No("not_an_officer"))
    else:
        view = calendar_forms.mistake(what, which)
    await opening.show_with_room(client, body, view)
    await ack()


async def take(
    ack: AsyncAck,
    body: dict[str, Any],
    desk: Desk,
    read: Callable[[dict[str, Any]], calendar_forms.Form],
) -> None:
    """Take a form: say in its head what the record changes; sent again as it is, record it."""
    view = body["view"]
    found = read(view)
    if found.said is None:
        await ack(response_action="errors", errors=found.errors)
        return
    actor, errors_of = actor_of(body), partial(calendar_forms.errors_of, found.said)
    answer = await desk.foresee_calendar(actor, found.said)
    if not isinstance(answer, No) and calendar_confirm.confirms(view, answer):
        recorded = await desk.keep_calendar(actor, answer.said)
        await sent.answer(ack, recorded, calendar_confirm.done, errors_of, typed=view)
        return
    again = partial(calendar_confirm.build, view)
    await sent.answer(ack, answer, again, errors_of, typed=view)


def _expect(kept: CalendarKept, _: str) -> dict[str, Any]:
    return calendar_forms.expect(kept)


def _release(kept: CalendarKept, which: str) -> dict[str, Any]:
    before = next((one for one in kept.releases if one.record.id == which), None)
    return calendar_forms.release(kept, before)


def _move(kept: CalendarKept, which: str) -> dict[str, Any]:
    chosen = (one for one in kept.quarters if one.period.quarter_end.isoformat() == which)
    return calendar_forms.move(kept, next(chosen, None))


_FORMS: dict[str, Draw] = {
    calendar_sheet.EXPECT: _expect,
    calendar_sheet.RELEASE: _release,
    calendar_sheet.MOVE: _move,
}
_READ = {
    calendar_forms.EXPECT: calendar_forms.read_expect,
    calendar_forms.RELEASE: calendar_forms.read_release,
    calendar_forms.MOVE: calendar_forms.read_move,
    calendar_forms.TAKE_BACK: calendar_forms.read_mistake,
}
