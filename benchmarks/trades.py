"""The trades that two people made in the years of a history, whole, as the bot records them.

One of them is an insider. They are on record as of their years, and older than what six months of
matching look back at, so that they change no answer: they are what an act reads that looks
through all that somebody has ever traded.
"""

from datetime import date, timedelta
from functools import partial
from typing import Final

from clearance.opening_transactions import import_transactions
from tests.clearance.company import OPERATOR, Company, ny

#: Whose they are.
WHOSE: Final = ("U0EMPLOYEE", "U0DIRECTOR")
#: One for so many requests of the history, up to so many of each person.
_EVERY: Final = 100
_MOST: Final = 2_000
_FIRST, _LAST = date(2006, 7, 3), date(2026, 4, 30)
_HEAD: Final = "slack_id,side,on,shares,price\n"


def made_by(company: Company, requests: int) -> None:
    """Record the trades that go with so many requests, each year's at its end."""
    many = min(requests // _EVERY, _MOST)
    every = (_LAST - _FIRST) / max(many, 1)
    days = [_FIRST + every * number for number in range(many)]
    back = company.clock.now()
    for year in sorted({day.year for day in days}):
        company.clock.move(ny(f"{min(date(year, 12, 31), _LAST + timedelta(days=1))} 18:00"))
        lines = [_line(who, day) for day in days if day.year == year for who in WHOSE]
        text = _HEAD + "".join(lines)
        done = company.database.run_now(partial(import_transactions, text=text, by=OPERATOR))
        if done != len(lines):
            raise SystemExit(f"Trades could not be recorded: {done}.")
    company.clock.move(back)


def _line(who: str, day: date) -> str:
    return f"{who},purchase,{day},100,4.00\n"
