"""The few Block Kit pieces that every view is made of.

Whatever a person typed goes in as plain text, never as mrkdwn; ``marked`` is for our
own sentences with Slack's date markup.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from handlers import words

Block = dict[str, Any]

SECTION_LIMIT = 3000
OPTION_LIMIT = 75
#: What stands, visibly, for a sign that is not shown.
UNSHOWN = "\ufffd"
#: Control characters, and those that turn the direction of what follows them: a name or a note
#: that holds one could make the words beside it read as others.
_TURNING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def plain(text: str, limit: int = SECTION_LIMIT) -> Block:
    """Make a plain text object, cut to a limit; what would turn text around is made visible."""
    text = _TURNING.sub(UNSHOWN, text)
    shown = text if len(text) <= limit else text[: limit - 1] + "…"
    return {"type": "plain_text", "text": shown, "emoji": False}


def escaped(text: str) -> str:
    """Make typed text harmless inside mrkdwn."""
    text = _TURNING.sub(UNSHOWN, text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def storable(typed: Any) -> Any:
    """Make visible, in text that Slack sent, what no database and no encoding takes."""
    return _UNSTORABLE.sub(UNSHOWN, typed) if isinstance(typed, str) else typed


def header(text: str) -> Block:
    """Make a heading."""
    return {"type": "header", "text": plain(text, 150)}


def said(text: str) -> Block:
    """Make a paragraph that may hold what a person typed."""
    return {"type": "section", "text": plain(text)}


def packed(lines: Iterable[str]) -> Iterator[Block]:
    """Make as few paragraphs as hold these lines; a line too long for one is divided."""
    text = ""
    for part in (part for line in lines for part in _parts(line)):
        if text and len(text) + 1 + len(part) > SECTION_LIMIT:
            yield said(text)
            text = ""
        text = f"{text}\n{part}" if text else part
    if text:
        yield said(text)


def _parts(line: str) -> Iterator[str]:
    while len(line) > SECTION_LIMIT:
        cut = line.rfind(" ", 1, SECTION_LIMIT) + 1 or SECTION_LIMIT
        yield line[:cut].rstrip()
        line = line[cut:]
    if line:
        yield line


def marked(text: str) -> Block:
    """Make a paragraph of our own words, with date markup."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:SECTION_LIMIT]}}


def verbatim(text: str) -> Block:
    """Make a paragraph whose every sign is shown as it is, for copying."""
    code = f"```{escaped(text)}```"
    return {"type": "section", "text": {"type": "mrkdwn", "text": code, "verbatim": True}}


def note(text: str) -> Block:
    """Make a paragraph in small type, for standing words."""
    return {"type": "context", "elements": [plain(text, 2000)]}


def fine_print(text: str) -> Block:
    """Make a paragraph in small type of our own words, with date markup."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text[:2000]}]}


def divider() -> Block:
    """Make a line across."""
    return {"type": "divider"}


def button(text: str, action_id: str, value: str, style: str | None = None) -> Block:
    """Make a button that carries an opaque id."""
    made = {
        "type": "button",
        "text": plain(text, 75),
        "action_id": action_id,
        "value": value,
    }
    return made | ({"style": style} if style else {})


def actions(block_id: str, *buttons: Block) -> Block:
    """Put buttons in a row."""
    return {"type": "actions", "block_id": block_id, "elements": list(buttons)}


def beside(text: str, block_id: str, accessory: Block) -> Block:
    """Put a button beside a paragraph that may hold what a person typed."""
    return said(text) | {"block_id": block_id, "accessory": accessory}


def options(named: Mapping[str, str]) -> list[Block]:
    """Make options out of ids and their words."""
    return [{"text": plain(text, OPTION_LIMIT), "value": value} for value, text in named.items()]


def chosen(named: Mapping[str, str], value: str | None) -> Block | None:
    """Find the option that is preset, where there is one."""
    return next((one for one in options(named) if one["value"] == value), None)


def field(
    label: str, block_id: str, element: Block, *, hint: str = "", optional: bool = False
) -> Block:
    """Make an input; its element is known by the action id ``value``."""
    made = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": {"action_id": "value"} | element,
        "optional": optional,
    }
    return made | ({"hint": plain(hint, 2000)} if hint else {})


def choice(kind: str, named: Mapping[str, str], preset: str | None = None) -> Block:
    """Make a ``radio_buttons`` or ``static_select`` element."""
    initial = chosen(named, preset)
    made: Block = {"type": kind, "options": options(named)}
    return made | ({"initial_option": initial} if initial else {})


def grouped(groups: Mapping[str, Mapping[str, str]], preset: str | None = None) -> Block:
    """Make a ``static_select`` whose options stand in groups, by their labels."""
    offered = [
        {"label": plain(label, OPTION_LIMIT), "options": options(named)}
        for label, named in groups.items()
    ]
    every = {value: text for named in groups.values() for value, text in named.items()}
    initial = chosen(every, preset)
    made: Block = {"type": "static_select", "option_groups": offered}
    return made | ({"initial_option": initial} if initial else {})


def member(preset: str | None = None) -> Block:
    """Make a field in which one person of the workspace is chosen."""
    return {"type": "users_select"} | ({"initial_user": preset} if preset else {})


def line(preset: str = "", limit: int = 150) -> Block:
    """Make a text field of one line."""
    made: Block = {"type": "plain_text_input", "max_length": limit}
    return made | ({"initial_value": preset[:limit]} if preset else {})


def area(limit: int) -> Block:
    """Make an empty text field of several lines."""
    return {"type": "plain_text_input", "multiline": True, "max_length": limit}


def members(most: int, preset: Iterable[str] = ()) -> Block:
    """Make a field in which several people of the workspace are chosen."""
    made: Block = {"type": "multi_users_select", "max_selected_items": most}
    initial = list(preset)
    return made | ({"initial_users": initial} if initial else {})


#: The callback of every form that only shows something.
SHOWN = "shown"


def modal(title: str, blocks: list[Block], close: str = words.CLOSE, **more: Any) -> Block:
    """Make a modal view; ``more`` adds ``submit``, ``callback_id`` and the like.

    One that only shows something reports its closing, so that App Home can be drawn
    anew: nothing may be sent to Slack after the commit that it tells of.
    """
    if "submit" in more:
        more["submit"] = plain(more["submit"], 24)
    else:
        more = {"callback_id": SHOWN, "notify_on_close": True} | more
    shell = {"type": "modal", "title": plain(title, 24), "close": plain(close, 24)}
    return shell | {"blocks": blocks} | more


def given(view: dict[str, Any], block_id: str) -> Any:
    """Read one input's value: text, a day, a time, an id, a tuple of ids, or None.

    An input block has one element, whatever its action id. A payload without the block
    reads as empty, so that it fails at its field.
    """
    values = (view.get("state") or {}).get("values") or {}
    element: Block = next(iter((values.get(block_id) or {}).values()), {}) or {}
    if "selected_options" in element:
        return tuple(str(one.get("value")) for one in element["selected_options"] or ())
    if "selected_users" in element:
        return tuple(dict.fromkeys(str(one) for one in element["selected_users"] or () if one))
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    for name in ("value", "selected_date", "selected_time", "selected_user"):
        if name in element:
            return storable(element[name])
    return None


def one_of(view: dict[str, Any], block_id: str, named: Mapping[str, str]) -> str | None:
    """Read an option's id; None where it is none of those that have a name here."""
    value = given(view, block_id)
    return value if isinstance(value, str) and value in named else None


def drawn(view: dict[str, Any]) -> dict[str, Block]:
    """Give the blocks of a sent form as they were drawn, by their ids."""
    return {str(block.get("block_id")): block for block in view.get("blocks") or ()}


def on_screen(
    errors: Mapping[str, str] | None, view: dict[str, Any], otherwise: str | None = None
) -> dict[str, str] | None:
    """Keep the errors at fields that a sent form has: Slack takes no others.

    What belongs to a field that it has not is said at ``otherwise``, or left out.
    """
    there = drawn(view)
    placed = {name if name in there else otherwise: text for name, text in (errors or {}).items()}
    return {name: text for name, text in placed.items() if name is not None} or None


def offered(view: dict[str, Any], block_id: str) -> set[str]:
    """Say which options a sent form itself offered in a field."""
    element = (drawn(view).get(block_id) or {}).get("element") or {}
    return {one["value"] for one in element.get("options") or ()}


#: What the id of a form's last block begins with where it was put in another form's place.
_PUT: Final = "put:"


def form_id(view: dict[str, Any]) -> str | None:
    """Name the opened form, so that one that is sent twice is known.

    Forms that follow one another in one place share Slack's id: they are told apart by when
    each was put there.
    """
    if not view.get("id"):
        return None
    at = put_at(view)
    return f"{view['id']}:{at}" if at else str(view["id"])


def put_at(view: dict[str, Any]) -> str:
    """Say when an open form was put in another one's place; empty where it was not."""
    last = str((view.get("blocks") or [{}])[-1].get("block_id") or "")
    return last.removeprefix(_PUT) if last.startswith(_PUT) else ""


def put(view: dict[str, Any], at: str) -> dict[str, Any]:
    """Write into a form when it is put in another one's place; one without room keeps none."""
    *before, last = view["blocks"]
    if not at or last.get("block_id") or last["type"] == "input":
        return view
    return view | {"blocks": [*before, last | {"block_id": f"{_PUT}{at}"}]}
