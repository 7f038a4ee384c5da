"""App Home: what one person sees on opening it, and until when that stays true by itself.

It opens a bounded number of requests, however many there are. What it shows of the time left
is told apart only at moments that are known beforehand (``changes_at``), so that looking twice
in between shows the same.
"""

from datetime import date, datetime, time, timedelta
from typing import Final

from clearance import (
    acknowledged,
    away_acts,
    home_company,
    home_own,
    home_waiting,
    home_window,
    looking,
    people_changes,
    questions,
)
from clearance.authority_around import calendar_office
from clearance.facts import Ground
from clearance.left import left
from clearance.people import PersonFound
from clearance.shown import No, RequestShown, WindowShown
from clearance.shown_home import HomeSheet, Left
from policy.instants import market_day, on_the_clock
from storage import requests
from storage.tx import Tx

#: One more than is shown of one's own requests, so that it can say that there are more.
IN_HOME: Final = 11
_MIDNIGHT: Final = time(0)


def home(tx: Tx, ground: Ground, person: PersonFound) -> HomeSheet:
    """Return a person's App Home."""
    offices = person.roles & ground.policy.approvers.offices()
    now, today = looking.window(tx, ground), market_day(tx.now)
    mine = _mine(tx, ground, person)
    time_left, changes = _left(tx, ground, mine)
    lately = home_waiting.decided(tx, ground, person) if offices else ()
    forms = home_own.forms(tx, ground, person)
    company = home_company.company(tx, ground, person)
    changes += [one.changes_at for one in (*lately, forms, company) if one and one.changes_at]
    return HomeSheet(
        name=person.name,
        offices=tuple(sorted(offices)),
        window=now,
        mine=mine,
        to_decide=home_waiting.to_decide(tx, ground, person) if offices else (),
        decided=lately,
        to_confirm=people_changes.waiting(tx, ground, person),
        acknowledgement=acknowledged.at_home(tx, ground, person),
        to_answer=home_own.to_answer(tx, ground, person),
        plans_waiting=home_waiting.plans_waiting(tx, ground, person) if offices else 0,
        questions_waiting=len(questions.sheet(tx, ground, person).to_answer),
        days=home_window.coming(today, ground.blackouts),
        left=time_left,
        related=home_own.related(tx, ground, person),
        plans=home_own.plans(tx, ground, person),
        forms=forms,
        away=away_acts.at_home(tx, ground, person),
        company=company,
        keeps_calendar=not isinstance(calendar_office(person, ground.policy), No),
        changes_at=min([*changes, *_of_the_window(now), _tomorrow(today)]),
    )


def _mine(tx: Tx, ground: Ground, person: PersonFound) -> tuple[RequestShown, ...]:
    """Return the latest requests, and those that stand however long ago they were made."""
    found = requests.of_person(tx, person.person, IN_HOME)
    standing = requests.standing_of(tx, person.person, IN_HOME)
    known = {row.id for row in found}
    return looking.shown(tx, ground, [*found, *(row for row in standing if row.id not in known)])


def _left(
    tx: Tx, ground: Ground, mine: tuple[RequestShown, ...]
) -> tuple[dict[str, Left], list[datetime]]:
    """Return what is left of each clearance by its request, and when each says something else."""
    found, changes = dict[str, Left](), list[datetime]()
    for one in mine:
        first, last = one.earliest_trade_at, one.expires_at
        if one.state == "approved" and first is not None and last is not None:
            found[one.id], until = left(ground.calendar, tx.now, first, last)
            changes.append(until)
    return found, changes


def _of_the_window(window: WindowShown) -> list[datetime]:
    return [at for at in (window.closes_at, window.reopens_at) if at is not None]


def _tomorrow(today: date) -> datetime:
    return on_the_clock(today + timedelta(days=1), _MIDNIGHT)
