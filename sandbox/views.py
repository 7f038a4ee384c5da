"""Forms and App Homes: what is open before whom, and in what state."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sandbox.blockkit import VIEW_BYTES, view_problems
from sandbox.changes import Changes
from sandbox.errors import ApiError, invalid
from sandbox.forms import kept_state
from sandbox.ids import new_id
from sandbox.messages import with_block_ids
from sandbox.seed import Seed

MAX_STACK = 3
#: What Slack tells of an App Home, which has no title.
_NO_TITLE = {"type": "plain_text", "text": "View Title", "emoji": True}


@dataclass(eq=False)
class View:
    """One form or Home, with what has been entered into it."""

    id: str
    user: str
    given: dict[str, Any]
    hash: str
    state: dict[str, Any] = field(default_factory=dict)
    root_id: str | None = None
    previous_id: str | None = None


class Views:
    """Every member's stack of forms (the last one on top) and App Home."""

    def __init__(self, seed: Seed, now: Callable[[], datetime], changes: Changes) -> None:
        self._seed = seed
        self._now = now
        self._changes = changes
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """Give the forms open before a member, the top one last."""
        return list(self._stacks.get(user, []))

    def home(self, user: str) -> View | None:
        """Give a member's App Home, if the app has published one."""
        return self._homes.get(user)

    def open_ids(self) -> set[str]:
        """Give the ids of all views that exist."""
        return {view.id for view in self._all()}

    def find(self, view_id: str) -> View:
        """Find a view that is open, by its id."""
        for view in self._all():
            if view.id == view_id:
                return view
        raise ApiError("not_found")

    def by_external_id(self, external_id: str) -> View:
        """Find a view that is open, by the name the app gave it."""
        for view in self._all():
            if external_id and view.given.get("external_id") == external_id:
                return view
        raise ApiError("not_found")

    def open(self, user: str, given: Any) -> View:
        """Open a form before a member, in place of any that was open."""
        view = self._made(user, self._checked(given, "modal"))
        view.root_id = view.id
        self._stacks[user] = [view]
        self._changes.tell("view", user)
        return view

    def push(self, user: str, given: Any) -> View:
        """Put a form on top of those that are open."""
        stack = self._stacks.get(user, [])
        if len(stack) >= MAX_STACK:
            raise ApiError("push_limit_reached")
        view = self._made(user, self._checked(given, "modal"))
        view.root_id = stack[0].id if stack else view.id
        view.previous_id = stack[-1].id if stack else None
        self._stacks[user] = [*stack, view]
        self._changes.tell("view", user)
        return view

    def update(self, view: View, given: Any, expected_hash: str | None = None) -> View:
        """Replace what a view shows; what was entered into inputs that remain is kept."""
        self._expect(view, expected_hash)
        kind = str(view.given["type"])
        checked = self._checked(given, kind, instead_of=view)
        view.given, view.hash = checked, self._hash()
        view.state = kept_state(checked["blocks"], view.state)
        self._changes.tell("home" if kind == "home" else "view", view.user)
        return view

    def publish(self, user: str, given: Any, expected_hash: str | None = None) -> View:
        """Set a member's App Home."""
        if self._seed.user(user) is None:
            said = {"messages": ["invalid `user_id`"]}
            raise ApiError("invalid_arguments", response_metadata=said)
        old = self._homes.get(user)
        if old:
            return self.update(old, given, expected_hash)
        view = self._made(user, self._checked(given, "home"))
        view.root_id = view.id
        self._homes[user] = view
        self._changes.tell("home", user)
        return view

    def close(self, view: View) -> None:
        """Take a form away, with all above it."""
        stack = self._stacks.get(view.user, [])
        self._stacks[view.user] = stack[: stack.index(view)] if view in stack else stack
        self._changes.tell("view", view.user)

    def clear(self, user: str) -> list[View]:
        """Take all forms away from before a member; give those that were open."""
        closed = self._stacks.pop(user, [])
        self._changes.tell("view", user)
        return closed

    def empty(self) -> Callable[[], None]:
        """Take every form and App Home away; what is returned brings them back."""
        kept = self._stacks, self._homes
        self._stacks, self._homes = {}, {}

        def bring_back() -> None:
            self._stacks, self._homes = kept

        return bring_back

    def shown(self, view: View) -> dict[str, Any]:
        """Give the view as Slack's answers and payloads carry it."""
        given = view.given
        common = {
            "id": view.id,
            "team_id": self._seed.team_id,
            "type": given["type"],
            "blocks": copy.deepcopy(given["blocks"]),
            "private_metadata": given.get("private_metadata") or "",
            "callback_id": given.get("callback_id") or "",
            "external_id": given.get("external_id") or "",
            "state": {"values": copy.deepcopy(view.state)},
            "hash": view.hash,
            "clear_on_close": bool(given.get("clear_on_close")),
            "notify_on_close": bool(given.get("notify_on_close")),
            "title": given.get("title") or _NO_TITLE,
            "close": given.get("close"),
            "submit": given.get("submit"),
            "previous_view_id": view.previous_id,
            "root_view_id": view.root_id,
            "app_id": self._seed.app_id,
            "app_installed_team_id": self._seed.team_id,
            "bot_id": self._seed.bot_id,
        }
        return {**common, "submit_disabled": bool(given.get("submit_disabled"))}

    def _all(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(
            self._homes.values()
        )

    def _made(self, user: str, checked: dict[str, Any]) -> View:
        view = View(new_id("V"), user, checked, self._hash())
        view.state = kept_state(checked["blocks"], {})
        return view

    def _hash(self) -> str:
        return f"{int(self._now().timestamp())}.{new_id('', 8)}"

    @staticmethod
    def _expect(view: View, expected_hash: str | None) -> None:
        if expected_hash and expected_hash != view.hash:
            raise ApiError("hash_conflict")

    def _checked(self, given: Any, kind: str, instead_of: View | None = None) -> dict[str, Any]:
        """Refuse what Slack would refuse; give a copy with every block named."""
        problems = view_problems(given)
        if not problems and given["type"] != kind:
            problems = [f"must be {kind} [json-pointer:/view/type]"]
        if problems:
            raise invalid("invalid_arguments", problems)
        if len(json.dumps(given, ensure_ascii=False).encode()) > VIEW_BYTES:
            raise ApiError("view_too_large")
        name = given.get("external_id")
        others = [view for view in self._all() if view is not instead_of]
        if name and any(view.given.get("external_id") == name for view in others):
            raise ApiError("duplicate_external_id")
        return {**copy.deepcopy(given), "blocks": with_block_ids(given["blocks"])}
