"""What is measured of a database: each act and each page, asked of the desk as Slack's app asks.

Of each: what is done before the clock runs, and what is timed. Who acts and whose pages are
looked at have as many requests of late as the longest list of one's own shows
(``benchmarks.company``), years of others behind them, and trades on record.
"""

from datetime import date, timedelta
from typing import Any, Final

from benchmarks.company import asked
from benchmarks.flat_measured import (
    BUSY,
    INSIDER,
    OTHER,
    Measured,
    clean,
    cleared,
    filed,
    filed_an_hour_ago,
    fresh,
    made,
    minute,
    transaction,
)
from benchmarks.flat_offices import OFFICES
from benchmarks.flat_pages import PAGES
from clearance.shown import Report, Verdict
from clearance.shown_away import AwaySaid
from clearance.shown_drafts import DraftOf, DraftSaid
from clearance.shown_questions import QuestionSaid
from storage import checkpoints, deliveries, log, nodes, not_delivered
from storage.deliveries import SENT
from storage.tree import consistency, inclusion
from storage.tx import Tx
from tests.clearance.company import APPROVE, DECLINE, Company, who
from tests.clearance.restricting import event, lift

_RETURN: Final = Verdict("return", fields=("quantity",))


async def _question(company: Company) -> Any:
    said = QuestionSaid("May I?", form=fresh())
    return await company.desk.ask_question(who(BUSY), said)


async def _asked_question(company: Company) -> str:
    return str(made(await _question(company)).id)


async def _answered(company: Company) -> None:
    """Answer what was asked, so that the next one finds no more."""
    for one in made(await company.desk.questions(who(BUSY))).mine:
        if one.answer is None:
            made(await company.desk.answer_question(who("cfo"), one.id, "Yes."))
    await clean(company)


async def _restriction(company: Company) -> Any:
    made(await company.desk.restrict(who("ceo"), event(OTHER, form=fresh())))
    await minute(company)
    return made(await company.desk.restrictions(who("ceo"))).mine[-1].id


async def _restriction_waits(company: Company) -> None:
    made(await company.desk.restrict(who("ceo"), event(OTHER, form=fresh())))
    company.clock.move(company.clock.now() + timedelta(minutes=1))


def _said_traded(company: Company) -> Report:
    return Report(traded=True, at=company.clock.now(), quantity=500, price="2.15", stated=True)


def _draft() -> DraftSaid:
    form, values, view = DraftOf("request"), {"quantity": "500", "action": "buy"}, fresh()
    typed = f"{view.removeprefix('flat ')}.000000"
    return DraftSaid(form, view.replace(" ", ""), typed, values, frozenset(values))


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
    Measured("submit", lambda c, _: asked(c, BUSY), None, clean),
    Measured("approve", lambda c, r: c.desk.decide(who("cfo"), r, APPROVE), filed, clean),
    Measured("decline", lambda c, r: c.desk.decide(who("cfo"), r, DECLINE), filed, clean),
    Measured("withdraw", lambda c, r: c.desk.withdraw(who(BUSY), r), filed, clean),
    Measured(
        "say what was traded",
        lambda c, r: c.desk.report(who(BUSY), r, _said_traded(c)),
        cleared,
        clean,
    ),
    Measured("nudge", lambda c, r: c.desk.nudge(who(BUSY), r), filed_an_hour_ago, clean),
    Measured("return", lambda c, r: c.desk.decide(who("cfo"), r, _RETURN), filed, clean),
    Measured("submit, an insider's", lambda c, _: asked(c, INSIDER), None, clean),
    Measured(
        "say what an insider traded",
        lambda c, r: c.desk.report(who(INSIDER), r, _said_traded(c)),
        lambda c: cleared(c, INSIDER),
        clean,
    ),
    Measured("set a restriction", lambda c, _: c.desk.restrict(who("ceo"), event(OTHER))),
    Measured("ask for its end", lambda c, r: c.desk.widen(who("ceo"), lift(r)), _restriction),
    Measured("tick that has one to set", lambda c, _: c.desk.tick(), _restriction_waits),
    Measured("tick", lambda c, _: c.desk.tick()),
    Measured(
        "say when one is away",
        lambda c, _: c.desk.set_away(who("cfo"), AwaySaid(date(2027, 1, 4), date(2027, 1, 5), 9)),
        None,
        clean,
    ),
    Measured("ask a question", lambda c, _: _question(c), None, clean),
    Measured(
        "answer a question",
        lambda c, q: c.desk.answer_question(who("cfo"), q, "Yes."),
        _asked_question,
        clean,
    ),
    Measured("keep a draft", lambda c, _: c.desk.keep_draft(who(BUSY), _draft())),
    Measured("take what is due and note it", lambda c, _: c.database.run(_claim_one), filed, clean),
    Measured("carry out all of a submission", lambda c, _: c.carry_out(), filed),
    *OFFICES,
    *PAGES,
    transaction("what readiness is told of", _look),
    transaction("newest checkpoint", checkpoints.newest),
    transaction("an inclusion and a consistency proof", _proofs, within=50.0),
)
