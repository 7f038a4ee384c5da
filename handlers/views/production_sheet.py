"""One production: to its asker, who may take it back, and to who may confirm it."""

from typing import Any

from clearance.shown_productions import ProductionShown
from handlers.views.blocks import modal, note, said
from handlers.words import CONFIDENTIAL_OFFICER
from handlers.words import production as words

CONFIRM = "production_confirm"
WITHDRAW = "production_withdraw"


def build(one: ProductionShown) -> dict[str, Any]:
    """Make the form; it has the button that this viewer may press as it stands."""
    blocks = [said(line) for line in words.lines(one)]
    if one.mine and one.state == "confirmed":
        blocks.append(said(words.TAKE.format(id=one.id, by=one.slack_id)))
    if one.mine and one.state in ("waits", "confirmed"):
        return _with_button(one, [*blocks, note(words.WITHDRAW_SURE)], words.WITHDRAW, WITHDRAW)
    if not one.mine and one.state == "waits":
        return _with_button(one, [*blocks, said(words.SURE)], words.CONFIRM, CONFIRM)
    return modal(words.SHEET_TITLE, [*blocks, note(CONFIDENTIAL_OFFICER)])


def _with_button(
    one: ProductionShown, blocks: list[dict[str, Any]], submit: str, callback: str
) -> dict[str, Any]:
    return modal(
        words.SHEET_TITLE,
        [*blocks, note(CONFIDENTIAL_OFFICER)],
        submit=submit,
        callback_id=callback,
        private_metadata=one.id,
    )


def build_done(one: ProductionShown) -> dict[str, Any]:
    """Make what is seen after an act on it."""
    blocks = [said(line) for line in words.lines(one)]
    return modal(words.SHEET_TITLE, [*blocks, note(CONFIDENTIAL_OFFICER)], clear_on_close=True)


def read(view: dict[str, Any]) -> str:
    """Read which production it is."""
    return str(view.get("private_metadata") or "")
