"""Who decides: never the requester, never an empty seat, and somebody where possible."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.approvers import approvers_for
from policy.roles import ROLES
from tests.policy.making import changed

SETS = st.sets(st.sampled_from(sorted(ROLES)))


@pytest.mark.parametrize(
    ("what", "roles", "vacant", "offices"),
    [
        ("trade", {"employee"}, (), ("ceo", "cfo")),
        ("trade", {"cfo"}, (), ("ceo",)),
        ("trade", {"employee"}, {"ceo"}, ("cfo",)),
        ("trade", {"cfo"}, {"ceo"}, ("audit_chair",)),
        ("trade", {"ceo", "cfo"}, (), ("audit_chair",)),
        ("trade", {"ceo", "cfo"}, {"audit_chair"}, ()),
        ("plan", {"employee"}, (), ("cfo",)),
        ("plan", {"cfo"}, (), ("ceo",)),
        ("plan", {"ceo"}, (), ("audit_chair",)),
        ("plan", {"ceo", "audit_chair"}, (), ()),
        ("acknowledgement", {"cfo"}, {"ceo"}, ("audit_chair",)),
    ],
)
def test_offices(what, roles, vacant, offices, policy):
    assert approvers_for(what, roles, policy, frozenset(vacant)) == offices


@given(st.sampled_from(["trade", "plan", "acknowledgement"]), SETS, SETS)
def test_nobody_decides_their_own_request(policy, what, roles, vacant):
    """Nor does an empty seat, whatever the seats and roles."""
    found = approvers_for(what, roles, policy, vacant)
    assert not set(found) & (roles | vacant)
    assert found == tuple(sorted(set(found)))


def test_another_company_names_its_own_offices():
    policy = changed(approvers={"trade": ["general_counsel"], "nobody_left": "board_chair"})
    assert approvers_for("trade", {"employee"}, policy) == ("general_counsel",)
    assert approvers_for("trade", {"general_counsel"}, policy) == ("board_chair",)
    assert approvers_for("trade", {"general_counsel", "board_chair"}, policy) == ()


def test_whoever_needs_no_clearance_has_approvers_all_the_same(policy):
    """Something else may need a person's look, and nobody else looks at it."""
    as_written = changed(clearance={"applies_to_consultants": False})
    for each in (policy, as_written):
        assert approvers_for("trade", {"consultant"}, each) == ("ceo", "cfo")
        assert approvers_for("trade", {"consultant", "director"}, each) == ("ceo", "cfo")
        assert approvers_for("acknowledgement", {"consultant"}, each) == ("cfo",)
