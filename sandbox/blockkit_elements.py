"""Block Kit's interactive elements and the objects they are made of.

Limits as Slack's Block Kit reference states them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sandbox.blockkit_shapes import (
    Check,
    anything,
    boolean,
    choice,
    exactly_one,
    integer,
    items,
    matching,
    plain,
    say,
    shape,
    string,
    text,
    typed,
)

ID = string(255)
URL = string(3000)
PLACEHOLDER = plain(150)
DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "a date as YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time as HH:mm")
NUMBER = matching(r"-?\d+(\.\d+)?", "a number in a string")
_LAST_MOMENT = 9_999_999_999

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)


def _option(label: Check, description: Check, **more: Check) -> Check:
    return shape({"text": label, "value": string(150)}, {"description": description, **more})


OPTION = _option(plain(75), plain(75))
RICH_OPTION = _option(text(75), text(75))
LINK_OPTION = _option(plain(75), plain(75), url=URL)
OPTION_GROUP = shape({"label": plain(75), "options": items(OPTION, 100)})

_ENTER = choice("on_enter_pressed", "on_character_entered")
DISPATCH = shape({}, {"trigger_actions_on": items(_ENTER, 2)})


def _element(
    required: Mapping[str, Check] | None = None, optional: Mapping[str, Check] | None = None
) -> Check:
    return shape({"type": anything, **(required or {})}, {"action_id": ID, **(optional or {})})


_FOCUS: dict[str, Check] = {"focus_on_load": boolean}
_PICKER: dict[str, Check] = {"placeholder": PLACEHOLDER, "confirm": CONFIRM, **_FOCUS}
_CHOICES: dict[str, Check] = {
    "options": items(OPTION, 100),
    "option_groups": items(OPTION_GROUP, 100),
}


def offered(element: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the options of an element, whether in groups or not."""
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        if isinstance(group, dict):
            options.extend(group.get("options") or [])
    return [option for option in options if isinstance(option, dict)]


def _initially(then: Check, one: str = "", many: str = "") -> Check:
    """Demand that what is chosen at first is among what is offered."""

    def check(value: Any, at: str) -> Iterator[str]:
        problems = list(then(value, at))
        yield from problems
        if problems or not isinstance(value, dict):
            return
        first = value.get(one or many)
        for chosen in first if isinstance(first, list) else [first] * (first is not None):
            if chosen not in offered(value):
                yield say("must be one of the options", f"{at}/{one or many}")

    return check


def _bounds(then: Check, low: str, high: str) -> Check:
    """Demand that the lower bound is not above the upper one."""

    def check(value: Any, at: str) -> Iterator[str]:
        problems = list(then(value, at))
        yield from problems
        both = not problems and value.get(low) is not None and value.get(high) is not None
        if both and float(value[low]) > float(value[high]):
            yield say(f"{low} must not be greater than {high}", at)

    return check


_CHOICE = ("options", "option_groups")
STATIC_SELECT = _initially(
    exactly_one(_CHOICE, _element({}, {**_CHOICES, **_PICKER, "initial_option": OPTION})),
    one="initial_option",
)
MULTI_STATIC_SELECT = _initially(
    exactly_one(
        _CHOICE,
        _element(
            {},
            {
                **_CHOICES,
                **_PICKER,
                "initial_options": items(OPTION, 100),
                "max_selected_items": integer(1, 100),
            },
        ),
    ),
    many="initial_options",
)

ELEMENTS: dict[str, Check] = {
    "button": _element(
        {"text": plain(75)},
        {
            "value": string(2000, 0),
            "url": URL,
            "style": choice("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "static_select": STATIC_SELECT,
    "multi_static_select": MULTI_STATIC_SELECT,
    "users_select": _element({}, {**_PICKER, "initial_user": string(255)}),
    "multi_users_select": _element(
        {},
        {
            **_PICKER,
            "initial_users": items(string(255), 100),
            "max_selected_items": integer(1, 100),
        },
    ),
    "datepicker": _element({}, {**_PICKER, "initial_date": DATE}),
    "timepicker": _element({}, {**_PICKER, "initial_time": TIME, "timezone": string(255)}),
    "datetimepicker": _element(
        {},
        {
            "initial_date_time": integer(1_000_000_000, _LAST_MOMENT),
            "confirm": CONFIRM,
            **_FOCUS,
        },
    ),
    "radio_buttons": _initially(
        _element(
            {"options": items(RICH_OPTION, 10)},
            {"initial_option": RICH_OPTION, "confirm": CONFIRM, **_FOCUS},
        ),
        one="initial_option",
    ),
    "checkboxes": _initially(
        _element(
            {"options": items(RICH_OPTION, 10)},
            {"initial_options": items(RICH_OPTION, 10), "confirm": CONFIRM, **_FOCUS},
        ),
        many="initial_options",
    ),
    "overflow": _element({"options": items(LINK_OPTION, 5)}, {"confirm": CONFIRM}),
    "plain_text_input": _bounds(
        _element(
            {},
            {
                "placeholder": PLACEHOLDER,
                "initial_value": string(3000, 0),
                "multiline": boolean,
                "min_length": integer(0, 3000),
                "max_length": integer(1, 3000),
                "dispatch_action_config": DISPATCH,
                **_FOCUS,
            },
        ),
        "min_length",
        "max_length",
    ),
    "number_input": _bounds(
        _element(
            {"is_decimal_allowed": boolean},
            {
                "placeholder": PLACEHOLDER,
                "initial_value": NUMBER,
                "min_value": NUMBER,
                "max_value": NUMBER,
                "dispatch_action_config": DISPATCH,
                **_FOCUS,
            },
        ),
        "min_value",
        "max_value",
    ),
    "email_text_input": _element(
        {},
        {
            "placeholder": PLACEHOLDER,
            "initial_value": string(3000, 0),
            "dispatch_action_config": DISPATCH,
            **_FOCUS,
        },
    ),
    "url_text_input": _element(
        {},
        {
            "placeholder": PLACEHOLDER,
            "initial_value": string(3000, 0),
            "dispatch_action_config": DISPATCH,
            **_FOCUS,
        },
    ),
}

IMAGE = shape({"type": anything, "image_url": URL, "alt_text": string(2000)})

_ONLY_INPUT = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
_NEVER_INPUT = {"button", "overflow"}

ACTIONS_ELEMENT = typed({k: v for k, v in ELEMENTS.items() if k not in _ONLY_INPUT})
INPUT_ELEMENT = typed({k: v for k, v in ELEMENTS.items() if k not in _NEVER_INPUT})
_NEVER_BESIDE = {*_ONLY_INPUT, "datetimepicker"}
ACCESSORY = typed(
    {k: v for k, v in ELEMENTS.items() if k not in _NEVER_BESIDE} | {"image": IMAGE},
)
