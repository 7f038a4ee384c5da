"""A nudge, and both officers' screens afterwards, over real Socket Mode with the bot unchanged."""

from datetime import datetime

import pytest

from handlers.words import nudge as nudge_words
from handlers.words.refusals import REFUSALS
from tests.bot.pieces import CEO, CFO, MAYA, NEW_YORK, until
from tests.bot.test_whole_way import (
    approve,
    ask,
    bot,
    card_of,
    clock,
    closed,
    press,
    settings,
    settled,
    shown,
    top,
)

__all__ = ["bot", "clock", "settings", "settled"]
HOUR_LATER = datetime(2026, 11, 23, 14, 0, tzinfo=NEW_YORK)


async def push(workspace, action):
    (value,) = {
        one["value"]
        for block in top(workspace, MAYA).given["blocks"]
        for one in [*block.get("elements", []), block.get("accessory", {})]
        if one.get("action_id") == action
    }
    pressed = {"action_id": action, "value": value}
    return await workspace.acts.press(MAYA, pressed, view_id=top(workspace, MAYA).id)


def answered(workspace):
    """Give the last words that only the author of a command sees."""
    return workspace.conversation(MAYA).ephemeral[-1].text


@pytest.mark.usefixtures("bot")
async def test_nudged_in_the_form_seen_by_both_and_decided_by_one(workspace, clock):
    await ask(workspace)
    await card_of(workspace, CEO)
    await card_of(workspace, CFO)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)
    clock.move(HOUR_LATER)
    await workspace.acts.command(MAYA, "/preclear status")
    assert await push(workspace, "request:open") == {"ok": True}
    assert nudge_words.MAY in shown(workspace, MAYA)
    assert await push(workspace, "request:nudge") == {"ok": True}
    assert "You nudged the approvers on" in shown(workspace, MAYA)
    assert "request:nudge" not in shown(workspace, MAYA)

    cards = {one: workspace.conversation(one).messages for one in (CEO, CFO)}
    for messages in cards.values():
        await until(lambda messages=messages: len(messages) == 2, "the card again")
        first, again = messages
        assert first.text == again.text
        assert again.text.startswith("Decide by ")
    assert await press(workspace, CFO, cards[CFO][1], "card:details") == {"ok": True}
    assert "The requester asked again on" in shown(workspace, CFO)
    await workspace.acts.close(CFO, top(workspace, CFO).id, everything=True)

    assert await approve(workspace, CEO) == {"ok": True}
    for messages in cards.values():
        await until(lambda messages=messages: all(map(closed, messages)), "the cards' end")
    assert {one.text.partition(".")[0] for one in cards[CEO]} == {"Decided by you"}
    assert {one.text.partition(".")[0] for one in cards[CFO]} == {"Decided by another officer"}
    for one in (*cards[CEO], *cards[CFO]):
        assert one.text == one.blocks[0]["text"]["text"]
        assert not any(word in one.text for word in ("Daniel", "Maya", "pprove"))
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)
    await workspace.acts.command(MAYA, "/preclear status")
    assert "Decided by Daniel Reyes, Chief Executive Officer." in shown(workspace, MAYA)


@pytest.mark.usefixtures("bot")
async def test_by_the_command_with_and_without_an_id(workspace, clock):
    await workspace.acts.command(MAYA, "/preclear nudge")
    assert answered(workspace) == nudge_words.NOTHING
    await ask(workspace)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)
    cards = workspace.conversation(CEO).messages
    request = (await card_of(workspace, CEO)).blocks[1]["elements"][0]["value"]
    await workspace.acts.command(MAYA, "/preclear nudge")
    assert answered(workspace).startswith("The approvers got this less than an hour ago")
    assert "nudge on Monday 23 November 2026" in answered(workspace)
    clock.move(HOUR_LATER)
    await workspace.acts.command(MAYA, f"/preclear Nudge {request.lower()}")
    assert answered(workspace) == nudge_words.DONE.format(request=request)
    await until(lambda: len(cards) == 2, "the card again")
    await workspace.acts.command(MAYA, "/preclear nudge")
    assert answered(workspace) == REFUSALS["nudged_before"]
    await workspace.acts.command(MAYA, "/preclear nudge NOTHINGX")
    assert "nudge" not in answered(workspace).lower()
    assert len(cards) == 2


@pytest.mark.usefixtures("bot")
async def test_of_several_the_list_has_a_button_each(workspace, clock):
    for text in ("buy 500", "buy 700"):
        await ask(workspace, text)
        await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)
    clock.move(HOUR_LATER)
    await workspace.acts.command(MAYA, "/preclear nudge")
    pressed = [
        one
        for block in top(workspace, MAYA).given["blocks"]
        for one in block.get("elements", [])
        if one.get("action_id") == "requests:nudge"
    ]
    assert len({one["value"] for one in pressed}) == 2
    chosen = {"action_id": "requests:nudge", "value": pressed[0]["value"]}
    chosen["block_id"] = f"nudge:{pressed[0]['value']}"
    assert await workspace.acts.press(MAYA, chosen, view_id=top(workspace, MAYA).id) == {"ok": True}
    assert "You nudged the approvers on" in shown(workspace, MAYA)
    messages = workspace.conversation(CFO).messages
    await until(lambda: len(messages) == 3, "one card again")
