"""A plan, to its suspension and back, over real Socket Mode with the bot unchanged."""

import pytest

from bot import trial
from bot.starting import Rules, open_database
from clearance.desk import Desk
from clearance.plan_sheets import listed
from clearance.shown import Actor, Ask
from clearance.submitting import STATEMENTS
from handlers import words
from handlers.words import findings as finding_words
from handlers.words import plan as plan_words
from policy.facts import Trade
from tests.bot.pieces import CEO, CFO, until
from tests.bot.test_whole_way import bot, clock, press, settings, shown, top

__all__ = ["bot", "clock", "settings"]
OWNER = "U0DIRECTOR"


@pytest.fixture
def settled(settings, clock, cellectar, exchange):
    """Enter the trial company; the id of its director's plan."""
    database = open_database(settings, clock)
    desk = Desk(database, cellectar, exchange)
    database.run_now(lambda tx: trial.settle_in(tx, desk, Rules(cellectar, exchange)))
    (plan,) = database.run_now(lambda tx: listed(tx, desk.grounds.at(tx)))
    database.close_now()
    return plan.id


async def type_in(workspace, user, text):
    assert await workspace.acts.command(user, f"/preclear {text}") == {"ok": True}


async def push(workspace, user, action):
    """Press a button of the form on top."""
    form = top(workspace, user)
    return await workspace.acts.press(user, {"action_id": action}, view_id=form.id)


async def confirm(workspace, user, action):
    """Press a plan's button in the list and confirm."""
    await type_in(workspace, user, "plans")
    assert await push(workspace, user, action) == {"ok": True}
    assert await workspace.acts.submit(user, top(workspace, user).id, {}) == {"ok": True}
    said = shown(workspace, user)
    await workspace.acts.close(user, top(workspace, user).id, everything=True)
    return said


async def sell(workspace, bot, plan):
    """Ask for a sale under the plan and read the answer in Slack."""
    actor = Actor(workspace.seed.team_id, OWNER)
    filed = await bot.desk.submit(actor, Ask(Trade("sell", 100), statements=STATEMENTS, plan=plan))
    await type_in(workspace, OWNER, f"status {filed.id}")
    said = shown(workspace, OWNER)
    await workspace.acts.close(OWNER, top(workspace, OWNER).id, everything=True)
    return said


async def test_suspended_told_refused_and_let_run_again_by_two(workspace, bot, settled):
    refused = finding_words.finding_text("plan_suspended", {})
    await type_in(workspace, OWNER, "help")  # so that Slack has told whose account it is
    passed = await sell(workspace, bot, settled)
    assert words.STATES["exempt"] in passed
    assert refused not in passed

    assert plan_words.DONE["suspend"] in await confirm(workspace, CFO, "plan:suspend")
    envelopes = workspace.conversation(OWNER).messages
    await until(lambda: envelopes, "the owner's envelope")
    assert await press(workspace, OWNER, envelopes[0], "envelope:open") == {"ok": True}
    assert plan_words.OWNER_SUSPENDED in shown(workspace, OWNER)
    assert words.CONFIDENTIAL in shown(workspace, OWNER)
    await workspace.acts.close(OWNER, top(workspace, OWNER).id, everything=True)
    assert refused in await sell(workspace, bot, settled)

    assert plan_words.DONE["ask_resume"] in await confirm(workspace, CFO, "plan:ask_resume")
    asked = workspace.conversation(CEO).messages
    await until(lambda: asked, "the second officer's envelope")
    assert await press(workspace, CEO, asked[0], "envelope:open") == {"ok": True}
    assert "Priya Raman has asked" in shown(workspace, CEO)
    assert await push(workspace, CEO, "plan:agree_resume") == {"ok": True}
    assert await workspace.acts.submit(CEO, top(workspace, CEO).id, {}) == {"ok": True}
    assert plan_words.DONE["agree_resume"] in shown(workspace, CEO)
    await until(lambda: len(envelopes) == 2, "the owner's second envelope")
    assert words.STATES["exempt"] in await sell(workspace, bot, settled)
    assert len({message.text for message in (*envelopes, *asked)}) == 1
    assert workspace.conversation(CFO).messages == []


@pytest.mark.usefixtures("bot")
async def test_its_owner_sees_it_and_has_no_button(workspace, settled):
    await type_in(workspace, OWNER, "plans")
    said = shown(workspace, OWNER)
    assert settled in said
    assert "plan:suspend" not in said
    await type_in(workspace, CEO, "plans")
    assert "plan:suspend" in shown(workspace, CEO)
