"""`preclear run`: the bot in a real workspace, until it is told to stop."""

import asyncio

import click

from bot.commands.opening import settings_for
from bot.commands.sentences import refuse
from bot.process import run_until_told
from bot.settings import Need
from bot.socket_mode import ConnectionLostError
from bot.starting import CannotStartError, clock_for


@click.command()
def run() -> None:
    """Run the bot until SIGTERM or Ctrl-C.

    Settings come from the environment and from .env; .env.example lists them all.
    """
    settings = settings_for(Need.SLACK, Need.RECORD)
    try:
        asyncio.run(run_until_told(settings, clock_for(settings)))
    except CannotStartError as error:
        refuse(str(error))
    except ConnectionLostError:
        raise click.ClickException(
            "The connection to Slack did not come back. Start Preclear again; under a "
            "supervisor this happens by itself."
        ) from None
