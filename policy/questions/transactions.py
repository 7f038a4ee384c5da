"""Reading an insider's past transactions out of a question."""

from decimal import Decimal, InvalidOperation
from typing import Any

from policy.actions import Side
from policy.facts import Transaction
from policy.questions.fields import Fields, bad_value

_SIDES: dict[str, Side] = {"purchase": "purchase", "sale": "sale"}


def transactions_of(question: Fields, name: str) -> tuple[Transaction, ...]:
    """Read a list of transactions; none where the field is left out."""
    if not question.has(name):
        return ()
    return tuple(_transaction(each) for each in question.many(name))


def _transaction(entry: Fields) -> Transaction:
    return Transaction(
        side=_SIDES[entry.choice("side", _SIDES)],
        on=entry.day("on"),
        shares=entry.whole("shares", 1),
        price=_price(entry),
        exempt=_exempt(entry),
        owner=entry.text("owner") if entry.has("owner") else None,
    )


def _price(entry: Fields) -> str:
    """Return a price as decimal text; a JSON number is read by its own digits."""
    written: Any = entry.raw("price")
    allowed = 'an amount of money, like "11.70"'
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        raise bad_value(entry.path("price"), allowed)
    try:
        price = Decimal(str(written))
    except InvalidOperation as error:
        raise bad_value(entry.path("price"), allowed) from error
    if not price.is_finite() or price < 0:
        raise bad_value(entry.path("price"), allowed)
    return str(written)


def _exempt(entry: Fields) -> bool | str:
    if not entry.has("exempt"):
        return False
    written: Any = entry.raw("exempt")
    if not isinstance(written, bool | str):
        raise bad_value(entry.path("exempt"), "true, false, or a text naming the rule")
    return written
