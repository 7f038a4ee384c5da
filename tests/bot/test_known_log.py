"""The bot refuses another log than the one this machine knows; a restore is the operator's act."""

import shutil
from contextlib import asynccontextmanager
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.log_watch import known_file
from bot.process import running
from bot.starting import load_signing
from storage import checkpoints
from storage.backup import backup
from storage.checkpoint_folder import put
from storage.known import said_lost
from storage.known_file import Asked
from storage.published import named
from storage.signing import make_signing
from tests.bot.known_days import (
    EVENING,
    MORNING,
    act,
    command,
    day,
    known,
    recorded,
    refused,
    stopped,
    two_days_then_cut,
)
from tests.bot.pieces import given
from tests.keying import NAME, signing_of
from tests.tampering_hand import by_hand, cut

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def settings(stored, database_url):
    return given(stored, database_url=database_url, transport="http", http_port=None)


@pytest.fixture
def start(settings, clock, free_port):
    """Start the bot, with settings that may be changed."""
    clock.move(MORNING)

    @asynccontextmanager
    async def started(**more):
        changed = given(settings, http_port=free_port, **more)
        async with running(changed, clock) as bot:
            yield bot

    return started


async def test_each_days_checkpoint_is_kept_and_the_bot_starts_on_it_again(start, clock):
    async with start() as bot:
        assert known(bot) is None
        first = await day(bot, clock)
        assert known(bot).size == first.size
    async with start() as bot:
        second = await day(bot, clock, 1)
        assert (second.at, second.size > first.size) == (clock.now(), True)
        assert bot.log_watch.healthy
        assert await recorded(bot) == []


async def test_a_cut_log_is_refused_and_the_sentence_says_what_to_do(start, clock):
    _, second = await two_days_then_cut(start, clock)
    sentence = await refused(start)
    assert f"says {second.size}" in sentence
    assert "`preclear db restored`" in sentence


async def test_after_the_operators_word_it_starts_records_what_was_lost_and_goes_on(
    start, clock, settings, monkeypatch
):
    first, second = await two_days_then_cut(start, clock)
    status, said = command(settings, monkeypatch, "db", "restored", given="n\n")
    assert (status, "over" in said) == (1, True)
    assert "db restored" in await refused(start)
    status, said = command(settings, monkeypatch, "db", "restored", "--yes")
    assert (status, f"over {second.size:,}" in said) == (0, True), said
    async with start() as bot:
        assert await stopped(bot)
        await bot.ticker.once()
        ((actor, lost),) = await recorded(bot)
        assert actor.startswith("command-line:")
        assert lost == said_lost(second)
        await bot.log_watch.look()
        assert known(bot) not in (first, second)
        await bot.ticker.once()
        assert len(await recorded(bot)) == 1
    async with start() as bot:
        third = await day(bot, clock, 2)
        assert third.at == clock.now()
        assert len(await recorded(bot)) == 1


async def test_said_where_nothing_was_lost_it_is_recorded_likewise(start, clock, settings):
    async with start() as bot:
        await day(bot, clock)
    known_file(settings).ask(Asked(clock.now(), "command-line:test"))
    async with start() as bot:
        await bot.ticker.once()
        assert await recorded(bot) == [("command-line:test", None)]


async def test_recorded_in_the_evening_it_is_the_evening_s_checkpoint_and_one(
    start, clock, settings
):
    """Twin: at noon it is signed by itself, and the evening's comes as ever."""
    async with start() as bot:
        await day(bot, clock)
    for hours, count in ((24, 1), (42, 2)):
        known_file(settings).ask(Asked(clock.now(), "command-line:test"))
        clock.move(MORNING + EVENING + timedelta(hours=hours))
        async with start() as bot:
            before = await bot.desk.database.run(checkpoints.every)
            await bot.ticker.once()
            await bot.ticker.once()
            clock.move(MORNING + EVENING + timedelta(hours=48 if hours > 24 else 24, minutes=1))
            await bot.ticker.once()
            made = (await bot.desk.database.run(checkpoints.every))[len(before) :]
            assert [one.due is None for one in made] == [True] * (count - 1) + [False]
            await bot.log_watch.look()


async def test_killed_after_the_record_and_before_the_file_it_is_on_record_once(
    start, clock, settings, monkeypatch
):
    _, second = await two_days_then_cut(start, clock)
    known_file(settings).ask(Asked(clock.now(), "command-line:test"))
    async with start() as bot:
        await bot.ticker.once()
        monkeypatch.setattr(bot.log_watch, "_keep", lambda: None)
    assert known_file(settings).read().asked is not None
    async with start() as bot:
        await bot.ticker.once()
        assert await recorded(bot) == [("command-line:test", said_lost(second))]
        await bot.log_watch.look()
    assert known_file(settings).read().asked is None


async def test_another_machine_goes_on_where_it_knows_the_same_and_is_asked_where_not(
    start, clock, settings, tmp_path
):
    first, second = await two_days_then_cut(start, clock)
    mine = known_file(settings)
    same, older = (known_file(given(settings, checkpoint_file=tmp_path / n)) for n in "ab")
    shutil.copyfile(mine.path, same.path)
    keys = load_signing(settings)
    older.keep(keys.signer.sign(checkpoints.text(NAME, 9999, bytes(32), first.at)), keys.verifiers)
    assert "db restored" in await refused(start, checkpoint_file=same.path)
    mine.ask(Asked(clock.now(), "command-line:test"))
    clock.pass_(60)
    async with start() as bot:
        await bot.ticker.once()
    async with start(checkpoint_file=same.path) as bot:
        assert await recorded(bot) == [("command-line:test", said_lost(second))]
        await bot.log_watch.look()
        assert known(bot) != second
    assert "says 9,999" in await refused(start, checkpoint_file=older.path)
    older.ask(Asked(clock.now(), "command-line:b"))
    async with start(checkpoint_file=older.path) as bot:
        await bot.ticker.once()
        assert [lost["size"] for _, lost in await recorded(bot)] == [second.size, 9999]


async def test_a_log_that_is_changed_while_the_bot_runs_is_an_alarm_and_not_kept(
    start, clock, caplog
):
    """Twin: before the change all is well, and the day's checkpoint is kept."""
    async with start() as bot:
        bot.ticker._ticked = None  # it is looked at when the test says so
        first = await day(bot, clock)
        ready = bot.vitals.ready()["log"]
        assert ready()
        await act(bot)
        by_hand(bot.desk.database, "UPDATE log_bodies SET record = '{}' WHERE \"index\" > 1")
        await day(bot, clock, 1)
        assert not ready()
        assert known(bot).size == first.size
        await bot.log_watch.look()
        assert not ready()
        signed = await bot.desk.database.run(checkpoints.every)
        await day(bot, clock, 2)
        assert await bot.desk.database.run(checkpoints.every) == signed, "signed no more"
    said = [one.msg for one in caplog.records if isinstance(one.msg, dict)]
    assert [one["differs"] for one in said if one["event"] == "log_differs"] == ["body"]
    assert (await refused(start)).startswith("DATABASE_URL: this is not the log that is known")


async def test_what_was_changed_from_outside_is_no_matter_of_a_restore(start, clock, settings):
    async with start() as bot:
        await day(bot, clock)
        by_hand(bot.desk.database, "UPDATE log_head SET edge = :edge", edge=b"?" * 32)
        bot.log_watch._differs = True
    known_file(settings).ask(Asked(clock.now(), "command-line:test"))
    sentence = await refused(start)
    assert "keep it as evidence" in sentence
    assert "db restored" not in sentence


async def test_a_file_that_is_no_checkpoint_is_refused_until_it_is_moved_aside(
    start, clock, settings, monkeypatch
):
    async with start() as bot:
        await day(bot, clock)
    file = known_file(settings).path
    file.write_text("preclear-checkpoint-1\ncheckpoint\nnonsense\n")
    assert (await refused(start)).startswith("PRECLEAR_CHECKPOINT_FILE: ")
    file.write_text("nonsense")
    assert (await refused(start)).startswith("PRECLEAR_CHECKPOINT_FILE: ")
    status, said = command(settings, monkeypatch, "db", "restored", "--yes")
    assert (status, "cannot be read" in said) == (0, True)
    async with start() as bot:
        await bot.ticker.once()
        assert [lost for _, lost in await recorded(bot)] == [None]


async def test_a_new_key_knows_the_old_one_or_is_refused(start, clock, settings):
    async with start() as bot:
        await day(bot, clock)
    file = signing_of(settings.key_file)
    old = load_signing(settings).signer.verifier
    file.unlink()
    make_signing(file, NAME)
    assert "preclear keys signing --old" in await refused(start)
    file.unlink()
    make_signing(file, NAME, [old])
    async with start() as bot:
        await day(bot, clock, 1)
        assert known(bot).signer != old


async def test_a_file_that_cannot_be_kept_makes_it_unready_until_it_can(
    start, clock, settings, tmp_path
):
    folder = tmp_path / "kept"
    async with start(checkpoint_file=folder / "checkpoint") as bot:
        folder.mkdir()
        folder.rmdir()
        await day_unkept(bot, clock)
        assert not bot.log_watch.healthy
        folder.mkdir()
        await bot.log_watch.look()
        assert bot.log_watch.healthy
    assert known_file(given(settings, checkpoint_file=folder / "checkpoint")).read().note


async def day_unkept(bot, clock):
    await act(bot)
    clock.move(MORNING + EVENING)
    await bot.ticker.once()
    await bot.log_watch.look()


@pytest.fixture
def moved(settings, database_url, empty_place):
    """Give where the database was, and settings that name an empty place of the same kind."""
    there = given(settings, database_url=empty_place)
    return SimpleNamespace(old=database_url, url=empty_place, settings=there)


async def test_an_old_backup_put_back_by_the_command_starts_and_names_what_was_lost(
    start, clock, moved, monkeypatch, tmp_path
):
    async with start() as bot:
        await day(bot, clock)
        backup(moved.old, tmp_path / "backup", clock.now())
        lost = await day(bot, clock, 1)
    status, said = command(moved.settings, monkeypatch, "db", "restore", tmp_path / "backup")
    assert status == 0, said
    async with start(database_url=moved.url) as bot:
        await bot.ticker.once()
        ((actor, named),) = await recorded(bot)
        assert (actor.partition(":")[0], named) == ("command-line", said_lost(lost))
        await bot.log_watch.look()
        assert known(bot) != lost
    async with start(database_url=moved.url) as bot:
        assert len(await recorded(bot)) == 1


@ON_SQLITE
async def test_an_old_file_copied_over_the_database_is_refused(start, clock, settings, tmp_path):
    """Twin: one from after the newest checkpoint starts, and is noticed as ever."""
    file = tmp_path / "preclear.db"
    async with start() as bot:
        await day(bot, clock)
    shutil.copyfile(file, tmp_path / "old.db")
    async with start() as bot:
        await day(bot, clock, 1)
    shutil.copyfile(file, tmp_path / "late.db")
    async with start() as bot:
        await bot.ticker.once()
    shutil.copyfile(tmp_path / "old.db", file)
    assert "db restored" in await refused(start)
    shutil.copyfile(tmp_path / "late.db", file)
    async with start() as bot:
        await bot.ticker.once()
        assert await recorded(bot) == [("preclear", None)]
    assert known_file(settings).read().note is not None


async def test_the_newest_in_the_folder_is_known_too(start, clock, settings, tmp_path):
    """The machine's own file is lost, and the log was cut: a folder elsewhere tells."""
    folder = tmp_path / "kept"
    folder.mkdir()
    async with start(checkpoints=str(folder)) as bot:
        first = await day(bot, clock)
        await bot.publisher.once()
        second = await day(bot, clock, 1)
        await bot.publisher.once()
    assert len(list(folder.iterdir())) == 2
    async with start(checkpoints=str(folder)) as bot:
        by_hand(bot.desk.database, lambda tx: cut(tx, first.size))
        bot.log_watch._differs = True
    known_file(settings).path.unlink()
    assert "db restored" in await refused(start, checkpoints=str(folder))
    known_file(settings).ask(Asked(clock.now(), "command-line:test"))
    clock.pass_(60)
    async with start(checkpoints=str(folder)) as bot:
        await bot.ticker.once()
        assert await recorded(bot) == [("command-line:test", said_lost(second))]
        await bot.log_watch.look()
        await bot.publisher.once()
    assert len(list(folder.iterdir())) > 2
    async with start(checkpoints=str(folder)) as bot:
        await day(bot, clock, 2)
        assert bot.log_watch.healthy


async def test_a_log_that_is_behind_a_folder_that_another_bot_writes_to_is_refused(
    start, clock, tmp_path
):
    """Twin: with no folder set there is nothing that tells."""
    folder = tmp_path / "kept"
    folder.mkdir()
    async with start(checkpoints=str(folder)) as bot:
        await day(bot, clock)
        keys = bot.log_watch._keys
    at = clock.now() + timedelta(days=1)
    note = keys.signer.sign(checkpoints.text(NAME, 9999, bytes(32), at))
    put(folder, named(9999, at), note.encode())
    assert "says 9,999" in await refused(start, checkpoints=str(folder))
    async with start():
        pass


async def test_neither_the_key_nor_its_public_part_is_ever_logged(start, clock, settings, caplog):
    caplog.set_level("DEBUG")
    signer = load_signing(settings).signer
    secret = signing_of(settings.key_file).read_text().splitlines()[-1].split("+", 4)[4]
    async with start(log_level="debug") as bot:
        await day(bot, clock)
        signing_of(settings.key_file).chmod(0o644)
        await day(bot, clock, 1)
    assert "signing_key_refused" in caplog.text
    assert len(secret) > 40
    for part in (signer.verifier.text, signer.verifier.id.hex(), secret[:20]):
        assert part not in caplog.text
