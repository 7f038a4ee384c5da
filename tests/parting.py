"""Bots in processes of their own that part from one in which the program is loaded.

Loading it costs more than two seconds of a processor, and all that a bot does from a start to
its kill often less. So one process loads it, once, and each bot is a fork of that: it has its own
environment, folder and output, begins at ``main``, and can be killed at any moment like any
other. What a start from nothing does is asked where that is the question
(``tests/bot/test_process.py``, ``test_cli.py`` and ``test_sandbox_command.py``).

The loaded process takes one message a start over a socket, and ends with whoever began it.
"""

import asyncio
import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from pkgutil import walk_packages

ROOT = str(Path(__file__).parents[1])
_LONGEST = 1 << 16
#: What is imported beside the handlers, though only as a bot begins or opens its database.
_LOADED = (
    "bot.commands.run",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
)


class Parted:
    """A bot's process, as ``asyncio.subprocess.Process`` has it, with stderr alone to be read."""

    def __init__(self, pid: int, reader, writer, stderr):
        self.pid, self.stderr = pid, stderr
        self.returncode: int | None = None
        self._reader, self._writer = reader, writer
        self._ending = asyncio.create_task(self._end())

    async def _end(self) -> None:
        """Learn how it ended; its number is nobody else's until that was read."""
        self.returncode = int(await self._reader.readline())
        self._writer.close()

    async def wait(self) -> int:
        await asyncio.shield(self._ending)
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is not None:
            raise ProcessLookupError
        os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


async def part(
    *arguments: str, env: Mapping[str, str], cwd: Path, lease: float | None = None
) -> Parted:
    """Start ``preclear`` with arguments; ``lease`` replaces the seconds of a delivery's lease."""
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    wanted = {"arguments": arguments, "env": dict(env), "cwd": str(cwd), "lease": lease}
    socket.send_fds(_Loaded.asked(), [json.dumps(wanted).encode()], [theirs.fileno(), writing])
    theirs.close()
    os.close(writing)
    reader, writer = await asyncio.open_connection(sock=ours)
    stderr = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(stderr), os.fdopen(reading, "rb")
    )
    return Parted(int(await reader.readline()), reader, writer, stderr)


class _Loaded:
    """The one process of this one's that has the program loaded."""

    _socket: socket.socket | None = None

    @classmethod
    def asked(cls) -> socket.socket:
        """Give the socket that it reads from; begin it where nothing was asked of it yet."""
        if cls._socket is None:
            cls._socket, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.parting", str(theirs.fileno())],
                env={"PATH": os.environ["PATH"], "PYTHONPATH": ROOT},
                cwd=ROOT,
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
            )
            theirs.close()
            atexit.register(cls._end, process)
        return cls._socket

    @classmethod
    def _end(cls, process: subprocess.Popen) -> None:
        cls._socket.close()
        process.wait()


def _serve(asked: socket.socket) -> None:
    """Part with a bot for each message; come back in the bot, and end with who asks."""
    signal.signal(signal.SIGCHLD, _reap)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who began this, and the bots
    while True:
        message, given, _, _ = socket.recv_fds(asked, _LONGEST, 2)
        if not message:
            sys.exit()
        if not os.fork():
            asked.close()
            _keep(json.loads(message), *given)
            return
        for one in given:
            os.close(one)


def _reap(*_: object) -> None:
    """Let keepers go that have ended; what their bots cost is counted as this process's."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _keep(wanted, told: int, stderr: int) -> None:
    """Start the bot, say which process it is, wait until it ends, and say how it did.

    It is a zombie until that was read: nobody signals to another process of its number.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    pid = os.fork()
    if not pid:
        os.close(told)
        _become(wanted, stderr)
        return
    os.close(stderr)
    with socket.socket(fileno=told) as teller:
        teller.sendall(b"%d\n" % pid)
        ended = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        exited = ended.si_code == os.CLD_EXITED
        teller.sendall(b"%d\n" % (ended.si_status if exited else -ended.si_status))
        teller.recv(1)
    os.waitpid(pid, 0)
    os._exit(0)


def _become(wanted, stderr: int) -> None:
    """Take on what a process of the bot's is begun with."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.dup2(stderr, sys.stderr.fileno())
    os.close(stderr)
    os.environ.clear()
    os.environ.update(wanted["env"])
    os.chdir(wanted["cwd"])
    sys.argv = ["preclear", *wanted["arguments"]]
    if wanted["lease"] is not None:
        from bot import delivery  # noqa: PLC0415 - loaded by now

        delivery.Pace = partial(delivery.Pace, lease=wanted["lease"])


if __name__ == "__main__":
    import handlers
    from bot.cli import _imported, main

    later = walk_packages(handlers.__path__, "handlers.")  # imported as the bot makes its app
    for name in (*_LOADED, *(one.name for one in later)):
        _imported(name)
    _serve(socket.socket(fileno=int(sys.argv[1])))
    main()
