"""Days of a bot, and what it knows of its log: for the tests of what is known."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from bot.cli import cli
from bot.starting import CannotStartError
from storage import copy_mark
from tests.tampering_hand import by_hand, cut

#: Later than any machine's date, so that a command given now is earlier: ten in New York.
MORNING = datetime(2045, 5, 22, 14, tzinfo=UTC)
EVENING = timedelta(hours=8, minutes=1)


async def act(bot, number=0):
    await bot.desk.database.run(
        lambda tx: tx.log("person:recorded", actor="test", open={"number": number})
    )


async def day(bot, clock, days=0):
    """Record something in the morning, and have the day's checkpoint made in the evening."""
    clock.move(MORNING + timedelta(days=days))
    await act(bot, days)
    clock.move(MORNING + timedelta(days=days) + EVENING)
    await bot.ticker.once()
    await bot.log_watch.look()
    return known(bot)


def known(bot):
    return bot.log_watch._file.known(bot.log_watch._keys.verifiers)


async def recorded(bot):
    """Give what the log says of restores: who, and what was lost."""
    found = await bot.desk.database.run(copy_mark.restored)
    return [(one["actor"], one["body"]["open"]["lost"]) for one in found.recorded]


async def refused(start, **more):
    with pytest.raises(CannotStartError) as found:
        async with start(**more):
            pass
    return str(found.value)


async def stopped(bot):
    desk = bot.desk
    return await desk.database.run(lambda tx: desk.approvals_stopped(tx, desk.grounds.at(tx)))


async def two_days_then_cut(start, clock):
    """Live two days, then cut the second one off by hand; give both days' checkpoints."""
    async with start() as bot:
        first = await day(bot, clock)
        second = await day(bot, clock, 1)
    async with start() as bot:
        by_hand(bot.desk.database, lambda tx: cut(tx, first.size))
        bot.log_watch._differs = True  # it would see it
    return first, second


def command(settings, monkeypatch, *arguments, given=None):
    monkeypatch.setenv("DATABASE_URL", settings.database_url.get_secret_value())
    monkeypatch.setenv("PRECLEAR_KEY_FILE", str(settings.key_file))
    result = CliRunner().invoke(cli, [str(one) for one in arguments], input=given)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output
