"""What was typed and never sent is there again: over real Socket Mode, with the bot unchanged."""

import pytest

from bot.process import running
from handlers.views import question_form, unsent
from handlers.words import request as request_words
from tests.bot.pieces import MAYA
from tests.bot.test_whole_way import (  # noqa: F401 - pytest finds the fixtures here
    bot,
    chosen,
    clock,
    settings,
    settled,
    shown,
    top,
)

STATED = {"statements": {"value": chosen("no_mnpi", "policy_read", "responsible")}}
KEPT = {"action": "sell", "quantity": "1,250", "order": "limit", "on": "2026-12-02"}


async def opened(workspace):
    """Open the form by the command, and give what is filled in."""
    assert await workspace.acts.command(MAYA, "/preclear") == {"ok": True}
    return filled_in(workspace)


def filled_in(workspace):
    """Give what stands in the open form as the client has it, by field."""
    found = {}
    for block, elements in top(workspace, MAYA).state.items():
        (entry,) = elements.values()
        value = next(value for name, value in entry.items() if name != "type")
        found[block] = value["value"] if isinstance(value, dict) else value
    return found


async def change(workspace, block_id, entry):
    """Change one field of the open form, as Slack tells of it."""
    form = top(workspace, MAYA)
    field = next(one for one in form.given["blocks"] if one.get("block_id") == block_id)
    action = {"block_id": block_id, "action_id": field["element"]["action_id"], **entry}
    return await workspace.acts.press(MAYA, action, view_id=form.id)


def option(value):
    return {"selected_option": {"value": value}}


async def fill_in(workspace):
    await opened(workspace)
    for block_id, entry in (
        ("action", option("sell")),
        ("quantity", {"value": "1,250"}),
        ("order", option("limit")),
        ("on", {"selected_date": "2026-12-02"}),
    ):
        assert await change(workspace, block_id, entry) == {"ok": True}


def holds(workspace):
    """Say whether the open form has all of it, and no statement made."""
    found = filled_in(workspace)
    assert found["statements"] == []
    return KEPT.items() <= found.items()


@pytest.mark.usefixtures("bot")
async def test_a_form_closed_by_mistake_opens_as_it_was_and_can_be_emptied(workspace):
    await fill_in(workspace)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id)
    await opened(workspace)
    assert holds(workspace)
    assert "You started this" in shown(workspace, MAYA)
    form = top(workspace, MAYA)
    assert await workspace.acts.press(MAYA, {"action_id": unsent.AFRESH}, view_id=form.id) == {
        "ok": True
    }
    assert filled_in(workspace) == {"action": None, "issuer": "company"}
    assert request_words.CHOOSE_FIRST in shown(workspace, MAYA)
    # The emptied form goes on like any other, and is kept like any other.
    assert await change(workspace, "action", option("buy")) == {"ok": True}
    assert await change(workspace, "quantity", {"value": "7"}) == {"ok": True}
    assert await change(workspace, "action", option("sell")) == {"ok": True}
    assert filled_in(workspace)["quantity"] == "7"
    found = await opened(workspace)
    assert (found["action"], found["quantity"]) == ("sell", "7")


@pytest.mark.usefixtures("bot")
async def test_where_slack_takes_no_drawing_it_is_kept_all_the_same(workspace):
    await fill_in(workspace)
    workspace.faults.fail("views.update", "internal_error")
    workspace.faults.fail("views.open", "internal_error")
    workspace.faults.fail("views.push", "internal_error")
    await change(workspace, "action", option("gift"))
    workspace.faults.clear()
    assert (await opened(workspace))["action"] == "gift"
    await change(workspace, "action", option("sell"))
    assert holds(workspace)


@pytest.mark.usefixtures("settled")
async def test_a_submission_that_never_came_and_a_bot_that_died(workspace, settings, clock):  # noqa: F811
    async with running(settings, clock):
        await fill_in(workspace)
    lost = await workspace.acts.submit(MAYA, top(workspace, MAYA).id, STATED)
    assert not lost["ok"]  # Slack says so and keeps its form; now the phone dies
    await workspace.acts.close(MAYA, top(workspace, MAYA).id)
    async with running(settings, clock):
        await opened(workspace)
        assert holds(workspace)
        refused = await workspace.acts.submit(MAYA, top(workspace, MAYA).id, STATED)
        assert set(refused["errors"]) == {"order"}, "what the desk refuses leaves all as it is"
        assert await change(workspace, "order", option("market")) == {"ok": True}
        assert await workspace.acts.submit(MAYA, top(workspace, MAYA).id, STATED) == {"ok": True}
        assert (await opened(workspace))["action"] is None, "what was sent is kept no more"


@pytest.mark.usefixtures("bot")
async def test_what_is_typed_with_the_command_wins(workspace):
    await fill_in(workspace)
    assert await workspace.acts.command(MAYA, "/preclear sell 300") == {"ok": True}
    assert filled_in(workspace)["quantity"] == "300"
    assert filled_in(workspace)["order"] == "limit"
    assert await workspace.acts.command(MAYA, "/preclear buy 300") == {"ok": True}
    assert (filled_in(workspace)["order"], unsent.HEAD in shown(workspace, MAYA)) == (
        "market",
        False,
    )


@pytest.mark.usefixtures("bot")
async def test_a_question_is_kept_until_it_is_asked_and_the_next_one_is_another(workspace):
    for _ in range(2):  # closed by mistake, and opened again
        assert await workspace.acts.command(MAYA, "/preclear ask-compliance") == {"ok": True}
        if not filled_in(workspace)[question_form.TEXT]:
            await change(workspace, question_form.TEXT, {"value": "May I?"})
            await workspace.acts.close(MAYA, top(workspace, MAYA).id)
    assert filled_in(workspace) == {question_form.TEXT: "May I?"}
    assert await workspace.acts.submit(MAYA, top(workspace, MAYA).id, {}) == {"ok": True}
    for text in ("And now?", "And then?"):  # both on the second screen
        again = {"action_id": question_form.AGAIN}
        pressed = await workspace.acts.press(MAYA, again, view_id=top(workspace, MAYA).id)
        assert pressed == {"ok": True}
        assert not filled_in(workspace)[question_form.TEXT]
        await change(workspace, question_form.TEXT, {"value": text})
        assert await workspace.acts.submit(MAYA, top(workspace, MAYA).id, {}) == {"ok": True}
        assert text in shown(workspace, MAYA)
    assert await workspace.acts.command(MAYA, "/preclear ask-compliance") == {"ok": True}
    assert shown(workspace, MAYA).count(question_form.ONE) == 3
    assert not filled_in(workspace)[question_form.TEXT], "what was sent is kept no more"


@pytest.mark.usefixtures("bot")
async def test_it_is_shown_to_nobody_else(workspace):
    await fill_in(workspace)
    for user in ("U0CEO", "U0CFO"):
        assert await workspace.acts.command(user, "/preclear") == {"ok": True}
        assert "1,250" not in str(top(workspace, user).state)
        assert "You started this" not in shown(workspace, user)
