"""`preclear section16`: what directors and officers filed with the SEC, and drafts of it."""

from pathlib import Path

import click

from bot.commands import section16_drafts
from bot.commands.opening import opened, operator
from bot.commands.sentences import read_bytes, refuse
from clearance.section16_history import NamedFiling, Refused, Taken, import_filings
from filings.ownership_file import read_filed
from filings.submission import FilingError


@click.group()
def section16() -> None:
    """Forms 3, 4 and 5 that were filed, and drafts of those that are to be."""


section16.add_command(section16_drafts.draft)
section16.add_command(section16_drafts.owners)


@section16.command("import")
@click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE…")
@click.option("--person", "slack_id", metavar="SLACK_ID", help="Whose filings they are.")
@click.option("--any-issuer", is_flag=True, help="The issuer's name is another, and still ours.")
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
def import_(
    files: tuple[Path, ...], slack_id: str | None, *, any_issuer: bool, dry_run: bool
) -> None:
    """Record the purchases and sales of filed Forms 4 and 5, for the six-month look-back.

    Each FILE is the form's XML or the complete submission text file, as EDGAR keeps it. All
    of them are recorded or none; the same filing is recorded once. An amendment takes the
    place of the lines that it corrects.
    """
    filings = _read(files)
    with opened() as parts:
        issuer = None if any_issuer else parts.rules.policy.issuer.name
        done = parts.database.run_now(
            lambda tx: import_filings(
                tx, filings, issuer, operator(), slack_id=slack_id, dry_run=dry_run
            )
        )
    if isinstance(done, Refused):
        refuse(*done.sentences, "Nothing was recorded.")
    for taken in done:
        _say(taken)
    count = sum(taken.recorded for taken in done)
    if dry_run:
        click.echo(f"{count} would be recorded. Nothing was: --dry-run.")
    else:
        click.echo(f"{count} recorded, marked as from EDGAR.")


def _read(files: tuple[Path, ...]) -> list[NamedFiling]:
    """Read every file, and say of all that cannot be read why."""
    read, wrong = [], []
    for file in files:
        try:
            read.append(NamedFiling(str(file), read_filed(read_bytes(file))))
        except FilingError as error:
            wrong.append(f"{file}: {error}")
    if wrong:
        refuse(*wrong, "Nothing was recorded.")
    return read


def _say(taken: Taken) -> None:
    click.echo(f"{taken.name}: {taken.heading}")
    for sentence in taken.said:
        click.echo(f"  {sentence}")
