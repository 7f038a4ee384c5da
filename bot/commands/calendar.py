"""`preclear calendar`: days that the exchange's, EDGAR's and the banks' calendars lack."""

from datetime import date, datetime
from typing import Any, get_args

import click

from bot.commands.opening import opened, operator
from bot.commands.sentences import DAY, refuse
from bot.commands.window_said import say_window
from clearance.calendar_days import DayEntry, Kind, add_day, days
from clearance.lists import NotRecorded
from clearance.window_change import watched
from policy.calendars.edgar_closures import CLOSURES


@click.group()
def calendar() -> None:
    """Days that the exchange's, EDGAR's and the banks' calendars do not know of."""


@calendar.command()
@click.argument("day", type=DAY, metavar="DAY")
@click.argument("kind", type=click.Choice(get_args(Kind)), metavar="KIND")
@click.option("--source", required=True, help="Where this is known from, such as the notice.")
@click.option("--replaces", help="The id of the record that this corrects.")
def add(day: datetime, **entry: Any) -> None:
    """Record what DAY (YYYY-MM-DD) is.

    KIND says it: closed, the exchange is; not_full, its trading day is cut short; edgar_closed,
    EDGAR takes no filing by order; not_settling, the banks are closed by order. KIND void takes
    back the record that --replaces names. How the window stands after it is said.
    """
    said = DayEntry(day=day.date(), **entry)
    with opened() as parts:
        grounds = parts.desk.grounds
        done, change = parts.database.run_now(
            lambda tx: watched(grounds, tx, lambda: add_day(grounds, tx, said, operator()))
        )
    if isinstance(done, NotRecorded):
        refuse(done.sentence, "Nothing was recorded.")
    click.echo(f"Recorded as {done}.")
    say_window(change)


@calendar.command("list")
def list_() -> None:
    """List the days on record, and those on which EDGAR is known to be closed by order."""
    with opened() as parts:
        found = parts.database.run_now(days)
    if not found:
        click.echo("No day is recorded: the calendars stand as they are.")
    for row in found:
        _say(row.id, row.day, row.kind, row.source)
    for known in CLOSURES:
        _say("built in", known.day, "edgar_closed", known.source)


def _say(record: str, day: date, kind: str, source: str) -> None:
    click.echo(f"{record:<8}  {day.isoformat()}  {kind:<12}  {source}")
