"""Histories written down, each touching all that somebody could look at; quick, and the same
every time. The random ones are in ``test_two_worlds.py``.
"""  # noqa: D205 - one sentence and where the others are

from datetime import timedelta

import pytest

from tests.confidentiality.worlds import histories
from tests.confidentiality.worlds.acts import (
    APPROVE,
    DECLINE,
    Agrees,
    Asks,
    At,
    ChangesPlans,
    Decides,
    Later,
    Lifts,
    LooksAtCard,
    LooksHome,
    OpensEnvelope,
    Registers,
    Reports,
    Restarts,
    Restricts,
    Tells,
    Types,
    Withdraws,
)
from tests.confidentiality.worlds.company import OFFICERS, ORDINARY
from tests.confidentiality.worlds.pairs import alike, both

CEO, CFO = OFFICERS
ERIN, SAM, DORA = "U0EMPLOYEE", "U0SECOND", "U0DIRECTOR"


def everything(who):
    """Do all that somebody can do to find something out, and a colleague's business amid it."""
    return (
        LooksHome(who),
        Asks(who, "sell 1"),
        Asks(who, "sell 1 on 2 Dec"),
        Asks(SAM if who != SAM else ERIN, "sell 1"),
        Decides(CEO, APPROVE),
        LooksHome(who),
        *(Types(who, text) for text in ("status", "window", "plans", "restrict", "restrictions")),
        Asks(who, "sell 100 limit"),
        Asks(who, "pledge 50"),
        Asks(who, "short 10"),
        Asks(who, "buy 10", "Other Corp"),
        Asks(who, "buy 10", "Merck", (("learned", "yes"),)),
        Registers(who, "Ada Boyd"),
        Withdraws(who),
        LooksAtCard(CFO),
        Asks(who, "buy 500"),
        Later(timedelta(minutes=3)),
        Restarts(),
        Withdraws(who),
        LooksHome(who),
        OpensEnvelope(who),
        Asks(who, "gift 200"),
        At("2026-12-04 16:00"),
        LooksHome(who),
        OpensEnvelope(who),
        Types(who, "status"),
    )


def test_a_person_restricted_silently_sees_what_anybody_sees():
    before = (Asks(ERIN, "buy 2"), Decides(CFO, DECLINE), LooksHome(ERIN), Asks(ERIN, "buy 3"))
    restricted = (Restricts(CFO, (ERIN, DORA)), LooksHome(ERIN), Later(), LooksHome(ERIN))
    lifted = (Lifts(CFO), Later(), Agrees(CEO), Later(), Later(), OpensEnvelope(ERIN))
    at_the_end = (At("2026-12-17 17:00"), LooksHome(ERIN), *lifted, LooksHome(ERIN))
    history = (*before, *restricted, *everything(ERIN), *at_the_end)
    lived = both([histories.without(history), history], (ERIN,), protects=ERIN)
    assert not lived[1].skipped
    alike(lived, ERIN)


def test_the_log_and_the_database_weigh_the_same_but_for_the_officers_envelope():
    """Of a silent restriction there is one envelope more, to the officer who set it."""
    history = (Asks(ERIN), Restricts(CFO, (ERIN,)), Later(), *everything(ERIN))
    lived = both([histories.without(history), history], (ERIN,), protects=ERIN)
    logs = [[line for line in one.log if "delivered" not in line] for one in lived]
    assert logs[0] == logs[1]
    first, second = (dict(one.shape) for one in lived)
    assert len(second.pop("deliveries")) == len(first.pop("deliveries")) + 1
    assert first == second


def test_an_owner_of_a_plan_restricted_silently_sees_what_anybody_sees():
    """Under the plan and outside it, and in the blackout that the plan carries on through."""
    sells = Asks(DORA, "sell 100", wishes=(("plan", "first"),))
    history = (
        sells,
        Restricts(CEO, (DORA,)),
        Later(),
        sells,
        Asks(DORA, "sell 100"),
        Types(DORA, "plans"),
        ChangesPlans(CFO),
        sells,
        At("2026-12-18 10:00"),
        sells,
        Asks(DORA, "sell 100"),
        LooksHome(DORA),
    )
    alike(both([histories.without(history), history], (DORA,), protects=DORA), DORA)


@pytest.mark.parametrize("notify", [True, False])
def test_a_colleague_of_restricted_people_sees_what_anybody_sees(notify):
    """Whatever becomes of the others: declined, their clearance withdrawn, told, or not."""
    history = (
        Asks(SAM, "buy 500"),
        Decides(CEO, APPROVE),
        Asks(ERIN, "buy 500"),
        Decides(CFO, APPROVE),
        Asks(SAM, "sell 2"),
        Restricts(CFO, (SAM, DORA), notify=notify),
        Tells(CFO, (SAM,), "Merck"),
        Later(),
        OpensEnvelope(ERIN),
        OpensEnvelope(SAM),
        Decides(CEO, APPROVE),
        Asks(DORA, "buy 4"),
        Decides(CFO, APPROVE),
        Decides(CEO, DECLINE, 1),
        *everything(ERIN),
        Asks(ERIN, "buy 7"),
        Decides(CFO, APPROVE),
        OpensEnvelope(ERIN),
        Reports(ERIN),
        At("2026-12-17 17:00"),
        LooksHome(ERIN),
    )
    alike(both([histories.without(history), history], (ERIN,)), ERIN)


def test_the_other_officer_sees_nothing_until_a_request_collides():
    history = (
        LooksHome(CEO),
        *(Asks(who, "buy 1") for who in (ERIN, "U0CONSULT", "U0CHAIR")),
        Later(timedelta(days=1)),
        *(Asks(who, "buy 1") for who in (SAM, DORA)),
        Restricts(CFO, (SAM, DORA)),
        Later(),
        LooksHome(CEO),
        Types(CEO, "plans"),
        Asks(ERIN, "buy 1"),
        LooksAtCard(CEO),
        Decides(CEO, APPROVE),
        Asks(SAM, "buy 1"),
        LooksHome(CEO),
        At("2026-11-30 10:00"),
        LooksHome(CEO),
        OpensEnvelope(CEO),
    )
    alike(both([histories.without(history), history], (CEO,)), CEO)


@pytest.mark.parametrize("reasons", [("x", "r" * 1000), ("", "a merger")])
def test_nobody_learns_a_reason_nor_does_the_database_weigh_it(reasons):
    history = (
        Asks(SAM, "buy 500"),
        Decides(CEO, APPROVE),
        Restricts(CFO, (SAM, DORA), notify=True, reason="?"),
        Later(),
        OpensEnvelope(SAM),
        Asks(SAM, "buy 2"),
        Decides(CEO, APPROVE),
        *everything(ERIN),
    )
    told = (*ORDINARY, CEO, *((CFO,) if all(reasons) else ()))
    lived = both([histories.with_reason(history, one) for one in reasons], told)
    for one in told:
        alike(lived, one)
    assert lived[0].log == lived[1].log
    assert lived[0].shape == lived[1].shape
