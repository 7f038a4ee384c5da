"""What is measured of a database: each act and each page, asked of the desk as Slack's app asks.

Of each: what is done before the clock runs, and what is timed. An act's own trades are those of
one person who has many behind them.
"""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from benchmarks.company import NOW, asked
from clearance.people import by_slack_id
from clearance.shown import No, Report
from clearance.shown_away import AwaySaid
from clearance.shown_drafts import DraftOf, DraftSaid
from clearance.shown_questions import QuestionSaid
from storage import checkpoints, deliveries, log, nodes, not_delivered, requests
from storage.deliveries import SENT
from storage.tree import consistency, inclusion
from storage.tx import Tx
from tests.clearance.company import APPROVE, DECLINE, Company, who
from tests.clearance.restricting import event, lift

Timed = Callable[[Company, Any], Awaitable[Any]]
Prepared = Callable[[Company], Awaitable[Any]]
#: Who acts, and whose pages are looked at: both have many requests behind them.
_BUSY: Final = "second"
_LOOKS: Final = "employee"
_OTHER: Final = "c000015"
_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Measured:
    """One act or page; ``within`` so many milliseconds, where it may grow with the log's depth."""

    name: str
    timed: Timed
    before: Prepared | None = None
    after: Prepared | None = None
    within: float | None = None


def _page(name: str, who_: str, method: str, *arguments: Any) -> Measured:
    async def timed(company: Company, _: Any) -> Any:
        return await getattr(company.desk, method)(who(who_), *arguments)

    return Measured(name, timed)


def _tx(name: str, fn: Callable[[Tx], Any], within: float | None = None) -> Measured:
    async def timed(company: Company, _: Any) -> Any:
        return await company.database.run(fn)

    return Measured(name, timed, within=within)


async def _asked(company: Company) -> str:
    return (await asked(company, _BUSY)).id


async def _asked_an_hour_ago(company: Company) -> str:
    company.clock.move(NOW - timedelta(hours=2))
    found = await _asked(company)
    company.clock.move(NOW)
    return found


async def _decided(company: Company) -> str:
    found = await asked(company, _BUSY)
    await company.desk.decide(who("cfo"), found.id, APPROVE)
    return found.id


async def _question(company: Company) -> str:
    said = QuestionSaid("May I?", form=f"flat {next(_numbers)}")
    found = await company.desk.ask_question(who(_BUSY), said)
    return "" if isinstance(found, No) else found.id


async def _restriction(company: Company) -> Any:
    await company.desk.restrict(who("ceo"), event(_OTHER, form=f"flat {next(_numbers)}"))
    company.clock.move(company.clock.now() + timedelta(minutes=1))
    await company.desk.tick()
    found: Any = await company.desk.restrictions(who("ceo"))
    return found.mine[-1].id


async def _clean(company: Company) -> None:
    """Send what is due, and take back what waits, so that the next one finds no more."""
    await company.carry_out()
    for one in await _waiting(company):
        await company.desk.withdraw(who(_BUSY), one)
    await company.carry_out()


async def _waiting(company: Company) -> list[str]:
    person = await company.database.run(lambda tx: by_slack_id(tx, who(_BUSY).user_id))
    assert person is not None
    found = await company.database.run(lambda tx: requests.standing_of(tx, person.person, 20))
    return [row.id for row in found]


def _said_traded(company: Company) -> Report:
    return Report(traded=True, at=company.clock.now(), quantity=500, price="2.15", stated=True)


def _draft(number: int) -> DraftSaid:
    form, values = DraftOf("request"), {"quantity": "500", "action": "buy"}
    return DraftSaid(form, f"V{number}", f"{number}.000000", values, frozenset(values))


def _claim_one(tx: Tx) -> None:
    for one in deliveries.claim(tx, "bench", 4, 90.0):
        deliveries.still_held(tx, one)
        deliveries.sent(tx, one.id, "D1", SENT)


def _look(tx: Tx) -> Any:
    """Ask what the worker asks, of which readiness and metrics are told."""
    late = not_delivered.is_overdue(tx, tx.now - timedelta(minutes=1))
    return deliveries.next_due(tx), deliveries.tried(tx), late


def _proofs(tx: Tx) -> Any:
    size = log.size(tx)
    one = nodes.prove(tx, inclusion(size // 3, size))
    return one, nodes.prove(tx, consistency(size // 3 * 2, size))


MEASURED: Final[tuple[Measured, ...]] = (
    Measured("submit", lambda c, _: asked(c, _BUSY), None, _clean),
    Measured("approve", lambda c, r: c.desk.decide(who("cfo"), r, APPROVE), _asked, _clean),
    Measured("decline", lambda c, r: c.desk.decide(who("cfo"), r, DECLINE), _asked, _clean),
    Measured("withdraw", lambda c, r: c.desk.withdraw(who(_BUSY), r), _asked, _clean),
    Measured(
        "say what was traded",
        lambda c, r: c.desk.report(who(_BUSY), r, _said_traded(c)),
        _decided,
        _clean,
    ),
    Measured("nudge", lambda c, r: c.desk.nudge(who(_BUSY), r), _asked_an_hour_ago, _clean),
    Measured("set a restriction", lambda c, _: c.desk.restrict(who("ceo"), event(_OTHER))),
    Measured("ask for its end", lambda c, r: c.desk.widen(who("ceo"), lift(r)), _restriction),
    Measured("tick", lambda c, _: c.desk.tick()),
    Measured(
        "say when one is away",
        lambda c, _: c.desk.set_away(who("cfo"), AwaySaid(date(2027, 1, 4), date(2027, 1, 5), 9)),
        None,
        _clean,
    ),
    Measured("ask a question", lambda c, _: _question(c), None, _clean),
    Measured(
        "answer a question",
        lambda c, q: c.desk.answer_question(who("cfo"), q, "Yes."),
        _question,
        _clean,
    ),
    Measured("keep a draft", lambda c, _: c.desk.keep_draft(who(_BUSY), _draft(next(_numbers)))),
    Measured(
        "take what is due and note it", lambda c, _: c.database.run(_claim_one), _asked, _clean
    ),
    Measured("carry out all of a submission", lambda c, _: c.carry_out(), _asked),
    _page("App Home, an employee's", _LOOKS, "home"),
    _page("App Home, a director's", "director", "home"),
    _page("App Home, the CFO's", "cfo", "home"),
    _page("App Home, compliance's", "comply", "home"),
    _page("request form", _LOOKS, "asking"),
    Measured("review form", lambda c, r: c.desk.review(who("cfo"), r), _asked, _clean),
    _page("one's own requests", _LOOKS, "mine"),
    _page("unanswered", _LOOKS, "unanswered"),
    _page("overdue", "comply", "overdue"),
    _page("forms, one's own", "director", "filings"),
    _page("forms, everybody's", "comply", "filings"),
    _page("questions", "cfo", "questions"),
    _page("cases", "comply", "cases"),
    _page("plans", "director", "plans"),
    _page("calendar", "comply", "calendar"),
    _tx("what readiness is told of", _look),
    _tx("newest checkpoint", checkpoints.newest),
    _tx("an inclusion and a consistency proof", _proofs, within=50.0),
)
