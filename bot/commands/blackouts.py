"""`preclear blackouts`: the blackout periods, and what the company moved of them in writing."""

from collections.abc import Callable
from datetime import datetime

import click

from bot.commands.opening import Opened, opened, operator
from bot.commands.sentences import DAY, read_moment, refuse
from bot.commands.window_said import say_window
from clearance import blackout_changes as register
from clearance.blackout_changes import BlackoutEntry, PeriodShown
from clearance.lists import NotRecorded
from clearance.window_change import watched
from handlers.moments import in_new_york
from policy.company import Policy
from storage.tx import Tx

SOURCE = "The writing that it rests on, such as the notice and its day."


@click.group()
def blackouts() -> None:
    """Blackout periods, and what the company moved of them in writing."""


@blackouts.command("list")
def list_() -> None:
    """List the periods of this fiscal year and the next as they stand."""
    with opened() as parts:
        found = parts.database.run_now(lambda tx: register.periods(tx, parts.desk.grounds.at(tx)))
        for one in found:
            for line in _lines(one, parts.rules.policy):
                click.echo(line)


@blackouts.command()
@click.argument("quarter_end", type=DAY, metavar="QUARTER_END")
@click.option("--starts-at", metavar="ISO", help="When it starts, such as 2026-12-10T17:00.")
@click.option("--ends-at", metavar="ISO", help="When it ends; New York's time without an offset.")
@click.option("--source", required=True, help=SOURCE)
@click.option("--replaces", metavar="ID", help="The id of the record that this corrects.")
def move(
    quarter_end: datetime,
    starts_at: str | None,
    ends_at: str | None,
    source: str,
    replaces: str | None,
) -> None:
    """Record that the blackout of the quarter that ends on QUARTER_END was moved in writing.

    What is not given stays as the policy says. A clearance that the window no longer
    carries ends, and its holder is told.
    """
    entry = BlackoutEntry(
        quarter_end=quarter_end.date(),
        source=source,
        starts_at=None if starts_at is None else read_moment("--starts-at", starts_at),
        # An hour that autumn has twice is its first as a start, its second as an end.
        ends_at=None if ends_at is None else read_moment("--ends-at", ends_at, later=True),
        replaces=replaces,
    )
    with opened() as parts:
        _record(parts, lambda tx: register.move_blackout(parts.desk.grounds, tx, entry, operator()))


@blackouts.command()
@click.argument("record", metavar="ID")
@click.option("--source", required=True, help=SOURCE)
def void(record: str, source: str) -> None:
    """Take back the change ID: the policy's own words hold again."""
    with opened() as parts:
        _record(
            parts,
            lambda tx: register.take_back(parts.desk.grounds, tx, record, source, operator()),
        )


def _record(parts: Opened, act: Callable[[Tx], str | NotRecorded]) -> None:
    done, change = parts.database.run_now(
        lambda tx: watched(parts.desk.grounds, tx, lambda: act(tx))
    )
    if isinstance(done, NotRecorded):
        refuse(done.sentence, "Nothing was recorded.")
    click.echo(f"Recorded as {done}.")
    say_window(change)


def _lines(one: PeriodShown, policy: Policy) -> list[str]:
    period, moved = one.period, one.moved_by
    until = in_new_york(period.ends_at) if period.ends_at else _unknown_end(one, policy)
    lines = [
        f"Quarter that ends on {period.quarter_end.isoformat()}",
        f"  from   {in_new_york(period.starts_at)}",
        f"  until  {until}",
    ]
    if moved is None:
        return lines
    parts = {"start": moved.starts_at, "end": moved.ends_at}
    what = " and ".join(name for name, at in parts.items() if at is not None)
    return [*lines, f"  moved  {what}, by {moved.id}: {moved.source}"]


def _unknown_end(one: PeriodShown, policy: Policy) -> str:
    if one.before_record:
        return "counted as ended: the reports on record are of later quarters"
    days = policy.blackout.full_trading_days
    return f"{days} full trading {'day' if days == 1 else 'days'} after its report"
