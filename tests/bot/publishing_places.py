"""Places that tests publish to: an object store over HTTP, and a time stamping authority."""

import asyncio
import subprocess
from pathlib import Path

from aiohttp import web

from bot.http_server import HttpServer


class Store:
    """Takes objects by PUT and keeps every one that it was sent."""

    def __init__(self):
        self.objects = {}
        self.puts = []
        self.authorizations = set()
        self.status = 201
        self.held = None  # an event that requests wait for
        self.met = None  # called on each request

    async def start(self, port):
        app = web.Application()
        app.router.add_put("/logs/{name}", self._put)
        self._server = HttpServer(app)
        await self._server.start("127.0.0.1", port)
        self.prefix = f"http://127.0.0.1:{port}/logs"
        return self

    async def stop(self):
        if self.held is not None:
            self.held.set()  # else the server waits for whom it holds
        await self._server.stop()

    async def _put(self, request):
        name, content = request.match_info["name"], await request.read()
        self.puts.append(name)
        self.authorizations.add(request.headers.get("Authorization"))
        if self.met is not None:
            await self.met()
        if self.held is not None:
            await self.held.wait()
        if self.status == 201:
            self.objects[name] = content
        return web.Response(status=self.status)


CONFIG = """\
[ tsa ]
default_tsa = here
[ here ]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/tsa.pem
certs = {folder}/ca.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
"""


class Authority:
    """A real time stamping authority: openssl answers what it is sent over HTTP."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.spoil = None  # changes an answer
        self.ask = None  # changes a query
        self.asked = 0
        folder.mkdir()
        (folder / "openssl.cnf").write_text(CONFIG.format(folder=folder))
        (folder / "serial").write_text("01\n")
        (folder / "ext").write_text("extendedKeyUsage=critical,timeStamping\n")
        new = ("req", "-newkey", "rsa:2048", "-nodes")
        self._openssl(
            *new, "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=CA", "-days", "3650"
        )
        self._openssl(*new, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA")
        self._openssl(
            "x509", "-req", "-in", "tsa.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-out", "tsa.pem", "-days", "3650", "-extfile", "ext",
        )  # fmt: skip

    async def start(self, port):
        app = web.Application()
        app.router.add_post("/tsa", self._post)
        self._server = HttpServer(app)
        await self._server.start("127.0.0.1", port)
        self.url = f"http://127.0.0.1:{port}/tsa"
        return self

    async def stop(self):
        await self._server.stop()

    def verifies(self, content: bytes, token: bytes) -> bool:
        """Have openssl hold a response against the content and the authority's root."""
        (self.folder / "note").write_bytes(content)
        (self.folder / "note.tsr").write_bytes(token)
        done = subprocess.run(
            ["openssl", "ts", "-verify", "-data", "note", "-in", "note.tsr", "-CAfile", "ca.pem"],
            cwd=self.folder, capture_output=True, check=False,
        )  # fmt: skip
        return done.returncode == 0

    async def _post(self, request):
        assert request.headers["Content-Type"] == "application/timestamp-query"
        self.asked += 1
        query = await request.read()
        if self.ask is not None:
            query = self.ask(query)
        answer = await asyncio.to_thread(self._reply, query)
        if self.spoil is not None:
            answer = self.spoil(answer)
        return web.Response(body=answer, content_type="application/timestamp-reply")

    def _reply(self, query):
        (self.folder / "query").write_bytes(query)
        self._openssl(
            "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "query", "-out", "answer",
            check=False,
        )  # fmt: skip
        return (self.folder / "answer").read_bytes()

    def _openssl(self, *arguments, check=True):
        subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, check=check)
