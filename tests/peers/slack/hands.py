"""What people do in `emulate`, told to the app as Slack tells it: signed, over HTTP.

The server delivers nothing itself. The payloads are the sandbox's, which the official types
check; the signature is made by the official client.
"""

import json
from typing import Any

import aiohttp
from slack_sdk.signature import Clock, SignatureVerifier

from sandbox.forms import entered_state, field_errors
from sandbox.messages import Conversation, Message, with_block_ids
from sandbox.payloads import Payloads
from sandbox.seed import new_seed
from sandbox.signed_http import encoded
from tests.peers.slack import emulated
from tests.peers.slack.emulated import Emulated

Json = dict[str, Any]
SECRET = "a-signing-secret"


class Hands:
    """The hands of everybody: they type, press, fill in and look."""

    def __init__(self, slack: Emulated, request_url: str) -> None:
        self._slack = slack
        self._url = request_url
        self._verifier = SignatureVerifier(SECRET)
        self.seed = new_seed(
            team_id=emulated.TEAM, app_id=emulated.APP, bot_id=emulated.BOT,
            bot_user_id=emulated.BOT_USER, signing_secret=SECRET,
        )  # fmt: skip
        self._payloads = Payloads(self.seed)

    async def command(self, person: str, text: str, trigger_id: str = "") -> Any:
        """Type ``/preclear`` and more; it comes with a new trigger, or with this one."""
        return await self._send(
            "slash_commands",
            self._payloads.command(
                self._user(person),
                await self.channel(person),
                ("/preclear", text),
                trigger_id=trigger_id or await self._slack.trigger(person),
                response_url=self._slack.response_url,
            ),
        )

    async def press(self, person: str, message: Json, action_id: str, trigger_id: str = "") -> Any:
        """Press a button of a message that this person has read."""
        action = _action(message["blocks"], action_id)
        member = self._user(person)
        payload = self._payloads.message_action(
            member,
            Conversation(await self.channel(person), member),
            Message(message["ts"], message["user"], message["text"], message["blocks"]),
            action=action,
            state={},
            trigger_id=trigger_id or await self._slack.trigger(person),
            response_url=self._slack.response_url,
        )
        return await self._send("interactive", payload)

    async def submit(self, person: str, view: Json, **values: Json) -> Any:
        """Fill in a form and send it; what the app answers is done in the server as Slack does."""
        blocks = with_block_ids(view["blocks"])
        given = {block: {"value": value} for block, value in values.items()}
        state = entered_state(blocks, {}, given)
        assert field_errors(blocks, state) == {}
        sent = {**view, "blocks": blocks, "state": {"values": state}}
        trigger = await self._slack.trigger(person, view["id"])
        said = await self._send(
            "interactive", self._payloads.submission(self._user(person), sent, trigger)
        )
        if isinstance(said, dict) and said.get("response_action") == "update":
            await self._slack.client().views_update(view_id=view["id"], view=said["view"])
        return said

    async def open_home(self, person: str) -> Any:
        """Look at App Home."""
        channel = await self.channel(person)
        ts = f"{Clock().now():.6f}"
        payload = self._payloads.home_opened(self._user(person), channel, ts, None)
        return await self._send("events_api", payload)

    async def read(self, reader: str, channel: str) -> list[Json]:
        """Read a conversation with a person's own token, the newest message first.

        Raises:
            SlackApiError: this person may not.

        """
        answer = await self._slack.own(reader).conversations_history(channel=channel)
        return list(answer["messages"])

    async def channel(self, person: str) -> str:
        """Give a person's own conversation with the app, as this person finds it."""
        answer = await self._slack.own(person).conversations_open(users=emulated.BOT_USER)
        return str(answer["channel"]["id"])

    def _user(self, person: str) -> Any:
        found = self.seed.user(person)
        assert found is not None
        return type(found)(self._slack.ids[person], found.name, found.real_name)

    async def _send(self, kind: str, payload: Json) -> Any:
        body, content_type = encoded(kind, payload)
        stamp = str(int(Clock().now()))
        signature = self._verifier.generate_signature(timestamp=stamp, body=body)
        headers = {
            "Content-Type": content_type,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": str(signature),
        }
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._url, data=body, headers=headers) as response,
        ):
            text = await response.text()
        assert response.status == 200, text
        return json.loads(text) if text.startswith("{") else text


def _action(blocks: list[Json], action_id: str) -> Json:
    """Give the entry of ``actions`` for a button of a message."""
    (found,) = (
        {**element, "block_id": block["block_id"], "action_ts": f"{Clock().now():.6f}"}
        for block in blocks
        for element in block.get("elements", ())
        if element.get("action_id") == action_id
    )
    return found
