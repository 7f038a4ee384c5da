"""`preclear replay`: decides again what was decided, and prints what comes out otherwise."""

import sys

import click

from bot.commands.opening import opened
from clearance import replay as record
from clearance.replay import Difference
from handlers.moments import in_new_york

#: What each kind of difference is called. Never what differs: that could tell of somebody.
CALLED = {
    "decision": "the decision comes out otherwise",
    "times": "the first or last moment comes out otherwise",
    "not_judged": "these facts cannot be judged any more",
    "step_sealed": "the step does not unseal: it was changed or moved",
    "step_missing": "the step that rested on these facts is gone",
    "facts_sealed": "the facts do not unseal: they were changed or moved",
    "facts_missing": "the facts are gone",
    "facts_changed": "the facts are not those that the step was sealed with",
    "policy_missing": "the policy it was judged under is not kept",
    "policy_changed": "the kept policy is not the one of its hash",
    "policy_unreadable": "the kept policy cannot be read by this version",
    "calendar_missing": "the calendar it was judged under is not kept",
    "calendar_changed": "the kept calendar is not the one of its hash",
    "calendar_unreadable": "the kept calendar cannot be read by this version",
}
#: After how many a line on standard error says how far it has come.
SAY_EVERY = 1000


@click.command()
def replay() -> None:
    """Decide again all that was decided, from the facts, policy and calendar kept with it.

    Prints the request, the moment and the kind of every difference, and never a fact, a
    name or a rule. The exit status is 1 where anything differs. It may run beside the bot.
    """
    done = without = differing = said = 0
    with opened() as parts:
        total = parts.database.run_now(record.how_many)
        for page in record.replay(parts.database.run_now):
            done, without = done + page.done, without + page.without
            differing += len({(one.request, one.at) for one in page.differing})
            for one in page.differing:
                click.echo(_line(one))
            if done // SAY_EVERY > said:
                said = done // SAY_EVERY
                click.echo(f"{done:,} of {total:,} decided again …", err=True)
    _say_counts(done, without, differing)
    if differing:
        sys.exit(1)


def _line(one: Difference) -> str:
    return f"{one.request}  {in_new_york(one.at)}  {CALLED[one.kind]}"


def _say_counts(done: int, without: int, differing: int) -> None:
    paper = f" ({without:,} from paper, with nothing but times to compare)" if without else ""
    click.echo(f"{done:,} decided again{paper}: {differing:,} differ.")
