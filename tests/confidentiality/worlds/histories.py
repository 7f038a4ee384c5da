"""Histories drawn at random: a few weeks in the company, and a restriction amid them."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.confidentiality.worlds.acts import (
    APPROVE,
    DECLINE,
    RETURN,
    Agrees,
    Answers,
    Asks,
    At,
    ChangesPlans,
    Decides,
    Later,
    Lifts,
    LooksAtCard,
    LooksHome,
    OpensEnvelope,
    ReadsReasons,
    Registers,
    Reports,
    Restarts,
    Restricts,
    Tells,
    Types,
    Withdraws,
)
from tests.confidentiality.worlds.company import OFFICERS, ORDINARY

ASKED = (
    "buy 1", "buy 500", "sell 1", "sell 500 on 2 Dec", "buy 500 on 7 Dec", "gift 200",
    "exercise 100", "pledge 50", "short 10", "sell 100 limit", "buy 0", "buy many", "",
)  # fmt: skip
TYPED = (
    "", "help", "window", "status", "plans", "related", "withdraw", "status AAAAAAAA",
    "withdraw 23456789", "restrict", "restrict U0EMPLOYEE", "restrictions", "lift", "register",
    "RESTRICT", "buy 500; drop table", "status ' or 1=1", "🦢", "notice", "receipt", "widen",
)  # fmt: skip
ISSUERS = ("Other Corp", "Merck", "PFE", "Hanover Bancorp", "Cellectar", "ZZZZ", "Ärzte AG")
#: Boundaries of the window, of a clearance's life, of a day and of a month.
MOMENTS = (
    "2026-11-24 09:30", "2026-11-25 16:00", "2026-11-27 13:00", "2026-11-30 09:30",
    "2026-12-01 09:00", "2026-12-04 16:00", "2026-12-17 16:59", "2026-12-17 17:00",
)  # fmt: skip


def acts_of(person):
    """Draw what one person may do, an officer's decisions aside."""
    who = st.just(person)
    back = st.integers(0, 2)
    return st.one_of(
        st.builds(Asks, who, st.sampled_from(ASKED)),
        st.builds(Asks, who, st.just("buy 5"), st.sampled_from(ISSUERS)),
        st.builds(LooksHome, who),
        st.builds(OpensEnvelope, who, back),
        st.builds(Withdraws, who, back),
        st.builds(Types, who, st.sampled_from(TYPED)),
        st.builds(Registers, who, st.sampled_from(("Ada Boyd", "Trust of 2019"))),
        st.builds(Reports, who),
        st.builds(Answers, who),
    )


def officers_acts():
    """Draw what an officer may do about others' requests and plans."""
    who = st.sampled_from(OFFICERS)
    verdict = st.sampled_from((APPROVE, APPROVE, DECLINE, RETURN))
    return st.one_of(
        st.builds(Decides, who, verdict, st.integers(0, 3)),
        st.builds(Decides, who, verdict),
        st.builds(LooksAtCard, who, st.integers(0, 3)),
        st.builds(ChangesPlans, who),
        st.builds(Lifts, who),
        st.builds(Agrees, who),
        st.builds(ReadsReasons, who),
    )


def time_passes():
    return st.one_of(
        st.just(Later()),
        st.builds(Later, st.sampled_from([timedelta(minutes=5), timedelta(days=1)])),
        st.builds(At, st.sampled_from(MOMENTS)),
        st.just(Restarts()),
    )


def company(observer, others):
    """Draw what happens in the company, the observer's acts as often as all others' together."""
    return st.one_of(
        acts_of(observer),
        st.sampled_from(others).flatmap(acts_of),
        officers_acts(),
        time_passes(),
    )


@st.composite
def around(draw, observer, restriction):
    """Draw a history with a restriction amid it; a tick lies between it and the end."""
    others = tuple(one for one in ORDINARY if one != observer)
    happens = company(observer, others)
    before = draw(st.lists(happens, max_size=4))
    # Before its tick nothing is kept, so that a process that ends there has set nothing.
    pending = draw(st.lists(happens.filter(lambda act: act != Restarts()), max_size=2))
    after = draw(st.lists(happens, min_size=2, max_size=9))
    return (*before, draw(restriction), *pending, Later(), *after, Later())


#: An event, or the blackout of the quarter that runs, begun early.
_QUARTERS = st.sampled_from((None, None, date(2026, 12, 31)))


def of_others(observer):
    """Draw a restriction of other people than the observer."""
    others = [one for one in ORDINARY if one != observer]
    people = st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True).map(tuple)
    officer = st.sampled_from(OFFICERS)
    return st.builds(Restricts, officer, people, _QUARTERS, st.booleans(), st.text(max_size=9))


def of_oneself(observer):
    """Draw the observer's own restriction, of which nobody tells them."""
    people = st.lists(st.sampled_from(ORDINARY), max_size=2, unique=True).map(
        lambda more: tuple(dict.fromkeys((observer, *more)))
    )
    return st.builds(Restricts, st.sampled_from(OFFICERS), people, _QUARTERS)


def without(history):
    """Give the same history in a world where nobody was restricted."""
    return tuple(
        replace(act, hidden=True) if isinstance(act, Restricts | Tells) else act for act in history
    )


def with_reason(history, reason):
    """Give the same history with another reason."""
    return tuple(
        replace(act, reason=reason) if isinstance(act, Restricts) else act for act in history
    )
