"""`preclear doctor`: is everything there that the bot needs, and if not, what to do."""

import asyncio
import sys

import click

from bot.check import Line
from bot.commands.opening import settings_for
from bot.doctor import examine
from bot.starting import clock_for


@click.command()
def doctor() -> None:
    """Check tokens, scopes, clock, database, key, policy file, calendar and deliveries.

    The exit status is 1 where something has to be done.
    """
    settings = settings_for()

    async def look() -> list[Line]:
        found = []
        async for line in examine(settings, clock_for(settings)):
            click.echo(f"{'ok ' if line.ok else '!! '} {line.what:<18} {line.said}")
            found.append(line)
        return found

    lines = asyncio.run(look())
    wrong = sum(not line.ok for line in lines)
    click.echo("Everything is in order." if not wrong else f"{wrong} to put right, marked !!.")
    if wrong:
        sys.exit(1)
