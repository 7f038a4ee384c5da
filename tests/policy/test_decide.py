"""Every rule on both sides: the fact that makes it speak, and the twin that does not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.actions import ACTIONS, PROHIBITED
from policy.decide import RULE_MODULES, decide
from policy.facts import Plan, Transaction
from policy.findings import RULES, Audience, Effect, Finding, Outcome
from tests.policy.making import SPRING, at, changed, day, event, facts, full

IN_BLACKOUT = {"at": at("2025-06-20T10:00:00"), "releases": SPRING}
OLD_PLAN = Plan(day("2025-01-02"), approved=True)


def rules_of(policy, calendar, **changes) -> tuple[str, ...]:
    return decide(facts(**changes), policy, calendar).rules


def lifted(decision) -> dict[str, str]:
    return {each.rule: each.lifted_by for each in decision.findings if each.lifted_by}


def test_every_rule_has_its_module_in_the_listed_order():
    assert tuple(module.RULE for module in RULE_MODULES) == RULES
    for module in RULE_MODULES:
        assert module.__doc__
        assert module.SECTION


def test_a_plain_sale_in_an_open_window_goes_to_the_approvers(policy, calendar):
    decision = decide(facts(), policy, calendar)
    assert (decision.outcome, decision.approvable) == (Outcome.REFER, True)
    assert (decision.rules, decision.findings) == ((), ())


@pytest.mark.parametrize(
    ("rule", "speaks", "silent"),
    [
        ("prohibited_transaction", {"action": "short_sale"}, {"action": "sell"}),
        ("margin_account", {"margin": True}, {"margin": False}),
        ("standing_order", {"order": "stop"}, {"order": "market"}),
        ("standing_order", {"time_in_force": "gtc"}, {"time_in_force": "day"}),
        ("limit_order", {"order": "limit"}, {"order": "market"}),
        ("mnpi", {"attests_no_mnpi": False}, {"attests_no_mnpi": True}),
        (
            "mnpi_other_issuer",
            {"issuer": "supplier", "insider_knows_mnpi": True},
            {"issuer": "supplier"},
        ),
        ("not_acknowledged", {"acknowledged": False}, {"acknowledged": True}),
        ("blackout", {"at": at("2025-09-16T17:00:00")}, {"at": at("2025-09-16T16:59:59")}),
        (
            "blackout",
            {"on": day("2025-09-17"), "at": at("2025-09-12T10:00:00")},
            {"on": day("2025-09-16"), "at": at("2025-09-12T10:00:00")},
        ),
        (
            "approved_during_blackout",
            {"at": at("2025-08-18T09:29:59"), "on": day("2025-08-20")},
            {"at": at("2025-08-18T09:30:00"), "on": day("2025-08-20")},
        ),
        ("lead_time", {"on": day("2025-08-25")}, {"on": day("2025-08-26")}),
        (
            "lead_time",
            {"on": day("2025-08-26"), "at": at("2025-08-25T16:00:00")},
            {"on": day("2025-08-26"), "at": at("2025-08-25T15:59:59")},
        ),
        ("must_use_10b5_1_plan", {"roles": {"director"}}, {"roles": {"officer"}}),
        ("must_use_10b5_1_plan", {"roles": {"cfo"}}, {"roles": {"cfo"}, "action": "buy"}),
        ("must_use_10b5_1_plan", {"roles": {"audit_chair"}}, {"roles": {"compliance"}}),
        (
            "plan_not_approved",
            {"plan": Plan(day("2025-01-02"), approved=False)},
            {"plan": OLD_PLAN},
        ),
        (
            "plan_suspended",
            {"plan": Plan(day("2025-01-02"), approved=True, suspended=True)},
            {"plan": OLD_PLAN},
        ),
        (
            "plan_too_young",
            {"plan": Plan(day("2025-05-18"), approved=True), **IN_BLACKOUT},
            {"plan": Plan(day("2025-05-17"), approved=True), **IN_BLACKOUT},
        ),
        (
            "cooling_off",
            {"plan": Plan(day("2025-07-26"), approved=True)},
            {"plan": Plan(day("2025-07-25"), approved=True)},
        ),
        (
            "restriction",
            {"restrictions": (event("2025-08-25T10:00:00"),)},
            {"restrictions": (event("2025-08-25T10:00:01"),)},
        ),
        (
            "restriction",
            {"restrictions": (event("2025-08-26T09:30:00"),), "on": day("2025-08-26")},
            {"restrictions": (event("2025-08-26T09:30:01"),), "on": day("2025-08-26")},
        ),
        ("pledge_not_addressed", {"action": "pledge"}, {"action": "sell"}),
    ],
)
def test_a_rule_speaks_and_its_twin_is_silent(rule, speaks, silent, policy, calendar):
    assert rule in rules_of(policy, calendar, **speaks)
    assert rule not in rules_of(policy, calendar, **silent)


@pytest.mark.parametrize(
    ("rule", "tables", "changes"),
    [
        ("margin_account", {"accounts": {"margin": "allowed"}}, {"margin": True}),
        ("limit_order", {"orders": {"day_limit": "allowed"}}, {"order": "limit"}),
        ("pledge_not_addressed", {"accounts": {"pledge": "allowed"}}, {"action": "pledge"}),
        (
            "must_use_10b5_1_plan",
            {"plans": {"required_for_sales_by": ["section16"]}},
            {"roles": {"director"}},
        ),
        (
            "approved_during_blackout",
            {"clearance": {"approve_during_blackout": True}},
            {"at": at("2025-08-15T11:00:00"), "on": day("2025-08-19")},
        ),
        (
            "blackout",
            {"blackout": {"applies_to_consultants": False}},
            {"roles": {"consultant"}, **IN_BLACKOUT},
        ),
        (
            "lead_time",
            {"clearance": {"applies_to_consultants": False}},
            {"roles": {"contractor"}, "on": day("2025-08-25")},
        ),
    ],
)
def test_a_reading_switches_a_rule_off(rule, tables, changes, policy, calendar):
    assert rule in rules_of(policy, calendar, **changes)
    assert rule not in rules_of(changed(**tables), calendar, **changes)


def history(side: str, on: date, *, exempt: bool | str = False) -> tuple[Transaction, ...]:
    return (Transaction(side, on, 100, "1.00", exempt),)


@pytest.mark.parametrize(
    ("past", "speaks"),
    [
        (history("purchase", day("2025-02-25")), True),  # six months to the day
        (history("purchase", day("2025-02-24")), False),
        (history("purchase", day("2026-02-25")), True),  # and forward
        (history("purchase", day("2026-02-26")), False),
        (history("sale", day("2025-08-01")), False),
        (history("purchase", day("2025-08-01"), exempt="16b-3(d)"), False),
        (history("purchase", day("2025-08-01"), exempt=True), False),
    ],
)
def test_short_swing(past, speaks, policy, calendar):
    found = rules_of(policy, calendar, roles={"officer"}, history=past)
    assert found == (("short_swing",) if speaks else ())
    assert rules_of(policy, calendar, roles={"employee"}, history=past) == ()


def test_short_swing_refers_and_may_be_approved(policy, calendar):
    bought = history("purchase", day("2025-08-01"))
    decision = decide(facts(roles={"officer"}, history=bought), policy, calendar)
    assert (decision.outcome, decision.approvable) == (Outcome.REFER, True)
    assert dict(decision.findings[0].parameters) == {"side": "purchase", "on": "2025-08-01"}


def test_a_clamped_anniversary_is_the_first_of_the_next_month(policy, calendar):
    released = (full("2024-12-31", "2025-02-13T08:00:00-05:00"),)
    bought = history("purchase", day("2024-08-30"))
    last = {"releases": released, "roles": {"officer"}, "history": bought}
    within = rules_of(policy, calendar, at=at("2025-03-01T12:00:00-05:00"), **last)
    beyond = rules_of(policy, calendar, at=at("2025-03-02T12:00:00-05:00"), **last)
    assert (within, beyond) == (("short_swing",), ())


def test_a_restriction_refers_without_being_approvable_or_shown(policy, calendar):
    held = facts(restrictions=(event("2025-08-20T10:00:00"),))
    decision = decide(held, policy, calendar)
    assert (decision.outcome, decision.approvable) == (Outcome.REFER, False)
    [finding] = decision.findings
    assert finding == Finding(
        "restriction", "Black-Out Periods", Effect.REFER, Audience.CONFIDENTIAL
    )


@pytest.mark.parametrize("changes", [{}, IN_BLACKOUT, {"order": "limit"}, {"acknowledged": False}])
def test_what_everybody_may_see_is_the_same_with_a_restriction(changes, policy, calendar):
    """Outcome and public findings do not move by one byte."""
    plain = decide(facts(**changes), policy, calendar)
    held = decide(facts(restrictions=(event("2025-01-01T10:00:00"),), **changes), policy, calendar)
    public = [each for each in held.findings if each.audience is not Audience.CONFIDENTIAL]
    assert (held.outcome, public) == (plain.outcome, list(plain.findings))


def test_a_prohibited_transaction_is_said_alone(policy, calendar):
    made = facts(action="collar", margin=True, acknowledged=False, **IN_BLACKOUT)
    decision = decide(made, policy, calendar)
    assert decision.rules == ("prohibited_transaction",)
    assert lifted(decision).keys() == {"margin_account", "not_acknowledged", "blackout"}


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "option_exercise"},
        {"action": "conversion", "price_kind": "fixed"},
        {"action": "net_share_withholding"},
        {"action": "espp_purchase"},
        {"action": "dividend_reinvestment"},
        {"action": "rsu_vesting"},
    ],
)
def test_what_is_no_trade_is_exempt_whatever_else_is_true(changes, policy, calendar):
    held = (event("2025-01-01T10:00:00"),)
    made = facts(acknowledged=False, margin=True, restrictions=held, **changes, **IN_BLACKOUT)
    decision = decide(made, policy, calendar)
    assert (decision.outcome, decision.approvable, decision.rules) == (Outcome.EXEMPT, False, ())
    assert {"blackout", "restriction", "not_acknowledged", "margin_account"} <= lifted(
        decision
    ).keys()


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "option_exercise", "shares_sold": 1},
        {"action": "conversion", "price_kind": "variable"},
        {"action": "conversion"},
        {"action": "conversion", "price_kind": "fixed", "shares_sold": 1},
        {"action": "net_share_withholding", "shares_sold": 1},
        {"action": "warrant_exercise"},
        {"action": "gift"},
        {"action": "espp_election"},
        {"action": "plan_401k_move"},
        {"action": "sell_to_cover_tax_broker"},
    ],
)
def test_what_trades_after_all_is_refused_in_a_blackout(changes, policy, calendar):
    assert "blackout" in rules_of(policy, calendar, **changes, **IN_BLACKOUT)


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("warrant_exercise", {"action": "warrant_exercise"}),
        ("gift", {"action": "gift"}),
        ("sell_to_cover", {"action": "sell_to_cover_tax_broker"}),
        ("espp_election", {"action": "espp_election"}),
        ("plan_401k_move", {"action": "plan_401k_move", "shares_sold": 5}),
    ],
)
def test_the_policy_file_says_what_trading_is(key, changes, policy, calendar):
    loose = changed(trading={key: False})
    made = facts(**changes, **IN_BLACKOUT)
    assert decide(made, policy, calendar).outcome is Outcome.REFUSE
    assert decide(made, loose, calendar).outcome is Outcome.EXEMPT


def test_a_warrants_shares_sold_are_a_sale_even_where_exercise_is_none(calendar):
    loose = changed(trading={"warrant_exercise": False})
    sold = facts(action="warrant_exercise", shares_sold=1, **IN_BLACKOUT)
    assert decide(sold, loose, calendar).rules == ("blackout",)


def test_another_issuer_is_judged_by_what_the_person_knows_alone(policy, calendar):
    other = {"issuer": "supplier_plc", "acknowledged": False, "order": "stop", **IN_BLACKOUT}
    exempt = decide(facts(**other), policy, calendar)
    assert (exempt.outcome, exempt.rules) == (Outcome.EXEMPT, ())
    knows = decide(facts(**other, insider_knows_mnpi=True), policy, calendar)
    assert (knows.outcome, knows.rules) == (Outcome.REFUSE, ("mnpi_other_issuer",))


def test_a_pledge_is_looked_at_by_three_rules_only(policy, calendar):
    made = facts(action="pledge", order="stop", attests_no_mnpi=False, margin=True, **IN_BLACKOUT)
    assert decide(made, policy, calendar).rules == ("margin_account", "pledge_not_addressed")
    free = changed(accounts={"pledge": "allowed"})
    assert decide(facts(action="pledge"), free, calendar).outcome is Outcome.EXEMPT


def test_an_approved_plan_runs_through_blackout_and_restriction(policy, calendar):
    made = facts(
        plan=OLD_PLAN,
        roles={"director"},
        order="limit",
        restrictions=(event("2025-01-01T10:00:00"),),
        **IN_BLACKOUT,
    )
    decision = decide(made, policy, calendar)
    assert (decision.outcome, decision.rules) == (Outcome.EXEMPT, ())
    assert lifted(decision) == dict.fromkeys(
        ["limit_order", "blackout", "restriction"], "approved_plan"
    )


def test_a_young_plan_in_a_blackout_is_refused_with_both_rules(policy, calendar):
    young = Plan(day("2025-05-18"), approved=True)
    made = facts(plan=young, roles={"employee"}, **IN_BLACKOUT)
    assert decide(made, policy, calendar).rules == ("blackout", "plan_too_young")


def test_cooling_off_is_longer_for_directors_and_shorter_with_a_report(policy, calendar):
    moment = at("2025-09-10T10:00:00")
    adopted = day("2025-06-02")
    plan = Plan(adopted, approved=True)
    reported = Plan(adopted, approved=True, report_filed_on=day("2025-08-14"))
    director = {"roles": {"director"}, "at": moment}
    assert rules_of(policy, calendar, plan=plan, **director) == ("cooling_off",)
    assert rules_of(policy, calendar, plan=reported, **director) == ()
    assert rules_of(policy, calendar, plan=plan, roles={"employee"}, at=moment) == ()
    # A plan from before 27 February 2023 has none.
    old = Plan(day("2023-02-26"), approved=True)
    just = {"roles": {"director"}, "at": at("2023-03-10T10:00:00-05:00")}
    released = (full("2022-12-31", "2023-02-20T08:00:00-05:00"),)
    assert rules_of(policy, calendar, plan=old, releases=released, **just) == ()
    new = Plan(day("2023-02-27"), approved=True)
    assert rules_of(policy, calendar, plan=new, releases=released, **just) == ("cooling_off",)


def test_a_plan_not_approved_is_no_plan(policy, calendar):
    made = facts(plan=Plan(day("2025-01-02"), approved=False), roles={"director"}, **IN_BLACKOUT)
    assert decide(made, policy, calendar).rules == (
        "blackout",
        "must_use_10b5_1_plan",
        "plan_not_approved",
    )


def test_a_planned_day_without_a_session_is_judged_at_the_next_open(policy, calendar):
    """Saturday 13 September is traded on Monday at the earliest; the blackout is later."""
    friday = at("2025-09-10T10:00:00")
    assert rules_of(policy, calendar, at=friday, on=day("2025-09-13")) == ()
    held = (event("2025-09-14T10:00:00"),)
    found = rules_of(policy, calendar, at=friday, on=day("2025-09-13"), restrictions=held)
    assert found == ("restriction",)


def test_consultants_as_the_text_is_written(calendar):
    as_written = changed(
        clearance={"applies_to_consultants": False}, blackout={"applies_to_consultants": False}
    )
    decision = decide(facts(roles={"consultant"}, **IN_BLACKOUT), as_written, calendar)
    assert decision.outcome is Outcome.EXEMPT
    refused = decide(facts(roles={"consultant"}, acknowledged=False), as_written, calendar)
    assert refused.rules == ("not_acknowledged",)
    director = decide(facts(roles={"consultant", "director"}, **IN_BLACKOUT), as_written, calendar)
    assert "blackout" in director.rules


def test_what_nobody_knows_raises_and_never_passes(policy, calendar):
    with pytest.raises(ValueError, match="action 'lend' is not known"):
        facts(action="lend")
    with pytest.raises(ValueError, match="order 'iceberg'"):
        facts(order="iceberg")
    with pytest.raises(ValueError, match="quantity"):
        facts(quantity=0)
    with pytest.raises(ValueError, match="role directr is not known"):
        decide(facts(roles={"directr"}), policy, calendar)
    own = changed(approvers={"trade": ["general_counsel"]})
    assert decide(facts(roles={"general_counsel"}), own, calendar).outcome is Outcome.REFER


@st.composite
def any_facts(draw):
    """Draw any action, restricted or not, in a blackout or not, under a plan or not."""
    when = IN_BLACKOUT if draw(st.booleans()) else {}
    return facts(
        action=draw(st.sampled_from(sorted(ACTIONS))),
        restrictions=(event("2025-01-01T10:00:00"),) if draw(st.booleans()) else (),
        shares_sold=draw(st.integers(0, 1)),
        plan=draw(st.sampled_from([None, OLD_PLAN, Plan(day("2025-06-01"), approved=False)])),
        **when,
    )


@given(any_facts())
def test_what_always_holds(policy, calendar, made):
    """Approvable only where referred and unrestricted; a prohibited deed never passes."""
    decision = decide(made, policy, calendar)
    assert decision.approvable == (
        decision.outcome is Outcome.REFER and "restriction" not in decision.rules
    )
    assert list(decision.rules) == [rule for rule in RULES if rule in decision.rules]
    speaking = {each.rule for each in decision.findings if each.lifted_by is None}
    assert speaking == set(decision.rules)
    if made.trade.action in PROHIBITED:
        assert decision.outcome is Outcome.REFUSE
    if made.restrictions:
        # A pledge is no purchase or sale: restrictions are not looked at.
        assert not decision.approvable or made.trade.action == "pledge"
        assert any(each.rule == "restriction" for each in decision.findings)
