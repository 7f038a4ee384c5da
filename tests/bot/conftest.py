"""A workspace on a free port, and a worker that delivers to it."""

import logging
import sys
import threading

import pytest
import structlog
from click.testing import CliRunner
from pydantic import SecretStr

from bot import app, logs
from bot.carrier import Carrier
from bot.cli import cli
from bot.delivery import Worker
from bot.posting import Poster
from bot.settings import Settings
from clearance.desk import Desk
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from sandbox.limits import LimitRules
from sandbox.server import Workspace
from storage.pacing import UNPACED
from tests import ports
from tests.bot.pieces import WorkerClock, given
from tests.keying import make_key_files
from tests.unhurried import unhurried  # noqa: F401 - for every test here

UNLIMITED = LimitRules(messages_burst=1000, per_minute={})


@pytest.fixture
def clock():
    return WorkerClock()


@pytest.fixture(autouse=True)
def no_environment(monkeypatch, tmp_path):
    """Take away what this machine's environment and folder would set."""
    for name in Settings.model_fields:
        alias = Settings.model_fields[name].validation_alias
        monkeypatch.delenv(str(alias or name).upper(), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def logs_as_before():
    """Leave the logs as they were found: a command sets them up anew."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    hooks = sys.excepthook, sys.unraisablehook, threading.excepthook
    logs.configure("error")
    yield
    root.handlers[:], level = before
    root.setLevel(level)
    sys.excepthook, sys.unraisablehook, threading.excepthook = hooks
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def exchange():
    return load_exchange("XNAS")


@pytest.fixture(scope="session")
def cellectar():
    return load_policy()


@pytest.fixture
async def workspace(clock):
    served = Workspace(clock, rules=UNLIMITED)
    await served.start(port=0)
    yield served
    await served.stop()


@pytest.fixture
def settings(workspace):
    return Settings.read(
        slack_bot_token=SecretStr(workspace.seed.bot_token),
        slack_app_token=SecretStr(workspace.seed.app_token),
        slack_signing_secret=SecretStr(workspace.seed.signing_secret),
        slack_api_url=workspace.api_url,
    )


@pytest.fixture
def stored(settings, sqlite_url, tmp_path):
    """Give the settings of a bot with a record and a key of its own."""
    make_key_files(tmp_path / "preclear.key")
    key_file = tmp_path / "preclear.key"
    return given(settings, database_url=sqlite_url, key_file=key_file, drain_seconds=0)


@pytest.fixture
def free_port():
    return ports.free_port()


@pytest.fixture
def desk(database, cellectar, exchange, workspace):
    return Desk(database, cellectar, exchange, workspace.seed.team_id)


@pytest.fixture
def new_worker(database, desk, settings, clock):
    """Give a way to make workers, each with a memory of its own as another process has."""

    def make():
        poster = Poster(app.client_for_delivery(settings))
        return Worker(database, Carrier(database, desk, poster, paces=UNPACED), clock)

    return make


@pytest.fixture
def worker(new_worker):
    return new_worker()


@pytest.fixture
def call(monkeypatch, sqlite_url, tmp_path):
    """Call a command on a record of its own; give its exit status and what it said."""
    make_key_files(tmp_path / "preclear.key")
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.setenv("PRECLEAR_KEY_FILE", str(tmp_path / "preclear.key"))

    def invoke(*arguments, given=None):
        result = CliRunner().invoke(cli, [str(one) for one in arguments], input=given)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return invoke


@pytest.fixture
def write(tmp_path):
    def written(name, text):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    return written
