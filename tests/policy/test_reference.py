"""The engine against a second reading, written from the text alone, point by point."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.ask import answer_lines
from policy.calendars.exchange import load_exchange
from policy.company import load_policy, shipped
from tests.examples import tried_on
from tests.policy.drawing import FACTS, READINGS
from tests.policy.making import changed
from tests.policy.reference import Reference, instant, parsed
from tests.policy.reference_decisions import decide as decided_again
from tests.policy.test_properties import as_question
from tests.policy.two_readings import TwoReadings

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("name", shipped())
def test_both_readings_agree_a_second_before_at_and_after_every_boundary(name):
    """Of twenty years: every open and close, every report, every period's start and end."""
    policy = load_policy(name)
    both = TwoReadings(policy, load_exchange(policy.issuer.exchange))
    looked, outcomes = 0, set()
    for boundary in both.boundaries():
        for at in (boundary - SECOND, boundary, boundary + SECOND):
            found = both.from_engine(at)
            assert found == both.from_reference(at), f"{name} at {at.isoformat()}"
            looked += 1
            outcomes.add((found[0], found[2], found[5], found[6]))
    assert looked > 30_000
    # Closed; open; open for others only: the record is varied enough to mean something.
    assert outcomes == {
        (True, False, "refuse", False),
        (False, True, "refer", True),
        (False, False, "refer", False),
    }


@tried_on(500)
@given(FACTS, READINGS)
def test_both_readings_decide_random_facts_alike(calendar, made, tables):
    """Any request, under any reading of the open points."""
    question = as_question("drawn", made)
    line, good = next(iter(answer_lines([question], changed(**tables), calendar)))
    assert good, line
    answer = json.loads(line)["answer"]
    want = decided_again(json.loads(question), tables)
    assert {key: answer[key] for key in want} == want


@tried_on(350)
@given(FACTS, READINGS, st.integers(-5 * 24, 12 * 24))
def test_both_readings_give_a_clearance_the_same_life(calendar, made, tables, hours):
    """From when to when it holds, whether a trade kept to it, and by which rule it did not."""
    told = json.loads(as_question("drawn", made))
    approved_at = made.at - timedelta(hours=hours)
    question = {
        "ask": "clearance",
        "approved_at": approved_at.isoformat(),
        "trade_at": made.at.isoformat(),
        **{key: told[key] for key in ("releases", "overrides", "restrictions")},
        "attests_no_mnpi": made.attests_no_mnpi,
    }
    line, _ = next(iter(answer_lines([json.dumps(question)], changed(**tables), calendar)))
    answer = json.loads(line)["answer"]
    reference = Reference.of(question, tables)
    want = reference.failing_rule(
        approved_at, made.at, [parsed(each) for each in told["restrictions"]], made.attests_no_mnpi
    )
    assert answer.get("rule") == want
    assert answer["ok"] is (want is None)
    assert instant(answer["earliest_trade_at"]) == reference.earliest_trade_at(approved_at)
    assert instant(answer["expires_at"]) == reference.expires_at(approved_at)
