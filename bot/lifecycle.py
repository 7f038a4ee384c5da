"""The running bot's life: what begins in which order, and how it comes to rest.

It begins with the ports of health and of downloads, then delivers, ticks, and lets Slack in last.
Told to stop, it goes back the same way: unready at once; what Slack has sent is answered and
nothing more is taken; a last tick keeps what waited for one; deliveries that are under way end,
those that were claimed and not begun are given back; downloads get some seconds to end. A second
signal skips what is being waited for.
"""

import asyncio
from contextlib import AsyncExitStack
from functools import partial

import structlog
from aiohttp import web

from audit.bundle import zip_name, zipped
from audit.downloads import Downloads
from audit.source import Source
from bot import app as slack_app
from bot import health, http_server
from bot.bundles import Bundles
from bot.carrier import Carrier
from bot.clock import Clock
from bot.delivery import Worker
from bot.download_server import STOP_WITHIN_SECONDS, DownloadServer
from bot.home_keeping import HomeKeeper
from bot.http_server import HttpServer, for_slack
from bot.listing_accounts import AccountLister
from bot.log_watch import LogWatch
from bot.places import places
from bot.posting import Poster
from bot.publishing import Publisher
from bot.settings import Settings
from bot.socket_mode import Socket, Watch
from bot.stamping import Stamper
from bot.starting import CannotStartError
from bot.ticking import Ticker
from bot.tokens import try_app_token
from bot.vitals import Vitals
from clearance.desk import Desk
from handlers.words.report import REPORT_WORDS
from storage.database import Database

log = structlog.get_logger("bot.process")


class Bot:
    """The bot, started: its desk, its worker, and the way on which Slack reaches it."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        database: Database,
        desk: Desk,
        *,
        log_watch: LogWatch,
        watch: Watch | None = None,
    ) -> None:
        self.desk = desk
        self.log_watch = log_watch
        client = slack_app.client_for_delivery(settings)
        poster = Poster(client)
        source = Source.of(desk, REPORT_WORDS)
        self.bundles = Bundles(desk, source, slack_app.ways(settings), poster)
        homes = slack_app.homes(settings, desk)
        self.homes = HomeKeeper(desk, homes, client, clock)
        tell = self.homes.waker()
        carrier = Carrier(
            database, desk, poster, bundles=self.bundles, told=lambda user: tell((user,))
        )
        self.worker = Worker(database, carrier, clock)
        self.downloads = DownloadServer(Downloads(desk), partial(zipped, source), zip_name)
        self.publisher = Publisher(database, clock, places(settings), _stamper(settings))
        self.ticker = Ticker(desk, clock, self._ticked)
        self.lister = (
            None
            if desk.accounts is None
            else AccountLister(database, desk.accounts, client, clock, team=desk.team_id)
        )
        self.app = slack_app.build(settings, desk, clock, homes)
        self.vitals = Vitals(self.worker, self.ticker, clock.monotonic(), log_watch)
        self._settings = settings
        self._watch = watch
        self._watching: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        database.on_delivery, database.on_commit = self.worker.waker(), tell

    async def enter(self, stack: AsyncExitStack) -> None:
        """Start delivering, then let Slack in; the stack ends both, Slack first."""
        settings = self._settings
        if settings.health_port is not None:
            served = health.application(
                self.vitals.alive(), self.vitals.ready(), self.vitals.metrics().text
            )
            port = await _listen(
                stack, served, settings.health_host, settings.health_port, "PRECLEAR_HEALTH_PORT"
            )
            log.info("health_listening", port=port)
        if settings.audit_url is not None:
            port = await _listen(
                stack,
                self.downloads.application(),
                settings.audit_host,
                settings.audit_listens_on,
                "PRECLEAR_AUDIT_PORT",
                stop_within=STOP_WITHIN_SECONDS,
            )
            log.info("downloads_listening", port=port)
        stack.push_async_callback(self._stop_worker, asyncio.create_task(self.worker.run()))
        looking = asyncio.create_task(self.log_watch.run())
        stack.push_async_callback(self.log_watch.stop, looking)
        keeping = asyncio.create_task(self.homes.run())
        stack.push_async_callback(self.homes.stop, keeping)
        publishing = asyncio.create_task(self.publisher.run())
        stack.push_async_callback(self.publisher.stop, publishing)
        stack.push_async_callback(self.ticker.stop, asyncio.create_task(self.ticker.run()))
        if self.lister is not None:
            reading = asyncio.create_task(self.lister.run())
            stack.push_async_callback(self.lister.stop, reading)
        if settings.transport == "http":
            port = await _listen(
                stack,
                for_slack(self.app),
                settings.http_host,
                settings.listens_on,
                "PRECLEAR_HTTP_PORT",
            )
            log.info("listening", port=port)
        else:
            await self._connect(stack)
        self.vitals.serving = True
        stack.push_async_callback(self._drain)

    async def broken(self) -> None:
        """Wait until the bot cannot go on, for as long as that takes.

        Raises:
            ConnectionLostError: the connection to Slack was given up.

        """
        await asyncio.shield(self._watching)

    def _ticked(self) -> None:
        self.log_watch.wake()
        self.publisher.wake()

    async def _drain(self) -> None:
        """Be unready, and let a balancer see it before the port is closed."""
        self.vitals.draining = True
        log.info("stopping")
        if self._settings.transport == "http":
            await asyncio.sleep(self._settings.drain_seconds)

    async def _stop_worker(self, delivering: asyncio.Task[None]) -> None:
        self.worker.stop()
        self.bundles.stop()
        await asyncio.wait([delivering])

    async def _connect(self, stack: AsyncExitStack) -> None:
        token = self._settings.slack_app_token
        if token is None:
            raise CannotStartError("SLACK_APP_TOKEN: not set.")
        await try_app_token(self._settings, token.get_secret_value())
        socket = Socket(
            self.app, token.get_secret_value(), ours=self._settings.sockets, watch=self._watch
        )
        stack.push_async_callback(socket.stop)
        self.vitals.socket = socket
        await socket.start()
        self._watching = asyncio.ensure_future(socket.watch())
        stack.callback(self._watching.cancel)


def _stamper(settings: Settings) -> Stamper | None:
    url = settings.timestamp_url
    return None if url is None else Stamper(url.get_secret_value())


async def _listen(
    stack: AsyncExitStack,
    app: web.Application,
    host: str,
    port: int,
    variable: str,
    *,
    stop_within: float = http_server.STOP_WITHIN_SECONDS,
) -> int:
    server = HttpServer(app, stop_within)
    try:
        listening = await server.start(host, port)
    except OSError as error:
        await server.stop()
        raise CannotStartError(
            f"{variable}: cannot listen on {host} port {port} ({error.strerror}). Free it, or "
            "set another."
        ) from None
    stack.push_async_callback(server.stop)
    return listening
