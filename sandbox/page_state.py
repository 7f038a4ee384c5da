"""All that one member's page draws, in one JSON value."""

from typing import Any
from zoneinfo import ZoneInfo

from sandbox.messages import Conversation, Message
from sandbox.notifications import desktop, mobile
from sandbox.parts import Parts
from sandbox.seed import User

Json = dict[str, Any]


def page_state(parts: Parts, me: User) -> Json:
    """Give what `me` sees now."""
    home = parts.views.home(me.id)
    conversation = parts.messages.open(me.id)
    return {
        "team": {"id": parts.seed.team_id, "name": parts.seed.team_name},
        "users": [_user(parts, user) for user in parts.seed.users],
        "me": me.id,
        "commands": [vars(command) for command in parts.seed.commands],
        "shortcuts": [vars(shortcut) for shortcut in parts.seed.shortcuts],
        "conversations": [_conversation(parts, conversation)],
        "home": parts.views.shown(home) if home else None,
        "views": [parts.views.shown(view) for view in parts.views.stack(me.id)],
        "lock_screen": _lock_screen(parts, me),
        "clock": clock_state(parts, me),
        "bot": {
            "connected": parts.delivery.connected,
            "id": parts.seed.bot_user_id,
            "name": parts.seed.app_name,
        },
        "stage": parts.staging.shown(),
    }


def clock_state(parts: Parts, me: User) -> Json:
    """Say what time it is, where the reader is, and whether it can be moved."""
    return {
        "now": parts.clock.now().isoformat(),
        "zone": me.tz,
        "movable": callable(getattr(parts.clock, "move", None)),
    }


def _user(parts: Parts, user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "title": user.title,
        "real_name": user.real_name,
        "initials": user.initials,
        "unread": _unread(parts, parts.messages.open(user.id)),
    }


def _unread(parts: Parts, conversation: Conversation) -> int:
    later = conversation.messages[conversation.read_to :]
    return sum(message.user == parts.messages.app for message in later)


def _conversation(parts: Parts, conversation: Conversation) -> Json:
    return {
        "channel": conversation.channel,
        "with": parts.seed.app_name,
        "unread": _unread(parts, conversation),
        "messages": [_message(message) for message in conversation.messages],
    }


def _message(message: Message) -> Json:
    return {
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": message.blocks,
        "edited": message.edited,
        "files": message.files,
    }


def _lock_screen(parts: Parts, me: User) -> list[Json]:
    """Give what was notified, as it was then: a later edit does not unsay it."""
    zone = ZoneInfo(me.tz)
    return [
        {
            "ts": notice.ts,
            "app": parts.seed.app_name,
            "desktop": desktop(notice.text, notice.blocks, zone, notice.files),
            "mobile": mobile(notice.text, zone, notice.files),
        }
        for member, notice in parts.messages.notified
        if member == me.id
    ]
