"""A plan from the form to a sale under it, over real Socket Mode with the bot unchanged."""

from datetime import date

import pytest

from handlers import words
from handlers.words import plan as plan_words
from handlers.words import plan_form as plan_form_words
from tests.bot.pieces import CEO, CFO, MAYA, until
from tests.bot.test_whole_way import bot, chosen, clock, press, settings, settled, shown, top

__all__ = ["bot", "clock", "settings", "settled"]
CHAIR = "U0AUDIT"
ADOPTED = "2026-11-24"


def typed(**changes):
    """Fill in the form by its fields."""
    filled = {
        "plan_kind": {"selected_option": {"value": "ordinary"}},
        "plan_broker": {"value": "Fidelity"},
        "plan_adopted": {"selected_date": ADOPTED},
        "plan_begins": {"selected_date": ADOPTED},
        "plan_ends": {"selected_date": "2027-11-22"},
        "plan_shares": {"value": "5,000"},
        "plan_terms": {"value": "2027-07-01: 1,000 shares at $5 or more"},
        "plan_certified": chosen("good_faith", "no_mnpi"),
    }
    return {name: {"value": one} for name, one in (filled | changes).items()}


async def submit(workspace, user, **changes):
    assert await workspace.acts.command(user, "/preclear plan") == {"ok": True}
    return await workspace.acts.submit(user, top(workspace, user).id, typed(**changes))


async def open_envelope(workspace, user, count=1):
    told = workspace.conversation(user).messages
    await until(lambda: len(told) == count, f"an envelope of {user}")
    assert await press(workspace, user, told[-1], "envelope:open") == {"ok": True}
    return shown(workspace, user)


async def decide(workspace, user, verdict, **more):
    picked = {"selected_option": {"value": verdict}}
    action = {"block_id": "decision", "action_id": "value", **picked}
    view_id = top(workspace, user).id
    assert await workspace.acts.press(user, action, view_id=view_id) == {"ok": True}
    state = {"decision": {"value": picked}, **more}
    assert await workspace.acts.submit(user, top(workspace, user).id, state) == {"ok": True}
    said = shown(workspace, user)
    await workspace.acts.close(user, top(workspace, user).id, everything=True)
    return said


async def approve(workspace, user):
    return await decide(workspace, user, "approve", statement={"value": chosen("considered")})


@pytest.mark.usefixtures("bot")
async def test_an_employees_plan_from_a_wrong_form_to_its_end(workspace):
    """Wrong, corrected in place, returned, corrected, approved, changed, terminated."""
    answer = await submit(workspace, MAYA, plan_ends={"selected_date": "2026-11-23"})
    assert answer != {"ok": True}
    form = top(workspace, MAYA)
    assert await workspace.acts.submit(MAYA, form.id, typed()) == {"ok": True}
    assert plan_form_words.SENT in shown(workspace, MAYA)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    said = await open_envelope(workspace, CFO)
    for part in (
        "Maya Okafor",
        "5,000 shares in all",
        "at $5 or more",
        "First possible trading",
    ):
        assert part in said
    fields = {"value": {"selected_options": [{"value": "terms"}]}}
    assert plan_form_words.DECIDED in await decide(workspace, CFO, "return", fields=fields)

    said = await open_envelope(workspace, MAYA)
    assert "To be corrected: Terms." in said
    form = top(workspace, MAYA)
    correct = {"action_id": "plan_filed:correct"}
    assert await workspace.acts.press(MAYA, correct, view_id=form.id) == {"ok": True}
    assert "Fidelity" in shown(workspace, MAYA)  # as it was typed
    form = top(workspace, MAYA)
    again = typed(plan_terms={"value": "2027-07-01: 900 shares at $5 or more"})
    assert await workspace.acts.submit(MAYA, form.id, again) == {"ok": True}
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    assert "900 shares" in await open_envelope(workspace, CFO, 2)
    assert plan_form_words.DECIDED in await approve(workspace, CFO)
    assert words.office("cfo") in await open_envelope(workspace, MAYA, 2)
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)

    await workspace.acts.command(MAYA, "/preclear plans")
    assert plan_words.MINE in shown(workspace, MAYA)
    end = {"action_id": "plan:end"}
    form = top(workspace, MAYA)
    assert await workspace.acts.press(MAYA, end, view_id=form.id) == {"ok": True}
    form = top(workspace, MAYA)
    assert await workspace.acts.submit(MAYA, form.id, {}) == {"ok": True}
    assert plan_form_words.ENDED in shown(workspace, MAYA)
    assert "terminated by its owner" in await open_envelope(workspace, CFO, 3)
    messages = [*workspace.conversation(MAYA).messages, *workspace.conversation(CFO).messages]
    assert len({message.text for message in messages}) == 1


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(("owner", "approver"), [(CFO, CEO), (CEO, CHAIR)])
async def test_an_officers_plan_goes_to_the_one_who_may_decide_it(workspace, owner, approver):
    assert await submit(workspace, owner) == {"ok": True}
    await workspace.acts.close(owner, top(workspace, owner).id, everything=True)
    assert words.DECISIONS["approve"] in await open_envelope(workspace, approver)
    assert plan_form_words.DECIDED in await approve(workspace, approver)
    assert plan_form_words.STATES["approved"] in await open_envelope(workspace, owner)
    others = {CFO, CEO, CHAIR} - {owner, approver}
    assert all(not workspace.conversation(one).messages for one in others)


@pytest.mark.usefixtures("settled")
async def test_a_plan_of_slack_works_in_the_request_form_like_one_of_paper(workspace, bot, clock):
    assert await submit(workspace, MAYA) == {"ok": True}
    await workspace.acts.close(MAYA, top(workspace, MAYA).id, everything=True)
    await open_envelope(workspace, CFO)
    await approve(workspace, CFO)
    await workspace.acts.command(MAYA, "/preclear sell 100")
    (plan,) = [
        one["value"]
        for block in top(workspace, MAYA).given["blocks"]
        if block["block_id"] == "plan"
        for one in block["element"]["options"]
        if one["value"] != "none"
    ]
    assert len(plan) == len("K7M4QWXA")
    assert clock.now().date() < date.fromisoformat(ADOPTED)
    assert bot is not None
