"""The doctor finds what is wrong, says what to do, and passes what is in order."""

import json
from datetime import timedelta

import pytest

from bot import doctor, trial
from bot.clock import SystemClock
from bot.settings import Settings
from bot.starting import Rules, open_database
from clearance.desk import Desk
from clearance.people import import_people
from sandbox.seed import new_seed
from sandbox.server import Workspace
from storage import copy_mark, deliveries
from tests.bot.pieces import MAYA, notice
from tests.keying import make_key_files, signing_of


class Ahead(SystemClock):
    """A machine whose clock is wrong by so much."""

    def __init__(self, by):
        self._by = by

    def now(self):
        return super().now() + self._by

    def monotonic(self):
        return super().monotonic() + self._by.total_seconds()


class Moved(SystemClock):
    """The sandbox's clock: its day was moved, the machine's time was not."""

    def now(self):
        return super().now() + timedelta(days=30)


@pytest.fixture
def settings(settings, sqlite_url, tmp_path):
    make_key_files(tmp_path / "preclear.key")
    return given(settings, database_url=sqlite_url, key_file=tmp_path / "preclear.key")


@pytest.fixture
def settled(settings, cellectar, exchange):
    """Enter the trial company's people and reports."""
    database = open_database(settings, SystemClock())
    desk = Desk(database, cellectar, exchange)
    database.run_now(lambda tx: trial.settle_in(tx, desk, Rules(cellectar, exchange)))
    database.close_now()


def given(settings, **changes):
    return Settings.read(**{**settings.model_dump(), **changes})


async def wrong(settings, clock=None):
    """Give what is to be put right, by what it is about."""
    lines = [line async for line in doctor.examine(settings, clock or SystemClock())]
    return {line.what: line.said for line in lines if not line.ok}


@pytest.mark.usefixtures("settled")
async def test_everything_in_order_passes(settings):
    lines = [line async for line in doctor.examine(settings, SystemClock())]
    assert [line for line in lines if not line.ok] == []
    assert [line.what for line in lines] == [
        "policy file",
        "calendar",
        "key file",
        "signing key",
        "database",
        "office ceo",
        "office cfo",
        "releases",
        "deliveries",
        "checkpoint",
        "SLACK_BOT_TOKEN",
        "scopes",
        "clock",
        "SLACK_APP_TOKEN",
    ]


async def test_an_empty_record_wants_people_and_releases(settings):
    found = await wrong(settings)
    assert set(found) == {"office ceo", "office cfo", "releases"}
    assert "preclear people import" in found["office ceo"]
    assert "preclear releases import" in found["releases"]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("changes", "what", "todo"),
    [
        ({"slack_bot_token": "xoxb-wrong"}, "SLACK_BOT_TOKEN", "invalid_auth"),
        ({"slack_app_token": "xapp-wrong"}, "SLACK_APP_TOKEN", "invalid_auth"),
        ({"slack_api_url": "http://127.0.0.1:9/api/"}, "SLACK_BOT_TOKEN", "cannot be reached"),
        ({"slack_app_token": None}, "SLACK_APP_TOKEN", "not set"),
        ({"key_file": None}, "PRECLEAR_KEY_FILE", "preclear keys make"),
        ({"database_url": "sqlite:///none.db"}, "database", "preclear db upgrade"),
        ({"policy": "no/such/policy.toml"}, "policy file", "PRECLEAR_POLICY"),
    ],
)
async def test_one_thing_wrong_is_found(settings, changes, what, todo):
    found = await wrong(given(settings, **changes))
    assert list(found) == [what]
    assert todo in found[what]
    assert "wrong" not in found[what]


@pytest.mark.usefixtures("settled")
async def test_a_key_file_that_others_can_read(settings):
    settings.key_file.chmod(0o640)
    found = await wrong(settings)
    assert "key file" in found


@pytest.mark.usefixtures("settled")
async def test_a_key_of_the_environment(settings):
    """It passes; a wrong one, and a place for the newest version that is spoilt, are found."""
    key = settings.key_file.read_text().split()[-1]
    newest = settings.key_file.parent / "newest"
    from_file = {"newest_file": newest, "signing_key_file": signing_of(settings.key_file)}
    by_environment = given(settings, key_file=None, key=key, **from_file)
    assert await wrong(by_environment) == {}
    newest.write_text("no number")
    assert list(await wrong(by_environment)) == ["newest register"]
    newest.write_text("preclear-newest-1 7")
    found = await wrong(given(by_environment, key="AAAA"))
    assert set(found) == {"key", "database"}
    assert "PRECLEAR_KEY: word 1" in found["key"]


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(("seconds", "noticed"), [(60, True), (-60, True), (5, False)])
async def test_the_clock_is_compared_with_slacks(settings, seconds, noticed):
    found = await wrong(settings, Ahead(timedelta(seconds=seconds)))
    assert ("clock" in found) is noticed


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({}, "missing: im:write, users:read."),
        ({"audit_into_slack": True}, "missing: files:write, im:write, users:read."),
    ],
)
async def test_a_missing_scope_is_named(settings, clock, more, named):
    few = Workspace(clock, new_seed(scopes=("commands", "chat:write")))
    await few.start(port=0)
    try:
        found = await wrong(
            given(
                settings,
                slack_api_url=few.api_url,
                slack_bot_token=few.seed.bot_token,
                slack_app_token=few.seed.app_token,
                **more,
            )
        )
    finally:
        await few.stop()
    assert list(found) == ["scopes"]
    assert named in found["scopes"]


async def test_a_calendar_that_runs_out(settings):
    found = await wrong(settings, Ahead(timedelta(days=365 * 40)))
    assert "2049" in found["calendar"]


def test_the_manifest_asks_for_the_same_scopes(pytestconfig):
    manifest = json.loads((pytestconfig.rootpath / "manifest.json").read_text())
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == doctor.SCOPES
    assert not any("history" in scope for scope in doctor.SCOPES)


@pytest.mark.usefixtures("settled")
async def test_a_moved_sandbox_clock_is_no_wrong_one(settings):
    assert "clock" not in await wrong(settings, Moved())


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(("minutes", "noticed"), [(11, True), (9, False)])
async def test_what_waits_for_too_long_is_noticed(settings, minutes, noticed):
    database = open_database(settings, SystemClock())
    await database.run(lambda tx: notice(tx, MAYA, 1))
    await database.close()
    found = await wrong(settings, Ahead(timedelta(minutes=minutes)))
    assert ("deliveries" in found) is noticed


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize(
    ("word", "days", "noticed"),
    [
        ("user_disabled", 29, True),
        ("user_disabled", 31, False),
        ("invalid_blocks", 6, True),
        ("invalid_blocks", 8, False),
        ("sent", 1, False),
        ("moot", 1, False),
    ],
)
async def test_a_message_that_was_given_up_is_named(settings, word, days, noticed):
    database = open_database(settings, SystemClock())
    lost = await database.run(lambda tx: notice(tx, MAYA, 1))
    await database.run(lambda tx: deliveries.ended(tx, lost, word))
    await database.close()
    found = await wrong(settings, Ahead(timedelta(days=days)))
    assert ("undelivered" in found) is noticed
    assert not noticed or (MAYA in found["undelivered"] and word in found["undelivered"])


@pytest.mark.usefixtures("settled")
async def test_who_has_left_is_settled(settings, cellectar):
    """Twin of the one above: the list of people says that they are gone."""
    database = open_database(settings, SystemClock())
    lost = await database.run(lambda tx: notice(tx, MAYA, 1))
    await database.run(lambda tx: deliveries.ended(tx, lost, "user_disabled"))
    assert "undelivered" in await wrong(settings)
    left = "slack_id,name,roles,active\nU0EMPLOYEE,Maya Okafor,employee,no\n"
    offices = cellectar.approvers.offices()
    await database.run(lambda tx: import_people(tx, left, "test", offices))
    await database.close()
    assert "undelivered" not in await wrong(settings)


@pytest.mark.usefixtures("settled")
async def test_a_restore_is_said_until_it_is_on_record_and_after(settings, cellectar, exchange):
    """Twin: of a database that was never put back nothing is said (the first test above)."""
    database = open_database(settings, SystemClock())
    mark = copy_mark.Mark(SystemClock().now(), 1)
    await database.run(lambda tx: copy_mark.put(tx._connection, mark, anew=True))
    assert "approvals stop" in (await wrong(settings))["restored"]
    await Desk(database, cellectar, exchange).tick()
    await database.close()
    lines = [line async for line in doctor.examine(settings, SystemClock())]
    (said,) = [line.said for line in lines if line.what == "restored" and line.ok]
    assert "on record" in said
