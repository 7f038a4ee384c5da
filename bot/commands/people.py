"""`preclear people`: who may ask, and which roles they hold."""

from pathlib import Path

import click

from bot.commands.opening import opened, operator, refuse_lines
from bot.commands.sentences import read_text
from clearance import people as register
from clearance.handover import hand_on
from clearance.lists import LineProblem
from storage.tx import Tx


@click.group()
def people() -> None:
    """Who may ask, and which roles they hold."""


@people.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Record a list of people from FILE, a CSV; all of it or none of it.

    Columns: slack_id, name, roles (parted by semicolons), acknowledged_on (the day on
    which the person acknowledged the policy), zone, active, formerly (the Slack id that
    the person had before). Who is not on the list stays as recorded; list who has left with
    active "no". Requests that wait are handed to who may decide them now.
    """
    text = read_text(file)
    with opened() as parts:
        offices = parts.rules.policy.approvers.offices()

        def take_in(tx: Tx) -> register.Imported | tuple[LineProblem, ...]:
            done = register.import_people(tx, text, operator(), offices)
            hand_on(tx, parts.desk.grounds.at(tx), operator())
            return done

        done = parts.database.run_now(take_in)
    if isinstance(done, tuple):
        refuse_lines(str(file), done)
    click.echo(f"{done.added} added, {done.changed} changed, {done.unchanged} as before.")


@people.command("list")
def list_() -> None:
    """List everybody on record, with roles and the day of acknowledgement."""
    with opened() as parts:
        found = parts.database.run_now(register.people)
    if not found:
        click.echo("Nobody is recorded yet: `preclear people import FILE.csv`.")
    for one in found:
        roles = ", ".join(sorted(one.roles))
        day = one.acknowledged_on
        said = f"acknowledged {day.isoformat()}" if day else "has not acknowledged"
        left = "" if one.active else "  (not active)"
        click.echo(f"{one.slack_id:<14}{one.name:<26}{roles:<34}{said}{left}")
