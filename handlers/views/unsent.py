"""A form that keeps what is typed into it, and opens with it again.

Slack tells of what stands in an open form only when something in it is pressed, chosen or
typed; of a form that was closed it tells nothing. So each field of such a form says so at each
change, and all that is filled in comes with it. What was typed is told from what was drawn by
fields' ids; so an emptied form has other ones (``~1``, ``~2``), or Slack would keep the text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from clearance.shown_drafts import DraftShown, Value
from handlers.views.blocks import Block, button, drawn, given, marked, note
from handlers.words import unsent as words

HEAD: Final = "unsent"
AFRESH: Final = "unsent:afresh"
#: What somebody states is stated anew each time, and never filled in for them.
STATED: Final = frozenset({"statements", "plan_certified"})
_PICKED: Final = {
    "datepicker": "initial_date",
    "timepicker": "initial_time",
    "users_select": "initial_user",
}
_PICKED_SEVERAL: Final = {"multi_users_select": "initial_users"}
_SEVERAL: Final = frozenset({"checkboxes", "multi_static_select"})
_TIMES: Final = re.compile(r"~(\d+)$")


@dataclass(frozen=True, slots=True)
class Unsent:
    """When what a form holds was begun, where it opened with it; how often it was emptied."""

    begun: datetime | None = None
    emptied: int = 0


#: A form that nothing was typed into before.
NEW: Final = Unsent()


def acts(action_id: str) -> re.Pattern[str]:
    """Match a field's action in a form that was emptied so many times, or never."""
    return re.compile(rf"^{re.escape(action_id)}(~\d+)?$")


def of(view: dict[str, Any]) -> Unsent:
    """Read from an open form what it was drawn with."""
    head = drawn(view).get(HEAD) or {}
    epoch = str((head.get("accessory") or {}).get("value") or "")
    begun = datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else None
    return Unsent(begun, emptied=_emptied(view))


def _emptied(view: dict[str, Any]) -> int:
    elements = (block.get("element") or {} for block in view.get("blocks") or ())
    found = (_TIMES.search(str(one.get("action_id") or "")) for one in elements)
    return max((int(one[1]) for one in found if one), default=0)


def typed(view: dict[str, Any]) -> dict[str, Value]:
    """Give what is filled in, by field, without what is stated."""
    names = (view.get("state") or {}).get("values") or {}
    found = {name: given(view, name) for name in names if name not in STATED}
    return {name: value for name, value in found.items() if value}


def since(draft: DraftShown | None) -> Unsent:
    """Say of a form that it goes on with a draft, where there is one."""
    return NEW if draft is None else Unsent(draft.begun_at)


def held(draft: DraftShown | None) -> Mapping[str, Value]:
    """Give what a draft holds; nothing where there is none."""
    return {} if draft is None else draft.values


def keeping(view: dict[str, Any], shown: Unsent) -> dict[str, Any]:
    """Let a form tell of each change in it, and say that it is kept, and since when."""
    head = [] if shown.begun is None else [_head(shown.begun)]
    told = [_telling(one, shown.emptied) for one in view["blocks"]]
    states = any(one.get("block_id") in STATED for one in told)
    kept = f"{words.KEPT} {words.NOT_STATED}" if states else words.KEPT
    return view | {"blocks": [*head, *told, note(kept)]}


def _head(begun: datetime) -> Block:
    pressed = button(words.AFRESH, AFRESH, str(int(begun.timestamp())))
    return marked(words.begun(begun)) | {"block_id": HEAD, "accessory": pressed}


def _telling(block: Block, emptied: int) -> Block:
    if block["type"] != "input":
        return block
    element = dict(block["element"])
    if element["type"] == "plain_text_input":
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_character_entered"]}
    if emptied:
        element["action_id"] = f"{_TIMES.sub('', element['action_id'])}~{emptied}"
    return block | {"element": element, "dispatch_action": True}


def filled(view: dict[str, Any], values: Mapping[str, Value]) -> dict[str, Any]:
    """Fill a form in with what was typed, as far as it still has and offers it."""
    blocks = [
        one | {"element": _filled(one["element"], values[one["block_id"]])}
        if one["type"] == "input" and one.get("block_id") in values
        else one
        for one in view["blocks"]
    ]
    return view | {"blocks": blocks}


def _filled(element: Block, value: Value) -> Block:
    kind, several = element["type"], (value,) if isinstance(value, str) else value
    if kind == "plain_text_input":
        return element | {"initial_value": "".join(several)[: element.get("max_length", 3000)]}
    if kind in _PICKED:
        return element | {_PICKED[kind]: several[0]} if several else element
    if kind in _PICKED_SEVERAL:
        return element | {_PICKED_SEVERAL[kind]: list(several)}
    groups = element.get("option_groups") or [element]
    offered = [one for group in groups for one in group.get("options") or ()]
    options = [one for one in offered if one["value"] in several]
    if not options:
        return element
    if kind in _SEVERAL:
        return element | {"initial_options": options}
    return element | {"initial_option": options[0]}
