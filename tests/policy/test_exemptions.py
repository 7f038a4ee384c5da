"""What lifts a rule: each exemption, what still speaks under it, and its neighbour."""

import pytest

from policy.calendars.exchange import OutOfCalendar
from policy.decide import decide
from policy.facts import Plan, Transaction
from policy.findings import Outcome
from policy.roles import is_outsider
from tests.policy.making import (
    IN_BLACKOUT,
    OLD_PLAN,
    at,
    changed,
    day,
    event,
    facts,
    full,
    lifted,
    rules_of,
)


def test_a_prohibited_transaction_is_said_alone(policy, calendar):
    made = facts(action="collar", margin=True, acknowledged=False, **IN_BLACKOUT)
    decision = decide(made, policy, calendar)
    assert decision.rules == ("prohibited_transaction",)
    assert lifted(decision).keys() == {"margin_account", "not_acknowledged", "blackout"}


@pytest.mark.parametrize(
    ("changes", "ground"),
    [
        ({"action": "option_exercise"}, "sells_nothing"),
        ({"action": "conversion", "price_kind": "fixed"}, "sells_nothing"),
        ({"action": "net_share_withholding"}, "sells_nothing"),
        ({"action": "espp_purchase"}, "not_trading"),
        ({"action": "dividend_reinvestment"}, "not_trading"),
        ({"action": "rsu_vesting"}, "not_trading"),
    ],
)
def test_what_is_no_trade_is_exempt_whatever_else_is_true(changes, ground, policy, calendar):
    held = (event("2025-01-01T10:00:00"),)
    made = facts(acknowledged=False, margin=True, restrictions=held, **changes, **IN_BLACKOUT)
    decision = decide(made, policy, calendar)
    assert (decision.outcome, decision.approvable, decision.rules) == (Outcome.EXEMPT, False, ())
    silent = lifted(decision)
    assert {"blackout", "restriction", "not_acknowledged", "margin_account"} <= silent.keys()
    assert set(silent.values()) == {ground}


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


@pytest.mark.parametrize(
    ("key", "action", "side"),
    [
        ("espp_purchase", "espp_purchase", "purchase"),
        ("dividend_reinvestment", "dividend_reinvestment", "purchase"),
        ("rsu_vesting", "rsu_vesting", "purchase"),
        ("net_withholding", "net_share_withholding", "sale"),
    ],
)
def test_what_the_file_reads_as_trading_has_a_side(key, action, side, policy, calendar):
    """Exempt as shipped; as trading it meets the opposite transactions on record."""
    strict = changed(trading={key: True})
    opposite = {"purchase": "sale", "sale": "purchase"}
    for past in ("purchase", "sale"):
        history = (Transaction(past, day("2025-08-01"), 100, "1.00"),)
        made = facts(action=action, roles={"officer"}, history=history)
        assert decide(made, policy, calendar).outcome is Outcome.EXEMPT
        found = decide(made, strict, calendar)
        assert found.rules == (("short_swing",) if past == opposite[side] else ())
        assert found.outcome is Outcome.REFER


def test_a_401k_move_sells_where_shares_are_sold_and_buys_where_not(policy, calendar):
    history = (Transaction("sale", day("2025-08-01"), 100, "1.00"),)
    move = {"action": "plan_401k_move", "roles": {"officer"}, "history": history}
    assert decide(facts(**move), policy, calendar).rules == ("short_swing",)
    assert decide(facts(**move, shares_sold=1), policy, calendar).rules == ()


def test_a_warrants_shares_sold_are_a_sale_even_where_exercise_is_none(calendar):
    loose = changed(trading={"warrant_exercise": False})
    sold = facts(action="warrant_exercise", shares_sold=1, **IN_BLACKOUT)
    assert decide(sold, loose, calendar).rules == ("blackout",)


VARIABLE = {"action": "conversion", "price_kind": "variable"}


@pytest.mark.parametrize(
    ("changes", "sides"),
    [
        ({"action": "warrant_exercise"}, {"purchase"}),
        ({"action": "warrant_exercise", "shares_sold": 1}, {"purchase", "sale"}),
        ({"action": "conversion", "price_kind": "variable"}, {"purchase"}),
        (
            {"action": "conversion", "price_kind": "variable", "shares_sold": 1},
            {"purchase", "sale"},
        ),
        ({"action": "conversion", "price_kind": "fixed", "shares_sold": 1}, {"sale"}),
        ({"action": "option_exercise", "shares_sold": 1}, {"sale"}),
        ({"action": "plan_401k_move", "shares_sold": 1}, {"sale"}),
        ({"action": "sell_to_cover_tax_broker"}, {"sale"}),
        ({"action": "gift"}, set()),
    ],
)
def test_what_buys_and_sells_at_once_meets_both_kinds_of_the_past(changes, sides, policy, calendar):
    """Policy, "Prohibition on Short-Swing Trading": with "all other transactions"."""
    opposite = {"purchase": "sale", "sale": "purchase"}
    for past in ("purchase", "sale"):
        history = (Transaction(past, day("2025-08-01"), 100, "1.00"),)
        made = facts(roles={"officer"}, history=history, **changes)
        found = decide(made, policy, calendar).rules
        assert found == (("short_swing",) if opposite[past] in sides else ()), past
    # And whoever sells only under a plan may not sell so.
    director = decide(facts(roles={"director"}, **changes), policy, calendar).rules
    assert director == (("must_use_10b5_1_plan",) if "sale" in sides else ())


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


BEFORE_THE_CALENDAR = {
    "at": at("1999-12-20T10:00:00-05:00"),
    "releases": (full("1999-09-30", "1999-12-15T08:00:00-05:00"),),
}


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({"action": "option_exercise"}, Outcome.EXEMPT),
        ({"action": "option_exercise", "on": day("1999-12-22")}, Outcome.EXEMPT),
        ({"action": "buy", "issuer": "supplier_plc"}, Outcome.EXEMPT),
        ({"action": "collar"}, Outcome.REFUSE),
        ({"action": "pledge"}, Outcome.REFER),
    ],
)
def test_what_is_lifted_in_any_case_needs_no_session(changes, outcome, policy, calendar):
    assert decide(facts(**changes, **BEFORE_THE_CALENDAR), policy, calendar).outcome is outcome


@pytest.mark.parametrize(
    "changes",
    [
        {"action": "option_exercise", "shares_sold": 1},
        {"action": "buy"},
        {"action": "sell", "plan": Plan(day("1999-01-04"), approved=True)},
    ],
)
def test_what_counts_needs_its_session(changes, policy, calendar):
    with pytest.raises(OutOfCalendar):
        decide(facts(**changes, **BEFORE_THE_CALENDAR), policy, calendar)


@pytest.mark.parametrize(
    ("roles", "outside"),
    [
        ({"consultant"}, True),
        ({"contractor"}, True),
        ({"consultant", "contractor"}, True),
        ({"consultant", "employee"}, False),
        ({"employee"}, False),
        (set(), False),
    ],
)
def test_an_outsider_holds_no_other_role(roles, outside):
    assert is_outsider(roles) is outside
