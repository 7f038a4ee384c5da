"""The scenarios, loaded over the running bot: what each promises is on the screens."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import scenarios
from bot.playing import NotPlayedError
from bot.starting import Rules
from bot.trial_place import Place
from handlers.views import home_ids
from handlers.words import restriction as restriction_words
from tests.bot.pieces import CEO, CFO, MAYA, NEW_YORK, until
from tests.bot.test_whole_way import START, ask, card_of, press, shown
from tests.bot.trial_sandbox import opened

RUTH, HELEN = "U0DIRECTOR", "U0COMPLY"
#: Real days on which somebody opens the sandbox: before a holiday, and one in a blackout.
DAYS = ("2026-11-24T10:00", "2026-12-25T10:00")


@pytest.fixture
def real(request):
    given = getattr(request, "param", None)
    return datetime.fromisoformat(given).replace(tzinfo=NEW_YORK) if given else START


@pytest.fixture
async def page(tmp_path, cellectar, exchange, real):
    """Open the sandbox as its command does, on a record of its own."""
    async with opened(tmp_path / "data", Rules(cellectar, exchange), real) as page:
        yield page


async def open_window(page):
    assert await page.messages(MAYA) == await page.messages(CEO) == []
    await ask(page.workspace, "buy 500")
    assert "Approve" in str((await card_of(page.workspace, CEO)).blocks)
    assert {"The blackout begins", "Next morning, 9:00"} <= set(await page.jumps(MAYA))


async def blackout(page):
    assert "The blackout begins" not in await page.jumps(MAYA)
    await ask(page.workspace, "buy 500")
    assert "Black-Out" in shown(page.workspace, MAYA)
    assert await page.messages(CEO) == []


async def restricted(page):
    assert await page.messages(MAYA) == []
    assert "HERON" in await page.command(CFO, "restrict")
    assert "Waiting for a decision" in await page.command(MAYA, "status")
    assert await press(page.workspace, CEO, await card_of(page.workspace, CEO), "card:details")
    assert restriction_words.SHEET_MEANS not in shown(page.workspace, CEO)
    assert "A confidential restriction applies" in shown(page.workspace, CEO)
    for form in ("status", "related", "plans"):
        assert "restrict" not in (await page.command(MAYA, form)).lower()


def home(page, user):
    view = page.workspace.views.home(user)
    return "" if view is None else str(view.given)


async def three(page):
    for officer in (CEO, CFO):
        assert len(await page.messages(officer)) == 3
    await page.post("home", user=CEO)
    names = ("Maya Okafor", "Jonas Lindqvist", "Ruth Abernathy")
    await until(lambda: all(name in home(page, CEO) for name in names), "App Home")


async def away(page):
    assert "Everybody who may decide is away until" in await page.command(MAYA, "status")
    for officer in (CEO, CFO):
        assert "You are away now" in await page.command(officer, "away")
        assert len(await page.messages(officer)) == 1


async def ending(page):
    assert "you hold a clearance" in await page.command(MAYA, "status")
    ends = datetime.fromisoformat((await page.jumps(MAYA))["Your clearance ends"])
    assert 2700 < (ends - page.clock.now()).total_seconds() <= 3000
    assert "Your clearance ends" not in await page.jumps(CEO)
    assert (await page.post("clock", to=ends.isoformat()))[0] == 200
    await until(lambda: len(page.workspace.conversation(MAYA).messages) == 2, "its end")


async def form4(page):
    tomorrow = page.clock.now().astimezone(NEW_YORK) + timedelta(days=1)
    due = f"Form 4, due by {tomorrow:%A} {tomorrow.day} {tomorrow:%B %Y}"
    for who in (RUTH, HELEN):
        assert f"Ruth Abernathy: {due}" in await page.command(who, "section16")


async def unsigned(page):
    told = page.workspace.conversation(HELEN).messages[-1]
    await press(page.workspace, HELEN, told, "envelope:open")
    assert "Leila Haddad: has not signed" in shown(page.workspace, HELEN)
    assert "It is overdue." in shown(page.workspace, HELEN)


PROMISES = {
    "open": open_window,
    "blackout": blackout,
    "restricted": restricted,
    "three": three,
    "away": away,
    "ending": ending,
    "form4": form4,
    "unsigned": unsigned,
}


@pytest.mark.parametrize("name", [one.scenario.name for one in scenarios.SCENES])
async def test_what_a_scenario_promises_is_on_the_screens(page, name):
    await page.load(name)
    stage = (await page.state())["stage"]
    assert (stage["loaded"], stage["turn"], stage["touched"]) == (name, 1, False)
    await PROMISES[name](page)


@pytest.mark.parametrize("real", DAYS, indirect=True)
async def test_whenever_it_is_opened_every_scenario_is_there_one_after_the_other(page):
    for one in scenarios.SCENES:
        await page.load(one.scenario.name)
    await PROMISES["unsigned"](page)
    await page.load("form4")
    await PROMISES["form4"](page)


async def test_a_reset_leaves_nothing_of_what_was(page):
    """Keys, rows, messages, forms, homes and accounts; commands beside it find the new record."""
    await page.load("three")
    await page.post("account", user=MAYA, guest=True, deleted=False)
    await page.command(CFO, "restrict")
    assert (await page.state())["stage"]["touched"]
    (page.place.audit_folder / "1-preclear-audit-2").mkdir()
    before = page.files()
    await page.load("open")
    after = page.files()
    assert set(before) - {"preclear.db-wal", "preclear.db-shm"} <= set(after)
    for name in ("preclear.key", "preclear.key.signing", "preclear.db"):
        assert before[name] != after[name]
    assert [one.name for one in page.place.folder.iterdir() if one.is_dir()] == ["pulls"]
    assert list(page.place.audit_folder.iterdir()) == []
    for user in (MAYA, CEO, CFO):
        state = await page.state(user)
        assert (state["conversations"][0]["messages"], state["views"]) == ([], [])
        assert not any(one in home(page, user) for one in (home_ids.REVIEW, "request:open"))
        assert state["lock_screen"] == []
    await open_window(page)


@pytest.mark.parametrize("error", [NotPlayedError("Somebody could not ask."), OSError(28, "full")])
async def test_one_that_fails_leaves_what_was_there(page, monkeypatch, error):
    """The record, what stands on the screens and the clock; and what is loaded next is there."""
    await page.load("three")
    cards = await page.messages(CEO)
    now = page.clock.now()

    async def fails(played):
        await scenarios.restricted(played)
        raise error

    failing = replace(scenarios.SCENES[1], play=fails)
    monkeypatch.setattr(scenarios, "SCENES", (scenarios.SCENES[0], failing, *scenarios.SCENES[2:]))
    status, answer = await page.post("scenario", name="blackout")
    assert (status, "What was there before is still there." in answer["error"]) == (409, True)
    stage = (await page.state())["stage"]
    assert (stage["loaded"], stage["loading"], stage["turn"]) == ("three", None, 1)
    assert await page.messages(CEO) == cards
    assert await page.messages(MAYA) == []
    assert timedelta() <= page.clock.now() - now < timedelta(minutes=1)
    assert "Waiting for a decision" in await page.command(MAYA, "status")
    await three(page)
    await page.load("ending")
    await ending(page)


async def test_meanwhile_nobody_acts_and_nobody_loads_another(page, monkeypatch):
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_played):
        begun.set()
        await go_on.wait()

    slowly = replace(scenarios.SCENES[0], play=slow)
    monkeypatch.setattr(scenarios, "SCENES", (slowly, *scenarios.SCENES[1:]))
    loading = asyncio.create_task(page.post("scenario", name="open"))
    await begun.wait()
    assert (await page.state())["stage"]["loading"] == "An open window"
    for path, body in (
        ("command", {"user": MAYA, "text": "/preclear"}),
        ("scenario", {"name": "three"}),
    ):
        status, answer = await page.post(path, **body)
        assert (status, "being loaded" in answer["error"]) == (409, True)
    go_on.set()
    assert (await loading)[0] == 200
    assert (await page.post("command", user=MAYA, text="/preclear"))[0] == 200


@pytest.mark.parametrize("name", ["nothing", 7, None])
async def test_what_is_not_offered_is_a_sentence(page, name):
    status, answer = await page.post("scenario", name=name)
    assert status in (400, 409)
    assert answer["error"].endswith(".")


def test_a_process_that_ended_meanwhile_leaves_the_old_record(tmp_path):
    """At its next start, however far it came; once it was thrown away, the new one."""
    place = Place(tmp_path / "data")
    place.make()
    old = place.key_file.read_bytes()
    place.put_aside()
    place.put_back()
    assert place.key_file.read_bytes() == old
    place.put_aside()
    place.make()
    assert place.key_file.read_bytes() != old
    Place(place.folder).put_back()
    assert place.key_file.read_bytes() == old
    place.put_aside()
    place.make()
    place.throw_away()
    new = place.key_file.read_bytes()
    place.put_back()
    assert place.key_file.read_bytes() == new != old


def test_a_process_that_was_killed_while_it_removed_the_old_record_hinders_nobody(tmp_path):
    place = Place(tmp_path / "data")
    place.make()
    (place.folder / "thrown-away").mkdir()
    (place.folder / "thrown-away" / "preclear.db").touch()
    place.put_aside()
    place.make()
    place.throw_away()
    assert not (place.folder / "thrown-away").exists()


@pytest.mark.parametrize("moves", range(3))
def test_a_process_that_ended_while_it_put_back_goes_on_with_that(tmp_path, monkeypatch, moves):
    place, rename, left = Place(tmp_path / "data"), Path.rename, [moves]
    place.make()
    old = [one.read_bytes() for one in (place.key_file, place.signing_file)]
    place.put_aside()
    place.make()

    def ends(self, target):
        if not left[0]:
            raise OSError(5, "ended")
        left[0] -= 1
        return rename(self, target)

    with monkeypatch.context() as ended, suppress(OSError):
        ended.setattr(Path, "rename", ends)
        place.put_back()
    place.put_back()
    assert [one.read_bytes() for one in (place.key_file, place.signing_file)] == old
    assert not (place.folder / "before").exists()
