"""An officer goes away, the other is asked, both are; who is back finds all that waits."""

from datetime import datetime

import pytest

from handlers import words
from handlers.words import away as away_words
from handlers.words import command as command_words
from tests.bot.pieces import CEO, CFO, MAYA, NEW_YORK, until
from tests.bot.test_whole_way import (
    ask,
    bot,
    card_of,
    clock,
    press,
    settings,
    settled,
    shown,
    top,
)

__all__ = ["bot", "clock", "settings", "settled"]
RUTH = "U0DIRECTOR"


def said(first, last, hour="9"):
    days = (("away_first", first), ("away_last", last))
    state = {name: {"value": {"selected_date": day}} for name, day in days}
    return state | {"away_hour": {"value": {"selected_option": {"value": hour}}}}


async def type_in(workspace, user, words_):
    assert await workspace.acts.command(user, f"/preclear {words_}") == {"ok": True}


async def goes(workspace, user, *days, **more):
    await type_in(workspace, user, "away")
    done = await workspace.acts.submit(user, top(workspace, user).id, said(*days, **more))
    assert done == {"ok": True}
    assert away_words.SAVED in shown(workspace, user)
    await workspace.acts.close(user, top(workspace, user).id, everything=True)


async def push(workspace, user, action):
    form = top(workspace, user)
    assert await workspace.acts.press(user, {"action_id": action}, view_id=form.id) == {"ok": True}


@pytest.mark.usefixtures("bot")
async def test_away_asked_in_turn_and_back(workspace, clock):
    await type_in(workspace, CEO, "away")
    form = top(workspace, CEO).id
    refused = await workspace.acts.submit(CEO, form, said("2026-11-25", "2026-11-24"))
    assert refused["errors"] == {"away_last": away_words.ERRORS["away_reversed"]}
    await workspace.acts.close(CEO, form, everything=True)

    await goes(workspace, CEO, "2026-11-23", "2026-11-24", hour="10")
    assert await ask(workspace) == {"ok": True}
    await card_of(workspace, CFO)
    assert workspace.conversation(CEO).messages == []
    assert "is away" not in shown(workspace, MAYA)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    await goes(workspace, CFO, "2026-11-23", "2026-11-30")
    await until(lambda: workspace.conversation(CEO).messages, "the card of the other one")
    assert await ask(workspace, "buy 300 on 3 Dec") == {"ok": True}
    assert "back on Wednesday 25 November 2026" in shown(workspace, MAYA)
    await until(lambda: len(workspace.conversation(CFO).messages) == 2, "the second card")

    letters = workspace.conversation(CEO).messages
    await until(lambda: len(letters) == 2, "the second card of the CEO")
    clock.move(datetime(2026, 11, 25, 10, 0, tzinfo=NEW_YORK))
    await until(lambda: len(letters) == 3, "one message of both")
    assert letters[2].text.startswith("Several things wait for you. The first needs a decision by")
    assert await press(workspace, CEO, letters[2], "envelope:open") == {"ok": True}
    listed = shown(workspace, CEO)
    assert listed.index("500 shares") < listed.index("300 shares")
    await push(workspace, CEO, "home:review")
    assert words.LABEL_DECISION in shown(workspace, CEO)
    assert len(workspace.conversation(CFO).messages) == 2  # nothing while away


@pytest.mark.usefixtures("bot")
async def test_to_anybody_else_there_is_no_such_command(workspace):
    for user in (MAYA, RUTH):
        await type_in(workspace, user, "away")
        assert workspace.conversation(user).ephemeral[-1].text == command_words.UNKNOWN
        assert workspace.views.stack(user) == []
    await type_in(workspace, CEO, "away")
    assert away_words.TITLE in str(top(workspace, CEO).given["title"])
