"""The shipped ways to run: held to their own validators, and run as far as it goes here.

There is no init system and no daemon in a test: the unit's commands are run with its
environment, its folder and its file modes, and what the image copies is installed and started.
"""

import asyncio
import fnmatch
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.delivery import Pace
from tests.keying import make_key_files
from tests.left_out import leave_out

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "deploy" / "preclear.service"
COMPOSE = ROOT / "compose.yaml"
DOCKERFILE = ROOT / "Dockerfile"
#: The worst exposure that is let through, of systemd's ten times ten; it is at 12.
EXPOSURE = "15"
#: Refuses memory that is written and run, as MemoryDenyWriteExecute= does (PR_SET_MDWE).
FORBID = "import ctypes; ctypes.CDLL(None).prctl(65, 1, 0, 0, 0); "


def said_in(unit, name):
    """Give what a unit says under a name, in its order."""
    lines = unit.read_text().splitlines()
    return [line.partition("=")[2] for line in lines if line.startswith(f"{name}=")]


# --- systemd ---------------------------------------------------------------------------


@pytest.fixture
def analyze():
    program = shutil.which("systemd-analyze")
    if program is None:
        leave_out("the systemd unit's validator", "systemd-analyze is not on PATH")

    def run(*arguments):
        return subprocess.run([program, *arguments], capture_output=True, text=True, check=False)

    return run


@pytest.mark.parametrize("spoilt", [False, True])
def test_systemd_takes_the_unit(analyze, tmp_path, spoilt):
    """With its program where this machine has one; twin: with one word misspelled."""
    unit = tmp_path / UNIT.name
    text = UNIT.read_text().replace("/opt/preclear/.venv/bin/preclear", "/bin/true")
    unit.write_text(text.replace("Restart=always", "Restart=allways") if spoilt else text)
    found = analyze("verify", "--man=no", str(unit))
    about_us = [line for line in found.stderr.splitlines() if UNIT.name in line]
    assert bool(about_us) is spoilt, found.stderr


@pytest.mark.parametrize("bare", [False, True])
def test_systemd_finds_the_unit_shut_in(analyze, tmp_path, bare):
    """Twin: the same without what shuts it in."""
    unit = tmp_path / UNIT.name
    text = UNIT.read_text()
    unit.write_text(text.partition("ProtectSystem=")[0] if bare else text)
    found = analyze("security", "--offline=yes", f"--threshold={EXPOSURE}", "--no-pager", unit)
    assert (found.returncode != 0) is bare, found.stdout


def seconds(text):
    return float(re.fullmatch(r"(\d+)s?", text)[1])


def test_both_wait_longer_than_the_bot_takes_to_stop():
    drain = Pace().stop_within
    (unit,) = said_in(UNIT, "TimeoutStopSec")
    compose = re.findall(r"stop_grace_period: (\S+)", COMPOSE.read_text())
    assert min(seconds(one) for one in (unit, *compose)) > 2 * drain


async def test_the_units_commands_run_in_its_folder_with_its_modes(workspace, tmp_path):
    """Upgraded, started, connected to a stand-in for Slack, and stopped by SIGTERM in time."""
    settings, state = tmp_path / "settings", tmp_path / "state"
    for folder in (settings, state):
        folder.mkdir(mode=0o700)
    make_key_files(settings / "preclear.key")
    lines = {
        "SLACK_BOT_TOKEN": workspace.seed.bot_token,
        "SLACK_APP_TOKEN": workspace.seed.app_token,
        "SLACK_API_URL": workspace.api_url,
        "DATABASE_URL": f"sqlite:///{state / 'preclear.db'}",
    }
    file = settings / ".env"
    file.touch(0o600)
    file.write_text("".join(f"{name}={value}\n" for name, value in lines.items()))
    settings.chmod(0o500)  # ProtectSystem=strict
    (umask,) = said_in(UNIT, "UMask")
    here = {"/etc/preclear": str(settings), "/var/lib/preclear": str(state)}
    environment = dict(placed(one, here).split("=", 1) for one in said_in(UNIT, "Environment"))
    started = {
        "cwd": placed(*said_in(UNIT, "WorkingDirectory"), here),
        "env": {"PATH": "/usr/bin:/bin", **environment},
        "umask": int(umask, 8),
    }
    (before,) = said_in(UNIT, "ExecStartPre")
    done = await asyncio.create_subprocess_exec(*command(before), **started)
    assert await done.wait() == 0
    (main,) = said_in(UNIT, "ExecStart")
    process = await asyncio.create_subprocess_exec(
        *command(main), **started, stderr=subprocess.PIPE
    )
    try:
        said = b""
        while b'"ready"' not in said:
            line = await asyncio.wait_for(process.stderr.readline(), 60)
            assert line, said
            said += line
        process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), seconds(*said_in(UNIT, "TimeoutStopSec")))
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0
    modes = {one.name: one.stat().st_mode & 0o077 for one in state.iterdir()}
    assert {"preclear.db", "preclear.db-worker"} <= set(modes)
    assert set(modes.values()) == {0}
    names = [".env", "preclear.key", "preclear.key.signing"]
    assert sorted(one.name for one in settings.iterdir()) == names


def placed(text, here):
    for there, place in here.items():
        text = text.replace(there, place)
    return text


def command(line):
    """Give a unit's command with the program that is tested here in its place."""
    program, *arguments = shlex.split(line)
    assert program == "/opt/preclear/.venv/bin/preclear"
    return [sys.executable, "-c", f"{FORBID}from bot.cli import main; main()", *arguments]


# --- compose ---------------------------------------------------------------------------


@pytest.fixture
def compose(tmp_path):
    """Give compose's own validator, over a copy with secrets in their places."""
    if shutil.which("docker-compose"):
        program = ["docker-compose"]
    elif shutil.which("docker") and _answers("docker", "compose", "version"):
        program = ["docker", "compose"]
    else:
        leave_out("compose.yaml's validator", "neither docker-compose nor docker's plugin is here")
    secrets = tmp_path / "deploy" / "secrets"
    secrets.mkdir(parents=True)
    for name in ("preclear.env", "preclear.key", "preclear.key.signing", "postgres_password"):
        (secrets / name).touch(0o600)

    def run(text, *arguments):
        (tmp_path / "compose.yaml").write_text(text)
        return subprocess.run(
            [*program, "config", *arguments],
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip

    return run


def _answers(*line):
    return subprocess.run(line, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(
    ("word", "other"),
    [(None, None), ("depends_on:", "depends_one:"), ("service_healthy", "service_healed")],
)
def test_compose_takes_the_file(compose, word, other):
    """Twins: with one word misspelled."""
    text = COMPOSE.read_text()
    found = compose(text if word is None else text.replace(word, other), "-q")
    assert (found.returncode == 0) is (word is None), found.stderr


def test_compose_makes_of_it_what_was_meant(compose):
    found = compose(COMPOSE.read_text(), "--services")
    assert sorted(found.stdout.split()) == ["bot-1", "bot-2", "database", "upgrade"]
    text = compose(COMPOSE.read_text()).stdout
    assert not re.search(r"^ +ports:", text, re.MULTILINE)
    assert text.count("condition: service_completed_successfully") == 2
    assert text.count("read_only: true") == 4
    assert len(re.findall(r"PRECLEAR_SOCKETS: ['\"]2['\"]", text)) == 3


# --- the image -------------------------------------------------------------------------


def copied():
    """Give what the image copies from the project."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE.read_text(), re.MULTILINE)
    return [name for line in lines for name in line.split()[:-1]]


def test_the_image_takes_every_package_and_nothing_that_is_kept_out():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["tool"]["setuptools"]["packages"]["find"]["include"]
    names = copied()
    assert sorted(n for n in names if (ROOT / n).is_dir()) == sorted(w.rstrip("*") for w in wanted)
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = [line[1:] for line in ignored if line.startswith("!")]
    assert sorted(let_in) == sorted(names)
    assert "*" in ignored
    for secret in ("preclear.key", "preclear.db", ".env", "deploy/secrets/preclear.key"):
        assert not any(fnmatch.fnmatch(secret, name) for name in let_in)


def test_the_image_runs_under_an_account_without_rights_and_names_no_registry():
    text = DOCKERFILE.read_text()
    assert text.rindex("\nUSER preclear") < text.rindex("\nENTRYPOINT")
    images = re.findall(r"^FROM (\S+)", text, re.MULTILINE)
    images += re.findall(r"^ +image: (\S+)", COMPOSE.read_text(), re.MULTILINE)
    assert len(images) == 4
    assert not [one for one in images if "/" in one]
    assert "--require-hashes -r requirements.lock" in text


@pytest.mark.slow
def test_what_the_image_installs_runs_without_the_project_beside_it(tmp_path):
    """A package or a data file that setuptools leaves out would be missed only there."""
    context, target = tmp_path / "context", tmp_path / "installed"
    context.mkdir()
    for name in copied():
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, context / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, context / name)
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--no-deps"]
    subprocess.run(
        [sys.executable, *install, "--no-build-isolation", "--target", target, context], check=True
    )
    shutil.rmtree(context)
    place = tmp_path / "place"
    place.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(target), "PYTHONSAFEPATH": "1"}
    for line in (["db", "upgrade"], ["db", "backup", "one"], ["policy", "explain"]):
        program = f"import bot; assert bot.__file__.startswith({str(target)!r}); "
        subprocess.run(
            [sys.executable, "-c", f"{program}from bot.cli import main; main()", *line],
            cwd=place, env=environment, check=True, capture_output=True,
        )  # fmt: skip
    assert (place / "one").exists()
