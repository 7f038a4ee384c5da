"""`preclear sandbox` opens, keeps its record, stops on Ctrl-C, and says what is in the way."""

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys

import aiohttp
import pytest

from bot.settings import Settings
from bot.starting import newest_version
from bot.trial_place import Place
from storage.sealed import KeyFile

MAIN = (sys.executable, "-c", "from bot.cli import main; main()")


class Sandbox:
    """A sandbox in a process of its own, once it has said where it is."""

    def __init__(self, process, said):
        self.process = process
        self.said = said
        self.url = re.search(r"http://127\.0\.0\.1:\d+", said)[0]
        self.environment = dict(re.findall(r"export (\w+)=(\S+)", said))

    async def state(self, user="U0EMPLOYEE"):
        asked = f"{self.url}/page/state?user={user}"
        async with aiohttp.ClientSession() as page, page.get(asked) as answer:
            return await answer.json()

    async def post(self, path, **body):
        done = {"url": f"{self.url}/page/{path}", "json": body, "headers": {"Origin": self.url}}
        async with aiohttp.ClientSession() as page, page.post(**done) as answer:
            return await answer.json()


async def command(*arguments, environment=None):
    """Run a command to its end; give its exit status and what it said."""
    process = await asyncio.create_subprocess_exec(
        *MAIN,
        *arguments,
        env={"PATH": os.environ["PATH"], **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 60)
    return process.returncode, said.decode()


@contextlib.asynccontextmanager
async def sandbox(*arguments, **environment):
    """Open a sandbox on a free port, and stop it as Ctrl-C does."""
    process = await asyncio.create_subprocess_exec(
        *MAIN,
        "sandbox",
        "--port",
        "0",
        *arguments,
        env={"PATH": os.environ["PATH"], **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        said = ""
        while "Ctrl-C" not in said:
            line = await asyncio.wait_for(process.stdout.readline(), 60)
            assert line, said
            said += line.decode()
        yield Sandbox(process, said)
        process.send_signal(signal.SIGINT)
        rest, _ = await asyncio.wait_for(process.communicate(), 120)
        assert process.returncode == 0, rest
        assert "has stopped" in rest.decode()
        assert "Traceback" not in rest.decode()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def test_it_opens_with_a_bot_and_keeps_its_record(tmp_path):
    async with sandbox("--now", "2026-11-23T10:00") as opened:
        state = await opened.state()
        assert state["bot"]["connected"]
        assert state["clock"]["movable"]
        assert state["clock"]["now"].startswith("2026-11-23T15:0")
        assert await opened.post("command", user="U0EMPLOYEE", text="/preclear") == {"ok": True}
        assert (await opened.state())["views"]
        await opened.post("clock", to="2026-12-20T10:00")
        status, said = await command("people", "list", environment=opened.environment)
        assert (status, "Maya Okafor" in said) == (0, True)
    assert (tmp_path / "sandbox-data" / "preclear.key").stat().st_mode & 0o777 == 0o600
    async with sandbox() as again:
        assert (await again.state())["clock"]["now"].startswith("2026-12-20T15:0")
    status, said = await command("sandbox", "--now", "2026-11-23T10:00")
    assert (status, "--fresh" in said) == (2, True)
    async with sandbox("--fresh", "--now", "2026-11-23T10:00", PRECLEAR_KEY="AAAA") as fresh:
        assert (await fresh.state())["clock"]["now"].startswith("2026-11-23T15:0")


def test_fresh_forgets_what_a_sandbox_put_there_and_nothing_else(tmp_path):
    place = Place(tmp_path)
    newest = newest_version(Settings.read(key_file=place.key_file))
    newest.keep(7)
    KeyFile.make(place.key_file)
    (tmp_path / "notes").write_text("mine")
    place.empty()
    assert [one.name for one in tmp_path.iterdir()] == ["notes"]
    assert newest.known is None


async def test_a_command_beside_it_records_at_the_sandboxs_date():
    report = ("releases", "add", "full", "--quarter-end", "2026-12-31",
              "--at", "2027-02-08T08:00", "--title", "Annual results")  # fmt: skip
    async with sandbox("--now", "2026-12-20T10:00") as opened:
        status, said = await command(*report, environment=opened.environment)
        assert (status, "lies in the future" in said) == (2, True)
        await opened.post("clock", to="2027-02-08T09:00")
        status, said = await command(*report, environment=opened.environment)
        assert status == 0, said
        assert "10 February 2027, 9:30 a.m." in said


async def test_a_bot_of_its_own_runs_against_the_workspace_alone():
    async with sandbox("--workspace-only") as opened:
        assert not (await opened.state())["bot"]["connected"]
        bot = await asyncio.create_subprocess_exec(
            *MAIN,
            "run",
            env={"PATH": os.environ["PATH"], **opened.environment},
            stderr=subprocess.PIPE,
        )
        try:
            while b'"ready"' not in await asyncio.wait_for(bot.stderr.readline(), 60):
                assert bot.returncode is None
            assert (await opened.state())["bot"]["connected"]
            answer = await opened.post("command", user="U0EMPLOYEE", text="/preclear")
            assert answer == {"ok": True}
            (form,) = (await opened.state())["views"]
            assert "action" in {block["block_id"] for block in form["blocks"]}
        finally:
            bot.send_signal(signal.SIGTERM)
            await asyncio.wait_for(bot.communicate(), 120)


async def test_a_taken_port_is_a_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, said = await command("sandbox", "--port", str(port))
    assert status == 2
    assert said.startswith(f"Port {port} cannot be used")
    assert f"--port {port + 1}" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--now", "tomorrow"), "write day and time"),
        (("--data", "/dev/null/x"), "--data"),
        (("--port", "99999"), "--port"),
    ],
)
async def test_what_cannot_be_used_is_a_sentence(arguments, sentence):
    status, said = await command("sandbox", *arguments)
    assert (status, sentence in said, "Traceback" in said) == (2, True, False)


async def test_a_proxy_does_not_come_between():
    async with sandbox(HTTPS_PROXY="http://127.0.0.1:9") as opened:
        assert (await opened.state())["bot"]["connected"]
