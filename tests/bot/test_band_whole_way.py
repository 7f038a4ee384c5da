"""One's own six months, from the command and from App Home, over real Socket Mode."""

import pytest

from handlers.words import band as band_words
from tests.bot.pieces import MAYA
from tests.bot.test_whole_way import bot, clock, settings, settled, shown

__all__ = ["bot", "clock", "settings", "settled"]


@pytest.mark.usefixtures("bot")
async def test_the_form_says_it_in_words_and_as_bars(workspace):
    assert await workspace.acts.command(MAYA, "/preclear band") == {"ok": True}
    said = shown(workspace, MAYA)
    for part in (band_words.TRADES_NONE, band_words.FREE_NONE, band_words.LEGEND, "Nov 26 "):
        assert part in said
    assert workspace.conversation(MAYA).messages == []
