"""`preclear audit verify`, `checkpoint` and `checkpoints`: whether the record is as it was."""

import sys
from typing import Final

import click

from audit.live import Found, Problem, check
from bot.commands.audit_progress import progress
from bot.commands.opening import opened, operator, settings_for
from bot.commands.sentences import refuse
from bot.log_watch import known_file
from bot.settings import Need
from bot.starting import load_signing
from clearance.checkpointing import sign
from handlers.moments import in_new_york
from storage import checkpoints as points
from storage.checkpoints import Checkpoint
from storage.known_file import KnownNotRead
from storage.tx import Tx

#: What each kind of problem is called. Never what a row says: that could tell of somebody.
CALLED: Final = {
    "log": "{row}",
    "hidden": "what is sealed beside this entry is not what was hashed",
    "emptied": "this entry was emptied, and no record says that it was removed after its time",
    "sealed": "what is sealed in this row was changed or moved",
    "unreadable": "a value of this row is none that its column can have",
    "differs": "no record of the log holds this row as it is: it was changed or put in",
    "gone": "a row that this entry holds is not there as it was written",
    "state": "the request does not stand as its last step says",
    "content": "what is kept is not what its hash says",
    "signature": "none of the keys that are known has signed this",
    "guard": "what keeps these rows from being changed was dropped, switched off or altered",
    "no_checkpoint": "the checkpoint that was made with this entry is not there",
    "history": "the history of restrictions is not the one that this entry commits to",
}
LISTED: Final = 20


@click.command()
def verify() -> None:
    """Check that the record in the database is the one that was written and signed.

    Every entry against the tree and every checkpoint, what is sealed against its hash, and
    every row of people, requests, decisions and the rest against the entry that holds it. It
    names the table and the row of whatever is not as it was recorded, and never what it says.
    The exit status is 1 where anything is not. It may run beside the bot and changes nothing.
    """
    settings = settings_for(Need.RECORD)
    with opened() as parts:
        keys = load_signing(settings).verifiers
        try:
            known = known_file(settings).known(keys)
        except KnownNotRead as error:
            refuse(f"{error}.")
        with progress("Checking the record") as tell:
            found = check(
                parts.database.run_now,
                keys,
                tell,
                known=() if known is None else (known,),
            )
    for one in found.problems:
        click.echo(_line(one))
    _say(found)
    if found.problems:
        sys.exit(1)


def _line(one: Problem) -> str:
    said = CALLED[one.kind].format(row=one.row)
    return f"{one.table}: {said}" if one.kind == "log" else f"{one.table} {one.row}: {said}"


def _say(found: Found) -> None:
    click.echo(
        f"{found.entries:,} entries, {found.checkpoints:,} checkpoints and {found.rows:,} rows "
        f"were checked: {len(found.problems):,} problems."
    )
    if found.removed:
        click.echo(f"{found.removed:,} entries were removed after their time; their hash is left.")
    if found.older:
        click.echo(
            f"{found.older:,} rows are from before entries held the rows that are written with "
            "them; nothing vouches for these."
        )


@click.command()
def checkpoint() -> None:
    """Sign the log as it is now, and print the checkpoint.

    One is made every evening anyway. Keep it, or send it, where nobody of the company can
    alter it: whoever has it can tell whether the log was changed before it.
    """
    with opened() as parts:

        def make(tx: Tx) -> str:
            return sign(tx, operator(), parts.desk.grounds.at(tx).book.history)

        made = parts.database.run_now(make)
        found = parts.database.run_now(lambda tx: points.find(tx, made))
    click.echo("" if found is None else found.note, nl=False)


@click.command()
@click.argument("size", type=int, required=False)
def checkpoints(size: int | None) -> None:
    """List the latest checkpoints, or print the newest over SIZE entries."""
    with opened() as parts:
        found = parts.database.run_now(
            lambda tx: points.every(tx, up_to=size, newest_first=True, limit=LISTED)
        )
    if size is None:
        for one in found:
            click.echo(_listed(one))
        if not found:
            click.echo("None was made yet: one is, every evening at six in New York.")
        return
    exact = next((one for one in found if one.size == size), None)
    if exact is None:
        refuse(f"There is no checkpoint over {size:,} entries. `preclear audit checkpoints` lists.")
    click.echo(exact.note, nl=False)


def _listed(one: Checkpoint) -> str:
    name, number, _ = one.signer.split("+", 2)
    return f"{one.size:>12,}  {in_new_york(one.at)}  {name} {number}"
