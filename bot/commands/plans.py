"""`preclear plans`: Rule 10b5-1 plans from paper, the list of all, and what is disclosed."""

from pathlib import Path

import click

from audit.verify import cell, csv_row
from bot.commands.opening import opened, operator, refuse_lines
from bot.commands.sentences import read_text, refuse
from clearance import opening_plans, plan_disclosures
from clearance.plan_sheets import listed
from clearance.shown import PlanShown
from handlers.words import disclosure as disclosure_words
from handlers.words import plan as plan_words


@click.group()
def plans() -> None:
    """Rule 10b5-1 plans: those from paper, the list of all, and what is disclosed."""


@plans.command("import")
@click.argument("file", type=click.Path(path_type=Path))
def import_(file: Path) -> None:
    """Record plans approved on paper from FILE, a CSV; all of it or none of it.

    Columns: slack_id, established_on, established_at, approved_on, approved_by, office, kind
    (ordinary, single_trade, sell_to_cover), certified (yes or no), begins_on, ends_on,
    modified_on, modified_terms (parted by semicolons), report_filed_on, corrects.

    A line that names a plan in "corrects" stands in its place; of kind "void" it takes that
    plan back. What later law has against a plan is said, and the plan is recorded all the
    same.
    """
    text = read_text(file)
    with opened() as parts:
        done = parts.database.run_now(
            lambda tx: opening_plans.import_plans(parts.desk.grounds.at(tx), tx, text, operator())
        )
    if isinstance(done, tuple):
        refuse_lines(str(file), done)
    click.echo(f"{done.lines} recorded, marked as from paper.")
    for plan in done.plans:
        _say_doubts(plan)


@plans.command("list")
def list_() -> None:
    """List the plans on record: days, first possible trade, doubts, suspended or not."""
    with opened() as parts:
        found = parts.database.run_now(lambda tx: listed(tx, parts.desk.grounds.at(tx)))
    if not found:
        click.echo("No plan is recorded yet: `preclear plans import FILE.csv`.")
    for plan in found:
        click.echo(plan_words.heading(plan))
        click.echo(f"  {plan_words.days(plan)}")
        if plan.doubts:
            click.echo(f"  {plan_words.doubts(plan)}")


@plans.command("item408")
@click.option("--quarter", required=True, help="The fiscal quarter, such as 2026Q3.")
@click.option("--out", type=click.Path(path_type=Path), help="Write to this new file.")
def item408(quarter: str, out: Path | None) -> None:
    """List a quarter's adoptions and terminations by directors and officers, as CSV.

    For Regulation S-K, Item 408(a): who, title, day, adopted or terminated, kind, duration and
    aggregate amount, and no prices.
    """
    with opened() as parts:
        year_end = parts.rules.policy.issuer.fiscal_year_end
        end = plan_disclosures.quarter_named(quarter, year_end)
        if end is None:
            refuse("--quarter: write a fiscal quarter, such as 2026Q3.")
        found = parts.database.run_now(lambda tx: plan_disclosures.of_quarter(tx, end))
    rows = [disclosure_words.COLUMNS, *(disclosure_words.row(one) for one in found)]
    text = "".join(f"{csv_row([cell(value) for value in row])}\r\n" for row in rows)
    if out is None:
        click.echo(text, nl=False)
    else:
        _write(out, text)
        click.echo(disclosure_words.WRITTEN.format(count=len(found), file=out))
    if not found:
        click.echo(disclosure_words.NOTHING, err=True)


def _write(out: Path, text: str) -> None:
    try:
        with out.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        refuse(f"{out} exists already: name a new file.")
    except OSError as error:
        refuse(f"{out} cannot be written: {error.strerror}.")


def _say_doubts(plan: PlanShown) -> None:
    if plan.doubts:
        click.echo(f"{plan_words.heading(plan)}. {plan_words.doubts(plan)}")
