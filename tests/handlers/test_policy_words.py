"""Policies in words: every key, every rule and every doubt has its own sentence."""

import inspect

import pytest

from handlers.words.policy import DOUBTS, SAYS, TITLES, doubt
from handlers.words.policy_keys import KEYS
from handlers.words.policy_pages import compared, explained
from policy import doubts
from policy.clauses import ALL
from policy.company import load_policy, parse_policy, shipped
from policy.company_tables import TABLES, kinds_of
from policy.doubts import Doubt
from tests.policy.making import changed, day
from tests.policy.test_declared import OTHERWISE

EVERY_KEY = [f"{table}.{key}" for table in TABLES for key in kinds_of(table)]


def said(lines):
    return "\n".join(line.text for line in lines)


def both(key):
    """Give the shipped policy, and one with another value of a key."""
    table, _, name = key.partition(".")
    policy = load_policy()
    value = policy.stated[table][name].value
    other = next(each for each in OTHERWISE[key] if each != value)
    return policy, changed(**{table: {name: other}})


def test_every_key_has_its_sentence():
    assert list(KEYS) == EVERY_KEY
    policy = load_policy()
    sentences = [
        KEYS[key].says(policy.stated[key.split(".")[0]][key.split(".")[1]].value)
        for key in EVERY_KEY
    ]
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize("key", EVERY_KEY)
def test_every_key_says_its_change_and_the_change_back(key):
    before, after = both(key)
    there, back = said(compared(before, after)), said(compared(after, before))
    assert key in there
    assert key in back
    assert there.splitlines()[0] != back.splitlines()[0]
    for text in (there, back):
        first = text.splitlines()[0]
        assert first.endswith(".")
        assert not first.endswith("..")
        assert first[0].isupper() or first[0] == "“"
        assert "None" not in first
        assert "{" not in first


@pytest.mark.parametrize("key", EVERY_KEY)
def test_every_key_is_explained_with_its_value_day_and_source(key):
    table, _, name = key.partition(".")
    policy = load_policy()
    stated = policy.stated[table][name]
    page = said(explained(policy, day("2026-10-09")))
    assert page.count(f"{key} = ") == 1
    after = page.split(f"{key} = ")[1].splitlines()[1]
    assert "from 2018-09-24" in after
    assert stated.source in after


def test_every_rule_and_clause_is_explained():
    assert set(TITLES) == set(SAYS) == {clause.id for clause in ALL}
    page = said(explained(load_policy(), day("2026-10-09")))
    for clause in ALL:
        assert page.count(SAYS[clause.id]) == 1


def test_every_doubt_has_its_words():
    source = inspect.getsource(doubts)
    for each in DOUBTS:
        assert "{" not in doubt(Doubt(each, "approvers.trade", "general_counsel"))
        assert each in source or each.startswith("nobody_decides_")
    assert "the General Counsel" in doubt(Doubt("nobody_decides_trade", "x", "general_counsel"))


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ({}, {"clearance": {"valid_sessions": 5}},
         "Employees: a clearance lasts 5 trading sessions instead of 3."),
        ({"clearance": {"valid_sessions": 1}}, {"clearance": {"valid_sessions": 0}},
         "Employees: a clearance lasts until the next blackout instead of 1 trading session."),
        ({"clearance": {"valid_sessions": 0}}, {"clearance": {"valid_sessions": 1}},
         "Employees: a clearance lasts 1 trading session instead of until the next blackout."),
        ({}, {"clearance": {"applies_to_consultants": False}},
         "Consultants and contractors no longer need clearance."),
        ({"clearance": {"applies_to_consultants": False}}, {},
         "Consultants and contractors now need clearance."),
        ({}, {"blackout": {"lead_days": 17}},
         ("Employees, officers and directors: the window closes 17 days before the quarter ends "
         "instead of 14.")),
        ({}, {"approvers": {"trade": ["general_counsel"]}},
         ("Approvers: a trade is decided by the General Counsel instead of the Chief Executive "
         "Officer or the Chief Financial Officer.")),
        ({}, {"plans": {"required_for_sales_by": ["director", "ceo_direct_report"]}},
         "Section 16 persons may now sell without an approved plan."),
        ({"plans": {"required_for_sales_by": ["cfo"]}}, {"plans": {"required_for_sales_by": []}},
         "The Chief Financial Officer may now sell without an approved plan."),
        ({}, {"trading": {"gift": False}},
         "Employees: a gift of shares no longer counts as trading."),
        ({}, {"issuer": {"fiscal_year_end": "0228"}},
         "Everybody: the fiscal year ends on the last day of February instead of 31 December."),
    ],
)  # fmt: skip
def test_a_change_says_what_changes_for_whom(before, after, sentence):
    assert said(compared(changed(**before), changed(**after))).splitlines()[0] == sentence


def test_nothing_that_changes_is_said_too():
    policy = load_policy()
    assert said(compared(policy, policy)) == "Nothing changes for anybody: every value is the same."
    restated = said(compared(policy, changed(blackout={"lead_days": 14})))
    assert restated.startswith("Nothing changes for anybody")
    assert "The same value, from another source" in restated
    assert "blackout.lead_days: no source any more; it was Section “Black-Out Periods”" in restated
    reordered = said(compared(policy, changed(approvers={"trade": ["cfo", "ceo"]})))
    assert 'the same, written ["cfo", "ceo"] instead of ["ceo", "cfo"]' in reordered


def test_what_is_not_in_force_on_the_day_is_said():
    policy = parse_policy(
        'extends = "cellectar_2018"\n[clearance]\n'
        'valid_sessions = { value = 5, section = "4", from = 2026-11-01, source = "board" }\n',
        "x",
    )
    before, since = (said(explained(policy, day(on))) for on in ("2026-10-31", "2026-11-01"))
    assert before.count("Not in force") == 1
    assert "Not in force" not in since
    assert "all of it from Sunday 1 November 2026 (the latest: clearance.valid_sessions)" in since


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2023-02-26", "Not in force on Sunday 26 February 2023: it holds from Monday 27 "),
        ("2023-02-27", "In force since Monday 27 February 2023. Rule 10b5-1(c)(1)(ii)(B); Release"),
        ("2023-02-26", "27 February 2023. Rule 10b5-1(c)(1)(ii)(D); Release 33-11138."),
        ("2023-02-27", "In force since Monday 27 February 2023. Gifts on Form 4; Rule 16a-3(g)(1)"),
        ("2017-09-04", "In force since Wednesday 7 June 1995, until Tuesday 5 September 2017."),
        ("2017-09-05", "No longer in force on Tuesday 5 September 2017: it held from Wednesday 7"),
        ("2026-10-09", "In force since Wednesday 1 May 1991. Gifts and section 16(b); Rule 16b-5"),
        ("2024-05-27", "In force since Tuesday 5 September 2017, until Tuesday 28 May 2024."),
        ("2024-05-28", "No longer in force on Tuesday 28 May 2024: it held from Tuesday 5 Sep"),
    ],
)
def test_later_law_says_its_days(on, told):
    assert told in said(explained(load_policy(), day(on)))


def test_another_companys_rules_stand_under_its_own_sections():
    page = said(explained(load_policy("example_general_counsel"), day("2026-10-09")))
    assert "\nSection 4.1\n" in page
    assert "Section “Pre-Clearance of Trades”" not in page
    assert "Cellectar's policy of 24 September 2018: Section “Acknowledgement”." in page


def heading_over(policy, key):
    """Give the last underlined line before a value."""
    lines = said(explained(policy, day("2026-10-09"))).splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
    return next(lines[n - 1] for n in range(at, 0, -1) if lines[n] and not lines[n].strip("-"))


@pytest.mark.parametrize("name", shipped())
def test_every_value_stands_under_its_own_section(name):
    policy = load_policy(name)
    for key in EVERY_KEY:
        table, _, value = key.partition(".")
        section = policy.stated[table][value].section
        assert heading_over(policy, key) in {f"Section {section}", f"Section “{section}”"}, key


def test_a_value_with_a_section_takes_no_other_with_it():
    policy = parse_policy(
        'extends = "cellectar_2018"\n[trading]\nrsu_vesting = true\n'
        'gift = { value = true, section = "VI.2" }\n'
        '[blackout]\nlead_days = { value = 10, section = "4.2" }\nstarts_at = "16:00"\n',
        "x",
    )
    assert heading_over(policy, "trading.gift") == "Section VI.2"
    assert heading_over(policy, "trading.warrant_exercise") == "Section “Trading”"
    assert heading_over(policy, "blackout.lead_days") == "Section 4.2"
    assert heading_over(policy, "blackout.applies_to_consultants") == "Section “Scope of Policy”"
    none = "No section stated; in the first policy Section “{}”"
    assert heading_over(policy, "trading.rsu_vesting") == none.format("Trading")
    assert heading_over(policy, "blackout.starts_at") == none.format("Black-Out Periods")


def test_sections_with_numbers_stand_in_their_order():
    lines = said(explained(load_policy("example_general_counsel"), day("2026-10-09"))).splitlines()
    sections = [line for line in lines if line.startswith("Section ")]
    numbers = [tuple(map(int, each.split(" ")[1].split("."))) for each in sections]
    assert len(numbers) > 10
    assert numbers == sorted(numbers)


def test_where_nobody_has_to_sell_under_a_plan_that_is_said():
    nobody = changed(plans={"required_for_sales_by": []})
    assert "- Nobody has to sell under a plan." in said(explained(nobody, day("2026-10-09")))
