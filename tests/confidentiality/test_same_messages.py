"""Whatever a decline or a notice is about, its addressee gets the same bytes."""

from datetime import date

import pytest

from clearance.shown import Actor
from tests.clearance.company import TEAM
from tests.confidentiality.worlds.acts import (
    DECLINE,
    RETURN,
    Asks,
    At,
    Decides,
    Later,
    LooksHome,
    OpensEnvelope,
    Restricts,
    Types,
)
from tests.confidentiality.worlds.pairs import both, same

CEO, CFO, ERIN = "U0CEO", "U0CFO", "U0EMPLOYEE"
NONE = Restricts(CFO, (ERIN,), hidden=True)
EVENT = Restricts(CFO, (ERIN,), reason="a merger")
EARLY = Restricts(CFO, (ERIN,), date(2026, 12, 31))


def asked_and(verdict, restriction):
    """Ask, be restricted or not, hear the decision, and look at everything afterwards."""
    return (
        Asks(ERIN, "buy 500"),
        restriction,
        Later(),
        LooksHome(ERIN),
        Decides(CEO, verdict),
        OpensEnvelope(ERIN),
        Types(ERIN, "status"),
        LooksHome(ERIN),
        Later(),
        At("2026-12-17 17:00"),
        OpensEnvelope(ERIN),
        LooksHome(ERIN),
    )


@pytest.mark.parametrize("verdict", [DECLINE, RETURN])
def test_a_decline_reads_the_same_whatever_its_cause(verdict):
    """An ordinary one, one because of an event, and one because of an early blackout."""
    lived = both([asked_and(verdict, one) for one in (NONE, EVENT, EARLY)], (ERIN,))
    assert len(lived[0].posted[ERIN]) == 2
    for other in lived[1:]:
        same(lived[0].of(ERIN), other.of(ERIN))
    for one in lived:
        one.shape.pop("deliveries")  # an officer's envelope that it is kept
        one.shape.pop("register")
    assert lived[0].shape == lived[1].shape == lived[2].shape


def test_a_notice_is_an_envelope_like_any_other():
    """Told of a restriction, of its kind, or that a request was declined, at one moment."""
    notified = Restricts(CFO, (ERIN,), notify=True)
    early = Restricts(CFO, (ERIN,), date(2026, 12, 31), notify=True)
    declined = (Asks(ERIN), Later(), Decides(CEO, DECLINE))
    lived = both([(notified, Later()), (early, Later()), declined], (ERIN,))
    assert len(lived[0].posted[ERIN]) == 1
    same(lived[0].posted[ERIN], lived[1].posted[ERIN])
    same(lived[0].posted[ERIN], lived[2].posted[ERIN])


def test_an_event_and_an_early_blackout_are_told_in_the_same_words():
    class Opens:
        """Open the one envelope, and keep what the desk shows."""

        shown = None

        async def do(self, world):
            (about,) = await world.rows(f"select id from deliveries where conversation = '{ERIN}'")
            self.shown = await world.desk.opened(Actor(TEAM, ERIN), about["id"])

    opening = [Opens(), Opens()]
    told = [Restricts(CFO, (ERIN,), kind, notify=True) for kind in (None, date(2026, 12, 31))]
    lived = both(
        [
            (one, Later(), opens, OpensEnvelope(ERIN))
            for one, opens in zip(told, opening, strict=True)
        ],
        (ERIN,),
    )
    same(lived[0].of(ERIN), lived[1].of(ERIN))
    assert repr(opening[0].shown) == repr(opening[1].shown)
    assert "restricted" in repr(opening[0].shown)


@pytest.mark.parametrize("person", [ERIN, "U0CHAIR", "U0LEFT"])
def test_who_is_no_officer_has_no_such_command(person):
    """The officers' commands are answered to anybody else as a word that means nothing."""
    typed = ("restrict", "restrict U0SECOND", "RESTRICT", "notice", "notice Merck")
    lived = both([[Types(person, text)] for text in ("qwertz", *typed)], (person,))
    for other in lived[1:]:
        same(lived[0].of(person), other.of(person))
