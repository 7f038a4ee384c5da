"""Notices to everybody at Slack's pace, beside decisions.

On the morning after the window has opened everybody is told, at the pace that Slack allows for
opening conversations and for messages. Decisions are made before, and then while the notices go
out; how long their answers take is compared, and how soon their people are told. Everybody is told
once, so that the two follow each other and take no turns.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from benchmarks.answers import WINDOW, looked_at, pending_in
from benchmarks.bot_process import Bot
from benchmarks.burst import request, send
from benchmarks.form import decision, submission
from benchmarks.table import show
from benchmarks.workplace import OFFICERS, Company

#: So many decisions before the notices and as many meanwhile, so far apart (seconds).
DECISIONS: Final = 20
APART: Final = 1.5
#: So many people are needed: each decision is on a request of somebody else's.
FEWEST: Final = 2 * DECISIONS
#: Seconds within which those who were decided on are told.
TOLD: Final = 300
#: Minutes before the morning on which everybody is told that the window has opened.
EARLY: Final = datetime(2018, 11, 14, 13, 50, tzinfo=UTC)
NINE: Final = datetime(2018, 11, 14, 14, 0, 1, tzinfo=UTC)


def beside_notices(company: Company, name: str) -> None:
    """Measure and print, on one database."""
    company.move(EARLY)
    company.settle()
    with company.slack_open(), company.bot(PRECLEAR_TELL_WINDOW="yes") as bot:
        filed = submitted(company, bot)
        before = decided(company, bot, filed)
        company.move(NINE)
        asyncio.run(asyncio.sleep(2))
        mark, began = len(company.said()), company.now()
        during = decided(company, bot, filed)
        spent = (company.now() - began).total_seconds()
        twice = Counter(company.said()[mark:])
        tries = bot.logged["delivery_later"]
    told = len([one for one in twice if one[0] not in OFFICERS]) - DECISIONS
    show(
        f"{name}: {DECISIONS} decisions while {len(company.people):,} people are told,"
        f" to {DECISIONS} before (one after the other in one run)",
        [("an answer", during.answers, before.answers)],
        turns=1,
    )
    print(f"    {told} were told in {spent:.0f} s, {tries} messages put off meanwhile;")
    print(f"    whose request was decided was told after {max(during.told):.1f} s at most", end=" ")
    print(f"({max(before.told):.1f} s before);")
    if during.load is not None and before.load is not None:
        print(f"    the bot used {during.load:.0%} of a processor ({before.load:.0%} before)")


@dataclass(frozen=True, slots=True)
class Decided:
    """Each answer's seconds, after how many each person was told, and the processor's share.

    The share is None where the machine does not tell.
    """

    answers: list[float]
    told: list[float]
    load: float | None


def submitted(company: Company, bot: Bot) -> list[str]:
    """File as many requests as will be decided, of as many people; who they are, in order."""
    team, secret = company.slack["team"], company.slack["secret"]
    people = company.people[:FEWEST]
    filed = [request(submission(WINDOW, team, one), secret) for one in people]
    looked_at([one.body for one in asyncio.run(send(bot.port, filed, len(filed) / 2))])
    asyncio.run(asyncio.sleep(len(filed) - len(filed) / 2))  # their cards take a second each
    return pending_in(company.url)


def decided(company: Company, bot: Bot, filed: list[str]) -> Decided:
    """Decide the next of them, one after the other, and wait until all are told."""
    team, secret = company.slack["team"], company.slack["secret"]
    theirs = set(company.people[:FEWEST])
    chosen = [filed.pop() for _ in range(DECISIONS)]
    mark, began, cpu = len(company.said()), company.now().timestamp(), bot.cpu_seconds
    asked = [request(decision(one, team, OFFICERS[0]), secret) for one in chosen]
    found = asyncio.run(send(bot.port, asked, len(asked) * APART))
    looked_at([one.body for one in found])
    after, spent = bot.cpu_seconds, company.now().timestamp() - began
    load = None if cpu is None or after is None else (after - cpu) / spent

    def told() -> list[int]:
        return [at for who, at, _ in company.said()[mark:] if who in theirs]

    bot.until(lambda: len(told()) >= len(chosen), TOLD, "not all who were decided on are told")
    waits = [at + 1 - began - number * APART for number, at in enumerate(told()[: len(chosen)])]
    return Decided([one.seconds for one in found], waits, load)
