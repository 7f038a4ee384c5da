"""A clearance given by phone, entered in a form and confirmed by another, over Socket Mode."""

import pytest

from handlers import words
from handlers.words import command as command_words
from handlers.words import paper as paper_words
from tests.bot.pieces import CEO, CFO, MAYA, until
from tests.bot.test_whole_way import bot, clock, press, settings, settled, shown, top

__all__ = ["bot", "clock", "settings", "settled"]
COMPLY = "U0COMPLY"


def filled(**changed):
    fields = {
        "paper_person": {"selected_user": MAYA},
        "paper_action": {"selected_option": {"value": "buy"}},
        "paper_quantity": {"value": "300"},
        "paper_on": {"selected_date": "2026-11-23"},
        "paper_at": {"selected_time": "09:45"},
        "paper_by": {"selected_user": CFO},
    }
    return {name: {"value": value} for name, value in (fields | changed).items()}


@pytest.mark.usefixtures("bot")
async def test_asked_confirmed_told_and_marked(workspace):
    await workspace.acts.command(MAYA, "/preclear paper")
    heard = str(workspace.conversation(MAYA).messages) + str(workspace.views.stack(MAYA))
    assert paper_words.TITLE not in heard
    assert await workspace.acts.command(COMPLY, "/preclear paper") == {"ok": True}
    form = top(workspace, COMPLY)
    wrong = await workspace.acts.submit(COMPLY, form.id, filled(paper_by={"selected_user": MAYA}))
    assert wrong["errors"] == {"paper_by": paper_words.ERRORS["paper_approver"]}
    assert await workspace.acts.submit(COMPLY, form.id, filled()) == {"ok": True}
    assert paper_words.OWN in shown(workspace, COMPLY)

    asked = workspace.conversation(CEO).messages
    await until(lambda: asked, "the second person's envelope")
    assert "Maya" not in asked[0].text + str(asked[0].blocks)
    assert await press(workspace, CEO, asked[0], "envelope:open") == {"ok": True}
    assert "Given by Priya Raman" in shown(workspace, CEO)
    assert await workspace.acts.submit(CEO, top(workspace, CEO).id, {}) == {"ok": True}
    assert "marked as from paper" in shown(workspace, CEO)

    told = workspace.conversation(MAYA).messages
    await until(lambda: told, "the envelope")
    assert await press(workspace, MAYA, told[0], "envelope:open") == {"ok": True}
    assert words.ON_PAPER in shown(workspace, MAYA)
    assert words.STATES["approved"] in shown(workspace, MAYA)
    assert command_words.HELP.count("paper") == 0
