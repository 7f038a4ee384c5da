"""A pull of the record from the form to the bundle, on each of its ways, with the bot unchanged."""

import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import timedelta

import aiohttp
import pytest

from bot.process import running
from handlers import words
from handlers.words import audit as audit_words
from handlers.words import command as command_words
from storage import log as record
from storage.randomness import ALPHABET
from storage.tables import DeliveryRow
from tests.bot.pieces import MAYA, given, until
from tests.bot.test_restrictions_whole_way import close, open_it, option, type_in
from tests.bot.test_whole_way import ask, chosen, clock, settled, shown, top
from tests.bot.test_whole_way import settings as plain_settings

__all__ = ["clock", "plain_settings", "settled"]
HELEN = "U0COMPLY"
STRANGER = "U0STRANGER"


@pytest.fixture
def settings(plain_settings, free_port, tmp_path):
    folder = tmp_path / "pulls"
    folder.mkdir(mode=0o700)
    return given(
        plain_settings,
        audit_port=free_port,
        audit_url=f"http://127.0.0.1:{free_port}/",
        audit_folder=folder,
        audit_into_slack=True,
    )


@pytest.fixture
async def bot(settings, clock, settled):  # noqa: ARG001 - the record comes first
    async with running(settings, clock) as started:
        yield started


def state(way, **more):
    return {"audit_way": option(way), **more}


async def pull(workspace, way, **more):
    """Pull the record by the form, as a person fills it in; gives what the receipt says."""
    await type_in(workspace, HELEN, "audit")
    sent = await workspace.acts.submit(HELEN, top(workspace, HELEN).id, state(way, **more))
    assert sent == {"ok": True}
    return shown(workspace, HELEN)


async def press(workspace, action):
    done = await workspace.acts.press(HELEN, action, view_id=top(workspace, HELEN).id)
    assert done == {"ok": True}
    return shown(workspace, HELEN)


async def linked(workspace):
    """Press for a link; give its address and its code."""
    said = await press(workspace, {"action_id": "audit:link"})
    url = re.search(r"http://127\.0\.0\.1:\d+/[\w-]{43}", said)[0]
    return url, re.search(rf"code: \*([{ALPHABET}]{{8}})\*", said)[1]


async def posted(url, code):
    async with aiohttp.ClientSession() as session, session.post(url, data={"code": code}) as got:
        return got.status, got.headers, await got.read()


def unpacked(content, folder):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
        packed.extractall(folder)
    (bundle,) = folder.iterdir()
    return bundle


def holds(bundle):
    """Say whether a bundle verifies, by the program that is in it."""
    program = [sys.executable, "-I", bundle / "verify.py", bundle]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    return done.returncode == 0 and "VERIFIED" in done.stdout


async def entries(bot):
    found = await bot.desk.database.run(record.entries)
    return [json.loads(one.record) for one in found]


async def taken(bot):
    opened = [one for one in await entries(bot) if one["tag"] == "audit:taken"]
    return [one["body"]["open"]["how"] for one in opened]


@pytest.mark.parametrize("user", [MAYA, "U0CEO", "U0CFO", "U0AUDIT", "U0GUEST"])
async def test_for_anybody_else_there_is_no_such_command(workspace, bot, user):  # noqa: ARG001
    for typed in ("frobnicate", "audit", "AUDIT", "audit production"):
        await type_in(workspace, user, typed)
    said = workspace.conversation(user).ephemeral
    assert {one.text for one in said} == {command_words.UNKNOWN}
    assert len({str(one.blocks) for one in said}) == 1
    assert workspace.views.stack(user) == []


async def test_help_names_the_audit_to_compliance_alone(workspace, bot):  # noqa: ARG001
    told = {}
    for user in (HELEN, MAYA, "U0CEO", "U0GUEST"):
        await type_in(workspace, user, "help")
        told[user] = workspace.conversation(user).ephemeral[-1].text
    assert [user for user, text in told.items() if "audit" in text] == [HELEN]
    assert told[MAYA] == told["U0GUEST"] == command_words.HELP


async def test_a_link_and_its_code_give_the_bundle(workspace, bot, tmp_path):
    await ask(workspace)
    receipt = await pull(workspace, "download")
    logged = await entries(bot)
    pulled = next(one for one in reversed(logged) if one["tag"] == "audit:pulled")
    assert pulled["body"]["open"]["id"][:12] in receipt
    assert f"{len(logged)} entries" in receipt
    url, code = await linked(workspace)
    assert await taken(bot) == ["link"]
    status, headers, content = await posted(url, code)
    assert status == 200
    name = f"preclear-audit-{pulled['body']['open']['id'][:12]}.zip"
    assert headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert headers["Cache-Control"] == "no-store"
    assert await taken(bot) == ["link", "download"]
    bundle = unpacked(content, tmp_path / "out")
    assert holds(bundle)
    assert workspace.conversation(HELEN).messages == []


async def test_an_earlier_pull_of_ones_own_can_be_had_again(workspace, bot):
    await pull(workspace, "download")
    await close(workspace, HELEN)
    await type_in(workspace, HELEN, "audit")
    listed = await press(workspace, {"action_id": "audit:earlier"})
    assert "Helen Sorensen" in listed
    assert audit_words.AGAIN in listed
    assert (await posted(*await linked(workspace)))[0] == 200
    assert await taken(bot) == ["link", "download"]


async def test_into_the_folder_and_an_envelope_says_where(workspace, bot, settings):
    assert "pulls" in await pull(workspace, "folder")
    messages = workspace.conversation(HELEN).messages
    await until(lambda: messages, "the envelope")
    assert messages[0].text.startswith(words.ENVELOPE[:-1])
    (bundle,) = settings.audit_folder.iterdir()
    assert holds(bundle)
    assert bundle.stat().st_mode & 0o077 == 0
    await close(workspace, HELEN)
    assert f"pulls/{bundle.name}" in await open_it(workspace, HELEN, messages[0])
    assert await taken(bot) == ["folder"]


async def test_into_slack_as_a_file_above_the_envelope(workspace, bot, tmp_path):
    await pull(workspace, "slack")
    messages = workspace.conversation(HELEN).messages
    await until(lambda: len(messages) == 2, "the file and the envelope")
    (file,) = messages[0].files
    assert messages[0].text == ""
    content = b"".join(workspace.files.of(file["id"], HELEN).read())
    assert holds(unpacked(content, tmp_path / "out"))
    await close(workspace, HELEN)
    assert file["name"] in await open_it(workspace, HELEN, messages[1])
    assert await taken(bot) == ["slack"]


async def test_a_person_and_days_are_asked_for_by_their_fields(workspace, bot):
    fields = {
        "audit_person": {"value": {"selected_user": MAYA}},
        "audit_first": {"value": {"selected_date": "2026-10-01"}},
        "audit_last": {"value": {"selected_date": "2026-11-23"}},
        "audit_kinds": {"value": chosen("requests", "people")},
        "audit_redacted": {"value": chosen("redacted")},
    }
    await pull(workspace, "download", **fields)
    wanted = (await entries(bot))[-1]["body"]["open"]["wanted"]
    assert wanted["person"] is not None
    assert (wanted["first"], wanted["last"]) == ("2026-10-01", "2026-11-23")
    assert (wanted["kinds"], wanted["redacted"]) == (["people", "requests"], True)


@pytest.mark.parametrize(
    ("last", "errors"),
    [("2026-10-01", None), ("2026-09-30", {"audit_last": audit_words.ERROR_TURNED})],
)
async def test_days_that_are_turned_are_said_at_their_field(workspace, bot, last, errors):
    await type_in(workspace, HELEN, "audit")
    days = {
        "audit_first": {"value": {"selected_date": "2026-10-01"}},
        "audit_last": {"value": {"selected_date": last}},
    }
    form = top(workspace, HELEN)
    answer = await workspace.acts.submit(HELEN, form.id, state("download", **days))
    assert answer.get("errors") == errors
    pulls = [one for one in await entries(bot) if one["tag"] == "audit:pulled"]
    assert len(pulls) == (errors is None)


async def test_somebody_unknown_is_said_at_their_field(workspace, bot):  # noqa: ARG001
    await type_in(workspace, HELEN, "audit")
    asked = state("download", audit_person={"value": {"selected_user": STRANGER}})
    answer = await workspace.acts.submit(HELEN, top(workspace, HELEN).id, asked)
    assert answer["errors"] == {"audit_person": audit_words.ERROR_PERSON}


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 403)])
async def test_a_link_is_over_after_an_hour(workspace, bot, clock, minutes, status):
    """To the second: ``tests/audit/test_downloads.py``. Here that the bot's own clock says so."""
    await pull(workspace, "download")
    url, code = await linked(workspace)
    clock.move(clock.now() + timedelta(minutes=minutes))
    assert (await posted(url, code))[0] == status
    assert len(await taken(bot)) == 1 + (status == 200)


async def test_neither_token_nor_code_is_kept_or_logged(workspace, bot, capfd):
    await pull(workspace, "download")
    url, code = await linked(workspace)
    wrong = code[1:] + ("A" if code[0] != "A" else "C")
    assert (await posted(url, wrong))[0] == 403
    assert (await posted(url, code))[0] == 200
    logged = "".join(capfd.readouterr())
    everything = str(await bot.desk.database.run(_everything))
    assert url.rpartition("/")[0] not in everything
    for secret in (url.rpartition("/")[2], code, wrong):
        assert secret not in logged
        assert secret not in everything


def _everything(tx):
    """Give all that is stored of links, pulls and messages, opened, and all of the log."""
    tables = DeliveryRow.metadata.tables
    wanted = ("downloads", "pulls", "log_bodies", "deliveries")
    found = [tx.execute(tables[name].select()).all() for name in wanted]
    about = [tx.unseal("deliveries", one.id, one.sealed) for one in found[-1]]
    return found, about, [record.hidden(tx, one) for one in record.entries(tx)]
