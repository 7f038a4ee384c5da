"""`preclear plans`: Rule 10b5-1 plans that were approved on paper."""

from pathlib import Path

import click

from bot.commands.opening import opened, operator, refuse_lines
from bot.commands.sentences import read_text
from clearance import opening_plans
from clearance.plan_sheets import listed
from clearance.shown import PlanShown
from handlers import plan_words


@click.group()
def plans() -> None:
    """Rule 10b5-1 plans that were approved on paper."""


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


def _say_doubts(plan: PlanShown) -> None:
    if plan.doubts:
        click.echo(f"{plan_words.heading(plan)}. {plan_words.doubts(plan)}")
