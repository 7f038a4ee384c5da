"""`preclear calendar`: days that the exchange's, EDGAR's and the banks' calendars lack."""

from datetime import date, datetime
from pathlib import Path
from typing import Any, get_args

import click

from bot import pictures
from bot.commands.opening import opened, operator
from bot.commands.sentences import DAY, refuse
from bot.commands.window_said import say_window
from clearance import window_years
from clearance.calendar_days import DayEntry, Kind, add_day, days
from clearance.lists import NotRecorded
from clearance.window_change import watched
from handlers.words import calendar as calendar_words
from policy.calendars.edgar_closures import CLOSURES

NOTHING_DRAWN = "Nothing was drawn."


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


@calendar.command()
@click.option("--year", type=click.IntRange(2000, 2100), required=True, help="The year.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="A .png or .svg, made anew."
)
def draw(year: int, out: Path) -> None:
    """Draw the company's window in a year, the same for everybody, and say it in words.

    The words are the picture's alternative text: put them beside it wherever it is shown. It
    rests on what is recorded now. It takes matplotlib: pip install "preclear[pictures]".
    """
    if out.suffix not in pictures.FORMATS:
        refuse(f"--out {out}: name a file that ends in .png or .svg.", NOTHING_DRAWN)
    with opened() as parts:
        drawn = parts.database.run_now(lambda tx: window_years.year(tx, parts.desk.grounds, year))
    if not drawn.days:
        refuse(f"The trading calendar does not reach {year}.", NOTHING_DRAWN)
    said = calendar_words.said(drawn)
    try:
        pictures.draw(drawn, said, out)
    except pictures.NoPlottingError:
        refuse('Drawing takes matplotlib: pip install "preclear[pictures]".', NOTHING_DRAWN)
    except OSError as error:
        refuse(f"--out {out}: {error.strerror}.", NOTHING_DRAWN)
    click.echo(said)


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
