"""The payloads that Slack sends when a person does something."""

from collections.abc import Mapping
from typing import Any

from sandbox.ids import new_id
from sandbox.messages import Conversation, Message
from sandbox.seed import Seed, User

Json = dict[str, Any]


class Payloads:
    """Builds what the app receives; all of it names the same app, team and token."""

    def __init__(self, seed: Seed) -> None:
        self._seed = seed

    def command(
        self,
        user: User,
        channel: str,
        typed: tuple[str, str],
        *,
        trigger_id: str,
        response_url: str,
    ) -> Json:
        """Say that somebody typed a slash command."""
        return {
            "token": self._seed.verification_token,
            "team_id": user.team_id or self._seed.team_id,
            "team_domain": self._seed.team_domain,
            "channel_id": channel,
            "channel_name": "directmessage",
            "user_id": user.id,
            "user_name": user.name,
            "command": typed[0],
            "text": typed[1],
            "api_app_id": self._seed.app_id,
            "is_enterprise_install": "false",
            "response_url": response_url,
            "trigger_id": trigger_id,
        }

    def shortcut(self, user: User, callback_id: str, ts: str, trigger_id: str) -> Json:
        """Say that somebody used a global shortcut; it comes from no conversation."""
        sent = self._interaction("shortcut", user)
        del sent["user"]["name"]
        del sent["api_app_id"]
        return {
            **sent,
            "action_ts": ts,
            "callback_id": callback_id,
            "trigger_id": trigger_id,
        }

    def message_action(
        self,
        user: User,
        conversation: Conversation,
        message: Message,
        *,
        action: Json,
        state: Mapping[str, Any],
        trigger_id: str,
        response_url: str,
    ) -> Json:
        """Say that somebody used an element of a message."""
        hidden = message in conversation.ephemeral
        return {
            **self._interaction("block_actions", user),
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": conversation.channel,
                "is_ephemeral": hidden,
            },
            "trigger_id": trigger_id,
            "channel": {"id": conversation.channel, "name": "directmessage"},
            "message": self.message(message),
            "state": {"values": state},
            "response_url": response_url,
            "actions": [action],
        }

    def view_action(self, user: User, view: Json, action: Json, trigger_id: str) -> Json:
        """Say that somebody used an element of a form or of App Home."""
        return {
            **self._interaction("block_actions", user),
            "container": {"type": "view", "view_id": view["id"]},
            "trigger_id": trigger_id,
            "view": view,
            "actions": [action],
        }

    def submission(self, user: User, view: Json, trigger_id: str) -> Json:
        """Say that somebody sent a form."""
        return {
            **self._interaction("view_submission", user),
            "trigger_id": trigger_id,
            "view": view,
            "response_urls": [],
        }

    def closed(self, user: User, view: Json, cleared: bool) -> Json:
        """Say that somebody closed a form whose closing the app wants to know of."""
        return {**self._interaction("view_closed", user), "view": view, "is_cleared": cleared}

    def home_opened(self, user: User, channel: str, ts: str, view: Json | None) -> Json:
        """Say that somebody looks at App Home."""
        event = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": channel,
            "tab": "home",
            "event_ts": ts,
        }
        return self._event(event | ({"view": view} if view else {}), ts)

    def user_changed(self, user: Json, ts: str) -> Json:
        """Say that somebody's account is another than before."""
        event = {"type": "user_change", "user": user, "cache_ts": int(float(ts)), "event_ts": ts}
        return self._event(event, ts)

    def message(self, message: Message) -> Json:
        """Give a message as Slack's answers and payloads carry it."""
        shown: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self._seed.team_id,
        }
        if message.user == self._seed.bot_user_id:
            shown |= {"bot_id": self._seed.bot_id, "app_id": self._seed.app_id}
        if message.blocks:
            shown["blocks"] = message.blocks
        if message.files:
            shown["files"] = message.files
        if message.edited:
            shown["edited"] = {"user": message.user, "ts": message.edited}
        return shown

    def _interaction(self, kind: str, user: User) -> Json:
        return {
            "type": kind,
            "user": {
                "id": user.id,
                "username": user.name,
                "name": user.name,
                "team_id": user.team_id or self._seed.team_id,
            },
            "api_app_id": self._seed.app_id,
            "token": self._seed.verification_token,
            "team": {"id": self._seed.team_id, "domain": self._seed.team_domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _event(self, event: Json, ts: str) -> Json:
        authorization = {
            "enterprise_id": None,
            "team_id": self._seed.team_id,
            "user_id": self._seed.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": self._seed.verification_token,
            "team_id": self._seed.team_id,
            "api_app_id": self._seed.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": new_id("Ev"),
            "event_time": int(float(ts)),
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
        }
