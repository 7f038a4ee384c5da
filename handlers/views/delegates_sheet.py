"""Who files for one and for whom one files, with what can be done about it."""

from typing import Any

from clearance.shown_delegates import DelegateShown, DelegatesSheet
from handlers import words as common
from handlers.moments import day
from handlers.views.blocks import (
    Block,
    beside,
    button,
    divider,
    field,
    given,
    header,
    member,
    modal,
    note,
    said,
)
from handlers.words import delegate as words
from policy.instants import market_day

CALLBACK = "delegates"
WHO = "delegate"
END = "delegates:end"


def build(sheet: DelegatesSheet, done: str = "") -> dict[str, Any]:
    """Make the sheet; what was just done is said first."""
    shown: list[Block] = [*([said(done)] if done else []), note(words.WHY)]
    if sheet.may_allow:
        shown += [header(words.MINE), *(_row(one) for one in sheet.mine)]
        shown += [] if sheet.mine else [said(words.NOBODY)]
    if sheet.theirs:
        shown += [header(words.THEIRS), *(_row(one) for one in sheet.theirs)]
    if not sheet.may_allow:
        return modal(words.TITLE, shown)
    chosen = field(words.LABEL, WHO, member(), hint=words.HINT)
    return modal(
        words.TITLE,
        [*shown, divider(), chosen],
        close=common.CLOSE,
        submit=words.ALLOW,
        callback_id=CALLBACK,
    )


def _row(one: DelegateShown) -> Block:
    text = words.ROW.format(name=one.name, day=day(market_day(one.since)))
    return beside(text, f"delegation:{one.id}", button(words.END, END, one.id))


def read(view: dict[str, Any]) -> str:
    """Read whom a form lets file; empty where nobody was chosen."""
    return str(given(view, WHO) or "")


def errors_of(reason: str) -> dict[str, str] | None:
    """Say at its field why somebody cannot be let."""
    errors = {
        "delegate_unknown": words.ERROR_NOBODY,
        "delegate_decides": words.ERROR_DECIDES,
        "delegates_full": words.ERROR_FULL,
    }
    return {WHO: errors[reason]} if reason in errors else None
