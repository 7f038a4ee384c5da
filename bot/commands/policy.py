"""`preclear policy`: a policy file checked, explained, compared; who may do what under it."""

import json
import textwrap
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TypeVar

import click

from bot.clock import SystemClock
from bot.commands.sentences import DAY, refuse
from handlers import authority_pages
from handlers.moments import new_york_day
from handlers.words.policy import doubt
from handlers.words.policy_pages import Line, compared, explained, heading, in_force
from policy.company import (
    DEFAULT_POLICY,
    Policy,
    PolicyFileError,
    load_policy,
    parse_policy,
    policy_text,
)
from policy.company_file import own_lines
from policy.doubts import doubts_about

_WIDTH = 88
_HANG = 2
Read = TypeVar("Read")


@click.group()
def policy() -> None:
    """Check a policy file, explain it, compare it, or print who may do what."""


@policy.command()
@click.argument("file")
def check(file: str) -> None:
    """Say all that is wrong with FILE, each with its line and what is allowed there.

    The exit status is 2 where something is wrong. Readings that are allowed and make
    little sense are pointed out.
    """
    text = _or_refuse(policy_text, file)
    found = _or_refuse(lambda source: parse_policy(text, source), file)
    base, own = own_lines(text)
    _show(
        [
            Line(0, f"{file} is a policy file without an error."),
            Line(0, f"{heading(found)}. {in_force(found, own)}"),
            Line(0, _stated(found, base, own)),
            Line(0, f"Version {found.version}."),
            *_doubts(found, own),
        ]
    )


@policy.command()
@click.argument("file", default=DEFAULT_POLICY)
@click.option(
    "--on", "day", type=DAY, metavar="DAY", help="The day to look at (YYYY-MM-DD); else today."
)
def explain(file: str, day: datetime | None) -> None:
    """Print the rules in force, by section, each value with its day and its source.

    FILE is a policy file or the name of a shipped policy, Cellectar's unless given.
    """
    found = _or_refuse(load_policy, file)
    on = day.date() if day else new_york_day(SystemClock().now())
    _show(explained(found, on))


@policy.command()
@click.argument("a")
@click.argument("b")
def diff(a: str, b: str) -> None:
    """Say in words what changes for whom from policy A to policy B.

    Each is a policy file or the name of a shipped policy.
    """
    _show(compared(_or_refuse(load_policy, a), _or_refuse(load_policy, b)))


@policy.command()
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print every cell as JSON.")
def authority(file: str | None, *, as_json: bool) -> None:
    """Print who may do what, for an auditor: every act, role, relation and state.

    FILE is a policy file or the name of a shipped policy; else the one that is set.
    """
    found = _or_refuse(load_policy, file or _set_policy())
    if as_json:
        click.echo(json.dumps(authority_pages.as_data(found), indent=2))
        return
    for line in authority_pages.page(found):
        click.echo(line)


def _set_policy() -> str:
    from bot.settings import Settings, SettingsError  # noqa: PLC0415 - paid for by who needs it

    try:
        return Settings.read().policy
    except SettingsError as error:
        refuse("These settings are missing or wrong:", *error.sentences)


def _or_refuse(read: Callable[[str], Read], file: str) -> Read:
    try:
        return read(file)
    except PolicyFileError as error:
        refuse(f"{file} is refused.", str(error))


def _stated(found: Policy, base: str | None, own: dict[str, int]) -> str:
    if base is None or len(own) == sum(map(len, found.stated.values())):
        extended = f" and takes none over from {base}" if base else ""
        return f"It states all {len(own)} values itself{extended}."
    return (
        f"It states {len(own)} of its values itself and takes the others over from {base}, "
        "with that policy's sections and sources."
    )


def _doubts(found: Policy, own: dict[str, int]) -> Iterable[Line]:
    doubts = doubts_about(found)
    if not doubts:
        return
    yield Line(0, "")
    yield Line(0, "Allowed, but look at this again:")
    for each in doubts:
        place = f"line {own[each.key]}, " if each.key in own else ""
        yield Line(2, f"{place}{each.key}: {doubt(each)}")


def _show(lines: Iterable[Line]) -> None:
    """Print a page at a terminal's usual width; an item's lines stand under each other."""
    for line in lines:
        first = " " * line.indent
        hang = first + " " * _HANG if line.text.startswith("- ") else first
        click.echo(
            textwrap.fill(
                line.text,
                width=_WIDTH,
                initial_indent=first,
                subsequent_indent=hang,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
