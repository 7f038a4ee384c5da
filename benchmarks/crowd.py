"""A thousand people at once when a window opens.

The bot is `preclear run` with all that belongs to it, and Slack the stand-in at Slack's own paces,
each in a process of its own. A thousand people send their forms within one second: every answer
is looked at and counted from the moment at which its form was sent, whatever waits before it.
The floor takes the same thousand: Bolt, and the same rows by bare driver statements.

Slack takes one message a second into one conversation, so that two officers' cards take a quarter
of an hour. Some requests are decided in front of them, and their people are told at once all the
same. Then bot and Slack are started anew with a quicker pace, and what each officer got is held
against the order of the requests, card by card.
"""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Final

from sqlalchemy import select

from benchmarks.answers import WINDOW, looked_at, pending_in, rows_of
from benchmarks.answers_rows import Keys, keys_in, new
from benchmarks.burst import Answer, request, send
from benchmarks.crowd_notices import beside_notices
from benchmarks.form import decision, submission
from benchmarks.serving import serving
from benchmarks.table import show
from benchmarks.workplace import OFFICERS, Bot, Company
from storage.deliveries import TABLE
from storage.tables import EPOCH, MICROSECOND, DeliveryRow
from storage.tx import Tx
from storage.upgrade import upgrade
from tests import postgres

PEOPLE: Final = 1000
#: Within so many seconds all of them send their forms, and for how long Slack waits.
WITHIN: Final = 1.0
SLACK_WAITS: Final = 3.0
#: So many requests are decided in front of the cards; their people are waited for so long.
DECIDED: Final = 5
WATCHED: Final = 12.0
#: So many messages a second go into one conversation once the order alone is looked at.
QUICKLY: Final = 200
#: In the morning of a day in an open window, in New York.
AT: Final = datetime(2018, 11, 20, 15, 0, tzinfo=UTC)
_ROWS: Final = DeliveryRow.__table__  # type: ignore[attr-defined]

Card = tuple[str, str]  # whose, and of which request


def measure(people: int = PEOPLE) -> None:
    """Measure and print, on both databases."""
    with tempfile.TemporaryDirectory() as named:
        on(Path(named), "SQLite", people, None)
        try:
            with postgres.server(tempfile.gettempdir(), options="") as server:
                on(Path(named), "PostgreSQL", people, server)
        except postgres.NoPostgres as why:
            print(f"PostgreSQL was left out: {why}")


def on(named: Path, name: str, people: int, server: postgres.Postgres | None) -> None:
    """Measure on one database."""
    folder = named / name
    folder.mkdir()
    with place(folder / "crowd", server) as url, place(folder / "floor", server) as floor:
        at_once(Company(folder / "crowd", url, people, AT), name, floor)
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


def at_once(company: Company, name: str, floor: str) -> None:
    """Let everybody send a form within a second; look at the answers, then at the cards."""
    company.settle()
    people = len(company.people)
    with company.slack_open():
        with company.bot() as bot:
            acts = learnt(company, bot)
            upgrade(floor)
            bare = floor_of(company, acts, floor)
            cpu = bot.cpu_seconds
            found = asyncio.run(send(bot.port, forms(company), WITHIN))
            cpu = bot.cpu_seconds - cpu
            looked_at([one.body for one in found])
            told = told_in_front(company, bot)
        said = company.said()
    show(
        f"{name}: {people:,} people send a form within {WITHIN:.0f} second"
        f" (Slack waits {SLACK_WAITS:.0f}; to Bolt and the same rows alone)",
        [("an answer", seconds(found), seconds(bare))],
    )
    for who, answers in (("the bot", found), ("the floor", bare)):
        each = seconds(answers)
        late = sum(one > SLACK_WAITS for one in each)
        print(f"    {who}: 99% within {quantiles(each, n=100)[-1]:.2f} s,", end=" ")
        print(f"all within {max(each):.2f} s, {late} later than Slack waits")
    print(f"    {cpu / people * 1000:.1f} ms of a processor an answer, with all that is beside it")
    print(f"    whose request was decided was told {told:.0f} s later, before {2 * people:,} cards")
    carried(company, said)


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
        return asyncio.run(send(floor["port"], forms(company), WITHIN))


def forms(company: Company, people: Sequence[str] | None = None) -> list[bytes]:
    """Fill in everybody's form, and sign it."""
    team, secret = company.slack["team"], company.slack["secret"]
    return [request(submission(WINDOW, team, one), secret) for one in (people or company.people)]


def seconds(answers: Sequence[Answer]) -> list[float]:
    """Give how long each took."""
    return [one.seconds for one in answers]


def told_in_front(company: Company, bot: Bot) -> float:
    """Decide some requests; give after how many seconds the last of their people was told."""
    secret, team = company.slack["secret"], company.slack["team"]
    before, began = len(company.said()), company.now()
    chosen = pending_in(company.url)[-DECIDED:]
    decided = [request(decision(one, team, OFFICERS[0]), secret) for one in chosen]
    looked_at([one.body for one in asyncio.run(send(bot.port, decided, WITHIN))])
    asyncio.run(asyncio.sleep(WATCHED))
    told = [at for who, at, _ in company.said()[before:] if who not in OFFICERS]
    if len(told) < DECIDED:
        sys.exit(f"{DECIDED} requests were decided and {len(told)} people told in {WATCHED} s.")
    return max(0.0, max(told) - began.timestamp())


def carried(company: Company, said: Sequence[tuple[str, int, str]]) -> None:
    """Have all that is left sent at a quicker pace; hold each officer's cards to their order."""
    with company.slack_open(QUICKLY), company.bot(QUICKLY):
        began = company.now()
        while waiting(company):
            asyncio.run(asyncio.sleep(1))
        spent = (company.now() - began).total_seconds()
        later = company.said()
    with company.record() as database:
        queued = database.run_now(cards)
    sent = [(who, value) for who, _, value in (*said, *later)]
    for officer in OFFICERS:
        wanted = [one for one in queued if one[0] == officer]
        if [one for one in sent if one in set(wanted)] != wanted:
            sys.exit(f"{officer}'s cards did not come in the order of the requests, each once.")
    print(
        f"    {len(queued):,} cards in order, each once; the last {len(later):,} messages", end=" "
    )
    print(f"at a quicker pace in {spent:.0f} s")


def waiting(company: Company) -> bool:
    """Say whether a message is due that was not sent; it holds up no transaction."""
    now = (company.now() - EPOCH) // MICROSECOND
    due = f"ended_as IS NULL AND conversation <> '' AND due_at <= {now}"
    found = rows_of(company.url, f"SELECT count(*) FROM deliveries WHERE {due}")  # noqa: S608 - a number
    return int(found[0][0]) > 0


def cards(tx: Tx) -> list[Card]:
    """Give the cards that were not called back, in the order of the acts that queued them."""
    found = tx.execute(
        select(_ROWS)
        .where(_ROWS.c.conversation.in_(OFFICERS), _ROWS.c.ended_as == "sent")
        .order_by(_ROWS.c.seq)
    )
    abouts = [(row.conversation, tx.unseal(TABLE, row.id, row.sealed)) for row in found]
    return [(who, about["request"]) for who, about in abouts if about["what"] == "card"]


if __name__ == "__main__":
    measure(*map(int, sys.argv[1:]))
