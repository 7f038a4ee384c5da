"""`preclear acknowledgements`: the document that everybody signs, and who has signed it."""

import csv
import hashlib
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Final

import click

from audit.verify import cell
from bot.commands.opening import opened, operator
from bot.commands.sentences import DAY, read_bytes, refuse
from clearance import acknowledgement_rounds as rounds
from clearance import acknowledgement_rows as rows
from clearance.acknowledgement_rounds import DocumentEntry
from clearance.lists import NotRecorded
from clearance.people import people
from clearance.shown_acknowledgements import Progress, ProgressLine
from handlers.moments import day
from handlers.words import acknowledgement as words
from storage.tx import Tx

COLUMNS: Final = (
    *("slack_id", "name", "state", "version", "sha256", "round", "statements", "signature"),
    *("signed_on", "signed_at", "initials", "initialled_by", "initialled_at"),
)
NOTHING: Final = "Nothing was recorded."


@click.group()
def acknowledgements() -> None:
    """Ask for the policy's acknowledgement, and see who has signed."""


@acknowledgements.command()
@click.option("--version", required=True, help="What the document calls itself.")
@click.option(
    "--document", type=click.Path(path_type=Path), metavar="FILE", help="The policy's document."
)
@click.option("--link", metavar="URL", help="Where people read it: needed where it is no text.")
@click.option("--sha256", metavar="HEX", help="The document's SHA-256, in the place of FILE.")
@click.option(
    "--due", type=DAY, metavar="DAY", help="The last day to sign; in 30 days if not said."
)
@click.option("--again", is_flag=True, help="Ask for the document in force once more.")
def ask(
    *,
    version: str,
    document: Path | None,
    link: str | None,
    sha256: str | None,
    due: datetime | None,
    again: bool,
) -> None:
    """Record a document of the policy and ask everybody who is active to sign it in Slack.

    Name a UTF-8 text as FILE and Slack shows it page by page; of any other file, or of --link
    with --sha256 alone, it shows the link. Whatever was signed before, everybody is asked for
    this one, and no request that needs a clearance is taken from who has not signed. On each
    anniversary everybody is asked again.
    """
    found, text = _document(document, sha256)
    entry = DocumentEntry(
        version=version.strip(),
        sha256=found,
        link=link,
        text=text,
        due_on=None if due is None else due.date(),
        again=again,
    )
    with opened() as parts:
        done = parts.database.run_now(
            lambda tx: rounds.ask(tx, parts.desk.grounds.at(tx), entry, operator())
        )
    if isinstance(done, NotRecorded):
        refuse(done.sentence, NOTHING)
    click.echo(f"Recorded as {done.document.id}: version {version}, SHA-256 {found}.")
    click.echo(
        f"Everybody is asked in the morning where they are, to sign by {day(done.round.due_on)}."
    )


@acknowledgements.command("list")
@click.option("--csv", "as_csv", is_flag=True, help="As a CSV, with signatures and hashes.")
@click.option("--round", "named", metavar="ID", help="An earlier round; --rounds names them.")
@click.option("--rounds", "only_rounds", is_flag=True, help="List the documents and their rounds.")
def list_(*, as_csv: bool, named: str | None, only_rounds: bool) -> None:
    """List who has signed in the round in force, who has not, and who waits for initials."""
    with opened() as parts:
        if only_rounds:
            for line in parts.database.run_now(_rounds):
                click.echo(line)
            return
        found = parts.database.run_now(lambda tx: _progress(tx, named))
    if found is None and named is not None:
        refuse(f"--round {named}: there is no such round; --rounds names them.")
    if found is None:
        click.echo("No document is recorded yet: `preclear acknowledgements ask`.")
    elif as_csv:
        _write(found)
    else:
        _say(found)


def _document(document: Path | None, sha256: str | None) -> tuple[str, str | None]:
    """Return the hash of what was named, and its text where it is one."""
    if (document is None) == (sha256 is None):
        refuse("Name the document with --document, or its hash with --sha256 and --link.", NOTHING)
    if document is None:
        return str(sha256).strip().lower(), None
    content = read_bytes(document)
    found = hashlib.sha256(content).hexdigest()
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return found, None
    is_text = all(one.isprintable() or one in "\n\r\t\f\ufeff" for one in text)
    return found, text if is_text else None


def _progress(tx: Tx, named: str | None) -> Progress | None:
    found = rows.round_in_force(tx) if named is None else rows.round_of(tx, named)
    return None if found is None else rounds.progress_of(tx, found, people(tx))


def _rounds(tx: Tx) -> list[str]:
    lines = []
    for one in rounds.every(tx):
        document = one.document
        lines.append(
            f"{one.id:<14}{one.round.starts_on}  due {one.round.due_on}  {document.version}  "
            f"{document.sha256}"
        )
    return lines


def _say(found: Progress) -> None:
    click.echo(words.counts(found))
    click.echo(words.HASH.format(sha256=found.document.sha256))
    for one in found.lines:
        click.echo(f"{one.slack_id:<14}{words.line(one)}")


def _write(found: Progress) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in found.lines:
        writer.writerow([_cell(value) for value in _row(one, found)])


def _row(one: ProgressLine, found: Progress) -> list[object]:
    document, signed = found.document, one.signed
    first = [one.slack_id, one.name, one.state, document.version, document.sha256, document.round]
    if signed is None:
        return [*first, "", "", one.on_paper, "", "", "", ""]
    return [
        *first,
        " ".join(signed.statements),
        signed.signature,
        signed.signed_on,
        signed.at,
        signed.initials,
        signed.initialled_by,
        signed.initialled_at,
    ]


def _cell(value: object) -> str:
    """Write a cell; what a spreadsheet would calculate is marked as text."""
    return cell(value.isoformat() if isinstance(value, date | datetime) else value)
