"""Who beside the insider is covered: every tie, and its absence."""

import pytest


@pytest.mark.parametrize("relation", ["child", "parent", "sibling", "relative"])
@pytest.mark.parametrize(
    ("ties", "covered"),
    [
        ({}, "no"),
        ({"same_household": False, "consults_insider": False}, "no"),
        ({"same_household": True}, "yes"),
        ({"consults_insider": True}, "yes"),
        ({"influenced": True}, "yes"),
        ({"directed": True}, "yes"),
        ({"insider_is": "trustee"}, "no"),
    ],
)
def test_family(relation, ties, covered, ask):
    assert ask("covered", relation=relation, **ties) == {"covered": covered}


def test_spouses_wherever_they_live_and_others_in_the_household(ask):
    assert ask("covered", relation="spouse", same_household=False) == {"covered": "yes"}
    assert ask("covered", relation="other", same_household=True) == {"covered": "yes"}
    moved = {"directed": True, "influenced": True, "consults_insider": True}
    assert ask("covered", relation="other", **moved) == {"covered": "no"}


@pytest.mark.parametrize("relation", ["partnership", "trust", "estate"])
@pytest.mark.parametrize(
    ("ties", "covered"),
    [
        ({}, "no"),
        ({"insider_is": "general_partner"}, "yes"),
        ({"insider_is": "trustee"}, "yes"),
        ({"insider_is": "executor"}, "yes"),
        ({"insider_is": "beneficiary"}, "review"),
        ({"insider_is": "beneficiary", "directed": True}, "yes"),
        ({"influenced": True}, "yes"),
        ({"same_household": True, "consults_insider": True}, "no"),
        ({"insider_is": "beneficiary", "consults_insider": True}, "review"),
    ],
)
def test_entities(relation, ties, covered, ask):
    assert ask("covered", relation=relation, **ties) == {"covered": covered}


def test_the_file_may_leave_a_beneficiarys_trust_out(ask):
    reading = {"scope": {"beneficiary_only_trust": "not_covered"}}
    only = {"insider_is": "beneficiary"}
    assert ask("covered", reading, relation="trust", **only) == {"covered": "no"}
    assert ask("covered", reading, relation="estate", **only) == {"covered": "review"}
    assert ask("covered", reading, relation="trust", directed=True, **only) == {"covered": "yes"}


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "missing_field"),
        ({"relation": "cousin"}, "bad_value"),
        ({"relation": "child", "same_household": "no"}, "bad_value"),
        ({"relation": "child", "consults_insider": None}, "bad_value"),
        ({"relation": "child", "insider_is": "owner"}, "bad_value"),
    ],
)
def test_errors(fields, code, ask):
    assert ask("covered", **fields) == code
