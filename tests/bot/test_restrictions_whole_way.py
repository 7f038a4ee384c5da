"""A restriction, to its end by two people, over real Socket Mode with the bot unchanged."""

from datetime import timedelta

from handlers import words
from handlers.words import command as command_words
from handlers.words import restriction as restriction_words
from handlers.words import told as told_words
from tests.bot.pieces import CEO, CFO, MAYA, until
from tests.bot.test_whole_way import (
    approve,
    ask,
    bot,
    chosen,
    clock,
    press,
    settings,
    settled,
    shown,
    top,
)

__all__ = ["bot", "clock", "settings", "settled"]
REASON = "the-reason-41c0"


def text(value):
    return {"value": {"value": value}}


def option(value):
    return {"value": {"selected_option": {"value": value}}}


def people(*ids):
    return {"value": {"selected_users": list(ids)}}


async def type_in(workspace, user, typed):
    assert await workspace.acts.command(user, f"/preclear {typed}") == {"ok": True}


async def push(workspace, user, action, state=None):
    """Use an element of the form on top; the bot has drawn what it needs when this returns."""
    form = top(workspace, user)
    done = await workspace.acts.press(user, action, view_id=form.id, state=state)
    assert done == {"ok": True}


async def send(workspace, user, state=None):
    """Send the form on top, give the answer's words, and close everything."""
    form = top(workspace, user)
    assert await workspace.acts.submit(user, form.id, state or {}) == {"ok": True}
    said = shown(workspace, user)
    await workspace.acts.close(user, top(workspace, user).id, everything=True)
    return said


async def tick(workspace, clock, user, count):
    """Move on a minute and wait for somebody's envelope, their ``count``-th message."""
    clock.move(clock.now() + timedelta(seconds=61))
    messages = workspace.conversation(user).messages
    await until(lambda: len(messages) >= count, f"message {count} of {user}")
    return messages[count - 1]


async def open_it(workspace, user, message):
    assert await press(workspace, user, message, "envelope:open") == {"ok": True}
    return shown(workspace, user)


async def close(workspace, user):
    await workspace.acts.close(user, top(workspace, user).id, everything=True)


async def set_one(workspace, *, silent=False):
    """Restrict Maya as the CFO, by the form as a person fills it in."""
    await type_in(workspace, CFO, "restrict")
    await push(workspace, CFO, {"action_id": "restrictions:new"})
    state = {
        "restrict_kind": option("event"),
        "restrict_people": people(MAYA),
        "restrict_matter": text("HERON"),
        "restrict_reason": text(REASON),
        "restrict_notify": option("silent" if silent else "told"),
    }
    action = {"block_id": "restrict_people", "action_id": "value", "selected_users": [MAYA]}
    await push(workspace, CFO, action, state)
    form = top(workspace, CFO)
    assert form.state["restrict_reason"]["value"]["value"] == REASON
    assert REASON not in str(form.given)
    return await send(workspace, CFO, state)


async def test_set_withdrawn_answered_read_and_ended_by_two(workspace, bot, clock):  # noqa: ARG001
    await ask(workspace)
    await approve(workspace, CFO)
    await close(workspace, CFO)
    await until(lambda: workspace.conversation(MAYA).messages, "the approval")
    await close(workspace, MAYA)

    assert "not yet kept and not yet in force" in await set_one(workspace)
    kept = await tick(workspace, clock, CFO, 2)
    assert restriction_words.SHEET_MEANS in await open_it(workspace, CFO, kept)
    await close(workspace, CFO)

    mine = workspace.conversation(MAYA).messages
    await until(lambda: len(mine) == 3, "the withdrawal and the notice")
    told = []
    for message in mine[1:]:
        told.append(await open_it(workspace, MAYA, message))
        if told_words.NO_OPEN_ORDER in told[-1]:
            await push(workspace, MAYA, {"action_id": "request:none_open"})
            assert "you have no open order." in await send(workspace, MAYA)
        else:
            await close(workspace, MAYA)
    assert sum(told_words.CANCEL_ORDERS in one for one in told) == 1
    assert sum(told_words.RESTRICTED in one for one in told) == 1
    assert all(words.CONFIDENTIAL in one for one in told)
    assert not [one for one in told if REASON in one or "HERON" in one]

    await type_in(workspace, CFO, "restrict")
    await push(workspace, CFO, {"action_id": "restriction:reason"})
    assert "not yet kept" in await send(workspace, CFO)
    read = await tick(workspace, clock, CFO, 3)
    assert REASON in await open_it(workspace, CFO, read)
    await close(workspace, CFO)

    await type_in(workspace, CFO, "restrict")
    await push(workspace, CFO, {"action_id": "restriction:end"})
    ending = {"widen_what": option("lift"), "widen_basis": option("not_material")}
    assert restriction_words.THEN["widen"] in await send(workspace, CFO, ending)
    asked = await tick(workspace, clock, CEO, 2)
    seen = await open_it(workspace, CEO, asked)
    assert "Priya Raman asked for this" in seen
    assert REASON not in seen
    answered = await send(workspace, CEO, {"widening_answer": option("agree")})
    assert restriction_words.THEN["agree"] in answered
    over = await tick(workspace, clock, MAYA, 4)
    assert told_words.ENDED in await open_it(workspace, MAYA, over)
    await type_in(workspace, CFO, "restrict")
    assert restriction_words.MINE_NONE in shown(workspace, CFO)

    envelopes = [*mine, *workspace.conversation(CFO).messages[1:]]
    assert {message.text.split(", by")[0] for message in envelopes} == {words.ENVELOPE[:-1]}
    everything = str(
        [one.blocks for user in (MAYA, CEO, CFO) for one in _messages(workspace, user)]
    )
    assert REASON not in everything
    assert "HERON" not in everything


def _messages(workspace, user):
    return workspace.conversation(user).messages


async def test_a_silent_one_lets_an_officer_decline_and_nothing_else(workspace, bot, clock):  # noqa: ARG001
    await type_in(workspace, CFO, "restrict")
    await push(workspace, CFO, {"action_id": "restrictions:new"})
    form = top(workspace, CFO)
    state = {
        "restrict_kind": option("event"),
        "restrict_people": people(MAYA),
        "restrict_matter": text("HERON"),
        "restrict_notify": option("silent"),
    }
    await workspace.acts.submit(CFO, form.id, state)
    assert restriction_words.SILENT_WARNING in shown(workspace, CFO)
    assert "Nothing was sent yet" in shown(workspace, CFO)
    assert "not yet in force" in await send(workspace, CFO, state)
    await tick(workspace, clock, CFO, 1)
    assert workspace.conversation(MAYA).messages == []

    await ask(workspace)
    await until(lambda: len(_messages(workspace, CEO)) == 1, "the card")
    assert await press(workspace, CEO, _messages(workspace, CEO)[0], "card:approve") == {"ok": True}
    review = shown(workspace, CEO)
    assert "A confidential restriction applies" in review
    assert "HERON" not in review
    forged = {"decision": option("approve"), "statement": {"value": chosen("considered")}}
    answer = await workspace.acts.submit(CEO, top(workspace, CEO).id, forged)
    assert answer["ok"] is False
    declined = {"decision": option("decline")}
    assert words.DECIDED in await send(workspace, CEO, declined)


async def test_for_an_employee_there_is_no_such_command(workspace, bot):  # noqa: ARG001
    said = []
    for typed in ("restrict", "notice", "frobnicate"):
        await type_in(workspace, MAYA, typed)
        said.append(workspace.conversation(MAYA).ephemeral[-1])
    assert {one.text for one in said} == {command_words.UNKNOWN}
    assert len({str(one.blocks) for one in said}) == 1
    assert workspace.views.stack(MAYA) == []
