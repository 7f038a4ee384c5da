"""How a record left the company's window, for whoever made it on the command line."""

from collections.abc import Iterator
from datetime import datetime

import click

from clearance.window_change import WindowChange
from handlers.moments import day, in_new_york
from policy.blackouts import Window

ENDED = "What it no longer carries, waiting or decided, ended with that; whoever filed is told."


def say_window(change: WindowChange) -> None:
    """Print how the window stands, and what the record changed of it."""
    for sentence in _sentences(change):
        click.echo(sentence)


def _sentences(change: WindowChange) -> Iterator[str]:
    before, after = change.before, change.after
    turned = before.open != after.open
    was = f", and was {_state(before)} before" if turned else ""
    yield f"The window is {_state(after)} now{was}."
    yield _moment(before, after, turned=turned)
    if before.open and not after.open:
        yield ENDED


def _state(window: Window) -> str:
    return "open" if window.open else "closed"


def _moment(before: Window, after: Window, *, turned: bool) -> str:
    at, was = _turns_at(after), _turns_at(before)
    if at is None:
        return _unknown(after)
    instead = f" instead of {in_new_york(was)}" if was not in (None, at) and not turned else ""
    return f"It {'closes' if after.open else 'opens'} on {in_new_york(at)}{instead}."


def _turns_at(window: Window) -> datetime | None:
    return window.closes_at if window.open else window.reopens_at


def _unknown(window: Window) -> str:
    if window.quarter_end is None:
        return "When it opens is not known: no earnings report is on record."
    return (
        "When it opens is not known: no report on record ends the blackout of the quarter that "
        f"ended on {day(window.quarter_end)}."
    )
