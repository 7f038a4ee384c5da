"""The company's calendar: its sheet, its keepers' forms, and what each would change."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from clearance.desk import Desk
from clearance.shown import Actor, No
from clearance.shown_calendar import CalendarKept
from handlers import kept_forms, opening, sent, unsent
from handlers.actor import actor_of
from handlers.views import calendar_confirm, calendar_forms, calendar_sheet, notice
from handlers.views.blocks import Block, button
from handlers.words import BACK

Draw = Callable[[CalendarKept, str], dict[str, Any]]


def register(app: AsyncApp, desk: Desk) -> None:
    """Take the sheet's buttons and the forms."""
    app.action(calendar_sheet.OPEN)(partial(show, desk=desk))
    for pressed, draw in _FORMS.items():
        app.action(pressed)(partial(form, desk=desk, draw=draw))
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
    """Open a form, new or with the record that is corrected or taken back."""
    view = await _drawn(desk, actor_of(body), draw, opening.value(body))
    await unsent.show(client, body, desk, view, _way_back(body))
    await ack()


def _way_back(body: dict[str, Any]) -> Block | None:
    """Lead from the form of a mistake back to that of the correction in which it was pressed."""
    corrects = {
        calendar_forms.RELEASE: calendar_sheet.RELEASE,
        calendar_forms.MOVE: calendar_sheet.MOVE,
    }
    pressed_in = body["view"].get("callback_id")
    if pressed_in not in corrects:
        return None
    return button(BACK, corrects[pressed_in], calendar_forms.about(body["view"]))


def empty(callback: str) -> unsent.Bare:
    """Draw one of the forms as it is for somebody who has typed nothing."""
    draw = _EMPTY[callback]

    async def drawn(desk: Desk, actor: Actor, about: str) -> dict[str, Any]:
        return await _drawn(desk, actor, draw, about)

    return drawn


async def _drawn(desk: Desk, actor: Actor, draw: Draw, which: str) -> dict[str, Any]:
    found = await desk.calendar(actor)
    if isinstance(found, No):
        return notice.of(found)
    return notice.of(No("not_an_officer")) if found.kept is None else draw(found.kept, which)


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
        sending = desk.sending(kept_forms.sent(view))
        recorded = await sending.keep_calendar(actor, answer.said)
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
    chosen = (
        one
        for one in kept.quarters
        if which in {one.period.quarter_end.isoformat(), one.moved and one.moved.record.id}
    )
    return calendar_forms.move(kept, next(chosen, None))


def _mistake(_: CalendarKept, which: str) -> dict[str, Any]:
    what, record = which.partition(" ")[::2]
    return calendar_forms.mistake(what, record)


_FORMS: dict[str, Draw] = {
    calendar_sheet.EXPECT: _expect,
    calendar_sheet.RELEASE: _release,
    calendar_sheet.MOVE: _move,
    calendar_forms.MISTAKE: _mistake,
}
_EMPTY: dict[str, Draw] = {
    calendar_forms.EXPECT: _expect,
    calendar_forms.RELEASE: _release,
    calendar_forms.MOVE: _move,
    calendar_forms.TAKE_BACK: _mistake,
}
_READ = {
    calendar_forms.EXPECT: calendar_forms.read_expect,
    calendar_forms.RELEASE: calendar_forms.read_release,
    calendar_forms.MOVE: calendar_forms.read_move,
    calendar_forms.TAKE_BACK: calendar_forms.read_mistake,
}
