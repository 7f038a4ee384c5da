"""A thousand people at once when a window opens.

The bot is `preclear run` with all that belongs to it, and Slack the stand-in at Slack's own paces,
each in a process of its own. A thousand people send their forms within one second: every answer
is looked at and counted from the moment at which its form was sent, whatever waits before it.
The floor takes the same thousand: Bolt, and the same rows by bare driver statements. They take
turns, each turn on databases of its own, and who is first alternates.

Slack takes one message a second into one conversation, so that two officers' cards take a quarter
of an hour. What becomes of them after the last turn is in ``crowd_cards``.
"""

import asyncio
import json
import resource
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Final

from benchmarks.answers import WINDOW, counted, looked_at
from benchmarks.answers_rows import Keys, keys_in, new
from benchmarks.bot_process import Bot
from benchmarks.burst import Answer, request, send
from benchmarks.crowd_cards import carried, told_in_front
from benchmarks.crowd_notices import FEWEST, beside_notices
from benchmarks.form import submission
from benchmarks.serving import serving
from benchmarks.table import show
from benchmarks.workplace import Company
from storage.upgrade import upgrade
from tests import postgres

PEOPLE: Final = 1000
#: So often the bot and the floor each take the crowd.
TURNS: Final = 3
#: Files that a process has open beside the crowd's connections.
_BESIDE: Final = 200
#: Within so many seconds all of them send their forms, and for how long Slack waits.
WITHIN: Final = 1.0
SLACK_WAITS: Final = 3.0
#: In the morning of a day in an open window, in New York.
AT: Final = datetime(2018, 11, 20, 15, 0, tzinfo=UTC)
OK: Final = 200


@dataclass(slots=True)
class Found:
    """What came of the turns: the answers of both, and what the bot's took of a processor."""

    bot: list[Answer] = field(default_factory=list)
    floor: list[Answer] = field(default_factory=list)
    computed: float | None = 0.0


def measure(people: int = PEOPLE) -> None:
    """Measure and print, on both databases."""
    if people < FEWEST:
        sys.exit(f"A crowd is of {FEWEST} people at least: so many are decided on beside notices.")
    make_room(people + _BESIDE)
    with tempfile.TemporaryDirectory() as named:
        on(Path(named), "SQLite", people, None)
        try:
            with postgres.server(tempfile.gettempdir(), options="") as server:
                on(Path(named), "PostgreSQL", people, server)
        except postgres.NoPostgres as why:
            print(f"PostgreSQL was left out: {why}")


def make_room(files: int) -> None:
    """Let this process and those that it starts have so many files and connections open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= files:
        return
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    except (ValueError, OSError):
        sys.exit(
            f"The crowd opens its connections at once, which takes {files:,} open files, and a"
            f" process may have {hard:,} here: raise the limit (ulimit -Hn), or name fewer people."
        )


def on(named: Path, name: str, people: int, server: postgres.Postgres | None) -> None:
    """Measure on one database."""
    folder, found = named / name, Found()
    folder.mkdir()
    for turn in range(TURNS):
        mine, theirs = folder / f"crowd-{turn}", folder / f"floor-{turn}"
        with place(mine, server) as url, place(theirs, server) as floor:
            one_turn(Company(mine, url, people, AT), name, floor, found, turn)
    with place(folder / "notices", server) as url:
        beside_notices(Company(folder / "notices", url, people, AT), name)


@contextmanager
def place(folder: Path, server: postgres.Postgres | None) -> Iterator[str]:
    """Give the address of an empty database, and make its folder."""
    folder.mkdir()
    if server is None:
        yield f"sqlite:///{folder / 'preclear.db'}"
        return
    with server.database() as url:
        yield url


def one_turn(company: Company, name: str, floor: str, found: Found, turn: int) -> None:
    """Let everybody send a form within a second, to both; after the last turn, look at the cards.

    Every other time the bot takes them before the floor does.
    """
    company.settle()
    last = turn == TURNS - 1
    with company.slack_open():
        with company.bot() as bot:
            acts = learnt(company, bot)
            upgrade(floor)
            if turn % 2:
                crowded(company, bot, found)
            found.floor += floor_of(company, acts, floor)
            if not turn % 2:
                crowded(company, bot, found)
            if last:
                printed(name, len(company.people), found)
                told_in_front(company, bot)
        said = company.said()
    if last:
        carried(company, said)


def crowded(company: Company, bot: Bot, found: Found) -> None:
    """Let the bot take the crowd; hold what it acknowledged against its database."""
    filed, before = counted(company.url)[0], bot.cpu_seconds
    answers = asyncio.run(send(bot.port, forms(company), WITHIN))
    after = bot.cpu_seconds
    looked_at([one.body for one in answers])
    written("The bot", company.url, filed, len(answers))
    found.bot += answers
    if found.computed is None or before is None or after is None:
        found.computed = None
    else:
        found.computed += after - before


def written(who: str, url: str, before: int, many: int) -> None:
    """Stop where another number of requests is on file than was acknowledged."""
    came = counted(url)[0] - before
    if came != many:
        sys.exit(f"{who} acknowledged {many:,} requests and wrote {came:,}.")


def printed(name: str, people: int, found: Found) -> None:
    """Print what all the turns came to."""
    show(
        f"{name}: {people:,} people send a form within {WITHIN:.0f} second, {TURNS} times"
        f" (Slack waits {SLACK_WAITS:.0f}; to Bolt and the same rows alone)",
        [("an answer", seconds(found.bot), seconds(found.floor))],
        turns=TURNS,
    )
    for who, answers in (("the bot", found.bot), ("the floor", found.floor)):
        each = seconds(answers)
        late = sum(one > SLACK_WAITS for one in each)
        most = quantiles(each, n=100, method="inclusive")[-1]
        print(f"    {who}: 99% within {most:.2f} s,", end=" ")
        print(f"all within {max(each):.2f} s, {late} later than Slack waits")
    if found.computed is not None:
        each_took = found.computed / len(found.bot) * 1000
        print(f"    {each_took:.1f} ms of a processor an answer, with all that is beside it")


def learnt(company: Company, bot: Bot) -> dict[str, Keys]:
    """Let the bot take a submission, and name the rows that one leaves."""
    asyncio.run(send(bot.port, forms(company, ["U0EMPLOYEE"]), WITHIN))
    marks = [keys_in(company.url)]
    looked_at([one.body for one in asyncio.run(send(bot.port, forms(company, ["U0EMPLOYEE"]), 1))])
    marks.append(keys_in(company.url))
    return {"submission": new(marks[0], marks[1])}


def floor_of(company: Company, acts: dict[str, Keys], url: str) -> list[Answer]:
    """Let as many forms be answered by the barest handler."""
    told = {name: company.slack[name] for name in ("secret", "token", "api")}
    given = told | {"source": company.url, "url": url, "acts": acts, "socket": False}
    with serving("benchmarks.floor_server", json.dumps(given)) as floor:
        asyncio.run(send(floor["port"], forms(company, company.people[:5]), WITHIN))
        before = counted(url)[0]
        found = asyncio.run(send(floor["port"], forms(company), WITHIN))
    refused = [one.status for one in found if one.status != OK]
    if refused:
        sys.exit(f"The floor answered {len(refused):,} of {len(found):,} with {refused[0]}.")
    written("The floor", url, before, len(found))
    return found


def forms(company: Company, people: Sequence[str] | None = None) -> list[bytes]:
    """Fill in everybody's form, and sign it."""
    team, secret = company.slack["team"], company.slack["secret"]
    return [request(submission(WINDOW, team, one), secret) for one in (people or company.people)]


def seconds(answers: Sequence[Answer]) -> list[float]:
    """Give how long each took."""
    return [one.seconds for one in answers]


if __name__ == "__main__":
    measure(*map(int, sys.argv[1:]))
