"""A director from clearance to Filed, over real Socket Mode with the clock moved."""

from datetime import datetime

import pytest

from clearance.shown import Actor, Ask
from clearance.submitting import STATEMENTS
from handlers import words
from handlers.words import draft as draft_words
from handlers.words import filing as filing_words
from handlers.words import traded as traded_words
from policy.facts import Trade
from tests.bot.pieces import CFO, NEW_YORK, until
from tests.bot.test_whole_way import (
    approve,
    bot,
    clock,
    press,
    settings,
    settled,
    shown,
    top,
)

__all__ = ["bot", "clock", "settings", "settled"]
RUTH, HELEN, MAYA = "U0DIRECTOR", "U0COMPLY", "U0EMPLOYEE"


def text(value):
    return {"value": {"value": value}}


def chosen(value):
    return {"value": {"selected_option": {"value": value}}}


def day(value):
    return {"value": {"selected_date": value}}


def part(place, on, at, quantity):
    end = "" if place == 1 else f"_{place}"
    return {
        f"traded_on{end}": day(on),
        f"traded_at{end}": {"value": {"selected_time": at}},
        f"traded_quantity{end}": text(quantity),
        f"price{end}": text("4.10"),
    }


def moved(clock, moment):
    clock.move(datetime.fromisoformat(moment).replace(tzinfo=NEW_YORK))


async def type_in(workspace, user, words_):
    assert await workspace.acts.command(user, f"/preclear {words_}") == {"ok": True}


async def push(workspace, user, action, **more):
    form = top(workspace, user)
    action = {"action_id": action, **more}
    assert await workspace.acts.press(user, action, view_id=form.id) == {"ok": True}


async def close(workspace, user):
    await workspace.acts.close(user, top(workspace, user).id, everything=True)


async def test_cleared_asked_reported_in_parts_reminded_and_filed(workspace, bot, clock):
    await type_in(workspace, RUTH, "help")  # so that Slack has told whose account it is
    actor = Actor(workspace.seed.team_id, RUTH)
    await bot.desk.submit(actor, Ask(Trade("buy", 500), statements=STATEMENTS))
    assert await approve(workspace, CFO) == {"ok": True}
    letters = workspace.conversation(RUTH).messages
    await until(lambda: len(letters) == 1, "the decision")

    moved(clock, "2026-11-27 13:00")
    await until(lambda: len(letters) == 2, "the asking at the last moment")
    assert await press(workspace, RUTH, letters[1], "envelope:open") == {"ok": True}
    assert traded_words.OWED_SHEET in shown(workspace, RUTH)
    await close(workspace, RUTH)

    await type_in(workspace, RUTH, "traded")
    await push(workspace, RUTH, "request:report")
    await push(workspace, RUTH, "value", block_id="traded", **chosen("yes")["value"])
    await push(workspace, RUTH, "traded:add")
    said = part(1, "2026-11-25", "10:00", "300") | part(2, "2026-11-27", "11:00", "200")
    said |= {"traded": chosen("yes"), "stated": chosen("none")}
    assert await workspace.acts.submit(RUTH, top(workspace, RUTH).id, said) == {"ok": True}
    for line in (words.STATES["reported"], "300 shares", "200 shares", "Form 4"):
        assert line in shown(workspace, RUTH)
    await close(workspace, RUTH)
    await until(lambda: len(workspace.conversation(CFO).messages) == 3, "two forms to file")

    moved(clock, "2026-11-30 12:00")
    await until(lambda: len(letters) == 3, "one morning's word of both forms")
    await type_in(workspace, RUTH, "section16")
    assert filing_words.LEFT[0] in shown(workspace, RUTH)
    await push(workspace, RUTH, "filing:enter")
    await push(workspace, RUTH, "filing:draft")
    for line in ("2026-11-25, code P, 300 shares, $4.10", draft_words.NOT_FILED, "--holding"):
        assert line in shown(workspace, RUTH)
    assert "reporting person" in shown(workspace, RUTH).lower()  # nobody entered her for EDGAR
    await push(workspace, RUTH, "filing:enter")  # back to the form, in whose place it stands
    wrong = {
        "filing_which": chosen("4"),
        "filing_accession": text("0001234567-26-12"),
        "filing_day": day("2026-11-30"),
    }
    form = top(workspace, RUTH).id
    answer = await workspace.acts.submit(RUTH, form, wrong)
    assert answer["errors"] == {"filing_accession": filing_words.ERROR["accession"]}
    right = wrong | {"filing_accession": text("0001234567-26-000123")}
    assert await workspace.acts.submit(RUTH, form, right) == {"ok": True}
    assert "0001234567-26-000123" in shown(workspace, RUTH)
    await close(workspace, RUTH)
    assert len({one.text.split(", by ")[0] for one in letters}) == 1


@pytest.mark.usefixtures("bot")
async def test_what_had_no_clearance_reaches_compliance(workspace, clock):
    await type_in(workspace, MAYA, "traded")
    await push(workspace, MAYA, "traded:unasked")
    moved(clock, "2026-11-24 12:00")
    said = part(1, "2026-11-24", "10:00", "100") | {
        "unasked_action": chosen("sell"),
        "unasked_security": chosen("common"),
        "unasked_account": chosen("own"),
        "stated": chosen("none"),
    }
    assert await workspace.acts.submit(MAYA, top(workspace, MAYA).id, said) == {"ok": True}
    assert traded_words.UNASKED_DONE in shown(workspace, MAYA)
    await close(workspace, MAYA)

    def told():
        """Leave out the day's checkpoint: whichever is first."""
        said = workspace.conversation(HELEN).messages
        return [one for one in said if "envelope:open" in str(one.blocks)]

    await until(told, "compliance's envelope")
    assert await press(workspace, HELEN, told()[0], "envelope:open") == {"ok": True}
    assert "without a clearance" in shown(workspace, HELEN)
    assert "100 at $4.10" in shown(workspace, HELEN)
    await close(workspace, HELEN)
    await type_in(workspace, HELEN, "overdue")
    assert traded_words.OVERDUE_NONE in shown(workspace, HELEN)
