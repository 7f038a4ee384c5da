"""`preclear audit export` and `audit prove`: a bundle of the record, in a folder."""

from datetime import datetime
from pathlib import Path
from typing import Final

import click

from audit.bundle import FolderRefused, Made, write_folder
from audit.desk import pull_of
from audit.pulls import KINDS, Pull, Wanted, order
from audit.source import Source
from bot.commands.audit_folder import NOTHING, refuse_folder
from bot.commands.audit_progress import progress
from bot.commands.opening import Opened, opened, operator
from bot.commands.sentences import DAY, refuse
from clearance.people import by_slack_id
from clearance.shown import No
from handlers.words.report import REPORT_WORDS
from storage.errors import DatabaseUnavailable
from storage.tx import Tx

FOLDER = click.Path(path_type=Path)
WHY: Final = {
    "not_compliance": "--by: they are not of compliance, who alone pull the record.",
    "stranger": "--by: nobody on the list of people is active under this Slack id.",
    "days_turned": "--from is after --to: name the earlier day first.",
    "no_such_person": "--person: nobody on the list of people has this Slack id.",
    "no_such_request": "there is no request with this id: write it as messages do, "
    "such as PC-7F3K9QRT.",
    "case_gone": "--case: name with --by somebody of compliance who handles a case with this id.",
    "restrictions_not_yours": "--kind restrictions: name with --by somebody of compliance, and "
    "see that the policy file lets compliance know of restrictions.",
    "not_signed_here": "there is no signing key: make one with `preclear keys signing`.",
}


@click.command()
@click.argument("folder", type=FOLDER)
@click.option("--from", "first", type=DAY, metavar="DAY", help="The first day, in New York.")
@click.option("--to", "last", type=DAY, metavar="DAY", help="The last day, included.")
@click.option("--person", metavar="SLACK_ID", help="What concerns one person alone.")
@click.option(
    "--kind", "kinds", multiple=True, type=click.Choice(list(KINDS)), help="May be repeated."
)
@click.option("--case", metavar="ID", help="What a case gathers, and nothing else.")
@click.option("--redacted", is_flag=True, help="Open no confidential part; it verifies as well.")
@click.option("--by", metavar="SLACK_ID", help="Who of compliance pulls it, if it is for them.")
@click.option("--no-check", is_flag=True, help="Do not verify it before it gets its name.")
def export(
    folder: Path,
    *,
    first: datetime | None,
    last: datetime | None,
    person: str | None,
    kinds: tuple[str, ...],
    case: str | None,
    redacted: bool,
    by: str | None,
    no_check: bool,
) -> None:
    """Pull the record into the new folder FOLDER, for somebody who verifies it on their own.

    All of it, or what the options name. The pull is recorded, and a checkpoint signed, before
    a byte is written. What tells of restrictions is in it only where --by names somebody of
    compliance whom the policy file lets know of them; their reasons never are. It may run
    beside the bot. The folder's README.txt says how it is verified.
    """
    refuse_folder(folder)
    with opened() as parts:

        def run(tx: Tx) -> Pull | No:
            found = None if person is None else by_slack_id(tx, person)
            if person is not None and found is None:
                return No("no_such_person")
            wanted = Wanted(
                first=None if first is None else first.date(),
                last=None if last is None else last.date(),
                person=None if found is None else found.person,
                kinds=frozenset(kinds),
                case=case,
                redacted=redacted,
            )
            return No("case_gone") if case and not by else _ordered(tx, parts, wanted, by)

        _say(_make(parts, parts.database.run_now(run), folder, check=not no_check))


@click.command()
@click.argument("request")
@click.argument("folder", type=FOLDER)
@click.option("--by", metavar="SLACK_ID", help="Who of compliance pulls it, if it is for them.")
def prove(request: str, folder: Path, *, by: str | None) -> None:
    """Prove the decision on REQUEST to an outsider, in the new folder FOLDER.

    It shows what was asked, decided and reported under that one request, with the names that
    this needs, and a proof that the signed log holds it: nothing of any other request, and
    nothing of restrictions. It is recorded as a pull is.
    """
    refuse_folder(folder)
    wanted = Wanted(request=request.strip().upper().removeprefix("PC-"))
    with opened() as parts:
        found = parts.database.run_now(lambda tx: _ordered(tx, parts, wanted, by))
        _say(_make(parts, found, folder, check=True))


def _ordered(tx: Tx, parts: Opened, wanted: Wanted, by: str | None) -> Pull | No:
    """Record the pull: by whoever is named, or by this machine's account, who sees less."""
    ground = parts.desk.grounds.at(tx)
    if by is None:
        return order(tx, ground, operator(), wanted, "folder", restrictions=False)
    person = by_slack_id(tx, by)
    if person is None or not person.serves:
        return No("stranger")
    return pull_of(tx, ground, person, wanted, "folder")


def _make(parts: Opened, pull: Pull | No, folder: Path, *, check: bool) -> Made:
    if isinstance(pull, No):
        refuse(WHY[pull.reason], NOTHING)
    source = Source.of(parts.desk, REPORT_WORDS)
    try:
        with progress("Writing the bundle") as tell:
            return write_folder(
                source, pull, folder, lambda one: tell(one.done, one.total), check=check
            )
    except (FolderRefused, DatabaseUnavailable) as error:
        refuse(f"{error}.", f"The pull is on the record as {pull.id}; nothing was written.")


def _say(made: Made) -> None:
    click.echo(
        f"Wrote {made.folder}: {made.shown:,} of {made.size:,} entries are shown, the others are "
        "there as hashes."
    )
    if made.told:
        click.echo("It was verified before it got its name, by the program that is in it.")
    click.echo(f"Verify it anywhere: python3 {made.folder}/verify.py --key KEY")
