"""Facts and decisions come back from JSON exactly as they went in."""

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from policy.actions import ACTIONS
from policy.archive import (
    decision_from,
    decision_to,
    facts_confidential,
    facts_from,
    facts_public,
    finding_from,
    finding_to,
)
from policy.decide import decide
from policy.facts import (
    Facts,
    Override,
    Person,
    Plan,
    Release,
    Restriction,
    Trade,
    Transaction,
)
from policy.findings import Audience, Decision, Effect, Finding, Outcome
from policy.roles import ROLES
from tests.policy.making import at, event, facts

DAYS = st.dates(date(2000, 1, 1), date(2049, 12, 31))
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2049, 12, 31)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=UTC)
)
MAYBE = st.none() | INSTANTS
TEXTS = st.text(min_size=1, max_size=20)

TRADES = st.builds(
    Trade,
    action=st.sampled_from(sorted(ACTIONS)),
    quantity=st.integers(1, 10**9),
    issuer=TEXTS,
    on=st.none() | DAYS,
    order=st.sampled_from(["market", "limit", "stop"]),
    time_in_force=st.sampled_from(["day", "gtc"]),
    shares_sold=st.integers(0, 10**6),
    price_kind=st.sampled_from([None, "fixed", "variable"]),
    settlement=st.none() | TEXTS,
    margin=st.booleans(),
    insider_knows_mnpi=st.booleans(),
    plan=st.none()
    | st.builds(
        Plan, DAYS, st.booleans(), st.none() | DAYS, st.booleans(), MAYBE, st.none() | DAYS
    ),
)
FACTS = st.builds(
    Facts,
    at=INSTANTS,
    person=st.builds(Person, st.frozensets(st.sampled_from(sorted(ROLES))), st.booleans()),
    trade=TRADES,
    releases=st.lists(
        st.builds(Release, DAYS, INSTANTS, st.sampled_from(["full", "preliminary"])), max_size=4
    ).map(tuple),
    overrides=st.lists(st.builds(Override, DAYS, MAYBE, MAYBE), max_size=2).map(tuple),
    attests_no_mnpi=st.booleans(),
    restrictions=st.lists(
        st.builds(
            Restriction,
            st.sampled_from(["event", "early_blackout"]),
            INSTANTS,
            MAYBE,
            st.none() | DAYS,
        ),
        max_size=3,
    ).map(tuple),
    history=st.lists(
        st.builds(
            Transaction,
            side=st.sampled_from(["purchase", "sale"]),
            on=DAYS,
            shares=st.integers(1, 10**9),
            price=st.decimals(0, 10**6, places=4).map(str),
            exempt=st.booleans() | TEXTS,
            owner=st.none() | TEXTS,
        ),
        max_size=3,
    ).map(tuple),
)
FINDINGS = st.builds(
    Finding,
    rule=TEXTS,
    section=TEXTS,
    effect=st.sampled_from(Effect),
    audience=st.sampled_from(Audience),
    parameters=st.dictionaries(TEXTS, st.none() | st.booleans() | st.integers() | TEXTS),
    lifted_by=st.none() | TEXTS,
)


def through_json(value):
    return json.loads(json.dumps(value))


@given(FACTS)
def test_facts_come_back(given_facts):
    public, confidential = facts_public(given_facts), facts_confidential(given_facts)
    again = facts_from(through_json(public), through_json(confidential))
    assert again == given_facts
    assert (facts_public(again), facts_confidential(again)) == (public, confidential)


@given(FINDINGS)
def test_findings_come_back(finding):
    assert finding_from(through_json(finding_to(finding))) == finding


@given(st.sampled_from(Outcome), st.booleans(), st.lists(TEXTS), st.lists(FINDINGS, max_size=3))
def test_decisions_come_back(outcome, approvable, rules, findings):
    decision = Decision(outcome, approvable, tuple(rules), tuple(findings))
    assert decision_from(through_json(decision_to(decision))) == decision


def test_the_hour_that_comes_twice_keeps_its_order():
    """Both 01:30s of the autumn night come back as two instants an hour apart."""
    first = facts(at=at("2025-11-02T01:30:00-04:00"))
    second = facts(at=at("2025-11-02T01:30:00-05:00"))
    again = [
        facts_from(facts_public(each), facts_confidential(each)).at for each in (first, second)
    ]
    assert (again[1] - again[0]).total_seconds() == 3600


def test_an_instant_is_written_in_utc_whatever_zone_it_came_in():
    made = facts(at=datetime.fromisoformat("2025-08-25T10:00:00-04:00"))
    public = facts_public(made)
    assert public["at"] == "2025-08-25T14:00:00+00:00"
    assert facts_from(public, facts_confidential(made)) == made


def test_the_public_part_holds_nothing_of_a_restriction():
    """It is byte for byte the same with restrictions and without."""
    held = facts(
        restrictions=(event("2025-08-20T10:00:00"),),
        history=(Transaction("sale", date(2025, 8, 1), 5, "1.00"),),
    )
    assert facts_public(held) == facts_public(facts())
    assert facts_confidential(held) != facts_confidential(facts())


def test_the_public_part_holds_nothing_of_a_plan():
    """Whether a plan is suspended is for its owner and the officers."""
    running, stopped = (
        facts(plan=Plan(date(2025, 1, 2), approved=True, suspended=suspended))
        for suspended in (False, True)
    )
    assert facts_public(running) == facts_public(stopped) == facts_public(facts())
    assert facts_confidential(running) != facts_confidential(stopped)


def test_the_public_part_names_no_other_company_and_not_what_is_known_of_it():
    """In the open it is another company, whichever it is and whatever was said of it."""
    one = facts(issuer="Example Corp.", insider_knows_mnpi=True)
    other = facts(issuer="Another plc", insider_knows_mnpi=False)
    assert facts_public(one) == facts_public(other) != facts_public(facts())
    assert facts_confidential(one) != facts_confidential(other)


def test_facts_of_the_first_tables_are_read_as_well():
    """They sealed no issuer, and had an empty plan in the public part."""
    made = facts(issuer="Example Corp.", insider_knows_mnpi=True)
    public, sealed = facts_public(made), facts_confidential(made)
    del sealed["plan"]
    public["trade"] |= {"plan": None, **sealed.pop("issuer")}
    assert facts_from(public, sealed) == made


def test_a_plan_that_stands_in_the_open_is_read_as_well():
    made = facts(plan=Plan(date(2025, 1, 2), approved=True))
    public, sealed = facts_public(made), facts_confidential(made)
    public["trade"]["plan"] = sealed.pop("plan")
    assert facts_from(public, sealed) == made


def test_what_stands_in_the_open_of_a_trade():
    trade = {
        "action": "sell",
        "issuer": "company",
        "margin": False,
        "on": None,
        "order": "market",
        "price_kind": None,
        "quantity": 100,
        "security": facts().trade.security,
        "settlement": None,
        "shares_sold": 0,
        "time_in_force": "day",
    }
    assert facts_public(facts())["trade"] == trade
    other = facts_public(facts(issuer="Example Corp.", on=date(2025, 8, 27)))["trade"]
    assert other == {**trade, "issuer": "another", "on": "2025-08-27"}


@given(st.booleans(), st.sampled_from(sorted(ACTIONS)))
def test_stored_facts_replay_to_the_same_decision(policy, calendar, restricted, action):
    held = (event("2025-08-20T10:00:00"),) if restricted else ()
    made = facts(action=action, restrictions=held, on=date(2025, 8, 27))
    again = facts_from(through_json(facts_public(made)), through_json(facts_confidential(made)))
    assert decide(again, policy, calendar) == decide(made, policy, calendar)
