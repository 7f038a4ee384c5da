"""How long commands and the bot take to start, against what Python itself takes.

Each is started in turns with its floor: an empty program, or one that only imports the
libraries that the command cannot do without.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.serving import serving
from benchmarks.table import show

ROUNDS = 9
PRECLEAR = (sys.executable, "-c", "from bot.cli import main; main()")
NOTHING = (sys.executable, "-c", "pass")
CLICK = (sys.executable, "-c", "import click")
CALENDAR = (sys.executable, "-c", "import click, exchange_calendars")
LIBRARIES = (
    sys.executable,
    "-c",
    (
        "import click, aiohttp, slack_bolt.async_app, sqlmodel, pydantic_settings, structlog,"
        " cryptography.fernet, exchange_calendars"
    ),
)


def measure() -> None:
    """Measure and print."""
    rows = [
        ("preclear --help, to an empty program", *in_turns((*PRECLEAR, "--help"), NOTHING)),
        ("preclear --help, to its library", *in_turns((*PRECLEAR, "--help"), CLICK)),
        ("preclear ask, nothing asked, to its libraries", *in_turns((*PRECLEAR, "ask"), CALENDAR)),
    ]
    with tempfile.TemporaryDirectory() as named, serving("benchmarks.bot_server", named) as told:
        folder = Path(named)
        environment = environment_of(told, f"sqlite:///{folder / 'preclear.db'}", folder)
        taken, floor = [], []
        for _ in range(ROUNDS):
            floor.append(seconds_of(LIBRARIES))
            taken.append(seconds_to_ready(environment))
        rows.append(("preclear run until ready, to its libraries", taken, floor))
    show(f"Starting ({ROUNDS} each, in turns)", rows)


def in_turns(command: tuple[str, ...], floor: tuple[str, ...]) -> tuple[list[float], list[float]]:
    """Time a command and its floor, one after the other; the first round warms the disk."""
    pairs = [(seconds_of(command), seconds_of(floor)) for _ in range(ROUNDS + 1)][1:]
    return [taken for taken, _ in pairs], [taken for _, taken in pairs]


def seconds_of(command: tuple[str, ...]) -> float:
    """Run a command to its end."""
    started = perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return perf_counter() - started


def free_port() -> int:
    """Give a port that nobody listens on just now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def environment_of(slack: Mapping[str, Any], url: str, folder: Path) -> dict[str, str]:
    """Give what `preclear run` is told: its Slack, its database, and the folder of its key."""
    return os.environ | {
        "SLACK_BOT_TOKEN": slack["token"],
        "SLACK_SIGNING_SECRET": slack["secret"],
        "SLACK_API_URL": slack["api"],
        "DATABASE_URL": url,
        "PRECLEAR_KEY_FILE": str(folder / "preclear.key"),
        "PRECLEAR_TRANSPORT": "http",
        "PRECLEAR_HTTP_PORT": str(free_port()),
        "PRECLEAR_DRAIN_SECONDS": "0",
    }


def moved_clock(folder: Path) -> dict[str, str]:
    """Give what it is told besides where the folder's clock file gives it the date."""
    return {"PRECLEAR_ENV": "sandbox", "PRECLEAR_CLOCK_FILE": str(folder / "clock")}


def seconds_to_ready(environment: dict[str, str]) -> float:
    """Run the bot until its log says that it is ready, then stop it."""
    started = perf_counter()
    process = subprocess.Popen(
        (*PRECLEAR, "run"), env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if '"ready"' in line:
            break
    else:
        sys.exit(f"The bot did not start:\n{''.join(said)}")
    taken = perf_counter() - started
    process.terminate()
    process.wait(timeout=30)
    process.stdout.close()
    return taken
