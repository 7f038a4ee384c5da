"""A nudge is the same act, to the same people, whoever is restricted and whatever is decided."""

from datetime import timedelta

from tests.confidentiality.worlds.acts import (
    APPROVE,
    DECLINE,
    Asks,
    Decides,
    Later,
    LooksHome,
    OpensEnvelope,
    Restricts,
    Types,
)
from tests.confidentiality.worlds.pairs import both, same

CEO, CFO, ERIN = "U0CEO", "U0CFO", "U0EMPLOYEE"


def nudged(*acts, verdict=DECLINE):
    """Ask, nudge an hour later and once too often, and hear the decision."""
    return (
        Asks(ERIN, "buy 500"),
        *acts,
        Later(timedelta(hours=1)),
        Types(ERIN, "nudge"),
        Types(ERIN, "nudge"),
        Decides(CEO, verdict),
        OpensEnvelope(ERIN),
        Types(ERIN, "nudge"),
        Types(ERIN, "status"),
        LooksHome(ERIN),
    )


def test_a_restriction_changes_nothing_of_a_nudge():
    restricted = Restricts(CFO, (ERIN,), reason="a merger")
    none = Restricts(CFO, (ERIN,), hidden=True)
    lived = both([nudged(one) for one in (none, restricted)], (ERIN, CEO))
    # The first card, and the one of the nudge.
    assert sum("Decide by" in str(one) for one in lived[0].posted[CEO]) >= 2
    same(lived[0].of(ERIN), lived[1].of(ERIN))
    same(lived[0].posted[CEO], lived[1].posted[CEO])
    for one in lived:
        one.shape.pop("deliveries")  # an officer's envelope that it is kept
        one.shape.pop("register")
    assert lived[0].shape == lived[1].shape


def test_what_is_posted_does_not_tell_an_approval_from_a_decline():
    """Above all not what a closed card says of who decided."""
    cleared, declined = both([nudged(verdict=one) for one in (APPROVE, DECLINE)], (ERIN, CEO, CFO))
    for one in (ERIN, CEO, CFO):
        same(cleared.posted[one], declined.posted[one])
    assert cleared.shape == declined.shape
