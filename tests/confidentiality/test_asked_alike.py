"""Whether somebody traded is asked alike, whatever was decided and whatever restricts them."""

import pytest

from tests.confidentiality.worlds.acts import (
    APPROVE,
    DECLINE,
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
#: The end of the time, three mornings, and the one on which compliance is told.
DAYS = ("2026-11-27 13:00", "2026-11-30 10:00", "2026-12-01 10:00", "2026-12-02 10:00")
LAST = "2026-12-03 10:00"


def asked_in_vain(verdict, *more):
    """Ask, hear a decision, and answer nothing until compliance would be told."""
    return (
        Asks(ERIN, "buy 500"),
        *more,
        Later(),
        Decides(CEO, verdict),
        *(At(day) for day in (*DAYS, LAST)),
        Later(),
    )


def looked(history):
    return (*history, Types(ERIN, "traded"), LooksHome(ERIN), OpensEnvelope(ERIN))


def beside(lived, *tables):
    """Give the rows' shapes but those of tables that differ for another reason."""
    return {name: rows for name, rows in lived.shape.items() if name not in tables}


def test_a_restricted_decline_is_asked_about_as_an_ordinary_one():
    restricted = Restricts(CFO, (ERIN,), reason="a merger")
    none = Restricts(CFO, (ERIN,), hidden=True)
    lived = both([looked(asked_in_vain(DECLINE, one)) for one in (none, restricted)], (ERIN,))
    # The decision, the end of its time, and three mornings.
    assert len(lived[0].posted[ERIN]) == 5
    same(lived[0].of(ERIN), lived[1].of(ERIN))
    # An officer's envelope that the restriction is kept, and the register itself.
    assert beside(lived[0], "deliveries", "register") == beside(lived[1], "deliveries", "register")


def test_a_clearance_and_a_decline_are_asked_about_by_the_same_rows_and_messages():
    cleared, declined = both([asked_in_vain(one) for one in (APPROVE, DECLINE)], (ERIN, CEO, CFO))
    for one in (ERIN, CEO, CFO):
        same(cleared.posted[one], declined.posted[one])
    assert len(cleared.shape["deliveries"]) > 10
    assert cleared.shape == declined.shape


@pytest.mark.parametrize("person", [ERIN, "U0CHAIR"])
def test_who_does_not_handle_cases_has_no_list_of_who_is_silent(person):
    lived = both([[Types(person, text)] for text in ("qwertz", "overdue")], (person,))
    same(lived[0].of(person), lived[1].of(person))
