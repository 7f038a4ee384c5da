"""`preclear ask`: policy questions in batch, one JSON object a line, answered in order."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from bot.commands.sentences import refuse
from handlers import words
from policy.ask import answer_lines
from policy.calendars.exchange import load_exchange
from policy.company import Policy, PolicyFileError, load_policy


@click.command()
@click.argument("file", default="-")
@click.option("--policy", "policy_file", metavar="FILE", help="A policy file; else Cellectar's.")
def ask(file: str, policy_file: str | None) -> None:
    """Answer the questions in FILE, or on standard input.

    Each line gets its answer as soon as it is read. The exit status is 1 where a
    question could not be answered.
    """
    policy = _policy(policy_file)
    good = True
    for line, answered in answer_lines(
        _lines(file), policy, load_exchange(policy.issuer.exchange), words.finding_text
    ):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        good = good and answered
    if not good:
        sys.exit(1)


def _lines(file: str) -> Iterator[str]:
    """Read line by line; what is not UTF-8 reaches the answer as a line that is no JSON."""
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
        yield from sys.stdin
        return
    try:
        with Path(file).open(encoding="utf-8-sig", errors="replace") as lines:
            yield from lines
    except OSError as error:
        refuse(f"{file} cannot be read ({error.strerror}): name a file that is there, or -.")


def _policy(policy_file: str | None) -> Policy:
    try:
        return load_policy() if policy_file is None else load_policy(policy_file)
    except PolicyFileError as error:
        refuse(f"The policy file is refused.\n{error}")
    except OSError as error:
        refuse(f"{policy_file} cannot be read ({error.strerror}): name a policy file.")
