"""`preclear ask`: policy questions in batch, one JSON object a line, answered in order."""

import gc
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from io import BufferedReader, IncrementalNewlineDecoder
from pathlib import Path
from typing import cast

import click

from bot.commands.sentences import refuse
from handlers import words
from policy.ask import answer_lines
from policy.calendars.exchange import load_exchange
from policy.company import Policy, PolicyFileError, load_policy

#: So many bytes are read at once, or as many as there are.
_AT_ONCE = 1 << 16


@click.command()
@click.argument("file", default="-")
@click.option("--policy", "policy_file", metavar="FILE", help="A policy file; else Cellectar's.")
def ask(file: str, policy_file: str | None) -> None:
    """Answer the questions in FILE, or on standard input.

    Each line gets its answer as soon as it is read. The exit status is 1 where a
    question could not be answered.
    """
    policy = _policy(policy_file)
    calendar = load_exchange(policy.issuer.exchange)
    gc.freeze()  # what lives to the end need not be looked through, line after line
    good = True
    for line, answered in answer_lines(_lines(file), policy, calendar, words.finding_text):
        sys.stdout.write(f"{line}\n")
        good = good and answered
    if not good:
        sys.exit(1)


def _lines(file: str) -> Iterator[str]:
    """Read line by line; before more is waited for, what has been answered goes out.

    What is not UTF-8 reaches the answer as a line that is no JSON.
    """
    text = getincrementaldecoder("utf-8-sig")(errors="replace")
    decoded = IncrementalNewlineDecoder(text, translate=True)
    begun = ""
    with _opened(file) as source:
        while read := source.read1(_AT_ONCE):
            *lines, begun = (begun + decoded.decode(read)).split("\n")
            yield from lines
            sys.stdout.flush()
    yield from (begun + decoded.decode(b"", final=True)).split("\n")


def _opened(file: str) -> AbstractContextManager[BufferedReader]:
    if file == "-":
        return nullcontext(cast("BufferedReader", sys.stdin.buffer))
    try:
        return Path(file).open("rb")
    except OSError as error:
        refuse(f"{file} cannot be read ({error.strerror}): name a file that is there, or -.")


def _policy(policy_file: str | None) -> Policy:
    try:
        return load_policy() if policy_file is None else load_policy(policy_file)
    except PolicyFileError as error:
        refuse(f"The policy file is refused.\n{error}")
    except OSError as error:
        refuse(f"{policy_file} cannot be read ({error.strerror}): name a policy file.")
