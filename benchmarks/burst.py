"""Many signed requests at their moments, whatever has been answered by then.

Slack sends when people press, and does not wait for the answers to others. So each answer's
seconds are counted from the moment at which it was to be sent: a server that falls behind is
not given time. One that gives no answer at all ends what is measured.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from benchmarks.form import signed

#: So many seconds an answer is waited for, whatever has been asked before it.
WAITED: Final = 600.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its HTTP status, its body, and the seconds that it took."""

    status: int
    body: bytes
    seconds: float


def request(body: bytes, secret: str, *, event: bool = False) -> bytes:
    """Give a whole HTTP request as Slack sends it; its signature holds for five minutes."""
    headers = signed(body, secret) | {"Host": "127.0.0.1", "Content-Length": str(len(body))}
    if event:
        headers["Content-Type"] = "application/json"
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"POST /slack/events HTTP/1.1\r\n{lines}\r\n".encode() + body


async def send(port: int, requests: Sequence[bytes], within: float) -> list[Answer]:
    """Send them evenly within so many seconds, each on a connection of its own."""
    began = perf_counter()
    step = within / max(len(requests), 1)
    try:
        return await asyncio.gather(
            *(_one(port, raw, began + number * step) for number, raw in enumerate(requests))
        )
    except TimeoutError:
        sys.exit(f"An answer did not come within {WAITED:.0f} s.")
    except (OSError, EOFError) as why:  # refused, reset, or closed before the answer's end
        sys.exit(f"A server gave no answer ({type(why).__name__}: {why}).")


async def _one(port: int, raw: bytes, at: float) -> Answer:
    await asyncio.sleep(at - perf_counter())
    async with asyncio.timeout(WAITED):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            return await answered(reader, writer, raw, at)
        finally:
            writer.close()


async def answered(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, raw: bytes, at: float
) -> Answer:
    """Send one over a connection and read its answer; the seconds are counted from ``at``."""
    writer.write(raw)
    head = await reader.readuntil(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields: dict[str, Any] = dict(line.lower().split(": ", 1) for line in lines if line)
    body = await reader.readexactly(int(fields.get("content-length", "0")))
    return Answer(int(first.split()[1]), body, perf_counter() - at)
