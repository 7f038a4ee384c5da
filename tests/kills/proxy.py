"""What lies between a bot and PostgreSQL, and can go black or break at the worst moment.

A TCP port that passes on to the server's own socket or port. ``go_black`` keeps every
connection and passes nothing on; ``refuse`` breaks them all and lets nobody in;
``lose_answer_of`` waits for a transaction that wrote what is named, lets its COMMIT
through, and breaks the connection before the answer.
"""

import asyncio
from contextlib import suppress
from typing import Self

from sqlalchemy import make_url

_COMMIT = b"COMMIT"
_BEGIN = b"BEGIN"
#: What a client asks before its session starts: may it encrypt, by TLS or by GSSAPI?
_QUESTIONS = {number.to_bytes(4, "big") for number in (80877103, 80877104)}


class Proxy:
    """One port in front of one database server."""

    def __init__(self, url: str):
        self._url = make_url(url)
        self._clear = asyncio.Event()
        self._clear.set()
        self._watched: bytes | None = None
        self._refusing = False
        self._pairs: set[asyncio.Task] = set()
        self.struck = 0

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_) -> None:
        self._server.close()
        for task in list(self._pairs):
            task.cancel()
        await asyncio.gather(*self._pairs, return_exceptions=True)

    @property
    def url(self) -> str:
        """Give the address to hand to a bot."""
        port = self._server.sockets[0].getsockname()[1]
        through = self._url.set(host="127.0.0.1", port=port, query={})
        return through.render_as_string(hide_password=False)

    def go_black(self) -> None:
        self._clear.clear()

    def refuse(self) -> None:
        self._refusing = True
        for task in list(self._pairs):
            task.cancel()

    def heal(self) -> None:
        self._refusing = False
        self._clear.set()

    def lose_answer_of(self, statement: str) -> None:
        """Break the connection on which the next transaction with these words commits."""
        self._watched = statement.encode()

    async def _serve(self, reader, writer) -> None:
        task = asyncio.current_task()
        self._pairs.add(task)
        there, back = None, None
        try:
            if self._refusing:
                return
            there, back = await self._connect()
            passed = Passed()
            await asyncio.gather(
                self._pass(reader, back, passed), self._answer(there, writer, passed)
            )
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            for one in (writer, back):
                if one is not None:
                    one.transport.abort()
            self._pairs.discard(task)

    async def _connect(self):
        folder = self._url.query.get("host")
        if folder is not None:
            return await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.{self._url.port or 5432}")
        return await asyncio.open_connection(self._url.host, self._url.port or 5432)

    async def _pass(self, reader, back, passed: "Passed") -> None:
        while data := await reader.read(65536):
            await self._clear.wait()
            passed.note(data, self._watched)
            back.write(data)
            with suppress(ConnectionError):
                await back.drain()
        raise ConnectionError

    async def _answer(self, there, writer, passed: "Passed") -> None:
        while data := await there.read(65536):
            await self._clear.wait()
            if passed.committing:
                self._watched = None
                self.struck += 1
                raise ConnectionError
            writer.write(data)
            await writer.drain()
        raise ConnectionError


class Passed:
    """What a client has run in its transaction, and whether the watched one commits.

    Read message by message, for a statement that is kept by the server is run by its
    name: its words went by once, in any earlier transaction or before any.
    """

    def __init__(self):
        self._texts: dict[bytes, bytes] = {}
        self._unread = b""
        self._started = False
        self._since: list[bytes] = []
        self.committing = False

    def note(self, data: bytes, watched: bytes | None) -> None:
        self._unread += data
        while (message := self._next()) is not None:
            text = self._run(*message)
            if text is None:
                continue
            if text.startswith(_BEGIN):
                self._since = []
            self._since.append(text)
            if text.startswith(_COMMIT):
                self.committing = watched is not None and any(watched in one for one in self._since)
                self._since = []

    def _next(self) -> tuple[bytes, bytes] | None:
        """Cut the next whole message off: its kind (none before a session starts), its body."""
        kind = 1 if self._started else 0
        if len(self._unread) < kind + 4:
            return None
        length = int.from_bytes(self._unread[kind : kind + 4], "big")
        if len(self._unread) < kind + length:
            return None
        message = self._unread[:kind], self._unread[kind + 4 : kind + length]
        self._unread = self._unread[kind + length :]
        self._started = self._started or message[1] not in _QUESTIONS
        return message

    def _run(self, kind: bytes, body: bytes) -> bytes | None:
        """Give the words that this message has the server run, if it does."""
        if kind == b"Q":
            return body.rstrip(b"\0")
        if kind == b"P":
            name, text, _ = body.split(b"\0", 2)
            self._texts[name] = text
        if kind == b"B":
            _, name, _ = body.split(b"\0", 2)
            return self._texts[name]
        return None
