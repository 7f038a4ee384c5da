"""Policy files: what is read, and how everything that is wrong is said at once."""

import json
from datetime import timedelta

import pytest

from policy.company import (
    Policy,
    PolicyFileError,
    PolicyNotInForceError,
    load_policy,
    parse_policy,
    shipped,
)
from policy.company_tables import TABLES, kinds_of
from tests.policy.making import changed, day


def errors_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(PolicyFileError) as caught:
        parse_policy(text, "company.toml")
    for error in caught.value.errors:
        assert f"line {error.line}: {error.sentence}" in str(caught.value)
    return [(error.line, error.sentence) for error in caught.value.errors]


def test_the_shipped_policy(policy):
    assert policy.issuer.ticker == "CLRB"
    assert (policy.blackout.lead_days, policy.clearance.valid_sessions) == (14, 3)
    assert policy.approvers.trade == ("ceo", "cfo")
    assert (
        f"{policy.blackout.starts_at:%H:%M} {policy.blackout.time_zone}" == "17:00 America/New_York"
    )


@pytest.mark.parametrize("name", shipped())
def test_every_shipped_value_says_where_it_comes_from(name):
    """A number without a section, a first day or a source has no place in a shipped file."""
    policy = load_policy(name)
    for table in TABLES:
        assert set(policy.stated[table]) == set(kinds_of(table))
        for key, stated in policy.stated[table].items():
            assert stated.section, (table, key)
            assert stated.source, (table, key)
            assert stated.holds_from is not None, (table, key)


def test_a_value_holds_from_its_day(policy):
    first = day("2018-09-24")
    assert policy.on(first) is policy
    with pytest.raises(PolicyNotInForceError, match=r"blackout\.lead_days holds from 2018-09-24"):
        policy.on(first - timedelta(days=1))


def test_a_file_that_starts_from_a_shipped_one_changes_only_its_lines(policy):
    five = parse_policy('extends = "cellectar_2018"\n[clearance]\nvalid_sessions = 5\n', "x")
    assert five.clearance.valid_sessions == 5
    assert five.clearance.lead == policy.clearance.lead
    assert five.blackout == policy.blackout
    assert five.version != policy.version


def test_a_file_may_say_where_its_own_values_come_from():
    text = (
        'extends = "cellectar_2018"\n[clearance]\n'
        'valid_sessions = { value = 5, section = "4", from = 2026-01-01, source = "board" }\n'
    )
    policy = parse_policy(text, "x")
    assert policy.clearance.valid_sessions == 5
    assert policy.on(day("2026-01-01")) is policy
    with pytest.raises(PolicyNotInForceError, match="valid_sessions holds from 2026-01-01"):
        policy.on(day("2025-12-31"))


def test_a_stored_policy_is_the_same_policy(policy):
    for each in (
        policy,
        changed(blackout={"time_zone": "America/Chicago"}, plans={"exempt_days": 0}),
    ):
        again = Policy.from_content(each.content)
        assert again == each
        assert (again.content, again.version) == (each.content, each.version)
    stored = json.loads(policy.content)["blackout"]["lead_days"]
    assert (stored["value"], stored["from"]) == (14, "2018-09-24")
    assert stored["source"]


def test_another_fiscal_year_is_another_policy(policy):
    june = policy.with_fiscal_year_end("0630")
    assert june.issuer.fiscal_year_end == "0630"
    assert Policy.from_content(june.content) == june
    assert policy.with_fiscal_year_end("1231") is policy


def test_all_errors_at_once_in_the_order_of_lines():
    text = """extends = "cellectar_2018"   # line 1

[blackout]
lead_days = true
starts_at = "5 p.m."
[clearance]
valid_sessions = 5
lead = "tomorrow"
vaild_sessions = 3

[aproverz]
trade = ["ceo"]

[approvers]
trade = []
plan = "The CFO"
"""
    found = errors_of(text)
    assert [line for line, _ in found] == [4, 5, 8, 9, 11, 15, 16]
    sentences = [sentence for _, sentence in found]
    assert "a whole number from 0 to 90" in sentences[0]
    assert "is true" in sentences[0]
    assert 'like "17:00"' in sentences[1]
    assert '"session_anchor" or "calendar_session" or "full_session"' in sentences[2]
    assert "vaild_sessions" in sentences[3]
    assert "valid_sessions" in sentences[3]
    assert "[approvers]" in sentences[4]
    assert '["ceo", "cfo"]' in sentences[5]


@pytest.mark.parametrize(
    ("table", "key", "wrong", "right"),
    [
        ("blackout", "lead_days", -1, 0),
        ("blackout", "lead_days", 91, 90),
        ("blackout", "lead_days", 14.0, 14),
        ("blackout", "full_trading_days", 0, 1),
        ("blackout", "full_trading_days", "2", 2),
        ("blackout", "starts_at", "24:00", "23:59"),
        ("blackout", "time_zone", "America/Madison", "America/Chicago"),
        ("blackout", "time_zone", "../etc", "UTC"),
        ("blackout", "preliminary_release_ends", 1, True),
        ("trading_day", "opens_at", "09:00", "04:00"),
        ("clearance", "valid_sessions", -1, 0),
        ("clearance", "undecided_expires_after_sessions", 0, 1),
        ("issuer", "fiscal_year_end", "1230", "0630"),
        ("issuer", "fiscal_year_end", 1231, "0228"),
        ("issuer", "name", " ", "A"),
        ("issuer", "name", "A\nB", "A\u00a0B"),
        ("approvers", "trade", ["ceo", "ceo"], ["ceo"]),
        ("approvers", "plan", ["cfo"], "cfo"),
        ("plans", "required_for_sales_by", ["directors"], ["director"]),
        ("plans", "required_for_sales_by", "director", []),
        ("plans", "required_for_sales_by", ["ceo", "ceo"], ["ceo", "cfo"]),
        ("approvers", "trade", [], ["general_counsel"]),
        ("orders", "day_limit", "permitted", "allowed"),
        ("accounts", "pledge", "forbidden", "allowed"),
        ("short_swing", "holder_percent", 101, 100),
        ("disclosure", "clock", "", "edgar_acceptance"),
    ],
)
def test_each_value_out_of_range_has_a_neighbour_that_is_not(table, key, wrong, right):
    def text(value):
        return f'extends = "cellectar_2018"\n\n[{table}]\n{key} = {json.dumps(value)}\n'

    [(line, sentence)] = errors_of(text(wrong))
    assert line == 4
    assert sentence.startswith(f"{table}.{key} is ")
    assert parse_policy(text(right), "x").stated[table][key].value == right


def test_a_whole_file_lacks_nothing():
    shortened = '[issuer]\nname = "X"\nticker = "X"\n\n[orders]\nday_limit = "allowed"\n'
    found = errors_of(shortened)
    assert (1, True) in [(line, "exchange, fiscal_year_end" in text) for line, text in found]
    assert len(found) == len(TABLES) - 1


def test_extends_names_a_shipped_policy():
    [(line, sentence)] = errors_of('# a comment\nextends = "celectar"\n')
    assert (line, '"cellectar_2018"' in sentence) == (2, True)
    [(line, _)] = errors_of("\n\nextends = 3\n")
    assert line == 3


def test_broken_toml_has_its_line():
    [(line, sentence)] = errors_of('extends = "cellectar_2018"\n[blackout]\nlead_days = fourteen\n')
    assert (line, "not TOML" in sentence) == (3, True)
    [(line, _)] = errors_of('extends = "cellectar_2018"\n[blackout]\nstarts_at = "17:00\n')
    assert line == 3
    [(line, _)] = errors_of('a = """\n\nnever closed\n')
    assert line == 3
    [(line, _)] = errors_of("[blackout]\nlead_days = 1\n[blackout]\n")
    assert line == 3


def test_a_value_that_says_wrongly_where_it_comes_from():
    text = (
        'extends = "cellectar_2018"\n[blackout]\n'
        'lead_days = { value = 10, form = 2018-09-24, from = "2018-09-24", section = 3 }\n'
        'starts_at = { section = "Black-Out Periods" }\n'
    )
    found = errors_of(text)
    assert [line for line, _ in found] == [3, 3, 3, 4]
    assert "form says nothing" in found[0][1]


def test_a_value_is_looked_at_though_its_source_is_wrong():
    found = errors_of(
        'extends = "cellectar_2018"\n[blackout]\n'
        'lead_days = { value = 91, source = "a\\tb", section = "" }\n'
        'starts_at = { value = "17:00", source = "a\\nb" }\n'
    )
    assert [line for line, _ in found] == [3, 3, 4]
    assert "source must be a text in one line" in found[0][1]
    assert "is 91" in found[1][1]


@pytest.mark.parametrize("number", ["9" * 5000, "0x" + "f" * 5000, "[" * 5000 + "]" * 5000])
def test_a_value_beyond_all_bounds_is_a_sentence(number):
    with pytest.raises(PolicyFileError, match=r"too long|without end"):
        parse_policy(f'extends = "cellectar_2018"\n[blackout]\nlead_days = {number}\n', "x")


def test_a_name_that_is_misspelt_or_misplaced_is_told_from_another():
    found = errors_of(
        'extends = "cellectar_2018"\nvalid_sessions = 5\n[plans]\nlead_days = 3\n'
        "exempt_day = 3\nfull_trading_days = 1\nsomething_else = 1\n[clearence]\nlead = 1\n"
    )
    hints = [
        " (it belongs in [clearance]);",
        " (it belongs in [blackout]);",
        " (did you mean exempt_days?);",
        " (it belongs in [blackout] or [disclosure]);",
        "has no key something_else;",
        " (did you mean clearance?);",
    ]
    assert len(found) == len(hints)
    for (_, sentence), hint in zip(found, hints, strict=True):
        assert hint in sentence


def test_keys_in_no_table_and_tables_that_are_none():
    found = errors_of('extends = "cellectar_2018"\nvalid_sessions = 5\nblackout = 14\n')
    assert [line for line, _ in found] == [2, 3]
    assert "belongs in no table" in found[0][1]


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(PolicyFileError, match="cellectar_2018"):
        load_policy(str(tmp_path / "absent.toml"))
    with pytest.raises(PolicyFileError, match="cannot be read"):
        load_policy(str(tmp_path))
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"[issuer]\nname = '\xff'\n")
    with pytest.raises(PolicyFileError, match="not UTF-8"):
        load_policy(str(binary))
    good = tmp_path / "good.toml"
    good.write_text('\ufeffextends = "cellectar_2018"\n', encoding="utf-8")
    assert load_policy(str(good)) == load_policy()
