"""The table of methods: what each does, who may call it, and the scope it needs."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.api import chat, files, forms, members
from sandbox.api.call import Call
from sandbox.parts import Parts


@dataclass(frozen=True)
class Method:
    """`caller` is the kind of token: "bot", "app" or "" for anybody."""

    run: Callable[[Parts, Call], dict[str, Any]]
    scope: str = ""
    caller: str = "bot"


METHODS: dict[str, Method] = {
    "api.test": Method(members.api_test, caller=""),
    "auth.test": Method(members.auth_test),
    "apps.connections.open": Method(members.connections_open, "connections:write", "app"),
    "bots.info": Method(members.bots_info, "users:read"),
    "users.info": Method(members.users_info, "users:read"),
    "users.list": Method(members.users_list, "users:read"),
    "conversations.open": Method(chat.conversations_open, "im:write"),
    "conversations.info": Method(chat.conversations_info, "im:read"),
    "chat.postMessage": Method(chat.post_message, "chat:write"),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write"),
    "chat.update": Method(chat.update, "chat:write"),
    "chat.delete": Method(chat.delete, "chat:write"),
    "files.getUploadURLExternal": Method(files.get_upload_url, "files:write"),
    "files.completeUploadExternal": Method(files.complete_upload, "files:write"),
    "views.open": Method(forms.views_open),
    "views.push": Method(forms.views_push),
    "views.update": Method(forms.views_update),
    "views.publish": Method(forms.views_publish),
}
