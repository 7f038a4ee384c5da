"""What a person does in the workspace, and what comes of it.

Every act answers as the page hears it: `{"ok": true}`, or `{"ok": false}` with
an `error` sentence (and Slack's `code` for it), or with `errors` by block.
"""

from dataclasses import replace
from html import escape
from typing import Any

from sandbox.answers import TROUBLE, show_answer, take_submission
from sandbox.api import members
from sandbox.blockkit import elements_of
from sandbox.delivery import Answer, Outcome
from sandbox.errors import ApiError
from sandbox.forms import entered_state, field_errors, holds
from sandbox.messages import Conversation
from sandbox.parts import Parts
from sandbox.seed import User
from sandbox.views import View

Json = dict[str, Any]

GONE = "This is no longer on the screen. Reload the page."
NOTHING_TO_SEND = "This form has no button that sends it."


class Acts:
    """The hands of the workspace's members."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def command(self, user_id: str, text: str) -> Json:
        """Type a line: a slash command goes to the app, anything else into the conversation."""
        user = self._member(user_id)
        conversation = self._parts.messages.open(user_id)
        name, *rest = text.split(maxsplit=1) or [""]
        if not name.startswith("/"):
            self._parts.messages.post(conversation, user_id, text, [])
            return {"ok": True}
        if name not in {command.command for command in self._parts.seed.commands}:
            return _no("invalid_command", f"{name} is not a valid command.")
        payload = self._parts.payloads.command(
            user,
            conversation.channel,
            (name, escape(" ".join(rest).strip(), quote=False)),
            trigger_id=self._parts.triggers.issue(user_id),
            response_url=self._response_url("commands", conversation),
        )
        answer = await self._parts.delivery.send("slash_commands", payload)
        if answer.outcome is not Outcome.ANSWERED:
            return _no(answer.outcome.value, _failed(name, answer))
        return self._shown(conversation, name, answer.body)

    async def shortcut(self, user_id: str, callback_id: str) -> Json:
        """Use one of the app's global shortcuts."""
        user = self._member(user_id)
        if callback_id not in {one.callback_id for one in self._parts.seed.shortcuts}:
            return _no("not_found", GONE)
        ts = f"{self._parts.real.epoch():.6f}"
        trigger_id = self._parts.triggers.issue(user_id)
        payload = self._parts.payloads.shortcut(user, callback_id, ts, trigger_id)
        answer = await self._parts.delivery.send("interactive", payload)
        if answer.outcome is not Outcome.ANSWERED:
            return _no(answer.outcome.value, TROUBLE)
        return {"ok": True}

    async def press(
        self,
        user_id: str,
        action: Json,
        *,
        channel: str | None = None,
        ts: str | None = None,
        view_id: str | None = None,
        home: bool = False,
        state: Any = None,
    ) -> Json:
        """Use an element of a message, of the top form or of App Home."""
        user = self._member(user_id)
        if ts is not None:
            return await self._press_in_message(user, action, str(channel), ts, state)
        view = self._parts.views.home(user_id) if home else self._own_view(user_id, str(view_id))
        if view is None:
            return _no("not_found", GONE)
        return await self._press_in_view(user, view, action, state)

    async def submit(self, user_id: str, view_id: str, state: Any) -> Json:
        """Send the top form."""
        user = self._member(user_id)
        view = self._own_view(user_id, view_id)
        if view is None:
            return _no("not_found", GONE)
        if "submit" not in view.given:
            return _no("no_submit", NOTHING_TO_SEND)
        view.state = entered_state(view.given["blocks"], view.state, state)
        errors = field_errors(view.given["blocks"], view.state)
        if errors:
            return {"ok": False, "errors": errors}
        shown = self._parts.views.shown(view)
        trigger_id = self._parts.triggers.issue(user_id, view.id)
        payload = self._parts.payloads.submission(user, shown, trigger_id)
        answer = await self._parts.delivery.send("interactive", payload)
        if answer.outcome is not Outcome.ANSWERED:
            return _no(answer.outcome.value, TROUBLE)
        return take_submission(self._parts.views, view, answer.body)

    async def close(self, user_id: str, view_id: str, everything: bool = False) -> Json:
        """Close the top form, or the whole stack."""
        user = self._member(user_id)
        view = self._own_view(user_id, view_id)
        if view is None:
            return _no("not_found", GONE)
        cleared = everything or bool(view.given.get("clear_on_close"))
        closed = self._parts.views.clear(user_id) if cleared else [view]
        if not cleared:
            self._parts.views.close(view)
        for one in reversed(closed):
            if one.given.get("notify_on_close"):
                shown = self._parts.views.shown(one)
                payload = self._parts.payloads.closed(user, shown, cleared)
                await self._parts.delivery.send("interactive", payload)
        return {"ok": True}

    async def open_home(self, user_id: str) -> Json:
        """Look at App Home; the app hears of it as an event."""
        user = self._member(user_id)
        view = self._parts.views.home(user_id)
        payload = self._parts.payloads.home_opened(
            user,
            self._parts.messages.open(user_id).channel,
            self._parts.messages.ts(),
            self._parts.views.shown(view) if view else None,
        )
        self._parts.delivery.send_event(payload)
        return {"ok": True}

    async def change_account(self, user_id: str, *, guest: bool, deleted: bool) -> Json:
        """Make a member a guest or a full member, or close their account; the app hears of it."""
        user = self._parts.user(user_id)
        if user is None:
            raise ApiError("user_not_found")
        changed = replace(user, is_restricted=guest, is_ultra_restricted=False, deleted=deleted)
        self._parts.changed[user_id] = changed
        now = self._parts.clock.now()
        described = members.shown(self._parts.seed, changed, now)
        payload = self._parts.payloads.user_changed(described, self._parts.messages.ts())
        self._parts.delivery.send_event(payload)
        return {"ok": True}

    def read(self, user_id: str) -> Json:
        """Read the conversation to its end."""
        self._member(user_id)
        self._parts.messages.read(self._parts.messages.open(user_id))
        return {"ok": True}

    async def _press_in_message(
        self, user: User, action: Json, channel: str, ts: str, state: Any
    ) -> Json:
        conversation = self._parts.messages.open(user.id)
        message = conversation.find(ts)
        if message is None or channel != conversation.channel:
            return _no("message_not_found", GONE)
        found = _element(message.blocks, action)
        if found is None:
            return _no("not_found", GONE)
        entered = entered_state(message.blocks, {}, _with(state, found, action))
        payload = self._parts.payloads.message_action(
            user,
            conversation,
            message,
            action=self._action(found, action, entered),
            state=entered,
            trigger_id=self._parts.triggers.issue(user.id),
            response_url=self._response_url("actions", conversation, ts),
        )
        return await self._pressed(found, payload)

    async def _press_in_view(self, user: User, view: View, action: Json, state: Any) -> Json:
        blocks = view.given["blocks"]
        found = _element(blocks, action)
        if found is None:
            return _no("not_found", GONE)
        view.state = entered_state(blocks, view.state, _with(state, found, action))
        payload = self._parts.payloads.view_action(
            user,
            self._parts.views.shown(view),
            self._action(found, action, view.state),
            self._parts.triggers.issue(user.id, view.id),
        )
        return await self._pressed(found, payload)

    async def _pressed(self, found: tuple[Json, Json], payload: Json) -> Json:
        """Tell the app; an input tells nothing until the form is sent, unless it says so."""
        block, _ = found
        if block["type"] == "input" and not block.get("dispatch_action"):
            return {"ok": True}
        answer = await self._parts.delivery.send("interactive", payload)
        if answer.outcome is not Outcome.ANSWERED:
            return _no(answer.outcome.value, TROUBLE)
        return {"ok": True}

    def _action(self, found: tuple[Json, Json], given: Json, state: Json) -> Json:
        """Give one entry of a payload's `actions`, from the element that the app sent."""
        block, element = found
        block_id, action_id = block["block_id"], element["action_id"]
        action = {
            "type": element["type"],
            "action_id": action_id,
            "block_id": block_id,
            "action_ts": f"{self._parts.real.epoch():.6f}",
        }
        carried = ("text", "value", "style", "placeholder")
        action |= {name: element[name] for name in carried if name in element}
        if element["type"] == "overflow":
            action["selected_option"] = _picked(element, given)
        entered: Json = state.get(block_id, {}).get(action_id, {})
        return action | entered

    def _shown(self, conversation: Conversation, name: str, body: Any) -> Json:
        """Show what a command was answered with."""
        try:
            show_answer(self._parts.messages, conversation, body)
        except ApiError:
            words = f'{name} failed with the error "invalid_command_response"'
            return _no("invalid_command_response", words)
        return {"ok": True}

    def _own_view(self, user_id: str, view_id: str) -> View | None:
        """Give the form on top of the member's stack, if it is that one."""
        stack = self._parts.views.stack(user_id)
        return stack[-1] if stack and stack[-1].id == view_id else None

    def _member(self, user_id: str) -> User:
        user = self._parts.user(user_id)
        if user is None or user.deleted:
            raise ApiError("user_not_found")
        return user

    def _response_url(self, kind: str, conversation: Conversation, ts: str | None = None) -> str:
        member, channel = conversation.member.id, conversation.channel
        secret = self._parts.response_urls.issue(member, channel, ts)
        return f"{self._parts.base_url}/{kind}/{self._parts.seed.team_id}/{secret}"


def _no(code: str, sentence: str) -> Json:
    return {"ok": False, "code": code, "error": sentence}


def _failed(name: str, answer: Answer) -> str:
    return f'{name} failed with the error "{answer.outcome.value}"'


def _element(blocks: list[Json], action: Json) -> tuple[Json, Json] | None:
    """Find the element that is meant; its block need not be named if no other has its id."""
    wanted, within = action.get("action_id"), action.get("block_id")
    for block in blocks:
        for element in elements_of(block):
            if element["action_id"] == wanted and within in (None, block["block_id"]):
                return block, element
    return None


def _with(state: Any, found: tuple[Json, Json], action: Json) -> Json:
    """Add what the act itself chose to what the page says was entered."""
    block, element = found
    held = holds(element["type"])
    given = state if isinstance(state, dict) else {}
    entered = {name: dict(entries) for name, entries in given.items() if isinstance(entries, dict)}
    if held and held in action:
        chosen = {"type": element["type"], held: action[held]}
        entered.setdefault(block["block_id"], {})[element["action_id"]] = chosen
    return entered


def _picked(element: Json, given: Json) -> Json | None:
    named = given.get("selected_option")
    options: list[Json] = element["options"]
    value = named.get("value") if isinstance(named, dict) else None
    return next((option for option in options if option["value"] == value), None)
