"""The fields of the request form: how each is drawn, and how it is read.

Which of them a kind of transaction needs stands in ``handlers.words.trade_kinds``; what is said
under them in ``handlers.words.request``. A field's block id is its name.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as field_
from datetime import date, timedelta
from typing import Any

from clearance.shown import AskingSheet
from handlers.views.blocks import Block, choice, field, given, line, offered
from handlers.words import request as request_words
from handlers.words import trade as trade_words
from handlers.words.trade_kinds import Kind
from policy.facts import COMPANY

LARGEST = 1_000_000_000
NAME_LIMIT = 100
FARTHEST = timedelta(days=366)
#: Slack's limit is a hundred options.
OFFERED = 99
OWN = "own"
NO_PLAN = "none"
#: In the form's order.
NAMES = (
    *("issuer_name", "learned", "security", "converted", "direction", "quantity", "price_kind"),
    *("shares_sold", "plan", "order", "time_in_force", "margin", "on", "account"),
)
_GROUPED = re.compile(r"[0-9]{1,3}([,' _\u2019\u00a0\u2009\u202f])[0-9]{3}(\1[0-9]{3})*|[0-9]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a field is drawn from: the sheet, the kind chosen, and what is filled in.

    ``notes`` say at a field why what is filled in will not do.
    """

    sheet: AskingSheet
    action: str
    kind: Kind
    values: Mapping[str, Any]
    notes: Mapping[str, str] = field_(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """A field in which one thing is chosen; ``preset`` where nothing was chosen yet."""

    element: str
    offers: Mapping[str, str]
    preset: str | None = None


_CHOICES: Mapping[str, Choice] = {
    "learned": Choice("radio_buttons", request_words.LEARNED),
    "security": Choice("static_select", trade_words.SECURITIES, "common"),
    "converted": Choice(
        "static_select",
        {value: text for value, text in trade_words.SECURITIES.items() if value != "common"},
    ),
    "direction": Choice("radio_buttons", request_words.DIRECTIONS),
    "price_kind": Choice("radio_buttons", trade_words.PRICE_KINDS),
    "order": Choice("static_select", trade_words.ORDERS, "market"),
    "time_in_force": Choice("static_select", trade_words.TIMES_IN_FORCE, "day"),
    "margin": Choice("radio_buttons", request_words.MARGINS, "no"),
}


def draw(asked: Asked) -> Iterator[Block]:
    """Yield the fields that a kind needs, in the form's order."""
    for name in NAMES:
        if name in asked.kind.fields and (name != "plan" or asked.sheet.plans):
            yield _field(name, asked)


def _field(name: str, asked: Asked) -> Block:
    own, readings = asked.kind.fields[name], asked.sheet.readings
    if name == "account":
        hint = request_words.accounts_hint(own, asked.sheet.related, asked.sheet.sections)
    else:
        hint = request_words.hint(name, own, asked.action, readings)
        hint = request_words.named(hint, asked.sheet.sections)
    hint = " ".join(filter(None, [asked.notes.get(name), hint]))
    return field(_label(name, asked.kind), name, _element(name, asked), hint=hint) | (
        {"optional": True} if name == "on" else {}
    )


def _label(name: str, kind: Kind) -> str:
    if name == "quantity":
        return kind.label
    if name == "on" and not kind.chooses_its_day:
        return request_words.DAY_OF_IT
    return request_words.LABELS[name]


def _element(name: str, asked: Asked) -> Block:
    value = asked.values.get(name)
    if name in {"quantity", "shares_sold"}:
        return line(str(value or ""))
    if name == "issuer_name":
        return line(str(value or ""), NAME_LIMIT)
    if name == "on":
        day = as_day(value)
        return {"type": "datepicker"} | ({"initial_date": day.isoformat()} if day else {})
    offer = _offer(name, asked.sheet)
    return choice(offer.element, offer.offers, offer.preset if value is None else value)


def _offer(name: str, sheet: AskingSheet) -> Choice:
    if name == "account":
        usable = (one for one in sheet.related[:OFFERED] if one.standing == "usable")
        related = {one.id: one.name for one in usable}
        return Choice("static_select", {OWN: request_words.OWN_ACCOUNT} | related, OWN)
    if name == "plan":
        plans = {one.id: request_words.plan(one) for one in sheet.plans[:OFFERED]}
        return Choice("static_select", {NO_PLAN: request_words.NO_PLAN} | plans, NO_PLAN)
    return _CHOICES[name]


@dataclass(slots=True)
class Reading:
    """One reading of a sent form: the view, the day in New York, the errors by block id."""

    view: dict[str, Any]
    today: date
    errors: dict[str, str]

    def every(self, kind: Kind) -> dict[str, Any]:
        """Read every field of a kind; a plan is only asked of somebody who has one."""
        names = [name for name in NAMES if name in kind.fields]
        return {name: self.one(name) for name in names if name != "plan" or self._has("plan")}

    def one(self, name: str) -> Any:
        """Read one field, or say at it what is wrong."""
        read = _READ.get(name)
        return read(self) if read else self._chosen(name)

    def _has(self, name: str) -> bool:
        return any(block.get("block_id") == name for block in self.view.get("blocks") or ())

    def _chosen(self, name: str) -> str:
        value = given(self.view, name)
        offers = _CHOICES[name].offers if name in _CHOICES else self._offered(name)
        if isinstance(value, str) and value in offers:
            return value
        self.errors[name] = request_words.ERRORS[name]
        return ""

    def _offered(self, name: str) -> set[str]:
        """Say what the form itself offered; the desk looks whether it is still there."""
        return offered(self.view, name)


def read_quantity(text: Any, block_id: str, errors: dict[str, str]) -> int:
    """Read a whole number from one, thousands separated or not; 0 where it is none."""
    return _whole(text, block_id, errors, request_words.ERROR_QUANTITY_EMPTY, least=1)


def _whole(text: Any, block_id: str, errors: dict[str, str], empty: str, *, least: int) -> int:
    typed = str(text or "").strip()
    if not typed:
        errors[block_id] = empty
        return 0
    if not _GROUPED.fullmatch(typed):
        errors[block_id] = request_words.ERROR_QUANTITY
        return 0
    digits = re.sub(r"[^0-9]", "", typed).lstrip("0") or "0"
    if len(digits) > len(str(LARGEST)) or int(digits) > LARGEST:
        errors[block_id] = request_words.ERROR_QUANTITY_HUGE
        return 0
    if int(digits) < least:
        errors[block_id] = request_words.ERROR_QUANTITY_ZERO
        return 0
    return int(digits)


def _quantity(reading: Reading) -> int:
    return read_quantity(given(reading.view, "quantity"), "quantity", reading.errors)


def _shares_sold(reading: Reading) -> int:
    typed = given(reading.view, "shares_sold")
    return _whole(typed, "shares_sold", reading.errors, request_words.ERROR_SOLD_EMPTY, least=0)


def _issuer_name(reading: Reading) -> str:
    typed = " ".join(str(given(reading.view, "issuer_name") or "").split())
    name = "".join(letter for letter in typed if letter.isprintable()).strip()
    if not any(letter.isalnum() for letter in name):
        reading.errors["issuer_name"] = request_words.ERROR_ISSUER_NAME
    elif name.casefold() == COMPANY:
        reading.errors["issuer_name"] = request_words.ERROR_ISSUER_OWN
    elif len(name) > NAME_LIMIT:
        reading.errors["issuer_name"] = request_words.ERROR_ISSUER_LONG
    return name


def _planned_day(reading: Reading) -> date | None:
    value = given(reading.view, "on")
    if not value:
        return None
    planned, today = as_day(value), reading.today
    if planned is None:
        reading.errors["on"] = request_words.ERROR_DAY
    elif planned < today:
        reading.errors["on"] = request_words.ERROR_DAY_PAST
    elif planned > today + FARTHEST:
        reading.errors["on"] = request_words.ERROR_DAY_FAR
    return planned


def as_day(value: Any) -> date | None:
    """Read Slack's ``YYYY-MM-DD``; None where it is no day."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


_READ: Mapping[str, Callable[[Reading], Any]] = {
    "quantity": _quantity,
    "shares_sold": _shares_sold,
    "issuer_name": _issuer_name,
    "on": _planned_day,
}
