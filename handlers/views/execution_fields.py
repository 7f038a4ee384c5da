"""The fields of a trade's executions: day, time, quantity and price, one after the other.

The first is always there. Another is added on the same screen; all of a form's own fields keep
their ids, so that what was typed stays. One that is left empty altogether counts for nothing.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from clearance.shown_reports import MOST_EXECUTIONS, Execution
from handlers import words
from handlers.views import moment_fields
from handlers.views.blocks import Block, actions, button, drawn, given, line, marked
from handlers.views.blocks import field as input_field
from handlers.views.request_fields import read_quantity
from handlers.views.typed import Typed
from handlers.words import request as request_words
from handlers.words import traded as traded_words

ON = "traded_on"
AT = "traded_at"
QUANTITY = "traded_quantity"
PRICE = "price"
#: In the order of the form.
FIELDS: Final = (ON, AT, QUANTITY, PRICE)
ADD = "traded:add"
_PRICE = re.compile(r"\$? ?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(\.[0-9]{1,4})?")


def named(field: str, place: int) -> str:
    """Give the id of a field of the so many-th execution."""
    return field if place == 1 else f"{field}_{place}"


def build(count: int, price_hint: str, *, optional: bool, said: Typed | None = None) -> list[Block]:
    """Make the fields of so many executions, and the button that adds another.

    ``said`` is what somebody typed of the first.
    """
    rows: list[Block] = []
    for place in range(1, count + 1):
        rows += [marked(traded_words.PART.format(number=place))] if count > 1 else []
        first = said if said is not None and place == 1 else Typed()
        rows += _one(place, price_hint, first, optional=optional or place > 1)
    if count < MOST_EXECUTIONS:
        rows.append(actions(ADD, button(traded_words.ADD_PART, ADD, "new")))
    else:
        rows.append(marked(traded_words.PARTS_FULL))
    return rows


def _one(place: int, price_hint: str, first: Typed, *, optional: bool) -> Iterator[Block]:
    values = first.values
    on: Block = {"initial_date": values["on"]} if "on" in values else {}
    number = " ".join(filter(None, [first.notes.get("quantity"), request_words.NUMBER]))
    elements: Mapping[str, tuple[str, Block, str]] = {
        ON: (words.LABEL_TRADED_ON, {"type": "datepicker"} | on, first.notes.get("on", "")),
        AT: (words.LABEL_TRADED_AT, {"type": "timepicker"}, ""),
        QUANTITY: (words.LABEL_TRADED_QUANTITY, line(values.get("quantity", "")), number),
        PRICE: (words.LABEL_PRICE, line(values.get("price", "")), price_hint),
    }
    for name, (label, element, hint) in elements.items():
        yield input_field(label, named(name, place), element, hint=hint, optional=optional)


def drawn_in(view: dict[str, Any]) -> int:
    """Say how many executions a form has fields for."""
    there = drawn(view)
    places = (place for place in range(MOST_EXECUTIONS, 1, -1) if named(ON, place) in there)
    return next(places, 1)


def count_of(values: Mapping[str, Any]) -> int:
    """Say of how many executions something was filled in."""
    places = range(MOST_EXECUTIONS, 1, -1)
    filled_in = (place for place in places if any(named(one, place) in values for one in FIELDS))
    return next(filled_in, 1)


def filled(view: dict[str, Any]) -> list[str]:
    """Name the fields in which something was written."""
    every = (named(name, place) for place in _places(view) for name in FIELDS)
    return [one for one in every if given(view, one)]


def read(view: dict[str, Any], now: datetime, errors: dict[str, str]) -> tuple[Execution, ...]:
    """Read the executions, or say at their fields what is wrong; the first is needed."""
    found = []
    for place in _places(view):
        names = [named(name, place) for name in FIELDS]
        missing = [one for one in names if not given(view, one)]
        if place > 1 and len(missing) == len(names):
            continue
        sentence = words.ERROR_REPORT_NEEDS if place == 1 else traded_words.PART_EMPTY
        errors |= dict.fromkeys(missing, sentence)
        one = _read(view, place, now, errors)
        if one is not None:
            found.append(one)
    return tuple(found)


def _places(view: dict[str, Any]) -> range:
    values = (view.get("state") or {}).get("values") or {}
    sent = [place for place in range(2, MOST_EXECUTIONS + 1) if named(ON, place) in values]
    return range(1, max([1, *sent]) + 1)


def _read(
    view: dict[str, Any], place: int, now: datetime, errors: dict[str, str]
) -> Execution | None:
    on, clock, many, price = (named(name, place) for name in FIELDS)
    at = (
        moment_fields.read(view, on, clock, now, errors)
        if given(view, on) and given(view, clock)
        else None
    )
    quantity = read_quantity(given(view, many), many, errors) if given(view, many) else None
    dollars = _price(str(given(view, price)), price, errors) if given(view, price) else None
    if at is None or quantity is None or dollars is None:
        return None
    return Execution(at, quantity, dollars)


def _price(typed: str, block: str, errors: dict[str, str]) -> str | None:
    """Read dollars: ``$1,234.50`` is ``1234.50``."""
    found = _PRICE.fullmatch(typed.strip())
    price = "" if found is None else f"{found[1].replace(',', '')}{found[2] or ''}"
    if not price.strip("0."):
        errors[block] = words.ERROR_PRICE
        return None
    return price


def block_of(field: str) -> str | None:
    """Give the block to which the desk's name of a wrong field belongs, if it is one of these."""
    name, _, place = field.partition("_")
    blocks = {"at": AT, "quantity": QUANTITY, "price": PRICE}
    return named(blocks[name], int(place or 1)) if name in blocks else None
