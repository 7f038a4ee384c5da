"""An assistant files for a director over real Socket Mode, and reads nothing that comes of it."""

import pytest

from bot import trial
from bot.starting import Rules, open_database
from clearance.desk import Desk
from handlers.words import delegate as delegate_words
from tests.bot.pieces import CFO, MAYA, until
from tests.bot.test_whole_way import bot, card_of, chosen, clock, press, settings, shown, top

__all__ = ["bot", "clock", "settings"]
DIRECTOR = "U0DIRECTOR"


@pytest.fixture
def settled(settings, clock, cellectar, exchange):
    """Enter the trial company."""
    database = open_database(settings, clock)
    desk = Desk(database, cellectar, exchange)
    database.run_now(lambda tx: trial.settle_in(tx, desk, Rules(cellectar, exchange)))
    database.close_now()


async def type_in(workspace, user, text):
    assert await workspace.acts.command(user, f"/preclear {text}") == {"ok": True}


@pytest.mark.usefixtures("settled", "bot")
async def test_let_filed_decided_and_ended(workspace):
    await type_in(workspace, DIRECTOR, "delegates")
    assert delegate_words.NOBODY in shown(workspace, DIRECTOR)
    whom = {"delegate": {"value": {"selected_user": CFO}}}
    refused = await workspace.acts.submit(DIRECTOR, top(workspace, DIRECTOR).id, whom)
    assert delegate_words.ERROR_DECIDES in str(refused)
    whom["delegate"]["value"]["selected_user"] = MAYA
    sent = await workspace.acts.submit(DIRECTOR, top(workspace, DIRECTOR).id, whom)
    assert sent == {"ok": True}
    assert "Maya Okafor" in shown(workspace, DIRECTOR)
    await workspace.acts.close(DIRECTOR, top(workspace, DIRECTOR).id, everything=True)

    told = workspace.conversation(MAYA).messages
    await until(lambda: told, "the assistant's envelope")
    assert await press(workspace, MAYA, told[0], "envelope:open") == {"ok": True}
    assert delegate_words.THEIRS in shown(workspace, MAYA)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    await type_in(workspace, MAYA, "buy 500 on 2 Dec")
    (asked,) = [
        one for one in top(workspace, MAYA).given["blocks"] if one["block_id"] == "filed_for"
    ]
    name = next(one for one in asked["element"]["options"] if one["value"] != "myself")
    state = {
        "statements": {"value": chosen("no_mnpi", "policy_read", "responsible")},
        "filed_for": {"value": {"selected_option": {"value": name["value"]}}},
    }
    assert await workspace.acts.submit(MAYA, top(workspace, MAYA).id, state) == {"ok": True}
    receipt = shown(workspace, MAYA)
    assert name["text"]["text"] in receipt
    assert "PC-" not in receipt
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    card = await card_of(workspace, CFO)
    assert await press(workspace, CFO, card, "card:details") == {"ok": True}
    assert "Maya Okafor in the requester's name" in shown(workspace, CFO)
    theirs = workspace.conversation(DIRECTOR).messages
    await until(lambda: theirs, "the director's envelope")
    assert await press(workspace, DIRECTOR, theirs[0], "envelope:open") == {"ok": True}
    assert "Filed by Maya Okafor" in shown(workspace, DIRECTOR)
    await workspace.acts.close(DIRECTOR, top(workspace, DIRECTOR).id, everything=True)
    assert len(told) == 1, "the assistant is told nothing more"

    await type_in(workspace, MAYA, "delegates")
    form = top(workspace, MAYA)
    given = next(one["accessory"]["value"] for one in form.given["blocks"] if "accessory" in one)
    ended = {"action_id": "delegates:end", "value": given}
    assert await workspace.acts.press(MAYA, ended, view_id=form.id) == {"ok": True}
    assert delegate_words.ENDED in shown(workspace, MAYA)
