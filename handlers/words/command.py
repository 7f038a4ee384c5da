"""What `/preclear` answers: help, each command in a line, and what there is no such command to.

`COMMANDS` says what every command does, in the order of help. What it does it with, who may
use it and by which other words it is known stands in `handlers.command`.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Told:
    """What help says of a command: a line, an example, and what else there is to know."""

    group: str
    line: str
    example: str
    more: str = ""


#: Help's headings; what stands under the first three is for everybody.
GROUPS = {
    "ask": "Ask",
    "mine": "Your requests",
    "duties": "Your duties",
    "officer": "As an officer",
    "compliance": "As compliance",
    "office": "In your office",
}
FOR_EVERYBODY = ("ask", "mine", "duties")
#: What officers and compliance do alike stands under the heading of whoever reads.
OFFICE = "office"

COMMANDS: Mapping[str, Told] = {
    "ask": Told(
        "ask",
        "a trade in your own words, such as `buy 500 on 2 Dec`",
        "sell 1,000 shares tomorrow",
        "`/preclear` alone opens the empty form. With words it opens filled in: `sell 500`, "
        "`gift 200`, `exercise 300 options`, `convert 10 notes`, `pledge 100`. The form says which "
        "of your words it did not understand. `sold 300 at 4.12 yesterday` opens the report of a "
        "trade that was made. Nothing is sent until you send it. The form opens from Slack's "
        "shortcuts too: “Ask for clearance”.",
    ),
    "window": Told("ask", "whether the company's window is open", "window"),
    "calendar": Told("ask", "the company's window, day by day", "calendar"),
    "plan": Told("ask", "submit a Rule 10b5-1 plan for approval", "plan"),
    "ask-compliance": Told(
        "ask",
        "ask an officer in private; shows the answers",
        "ask-compliance",
        "Only the officer who answers sees your question.",
    ),
    "status": Told(
        "mine",
        "your requests; `status ID` shows one",
        "status K7M4QWXA",
        "Without an id it shows all of your requests, newest first.",
    ),
    "withdraw": Told(
        "mine",
        "take a request back; `withdraw ID` does it at once",
        "withdraw K7M4QWXA",
        "Without an id it shows what can be taken back. An id is taken back at once.",
    ),
    "nudge": Told(
        "mine",
        "ask once more about a request that waits",
        "nudge",
        "Whoever has your request sees it again, once, in their business hours. With several "
        "requests, name one: `nudge ID`.",
    ),
    "traded": Told(
        "mine",
        "report a trade, or that you did not trade",
        "sold 300 at 4.12 yesterday",
        "`/preclear traded` shows your clearances and what waits for your answer, and takes a "
        "trade without a clearance. In your own words, `sold 300 at 4.12 yesterday` opens the "
        "report filled in. “Report a trade” among Slack's shortcuts opens the same list.",
    ),
    "plans": Told("mine", "your plans, to change or end one", "plans"),
    "band": Told("mine", "your six months before and after today", "band"),
    "acknowledge": Told("duties", "read and sign the policy", "acknowledge"),
    "related": Told("duties", "family and entities that you ask for", "related"),
    "section16": Told("duties", "forms that you owe under Section 16", "section16"),
    "delegates": Told("duties", "who files for you, and for whom you file", "delegates"),
    "help": Told("duties", "what you can do; `help status` explains one", "help status"),
    "restrict": Told(OFFICE, "restrictions that you set, or may see", "restrict"),
    "notice": Told("officer", "tell people of another company's securities", "notice"),
    "away": Told("officer", "days when you are away, and your reminder's hour", "away"),
    "paper": Told(OFFICE, "enter a clearance given by phone or on paper", "paper"),
    "overdue": Told(OFFICE, "who has not said whether they traded", "overdue"),
    "cases": Told(OFFICE, "trades outside a clearance, and what was found", "cases"),
    "audit": Told(
        "compliance",
        "pull the record; `audit production` what you produce",
        "audit production",
        "`/preclear audit` opens the form for a pull, `/preclear audit production` your "
        "productions.",
    ),
}
TITLE = "*What you can do here.* After `/preclear` write:"
LINE = "• `{name}` {line}"
ASK_LINE = "• {line}; nothing opens the empty form"
DECIDE = "• What waits for you stands under *Home*"
EXPLAINED = "*`/preclear {example}`*\n{line}."

UNKNOWN_COMMAND = "I do not know that command."
DID_YOU_MEAN = (
    UNKNOWN_COMMAND + " Did you mean `/preclear {word}`?\n`/preclear help` shows what you can do."
)
WITHDRAWN = "Request {request} is withdrawn. Do not trade on it. You can ask again at any time."
NOTHING_TO_WITHDRAW = "There is nothing that you could withdraw."


def help_for(names: Collection[str]) -> str:
    """Say what somebody can do who may use these commands beside those for everybody."""
    return "\n".join([TITLE, *_lines(names)])


def _lines(names: Collection[str]) -> Iterator[str]:
    own = _heading(names)
    for group, heading in GROUPS.items():
        told = {
            name: one
            for name, one in COMMANDS.items()
            if (own if one.group == OFFICE else one.group) == group
            and (group in FOR_EVERYBODY or name in names)
        }
        if told:
            yield f"*{heading}*"
            yield from (_line(name, one) for name, one in told.items())
        if told and group == "officer":
            yield DECIDE


def _heading(names: Collection[str]) -> str:
    held = {COMMANDS[name].group for name in names}
    return next((one for one in ("officer", "compliance") if one in held), OFFICE)


def _line(name: str, told: Told) -> str:
    return (ASK_LINE if name == "ask" else LINE).format(name=name, line=told.line)


def explained(name: str) -> str:
    """Explain one command, with an example."""
    told = COMMANDS[name]
    line = told.line[0].upper() + told.line[1:]
    return "\n".join(filter(None, [EXPLAINED.format(example=told.example, line=line), told.more]))


#: What everybody can do; whoever is nobody here is told the same.
HELP = help_for(())
#: The whole answer; whoever is nobody here is told the same, whatever they tried.
UNKNOWN = f"{UNKNOWN_COMMAND}\n\n{HELP}"
