"""Reading an insider's past transactions out of a question."""

import re
from decimal import Decimal
from typing import Any

from policy.actions import Side
from policy.facts import Transaction
from policy.questions.fields import Fields, bad_value

#: Long enough for any price that is one, short enough to be reckoned with at once.
_MONEY = re.compile(r"\d{1,18}(\.\d{1,18})?\Z", re.ASCII)
_SIDES: dict[str, Side] = {"purchase": "purchase", "sale": "sale"}


def transactions_of(question: Fields, name: str) -> tuple[Transaction, ...]:
    """Read a list of transactions; none where the field is left out."""
    if not question.has(name):
        return ()
    return tuple([_transaction(each) for each in question.many(name)])


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
    """Return a price as plain decimal text; a JSON number is read by its own digits."""
    written: Any = entry.raw("price")
    if isinstance(written, int | float) and not isinstance(written, bool):
        written = format(Decimal(str(written)), "f")
    if not isinstance(written, str) or not _MONEY.match(written):
        raise bad_value(entry.path("price"), 'an amount of money, like "11.70"')
    return written


def _exempt(entry: Fields) -> bool | str:
    if not entry.has("exempt"):
        return False
    written: Any = entry.raw("exempt")
    if not isinstance(written, bool | str) or not (written is False or written):
        raise bad_value(entry.path("exempt"), "true, false, or a text naming the rule")
    return written
