"""Every key of the policy file, both ways: a question on which its readings differ.

The answers are those of ``preclear ask`` under the shipped policy with one value changed.
"""

import json
from datetime import datetime

import pytest

from policy.ask import answer_lines
from policy.blackouts import Blackouts
from policy.clearance_life import decide_by
from policy.company import load_policy
from policy.company_tables import TABLES, kinds_of
from tests.policy.making import SUMMER, at, changed

RELEASES = [
    {"quarter_end": "2024-12-31", "at": "2025-03-13T08:00:00-04:00", "kind": "full"},
    {"quarter_end": "2025-03-31", "at": "2025-05-13T16:05:00-04:00", "kind": "full"},
    {"quarter_end": "2025-06-30", "at": "2025-08-14T07:30:00-04:00", "kind": "full"},
]
OPEN = "2025-08-25T10:00:00-04:00"
CLOSED = "2025-06-20T10:00:00-04:00"
PRELIMINARY = [*RELEASES[:2], {**RELEASES[2], "kind": "preliminary"}]


def decide(action="sell", roles=("employee",), moment=OPEN, history=(), **trade):
    return {
        "ask": "decide",
        "at": moment,
        "person": {"roles": list(roles), "acknowledged": True},
        "trade": {"action": action, "quantity": 100, **trade},
        "releases": RELEASES,
        "restrictions": [],
        "history": list(history),
    }


def reopens(rule, **given):
    return {"ask": "reopens", "rule": rule, **given}


def clearance(approved_at, **given):
    return {"ask": "clearance", "approved_at": approved_at, "releases": RELEASES, **given}


def approvers(matter, *roles, vacant=()):
    return {"ask": "approvers", "for": matter, "roles": list(roles), "vacant": list(vacant)}


def plan(**given):
    return {"ask": "plan", "period_starts_at": "2025-06-16T17:00:00-04:00", **given}


REFUSED, REFERRED, EXEMPT = ({"outcome": each} for each in ("refuse", "refer", "exempt"))
TRADING = {True: REFERRED, False: EXEMPT}
QUARTER = {"ask": "blackouts", "quarter_end": "2025-09-30"}
AN_ACTION = {
    "sell_to_cover": "sell_to_cover_tax_broker",
    "net_withholding": "net_share_withholding",
}

#: For each key a question, and what each reading answers to it.
READINGS = {
    "issuer.fiscal_year_end": (
        {**clearance("2025-09-12T10:00:00-04:00"), "releases": []},
        {
            "1231": {"expires_at": "2025-09-16T17:00:00-04:00"},
            "0630": {"expires_at": "2025-09-16T17:00:00-04:00"},
            "0131": {"expires_at": "2025-09-17T16:00:00-04:00"},
        },
    ),
    "blackout.lead_days": (
        QUARTER,
        {
            14: {"periods": [{"starts_at": "2025-09-16T17:00:00-04:00"}]},
            17: {"periods": [{"starts_at": "2025-09-13T17:00:00-04:00"}]},
            0: {"periods": [{"starts_at": "2025-09-30T17:00:00-04:00"}]},
        },
    ),
    "blackout.starts_at": (
        QUARTER,
        {
            "17:00": {"periods": [{"starts_at": "2025-09-16T17:00:00-04:00"}]},
            "00:00": {"periods": [{"starts_at": "2025-09-16T00:00:00-04:00"}]},
        },
    ),
    "blackout.time_zone": (
        QUARTER,
        {
            "America/New_York": {"periods": [{"starts_at": "2025-09-16T17:00:00-04:00"}]},
            "America/Chicago": {"periods": [{"starts_at": "2025-09-16T18:00:00-04:00"}]},
        },
    ),
    "blackout.full_trading_days": (
        reopens("blackout", released_at="2025-08-14T16:05:00-04:00"),
        {
            1: {"reopens_at": "2025-08-18T09:30:00-04:00"},
            2: {"reopens_at": "2025-08-19T09:30:00-04:00"},
        },
    ),
    "blackout.preopen_release_day_counts": (
        reopens("blackout", released_at="2025-08-14T07:30:00-04:00"),
        {
            True: {"reopens_at": "2025-08-18T09:30:00-04:00"},
            False: {"reopens_at": "2025-08-19T09:30:00-04:00"},
        },
    ),
    "blackout.preliminary_release_ends": (
        {"ask": "window", "at": OPEN, "releases": PRELIMINARY},
        {True: {"company_open": True}, False: {"company_open": False}},
    ),
    "blackout.applies_to_consultants": (
        decide(roles=["consultant"], moment=CLOSED),
        {True: {"rules": ["blackout"]}, False: {"rules": []}},
    ),
    "disclosure.full_trading_days": (
        reopens("mnpi", released_at="2025-08-14T16:05:00-04:00"),
        {
            1: {"reopens_at": "2025-08-18T09:30:00-04:00"},
            2: {"reopens_at": "2025-08-19T09:30:00-04:00"},
        },
    ),
    "disclosure.preopen_release_day_counts": (
        reopens("mnpi", released_at="2025-08-14T07:30:00-04:00"),
        {
            False: {"reopens_at": "2025-08-19T09:30:00-04:00"},
            True: {"reopens_at": "2025-08-18T09:30:00-04:00"},
        },
    ),
    "disclosure.clock": (
        reopens("mnpi", edgar_accepted_at="2025-08-14T18:00:00-04:00"),
        {
            "public_availability": {
                "public_at": "2025-08-15T06:00:00-04:00",
                "reopens_at": "2025-08-20T09:30:00-04:00",
            },
            "edgar_acceptance": {
                "public_at": "2025-08-14T18:00:00-04:00",
                "reopens_at": "2025-08-19T09:30:00-04:00",
            },
        },
    ),
    "trading_day.early_close_is_full": (
        reopens("mnpi", released_at="2025-07-02T10:00:00-04:00"),  # the 3rd closes at 13:00
        {
            False: {"reopens_at": "2025-07-09T09:30:00-04:00"},
            True: {"reopens_at": "2025-07-08T09:30:00-04:00"},
        },
    ),
    "trading_day.opens_at": (
        reopens("blackout", released_at="2025-08-14T16:05:00-04:00"),
        {
            "09:30": {"reopens_at": "2025-08-19T09:30:00-04:00"},
            "04:00": {"reopens_at": "2025-08-19T04:00:00-04:00"},
        },
    ),
    "clearance.lead": (
        clearance("2025-08-25T18:00:00-04:00"),
        {
            "session_anchor": {"earliest_trade_at": "2025-08-27T09:30:00-04:00"},
            "calendar_session": {"earliest_trade_at": "2025-08-26T09:30:00-04:00"},
            "full_session": {"earliest_trade_at": "2025-08-27T09:30:00-04:00"},
        },
    ),
    "clearance.valid_sessions": (
        clearance(OPEN),
        {
            3: {"expires_at": "2025-08-28T16:00:00-04:00"},
            5: {"expires_at": "2025-09-02T16:00:00-04:00"},
            0: {"expires_at": "2025-09-16T17:00:00-04:00"},
        },
    ),
    "clearance.approve_during_blackout": (
        # The report of 14 August is out: the window opens on the 18th, and the trade is later.
        decide(moment="2025-08-15T10:00:00-04:00", on="2025-08-20"),
        {False: {"rules": ["approved_during_blackout"]}, True: {"rules": []}},
    ),
    "clearance.applies_to_consultants": (
        decide(roles=["contractor"]),
        {True: REFERRED, False: EXEMPT},
    ),
    "approvers.trade": (
        approvers("trade", "employee"),
        {
            ("ceo", "cfo"): {"approvers": ["ceo", "cfo"]},
            ("general_counsel",): {"approvers": ["general_counsel"]},
        },
    ),
    "approvers.plan": (
        approvers("acknowledgement", "director"),
        {"cfo": {"approvers": ["cfo"]}, "general_counsel": {"approvers": ["general_counsel"]}},
    ),
    "approvers.plan_of_cfo": (
        approvers("plan", "cfo"),
        {"ceo": {"approvers": ["ceo"]}, "general_counsel": {"approvers": ["general_counsel"]}},
    ),
    "approvers.plan_of_ceo": (
        approvers("plan", "ceo"),
        {"audit_chair": {"approvers": ["audit_chair"]}, "cfo": {"approvers": ["cfo"]}},
    ),
    "approvers.nobody_left": (
        approvers("trade", "cfo", vacant=["ceo"]),
        {
            "audit_chair": {"approvers": ["audit_chair"]},
            "lead_director": {"approvers": ["lead_director"]},
        },
    ),
    "plans.exempt_days": (
        plan(established_on="2025-05-10"),
        {30: {"exempt": True, "days": 37}, 45: {"exempt": False, "days": 37}},
    ),
    "plans.age": (
        plan(established_at="2025-05-17T18:00:00-04:00"),
        {"wall_clock": {"exempt": False}, "calendar_days": {"exempt": True}},
    ),
    "plans.change_restarts": (
        plan(established_on="2025-01-02", modified_on="2025-06-01", modified_terms=["price"]),
        {True: {"exempt": False, "days": 15}, False: {"exempt": True, "days": 165}},
    ),
    "plans.required_for_sales_by": (
        decide(roles=["director"]),
        {
            ("director", "section16"): {"rules": ["must_use_10b5_1_plan"]},
            ("section16",): {"rules": []},
            (): {"rules": []},
        },
    ),
    **{
        f"trading.{key}": (decide(action=AN_ACTION.get(key, key)), TRADING)
        for key in kinds_of("trading")
    },
    "orders.day_limit": (
        decide(order="limit"),
        {"forbidden": {"rules": ["limit_order"]}, "allowed": {"rules": []}},
    ),
    "accounts.margin": (
        decide(margin=True),
        {"forbidden": {"rules": ["margin_account"]}, "allowed": {"rules": []}},
    ),
    "accounts.pledge": (
        decide(action="pledge"),
        {
            "review": {"outcome": "refer", "rules": ["pledge_not_addressed"]},
            "allowed": {"outcome": "exempt", "rules": []},
        },
    ),
    "scope.beneficiary_only_trust": (
        {"ask": "covered", "relation": "trust", "insider_is": "beneficiary"},
        {"review": {"covered": "review"}, "not_covered": {"covered": "no"}},
    ),
    "short_swing.lookback_months": (
        decide(
            roles=["officer"],
            history=[{"side": "purchase", "on": "2025-04-01", "shares": 10, "price": "4.00"}],
        ),
        {6: {"rules": ["short_swing"]}, 3: {"rules": []}},
    ),
}

#: Keys that no question of ``preclear ask`` turns on, and where each is used.
ELSEWHERE = {
    "issuer.name": "preclear releases import: whose filings are taken",
    "issuer.ticker": "shown",
    "issuer.exchange": "whose calendar is loaded; both exchanges keep the same sessions",
    "clearance.undecided_expires_after_sessions": "the desk, when a request is filed",
    "short_swing.holder_percent": "whoever keeps the register",
    "disclosure_of_restrictions.compliance_sees_existence": "the audit pull",
    "disclosure_of_restrictions.widening_needs": "the restrictions' register",
}


def same(want, got):
    if isinstance(want, dict):
        return all(same(each, got.get(key)) for key, each in want.items())
    if isinstance(want, list):
        return len(want) == len(got) and all(map(same, want, got))
    if isinstance(want, str) and "T" in want:
        return datetime.fromisoformat(want) == datetime.fromisoformat(got)
    return want == got


def answer(question, policy, calendar):
    [(line, good)] = answer_lines([json.dumps(question)], policy, calendar)
    assert good, line
    return json.loads(line)["answer"]


def test_every_key_is_here():
    every = {f"{table}.{key}" for table in TABLES for key in kinds_of(table)}
    assert set(READINGS) | set(ELSEWHERE) == every
    assert not set(READINGS) & set(ELSEWHERE)


@pytest.mark.parametrize("key", READINGS)
def test_each_reading_gives_its_own_answer(key, calendar):
    question, readings = READINGS[key]
    table, _, name = key.partition(".")
    answers = []
    for value, want in readings.items():
        policy = changed(**{table: {name: list(value) if isinstance(value, tuple) else value}})
        answers.append(answer(question, policy, calendar))
        assert same(want, answers[-1]), (value, answers[-1])
    assert len({json.dumps(each) for each in answers}) > 1


def test_a_lead_has_three_readings(calendar):
    """No one approval tells all three apart: on a Monday morning the last stands out."""
    leads = {
        lead: answer(clearance(OPEN), changed(clearance={"lead": lead}), calendar)
        for lead in ("session_anchor", "calendar_session", "full_session")
    }
    days = {lead: said["earliest_trade_at"][:10] for lead, said in leads.items()}
    assert days == {
        "session_anchor": "2025-08-26",
        "calendar_session": "2025-08-26",
        "full_session": "2025-08-27",
    }


def test_an_undecided_request_lapses_later_where_the_file_says_so(policy, calendar):
    three = changed(clearance={"undecided_expires_after_sessions": 3})
    filed = at(OPEN)
    assert decide_by(filed, Blackouts(policy, calendar, SUMMER)) == at("2025-08-27T16:00:00")
    assert decide_by(filed, Blackouts(three, calendar, SUMMER)) == at("2025-08-28T16:00:00")


@pytest.mark.parametrize("name", ["example_general_counsel", "example_open_window"])
def test_consultants_as_written_are_asked_for_nothing_but_their_acknowledgement(name, calendar):
    """The example that leaves consultants out, and its twin that does not."""
    policy = load_policy(name)
    asked = name == "example_open_window"
    decided = answer({**decide(roles=["consultant"]), "releases": RELEASES[:0]}, policy, calendar)
    assert decided["outcome"] == ("refuse" if asked else "exempt")
    # Something else may need a person's look, so the offices are named all the same.
    assert answer(approvers("trade", "consultant"), policy, calendar)["approvers"]
    assert answer(approvers("acknowledgement", "consultant"), policy, calendar)["approvers"]
