"""`preclear audit retain` and `audit hold`: what is removed after its time, and what is held."""

from datetime import date, datetime

import click

from bot.commands.opening import Opened, opened, operator
from bot.commands.sentences import DAY, refuse
from clearance import asked, holds, keeping, removable, removing
from clearance.asked import Asked
from clearance.authority_matrix import COMPLIANCE
from clearance.holds import Hold, Of
from clearance.lists import NotRecorded
from clearance.people import PersonFound, by_id, by_slack_id
from clearance.removable import Survey
from handlers.moments import in_new_york
from handlers.words import keeping as words
from storage import retention
from storage.errors import DatabaseUnavailable
from storage.retention import Retention
from storage.tx import Tx

BY = "The Slack id of whoever asks, who is of compliance."
NOTHING = "Nothing was recorded."


@click.command()
@click.option("--before", type=DAY, metavar="DAY", help="Remove what ended before this day.")
@click.option("--by", metavar="SLACK_ID", help=BY)
@click.option("--carry-out", "ask", metavar="ID", help="Carry out what was confirmed under ID.")
def retain(before: datetime | None, by: str | None, ask: str | None) -> None:
    """Remove the records of requests that ended before a day, seven years ago unless named.

    Alone it shows what would go and why something stays, and changes nothing. With --by it
    asks for the removal, and an officer confirms that in Slack. With --carry-out it is done;
    it may run beside the bot, and be given again where it was interrupted. Entries of the log
    leave their hash, so that the rest still verifies.
    """
    if ask is not None:
        if before is not None or by is not None:
            refuse("--carry-out needs nothing else: what was confirmed says the day.", NOTHING)
        with opened() as parts:
            _carry_out(parts, ask)
        return
    with opened() as parts:
        day = before.date() if before else parts.database.run_now(_usual)
        wrong = parts.database.run_now(lambda tx: removing.wrong_day(day, tx.now))
        if wrong is not None:
            refuse(wrong.sentence, NOTHING)
        found = removable.survey(parts.database.run_now, removable.begins(day))
        _say_survey(day, found)
        if by is None:
            click.echo(words.CLI_ASK.format(day=day.isoformat()))
        elif not found.goes:
            click.echo(words.CLI_NOTHING)
        else:
            _ask(parts, by, day, found)


def _usual(tx: Tx) -> date:
    return removable.usual(tx.now)


def _ask(parts: Opened, by: str, day: date, found: Survey) -> None:
    def run(tx: Tx) -> Asked | NotRecorded:
        person = _of_compliance(tx, by)
        if isinstance(person, NotRecorded):
            return person
        return removing.ask(tx, parts.desk.grounds.at(tx), person, day, found)

    done = _made(parts.database.run_now(run))
    click.echo(words.CLI_ASKED.format(id=done.id, until=in_new_york(done.expires_at)))


def _made(done: Asked | NotRecorded) -> Asked:
    if isinstance(done, NotRecorded):
        refuse(done.sentence, NOTHING)
    return done


def _of_compliance(tx: Tx, slack_id: str) -> PersonFound | NotRecorded:
    person = by_slack_id(tx, slack_id)
    if person is None or not person.serves or COMPLIANCE not in person.roles:
        return NotRecorded(
            f"{slack_id} is nobody of compliance: name with --by who asks. "
            "`preclear people list` shows who holds which role."
        )
    return person


def _say_survey(day: date, found: Survey) -> None:
    total = found.total
    click.echo(words.CLI_GOES.format(day=day.isoformat(), requests=total.requests))
    for year, one in found.goes.items():
        click.echo(words.CLI_YEAR.format(year=year, requests=one.requests, entries=one.entries))
    for why, count in found.stays.items():
        click.echo(words.CLI_STAYS[why].format(count=count))


def _carry_out(parts: Opened, ask: str) -> None:
    run = parts.database.run_now
    act = run(lambda tx: _confirmed(tx, ask))
    if isinstance(act, NotRecorded):
        refuse(act.sentence, "Nothing was removed.")
    requests = entries = messages = 0
    try:
        for page in removing.carry_out(run, act, operator()):
            requests, entries = requests + page.requests, entries + page.entries
            messages += page.messages
            if page.requests:
                click.echo(words.CLI_SO_FAR.format(requests=requests, entries=entries), err=True)
    except DatabaseUnavailable as error:
        refuse(f"DATABASE_URL: {error}.", words.CLI_BROKEN_OFF.format(requests=requests, id=ask))
    click.echo(words.CLI_REMOVED.format(requests=requests, entries=entries, messages=messages))
    clean = parts.database.empty_write_ahead_log()
    click.echo(words.CLI_COPIES if clean else words.CLI_LOG_BUSY)


def _confirmed(tx: Tx, ask: str) -> Retention | NotRecorded:
    found = asked.find(tx, ask, removing.KIND)
    if found is None:
        return NotRecorded(f"Nothing was asked for under {ask}: check the id.")
    act = retention.asked_for(tx, ask)
    if act is None:
        return NotRecorded(words.CLI_STATE[asked.state_of(tx, found)])
    return act


@click.group()
def hold() -> None:
    """Legal holds: what is not removed although its time is over."""


@hold.command("set")
@click.option("--person", metavar="SLACK_ID", help="Hold what this person asked or decided.")
@click.option("--request", metavar="ID", help="Hold this request.")
@click.option("--all", "everything", is_flag=True, help="Hold everything.")
@click.option("--reference", required=True, help="What it is for, such as the matter's number.")
@click.option("--by", required=True, metavar="SLACK_ID", help=BY)
def set_hold(
    *, person: str | None, request: str | None, everything: bool, reference: str, by: str
) -> None:
    """Set a hold. It takes force at once, also for what was asked for or confirmed already."""
    if sum((person is not None, request is not None, everything)) != 1:
        refuse("Name one of --person, --request and --all.", NOTHING)

    def run(tx: Tx) -> str | NotRecorded:
        actor = _of_compliance(tx, by)
        if isinstance(actor, NotRecorded):
            return actor
        said = _what(tx, person, request)
        return said if isinstance(said, NotRecorded) else holds.set_(tx, actor, said, reference)

    with opened() as parts:
        done = parts.database.run_now(run)
    if isinstance(done, NotRecorded):
        refuse(done.sentence, NOTHING)
    click.echo(words.CLI_HELD.format(id=done))


def _what(tx: Tx, person: str | None, request: str | None) -> tuple[Of, str] | NotRecorded:
    if request is not None:
        return "request", request.strip().upper()
    if person is None:
        return "all", ""
    found = by_slack_id(tx, person)
    if found is None:
        return NotRecorded(f"{person} is nobody on the list of people.")
    return "person", found.person


@hold.command()
@click.argument("hold_id", metavar="ID")
@click.option("--by", required=True, metavar="SLACK_ID", help=BY)
def lift(hold_id: str, by: str) -> None:
    """Ask for the end of the hold ID. A second person confirms it in Slack."""

    def run(tx: Tx) -> Asked | NotRecorded:
        actor = _of_compliance(tx, by)
        if isinstance(actor, NotRecorded):
            return actor
        return keeping.ask_lift(tx, parts.desk.grounds.at(tx), actor, hold_id.strip().upper())

    with opened() as parts:
        done = _made(parts.database.run_now(run))
    click.echo(words.CLI_LIFT_ASKED.format(until=in_new_york(done.expires_at)))


@hold.command("list")
def list_holds() -> None:
    """List the holds in force. Whose records are held is confidential, from them above all."""
    with opened() as parts:
        found = parts.database.run_now(
            lambda tx: [(one, _named(tx, one), _setter(tx, one)) for one in holds.in_force(tx)]
        )
    if not found:
        click.echo(words.CLI_NO_HOLD)
    for one, name, by in found:
        click.echo(f"{one.id}  {in_new_york(one.at)}  {name}  {one.reference}  (set by {by})")


def _named(tx: Tx, one: Hold) -> str:
    person = by_id(tx, one.which) if one.of == "person" else None
    return words.CLI_OF[one.of].format(which=one.which if person is None else person.name)


def _setter(tx: Tx, one: Hold) -> str:
    person = by_id(tx, one.by)
    return one.by if person is None else person.name
