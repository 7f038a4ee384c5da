"""``short_swing``: what an insider's transactions would have them pay back."""

import re
from fractions import Fraction
from math import floor
from typing import Any

from policy.questions.fields import Fields, RefusedError, bad_value
from policy.questions.given import Answer, Given
from policy.questions.transactions import transactions_of
from policy.short_swing import Split, short_swing

_RATIO = re.compile(r"(?P<new>\d{1,9}):(?P<old>\d{1,9})\Z", re.ASCII)


def answer(question: Fields, given: Given) -> Answer:
    """Answer with ``profit``, ``lowest_in_highest_out`` and ``alert``."""
    if not question.has("transactions"):
        raise RefusedError("missing_field", "transactions is missing")
    transactions = transactions_of(question, "transactions")
    listed = question.many("splits") if question.has("splits") else ()
    splits = [Split(each.day("on"), _ratio(each)) for each in listed]
    found = short_swing(transactions, splits, given.policy)
    return {
        "profit": _dollars(found.profit),
        "lowest_in_highest_out": _dollars(found.lowest_in_highest_out),
        "alert": found.alert,
    }


def _ratio(entry: Fields) -> Fraction:
    """Return how many new shares one old share becomes."""
    written: Any = entry.raw("ratio")
    shape = _RATIO.match(written) if isinstance(written, str) else None
    if shape is None or not int(shape["new"]) or not int(shape["old"]):
        raise bad_value(entry.path("ratio"), 'new shares to old ones, like "1:10"')
    return Fraction(int(shape["new"]), int(shape["old"]))


def _dollars(amount: Fraction) -> str:
    """Write an amount, never below zero, in whole cents; half a cent is rounded up."""
    dollars, cents = divmod(floor(amount * 100 + Fraction(1, 2)), 100)
    return f"{dollars}.{cents:02d}"
