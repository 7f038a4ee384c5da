"""An app on the client that Slack writes with nothing but Python's own library, in threads.

A program of its own: it leaves sockets to the garbage collector. It says what it hears as the
app in Node does, a line of JSON each.
"""

import json
import os
import threading

from slack_bolt import App
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient


def say(what: str, **more: str) -> None:
    print(json.dumps({"what": what, **more}), flush=True)  # noqa: T201 - read by the test


def main() -> None:
    """Connect, and take commands until told to end."""
    client = WebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = App(client=client, process_before_response=True)

    @app.command("/preclear")
    def asked(ack, command):
        say("command", text=command["text"])
        ack(f"Heard {command['text']}")

    token, every = os.environ["SLACK_APP_TOKEN"], 0.2  # how often it looks after its connection
    handler = SocketModeHandler(app, token, web_client=client, ping_interval=every)
    handler.connect()
    say("started")
    threading.Event().wait()


if __name__ == "__main__":
    main()
