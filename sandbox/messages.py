"""Conversations: one direct message between the app and each member, kept in memory."""

import copy
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sandbox.changes import Changes
from sandbox.errors import ApiError
from sandbox.ids import new_id
from sandbox.seed import Seed, User


@dataclass(eq=False)
class Message:
    """One message, as it now stands."""

    ts: str
    user: str
    text: str
    blocks: list[dict[str, Any]]
    edited: str | None = None
    files: list[dict[str, Any]] = field(default_factory=list)


@dataclass(eq=False)
class Conversation:
    """The direct message of one member with the app."""

    channel: str
    member: User
    messages: list[Message] = field(default_factory=list)
    ephemeral: list[Message] = field(default_factory=list)
    read_to: int = 0

    def find(self, ts: str) -> Message | None:
        """Find a message, seen by both or only by the member."""
        return next((one for one in [*self.messages, *self.ephemeral] if one.ts == ts), None)


def with_block_ids(blocks: Any) -> list[dict[str, Any]]:
    """Copy blocks, naming those that came without a name, as Slack does."""
    named: list[dict[str, Any]] = copy.deepcopy(list(blocks or []))
    for block in named:
        if not block.get("block_id"):
            block["block_id"] = new_id("", 5)
        row = block["elements"] if block.get("type") == "actions" else []
        for element in [*row, block.get("accessory"), block.get("element")]:
            if element and element.get("type") != "image" and not element.get("action_id"):
                element["action_id"] = new_id("", 5)
    return named


class Messages:
    """All conversations of the workspace."""

    def __init__(self, seed: Seed, now: Callable[[], datetime], changes: Changes) -> None:
        self._seed = seed
        self._now = now
        self._changes = changes
        self._numbers = itertools.count(1)
        self._by_channel: dict[str, Conversation] = {}
        self._by_member: dict[str, Conversation] = {}
        self.notified: list[tuple[str, Message]] = []

    @property
    def app(self) -> str:
        """Give the user id under which the app speaks."""
        return self._seed.bot_user_id

    def ts(self) -> str:
        """Draw a time stamp; its fraction counts, so that no two are alike."""
        return f"{int(self._now().timestamp())}.{next(self._numbers) % 1_000_000:06d}"

    def open(self, user_id: str) -> Conversation:
        """Give the member's direct message with the app, opening it the first time."""
        member = self._seed.user(user_id)
        if member is None:
            raise ApiError("user_not_found")
        if user_id not in self._by_member:
            opened = Conversation(new_id("D"), member)
            self._by_member[user_id] = self._by_channel[opened.channel] = opened
        return self._by_member[user_id]

    def find(self, channel: str) -> Conversation:
        """Give the conversation of a channel id, or of a member's id, as Slack allows."""
        if channel in self._by_channel:
            return self._by_channel[channel]
        if self._seed.user(channel):
            return self.open(channel)
        raise ApiError("channel_not_found")

    def post(
        self,
        conversation: Conversation,
        user: str,
        text: str,
        blocks: list[dict[str, Any]],
        files: list[dict[str, Any]] | None = None,
    ) -> Message:
        """Add a message; the app's own also reach the member's lock screen."""
        message = Message(self.ts(), user, text, with_block_ids(blocks), files=files or [])
        conversation.messages.append(message)
        if user == self.app:
            self.notified.append((conversation.member.id, replace(message)))
        self._tell(conversation)
        return message

    def show(self, conversation: Conversation, text: str, blocks: list[dict[str, Any]]) -> Message:
        """Show the member a message of the app that nobody else sees and nothing keeps."""
        message = Message(self.ts(), self.app, text, with_block_ids(blocks))
        conversation.ephemeral.append(message)
        self._tell_ephemeral(conversation, message)
        return message

    def update(
        self,
        conversation: Conversation,
        ts: str,
        text: str,
        blocks: list[dict[str, Any]],
    ) -> Message:
        """Replace what one of the app's messages says, and mark it as edited."""
        message = self._own(conversation, ts, "cant_update_message")
        message.text, message.blocks = text, with_block_ids(blocks)
        if message in conversation.ephemeral:
            self._tell_ephemeral(conversation, message)
            return message
        message.edited = self.ts()
        self._tell(conversation)
        return message

    def delete(self, conversation: Conversation, ts: str) -> None:
        """Take away one of the app's messages."""
        message = self._own(conversation, ts, "cant_delete_message")
        if message in conversation.ephemeral:
            conversation.ephemeral.remove(message)
            self._changes.tell("ephemeral", conversation.member.id, ts=ts, deleted=True)
            return
        conversation.read_to -= conversation.messages.index(message) < conversation.read_to
        conversation.messages.remove(message)
        self._tell(conversation)

    def read(self, conversation: Conversation) -> None:
        """Mark everything in the conversation as read."""
        if conversation.read_to != len(conversation.messages):
            conversation.read_to = len(conversation.messages)
            self._tell(conversation)

    def empty(self) -> Callable[[], None]:
        """Forget every conversation; what is returned brings them back."""
        kept = self._by_channel, self._by_member, self.notified
        self._by_channel, self._by_member, self.notified = {}, {}, []

        def bring_back() -> None:
            self._by_channel, self._by_member, self.notified = kept

        return bring_back

    def _own(self, conversation: Conversation, ts: str, refusal: str) -> Message:
        message = conversation.find(ts)
        if message is None:
            raise ApiError("message_not_found")
        if message.user != self.app:
            raise ApiError(refusal)
        return message

    def _tell(self, conversation: Conversation) -> None:
        self._changes.tell("message", conversation.member.id, channel=conversation.channel)

    def _tell_ephemeral(self, conversation: Conversation, message: Message) -> None:
        self._changes.tell(
            "ephemeral",
            conversation.member.id,
            channel=conversation.channel,
            ts=message.ts,
            text=message.text,
            blocks=message.blocks,
        )
