"""What a sent form is answered with: what was done, its errors at their fields, or why not."""

from collections.abc import Callable
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck

from clearance.shown import No
from handlers import opening, words
from handlers.views import notice
from handlers.views.again import telling

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

    ``typed`` is a form that somebody filled in at length: it stays beneath,
    or as it is.
    """
    if not isinstance(done, No):
        await ack(response_action="update", view=build(done))
    elif errors := errors_of(done):
        await ack(response_action="errors", errors=errors)
    else:
        await refuse(ack, done, typed)


async def refuse(ack: AsyncAck, no: No, typed: dict[str, Any] | None = None) -> None:
    """Say why something was not done: over what was typed, or in its head where two lie there."""
    if typed is None:
        await ack(response_action="update", view=notice.of(no))
    elif opening.room_above(typed):
        await ack(response_action="push", view=notice.of(no))
    else:
        said = words.refusal(no.reason, no.parameters)
        await ack(response_action="update", view=telling(typed, said))


async def over(ack: AsyncAck, typed: dict[str, Any], view: dict[str, Any]) -> None:
    """Open what comes first over what was typed, or in its place where two lie there.

    What was typed is kept as a draft then.
    """
    await ack(response_action="push" if opening.room_above(typed) else "update", view=view)
