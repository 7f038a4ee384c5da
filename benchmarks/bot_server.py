"""Serves the bot's own app: `python -m benchmarks.bot_server FOLDER [URL [API]]`.

Real app, real desk, real database: a SQLite file in the folder unless ``URL`` names another.
Slack is the stand-in workspace, and the app listens on signed HTTP; with ``API`` it connects to
that address in Socket Mode. Left out is what `preclear run` does beside its answers: no worker
sends what acts queue or fires their timers, nothing ticks (register, checkpoints, App Homes,
accounts), no health is served, and the clock stands still. What is measured ends with the answer.
Prints one line of JSON that says where it listens, and serves until its standard input ends.
"""

import asyncio
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from benchmarks.serving import until_told
from bot import app, logs
from bot.clock import MovableClock
from bot.http_server import HttpServer, for_slack
from bot.settings import Need, Settings
from bot.socket_mode import Socket
from bot.starting import load_rules, open_database
from clearance.desk import Desk
from clearance.people import import_people, people
from clearance.releases import ReleaseEntry, add_release
from clearance.restrictions.book import Book, Held, Term, document
from sandbox.seed import Seed, new_seed
from sandbox.server import Workspace
from storage.sealed import KeyFile
from storage.signing import make_signing
from storage.tx import Tx
from storage.upgrade import upgrade

NOON = datetime(2018, 11, 20, 17, 0, tzinfo=UTC)  # a Tuesday in an open window, noon in New York
REPORT = ReleaseEntry(
    kind="full",
    public_at=datetime(2018, 11, 8, 21, 30, tzinfo=UTC),
    title="Third quarter 2018",
    quarter_end=date(2018, 9, 30),
)
PEOPLE = """slack_id,name,roles,acknowledged_on,zone,active
U0EMPLOYEE,Maya Okafor,employee,2018-10-01,America/New_York,yes
U0CEO,Daniel Reyes,ceo;officer,2018-10-01,America/New_York,yes
U0CFO,Priya Raman,cfo;officer,2018-10-01,America/New_York,yes
"""


def settings_for(folder: Path, seed: Seed, api_url: str, url: str = "", **more: object) -> Settings:
    """Give the settings of a bot whose files lie in ``folder``."""
    return Settings.read(
        Need.SLACK,
        Need.RECORD,
        slack_bot_token=seed.bot_token,
        slack_signing_secret=seed.signing_secret,
        slack_api_url=api_url,
        database_url=url or own_file(folder),
        key_file=folder / "preclear.key",
        transport="http",
        environment="sandbox",
        **more,
    )


def own_file(folder: Path) -> str:
    """Name the SQLite file in a folder."""
    return f"sqlite:///{folder / 'preclear.db'}"


def prepare(folder: Path, url: str = "") -> None:
    """Make the key files and the tables."""
    KeyFile.make(folder / "preclear.key")
    make_signing(folder / "preclear.key.signing", "cellectar.example/preclear")
    upgrade(url or own_file(folder))


def open_window(tx: Tx, desk: Desk, text: str = PEOPLE) -> None:
    """Record who is who, and the report that ended the last blackout."""
    assert not isinstance(import_people(tx, text, "benchmark"), tuple)
    assert isinstance(add_release(desk.grounds, tx, REPORT, "benchmark"), str)


def employees(many: int) -> str:
    """Give so many further lines of the list of people."""
    return "".join(
        f"{employee(number)},Employee {number},employee,2018-10-01,America/New_York,yes\n"
        for number in range(many)
    )


def employee(number: int) -> str:
    """Give the Slack id of one of them."""
    return f"U1{number:06d}"


def fill(folder: Path, url: str, many: int, *, restricted: bool = False) -> None:
    """Make a company's files, and a database with so many employees, all of them ``restricted``."""
    prepare(folder, url)
    seed, clock = new_seed(), MovableClock(NOON)
    settings = settings_for(folder, seed, "http://127.0.0.1:9/", url)
    rules, database = load_rules(settings), open_database(settings, clock)
    desk = Desk(database, rules.policy, rules.calendar, seed.team_id)
    database.run_now(lambda tx: open_window(tx, desk, PEOPLE + employees(many)))
    if restricted:
        database.run_now(lambda tx: restrict(tx, desk))
    database.close_now()


def restrict(tx: Tx, desk: Desk) -> None:
    """Put everybody under one restriction, as the register holds it."""
    everybody = people(tx)
    held = Held(
        id="benchmark",
        kind="event",
        matter="a matter",
        reason="",
        has_reason=False,
        notified=False,
        by=everybody[0].person,
        office="ceo",
        since=tx.now,
        people={one.person: Term() for one in everybody},
    )
    desk.grounds.register.write(tx, document(Book(restrictions={held.id: held})), above=0)


async def serve(folder: Path, url: str = "", api: str = "") -> None:
    """Serve until standard input ends."""
    clock = MovableClock(NOON)
    workspace = Workspace(clock)
    await workspace.start(port=0)
    seed, filled = workspace.seed, (folder / "preclear.key").exists()
    if not filled:
        prepare(folder, url)
    settings = settings_for(folder, seed, api or workspace.api_url, url)
    rules, database = load_rules(settings), open_database(settings, clock)
    desk = Desk(database, rules.policy, rules.calendar, seed.team_id)
    if not filled:
        await database.run(lambda tx: open_window(tx, desk))
    slack = app.build(settings, desk, clock)
    told: dict[str, Any] = {
        "secret": seed.signing_secret,
        "token": seed.bot_token,
        "team": seed.team_id,
    }
    way: Socket | HttpServer
    if api:
        way = Socket(slack, seed.app_token)
        await way.start()
    else:
        way = HttpServer(for_slack(slack))
        told |= {"port": await way.start("127.0.0.1", 0), "api": workspace.api_url}
    print(json.dumps(told), flush=True)
    await asyncio.to_thread(until_told)
    await way.stop()
    await database.close()
    await workspace.stop()


if __name__ == "__main__":
    logs.configure("warning", stream=sys.stderr)
    asyncio.run(serve(Path(sys.argv[1]), *sys.argv[2:4]))
