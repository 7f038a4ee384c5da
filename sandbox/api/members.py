"""Who is there: auth.test, users, the app's bot, and the way in for sockets."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.api.call import Call
from sandbox.errors import ApiError
from sandbox.parts import Parts
from sandbox.seed import Seed, User

Json = dict[str, Any]


def api_test(_parts: Parts, call: Call) -> Json:
    """Answer, and give the arguments back."""
    if call.text("error"):
        raise ApiError(call.text("error"))
    return {"args": {k: v for k, v in call.arguments.items() if k != "token"}}


def auth_test(parts: Parts, _call: Call) -> Json:
    """Say whose token it is."""
    seed = parts.seed
    return {
        "url": f"{parts.base_url}/",
        "team": seed.team_name,
        "user": seed.app_name.lower(),
        "team_id": seed.team_id,
        "user_id": seed.bot_user_id,
        "bot_id": seed.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(parts: Parts, _call: Call) -> Json:
    """Give the address of a WebSocket that lets one connection in."""
    socket = parts.base_url.replace("http", "ws", 1)
    ticket = parts.sockets.ticket()
    return {"url": f"{socket}/link/?ticket={ticket}&app_id={parts.seed.app_id}"}


def users_info(parts: Parts, call: Call) -> Json:
    """Describe one member."""
    wanted = call.required("user")
    for one in _everybody(parts):
        if one.id == wanted:
            return {"user": _shown(parts, one)}
    raise ApiError("user_not_found")


def users_list(parts: Parts, call: Call) -> Json:
    """Describe all members, a page of them if `limit` is given."""
    everybody = _everybody(parts)
    start, limit = _number(call, "cursor"), _number(call, "limit") or len(everybody)
    rest = start + limit
    cursor = str(rest) if rest < len(everybody) else ""
    return {
        "members": [_shown(parts, one) for one in everybody[start:rest]],
        "cache_ts": int(parts.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def bots_info(parts: Parts, call: Call) -> Json:
    """Describe the app's bot."""
    seed = parts.seed
    if call.text("bot") not in ("", seed.bot_id):
        raise ApiError("bot_not_found")
    bot = {
        "id": seed.bot_id,
        "deleted": False,
        "name": seed.app_name,
        "app_id": seed.app_id,
        "user_id": seed.bot_user_id,
    }
    return {"bot": bot}


def _number(call: Call, name: str) -> int:
    value = call.text(name) or "0"
    if not value.isdecimal():
        raise ApiError("invalid_cursor" if name == "cursor" else "invalid_limit")
    return int(value)


def _everybody(parts: Parts) -> tuple[User, ...]:
    seed = parts.seed
    bot = User(seed.bot_user_id, seed.app_name.lower(), seed.app_name, tz=seed.zone)
    return (*parts.users, bot)


def _shown(parts: Parts, user: User) -> Json:
    return shown(parts.seed, user, parts.clock.now())


def shown(seed: Seed, user: User, now: datetime) -> Json:
    """Describe a member as users.info and the event of a change do."""
    offset = now.astimezone(ZoneInfo(user.tz)).utcoffset()
    return {
        "id": user.id,
        "team_id": user.team_id or seed.team_id,
        "name": user.name,
        "deleted": user.deleted,
        "color": "9f69e7",
        "real_name": user.real_name,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": _profile(seed, user),
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_stranger": user.team_id is not None,
        "is_bot": user.id == seed.bot_user_id,
        "is_app_user": False,
        "is_email_confirmed": True,
        "locale": "en-US",
        "updated": 0,
        "who_can_share_contact_card": "EVERYONE",
    }


def _profile(seed: Seed, user: User) -> Json:
    """Describe a member's profile; there are no portraits here."""
    first, _, last = user.real_name.partition(" ")
    said = {
        "title": user.title,
        "real_name": user.real_name,
        "real_name_normalized": user.real_name,
        "display_name": user.name,
        "display_name_normalized": user.name,
        "first_name": first,
        "last_name": last,
        "team": user.team_id or seed.team_id,
    }
    empty = ("phone", "skype", "avatar_hash")
    status = ("status_text", "status_text_canonical", "status_emoji")
    images = (f"image_{size}" for size in (24, 32, 48, 72, 192, 512))
    return {
        **said,
        **dict.fromkeys((*empty, *status, *images), ""),
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "fields": None,
    }
