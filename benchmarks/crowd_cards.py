"""The cards of a crowd: they wait for Slack's pace, and come in order.

Some requests are decided in front of them, and their people are told at once all the same. Then
bot and Slack are started anew with a quicker pace, and what each officer got is held against the
order of the requests, card by card.
"""

import asyncio
import sys
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from benchmarks.answers import looked_at, pending_in, rows_of
from benchmarks.bot_process import Bot
from benchmarks.burst import request, send
from benchmarks.form import decision
from benchmarks.workplace import OFFICERS, Company
from storage.deliveries import TABLE
from storage.tables import EPOCH, MICROSECOND, DeliveryRow
from storage.tx import Tx

#: So many requests are decided in front of the cards; their people are waited for so long.
DECIDED: Final = 5
WATCHED: Final = 12.0
#: So many messages a second go into one conversation once the order alone is looked at.
QUICKLY: Final = 200
#: Seconds within which all messages are sent then, beside one for each person.
_CARRIED: Final = 600
#: Seconds within which those who are decided on have all been asked for.
_WITHIN: Final = 1.0
_ROWS: Final = DeliveryRow.__table__  # type: ignore[attr-defined]

Card = tuple[str, str]  # whose, and of which request


def told_in_front(company: Company, bot: Bot) -> None:
    """Decide some requests; print after how many seconds the last of their people was told."""
    secret, team = company.slack["secret"], company.slack["team"]
    before, began = len(company.said()), company.now()
    chosen = pending_in(company.url)[-DECIDED:]
    decided = [request(decision(one, team, OFFICERS[0]), secret) for one in chosen]
    looked_at([one.body for one in asyncio.run(send(bot.port, decided, _WITHIN))])
    asyncio.run(asyncio.sleep(WATCHED))
    told = [at for who, at, _ in company.said()[before:] if who not in OFFICERS]
    if len(told) < DECIDED:
        sys.exit(f"{DECIDED} requests were decided and {len(told)} people told in {WATCHED} s.")
    waited = max(0.0, max(told) - began.timestamp())
    before_them = f"{2 * len(company.people):,} cards"
    print(f"    whose request was decided was told {waited:.0f} s later, before {before_them}")


def carried(company: Company, said: Sequence[tuple[str, int, str]]) -> None:
    """Have all that is left sent at a quicker pace; hold each officer's cards to their order."""
    with company.slack_open(QUICKLY), company.bot(QUICKLY) as bot:
        began, within = company.now(), _CARRIED + len(company.people)
        bot.until(lambda: not waiting(company), within, "messages that are due are not sent", 1)
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
