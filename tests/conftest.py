"""What every test may ask for: both databases, a key file, and a clock moved by hand."""

import gc
import os
import shutil
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from storage.database import Database
from storage.journeys import Journeys
from storage.sealed import KeyFile
from storage.upgrade import upgrade
from tests import compiled
from tests import postgres as postgresql
from tests.browsing import browser, chromium  # noqa: F401 - fixtures, one of each for all
from tests.clearance.seeding import seed
from tests.clock import HandClock
from tests.left_out import (  # noqa: F401 - pytest finds the hooks here
    leave_out,
    pytest_sessionfinish,
    pytest_terminal_summary,
    pytest_testnodedown,
)

# An example takes as long as a loaded machine takes; what hangs is seen all the same.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")
compiled.share()
# Each test's folder is gone when it passed, and a commit in one waits for no disk.
os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", postgresql.quick_folder())


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(scope="session")
def keys() -> KeyFile:
    return KeyFile(bytes(range(32)))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgresql.Postgres | str]:
    """Give a running PostgreSQL, or the reason why there is none."""
    try:
        context = postgresql.server()
        server = context.__enter__()
    except postgresql.NoPostgres as why:
        yield str(why)
        return
    try:
        yield server
    finally:
        context.__exit__(None, None, None)


@pytest.fixture
def postgres(postgres_server) -> postgresql.Postgres:
    if isinstance(postgres_server, str):
        leave_out("PostgreSQL", postgres_server)
    return postgres_server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory):
    file = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def seeded_sqlite(sqlite_template, tmp_path_factory):
    file = tmp_path_factory.mktemp("sqlite") / "seeded.db"
    shutil.copyfile(sqlite_template, file)
    seed(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def seeded_postgres(postgres_server) -> str:
    return "" if isinstance(postgres_server, str) else postgres_server.template(seed)


@pytest.fixture
def seeded() -> None:
    """Ask for a database that the company of the desk's tests is already in."""


@pytest.fixture
def sqlite_url(request, sqlite_template, tmp_path) -> str:
    """Give the URL of an upgraded SQLite database that this test has for itself."""
    company = "seeded" in request.fixturenames
    template = request.getfixturevalue("seeded_sqlite") if company else sqlite_template
    file = tmp_path / "preclear.db"
    shutil.copyfile(template, file)
    return f"sqlite:///{file}"


@pytest.fixture
def postgres_url(request, postgres) -> Iterator[str]:
    """Give the URL of an upgraded PostgreSQL database that this test has for itself."""
    company = "seeded" in request.fixturenames
    template = request.getfixturevalue("seeded_postgres") if company else ""
    with postgres.database(template=template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request) -> str:
    """Give both databases in turn."""
    return request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url")


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request, tmp_path) -> Iterator[str]:
    """Give both databases in turn, without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with request.getfixturevalue("postgres").database(upgraded=False) as url:
        yield url


@pytest.fixture
def empty_place(request, database_url, tmp_path) -> Iterator[str]:
    """Give the URL of a second, empty place of the same kind, to restore a backup into."""
    if database_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'restored.db'}"
        return
    if shutil.which("pg_dump") is None:
        leave_out("backups of PostgreSQL", "pg_dump is not on PATH")
    with request.getfixturevalue("postgres").database(upgraded=False) as url:
        yield url


@pytest.fixture
def journeys(monkeypatch) -> list[list[str]]:
    """Gather what goes to PostgreSQL, journey by journey, each statement by its first word."""
    taken: list[list[str]] = []
    travel = Journeys._travel

    def counted(self, part) -> None:
        taken.append([one.text.sql.split()[0] for one in part])
        travel(self, part)

    monkeypatch.setattr(Journeys, "_travel", counted)
    return taken


@pytest.fixture
def database(database_url, keys, clock) -> Iterator[Database]:
    """Give both databases in turn, opened with the hand-moved clock."""
    opened = Database.open(database_url, keys=keys, now=clock.now, steady=clock.steady)
    yield opened
    opened.close_now()


#: Files that take longest: begun first, so that neither process ends long before the other.
LONGEST = (
    "tests/simulation/test_simulation.py",
    "tests/clearance/test_authority_matrix.py",
    "tests/bot/test_sandbox_command.py",
    "tests/kills/test_kills.py",
    "tests/races/",
    "tests/kills/test_several.py",
    "tests/policy/test_reference.py",
    "tests/kills/test_database_trouble.py",
    "tests/power_cut/",
    "tests/tampering/",
    "tests/bot/test_process.py",
)


def pytest_collection_modifyitems(items) -> None:
    """Put the longest first; the others stay as they were found."""
    items.sort(key=lambda item: _place(item.nodeid))


def _place(nodeid: str) -> int:
    found = (at for at, name in enumerate(LONGEST) if nodeid.startswith(name))
    return next(found, len(LONGEST))


def pytest_collection_finish() -> None:
    """Set aside what is there before the first test, so that no test waits for a look at it."""
    gc.collect()
    gc.freeze()
