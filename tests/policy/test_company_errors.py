"""Every sentence that is said of a bad policy file, whole, and at its line."""

import json
from datetime import date

import pytest

from policy.company import (
    LineError,
    PolicyFileError,
    PolicyNotInForceError,
    load_policy,
    parse_policy,
)
from policy.company_file import Stated, own_lines, stated_from, stated_to
from policy.company_tables import TABLES
from tests.policy.making import day

BASE = 'extends = "cellectar_2018"\n'
SHIPPED = '"cellectar_2018", "example_general_counsel", "example_open_window"'
ALL_TABLES = ", ".join(f"[{table}]" for table in TABLES)
DAYS = "allowed: a whole number from 0 to 90"
WRITE = "write key = value, texts in quotes"
TOO_LONG = "a number is too long, or brackets are nested too deeply, for any value here"
NINES = "9" * 5000


def told(text: str) -> list[str]:
    """Return what is said of a file that holds some text, one sentence a line."""
    with pytest.raises(PolicyFileError) as caught:
        parse_policy(text, "our.toml")
    assert {type(error.line) for error in caught.value.errors} == {int}
    return str(caught.value).splitlines()


def of_value(key: str, written: str) -> list[str]:
    """Return what is said of one key's value."""
    table, _, name = key.partition(".")
    found = told(f"{BASE}[{table}]\n{name} = {written}\n")
    assert all(sentence.startswith(f"our.toml, line 3: {key}") for sentence in found)
    return [sentence.removeprefix(f"our.toml, line 3: {key}") for sentence in found]


def test_an_error_has_its_file_its_line_and_its_sentence():
    errors = (LineError(0, "it cannot be read"), LineError(7, "it is wrong"))
    error = PolicyFileError("our.toml", errors)
    assert (error.source, error.errors) == ("our.toml", errors)
    assert error.args == ("our.toml", errors)
    assert str(error) == "our.toml: it cannot be read\nour.toml, line 7: it is wrong"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("true", "true"),
        ("false", "false"),
        ("91", "91"),
        ("14.5", "14.5"),
        ('"14"', '"14"'),
        ('"vierzehn für uns"', '"vierzehn für uns"'),
        (f'"{"ü" * 59}"', f'"{"ü" * 59}'),
        (f'"{"ü" * 80}"', f'"{"ü" * 59}'),
        ("[14, 2018-09-24]", '[14, "2018-09-24"]'),
        ("[[1], [true]]", "[[1], [true]]"),
        ("2018-09-24", "2018-09-24"),
        ("09:30:00", "09:30:00"),
        (f"{'1' * 80}", "1" * 60),
        (f"0x{'f' * 5000}", "a number without end"),
    ],
)
def test_a_value_is_shown_as_it_stands_and_cut(written, shown):
    assert of_value("blackout.lead_days", written) == [f" is {shown}; {DAYS}"]


@pytest.mark.parametrize(
    ("key", "allowed"),
    [
        ("issuer.name", "a text in one line that is not empty"),
        ("issuer.exchange", '"XNAS" or "XNYS"'),
        (
            "issuer.fiscal_year_end",
            'the last day of a month as MMDD, like "1231" (February: "0228")',
        ),
        ("blackout.starts_at", 'a time of day like "17:00"'),
        (
            "blackout.time_zone",
            'a zone of the time zone database, like "America/New_York"',
        ),
        ("blackout.full_trading_days", "a whole number from 1 to 20"),
        ("trading_day.opens_at", '"09:30" or "04:00"'),
        ("trading.gift", "true or false"),
        (
            "approvers.trade",
            'a list of offices without repetition and not empty, like ["ceo", "cfo"]',
        ),
        ("approvers.plan", 'the name of an office in small letters, like "cfo"'),
        (
            "plans.required_for_sales_by",
            (
                "a list without repetition, [] for nobody, out of audit_chair, ceo,"
                " ceo_direct_report, cfo, compliance, consultant, contractor, director,"
                " employee, officer, section16"
            ),
        ),
    ],
)
def test_each_kind_of_value_says_what_it_allows(key, allowed):
    assert of_value(key, "0.5") == [f" is 0.5; allowed: {allowed}"]


def test_what_a_table_may_say_of_a_value():
    lacks = ": the table has no value; write { value = …, section = …, from = …, source = … }"
    since = ": from must be a day, like 2018-09-24 (without quotes)"
    one_line = "{} must be a text in one line"
    form = ": form says nothing about a value; allowed: value, section, from, source"
    for written, wrong in {
        "{ }": [lacks],
        '{ section = "4" }': [lacks],
        "{ value = 14, form = 1 }": [form],
        '{ value = 14, from = "2018-09-24" }': [since],
        "{ value = 14, from = 2018-09-24T10:00:00 }": [since],
        "{ value = 14, section = 3 }": [f": {one_line.format('section')}"],
        '{ value = 14, source = " " }': [f": {one_line.format('source')}"],
        '{ form = 1, from = 3, section = "a\\nb" }': [
            form,
            lacks,
            since,
            f": {one_line.format('section')}",
        ],
        '{ value = 91, source = "a\\tb" }': [f": {one_line.format('source')}", f" is 91; {DAYS}"],
    }.items():
        assert of_value("blackout.lead_days", written) == wrong


@pytest.mark.parametrize(
    "written", ["14", "{ value = 14 }", '{ value = 14, section = "", source = "" }']
)
def test_a_value_need_not_say_where_it_comes_from(written):
    policy = parse_policy(f"{BASE}[blackout]\nlead_days = {written}\n", "our.toml")
    assert policy.stated["blackout"]["lead_days"] == Stated(14, "", None, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[aproverz]", "[aproverz] is no table of a policy file (did you mean approvers?)"),
        ("[nonsense]", "[nonsense] is no table of a policy file"),
        ("nonsense = 1", "nonsense belongs in no table of a policy file"),
        (
            "valid_sessions = 5",
            "valid_sessions belongs in no table of a policy file (it belongs in [clearance])",
        ),
    ],
)
def test_a_table_that_is_none(text, said):
    assert told(f"{BASE}{text}\n") == [f"our.toml, line 2: {said}; allowed: {ALL_TABLES}"]


def test_a_name_that_is_none():
    assert told(f"{BASE}blackout = 14\n") == [
        "our.toml, line 2: blackout must be a table, written [blackout]"
    ]
    keys = "day_limit"
    assert told(f"{BASE}[orders]\nday_limits = 1\nnonsense = 1\nfull_trading_days = 2\n") == [
        (
            f"our.toml, line 3: [orders] has no key day_limits (did you mean day_limit?);"
            f" allowed: {keys}"
        ),
        f"our.toml, line 4: [orders] has no key nonsense; allowed: {keys}",
        (
            "our.toml, line 5: [orders] has no key full_trading_days (it belongs in [blackout] or"
            f" [disclosure]); allowed: {keys}"
        ),
    ]
    assert told(f"{BASE}[accounts]\nnonsense = 1\n") == [
        "our.toml, line 3: [accounts] has no key nonsense; allowed: margin, pledge"
    ]


def test_what_a_file_may_start_from():
    wrong = f"extends names no shipped policy; allowed: {SHIPPED}"
    assert told('extends = "celectar"\n') == [f"our.toml, line 1: {wrong}"]
    assert told('\nextends = ["cellectar_2018"]\n') == [f"our.toml, line 2: {wrong}"]
    # What would be missing nobody can tell; what is written is looked at all the same.
    assert told('extends = "celectar"\n[orders]\nday_limit = 1\n') == [
        f"our.toml, line 1: {wrong}",
        'our.toml, line 3: orders.day_limit is 1; allowed: "forbidden" or "allowed"',
    ]


def test_what_a_whole_file_lacks():
    begin = 'state them, or begin the file with extends = "cellectar_2018"'
    found = told('\n[accounts]\nmargin = "allowed"\n[orders]\nday_limit = "allowed"\n')
    assert (
        found[0]
        == f"our.toml, line 1: [issuer] lacks name, ticker, exchange, fiscal_year_end; {begin}"
    )
    assert found[-1] == f"our.toml, line 2: [accounts] lacks pledge; {begin}"
    assert len(found) == len(TABLES) - 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "[blackout]\nlead_days = fourteen\nfull_trading_days = 2\n",
            f", line 2: this is not TOML in column 13: Invalid value; {WRITE}",
        ),
        (
            "[blackout]\nlead_days = 1\n\n[orders\n",
            (
                f", line 4: this is not TOML in column 8: Expected ']' at the end of a table"
                f" declaration; {WRITE}"
            ),
        ),
        ('a = """\n\nnever closed\n', f", line 3: this is not TOML: Unterminated string; {WRITE}"),
        ("a = [", f", line 1: this is not TOML: Invalid value; {WRITE}"),
        (f"[blackout]\nlead_days = {NINES}\n", f": {TOO_LONG}"),
        (f"a = {'[' * 5000}{']' * 5000}\n", f": {TOO_LONG}"),
    ],
)
def test_what_is_no_toml(text, said):
    assert told(text) == [f"our.toml{said}"]


def test_a_file_that_cannot_be_read(tmp_path):
    absent, binary = tmp_path / "absent.toml", tmp_path / "binary.toml"
    binary.write_bytes(b"[issuer]\nname = '\xff'\n")
    for path, said in (
        (
            absent,
            (
                ": the file cannot be read (No such file or directory); give the path of a policy"
                " file or the name of a shipped one: cellectar_2018, example_general_counsel,"
                " example_open_window"
            ),
        ),
        (binary, ", line 1: the file is not UTF-8 text (byte 17)"),
    ):
        with pytest.raises(PolicyFileError) as caught:
            load_policy(str(path))
        assert str(caught.value) == f"{path}{said}"
        assert caught.value.source == str(path)
        assert [error.line for error in caught.value.errors] == [said.startswith(", line 1")]


def test_a_file_given_by_its_path_is_named_by_it(tmp_path):
    path = tmp_path / "our.toml"
    path.write_text("[orders]\nday_limit = 1\n", encoding="utf-8")
    for given in (path, str(path)):
        with pytest.raises(PolicyFileError) as caught:
            load_policy(given)
        assert caught.value.source == str(path)


def test_every_value_that_holds_later_is_named():
    text = (
        f"{BASE}[blackout]\nlead_days = {{ value = 10, from = 2026-01-01 }}\n"
        "starts_at = { value = '16:00', from = 2026-02-01 }\nfull_trading_days = 1\n"
    )
    policy = parse_policy(text, "our.toml")
    assert policy.on(day("2026-02-01")) is policy
    for on, later in {
        "2026-01-31": ["starts_at holds from 2026-02-01"],
        "2025-12-31": ["lead_days holds from 2026-01-01", "starts_at holds from 2026-02-01"],
    }.items():
        with pytest.raises(PolicyNotInForceError) as caught:
            policy.on(day(on))
        named = "; ".join(f"blackout.{value}" for value in later)
        assert str(caught.value) == f"on {on} the policy is not in force: {named}"


def test_the_lines_of_a_files_own_keys():
    text = f'# ours\n{BASE}\n[blackout]\nlead_days = 1\n\n[orders]\nday_limit = "allowed"\n'
    own = {"blackout.lead_days": 5, "orders.day_limit": 8}
    assert own_lines(text) == ("cellectar_2018", own)
    assert own_lines("[blackout]\nlead_days = 1\n") == (None, {"blackout.lead_days": 2})


def test_what_is_kept_of_a_value():
    text = (
        f"{BASE}[blackout]\nlead_days = 10\n[orders]\n"
        'day_limit = { value = "allowed", section = "7", from = 2026-01-01, source = "board" }\n'
    )
    stated = parse_policy(text, "our.toml").stated
    kept = stated_to(stated)
    bare = {"from": None, "section": "", "source": "", "value": 10}
    full = {"from": "2026-01-01", "section": "7", "source": "board", "value": "allowed"}
    assert (kept["blackout"]["lead_days"], kept["orders"]["day_limit"]) == (bare, full)
    again = stated_from(json.dumps(kept))
    assert again == stated
    assert again["orders"]["day_limit"].holds_from == date(2026, 1, 1)
