"""`preclear releases`: earnings reports and other news, which open and close the window."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import click

from bot.commands.opening import Opened, opened, operator
from bot.commands.sentences import DAY, read_bytes, read_moment, refuse
from bot.commands.window_said import say_window
from clearance import releases as register
from clearance.lists import NotRecorded
from clearance.releases import ReleaseEntry
from clearance.window_change import WindowChange, watched
from filings.edgar import read_submission
from filings.reading import Reading, take_for
from filings.submission import FilingError, Submission
from handlers.moments import day as in_words
from handlers.moments import in_new_york
from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.reopening import public_at, reopens
from storage.tx import Tx

KINDS = ("full", "preliminary", "disclosure")

CLOSES_WINDOW = "Record it though quarters after it have no report, which closes the window."

#: What a kind of release is called in a sentence.
CALLED = {
    "full": "an earnings report, which ends the quarter's blackout",
    "preliminary": "preliminary earnings",
    "disclosure": "news, which ends no blackout",
}


@click.group()
def releases() -> None:
    """Earnings reports and other news."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the person at the command line says about a filing, against its own reading."""

    kind: Literal["full", "preliminary", "disclosure"] | None
    quarter_end: datetime | None
    any_filer: bool
    replaces: str | None
    closes_window: bool


@releases.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "kind",
    type=click.Choice(KINDS),
    metavar="KIND",
    help="What it is, where it was misread: full, preliminary or disclosure.",
)
@click.option(
    "--quarter-end", type=DAY, metavar="DAY", help="The last day of the quarter it reports."
)
@click.option("--any-filer", is_flag=True, help="The filer's name is another, and still ours.")
@click.option("--replaces", metavar="ID", help="The id of the record that this corrects.")
@click.option("--closes-window", is_flag=True, help=CLOSES_WINDOW)
def import_(file: Path, **said: Any) -> None:
    """Record the filing in FILE, saved from EDGAR as the complete submission text file."""
    data = read_bytes(file)
    try:
        submission = read_submission(data)
    except FilingError as error:
        refuse(f"{file}: {error}", "Nothing was recorded.")
    digest = hashlib.sha256(data).hexdigest()
    with opened() as parts:
        _record_filing(parts, submission, digest, Said(**said))


def _record_filing(parts: Opened, submission: Submission, digest: str, said: Said) -> None:
    policy = parts.rules.policy
    reading = take_for(submission, policy.issuer.fiscal_year_end)
    _say_filing(submission, reading)
    if not said.any_filer and not _same_name(submission.filer.name, policy.issuer.name):
        refuse(
            f"It was filed by {submission.filer.name}, and this policy is that of "
            f"{policy.issuer.name}. If it is the same company, add --any-filer.",
            "Nothing was recorded.",
        )
    kind = said.kind or reading.kind
    if kind == "none":
        refuse("Nothing was recorded. If it is a release all the same, say which with --as.")
    quarter = said.quarter_end.date() if said.quarter_end else reading.quarter_end
    entry = ReleaseEntry(
        kind=kind,
        public_at=public_at(submission.accepted, policy, _calendar(parts)),
        title=f"Form {submission.form}",
        quarter_end=None if kind == "disclosure" else quarter,
        accepted_at=submission.accepted,
        accession=submission.accession,
        form=submission.form,
        items=submission.items,
        source_sha256=digest,
    )
    _record(parts, entry, said.replaces, reaching_back=said.closes_window)


def _say_filing(submission: Submission, reading: Reading) -> None:
    items = f", items {', '.join(submission.items)}" if submission.items else ""
    click.echo(f"Accession  {submission.accession}")
    click.echo(f"Form       {submission.form}{items}")
    click.echo(f"Filed by   {submission.filer.name}")
    click.echo(f"Accepted   {in_new_york(submission.accepted)}")
    click.echo(f"Read as    {reading.why}")


def _same_name(one: str, other: str) -> bool:
    """Compare names as people write them: EDGAR's are in capitals, with other stops."""
    return _letters(one) == _letters(other)


def _letters(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


@releases.command()
@click.argument("kind", type=click.Choice([*KINDS, "void"]), metavar="KIND")
@click.option("--at", "public", metavar="ISO", help="When the public had it: day and time.")
@click.option("--title", help="What it was, for the list.")
@click.option(
    "--quarter-end", type=DAY, metavar="DAY", help="The last day of the quarter it reports."
)
@click.option("--replaces", metavar="ID", help="The id of the record that this corrects.")
@click.option("--closes-window", is_flag=True, help=CLOSES_WINDOW)
def add(
    kind: Literal["full", "preliminary", "disclosure", "void"],
    *,
    public: str | None,
    title: str | None,
    quarter_end: datetime | None,
    replaces: str | None,
    closes_window: bool,
) -> None:
    """Record a release of KIND full, preliminary or disclosure by hand.

    --at takes a day and time, in New York's time unless it names its own offset. KIND
    void takes back the record that --replaces names, and needs nothing else.
    """
    with opened() as parts:
        if kind == "void":
            _take_back(parts, replaces)
            return
        if public is None or title is None:
            refuse("Say when the public had it with --at, and what it was with --title.")
        entry = ReleaseEntry(
            kind=kind,
            public_at=read_moment("--at", public, later=True),
            title=title,
            quarter_end=quarter_end.date() if quarter_end else None,
        )
        _record(parts, entry, replaces, reaching_back=closes_window)


def _take_back(parts: Opened, replaces: str | None) -> None:
    if replaces is None:
        refuse("Say with --replaces which record is taken back.", "Nothing was recorded.")
    done, change = _watched(
        parts, lambda tx: register.take_back(parts.desk.grounds, tx, replaces, operator())
    )
    click.echo(f"Recorded as {done}: {replaces} is taken back.")
    say_window(change)


def _watched(parts: Opened, act: Callable[[Tx], str | NotRecorded]) -> tuple[str, WindowChange]:
    """Make a record, and look at the window before and after it."""
    done, change = parts.database.run_now(
        lambda tx: watched(parts.desk.grounds, tx, lambda: act(tx))
    )
    if isinstance(done, NotRecorded):
        refuse(done.sentence, "Nothing was recorded.")
    return done, change


@releases.command("list")
def list_() -> None:
    """List the releases on record, newest first."""
    with opened() as parts:
        found = parts.database.run_now(register.releases)
    if not found:
        click.echo("No release is recorded: `preclear releases import FILE` or `releases add`.")
    for row in found:
        quarter = f"quarter ended {row.quarter_end.isoformat()}" if row.quarter_end else ""
        click.echo(
            f"{row.id}  {in_new_york(row.public_at)}  {row.kind:<12}{row.title}  {quarter}".rstrip()
        )


def _record(
    parts: Opened, entry: ReleaseEntry, replaces: str | None, *, reaching_back: bool
) -> None:
    grounds = parts.desk.grounds
    done, change = _watched(
        parts,
        lambda tx: register.add_release(
            grounds, tx, entry, operator(), replaces, reaching_back=reaching_back
        ),
    )
    click.echo(f"Public     {in_new_york(entry.public_at)}")
    quarter = f", quarter ended {in_words(entry.quarter_end)}" if entry.quarter_end else ""
    click.echo(f"Recorded as {done}: {CALLED[entry.kind]}{quarter}.")
    _say_reopening(parts, entry)
    say_window(change)


def _calendar(parts: Opened) -> ExchangeCalendar:
    """Give the calendar with the days that the company has added."""
    return parts.database.run_now(lambda tx: parts.desk.grounds.at(tx).calendar)


def _say_reopening(parts: Opened, entry: ReleaseEntry) -> None:
    """Say when the wait that the policy prescribes after it is over."""
    count: Literal["blackout", "mnpi"] = "blackout" if entry.kind == "full" else "mnpi"
    try:
        at = reopens(count, entry.public_at, parts.rules.policy, _calendar(parts))
    except OutOfCalendar:
        return
    what = "The blackout ends" if entry.kind == "full" else "The wait after it ends"
    click.echo(f"{what} {in_new_york(at)}.")
