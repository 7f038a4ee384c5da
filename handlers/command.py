"""``/preclear`` and what may follow it: the commands, help, and what is no command.

A command is declared once, in ``SUBCOMMANDS``, and what help says of it in
``handlers.words.command``. Whatever is no command and speaks of a trade opens the form.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from audit.handing_over import HandingOver
from clearance.authority_matrix import OUTSIDERS
from clearance.desk import Desk
from clearance.shown import No
from handlers import asking, command_acts, near, phrase
from handlers.called import Call, Command
from handlers.clock import Clock
from handlers.phrase.lexicon import FILLERS
from handlers.words import command as command_words

_LONGEST_NAME = 2  # words: my requests
#: Of all that can be done, what a slip is taken for.
_VERBS = ("buy", "sell", "gift", "exercise", "convert", "pledge", "bought", "sold")
_AROUND = "`*.,;:!?/\"'"


async def run(
    ack: AsyncAck,
    body: dict[str, Any],
    client: AsyncWebClient,
    desk: Desk,
    clock: Clock,
    *,
    pulls: HandingOver,
) -> None:
    """Do what follows ``/preclear``; without anything it opens the empty form."""
    call = Call(ack, body, client, desk, clock, pulls)
    named, many = _named(call.typed)
    speaks = phrase.speaks_of_a_trade(call.text)
    if not call.typed or (speaks and not (named and named.reads and _is_named(call))):
        await _do(call, SUBCOMMANDS["ask"])
    elif named is not None:
        await _do(replace(call, after=tuple(call.typed[many:])), named)
    else:
        await unknown(call, call.typed[0])


def _is_named(call: Call) -> bool:
    """Say whether the first word can only be a command; a greeting before a trade is none."""
    return _plain(call.typed[0]) not in FILLERS


async def _do(call: Call, command: Command) -> None:
    """Run a command; whoever it is not for is told what an unknown word is told."""
    no = await command.run(call)
    if no is None:
        return
    if command.act is None:
        await call.refuse(no)
    else:
        await unknown(call, call.typed[0])


async def unknown(call: Call, word: str, before: str = "") -> None:
    """Say that there is no such command, and which of one's own is nearest.

    It goes by the word and by what this person may use, so that a command which is not
    theirs is answered as a word that means nothing.
    """
    may = await call.desk.offices(call.actor)
    if isinstance(may, No):
        await call.refuse(may)
        return
    words = [name for name, one in SUBCOMMANDS.items() if one.act is None or one.act in may]
    meant = near.nearest(_plain(word), [*words, *_aliases(words), *_VERBS])
    if meant is None:
        await call.say(command_words.UNKNOWN)
    else:
        await call.say(command_words.DID_YOU_MEAN.format(word=f"{before}{meant}"))


async def usage(call: Call) -> No | None:
    """Say what this person can do, or explain one of their commands."""
    may = await call.desk.offices(call.actor)
    if isinstance(may, No) and may.reason in OUTSIDERS:
        await call.say(command_words.HELP)  # what everybody can do, whatever they ask about
    elif isinstance(may, No):
        return may
    elif call.after:
        await _explain(call, call.after, may)
    else:
        names = [name for name, one in SUBCOMMANDS.items() if one.act in may]
        await call.say(command_words.help_for(names))
    return None


async def _explain(call: Call, asked: Sequence[str], may: frozenset[str]) -> None:
    named = SUBCOMMANDS["ask"] if phrase.speaks_of_a_trade(asked[0]) else _named(asked)[0]
    if named is None or not (named.act is None or named.act in may):
        await unknown(call, asked[0], "help ")
    else:
        await call.say(command_words.explained(named.name))


def _named(typed: Sequence[str]) -> tuple[Command | None, int]:
    """Find the command that some words begin with, by whatever name, and how many they are."""
    plain = [_plain(word) for word in typed[:_LONGEST_NAME]]
    for many in range(len(plain), 0, -1):
        if (name := " ".join(plain[:many])) in _BY_WORD:
            return _BY_WORD[name], many
    return None, 0


def _plain(word: str) -> str:
    return word.strip(_AROUND).lower() or word


def _aliases(names: Sequence[str]) -> list[str]:
    return [alias for name in names for alias in SUBCOMMANDS[name].aliases]


_DECLARED = (
    Command("ask", asking.ask, ("new", "form", "request", "trade", "clear", "clearance")),
    Command("window", command_acts.window, ("blackout", "blackouts", "windows")),
    Command("calendar", command_acts.calendar, ("releases", "release", "earnings", "quarters")),
    Command("plan", command_acts.plan),
    Command(
        "ask-compliance",
        command_acts.questions,
        ("question", "questions", "compliance"),
        reads=True,
    ),
    Command(
        "status", command_acts.status, ("requests", "my requests", "my request", "list"), reads=True
    ),
    Command("withdraw", command_acts.withdraw, ("cancel", "withdrawal", "undo"), reads=True),
    Command("nudge", command_acts.nudge, ("remind", "hurry"), reads=True),
    Command("traded", command_acts.traded, ("report", "trades", "my trades")),
    Command("plans", command_acts.plans, ("my plans",)),
    Command("band", command_acts.band, ("swing", "short-swing")),
    Command("acknowledge", command_acts.policy, ("sign", "policy", "acknowledgement")),
    Command("related", command_acts.related, ("family", "relatives")),
    Command("section16", command_acts.section16, ("section 16", "form4", "form 4", "filings")),
    Command("delegates", command_acts.delegates, ("delegate",)),
    Command("help", usage, ("?", "hi", "hello", "hey", "commands", "usage"), reads=True),
    Command("restrict", command_acts.restrict, ("restrictions",), act="list_restrictions"),
    Command("notice", command_acts.issuer_notice, act="tell_of_issuer"),
    Command("away", command_acts.away, ("holiday", "vacation", "digest"), act="see_away"),
    Command("paper", command_acts.paper, act="ask_paper"),
    Command("overdue", command_acts.overdue, act="list_overdue"),
    Command("cases", command_acts.cases, ("case",), act="list_cases"),
    Command("audit", command_acts.audit, ("pull",), act="pull", reads=True),
)
#: Every command by its name.
SUBCOMMANDS: Mapping[str, Command] = {one.name: one for one in _DECLARED}
#: By every word that it is known by; a name comes before another command's other word.
_BY_WORD: Mapping[str, Command] = {
    **{alias: one for one in _DECLARED for alias in one.aliases},
    **SUBCOMMANDS,
}
