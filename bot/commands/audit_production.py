"""`preclear audit produce`: a production for an authority, in a folder."""

from pathlib import Path
from typing import Final

import click

from audit.bundle import FolderRefused, Made, write_folder
from audit.productions import of_taken
from audit.pulls import Pull
from audit.source import Source
from bot.commands.audit_folder import NOTHING, refuse_folder
from bot.commands.opening import Opened, opened, operator
from bot.commands.sentences import refuse
from clearance import productions
from clearance.people import by_slack_id
from clearance.productions import Taken
from clearance.shown import No
from handlers.words.report import REPORT_WORDS
from storage.errors import DatabaseUnavailable
from storage.tx import Tx

WHY: Final = {
    "stranger": "--by: nobody on the list of people is active under this Slack id.",
    "no_such_ask": "There is no production {ask} that this person asked for and may take: it is "
    "asked for with `/preclear audit production`, and --by names who asked.",
    "ask_not_confirmed": "Nobody has confirmed {ask} yet. A second person has to, in Slack.",
    "ask_expired": "{ask} was asked for more than 30 days ago and holds no more. It has to be "
    "asked for anew.",
    "ask_gone": "{ask} was taken back.",
    "not_signed_here": "There is no signing key: make one with `preclear keys signing`.",
}


@click.command()
@click.argument("ask", metavar="ID")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--by", required=True, metavar="SLACK_ID", help="Who of compliance asked for it.")
def produce(ask: str, folder: Path, *, by: str) -> None:
    """Write the production ID for an authority into the new folder FOLDER.

    Compliance has asked for it in Slack, and another person has confirmed it. It opens what the
    log hides, and restrictions as they stood on the days that were asked for, with reasons if
    they were: give the folder to the authority alone. That it was taken is recorded before a
    byte is written, and both people are told.
    """
    refuse_folder(folder)
    ask = ask.strip().upper()
    with opened() as parts:
        taken = parts.database.run_now(lambda tx: _taken(tx, parts, ask, by))
        if isinstance(taken, No):
            refuse(WHY[taken.reason].format(ask=ask), NOTHING)
        pull = parts.database.run_now(lambda tx: of_taken(tx, taken))
        _say(_make(parts, pull, folder))


def _taken(tx: Tx, parts: Opened, ask: str, by: str) -> Taken | No:
    person = by_slack_id(tx, by)
    if person is None or not person.serves:
        return No("stranger")
    to = f"a folder, by {operator()}"
    return productions.take(tx, parts.desk.grounds.at(tx), person, ask, to)


def _make(parts: Opened, pull: Pull, folder: Path) -> Made:
    try:
        return write_folder(Source.of(parts.desk, REPORT_WORDS), pull, folder)
    except (FolderRefused, DatabaseUnavailable) as error:
        refuse(f"{error}.", f"That {pull.id} was taken is on the record; nothing was written.")


def _say(made: Made) -> None:
    click.echo(f"Wrote {made.folder}: {made.shown:,} of {made.size:,} entries are shown.")
    click.echo("It was verified before it got its name, by the program that is in it.")
    click.echo("Give it to the authority alone: it holds what nobody else may read.")
