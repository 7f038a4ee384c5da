"""What a sent form is answered with: what was done, its errors at their fields, or why not."""

from collections.abc import Callable
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck

from clearance.shown import No
from handlers import opening
from handlers.views import notice

Done = TypeVar("Done")


async def answer(
    ack: AsyncAck,
    done: Done | No,
    build: Callable[[Done], dict[str, Any]],
    errors_of: Callable[[No], dict[str, str] | None],
    *,
    typed: dict[str, Any] | None = None,
) -> None:
    """Answer a form by what the desk said; ``errors_of`` puts a refusal at its field, if it can.

    ``typed`` is a form that somebody filled in at length: it stays beneath.
    """
    if not isinstance(done, No):
        await ack(response_action="update", view=build(done))
    elif errors := errors_of(done):
        await ack(response_action="errors", errors=errors)
    else:
        await refuse(ack, done, typed)


async def refuse(ack: AsyncAck, no: No, typed: dict[str, Any] | None = None) -> None:
    """Say why something was not done, over what was typed where there is room for it."""
    stays = typed is not None and opening.room_above(typed)
    await ack(response_action="push" if stays else "update", view=notice.of(no))
