"""The running bot: what it opens, in which order, and how it comes to rest."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import structlog
from slack_sdk.errors import SlackApiError

from bot import app as slack_app
from bot.carrier import Carrier
from bot.clock import Clock
from bot.delivery import Worker
from bot.http_server import HttpServer
from bot.posting import Poster
from bot.settings import Settings
from bot.socket_mode import Socket
from bot.starting import (
    CannotStartError,
    in_force,
    load_rules,
    newest_version,
    open_database,
    sole_worker,
)
from bot.ticking import Ticker, stop
from clearance.accounts import Accounts
from clearance.desk import Desk
from storage import deliveries
from storage.database import Database

log = structlog.get_logger("bot.process")

LONGEST_START_PAUSE_SECONDS = 30.0


class Bot:
    """The bot, started: its desk, its worker, and the way on which Slack reaches it."""

    def __init__(self, settings: Settings, clock: Clock, database: Database, desk: Desk) -> None:
        self.desk = desk
        self.worker = self._worker(settings, clock, database, desk)
        self.ticker = Ticker(desk, clock)
        self.app = slack_app.build(settings, desk, clock)
        self._settings = settings
        self._socket: Socket | None = None
        self._watching: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        database.on_delivery = self.worker.waker()

    @staticmethod
    def _worker(settings: Settings, clock: Clock, database: Database, desk: Desk) -> Worker:
        poster = Poster(slack_app.client_for_delivery(settings))
        return Worker(database, Carrier(database, desk, poster), clock)

    async def enter(self, stack: AsyncExitStack) -> None:
        """Start delivering, then let Slack in; the stack ends both, Slack first."""
        delivering = asyncio.create_task(self.worker.run())
        stack.push_async_callback(self._stop_worker, delivering)
        stack.push_async_callback(stop, asyncio.create_task(self.ticker.run()))
        if self._settings.transport == "http":
            await self._listen(stack, self._settings.listens_on, slack=True)
            return
        await self._connect(stack)
        if self._settings.http_port is not None:
            await self._listen(stack, self._settings.http_port, slack=False)

    async def broken(self) -> None:
        """Wait until the bot cannot go on, for as long as that takes.

        Raises:
            ConnectionLostError: the connection to Slack was given up.

        """
        await asyncio.shield(self._watching)

    async def _stop_worker(self, delivering: asyncio.Task[None]) -> None:
        self.worker.stop()
        await asyncio.wait([delivering])

    async def _listen(self, stack: AsyncExitStack, port: int, *, slack: bool) -> None:
        checks = {
            "delivery": lambda: self.worker.healthy,
            "register": lambda: self.ticker.healthy,
            "slack": self._hears_slack,
            "sockets": lambda: self._socket is None or self._socket.alone,
        }
        server = HttpServer(checks, self.app if slack else None)
        try:
            listening = await server.start(self._settings.http_host, port)
        except OSError as error:
            await server.stop()
            raise CannotStartError(
                f"PRECLEAR_HTTP_PORT: cannot listen on {self._settings.http_host} port {port} "
                f"({error.strerror}). Free it, or set another."
            ) from None
        stack.push_async_callback(server.stop)
        log.info("listening", port=listening)

    async def _connect(self, stack: AsyncExitStack) -> None:
        token = self._settings.slack_app_token
        if token is None:
            raise CannotStartError("SLACK_APP_TOKEN: not set.")
        await _try_app_token(self._settings, token.get_secret_value())
        self._socket = Socket(self.app, token.get_secret_value(), ours=self._settings.sockets)
        stack.push_async_callback(self._socket.stop)
        await self._socket.start()
        self._watching = asyncio.ensure_future(self._socket.watch())
        stack.callback(self._watching.cancel)

    def _hears_slack(self) -> bool:
        return self._socket is None or self._socket.connected


@asynccontextmanager
async def running(settings: Settings, clock: Clock) -> AsyncIterator[Bot]:
    """Run the bot for as long as the block lasts.

    Raises:
        CannotStartError: something is missing; the sentence says what to do.

    """
    rules = in_force(load_rules(settings), clock.now())
    database = open_database(settings, clock)
    try:
        async with AsyncExitStack() as stack:
            if stack.enter_context(sole_worker(settings)):
                await database.run(deliveries.free_leases)
            team = await team_of(settings)
            newest, accounts = newest_version(settings), Accounts(clock.monotonic)
            desk = Desk(database, rules.policy, rules.calendar, team, newest, accounts=accounts)
            bot = Bot(settings, clock, database, desk)
            await bot.enter(stack)
            log.info("ready", transport=settings.transport)
            yield bot
    finally:
        await database.close()


async def team_of(settings: Settings) -> str:
    """Ask Slack which workspace the bot token belongs to; wait while Slack is away.

    Raises:
        CannotStartError: Slack refuses the token.

    """
    client = slack_app.client_for_delivery(settings)
    pause = 1.0
    while True:
        try:
            return str((await client.auth_test())["team_id"])
        except SlackApiError as error:
            name = error.response.get("error") if hasattr(error.response, "get") else None
            if name not in {None, "ratelimited", "internal_error", "service_unavailable"}:
                raise CannotStartError(
                    f"SLACK_BOT_TOKEN: Slack refuses it ({name}). Copy it again from the Slack "
                    "app's page, OAuth & Permissions, and see that the app is installed."
                ) from None
        except Exception as error:
            log.warning("slack_away", exc_info=error)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_START_PAUSE_SECONDS)


async def _try_app_token(settings: Settings, token: str) -> None:
    """Find out at once that Slack refuses the token: the client would ask forever."""
    client = slack_app.client_for_delivery(settings)
    try:
        await client.apps_connections_open(app_token=token)
    except SlackApiError as error:
        name = error.response.get("error") if hasattr(error.response, "get") else None
        if name in {"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope"}:
            raise CannotStartError(
                f"SLACK_APP_TOKEN: Slack refuses it ({name}). Make one with the scope "
                "connections:write on the Slack app's page, Basic Information, "
                "and switch Socket Mode on."
            ) from None
    except Exception as error:
        log.warning("slack_away", exc_info=error)


async def run_until_told(settings: Settings, clock: Clock) -> None:
    """Run the bot until SIGTERM or SIGINT, then let what is under way end.

    Raises:
        CannotStartError: something is missing; the sentence says what to do.
        ConnectionLostError: Slack was away for too long.

    """
    stop_on_signals()
    with suppress(asyncio.CancelledError):
        async with running(settings, clock) as bot:
            await bot.broken()
    log.info("stopped")


def stop_on_signals() -> None:
    """Have SIGTERM and SIGINT cancel the task that calls this; a second one insists."""
    task = asyncio.current_task()
    if task is None:
        raise RuntimeError("signals are taken over within a task")
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, task.cancel)
