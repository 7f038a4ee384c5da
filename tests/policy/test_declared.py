"""What a rule declares is what it does: every key is named, and by the rules that read it."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from policy.actions import ACTIONS
from policy.blackouts import Blackouts
from policy.calendars.settlement import _CYCLES, settles_on
from policy.case import Case
from policy.clauses import ALL, CLAUSES, LAWS, RULES
from policy.company import load_policy
from policy.company_tables import TABLES, kinds_of
from policy.cooling_off import HOLDS_FROM
from policy.decide import RULE_MODULES
from policy.facts import Plan, Restriction, Trade, Transaction
from policy.findings import Effect
from policy.plan_law import NOT_CERTIFIED, OVERLAPPING, SINGLE_TRADE, PlanTerms, doubts
from policy.rules import cooling_off, lead_time
from policy.section16_reports import exempt_from_matching, has_plan_box, report_due
from tests.policy.making import SPRING, SUMMER, at, changed, day, facts, full, moved, preliminary

EVERY_KEY = [f"{table}.{key}" for table in TABLES for key in kinds_of(table)]

#: Another value for each key that a rule might read.
OTHERWISE = {
    "issuer.fiscal_year_end": ["0131"],
    "blackout.lead_days": [0, 40],
    "blackout.starts_at": ["00:00"],
    "blackout.time_zone": ["America/Los_Angeles"],
    "blackout.full_trading_days": [1, 5],
    "blackout.preopen_release_day_counts": [False],
    "blackout.preliminary_release_ends": [True],
    "blackout.applies_to_consultants": [False],
    "disclosure.full_trading_days": [1],
    "disclosure.preopen_release_day_counts": [True],
    "disclosure.clock": ["edgar_acceptance"],
    "trading_day.early_close_is_full": [True],
    "trading_day.opens_at": ["04:00"],
    "clearance.lead": ["calendar_session", "full_session"],
    "clearance.valid_sessions": [0, 5],
    "clearance.approve_during_blackout": [True],
    "clearance.undecided_expires_after_sessions": [5],
    "clearance.applies_to_consultants": [False],
    "approvers.trade": [["general_counsel"]],
    "approvers.plan": ["general_counsel"],
    "approvers.plan_of_cfo": ["general_counsel"],
    "approvers.plan_of_ceo": ["general_counsel"],
    "approvers.nobody_left": ["general_counsel"],
    "plans.exempt_days": [0, 60],
    "plans.age": ["calendar_days"],
    "plans.change_restarts": [False],
    "plans.required_for_sales_by": [["employee"]],
    **{f"trading.{key}": [True, False] for key in kinds_of("trading")},
    "orders.day_limit": ["allowed"],
    "accounts.margin": ["allowed"],
    "accounts.pledge": ["allowed"],
    "scope.beneficiary_only_trust": ["not_covered"],
    "short_swing.lookback_months": [1],
    "short_swing.holder_percent": [20],
    "disclosure_of_restrictions.compliance_sees_existence": [False],
    "disclosure_of_restrictions.widening_needs": [1],
    "issuer.name": ["Another, Inc."],
    "issuer.ticker": ["ANTR"],
    "issuer.exchange": ["XNYS"],
}

#: Keys that a rule reads on its way to something that they cannot change: an early
#: blackout ends with its quarter's, whose beginning is worked out beside its end.
READ_IN_PASSING = {
    "restriction": {"blackout.lead_days", "blackout.starts_at", "blackout.time_zone"}
}

#: A report before the open, one that a short session follows (28 November), and one that is
#: preliminary.
THANKSGIVING = (*SUMMER, full("2025-09-30", "2025-11-26T16:05:00-05:00"))
EARLY_WORD = (*SPRING, preliminary("2025-06-30", "2025-07-22T16:05:00"))
RECORDS = (SUMMER, SPRING, THANKSGIVING, EARLY_WORD)
MOMENTS = (
    "2025-06-16T12:00:00",
    "2025-06-16T17:30:00",
    "2025-06-20T10:00:00",
    "2025-07-28T10:00:00",
    "2025-08-15T10:00:00",
    "2025-08-18T05:00:00",
    "2025-08-18T10:00:00",
    "2025-08-25T18:30:00",
    "2025-09-16T00:30:00",
    "2025-12-02T10:00:00-05:00",
)
BOUGHT = (Transaction("purchase", day("2025-05-01"), 10, "4.00"),)
EARLY = (Restriction("early_blackout", at("2025-06-01T09:30:00"), None, day("2025-06-30")),)
LATER = (Restriction("early_blackout", at("2025-09-02T09:30:00"), None, day("2025-09-30")),)
SIGNED = Plan(day("2025-05-17"), approved=True, established_at=at("2025-05-17T18:00:00"))
YOUNG = Plan(day("2025-06-12"), approved=True)
PEOPLE = (
    {"roles": ["employee"]},
    {"roles": ["consultant"]},
    {"roles": ["officer"], "history": BOUGHT, "restrictions": EARLY},
    {"roles": ["director"], "plan": Plan(day("2025-05-10"), approved=True)},
    {"roles": ["director"], "plan": YOUNG},
    {"roles": ["director"], "plan": SIGNED},
    {"roles": ["consultant"], "plan": YOUNG},
    {"roles": ["director"], "plan": Plan(day("2025-09-10"), approved=True)},
    {"roles": ["director"], "restrictions": LATER},
    {"roles": ["employee"], "on": day("2025-08-26")},
    {"roles": ["employee"], "on": day("2025-08-27")},
    {"roles": ["consultant"], "on": day("2025-12-05")},
    {"roles": ["employee"], "action": "pledge"},
    {"roles": ["employee"], "order": "limit", "margin": True},
    {"roles": ["employee"], "time_in_force": "gtc"},
    {"roles": ["employee"], "overrides": (moved("2025-09-30", "2025-09-15T09:00:00"),)},
)
SAMPLE = [
    facts(at=at(moment), releases=releases, **person)
    for moment, releases, person in product(MOMENTS, RECORDS, PEOPLE)
]


def case_of(one, policy, calendar):
    return Case(one, policy, calendar, Blackouts(policy, calendar, one.releases, one.overrides))


def findings(policy, calendar):
    """Ask each rule about each case of the sample; the section is left out."""
    found = {module.RULE.id: [] for module in RULE_MODULES}
    for one in SAMPLE:
        case = case_of(one, policy, calendar)
        for module in RULE_MODULES:
            spoken = module.check(case)
            found[module.RULE.id].append(spoken and replace(spoken, section=""))
    return found


@pytest.fixture(scope="module")
def felt(policy, calendar):
    """Give the keys whose change each rule feels somewhere in the sample."""
    before = findings(policy, calendar)
    keys = {rule: set() for rule in before}
    for key in EVERY_KEY:
        for other in otherwise(key):
            for rule, found in findings(other, calendar).items():
                if found != before[rule]:
                    keys[rule].add(key)
    return keys


def otherwise(key):
    table, _, name = key.partition(".")
    return [changed(**{table: {name: value}}) for value in OTHERWISE[key]]


class Watched:
    """A table of the policy that notes which of its keys are read."""

    def __init__(self, name, table, read):
        self._name, self._table, self._read = name, table, read

    def __getattr__(self, key):
        self._read.add(f"{self._name}.{key}")
        return getattr(self._table, key)


def test_every_key_is_named_by_a_rule_or_a_clause():
    assert set(OTHERWISE) == set(EVERY_KEY)
    named = {key for clause in ALL for key in clause.rests_on}
    assert named == set(EVERY_KEY)
    cited = {clause.cites for clause in ALL if clause.cites}
    assert cited <= set(EVERY_KEY)


def test_everything_declared_is_explained_once():
    assert len({clause.id for clause in ALL}) == len(ALL) == len(CLAUSES) + len(RULES) + len(LAWS)
    assert all(clause.section for clause in ALL)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_names_the_keys_whose_change_it_feels(rule, felt):
    assert felt[rule.id] == set(rule.rests_on)


@pytest.mark.parametrize("module", RULE_MODULES, ids=lambda module: module.RULE.id)
def test_a_rule_names_every_key_that_it_reads(module, policy, calendar):
    read = set()
    watched = replace(
        policy, **{name: Watched(name, getattr(policy, name), read) for name in TABLES}
    )
    cases = [case_of(one, watched, calendar) for one in SAMPLE]
    read.clear()  # what the company's record reads for all of them is no rule's reading
    for case in cases:
        module.check(case)
    assert read - set(module.RULE.rests_on) <= READ_IN_PASSING.get(module.RULE.id, set())


@pytest.mark.parametrize("module", RULE_MODULES, ids=lambda module: module.RULE.id)
def test_a_finding_is_what_the_rule_declares(module, policy, calendar):
    actions = [facts(action=action, attests_no_mnpi=False, acknowledged=False)
               for action in sorted(ACTIONS)]  # fmt: skip
    others = [
        facts(issuer="Another, Inc.", insider_knows_mnpi=True),
        facts(time_in_force="gtc"),
        facts(plan=Plan(day("2025-01-02"), approved=False)),
        facts(plan=Plan(day("2025-08-01"), approved=True, suspended=True)),
    ]
    found = [module.check(case_of(one, policy, calendar)) for one in (*SAMPLE, *actions, *others)]
    spoken = [each for each in found if each]
    assert spoken
    for each in spoken:
        rule = module.RULE
        assert (each.rule, each.section) == (rule.id, rule.section)
        assert (each.effect, each.audience) == (rule.effect, rule.audience)
        assert each.effect is not Effect.EXEMPT


def test_a_finding_names_the_section_of_the_companys_own_policy(calendar):
    """The file states it; a plain value states none, and the first policy's heading stands."""
    too_soon = facts(on=day("2025-08-26"), at=at("2025-08-26T10:00:00"))
    ours = load_policy("example_general_counsel")
    plain = changed(clearance={"lead": "full_session"})
    assert lead_time.check(case_of(too_soon, ours, calendar)).section == "4.1"
    assert lead_time.check(case_of(too_soon, plain, calendar)).section == "Pre-Clearance of Trades"


def test_later_law_holds_from_its_day():
    for clause in (*LAWS, cooling_off.RULE):
        law = clause.law
        assert law.holds_on(law.holds_from)
        assert not law.holds_on(law.holds_from - timedelta(days=1))
        if law.until:
            assert law.holds_on(law.until - timedelta(days=1))
            assert not law.holds_on(law.until)


def test_the_days_of_the_law_are_those_that_are_applied():
    days = {clause.id: clause.law.holds_from for clause in LAWS}
    plans = ("plan_certification", "overlapping_plans", "single_trade_plans")
    assert {cooling_off.RULE.law.holds_from, *(days[each] for each in plans)} == {HOLDS_FROM}
    settling = [days[f"settlement_in_{each}"] for each in ("one_day", "two_days")]
    assert settling == [since for since, _ in _CYCLES[:2]]
    ends = {clause.id: clause.law.until for clause in LAWS if clause.law.until}
    assert ends == {
        "settlement_in_three_days": days["settlement_in_two_days"],
        "settlement_in_two_days": days["settlement_in_one_day"],
    }


@pytest.mark.parametrize(
    ("law", "doubt"),
    [
        ("overlapping_plans", OVERLAPPING),
        ("single_trade_plans", SINGLE_TRADE),
        ("plan_certification", NOT_CERTIFIED),
    ],
)
def test_what_is_said_of_plans_is_applied_from_its_day_on(law, doubt):
    since = law_of(law).holds_from
    for on, found in ((since, True), (since - timedelta(days=1), False)):
        plan = PlanTerms(on, "single_trade", on, None, certified=False)
        assert (doubt in doubts(plan, [plan], "director_or_officer")) is found


def test_what_is_said_of_gifts_is_applied_from_its_day_on(calendar):
    since = law_of("gifts_on_form4").holds_from
    gift = Trade(action="gift", quantity=1)
    for on, form in ((since, "4"), (since - timedelta(days=1), "5")):
        assert report_due(gift, on, calendar, "1231").form == form
    assert "Rule 16b-5" in law_of("gifts_not_matched").source
    assert exempt_from_matching(gift) == "Rule 16b-5"


def test_every_rule_that_exempts_from_matching_is_named():
    named = law_of("gifts_not_matched").source + law_of("plans_not_matched").source
    for action in sorted(ACTIONS):
        rule = exempt_from_matching(Trade(action=action, quantity=1, price_kind="fixed"))
        paragraph = {"Rule 16b-3(d)": "16b-3(c) to (e)", "Rule 16b-3(e)": "to (e)"}
        assert rule is None or paragraph.get(rule, rule.removeprefix("Rule ")) in named


def test_what_is_said_of_forms_and_settlement_is_applied_from_its_day_on(calendar):
    two_days = law_of("form4").holds_from
    sold = Trade(action="sell", quantity=1)
    with pytest.raises(ValueError, match=str(two_days)):
        report_due(sold, two_days - timedelta(days=1), calendar, "1231")
    box = law_of("plan_box").holds_from
    assert has_plan_box(box)
    assert not has_plan_box(box - timedelta(days=1))
    for law, days in (("settlement_in_two_days", 2), ("settlement_in_one_day", 1)):
        first = calendar.at_or_after(law_of(law).holds_from)
        last = calendar.after(first, -1)
        assert settles_on(first.day, calendar) == calendar.after(first, days).day
        assert settles_on(last.day, calendar) == calendar.after(last, days + 1).day


def law_of(name):
    return next(clause.law for clause in LAWS if clause.id == name)
