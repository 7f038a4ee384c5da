"""Where a form opens: on its own, or on top of the form in which a button was pressed."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient


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


def value(body: dict[str, Any]) -> str:
    """Read the opaque id that a pressed button carries."""
    pressed = body.get("actions") or [{}]
    return str(pressed[0].get("value") or "")
