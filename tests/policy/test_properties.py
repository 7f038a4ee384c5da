"""What holds for every request, whatever else is true of it."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from policy.actions import PROHIBITED
from policy.approvers import approvers_for
from policy.archive import decision_from, decision_to, facts_confidential, facts_from, facts_public
from policy.ask import answer_lines
from policy.blackouts import Blackouts
from policy.clearance_life import clearance_life
from policy.decide import decide
from policy.facts import COMPANY
from policy.findings import Audience, Outcome
from policy.roles import ROLES
from policy.trade_check import failing_rule
from tests.examples import tried_on
from tests.policy.drawing import FACTS, MOMENTS, QUARTERS, RESTRICTIONS, ROLE_SETS, report_of
from tests.policy.making import SUMMER, changed

#: From the freest to the strictest.
STRICTNESS = {Outcome.EXEMPT: 0, Outcome.REFER: 1, Outcome.REFUSE: 3}
MANY = tried_on(200)
COUNSEL = changed(
    approvers={"trade": ["general_counsel", "cfo"], "nobody_left": "board"},
    clearance={"applies_to_consultants": False},
)


def strictness(decision) -> int:
    """Rank a decision; one that is referred and cannot be approved is the stricter."""
    refused_late = decision.outcome is Outcome.REFER and not decision.approvable
    return STRICTNESS[decision.outcome] + refused_late


@MANY
@given(FACTS, RESTRICTIONS)
def test_a_restriction_only_narrows(policy, calendar, made, more):
    """Another restriction frees nobody, adds only its own rule and shows nothing."""
    before = decide(made, policy, calendar)
    after = decide(replace(made, restrictions=(*made.restrictions, *more)), policy, calendar)
    assert strictness(after) >= strictness(before)
    assert set(before.rules) <= set(after.rules) <= {*before.rules, "restriction"}
    assert public(after) == public(before)


def public(decision) -> list:
    return [each for each in decision.findings if each.audience is not Audience.CONFIDENTIAL]


@MANY
@given(FACTS, RESTRICTIONS)
def test_the_outcome_told_at_once_is_the_same_with_and_without_a_restriction(
    policy, calendar, made, more
):
    """Refused, referred or exempt: the requester's first answer does not depend on it."""
    free = decide(replace(made, restrictions=()), policy, calendar)
    held = decide(replace(made, restrictions=more), policy, calendar)
    assert held.outcome is free.outcome


@MANY
@given(FACTS, st.sampled_from(sorted(PROHIBITED)))
def test_no_exemption_lifts_a_prohibited_transaction(policy, calendar, made, action):
    """Not a plan, not a role, not a reading: it is refused, and nothing else is said."""
    deed = replace(made.trade, action=action, issuer=COMPANY)
    found = decide(replace(made, trade=deed), policy, calendar)
    assert (found.outcome, found.rules) == (Outcome.REFUSE, ("prohibited_transaction",))
    assert not found.approvable
    elsewhere = decide(
        replace(made, trade=replace(deed, issuer="Example Corp.", insider_knows_mnpi=False)),
        policy,
        calendar,
    )
    assert elsewhere.outcome is Outcome.EXEMPT


@MANY
@given(FACTS)
def test_every_finding_is_kept_and_a_lifted_one_names_what_lifted_it(policy, calendar, made):
    """Lifting changes who is heard, never what was found."""
    found = decide(made, policy, calendar)
    assert len({each.rule for each in found.findings}) == len(found.findings)
    for each in found.findings:
        assert (each.rule in found.rules) is (each.lifted_by is None)
        assert each.lifted_by is None or each.lifted_by
    if not found.rules:
        assert found.outcome in {Outcome.REFER, Outcome.EXEMPT}
    assert found.approvable is (found.outcome is Outcome.REFER and "restriction" not in found.rules)


@MANY
@given(FACTS)
def test_what_is_kept_of_a_decision_replays_to_it(policy, calendar, made):
    stored = json.dumps([facts_public(made), facts_confidential(made)])
    again = facts_from(*json.loads(stored))
    found = decide(again, policy, calendar)
    assert found == decide(made, policy, calendar)
    assert decision_from(json.loads(json.dumps(decision_to(found)))) == found


@pytest.mark.parametrize("reading", ["cellectar_2018", "counsel"])
@given(
    st.sampled_from(["trade", "plan", "acknowledgement"]),
    ROLE_SETS,
    st.frozensets(st.sampled_from(sorted(ROLES)), max_size=5),
)
def test_nobody_approves_their_own(policy, reading, what, roles, vacant):
    """Whatever they hold besides, and whichever seats are empty."""
    chosen = policy if reading == "cellectar_2018" else COUNSEL
    found = approvers_for(what, roles, chosen, vacant)
    assert not set(found) & (roles | vacant)
    assert set(found) <= chosen.approvers.offices()
    assert list(found) == sorted(set(found))


@MANY
@given(st.sampled_from(QUARTERS[:3]), st.integers(1, 80 * 24 * 60), MOMENTS)
def test_a_further_report_after_a_blackouts_end_does_not_move_it(
    policy, calendar, quarter_end, minutes, moment
):
    """The first full report ends it; a 10-K weeks later opens and closes nothing."""
    once = Blackouts(policy, calendar, SUMMER)
    ended_at = once.period(quarter_end, moment).ends_at
    assume(ended_at is not None)
    later = report_of(quarter_end, ended_at + timedelta(minutes=minutes))
    again = Blackouts(policy, calendar, (later, *SUMMER))
    for at in (moment, later.at, later.at + timedelta(days=3), ended_at):
        assert again.window(at) == once.window(at)
        assert again.period(quarter_end, max(at, ended_at)).ends_at == ended_at


@MANY
@given(FACTS, FACTS, RESTRICTIONS)
def test_others_restrictions_change_nothing(policy, calendar, asked, other, theirs):
    """A batch answers one person alike, whoever else is asked about and restricted."""
    mine = as_question("mine", asked)
    alone = [line for line, _ in answer_lines([mine], policy, calendar)]
    among = [
        line
        for line, _ in answer_lines(
            [
                as_question("other", replace(other, restrictions=theirs)),
                mine,
                as_question("other", replace(asked, restrictions=theirs)),
                mine,
            ],
            policy,
            calendar,
        )
    ]
    assert [among[1], among[3]] == alone * 2


def without_none(fields: dict) -> dict:
    return {key: value for key, value in fields.items() if value is not None}


def as_question(name: str, made) -> str:
    """Write facts as a line for ``preclear ask``, with all that it knows of them."""
    told = {**facts_public(made), **facts_confidential(made)}
    told["trade"] = without_none({**told["trade"], **told["issuer"], "plan": told["plan"]})
    if "plan" in told["trade"]:
        told["trade"]["plan"] = without_none(told["trade"]["plan"])
    for name_of_list in ("history", "restrictions"):
        told[name_of_list] = [without_none(each) for each in told[name_of_list]]
    return json.dumps({"ask": "decide", "id": name, **told})


@MANY
@given(MOMENTS, st.integers(0, 20 * 24 * 3600), st.just(()) | RESTRICTIONS)
def test_a_trade_that_keeps_to_its_clearance_keeps_to_every_rule_of_time(
    policy, calendar, approved_at, seconds, held
):
    """Inside its life, outside every blackout, and a restriction takes away, never gives."""
    trade_at = approved_at + timedelta(seconds=seconds)
    blackouts = Blackouts(policy, calendar, SUMMER)
    life = clearance_life(approved_at, blackouts)
    rule = failing_rule(approved_at, trade_at, life, blackouts)
    if rule is None:
        assert life.earliest_trade_at <= trade_at <= life.expires_at
        assert not blackouts.closed(trade_at)
        assert not blackouts.closed(approved_at)
    narrowed = failing_rule(approved_at, trade_at, life, blackouts, held)
    assert narrowed == rule or (rule is None and narrowed == "restriction")
