"""What a finding tells the words that are made of it: each name, each value."""

import pytest

from policy.decide import decide
from policy.facts import Plan, Transaction
from tests.policy.making import IN_BLACKOUT, at, day, facts

REPORTED = {"at": at("2025-08-15T10:00:00")}  # reported on the day before, not yet open
OFFICER = {"roles": {"officer"}}


def told(policy, calendar, rule, **changes):
    findings = decide(facts(**changes), policy, calendar).findings
    [found] = [dict(each.parameters) for each in findings if each.rule == rule]
    return found


@pytest.mark.parametrize(
    ("rule", "changes", "parameters"),
    [
        ("blackout", IN_BLACKOUT, {"quarter_end": "2025-06-30", "reopens_at": None}),
        (
            "blackout",
            REPORTED,
            {"quarter_end": "2025-06-30", "reopens_at": "2025-08-18T13:30:00+00:00"},
        ),
        ("blackout", {"releases": ()}, {"quarter_end": None, "reopens_at": None}),
        (
            "approved_during_blackout",
            {**REPORTED, "on": day("2025-08-19")},
            {"quarter_end": "2025-06-30", "reopens_at": "2025-08-18T13:30:00+00:00"},
        ),
        (
            "lead_time",
            {"on": day("2025-08-25")},
            {"earliest_on": "2025-08-26", "lead": "session_anchor"},
        ),
        ("prohibited_transaction", {"action": "short_sale"}, {"action": "short_sale"}),
        ("standing_order", {"time_in_force": "gtc"}, {"day_limit": "forbidden"}),
        (
            "plan_too_young",
            {**IN_BLACKOUT, "plan": Plan(day("2025-05-20"), approved=True)},
            {"days": 27, "needed": 30},
        ),
        (
            "plan_too_young",
            {"releases": (), "plan": Plan(day("2025-05-20"), approved=True)},
            {"days": None, "needed": 30},
        ),
        (
            "cooling_off",
            {**OFFICER, "plan": Plan(day("2025-08-01"), approved=True)},
            {"first_trade_on": "2025-12-01"},  # 120 days are over on a Saturday
        ),
        (
            "short_swing",
            {
                **OFFICER,
                "history": (
                    Transaction("purchase", day("2025-06-02"), 5, "1.00"),
                    Transaction("purchase", day("2025-08-01"), 5, "1.00"),
                ),
            },
            {"side": "purchase", "on": "2025-08-01"},
        ),
        ("mnpi", {"attests_no_mnpi": False}, {}),
    ],
)
def test_what_the_words_are_made_of(rule, changes, parameters, policy, calendar):
    assert told(policy, calendar, rule, **changes) == parameters
