"""`preclear people`: who may ask, and which roles they hold."""

from pathlib import Path

import click

from bot.commands.opening import opened, operator, refuse_lines
from bot.commands.sentences import read_text
from clearance import people as register
from clearance.bringing_in import BroughtIn, bring_in
from clearance.handover import hand_on
from clearance.leaving import end_all
from clearance.lists import LineProblem
from clearance.undelivered import send_again
from handlers.words import change as change_words
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
    the person had before), guest ("yes" for a guest of the workspace). Who is not on the list
    stays as recorded; list who has left with active "no": their requests and clearances, and
    what they could do for others, end at once. Requests that wait are handed to who may
    decide them now.

    Once there is an active officer, a change of an office, of compliance, or of the account
    of somebody who holds one is asked for and takes effect when another officer confirms it
    in Slack; two confirm a guest. Each is named in the answer.
    """
    text = read_text(file)
    with opened() as parts:

        def take_in(tx: Tx) -> BroughtIn | tuple[LineProblem, ...]:
            ground = parts.desk.grounds.at(tx)
            done = bring_in(tx, ground, text, operator())
            end_all(tx, ground, operator())
            hand_on(tx, ground, operator())
            send_again(tx)
            return done

        done = parts.database.run_now(take_in)
    if isinstance(done, tuple):
        refuse_lines(str(file), done)
    counts = done.done
    click.echo(f"{counts.added} added, {counts.changed} changed, {counts.unchanged} as before.")
    for one in done.asked:
        click.echo(change_words.imported(one))
    for name in done.taken_back:
        click.echo(change_words.TAKEN_BACK.format(name=name))


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
        if one.guest and one.active:
            left = "  (guest)" if one.confirmed else "  (guest, not confirmed)"
        click.echo(f"{one.slack_id:<14}{one.name:<26}{roles:<34}{said}{left}")
