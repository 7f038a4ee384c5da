"""Global shortcuts: what the app hears, and that the manifest declares the same ones."""

import json
from pathlib import Path

import pytest

from handlers import shortcut
from sandbox.seed import COMMANDS, SHORTCUTS
from tests.sandbox.conftest import MAYA, modal
from tests.sandbox.test_page_api import post, state

ROOT = Path(__file__).parents[2]
CALLBACK = SHORTCUTS[0].callback_id


def test_the_manifest_declares_what_the_workspace_offers():
    features = json.loads((ROOT / "manifest.json").read_text())["features"]
    declared = [vars(one) | {"type": "global"} for one in SHORTCUTS]
    assert features["shortcuts"] == declared
    (command,) = features["slash_commands"]
    assert {name: command[name] for name in vars(COMMANDS[0])} == vars(COMMANDS[0])
    assert {one.callback_id for one in SHORTCUTS} == shortcut.FORMS.keys()
    for one in SHORTCUTS:  # Slack's limits
        assert len(one.name) <= 24
        assert len(one.description) <= 150


@pytest.mark.usefixtures("connected")
async def test_a_shortcut_reaches_the_app_and_opens_its_form(app, workspace, page):
    heard = []

    @app.shortcut(CALLBACK)
    async def used(ack, body, client):
        heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=modal())
        await ack()

    assert (await state(page))["shortcuts"] == [vars(one) for one in SHORTCUTS]
    assert await post(page, "shortcut", user=MAYA, callback_id=CALLBACK) == {"ok": True}
    (body,) = heard
    seed = workspace.seed
    assert body | {"trigger_id": "", "action_ts": ""} == {
        "type": "shortcut",
        "token": seed.verification_token,
        "action_ts": "",
        "team": {"id": seed.team_id, "domain": seed.team_domain},
        "user": {"id": MAYA, "username": "maya.okafor", "team_id": seed.team_id},
        "is_enterprise_install": False,
        "enterprise": None,
        "callback_id": CALLBACK,
        "trigger_id": "",
    }
    assert float(body["action_ts"]) > 0
    assert len((await state(page))["views"]) == 1


@pytest.mark.usefixtures("connected")
async def test_a_shortcut_that_is_not_declared_or_not_answered_says_so(page):
    other = await post(page, "shortcut", user=MAYA, callback_id="other")
    assert (other["ok"], other["code"]) == (False, "not_found")
    none = await post(page, "shortcut", user="U0NOBODY", callback_id=CALLBACK)
    assert none["ok"] is False
    unread = await post(page, "shortcut", user=MAYA)
    assert unread == {"ok": False, "error": "Send `callback_id` as text."}


async def test_without_an_app_a_shortcut_fails(page):
    answer = await post(page, "shortcut", user=MAYA, callback_id=CALLBACK)
    assert (answer["ok"], answer["code"]) == (False, "dispatch_failed")
