"""A question to compliance and its answer, over real Socket Mode with the bot unchanged."""

import pytest

from handlers.words import question as question_words
from tests.bot.pieces import CEO, CFO, MAYA, until
from tests.bot.test_whole_way import bot, clock, press, settings, settled, shown, top

__all__ = ["bot", "clock", "settings", "settled"]
ASKED = "May my sister's trust sell while I wait?"


async def send(workspace, user, text):
    state = {"question_text": {"value": {"value": text}}}
    return await workspace.acts.submit(user, top(workspace, user).id, state)


async def push(workspace, user, action, value):
    pressed = {"action_id": action, "value": value}
    return await workspace.acts.press(user, pressed, view_id=top(workspace, user).id)


def id_of(workspace, user, action):
    (found,) = {
        one["value"]
        for block in top(workspace, user).given["blocks"]
        for one in [*block.get("elements", []), block.get("accessory", {})]
        if one.get("action_id") == action
    }
    return found


@pytest.mark.usefixtures("bot")
async def test_asked_answered_read_and_followed(workspace):
    assert await workspace.acts.command(MAYA, "/preclear ask-compliance") == {"ok": True}
    refused = await send(workspace, MAYA, "  ")
    assert refused["ok"] is False
    assert await send(workspace, MAYA, ASKED) == {"ok": True}
    assert question_words.DONE in shown(workspace, MAYA)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    cards = workspace.conversation(CFO).messages
    await until(lambda: cards, "the officer's envelope")
    assert "sister" not in cards[0].text + str(cards[0].blocks)
    assert await press(workspace, CFO, cards[0], "envelope:open") == {"ok": True}
    assert "Maya Okafor" in shown(workspace, CFO)
    question = id_of(workspace, CFO, "question:answer")
    assert await push(workspace, CFO, "question:answer", question) == {"ok": True}
    assert ASKED in shown(workspace, CFO)
    assert await send(workspace, CFO, "Ask for it in your own name first.") == {"ok": True}
    assert question_words.DONE_ANSWER in shown(workspace, CFO)

    told = workspace.conversation(MAYA).messages
    await until(lambda: told, "the answer's envelope")
    assert told[0].text == cards[0].text
    assert await press(workspace, MAYA, told[0], "envelope:open") == {"ok": True}
    assert "Ask for it in your own name first." in shown(workspace, MAYA)
    assert "Priya Raman" in shown(workspace, MAYA)
    assert await push(workspace, MAYA, "question:again", question) == {"ok": True}
    assert await send(workspace, MAYA, "And if it is my mother's?") == {"ok": True}
    await until(lambda: len(cards) == 2, "the second envelope")
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)
    await workspace.acts.command(MAYA, "/preclear ask-compliance")
    assert "And if it is my mother" in shown(workspace, MAYA)
    assert workspace.conversation(CEO).messages == []
