"""Payloads put together again with the package `blockkit`, which refuses what Slack would."""

import inspect
from functools import cache
from typing import Any

import blockkit as kit
from blockkit.core import ComponentValidationError, FieldValidationError

Json = dict[str, Any]

#: Where an object says its kind, the component for it.
_BY_TYPE = {
    "plain_text": kit.Text, "mrkdwn": kit.Text, "section": kit.Section, "header": kit.Header,
    "actions": kit.Actions, "context": kit.Context, "divider": kit.Divider, "input": kit.Input,
    "button": kit.Button, "checkboxes": kit.Checkboxes, "radio_buttons": kit.RadioButtons,
    "static_select": kit.StaticSelect, "multi_static_select": kit.MultiStaticSelect,
    "users_select": kit.UsersSelect, "multi_users_select": kit.MultiUsersSelect,
    "datepicker": kit.DatePicker, "timepicker": kit.TimePicker, "number_input": kit.NumberInput,
    "plain_text_input": kit.PlainTextInput, "url_text_input": kit.UrlInput,
    "email_text_input": kit.EmailInput, "datetimepicker": kit.DatetimePicker,
    "overflow": kit.Overflow, "modal": kit.Modal, "home": kit.Home,
}  # fmt: skip
#: Where it does not, the component for the field that it stands in.
_BY_FIELD = {
    "options": kit.Option, "initial_option": kit.Option, "initial_options": kit.Option,
    "option_groups": kit.OptionGroup, "confirm": kit.Confirm,
    "dispatch_action_config": kit.DispatchActionConfig,
}  # fmt: skip
#: What the component writes as a number and Slack as a text.
_NUMBERS = frozenset({"min_value", "max_value", "initial_value"})


def refused(payload: Json) -> str:
    """Say why a view or a message is refused; nothing where it is taken."""
    try:
        if "type" in payload:
            _made(payload, "").build()
        else:
            asked = {"text": payload.get("text"), "blocks": payload.get("blocks") or None}
            _component(kit.Message, asked).build()
    except (
        ComponentValidationError,
        FieldValidationError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        return f"{type(error).__name__}: {error}"
    return ""


def _made(value: Any, where: str) -> Any:
    if isinstance(value, list):
        return [_made(one, where) for one in value]
    if not isinstance(value, dict):
        return value
    # A confirmation's own text is an object with a type; an option has none.
    component = _BY_TYPE[value["type"]] if "type" in value else _BY_FIELD[where]
    return _component(component, value)


@cache
def _parameters(component: Any) -> frozenset[str]:
    return frozenset(inspect.signature(component).parameters)


def _eased(value: Json) -> Json:
    """Take out what the package is wrong about: in a view nothing hidden, in groups what is chosen.

    It compares a first choice with the groups where Slack looks at the options in them.

    Raises:
        KeyError: a first choice that no group offers.

    """
    eased = {name: one for name, one in value.items() if (name, one) != ("private_metadata", "")}
    if "option_groups" in value:
        offered = [one for group in value["option_groups"] for one in group["options"]]
        first = [eased.pop("initial_option", None), *eased.pop("initial_options", ())]
        if any(one is not None and one not in offered for one in first):
            raise KeyError("a first choice that no group offers")
    return eased


def _component(component: Any, value: Json) -> Any:
    taken = _parameters(component)
    value = _eased(value)
    given = {name: _made(one, name) for name, one in value.items()}
    if component is kit.NumberInput:
        given |= {name: float(given[name]) for name in _NUMBERS & set(given)}
    if "type" in given and "type" not in taken:
        del given["type"]
    return component(**given)
