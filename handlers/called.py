"""One use of ``/preclear``: who typed what, and the ways to answer it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from audit.handing_over import HandingOver
from clearance.desk import Desk
from clearance.shown import Actor, No
from handlers import unsent, words
from handlers.actor import actor_of
from handlers.clock import Clock
from handlers.views import notice
from handlers.views.blocks import storable

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Call:
    """One use of the command: who, what followed it, and what answering it takes."""

    ack: AsyncAck
    body: dict[str, Any]
    client: AsyncWebClient
    desk: Desk
    clock: Clock
    pulls: HandingOver
    after: tuple[str, ...] = ()  # the words after those that name the command

    @property
    def actor(self) -> Actor:
        """Who typed it."""
        return actor_of(self.body)

    @property
    def text(self) -> str:
        """What follows the command, as it was typed."""
        return str(storable(self.body.get("text") or ""))

    @property
    def typed(self) -> list[str]:
        """The words after ``/preclear``."""
        return self.text.split()

    async def say(self, text: str) -> None:
        """Answer with words that only the author sees."""
        await self.ack(notice.ephemeral(text))

    async def refuse(self, no: No) -> None:
        """Answer with why it was not done."""
        await self.say(words.refusal(no.reason, no.parameters))

    async def show(self, view: dict[str, Any]) -> None:
        """Open a form, with what was typed into it before where it is one that is drawn once."""
        await unsent.show(self.client, self.body, self.desk, view)
        await self.ack()

    async def open(self, found: Found | No, build: Callable[[Found], dict[str, Any]]) -> No | None:
        """Open the form that shows what the desk gave; a refusal is given back."""
        if isinstance(found, No):
            return found
        await self.show(build(found))
        return None


#: What a command does; a ``No`` that it gives back is why it was not done, and is said then.
Run = Callable[[Call], Awaitable[No | None]]


@dataclass(frozen=True, slots=True)
class Command:
    """One command, declared once; what help says of it stands in ``handlers.words.command``.

    ``aliases`` are other words for it. ``act`` is the act of an office that it takes
    (``clearance.offices``): without one it is for everybody, with one there is no such
    command to anybody else. ``reads`` says that what follows it is its own, such as an id;
    elsewhere, words about a trade are read as such.
    """

    name: str
    run: Run
    aliases: tuple[str, ...] = ()
    act: str | None = None
    reads: bool = False
