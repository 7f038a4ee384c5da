"""What is entered into a view: Slack's `state`, first values, and what the client checks itself.

Pure code. Slack's own apps refuse an empty required field before the app hears
of it, and so does this workspace.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.blockkit import elements_of
from sandbox.blockkit_elements import offered

# What a kind of element holds, and the field of the element it starts from.
_HOLDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
}
_OPTIONS = "selected_options"
_USERS = "selected_users"
_MANY = frozenset({_OPTIONS, _USERS})

State = dict[str, dict[str, dict[str, Any]]]


def holds(kind: str) -> str | None:
    """Say in which field of the state an element of this kind keeps its value."""
    held = _HOLDS.get(kind)
    return held[0] if held else None


def kept_state(blocks: Iterable[Mapping[str, Any]], before: Mapping[str, Any]) -> State:
    """Give the state of a view: what was entered before, else what each element starts from."""
    state: State = {}
    for block in blocks:
        for element in elements_of(block):
            if element["type"] in _HOLDS:
                entry = _entry(element, _earlier(before, block, element))
                state.setdefault(block["block_id"], {})[element["action_id"]] = entry
    return state


def entered_state(
    blocks: Iterable[Mapping[str, Any]], before: Mapping[str, Any], entered: Any
) -> State:
    """Take what the page says was entered; nothing that the view does not offer gets in."""
    blocks = list(blocks)
    given = entered if isinstance(entered, dict) else {}
    state = kept_state(blocks, before)
    for block in blocks:
        for element in elements_of(block):
            one = _earlier(given, block, element)
            if element["type"] in _HOLDS and one is not None:
                entry = _entry(element, one)
                state[block["block_id"]][element["action_id"]] = entry
    return state


def field_errors(blocks: Iterable[Mapping[str, Any]], state: State) -> dict[str, str]:
    """Say, by block, what Slack's own client would not let a person send."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        entry = state[block["block_id"]][element["action_id"]]
        value = entry[_HOLDS[element["type"]][0]]
        if value in (None, "", []):
            problem = None if block.get("optional") else "Please complete this required field."
        else:
            problem = _content_problem(element, value)
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _earlier(state: Mapping[str, Any], block: Mapping[str, Any], element: Mapping[str, Any]) -> Any:
    entries = state.get(block["block_id"])
    return entries.get(element["action_id"]) if isinstance(entries, dict) else None


def _entry(element: Mapping[str, Any], given: Any) -> dict[str, Any]:
    """Give one entry of the state, as Slack writes it."""
    kind = element["type"]
    name, first = _HOLDS[kind]
    empty: Any = [] if name in _MANY else None
    if not isinstance(given, dict) or given.get("type", kind) != kind:
        value = element.get(first, empty)
    else:
        value = _taken(element, name, given.get(name))
    return {"type": kind, name: value if value not in ("", None) else empty}


def _taken(element: Mapping[str, Any], name: str, value: Any) -> Any:
    """Put the offered options in place of what the page calls them."""
    if name == "selected_option":
        return next(iter(_chosen(element, [value])), None)
    if name == _OPTIONS:
        return _chosen(element, value if isinstance(value, list) else [])
    if name == _USERS:
        named = value if isinstance(value, list) else []
        return [user for user in dict.fromkeys(map(str, named)) if user]
    if name == "selected_date_time":
        return value if isinstance(value, int) else None
    return value if isinstance(value, str) else None


def _chosen(element: Mapping[str, Any], named: list[Any]) -> list[dict[str, Any]]:
    values = [one.get("value") for one in named if isinstance(one, dict)]
    return [option for option in offered(element) if option.get("value") in values]


def _content_problem(element: Mapping[str, Any], value: Any) -> str | None:
    kind = element["type"]
    most = element.get("max_selected_items")
    if most is not None and len(value) > most:
        return f"Please select no more than {most} items."
    if kind == "plain_text_input":
        return _length_problem(element, value)
    if kind == "number_input":
        return _number_problem(element, value)
    if kind == "email_text_input" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return "Please enter a valid email address."
    if kind == "url_text_input" and not re.fullmatch(r"https?://\S+", value):
        return "Please enter a valid URL."
    return None


def _length_problem(element: Mapping[str, Any], value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    if len(value) > most:
        return f"Please enter no more than {most} characters."
    return None


def _number_problem(element: Mapping[str, Any], value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return "Please enter a number."
    if not number.is_finite():
        return "Please enter a number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Please enter a whole number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and number < Decimal(least):
        return f"Please enter a number that is at least {least}."
    if most is not None and number > Decimal(most):
        return f"Please enter a number that is at most {most}."
    return None
