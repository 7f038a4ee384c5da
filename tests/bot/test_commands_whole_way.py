"""Words, slips, help and the shortcut, from the page to the bot over real Socket Mode."""

from datetime import datetime

import pytest

from handlers import shortcut, words
from handlers.views import report_form, unasked_form
from handlers.words import command as command_words
from handlers.words import phrase as phrase_words
from handlers.words import traded as traded_words
from tests.bot.pieces import CEO, CFO, MAYA, NEW_YORK, until
from tests.bot.test_whole_way import (
    approve,
    ask,
    bot,
    clock,
    press,
    settings,
    settled,
    shown,
    top,
)

__all__ = ["bot", "clock", "settings", "settled"]
GUEST, HELEN = "U0GUEST", "U0COMPLY"


async def typed(workspace, user, text):
    """Type after the command; give what was answered in words, None where a form opened."""
    said = workspace.conversation(user).ephemeral
    before = len(said)
    assert await workspace.acts.command(user, f"/preclear {text}") == {"ok": True}
    return said[-1].text if len(said) > before else None


def said(view):
    """Give a form without the ids that Slack makes up."""
    return [{**block, "block_id": ""} for block in view.given["blocks"]]


@pytest.mark.usefixtures("bot")
async def test_a_trade_is_asked_for_told_of_and_reported_in_words(workspace, clock):
    assert await ask(workspace, "I\u2019d like to buy 1.5k shares on Wednesday, 2 Dec!") == {
        "ok": True
    }
    assert await approve(workspace, CEO) == {"ok": True}
    told = workspace.conversation(MAYA).messages
    await until(lambda: told, "the envelope")
    assert await press(workspace, MAYA, told[0], "envelope:open") == {"ok": True}
    assert "Buy 1,500 shares" in shown(workspace, MAYA)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    clock.move(datetime(2026, 11, 25, 13, 0, tzinfo=NEW_YORK))
    assert await typed(workspace, MAYA, "bought 700 at $4.12 yesterday at 10:30") is None
    form = top(workspace, MAYA)
    assert form.given["callback_id"] == report_form.CALLBACK
    assert "“at 10:30”" in shown(workspace, MAYA)
    filled = {name: next(iter(one.values())) for name, one in form.state.items()}
    assert filled["traded_quantity"]["value"] == "700"
    assert filled["traded_on"]["selected_date"] == "2026-11-24"
    assert filled["price"]["value"] == "4.12"
    state = {
        "traded_at": {"value": {"selected_time": "10:30"}},
        "stated": {"value": {"selected_option": {"value": "none"}}},
    }
    assert await workspace.acts.submit(MAYA, form.id, state) == {"ok": True}
    assert words.STATES["reported"] in shown(workspace, MAYA)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    # reported, so that there is no clearance any more of which this could be
    assert await typed(workspace, MAYA, "sold 20 yesterday to my brother") is None
    assert top(workspace, MAYA).given["callback_id"] == unasked_form.CALLBACK
    assert "“brother”" in shown(workspace, MAYA)
    assert traded_words.UNASKED_WHY in shown(workspace, MAYA)


@pytest.mark.usefixtures("bot")
async def test_what_is_not_sure_opens_the_form_and_is_named(workspace):
    assert await typed(workspace, MAYA, "sell 500 or 600 next Tuesday <!channel>") is None
    form, seen = top(workspace, MAYA), shown(workspace, MAYA)
    assert form.state["quantity"]["value"]["value"] is None
    assert form.state["on"]["value"]["selected_date"] is None
    assert phrase_words.LEFT in seen
    for word in ("500", "600", "or", "next tuesday", "channel"):
        assert f"“{word}”" in seen
    assert "<!channel>" not in seen


@pytest.mark.usefixtures("bot")
async def test_help_is_each_persons_own(workspace):
    own = {user: await typed(workspace, user, "help") for user in (MAYA, GUEST, CEO, HELEN)}
    assert own[MAYA] == own[GUEST] == command_words.HELP
    assert "As an officer" in own[CEO]
    assert "`restrict`" in own[CEO]
    assert "`audit`" not in own[CEO]
    assert "As compliance" in own[HELEN]
    assert "`audit`" in own[HELEN]
    assert "`notice`" not in own[HELEN]


@pytest.mark.usefixtures("bot")
async def test_a_slip_is_asked_about_among_ones_own_commands(workspace):
    meant = command_words.DID_YOU_MEAN
    assert await typed(workspace, MAYA, "staus") == meant.format(word="status")
    assert await typed(workspace, CFO, "notcie") == meant.format(word="notice")
    unknown = [
        *[await typed(workspace, MAYA, text) for text in ("qwertz", "notcie", "notice", "audit")],
        *[await typed(workspace, GUEST, text) for text in ("staus", "notcie", "sell five", "")],
    ]
    assert set(unknown) == {command_words.UNKNOWN}


@pytest.mark.usefixtures("bot")
async def test_the_shortcut_opens_the_form(workspace):
    assert await workspace.acts.shortcut(MAYA, shortcut.ASK) == {"ok": True}
    by_shortcut = said(top(workspace, MAYA))
    await workspace.acts.close(MAYA, top(workspace, MAYA).id)
    await typed(workspace, MAYA, "")
    assert said(top(workspace, MAYA)) == by_shortcut
    assert await workspace.acts.shortcut(GUEST, shortcut.ASK) == {"ok": True}
    assert command_words.UNKNOWN in top(workspace, GUEST).given["blocks"][0]["text"]["text"]
