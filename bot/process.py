"""The bot's process: what it opens before it runs, and the signals that end it."""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import structlog

from bot.clock import Clock
from bot.lifecycle import Bot
from bot.log_watch import watched
from bot.settings import Settings
from bot.socket_mode import Watch
from bot.starting import (
    in_force,
    load_rules,
    load_signing,
    newest_version,
    open_database,
    sole_worker,
)
from bot.tokens import team_of
from clearance.accounts import Accounts
from clearance.desk import Desk
from storage import deliveries, not_delivered
from storage.database import Database
from storage.tx import Tx

log = structlog.get_logger("bot.process")


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock, *, watch: Watch | None = None
) -> AsyncIterator[Bot]:
    """Run the bot for as long as the block lasts.

    Raises:
        CannotStartError: something is missing; the sentence says what to do.

    """
    rules = in_force(load_rules(settings), clock.now())
    keys = load_signing(settings)
    database = open_database(settings, clock, keys)
    try:
        async with AsyncExitStack() as stack:
            alone = stack.enter_context(sole_worker(settings))
            log_watch = await watched(settings, database, keys)
            taken_over = await _take_over(database, alone=alone)
            team = await team_of(settings)
            newest, accounts = newest_version(settings), Accounts(clock.monotonic)
            desk = Desk(
                database,
                rules.policy,
                rules.calendar,
                team,
                newest,
                accounts=accounts,
                known=log_watch,
            )
            if settings.tell_window:
                await desk.tell_of_windows()
            bot = Bot(settings, clock, database, desk, log_watch=log_watch, watch=watch)
            bot.worker.taken_over = taken_over
            await bot.enter(stack)
            log.info("ready", transport=settings.transport)
            yield bot
    finally:
        await database.close()


async def _take_over(database: Database, *, alone: bool) -> int:
    """Free what a process that ended had begun, and say what is there; returns how many.

    Where others share the database their leases are theirs until they run out; the worker
    takes over those that do.
    """

    def look(tx: Tx) -> tuple[int, int]:
        freed = deliveries.free_leases(tx) if alone else 0
        return freed, not_delivered.overdue(tx, tx.now)

    leases, due = await database.run(look)
    if leases:
        log.warning("took_over", leases=leases, due=due)
    else:
        log.info("resumed", due=due)
    return leases


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
