"""From the request form to the signature, back to it, and to the initials, over Socket Mode."""

import hashlib
from datetime import timedelta

import pytest

from bot.starting import open_database
from clearance.acknowledgement_rounds import DocumentEntry, ask
from clearance.desk import Desk
from handlers.words import acknowledgement as words
from tests.bot.pieces import CEO, CFO, until
from tests.bot.test_restrictions_whole_way import open_it, push, send, text, type_in
from tests.bot.test_whole_way import (
    bot,
    chosen,
    clock,
    home,
    settings,
    settled,
    shown,
    top,
    without_ids,
)

__all__ = ["bot", "clock", "settings", "settled"]
LEILA, COMPLY, CHAIR = "U0NEWHIRE", "U0COMPLY", "U0AUDIT"
SECRET = ("Leila", "Haddad", "500", "policy", "sign")


def signature(name, *statements):
    return {
        "acknowledge_statements": {"value": chosen(*statements)},
        "acknowledge_signature": text(name),
    }


async def messages(workspace, user, count):
    found = workspace.conversation(user).messages
    await until(lambda: len(found) >= count, f"message {count} of {user}")
    return found


async def sign(workspace, user, name):
    """Sign in the form on top."""
    state = signature(name, "read", "comply")
    assert await workspace.acts.submit(user, top(workspace, user).id, state) == {"ok": True}


@pytest.mark.usefixtures("bot")
async def test_the_new_hire_is_led_from_the_form_and_back_to_it_and_the_cfo_initials(workspace):
    (asked,) = await messages(workspace, LEILA, 1)
    said = asked.text + str(without_ids(asked.blocks))
    assert not any(word in said for word in SECRET)
    await type_in(workspace, LEILA, "buy 500 on 2 Dec")
    assert words.SIGN_FIRST in shown(workspace, LEILA)
    form = top(workspace, LEILA)
    state = {
        "quantity": text("700"),
        "statements": {"value": chosen("no_mnpi", "policy_read", "responsible")},
    }
    assert await workspace.acts.submit(LEILA, form.id, state) == {"ok": True}
    assert [one.id == form.id for one in workspace.views.stack(LEILA)] == [True, False]
    said = shown(workspace, LEILA)
    assert "Whoever shares your household" in said
    assert "version Sandbox 1" in said
    before = form.state
    wrong = signature("Leila", "read", "comply")
    sent = await workspace.acts.submit(LEILA, top(workspace, LEILA).id, wrong)
    assert sent["errors"] == {"acknowledge_signature": words.ERROR_SIGNATURE}
    one = signature("Leila Haddad", "read")
    sent = await workspace.acts.submit(LEILA, top(workspace, LEILA).id, one)
    assert sent["errors"] == {"acknowledge_statements": words.ERROR_STATEMENTS}
    await sign(workspace, LEILA, "leila  haddad")
    (beneath,) = workspace.views.stack(LEILA)
    assert (beneath.id, beneath.state) == (form.id, before)
    assert beneath.state["quantity"]["value"]["value"] == "700"
    assert await workspace.acts.submit(LEILA, form.id, {}) == {"ok": True}
    assert "Buy 700 shares" in shown(workspace, LEILA)
    assert "Waiting" in shown(workspace, LEILA)
    await _received(workspace, CFO, "Leila Haddad")


def _is_envelope(message):
    return "envelope:open" in str(message.blocks)


async def _received(workspace, officer, name, count=1):
    """Open the envelope, initial what it holds, and find it kept."""
    found = workspace.conversation(officer).messages
    await until(lambda: sum(map(_is_envelope, found)) == count, f"the envelope of {officer}")
    envelope = [one for one in found if _is_envelope(one)][-1]
    assert name.split()[0] not in envelope.text + str(envelope.blocks)
    said = await open_it(workspace, officer, envelope)
    assert f"Signed by {name}" in said
    bad = {"acknowledgement_initials": text("12")}
    sent = await workspace.acts.submit(officer, top(workspace, officer).id, bad)
    assert sent["errors"] == {"acknowledgement_initials": words.ERROR_INITIALS}
    assert words.INITIAL_DONE in await send(
        workspace, officer, {"acknowledgement_initials": text("AB")}
    )
    assert "Initialled AB" in await open_it(workspace, officer, envelope)


@pytest.mark.parametrize(
    ("signer", "name", "receiver"),
    [(CEO, "Daniel Reyes", CHAIR), (CFO, "Priya Raman", CEO)],
)
async def test_an_officers_goes_to_who_approves_their_plan(  # noqa: PLR0917
    workspace,
    bot,  # noqa: ARG001
    settings,
    clock,
    cellectar,
    exchange,
    signer,
    name,
    receiver,
):
    """A new version asks them, whatever they signed on paper, in a document of several pages."""
    pages = "\n".join(f"Line {number} of a longer policy. {'x' * 900}" for number in range(40))
    clock.move(clock.now() + timedelta(days=1))  # paper of the day itself would count
    new_version(settings, clock, cellectar, exchange, pages)
    await type_in(workspace, signer, "acknowledge")
    assert "Page 1 of 3" in shown(workspace, signer)
    assert words.SIGN_ON_LAST in shown(workspace, signer)
    for number in (2, 3):
        value = str(number - 1)
        await push(workspace, signer, {"action_id": "acknowledge:page", "value": value})
        assert f"Page {number} of 3" in shown(workspace, signer)
    assert "Line 39 " in shown(workspace, signer)
    await sign(workspace, signer, name)
    assert words.DONE in shown(workspace, signer)
    await _received(workspace, receiver, name, count=2)  # the first one asks them to sign


def new_version(settings, clock, cellectar, exchange, pages):
    """Record another version, as the operator's command does beside the running bot."""
    database = open_database(settings, clock)
    desk = Desk(database, cellectar, exchange)
    sha256 = hashlib.sha256(pages.encode()).hexdigest()
    entry = DocumentEntry("Sandbox 2", sha256, text=pages)
    done = database.run_now(lambda tx: ask(tx, desk.grounds.at(tx), entry, "operator:test"))
    database.close_now()
    assert done.document.version == "Sandbox 2"


@pytest.mark.usefixtures("bot")
async def test_the_button_of_the_form_leads_there_and_app_home_offers_it(workspace):
    await workspace.acts.open_home(LEILA)
    await until(lambda: "waits for your signature" in home(workspace, LEILA), "App Home")
    await type_in(workspace, LEILA, "sell 20")
    await push(workspace, LEILA, {"action_id": "acknowledge:open", "value": "open"})
    assert len(workspace.views.stack(LEILA)) == 2
    await sign(workspace, LEILA, "Leila Haddad")
    assert len(workspace.views.stack(LEILA)) == 1
    await workspace.acts.close(LEILA, top(workspace, LEILA).id, everything=True)
    await type_in(workspace, LEILA, "sell 20")
    assert words.SIGN_FIRST not in shown(workspace, LEILA)


@pytest.mark.usefixtures("bot")
async def test_compliance_sees_the_progress_and_nobody_else_is_offered_it(workspace):
    await type_in(workspace, COMPLY, "acknowledge")
    await push(workspace, COMPLY, {"action_id": "acknowledge:progress", "value": " 0"})
    said = shown(workspace, COMPLY)
    assert "1 have not signed" in said
    assert "Leila Haddad: has not signed" in said
    await type_in(workspace, LEILA, "acknowledge")
    assert words.PROGRESS not in shown(workspace, LEILA)
