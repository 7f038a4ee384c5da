"""What a rule says of itself: the days of its law, its section, its finding."""

from datetime import date

import pytest

from policy.clauses import CLAUSES, RULES, sections_in
from policy.company import load_policy
from policy.findings import Audience, Effect, Finding
from policy.rule import Clause, Law, Rule
from tests.policy.making import changed

FIRST, END = date(2017, 9, 5), date(2024, 5, 28)


@pytest.mark.parametrize(
    ("on", "bounded", "open_ended"),
    [
        (date(2017, 9, 4), False, False),
        (FIRST, True, True),
        (date(2024, 5, 27), True, True),
        (END, False, True),
    ],
)
def test_a_law_holds_from_its_first_day_until_the_day_of_its_end(on, bounded, open_ended):
    assert Law("Rule", FIRST, "Release", until=END).holds_on(on) is bounded
    assert Law("Rule", FIRST, "Release").holds_on(on) is open_ended


def test_the_section_is_the_companys_own_where_its_file_states_one(policy):
    cites = Clause(id="x", section="Heading", cites="orders.day_limit")
    assert cites.section_in(policy) == policy.stated["orders"]["day_limit"].section
    assert cites.section_in(policy) != "Heading"
    assert cites.section_in(changed(orders={"day_limit": "allowed"})) == "Heading"
    assert Clause(id="x", section="Heading").section_in(policy) == "Heading"


def test_a_finding_is_made_of_what_its_rule_declares(policy):
    plain = Rule(id="x", section="Heading")
    assert plain.finding(policy) == Finding(
        "x", "Heading", Effect.REFUSE, Audience.EVERYONE, parameters={}
    )
    secret = Rule(id="y", section="H", effect=Effect.REFER, audience=Audience.CONFIDENTIAL)
    assert secret.finding(policy, {"n": 3}) == Finding(
        "y", "H", Effect.REFER, Audience.CONFIDENTIAL, parameters={"n": 3}
    )


def test_every_clause_and_rule_stands_in_a_section_of_the_companys_policy():
    found = sections_in(load_policy("example_general_counsel"))
    assert list(found) == [clause.id for clause in (*CLAUSES, *RULES)]
    assert (found["who_decides_trades"], found["lead_time"]) == ("4.1", "4.1")
    plain = sections_in(changed(approvers={"trade": ["cfo"]}))
    assert plain["who_decides_trades"] == "Pre-Clearance of Trades"
