"""The floor: Bolt's acknowledgement and the same rows, by `python -m benchmarks.floor_server`.

Arguments: the database file, the row counts to copy from (JSON), the signing secret,
the bot token and Slack's address. The same web server and the same Bolt as the bot's;
the listener writes one submission's rows with plain ``sqlite3`` and acknowledges.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks.rows import Template, connect, rows_since
from bot import logs
from bot.http_server import HttpServer, for_slack
from handlers.views import request_form


def floor_app(template: Template, path: Path, secret: str, token: str, api: str) -> AsyncApp:
    """Make the barest app that keeps the promise: acknowledged means committed."""
    connection = connect(path)
    app = AsyncApp(
        client=AsyncWebClient(token=token, base_url=api, retry_handlers=[]),
        signing_secret=secret,
        process_before_response=True,
        logger=logs.library_logger(),
    )

    @app.view(request_form.CALLBACK)
    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:  # noqa: ARG001 - parsed by Bolt
        template.write(connection)
        await ack()

    return app


async def serve(path: Path, before: dict[str, int], secret: str, token: str, api: str) -> None:
    """Serve until standard input ends."""
    template = rows_since(connect(path), before)
    server = HttpServer(for_slack(floor_app(template, path, secret, token, api)))
    port = await server.start("127.0.0.1", 0)
    print(json.dumps({"port": port, "rows": len(template.rows)}), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await server.stop()


if __name__ == "__main__":
    logs.configure("warning", stream=sys.stderr)
    asyncio.run(serve(Path(sys.argv[1]), json.loads(sys.argv[2]), *sys.argv[3:6]))
