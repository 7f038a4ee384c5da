"""The download page: it tells nothing, sends what is asked for, and lets nobody hold it up."""

import asyncio
import re
import threading
from datetime import UTC, datetime

import aiohttp
import pytest

from audit.pulls import Pull, Wanted
from bot import download_server
from bot.download_page import HEADERS, page
from bot.download_server import LARGEST_BODY, MOST_AT_ONCE, DownloadServer
from bot.http_server import HttpServer
from handlers.words import audit as words
from storage.errors import DatabaseUnavailable
from tests.bot.pieces import until

LIVE, DEAD, UNKNOWN = "l" * 43, "d" * 43, "u" * 43
CODE = "ACDEFHJK"
PULL = Pull("0" * 32, datetime(2026, 11, 23, tzinfo=UTC), "P1", "download", Wanted(), "C1")
PIECE = b"x" * 300_000


class Takes:
    """Knows one link, and one that is dead."""

    def __init__(self):
        self.asked = []
        self.away = False

    async def take(self, token, typed):
        self.asked.append((token, typed))
        if self.away:
            raise DatabaseUnavailable("away")
        return PULL if (token, typed) == (LIVE, CODE) else None


class Made:
    """Makes a zip of so many pieces; says how many were made, and whether it was closed."""

    def __init__(self, pieces=3, fails_at=None):
        self.pieces, self.fails_at = pieces, fails_at
        self.made = 0
        self.closed = threading.Event()
        self.threads = set()

    def __call__(self, pull):
        assert pull is PULL
        return self._run()

    def _run(self):
        try:
            for number in range(self.pieces):
                if number == self.fails_at:
                    raise OSError("what broke")
                self.threads.add(threading.current_thread().name)
                self.made += 1
                yield PIECE
        finally:
            self.closed.set()


class Served:
    def __init__(self, server, url, takes):
        self.server, self.url, self.takes = server, url, takes

    async def ask(self, method="GET", path=LIVE, **more):
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, f"{self.url}/{path}", **more) as answer,
        ):
            return answer.status, answer.headers, await answer.read()

    async def send(self, token=LIVE, code=CODE):
        return await self.ask("POST", token, data={"code": code})


@pytest.fixture
async def serve():
    running = []

    async def start(made=None, **more):
        takes = Takes()
        server = DownloadServer(takes, made or Made(), lambda _: "one.zip", **more)
        http = HttpServer(server.application(), 0.2)
        running.append(http)
        port = await http.start("127.0.0.1", 0)
        return Served(server, f"http://127.0.0.1:{port}", takes)

    yield start
    for one in running:
        await one.stop()


def said(answer):
    """Give what a browser gets: status, content, and the headers but for the day."""
    status, headers, content = answer
    return status, content, {name: value for name, value in headers.items() if name != "Date"}


async def test_the_page_is_the_same_whatever_the_link(serve):
    served = await serve()
    pages = [said(await served.ask(path=one)) for one in (LIVE, DEAD, UNKNOWN, f"a/b/{LIVE}")]
    assert pages[1:] == pages[:-1]
    assert pages[0][0] == 200
    assert pages[0][1].decode() == page()
    heads = [said(await served.ask("HEAD", one)) for one in (LIVE, DEAD, UNKNOWN)]
    assert heads[1:] == heads[:-1]
    assert heads[0][1] == b""
    assert served.takes.asked == [], "nobody is asked before there is a code"


async def test_a_refusal_is_the_same_whatever_the_link_and_the_code(serve):
    served = await serve()
    tried = [(LIVE, "KJHFEDCA"), (DEAD, CODE), (UNKNOWN, CODE), (LIVE, ""), (LIVE, "short")]
    answers = [said(await served.send(*one)) for one in tried]
    assert answers[1:] == answers[:-1]
    assert answers[0][0] == 403
    assert words.PAGE_REFUSED in answers[0][1].decode()
    assert len(served.takes.asked) == 3, "what cannot be a code is no try"


async def test_the_right_code_gives_the_zip(serve):
    served = await serve()
    status, headers, content = await served.send(LIVE, "acde fhjk")
    assert (status, content) == (200, PIECE * 3)
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Disposition"] == 'attachment; filename="one.zip"'
    assert served.takes.asked == [(LIVE, CODE)]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", LIVE),
        ("POST", LIVE),
        ("POST", DEAD),
        ("GET", ""),
        ("GET", "favicon.ico"),
        ("PUT", LIVE),
        ("GET", "l" * 42),
    ],
)
async def test_every_answer_is_strict(serve, method, path):
    served = await serve()
    sent = {"data": {"code": CODE}} if method == "POST" else {}
    _, headers, _ = await served.ask(method, path, **sent)
    for name, value in HEADERS.items():
        assert headers[name] == value
    assert "Set-Cookie" not in headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "script" not in policy


async def test_an_address_with_no_token_is_no_page(serve):
    served = await serve()
    assert (await served.ask(path="l" * 42))[0] == 404
    assert (await served.ask(path="l" * 44))[0] == 404


async def test_a_body_that_is_too_large_is_not_read(serve):
    """Twin: one that just fits is a wrong code."""
    served = await serve()
    for more in (0, LARGEST_BODY):
        code = "x" * (LARGEST_BODY - 200 + more)
        assert (await served.send(LIVE, code))[0] == 403
    assert served.takes.asked == []


async def test_a_right_code_in_a_body_that_is_too_large_is_none(serve):
    """Twin: beside something small it is taken."""
    served = await serve()
    for length, status in ((LARGEST_BODY, 403), (10, 200)):
        sent = {"other": "x" * length, "code": CODE}
        assert (await served.ask("POST", LIVE, data=sent))[0] == status


async def test_a_form_that_never_ends_is_no_code(serve, monkeypatch):
    monkeypatch.setattr(download_server, "FORM_SECONDS", 0.1)
    served = await serve()
    reader, writer = await taking(served.url, cut=3)
    assert b" 403 " in await asyncio.wait_for(reader.readline(), 120)
    assert served.takes.asked == []
    writer.transport.abort()


async def test_a_database_that_is_away_is_said(serve):
    served = await serve()
    served.takes.away = True
    status, _, content = await served.send()
    assert status == 503
    assert words.PAGE_AWAY in content.decode()


async def taking(url, *, read=False, cut=0):
    """Send the right code by hand; give the connection, of which nothing more is read."""
    host, port = re.fullmatch(r"http://(.+):(\d+)", url).groups()
    reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
    body = f"code={CODE}".encode()
    head = f"POST /{LIVE} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\n"
    kind = "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    writer.write((head + kind).encode() + body[: len(body) - cut])
    await writer.drain()
    if read:
        await reader.readline()
    return reader, writer


async def test_a_zip_is_made_only_as_fast_as_it_is_taken(serve):
    """Of a thousand pieces few are made for somebody who reads none: memory stays as it is."""
    made = Made(1000)
    served = await serve(made)
    _, writer = await taking(served.url)
    await until(lambda: made.made > 0, "the first piece")
    before = -1
    while before != made.made:
        before = made.made
        assert (await served.ask())[0] == 200, "others are served meanwhile"
        for _ in range(50):
            await served.ask()
    assert made.made < 100
    writer.transport.abort()
    await until(made.closed.is_set, "the end of the making")
    await until(lambda: served.server.under_way == 0, "its place")


async def test_whoever_takes_nothing_is_let_go(serve):
    made = Made(1000)
    served = await serve(made, stalled=0.1)
    _, writer = await taking(served.url)
    await until(lambda: served.server.under_way == 1, "the download")
    await until(lambda: served.server.under_way == 0, "its end")
    assert made.closed.wait(10)
    assert made.made < 1000
    writer.transport.abort()


async def test_no_more_at_once_than_there_are_places(serve):
    """Twin: the last place is given; a wrong code takes none."""
    served = await serve(Made(1000))
    writers = [(await taking(served.url, read=True))[1] for _ in range(MOST_AT_ONCE - 1)]
    await until(lambda: served.server.under_way == MOST_AT_ONCE - 1, "the downloads")
    assert (await served.send(LIVE, "KJHFEDCA"))[0] == 403
    writers.append((await taking(served.url, read=True))[1])
    await until(lambda: served.server.under_way == MOST_AT_ONCE, "the last one")
    asked = len(served.takes.asked)
    status, _, content = await served.send()
    assert status == 503
    assert words.PAGE_BUSY in content.decode()
    assert len(served.takes.asked) == asked, "no taking is recorded of what is not sent"
    for one in writers:
        one.transport.abort()
    await until(lambda: served.server.under_way == 0, "their ends")


async def test_what_breaks_midway_is_seen_to_be_broken(serve):
    """Twin: whole, it ends as it should."""
    served = await serve(Made(5, fails_at=3))
    with pytest.raises(aiohttp.ClientPayloadError):
        await served.send()
    assert (await served.ask())[0] == 200
    whole = await serve(Made(5))
    assert (await whole.send())[2] == PIECE * 5


async def test_one_thread_makes_one_zip(serve):
    made = Made(6)
    served = await serve(made)
    await served.send()
    assert len(made.threads) == 1
    assert threading.current_thread().name not in made.threads


async def test_at_a_stop_a_download_gets_some_seconds_and_is_cut():
    """Twin: one that ends within them ends whole."""
    for stops, within in ((True, 0.2), (False, 30)):
        made = Made(1000 if stops else 12)
        server = DownloadServer(Takes(), made, lambda _: "one.zip")
        http = HttpServer(server.application(), within)
        url = f"http://127.0.0.1:{await http.start('127.0.0.1', 0)}"
        reader, writer = await taking(url, read=True)
        stopping = asyncio.create_task(http.stop())
        if not stops:
            content = await reader.read(-1)
            assert content.endswith(b"0\r\n\r\n")
        await stopping
        await until(made.closed.is_set, "the end of the making")
        assert server.under_way == 0
        writer.transport.abort()


def test_the_page_s_style_is_the_one_that_its_policy_allows():
    import base64  # noqa: PLC0415
    import hashlib  # noqa: PLC0415

    style = re.search(r"<style>(.*)</style>", page(), re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in HEADERS["Content-Security-Policy"]
