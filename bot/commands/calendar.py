"""`preclear calendar`: days that the exchange calendar does not know of."""

from datetime import date, datetime
from typing import Any

import click

from bot.commands.opening import opened, operator
from bot.commands.sentences import refuse
from clearance.calendar_days import DayEntry, add_day, days
from clearance.lists import NotRecorded

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def calendar() -> None:
    """Days that the exchange calendar does not know of."""


@calendar.command()
@click.argument("day", type=DAY)
@click.argument("kind", type=click.Choice(["closed", "not_full", "void"]))
@click.option("--source", required=True, help="Where this is known from, such as the notice.")
@click.option("--replaces", help="The id of the record that this corrects.")
def add(day: datetime, **entry: Any) -> None:
    """Record that DAY (YYYY-MM-DD) is closed, or not a full trading day.

    KIND void takes back the record that --replaces names.
    """
    with opened() as parts:
        done = parts.database.run_now(
            lambda tx: add_day(
                parts.desk.grounds, tx, DayEntry(day=day.date(), **entry), operator()
            )
        )
    if isinstance(done, NotRecorded):
        refuse(done.sentence, "Nothing was recorded.")
    click.echo(f"Recorded as {done}.")


@calendar.command("list")
def list_() -> None:
    """List the days on record."""
    with opened() as parts:
        found = parts.database.run_now(days)
    if not found:
        click.echo("No day is recorded: the exchange calendar stands as it is.")
    for row in found:
        click.echo(f"{row.id}  {_iso(row.day)}  {row.kind:<9} {row.source}")


def _iso(day: date) -> str:
    return day.isoformat()
