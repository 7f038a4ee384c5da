"""Two policies compared, and readings that are pointed out before they are used."""

import pytest

from policy.company import load_policy, parse_policy, shipped
from policy.company_file import Stated, own_lines
from policy.differences import differences
from policy.doubts import Doubt, doubts_about
from tests.policy.making import changed


def keys(before, after):
    return {each.key: each.changed for each in differences(before, after)}


def test_nothing_differs_from_itself(policy):
    for name in shipped():
        assert keys(load_policy(name), load_policy(name)) == {}
    assert keys(policy, parse_policy('extends = "cellectar_2018"\n', "x")) == {}


def test_a_value_and_a_source_differ_apart(policy):
    """A plain value takes the section and the source away; the number may be the same."""
    assert keys(policy, changed(blackout={"lead_days": 17})) == {"blackout.lead_days": True}
    assert keys(policy, changed(blackout={"lead_days": 14})) == {"blackout.lead_days": False}


def test_what_is_written_otherwise_and_means_the_same_is_no_change():
    orders = [changed(approvers={"trade": trade}) for trade in (["ceo", "cfo"], ["cfo", "ceo"])]
    assert keys(*orders) == {"approvers.trade": False}
    februaries = [changed(issuer={"fiscal_year_end": end}) for end in ("0228", "0229")]
    assert keys(*februaries) == {"issuer.fiscal_year_end": False}
    assert keys(februaries[0], changed(issuer={"fiscal_year_end": "0331"})) == {
        "issuer.fiscal_year_end": True
    }


FIRST_POINTS = {
    "approvers.trade",
    "blackout.full_trading_days",
    "blackout.lead_days",
    "blackout.time_zone",
    "clearance.valid_sessions",
    "issuer.fiscal_year_end",
}


def test_the_examples_differ_from_the_first_policy_where_policies_do(policy):
    for name in shipped():
        if name.startswith("example_"):
            changes = {key for key, said in keys(policy, load_policy(name)).items() if said}
            assert len(changes) > 15
            assert load_policy(name).issuer.name.startswith("Example ")
    counsel = {
        k for k, said in keys(policy, load_policy("example_general_counsel")).items() if said
    }
    assert counsel >= FIRST_POINTS


@pytest.mark.parametrize("name", [each for each in shipped() if each.startswith("example_")])
def test_an_example_can_be_started_from(name):
    policy = parse_policy(f'extends = "{name}"\n[clearance]\nvalid_sessions = 7\n', "x")
    assert policy.clearance.valid_sessions == 7
    assert policy.blackout == load_policy(name).blackout


def test_the_lines_of_a_files_own_values():
    text = 'extends = "cellectar_2018"\n\n[plans]\nexempt_days = 0\n[trading]\ngift = false\n'
    assert own_lines(text) == ("cellectar_2018", {"plans.exempt_days": 4, "trading.gift": 6})
    assert own_lines('[plans]\nage = "wall_clock"\n') == (None, {"plans.age": 2})


def test_the_first_policy_leaves_no_doubt(policy):
    assert doubts_about(policy) == ()


def test_an_example_shows_one():
    found = doubts_about(load_policy("example_general_counsel"))
    assert [each.id for each in found] == ["plan_of_the_day"]
    assert doubts_about(load_policy("example_open_window")) == ()


GC = "general_counsel"


@pytest.mark.parametrize(
    ("doubt", "doubted", "beyond_doubt"),
    [
        (
            ("nobody_decides_trade", "approvers.nobody_left", GC),
            {"approvers": {"trade": [GC], "nobody_left": GC}},
            {"approvers": {"trade": [GC], "nobody_left": "cfo"}},
        ),
        (
            ("nobody_decides_plan", "approvers.nobody_left", GC),
            {"approvers": {"plan": GC, "nobody_left": GC}},
            {"approvers": {"plan": GC}},
        ),
        (
            ("everybody_decides", "approvers.trade", "officer"),
            {"approvers": {"trade": ["ceo", "officer"]}},
            {"approvers": {"trade": ["ceo", "chief_risk_officer"]}},
        ),
        (
            ("own_plan", "approvers.plan_of_cfo", "cfo"),
            {"approvers": {"plan_of_cfo": "cfo"}},
            {"approvers": {"plan_of_cfo": GC}},
        ),
        (
            ("own_plan", "approvers.plan_of_ceo", "ceo"),
            {"approvers": {"plan_of_ceo": "ceo"}},
            {"approvers": {"plan_of_ceo": "cfo"}},
        ),
        (
            ("bound_and_not_asked", "clearance.applies_to_consultants", None),
            {"clearance": {"applies_to_consultants": False}},
            {
                "clearance": {"applies_to_consultants": False},
                "blackout": {"applies_to_consultants": False},
            },
        ),
        (
            ("election_unchecked", "trading.espp_election", None),
            {"trading": {"espp_election": False}},
            {"trading": {"espp_election": False, "espp_purchase": True}},
        ),
        (
            ("lifted_by_one", "disclosure_of_restrictions.widening_needs", None),
            {"disclosure_of_restrictions": {"widening_needs": 1}},
            {"disclosure_of_restrictions": {"widening_needs": 3}},
        ),
        (
            ("hardly_open", "blackout.lead_days", None),
            {"blackout": {"lead_days": 60}},
            {"blackout": {"lead_days": 59}},
        ),
        (
            ("ends_before_it_begins", "clearance.approve_during_blackout", None),
            {"clearance": {"approve_during_blackout": True}},
            {"clearance": {"approve_during_blackout": True, "valid_sessions": 0}},
        ),
        (
            ("plan_of_the_day", "plans.exempt_days", None),
            {"plans": {"exempt_days": 0}},
            {"plans": {"exempt_days": 1}},
        ),
        (
            ("shorter_than_statute", "short_swing.lookback_months", None),
            {"short_swing": {"lookback_months": 5}},
            {"short_swing": {"lookback_months": 7}},
        ),
        (
            ("looser_than_statute", "short_swing.holder_percent", None),
            {"short_swing": {"holder_percent": 11}},
            {"short_swing": {"holder_percent": 5}},
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_a_reading_that_nobody_can_mean_is_pointed_out(doubt, doubted, beyond_doubt):
    found = [(each.id, each.key, each.role) for each in doubts_about(changed(**doubted))]
    assert doubt in found
    assert doubts_about(changed(**beyond_doubt)) == ()


@pytest.mark.parametrize("key", ["plan", "plan_of_cfo", "plan_of_ceo", "nobody_left"])
def test_an_office_that_many_hold_is_pointed_out_wherever_it_is_named(key):
    [doubt] = doubts_about(changed(approvers={key: "director"}))
    assert doubt == Doubt("everybody_decides", f"approvers.{key}", "director")


def test_nobody_is_left_for_an_outsiders_requests_either():
    """A pledge of theirs needs a person's look where they need no clearance."""
    for asked in (True, False):
        named = {"trade": ["consultant"], "nobody_left": "consultant"}
        policy = changed(approvers=named, clearance={"applies_to_consultants": asked})
        doubt = Doubt("nobody_decides_trade", "approvers.nobody_left", "consultant")
        assert doubts_about(policy)[0] == doubt


def test_a_difference_tells_both_values_with_their_sources(policy):
    later = changed(blackout={"lead_days": 17})
    [found] = differences(policy, later)
    assert (found.before, found.after) == (
        policy.stated["blackout"]["lead_days"],
        Stated(17, "", None, ""),
    )
