"""Where a form opens: on its own, or on top of the form in which a button was pressed."""

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

#: The form was changed or sent since the press, or is closed.
_TOO_LATE = frozenset({"hash_conflict", "not_found", "view_not_found"})


async def show(client: AsyncWebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Open a form with the press's trigger; call it before anything that takes long.

    Raises:
        SlackApiError: the trigger is over three seconds old, or was used before.

    """
    pressed_in = body.get("view") or {}
    if pressed_in.get("type") == "modal":
        await client.views_push(trigger_id=body["trigger_id"], view=view)
    else:
        await client.views_open(trigger_id=body["trigger_id"], view=view)


async def show_with_room(
    client: AsyncWebClient, body: dict[str, Any], view: dict[str, Any]
) -> None:
    """Open a form that opens another one: where two are open, in place of the upper one.

    Slack stacks three forms at most.

    Raises:
        SlackApiError: the trigger is over three seconds old, or was used before.

    """
    pressed_in = body.get("view") or {}
    if pressed_in.get("previous_view_id"):
        await client.views_update(view_id=pressed_in["id"], view=view)
    else:
        await show(client, body, view)


async def put_in_place(client: AsyncWebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    """Put a form in the place of the one in which something was pressed or chosen.

    The hash keeps a late drawing from covering what came after it, a receipt above all;
    one that comes too late is let go.

    Raises:
        SlackApiError: Slack refused it for another reason.

    """
    pressed_in = body["view"]
    try:
        await client.views_update(view_id=pressed_in["id"], hash=pressed_in.get("hash"), view=view)
    except SlackApiError as error:
        if error.response.get("error") not in _TOO_LATE:
            raise


def room_above(view: dict[str, Any]) -> bool:
    """Say whether one more form fits; what was typed then stays there, underneath."""
    root, before = view.get("root_view_id"), view.get("previous_view_id")
    return before is None or before == root


def within(callback: str) -> Callable[..., Awaitable[bool]]:
    """Match what is pressed or chosen in one kind of form."""

    async def is_in(body: dict[str, Any]) -> bool:
        return (body.get("view") or {}).get("callback_id") == callback

    return is_in


def value(body: dict[str, Any]) -> str:
    """Read the opaque id that a pressed button carries."""
    pressed = body.get("actions") or [{}]
    return str(pressed[0].get("value") or "")
