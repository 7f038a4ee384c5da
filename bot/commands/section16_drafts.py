"""`preclear section16 draft` and `owners`: a Form 4 as a file, and what EDGAR needs for it."""

import re
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from bot.commands.opening import opened, operator, refuse_lines
from bot.commands.sentences import DAY, read_text, refuse
from clearance import section16_owners
from clearance.section16_draft import OPTION, DraftSaid, OptionSaid, make, owed
from filings.draft import Draft, DraftRefusedError
from filings.draft_xml import as_xml
from filings.ownership_file import read_filed
from filings.page import page
from handlers.words import draft as draft_words

NOTHING_WRITTEN = "Nothing was written."
AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,4})?")


class Amount(click.ParamType[Decimal]):
    """A number of shares or dollars, with up to four decimals."""

    name = "amount"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Decimal:
        """Read the number, or end the command with what to write."""
        if not AMOUNT.fullmatch(str(value)):
            self.fail(f"{value!r}: write a number such as 1200 or 4.10.", param, ctx)
        return Decimal(str(value))


@click.command()
@click.argument("form_id", metavar="FORM_ID")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FOLDER")
@click.option("--holding", type=Amount(), help="Shares held after the form's last transaction.")
@click.option("--title", default="", help="The security's title; common stock's has a usual one.")
@click.option("--nature", default="", help="How an indirect holding is held, such as By spouse.")
@click.option("--option-title", default=OPTION, help="What was exercised or converted.")
@click.option("--option-price", type=Amount(), help="Its exercise or conversion price.")
@click.option("--option-from", type=DAY, metavar="DAY", help="Its first day.")
@click.option("--option-until", type=DAY, metavar="DAY", help="Its last day.")
@click.option("--option-left", type=Amount(), help="How much of it is left afterwards.")
def draft(form_id: str, out: Path, **said: Any) -> None:
    """Draft the Form 4 FORM_ID, as `/preclear section16` names it, into FOLDER.

    Writes FORM_ID.xml, for the company's EDGAR tool, and FORM_ID.html, to read and check. Nobody
    has signed it, nothing is filed, and nothing is recorded by it.
    """
    with opened() as parts:
        made, forms = parts.database.run_now(
            lambda tx: (
                make(tx, parts.desk.grounds.at(tx), form_id, _said(**said)),
                owed(tx, parts.desk.grounds.at(tx)),
            )
        )
    if isinstance(made, tuple):
        known = [
            f"  {one.id}  {one.name}, Form {one.form}, due {one.due_on}"
            for one in forms
            if any(lack.reason == "no_such_form" for lack in made)
        ]
        lacks = [f"{one.where}: {draft_words.lack(one)}" for one in made]
        refuse(*lacks, *(["To be filed:", *known] if known else []), NOTHING_WRITTEN)
    for path in _write(out, form_id, made):
        click.echo(f"{path} written.")
    click.echo(draft_words.NOT_FILED)


def _said(**said: Any) -> DraftSaid:
    return DraftSaid(
        holding=said["holding"],
        title=said["title"].strip(),
        nature=said["nature"].strip(),
        option=OptionSaid(
            price=said["option_price"],
            exercisable_on=_day(said["option_from"]),
            expires_on=_day(said["option_until"]),
            left=said["option_left"],
            title=said["option_title"].strip(),
        ),
    )


def _day(read: datetime | None) -> date | None:
    return None if read is None else read.date()


def _write(out: Path, form_id: str, made: Draft) -> tuple[Path, Path]:
    """Write both files, or neither; one that is there is never written over."""
    try:
        xml = as_xml(made)
    except DraftRefusedError as error:
        refuse(*(f"{one.field}: {one.sentence}" for one in error.problems), NOTHING_WRITTEN)
    html = page(read_filed(xml).form).encode()
    paths = out / f"{form_id}.xml", out / f"{form_id}.html"
    for path in paths:
        if path.exists():
            refuse(f"{path} exists already: name another folder.", NOTHING_WRITTEN)
    written: list[Path] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for path, content in zip(paths, (xml, html), strict=True):
            with path.open("xb") as file:
                written.append(path)
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        refuse(f"{out} cannot be written to: {error.strerror}.", NOTHING_WRITTEN)
    return paths


@click.group()
def owners() -> None:
    """Enter or list what EDGAR needs to know of those who report."""


@owners.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Record reporting persons from FILE, a CSV; all of it or none of it.

    Columns: slack_id, cik, name (as EDGAR has it), street, street2, city, state (EDGAR's code),
    zip, title, is_director, is_officer, ten_percent (yes or no), issuer_cik. Left out may be
    street2, title, cik (an imported filing tells it) and issuer_cik (one line is enough).

    A later line of a person stands in place of the one before. There is no column for access
    codes: they belong into the company's EDGAR tool.
    """
    text = read_text(file)
    with opened() as parts:
        done = parts.database.run_now(
            lambda tx: section16_owners.import_owners(tx, text, operator())
        )
    if isinstance(done, tuple):
        refuse_lines(str(file), done)
    click.echo(f"{done.recorded} recorded, {done.unchanged} as before.")


@owners.command("list")
def list_() -> None:
    """List who is entered, under which name EDGAR has them, and whether their CIK is known."""
    with opened() as parts:
        found = parts.database.run_now(section16_owners.names)
    if not found:
        click.echo("Nobody is entered yet: `preclear section16 owners import FILE.csv`.")
    for name, at_edgar, known in found:
        click.echo(f"{name}  {at_edgar}  CIK {'known' if known else 'missing'}")
