"""What the doctor says of the signing key, the newest checkpoint, and the places for them."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import doctor
from bot.log_watch import known_file
from bot.places import places
from bot.publishing import Publisher
from bot.starting import load_signing, open_database
from storage import published
from storage.known_file import Asked
from tests.bot.pieces import given
from tests.keying import signing_of

NOW = datetime(2026, 11, 9, 15, tzinfo=UTC)


@pytest.fixture
def settings(stored, clock):
    clock.move(NOW)
    return stored


@pytest.fixture
def signed(settings, clock):
    """Make a checkpoint, as the bot does; give its row."""
    database = open_database(settings, clock)

    def sign(tx):
        tx.log("log:key", actor="system", open={"vkey": "x"})
        return tx.checkpoint()

    made = database.run_now(sign)
    yield database.run_now(lambda tx: published.missing(tx, "nowhere")[0])
    assert made
    database.close_now()


async def said(settings, clock, *names):
    lines = [line async for line in doctor.examine(settings, clock)]
    return {line.what: (line.ok, line.said) for line in lines if line.what in names}


async def test_the_public_key_is_said(settings, clock):
    found = await said(settings, clock, "signing key")
    key = load_signing(settings).signer.verifier.text
    assert found == {"signing key": (True, key)}


@pytest.mark.parametrize("spoil", ["gone", "open"])
async def test_a_key_that_cannot_be_used_is_said_and_not_shown(settings, clock, spoil):
    file = signing_of(settings.key_file)
    content = file.read_text()
    if spoil == "gone":
        file.unlink()
    else:
        file.chmod(0o644)
    found = await said(settings, clock, "signing key", "database")
    assert [ok for ok, _ in found.values()] == [False, False]
    assert found["signing key"][1].startswith("PRECLEAR_SIGNING_KEY_FILE: ")
    assert content.splitlines()[-1] not in str(found)


@pytest.mark.parametrize(("hours", "minutes", "ok"), [(0, 0, True), (26, 0, True), (26, 1, False)])
@pytest.mark.usefixtures("signed")
async def test_an_old_checkpoint_is_a_warning(settings, clock, hours, minutes, ok):
    clock.move(NOW + timedelta(hours=hours, minutes=minutes))
    found = await said(settings, clock, "checkpoint")
    assert found["checkpoint"][0] is ok
    assert "2026-11-09 15:00 UTC, over 1" in found["checkpoint"][1]


async def test_before_the_first_there_is_nothing_to_warn_of(settings, clock):
    assert (await said(settings, clock, "checkpoint"))["checkpoint"][0]


async def test_what_has_not_arrived_and_what_was_changed_is_said(settings, clock, signed, tmp_path):
    folder = tmp_path / "secret-folder"
    to = given(settings, checkpoints=f"{folder} https://store.example/secret-bucket")
    both = ("checkpoints to 1", "checkpoints to 2")
    found = await said(to, clock, *both)
    assert [found[name][0] for name in both] == [False, False]
    assert "1 have not arrived" in found[both[0]][1]
    folder.mkdir()
    database = open_database(to, clock)
    await Publisher(database, clock, places(to)[:1]).once()
    await database.close()
    found = await said(to, clock, *both)
    assert found[both[0]] == (True, "all are there")
    (folder / published.file_name(signed)).write_text("another")
    found = await said(to, clock, *both)
    assert not found[both[0]][0]
    assert published.file_name(signed) in found[both[0]][1]
    assert "secret" not in str(found)


@pytest.mark.usefixtures("signed")
async def test_stamps_that_are_missing_are_said_where_they_are_wanted(settings, clock):
    assert await said(settings, clock, "time stamps") == {}
    to = given(settings, timestamp_url="https://tsa.example/secret")
    found = await said(to, clock, "time stamps")
    assert not found["time stamps"][0]
    assert "tsa.example" not in str(found)


async def test_what_this_machine_knows_is_said(settings, clock, signed):
    name = "known checkpoint"
    assert await said(settings, clock, name) == {}
    file = known_file(settings)
    file.keep(signed.note, load_signing(settings).verifiers)
    assert (await said(settings, clock, name))[name] == (True, "of 2026-11-09 15:00 UTC, over 1")
    file.ask(Asked(clock.now(), "command-line:somebody"))
    ok, sentence = (await said(settings, clock, name))[name]
    assert (ok, "command-line:somebody" in sentence) == (False, True)
    file.path.write_text("nonsense")
    assert not (await said(settings, clock, name))[name][0]
