"""SIGKILL between any two steps: what was acknowledged is there when the bot comes back."""

import asyncio
import os
import subprocess
import sys
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot import trial
from bot.clock import MovableClock, keep_ahead
from bot.settings import Need, Settings
from bot.starting import Rules, open_database
from clearance.desk import Desk
from storage.tables import DecisionRow
from tests.bot.pieces import CEO, CFO, MAYA, NEW_YORK, rows, until
from tests.bot.test_whole_way import approve, ask, card_of, closed, press
from tests.keying import make_key_files
from tests.parting import part

#: A day of an open window that no machine's date has reached.
START = datetime(2045, 5, 22, 10, 0, tzinfo=NEW_YORK)
MAIN = (sys.executable, "-c", "from bot.cli import main; main()", "run")


@pytest.fixture
def environment(workspace, sqlite_url, tmp_path):
    make_key_files(tmp_path / "preclear.key")
    return {
        "SLACK_BOT_TOKEN": workspace.seed.bot_token,
        "SLACK_APP_TOKEN": workspace.seed.app_token,
        "SLACK_SIGNING_SECRET": workspace.seed.signing_secret,
        "SLACK_API_URL": workspace.api_url,
        "DATABASE_URL": sqlite_url,
        "PRECLEAR_KEY_FILE": str(tmp_path / "preclear.key"),
        "PRECLEAR_CLOCK_FILE": str(tmp_path / "clock"),
        "PRECLEAR_ENV": "sandbox",
    }


@pytest.fixture
def record(environment, tmp_path, monkeypatch, cellectar, exchange):
    """Enter the trial company, and let a test look into the same file."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    clock = MovableClock(START, lambda ahead: keep_ahead(tmp_path / "clock", ahead))
    database = open_database(Settings.read(*Need), clock)
    desk = Desk(database, cellectar, exchange)
    database.run_now(lambda tx: trial.settle_in(tx, desk, Rules(cellectar, exchange)))
    yield database
    database.close_now()


@asynccontextmanager
async def bot(environment):
    """Run the bot in a process of its own, and kill it with no word of warning."""
    given = {"PATH": os.environ["PATH"], **environment}
    process = await part("run", env=given, cwd=Path.cwd())
    try:
        said = b""
        while b'"ready"' not in said:
            line = await asyncio.wait_for(process.stderr.readline(), 60)
            assert line, said
            said += line
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.stderr.read()
        await process.wait()


async def test_killed_after_every_acknowledgement_nothing_is_lost_or_done_twice(
    workspace, environment, record
):
    async with bot(environment):
        assert await ask(workspace, "buy 500") == {"ok": True}
    async with bot(environment):
        await asyncio.gather(card_of(workspace, CEO), card_of(workspace, CFO))
    async with bot(environment):
        assert await approve(workspace, CEO) == {"ok": True}
    told = workspace.conversation(MAYA).messages
    async with bot(environment):
        await until(lambda: told, "the envelope")
        await until(lambda: not waiting(record), "the end of every row")
        for officer in (CEO, CFO):
            await close_doubles(workspace, officer)
    assert len({message.text for message in told}) == 1
    assert states(record) == ["pending", "decided"]


async def close_doubles(workspace, officer):
    """Press the cards whose place was lost with a process: each closes where it stands.

    Where it was lost and the decision came before a second card was posted, there is one
    card, and it is still open.
    """
    cards = workspace.conversation(officer).messages
    assert cards
    for card in cards:
        if not closed(card):
            assert await press(workspace, officer, card, "card:details") == {"ok": True}
            await until(lambda card=card: closed(card), "the end of a second card")


async def test_a_second_bot_on_one_file_is_refused_and_a_next_one_is_not(environment, record):
    assert states(record) == []
    async with bot(environment):
        second = await asyncio.create_subprocess_exec(
            *MAIN,
            env={"PATH": os.environ["PATH"], **environment},
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        out, err = await asyncio.wait_for(second.communicate(), 60)
        assert second.returncode != 0
        assert b"another bot runs on this SQLite file" in out + err
    async with bot(environment) as third:
        assert third.returncode is None


def waiting(database):
    """Name what is due and not done: the timers of later days are not."""
    soon = START + timedelta(hours=1)
    return [row.id for row in rows(database) if row.ended_as is None and row.due_at < soon]


def states(database):
    """Read the steps of the one request there is."""
    table = DecisionRow.__table__
    chosen = table.select().order_by(table.c.seq)
    return [row.state for row in database.run_now(lambda tx: tx.execute(chosen).all())]
