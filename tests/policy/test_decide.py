"""Every rule on both sides: the fact that makes it speak, and the twin that does not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.actions import ACTIONS, PROHIBITED
from policy.calendars.exchange import OutOfCalendar
from policy.decide import RULE_MODULES, decide
from policy.facts import Plan, Transaction
from policy.findings import RULES, Audience, Effect, Finding, Outcome
from tests.policy.making import (
    IN_BLACKOUT,
    OLD_PLAN,
    at,
    changed,
    day,
    event,
    facts,
    full,
    moved,
    rules_of,
)


def test_every_rule_has_its_module_in_the_listed_order():
    assert tuple(module.RULE.id for module in RULE_MODULES) == RULES
    for module in RULE_MODULES:
        assert module.__doc__
        assert module.__name__.endswith(f".{module.RULE.id}")
        assert module.RULE.section


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


def test_the_laws_own_day_of_adoption_is_what_cooling_off_counts_from(policy, calendar):
    """Where the policy file lets a changed plan keep its age."""
    kept = {"roles": {"director"}, "at": at("2025-08-25T10:00:00")}
    changed_plan = replace(OLD_PLAN, adopted_on=day("2025-08-01"))
    assert rules_of(policy, calendar, plan=OLD_PLAN, **kept) == ()
    assert rules_of(policy, calendar, plan=changed_plan, **kept) == ("cooling_off",)


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


def test_a_planned_day_in_the_past_is_judged_now(policy, calendar):
    found = rules_of(policy, calendar, on=day("2025-06-10"), **IN_BLACKOUT)
    assert found == ("blackout", "lead_time")


def test_a_restriction_that_holds_now_and_ends_before_the_trade_counts(policy, calendar):
    planned = {"on": day("2025-08-28")}
    now = (event("2025-08-25T10:00:00", "2025-08-26T10:00:00"),)
    over = (event("2025-08-25T09:00:00", "2025-08-25T10:00:00"),)
    assert rules_of(policy, calendar, restrictions=now, **planned) == ("restriction",)
    assert rules_of(policy, calendar, restrictions=over, **planned) == ()


def test_a_limit_order_that_stands_is_a_standing_order_and_no_more(policy, calendar):
    resting = {"order": "limit", "time_in_force": "gtc"}
    assert rules_of(policy, calendar, **resting) == ("standing_order",)
    assert rules_of(policy, calendar, order="limit") == ("limit_order",)
    loose = changed(orders={"day_limit": "allowed"})
    assert decide(facts(**resting), loose, calendar).rules == ("standing_order",)


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


def test_a_planned_day_long_over_needs_no_session(policy, calendar):
    """The day before the calendar begins is too soon, and the trade is judged now."""
    assert rules_of(policy, calendar, on=day("1999-12-31")) == ("lead_time",)
    with pytest.raises(OutOfCalendar):
        rules_of(policy, calendar, at=at("1999-12-30T10:00:00-05:00"), on=day("1999-12-31"))


def test_a_period_moved_in_writing_is_looked_at(policy, calendar):
    """The facts hold it; whoever decides need not work the blackouts out first."""
    asked = at("2025-08-25T10:00:00")
    early = moved("2025-09-30", starts_at="2025-08-25T10:00:00")
    later = moved("2025-09-30", starts_at="2025-08-25T10:00:01")
    assert rules_of(policy, calendar, at=asked, overrides=(early,)) == ("blackout",)
    assert rules_of(policy, calendar, at=asked, overrides=(later,)) == ()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"time_in_force": "week"}, "time_in_force 'week' is not known; allowed: day, gtc"),
        ({"price_kind": "free"}, "price_kind 'free' is not known; allowed: fixed, variable"),
        (
            {"security": "bond"},
            (
                "security 'bond' is not known; "
                "allowed: common, note, option, other, preferred, unit, warrant"
            ),
        ),
        ({"order": "iceberg"}, "order 'iceberg' is not known; allowed: limit, market, stop"),
        ({"quantity": 0}, "quantity is a whole number from 1, shares_sold one from 0"),
        ({"shares_sold": -1}, "quantity is a whole number from 1, shares_sold one from 0"),
    ],
)
def test_what_a_trade_may_not_be_is_said(changes, sentence):
    with pytest.raises(ValueError, match=rf"\A{sentence}\Z"):
        facts(**changes)


def test_all_roles_that_nobody_knows_are_named(policy, calendar):
    with pytest.raises(ValueError, match=r"\Arole boss, directr is not known\Z"):
        decide(facts(roles={"directr", "employee", "boss"}), policy, calendar)


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
