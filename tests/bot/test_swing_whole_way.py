"""A director's purchase after a sale, warned of to both, over real Socket Mode."""

import pytest

from bot import trial
from bot.starting import Rules, open_database
from clearance.desk import Desk
from clearance.opening_transactions import import_transactions
from clearance.shown import Actor, Ask
from clearance.submitting import STATEMENTS
from handlers.words import swing as swing_words
from policy.facts import Trade
from tests.bot.pieces import CFO
from tests.bot.test_whole_way import bot, card_of, clock, press, settings, shown, top

__all__ = ["bot", "clock", "settings"]
DIRECTOR = "U0DIRECTOR"
SOLD = "slack_id,side,on,shares,price\nU0DIRECTOR,sale,2026-06-03,1000,5.00\n"


@pytest.fixture
def settled(settings, clock, cellectar, exchange):
    database = open_database(settings, clock)
    desk = Desk(database, cellectar, exchange)
    database.run_now(lambda tx: trial.settle_in(tx, desk, Rules(cellectar, exchange)))
    assert database.run_now(lambda tx: import_transactions(tx, SOLD, "operator:test")) == 1
    database.close_now()


async def reckon(workspace, user, price):
    """Ask for the sum at a price in the form on top, and read it."""
    form = top(workspace, user)
    action = {"action_id": "swing:price"}
    (value,) = {
        one["value"]
        for block in form.given["blocks"]
        for one in block.get("elements", [])
        if one.get("action_id") == "swing:price"
    }
    pressed = await workspace.acts.press(user, action | {"value": value}, view_id=form.id)
    assert pressed == {"ok": True}
    state = {"swing_price": {"value": {"value": price}}}
    return await workspace.acts.submit(user, top(workspace, user).id, state)


async def test_the_policys_example_in_slack(workspace, bot):
    assert await workspace.acts.command(DIRECTOR, "/preclear help") == {"ok": True}
    actor = Actor(workspace.seed.team_id, DIRECTOR)
    filed = await bot.desk.submit(actor, Ask(Trade("buy", 1000), statements=STATEMENTS))
    await workspace.acts.command(DIRECTOR, f"/preclear status {filed.id}")
    matched = "sale on Wednesday 3 June 2026, 1,000 shares at $5.00. Matched until"
    assert matched in shown(workspace, DIRECTOR)
    assert await reckon(workspace, DIRECTOR, "two") == {
        "errors": {"swing_price": swing_words.ERROR_PRICE},
        "ok": False,
    }
    state = {"swing_price": {"value": {"value": "2.00"}}}
    await workspace.acts.submit(DIRECTOR, top(workspace, DIRECTOR).id, state)
    said = shown(workspace, DIRECTOR)
    assert "1,000 times ($5.00 less $2.00) is $3,000.00" in said
    assert "You would owe the company $3,000.00" in said
    assert "Friday 4 December 2026 by the policy" in said

    card = await card_of(workspace, CFO)
    await press(workspace, CFO, card, "card:details")
    assert "at $5.00. Matched until Tuesday 1 December 2026" in shown(workspace, CFO)
    assert await reckon(workspace, CFO, "$2.00") == {"ok": True}
    assert "The requester would owe the company $3,000.00" in shown(workspace, CFO)
    told = workspace.conversation(DIRECTOR).messages + workspace.conversation(CFO).messages
    assert "3,000" not in str([message.blocks for message in told])
