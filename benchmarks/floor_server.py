"""The floor: Bolt's acknowledgement and the same rows, by `python -m benchmarks.floor_server`.

One argument, JSON: the bot's database, the floor's own, which rows of the former an act left,
the signing secret, the bot token and Slack's address. Bolt with ``process_before_response``, under
the same web server as the bot's, or with Bolt's own Socket Mode; the listener writes one act's
rows with the bare driver and acknowledges.
"""

import asyncio
import json
import sqlite3
import sys
from collections import deque
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.answers_rows import Template, taken, write_postgres, write_sqlite
from benchmarks.rows import connect
from benchmarks.serving import until_told
from bot import logs
from bot.http_server import HttpServer
from handlers.views import request_form, review_form
from storage.engines import POSTGRES_THREADS

Write = Callable[[Template, str | None], Awaitable[str]]


def floor_app(given: dict[str, Any], templates: dict[str, Template], write: Write) -> AsyncApp:
    """Make the barest app that keeps the promise: acknowledged means committed."""
    app = AsyncApp(
        client=AsyncWebClient(token=given["token"], base_url=given["api"], retry_handlers=[]),
        signing_secret=given["secret"],
        process_before_response=True,
        logger=logs.library_logger(),
    )
    pending: deque[str] = deque()

    @app.view(request_form.CALLBACK)
    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:  # noqa: ARG001 - parsed by Bolt
        pending.append(await write(templates["submission"], None))
        await ack()

    @app.view(review_form.CALLBACK)
    async def decided(ack: AsyncAck, body: dict[str, Any]) -> None:  # noqa: ARG001 - parsed by Bolt
        await write(templates["decision"], pending.popleft())
        await ack()

    return app


def on_sqlite(given: dict[str, Any]) -> tuple[dict[str, Template], Write]:
    """Read the acts' rows from one file, and write them to another."""
    source = sqlite3.connect(given["source"].removeprefix("sqlite:///"))
    templates = {name: taken(source, keys) for name, keys in given["acts"].items()}
    source.close()
    connection = connect(Path(given["url"].removeprefix("sqlite:///")))

    async def write(template: Template, moves: str | None) -> str:
        return write_sqlite(connection, template, moves)

    return templates, write


async def on_postgres(given: dict[str, Any]) -> tuple[dict[str, Template], Write]:
    """Do the same with as many connections to a server as the bot has."""
    with psycopg.connect(given["source"]) as source:
        templates = {name: taken(source, keys) for name, keys in given["acts"].items()}
    free: asyncio.Queue[psycopg.AsyncConnection[Any]] = asyncio.Queue()
    for _ in range(POSTGRES_THREADS):
        free.put_nowait(await psycopg.AsyncConnection.connect(given["url"], autocommit=True))

    async def write(template: Template, moves: str | None) -> str:
        connection = await free.get()
        try:
            return await write_postgres(connection, template, moves)
        finally:
            free.put_nowait(connection)

    return templates, write


async def serve(given: dict[str, Any]) -> None:
    """Serve until standard input ends."""
    if given["url"].startswith("sqlite"):
        templates, write = on_sqlite(given)
    else:
        templates, write = await on_postgres(given)
    app = floor_app(given, templates, write)
    if given["socket"]:
        handler = AsyncSocketModeHandler(app, "xapp-1-floor")
        await handler.connect_async()  # type: ignore[no-untyped-call]
        print(json.dumps({}), flush=True)
        await asyncio.to_thread(until_told)
        await handler.close_async()  # type: ignore[no-untyped-call]
        return
    server = HttpServer(app.web_app())
    port = await server.start("127.0.0.1", 0)
    print(json.dumps({"port": port}), flush=True)
    await asyncio.to_thread(until_told)
    await server.stop()


if __name__ == "__main__":
    logs.configure("warning", stream=sys.stderr)
    asyncio.run(serve(json.loads(sys.argv[1])))
