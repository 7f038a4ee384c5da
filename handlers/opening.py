"""Where a form opens: on its own, on top of the one in which a button was pressed, or in its place.

No more than two screens lie on one another. What opens from the upper one takes its place; what
was typed into that one is kept as a draft, and is there again when it is opened from beneath.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from handlers import words
from handlers.views import notice
from handlers.views.again import telling
from handlers.views.blocks import Block, actions, plain, put, put_at

#: The form was changed or sent since the press, or is closed.
_TOO_LATE = frozenset({"hash_conflict", "not_found", "view_not_found"})
#: Its press was too long ago for another form; one that is open can still be drawn.
_SPENT = frozenset({"expired_trigger_id", "exchanged_trigger_id"})
_BACK: Final = "back"


async def show(
    client: AsyncWebClient,
    body: dict[str, Any],
    view: dict[str, Any],
    back: Block | None = None,
) -> None:
    """Open a form with the press's trigger; call it before anything that takes long.

    ``back`` is the button that leads back to where it was pressed. It stands in the form's head
    where that takes the place of it; elsewhere closing the form does.

    Raises:
        SlackApiError: the trigger is over three seconds old, or was used before.

    """
    pressed_in = body.get("view") or {}
    if pressed_in.get("type") != "modal":
        await client.views_open(trigger_id=body["trigger_id"], view=view)
    elif room_above(pressed_in):
        await client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        made = view if back is None else _with_ways(view, [actions(_BACK, back)])
        await _draw(client, pressed_in, put(made, pressed_at(body)))


def _with_ways(view: dict[str, Any], ways: list[Block]) -> dict[str, Any]:
    """Put the button that leads back first; what closes the form is then not called so as well."""
    close = {"close": plain(words.CLOSE, 24)} if ways else {}
    return view | {"blocks": [*ways, *view["blocks"]]} | close


async def put_in_place(client: AsyncWebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Put a form in the place of the one in which something was pressed or chosen.

    Raises:
        SlackApiError: Slack refused it for another reason than that it comes too late.

    """
    pressed_in = body["view"]
    same = pressed_in.get("callback_id") == view.get("callback_id")
    made = anew(pressed_in, view) if same else put(view, pressed_at(body))
    await _draw(client, pressed_in, made)


async def _draw(client: AsyncWebClient, pressed_in: dict[str, Any], made: dict[str, Any]) -> None:
    """Draw a form in another's place.

    The hash keeps a late drawing from covering what came after it, a receipt above all;
    one that comes too late is let go.
    """
    try:
        await client.views_update(view_id=pressed_in["id"], hash=pressed_in.get("hash"), view=made)
    except SlackApiError as error:
        if error.response.get("error") not in _TOO_LATE:
            raise


def anew(view: dict[str, Any], drawn: dict[str, Any]) -> dict[str, Any]:
    """Give an open form as it is drawn anew: it stays the one that it was, with its way back."""
    ways = [one for one in view.get("blocks") or () if one.get("block_id") == _BACK]
    return put(_with_ways(drawn, ways), put_at(view))


def room_above(view: dict[str, Any]) -> bool:
    """Say whether one more form fits; what was typed then stays there, underneath."""
    return view.get("previous_view_id") is None


async def tell(client: AsyncWebClient, body: dict[str, Any], text: str) -> None:
    """Say what came of a press: in a form of its own, or in the head of the one that is open.

    Raises:
        SlackApiError: Slack refused it, for another reason than the age of the press in a form.

    """
    pressed_in = body.get("view") or {}
    if pressed_in.get("type") != "modal":
        await show(client, body, notice.build(text))
        return
    if room_above(pressed_in):
        try:
            await show(client, body, notice.build(text))
        except SlackApiError as error:
            if error.response.get("error") not in _SPENT:
                raise
        else:
            return
    await client.views_update(view_id=pressed_in["id"], view=telling(pressed_in, text))


def within(callback: str) -> Callable[..., Awaitable[bool]]:
    """Match what is pressed or chosen in one kind of form."""

    async def is_in(body: dict[str, Any]) -> bool:
        return (body.get("view") or {}).get("callback_id") == callback

    return is_in


def value(body: dict[str, Any]) -> str:
    """Read the opaque id that a pressed button carries."""
    pressed = body.get("actions") or [{}]
    return str(pressed[0].get("value") or "")


def pressed_at(body: dict[str, Any]) -> str:
    """Read Slack's count of a press or a change: it orders them across forms."""
    return str((body.get("actions") or [{}])[0].get("action_ts") or "")
