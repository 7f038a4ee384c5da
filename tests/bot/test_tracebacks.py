"""Whatever breaks, and wherever: the log names types and places, and no value of a local."""

import asyncio
import io
import json
import os
import subprocess
import sys

import aiohttp
import pytest

from bot import app as slack_app
from bot import carrier, logs
from bot.clock import SystemClock
from bot.http_server import HttpServer, for_slack
from clearance.desk import Desk
from tests.bot.pieces import CEO, notice
from tests.bot.test_process import signed

#: Each is a local, or said by an exception, where something breaks.
SECRETS = ("Maya Okafor", "CLRB", "Project Heron", "500 shares", "declined")


def break_(*_arguments, **_more):
    """Break with secrets in locals, in what is said, in its cause and in its note."""
    name, ticker, reason, quantity, outcome = SECRETS
    error = ValueError(f"{name} {ticker} {reason}", {"quantity": quantity})
    error.add_note(outcome)
    raise error from KeyError(reason, quantity)


@pytest.fixture(params=["json", "console"])
def told(request):
    """Set up the logs in both forms; give what they hold, after looking for the secrets."""
    stream = io.StringIO()
    logs.configure("debug", request.param, stream)

    def read():
        text = stream.getvalue()
        assert [secret for secret in SECRETS if secret in text] == []
        return text

    return read


async def test_through_the_worker(told, worker, database, monkeypatch):
    monkeypatch.setattr(carrier.messages, "build", break_)
    await database.run(lambda tx: notice(tx, CEO, 1))
    await worker.drain()
    text = told()
    assert "delivery_failed" in text
    assert "ValueError" in text
    assert "test_tracebacks.py" in text
    assert "break_" in text
    assert "delivery_later" in text


async def test_through_the_worker_where_the_database_breaks(told, worker, database, monkeypatch):
    await database.run(lambda tx: notice(tx, CEO, 1))
    monkeypatch.setattr("bot.carrier.outbox.prepare", break_)
    monkeypatch.setattr("bot.carrier.deliveries.retry", break_)
    await worker.drain()
    text = told()
    assert "delivery_failed" in text
    assert "delivery_unrecorded" in text


@pytest.mark.usefixtures("worker")
async def test_through_a_real_handler(told, settings, desk, monkeypatch, workspace):
    """Over HTTP, signed, with Bolt in between; the person reads the log's reference."""
    monkeypatch.setattr(Desk, "asking", break_)
    server = HttpServer(for_slack(slack_app.build(settings, desk, SystemClock())))
    port = await server.start("127.0.0.1", 0)
    body = (
        "command=%2Fpreclear&text=buy+500+shares&trigger_id=1.2.3"
        f"&user_id={CEO}&team_id={workspace.seed.team_id}"
    )
    try:
        async with (
            aiohttp.ClientSession() as slack,
            slack.post(
                f"http://127.0.0.1:{port}/slack/events",
                data=body,
                headers=signed(workspace.seed.signing_secret, body),
            ) as answer,
        ):
            said = (await answer.json())["text"]
    finally:
        await server.stop()
    text = told()
    assert "handler_failed" in text
    assert "ValueError" in text
    assert [secret for secret in SECRETS if secret in said] == []
    assert any(word.strip(".") in text for word in said.split() if len(word.strip(".")) == 8)


async def test_a_task_that_nobody_awaits(told):
    """Asyncio's own handler prints the task, its exception and what that says."""

    async def forgotten():
        break_()

    task = asyncio.create_task(forgotten(), name=SECRETS[0])
    await asyncio.wait([task])
    del task
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": SECRETS[2], "exception": ValueError(SECRETS[1])})
    loop.call_soon(break_)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    text = told()
    assert text.count("ValueError") >= 3
    assert "library" in text


PIECES = {
    "thread": "threading.Thread(target=break_).start()",
    "destructor": "type('Gone', (), {'__del__': lambda self: break_()})()",
    "warning": "warnings.warn(' '.join(SECRETS))",
    "uncaught": "sys.excepthook(*caught())",
    "logging": "logging.getLogger('lib').error('%s %d', *SECRETS, exc_info=True)",
    "fault": "fault()",
}
SCRIPT = """
import faulthandler, logging, sys, threading, warnings
from bot import cli, logs
from tests.bot.test_tracebacks import SECRETS, break_

def caught():
    try:
        break_()
    except ValueError:
        return sys.exc_info()

def fault():
    name, ticker, reason, quantity, outcome = SECRETS
    faulthandler.enable()
    faulthandler.dump_traceback()
    faulthandler._sigabrt()

cli.cli = lambda: exec(sys.argv[2])
logs.configure("debug", sys.argv[1])
cli.main()
"""


#: Importing takes a second or two. This one has imported, and each piece runs in a copy of it.
COPYING = """
import json, os, sys
from bot import cli, logs
import tests.bot.test_tracebacks

for line in sys.stdin:
    asked = json.loads(line)
    copy = os.fork()
    if not copy:
        break
    os.waitpid(copy, 0)
    print("done", flush=True)
else:
    sys.exit()
told = os.open(asked["told"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
os.dup2(told, 1)
os.dup2(told, 2)
sys.argv[1:] = asked["arguments"]
exec(asked["script"])
"""


@pytest.fixture(scope="module")
def in_a_copy(pytestconfig, tmp_path_factory):
    """Give what runs a script in a process of its own and returns all that it said."""
    file = tmp_path_factory.mktemp("copies") / "told"
    copied = subprocess.Popen(
        [sys.executable, "-X", "dev", "-c", COPYING],
        cwd=pytestconfig.rootpath, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={"PATH": os.environ["PATH"], "PYTHONWARNINGS": "default"},
    )  # fmt: skip

    def run(script, *arguments):
        file.write_text("")
        asked = {"told": str(file), "script": script, "arguments": arguments}
        copied.stdin.write(json.dumps(asked) + "\n")
        copied.stdin.flush()
        assert copied.stdout.readline() == "done\n"
        return file.read_text()

    yield run
    copied.communicate()


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("piece", PIECES)
def test_in_a_process_of_its_own(piece, form, in_a_copy):
    told = in_a_copy(SCRIPT, form, PIECES[piece])
    assert [secret for secret in SECRETS if secret in told] == []
    sign = {"fault": "Fatal Python error: Aborted", "warning": "library", "logging": "library"}
    assert sign.get(piece, "uncaught") in told
    if piece in {"thread", "destructor", "uncaught"}:
        assert "break_" in told
        assert "Traceback" not in told


def test_python_itself_would_print_what_is_said(in_a_copy):
    """The twin: without the command line's hooks a thread's error is written out."""
    assert SECRETS[1] in in_a_copy(SCRIPT.replace("cli.main()", PIECES["thread"]), "json", "-")
