"""`preclear clearances` and `preclear transactions`: what was done on paper before the bot."""

from functools import partial
from pathlib import Path

import click

from bot.commands.opening import Opened, opened, operator, refuse_lines
from bot.commands.sentences import read_text
from clearance import opening_clearances, opening_transactions, paper_lists
from clearance.lists import LineProblem
from clearance.restrictions.desk import Knowing
from storage.tx import Tx

RECORDED = "{count} recorded, marked as given on paper."
ASKED = "{count} asked for. Each is recorded once a second person has confirmed it in Slack."


@click.group()
def clearances() -> None:
    """Clearances that were given on paper."""


@clearances.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", metavar="SLACK_ID", help="Who asks: an officer or compliance.")
def import_clearances(file: Path, by: str | None) -> None:
    """Record clearances given on paper from FILE, a CSV; all of it or none of it.

    Until somebody has asked in Slack this is the opening balance and is recorded at once.
    After that each line is asked for in the name of --by, and is recorded when a second person
    confirms it in Slack.

    Columns: slack_id, action, quantity, approved_at, approved_by, office, and, where a line
    stands in the place of an earlier one, corrects: its id from `preclear clearances list`.
    """
    text = read_text(file)
    with opened() as parts:
        knowing = parts.desk.knowing()
        opening = parts.database.run_now(paper_lists.is_opening)
        take = _take_in if opening else partial(_ask_for, by=by)
        try:
            done = parts.database.run_now(lambda tx: take(parts, tx, text, knowing))
        except paper_lists.NotAskedError as error:
            done = error.problems
    if isinstance(done, tuple):
        refuse_lines(str(file), done)
    click.echo(RECORDED.format(count=done) if opening else ASKED.format(count=done))


def _take_in(parts: Opened, tx: Tx, text: str, knowing: Knowing) -> int | tuple[LineProblem, ...]:
    ground = parts.desk.grounds.at(tx)
    stopped = parts.desk.approvals_stopped(tx, ground, knowing)
    return opening_clearances.import_clearances(ground, tx, text, operator(), stopped=stopped)


def _ask_for(
    parts: Opened, tx: Tx, text: str, knowing: Knowing, by: str | None
) -> int | tuple[LineProblem, ...]:
    ground = parts.desk.grounds.at(tx)
    stopped = parts.desk.approvals_stopped(tx, ground, knowing)
    return paper_lists.ask_all(ground, tx, text, by, operator(), stopped=stopped)


@clearances.command("list")
def list_clearances() -> None:
    """List the clearances that were given on paper, each with its id."""
    with opened() as parts:
        _say(parts.database.run_now(opening_clearances.clearances))


@click.group()
def transactions() -> None:
    """Transactions that were made before the bot."""


@transactions.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_transactions(file: Path) -> None:
    """Record purchases and sales from FILE, a CSV; all of it or none of it.

    Columns: slack_id, side, on, shares, price, exempt, owner, corrects.
    """
    text = read_text(file)
    with opened() as parts:
        done = parts.database.run_now(
            lambda tx: opening_transactions.import_transactions(tx, text, operator())
        )
    if isinstance(done, tuple):
        refuse_lines(str(file), done)
    click.echo(f"{done} recorded, marked as from paper.")


@transactions.command("list")
def list_transactions() -> None:
    """List the transactions on record, reported or from paper, each with its id."""
    with opened() as parts:
        _say(parts.database.run_now(opening_transactions.transactions))


def _say(found: list[tuple[str, str]]) -> None:
    for record, said in found or [("None", "is recorded.")]:
        click.echo(f"{record}  {said}")
