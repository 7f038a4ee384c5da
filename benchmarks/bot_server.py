"""Serves the bot's own app on signed HTTP: `python -m benchmarks.bot_server FOLDER`.

Real app, real desk, real SQLite file; Slack is the stand-in workspace. The delivery
worker is left out: what is measured ends with the answer. Prints one line of JSON that
says where it listens, and serves until its standard input ends.
"""

import asyncio
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from bot import app, logs
from bot.clock import MovableClock
from bot.http_server import HttpServer, for_slack
from bot.settings import Need, Settings
from bot.starting import load_rules, open_database
from clearance.desk import Desk
from clearance.people import import_people
from clearance.releases import ReleaseEntry, add_release
from sandbox.seed import Seed
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


def settings_for(folder: Path, seed: Seed, api_url: str, **more: object) -> Settings:
    """Give the settings of a bot whose files lie in ``folder``."""
    return Settings.read(
        Need.SLACK,
        Need.RECORD,
        slack_bot_token=seed.bot_token,
        slack_signing_secret=seed.signing_secret,
        slack_api_url=api_url,
        database_url=f"sqlite:///{folder / 'preclear.db'}",
        key_file=folder / "preclear.key",
        transport="http",
        environment="sandbox",
        **more,
    )


def prepare(folder: Path) -> None:
    """Make the key files and the tables."""
    KeyFile.make(folder / "preclear.key")
    make_signing(folder / "preclear.key.signing", "cellectar.example/preclear")
    upgrade(f"sqlite:///{folder / 'preclear.db'}")


def open_window(tx: Tx, desk: Desk) -> None:
    """Record who is who, and the report that ended the last blackout."""
    assert not isinstance(import_people(tx, PEOPLE, "benchmark"), tuple)
    assert isinstance(add_release(desk.grounds, tx, REPORT, "benchmark"), str)


async def serve(folder: Path) -> None:
    """Serve until standard input ends."""
    clock = MovableClock(NOON)
    workspace = Workspace(clock)
    await workspace.start(port=0)
    prepare(folder)
    settings = settings_for(folder, workspace.seed, workspace.api_url)
    rules, database = load_rules(settings), open_database(settings, clock)
    desk = Desk(database, rules.policy, rules.calendar, workspace.seed.team_id)
    await database.run(lambda tx: open_window(tx, desk))
    server = HttpServer(for_slack(app.build(settings, desk, clock)))
    port = await server.start("127.0.0.1", 0)
    told = {
        "port": port,
        "secret": workspace.seed.signing_secret,
        "token": workspace.seed.bot_token,
        "api": workspace.api_url,
        "team": workspace.seed.team_id,
    }
    print(json.dumps(told), flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await server.stop()
    await database.close()
    await workspace.stop()


if __name__ == "__main__":
    logs.configure("warning", stream=sys.stderr)
    asyncio.run(serve(Path(sys.argv[1])))
