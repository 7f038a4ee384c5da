"""A trust of two insiders, from the form to a clearance, over real Socket Mode."""

import pytest

from handlers.words import related as related_words
from tests.bot.pieces import CEO, MAYA, until
from tests.bot.test_whole_way import (
    approve,
    bot,
    chosen,
    clock,
    option,
    press,
    settings,
    settled,
    shown,
    top,
)

__all__ = ["bot", "clock", "settings", "settled"]
JONAS = "U0ANALYST"


async def push(workspace, user, action, **more):
    """Press a button of the form on top, or choose in it."""
    form = top(workspace, user)
    assert await workspace.acts.press(user, action, view_id=form.id, **more) == {"ok": True}


async def send(workspace, user, state):
    return await workspace.acts.submit(user, top(workspace, user).id, state)


async def open_envelope(workspace, user, number=0):
    told = workspace.conversation(user).messages
    await until(lambda: len(told) > number, f"an envelope of {user}")
    assert await press(workspace, user, told[number], "envelope:open") == {"ok": True}


async def register(workspace, relation, name="", **state):
    """Fill in the form on a related person; give what came of it."""
    assert await workspace.acts.command(MAYA, "/preclear related") == {"ok": True}
    await push(workspace, MAYA, {"action_id": "related:add"})
    typed = {"related_name": {"value": {"value": name}}}
    choice = {"block_id": "related_relation", "action_id": "value"}
    choice |= {"selected_option": {"value": relation}}
    await push(workspace, MAYA, choice, state=typed)
    return await send(workspace, MAYA, typed | state)


async def close(workspace, user):
    await workspace.acts.close(user, top(workspace, user).id, everything=True)


@pytest.mark.usefixtures("bot")
async def test_a_shared_trust_is_confirmed_asked_for_and_cleared_for_the_asker_alone(workspace):
    place = {
        "related_insider_is": option("trustee"),
        "related_directed": option("no"),
        "related_influenced": option("no"),
        "related_insiders": {"value": {"selected_users": [JONAS]}},
    }
    assert await register(workspace, "trust", "Okafor Trust", **place) == {"ok": True}
    assert f"<@{JONAS}>" in shown(workspace, MAYA)
    assert related_words.WAITS in shown(workspace, MAYA)
    await close(workspace, MAYA)

    await workspace.acts.command(MAYA, "/preclear buy 500")
    assert "Okafor Trust" not in str(top(workspace, MAYA).given["blocks"])
    await close(workspace, MAYA)

    await open_envelope(workspace, JONAS)
    assert "Maya Okafor says that you have a part in “Okafor Trust”" in shown(workspace, JONAS)
    assert await send(workspace, JONAS, {"related_so": option("yes")}) == {"ok": True}
    assert related_words.OF_ME in shown(workspace, JONAS)
    await open_envelope(workspace, MAYA)
    assert "Jonas Lindqvist has confirmed your entry (Okafor Trust)." in shown(workspace, MAYA)
    await close(workspace, MAYA)

    await workspace.acts.command(MAYA, "/preclear buy 500 on 2 Dec")
    form = str(top(workspace, MAYA).given["blocks"])
    assert "Jonas Lindqvist must ask for the trade as well" in form
    offers = next(
        block["element"]["options"]
        for block in top(workspace, MAYA).given["blocks"]
        if block.get("block_id") == "account"
    )
    trust = next(one for one in offers if one["text"]["text"] == "Okafor Trust")
    state = {
        "account": {"value": {"selected_option": trust}},
        "statements": {"value": chosen("no_mnpi", "policy_read", "responsible")},
    }
    assert await send(workspace, MAYA, state) == {"ok": True}
    assert "It may be traded only once every one of you holds" in shown(workspace, MAYA)
    await approve(workspace, CEO)
    await open_envelope(workspace, MAYA, 1)
    assert related_words.NOT_ALONE in shown(workspace, MAYA)
    assert len(workspace.conversation(JONAS).messages) == 1


@pytest.mark.usefixtures("bot")
async def test_a_colleagues_name_is_refused_at_its_field_and_the_colleague_asked(workspace):
    said = await register(workspace, "spouse", "jonas  LINDQVIST")
    assert said["errors"] == {"related_name": related_words.ERROR_COLLEAGUE}
    state = {
        "related_name": {"value": {"value": None}},
        "related_colleague": {"value": {"selected_user": JONAS}},
    }
    assert await send(workspace, MAYA, state) == {"ok": True}
    await open_envelope(workspace, JONAS)
    assert await send(workspace, JONAS, {"related_so": option("no")}) == {"ok": True}
    await open_envelope(workspace, MAYA)
    assert "Jonas Lindqvist does not confirm your entry (spouse)" in shown(workspace, MAYA)
    assert related_words.LIST_EMPTY in shown(workspace, MAYA)
