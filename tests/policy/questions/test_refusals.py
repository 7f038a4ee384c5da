"""What is said of a bad question: which field, what belongs there, in which words.

``tests/data/refusals.jsonl`` has one fault a line: a good question of its kind with one
field left out, or holding what it may not.
"""

import json
from pathlib import Path

import pytest

from policy.ask import answer_lines

AT, ON, QUARTER = "2025-08-18T10:00:00-04:00", "2025-08-18", "2025-06-30"
RECORD = {
    "releases": [{"quarter_end": QUARTER, "at": AT, "kind": "full"}],
    "overrides": [{"quarter_end": QUARTER, "starts_at": AT, "ends_at": AT}],
    "fiscal_year_end": "1231",
    "restrictions": [
        {"kind": "event", "starts_at": AT, "ends_at": None},
        {"kind": "early_blackout", "starts_at": AT, "quarter_end": QUARTER},
    ],
}
SALES = [
    {"side": "sale", "on": ON, "shares": 1, "price": "1.00", "exempt": False, "owner": "a child"}
]
PLAN = {"established_on": ON, "approved": True, "report_filed_on": ON, "suspended": False}
GOOD = {
    "approvers": {"for": "trade", "roles": ["employee"], "vacant": ["ceo"]},
    "blackouts": {"fiscal_year_end": "1231", "fiscal_year": 2025},
    "clearance": {"approved_at": AT, "trade_at": AT, "attests_no_mnpi": True, **RECORD},
    "cooling_off": {"who": "other", "adopted_on": ON, "report_filed_on": ON},
    "covered": {
        "relation": "trust",
        "same_household": True,
        "consults_insider": True,
        "influenced": True,
        "directed": True,
        "insider_is": "trustee",
    },
    "decide": {
        "at": AT,
        "person": {"roles": ["employee"], "acknowledged": True},
        "trade": {
            "action": "buy",
            "issuer": "company",
            "quantity": 1,
            "on": ON,
            "order": "market",
            "time_in_force": "day",
            "shares_sold": 0,
            "price_kind": "fixed",
            "settlement": "cash",
            "margin": False,
            "insider_knows_mnpi": False,
            "plan": PLAN,
        },
        "attests_no_mnpi": True,
        "history": SALES,
        **RECORD,
    },
    "form4": {
        "transacted_on": ON,
        "filed_on": ON,
        "plan": True,
        "insider_chose_date": False,
        "notified_on": ON,
    },
    "plan": {
        "established_on": ON,
        "period_starts_at": AT,
        "modified_on": ON,
        "modified_terms": ["price"],
        "kind": "quarterly",
    },
    "reopens": {"rule": "mnpi", "released_at": AT, "not_full_days": [ON]},
    "settles": {"traded_on": ON},
    "short_swing": {"transactions": SALES, "splits": [{"on": ON, "ratio": "1:10"}]},
    "window": {"at": AT, **RECORD},
}
FAULTS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "refusals.jsonl").read_text().splitlines()
]
KINDS = ", ".join(GOOD)
WITH_OFFSET = f"a time of day and an offset from UTC, like {AT}"


def error_of(line, policy, calendar):
    [(answer, good)] = answer_lines([line], policy, calendar)
    answered = json.loads(answer)
    assert good is ("error" not in answered)
    return answered.get("error")


@pytest.fixture
def asked(policy, calendar):
    return lambda line: error_of(line, policy, calendar)


def with_fault(fault):
    """Take a good question and put one fault into it."""
    question = json.loads(json.dumps({"ask": fault["ask"], **GOOD[fault["ask"]]}))
    *way, last = [int(step) if step.isdigit() else step for step in fault["field"].split(".")]
    holder = question
    for step in way:
        holder = holder[step]
    if fault["holds"] == "missing":
        del holder[last]
    else:
        holder[last] = fault["holds"]
    return json.dumps(question)


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_the_question_without_the_fault_is_answered(kind, policy, calendar):
    assert error_of(json.dumps({"ask": kind, **GOOD[kind]}), policy, calendar) is None


@pytest.mark.parametrize(
    "fault", FAULTS, ids=lambda one: f"{one['ask']}-{one['field']}-{one['holds'] or 'empty'}"
)
def test_a_fault_is_named_with_what_belongs_there(fault, policy, calendar):
    wanted = {"code": fault["code"], "message": fault["message"]}
    assert error_of(with_fault(fault), policy, calendar) == wanted


def test_every_field_of_every_kind_has_a_fault():
    named = {(fault["ask"], fault["field"].split(".")[0]) for fault in FAULTS}
    assert named == {(kind, field) for kind, fields in GOOD.items() for field in fields}


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("{", "not_json", "the line is not JSON; write one object a line"),
        ('{"ask": NaN}', "not_json", "the line is not JSON; write one object a line"),
        ("[]", "not_json", 'the line is not a JSON object, like {"ask": "window"}'),
        ("{}", "missing_field", "ask is missing"),
        ('{"ask": 7}', "bad_value", f"ask must be one of {KINDS}"),
        ('{"ask": "nonsense"}', "unknown_ask", f"ask must be one of {KINDS}"),
    ],
)
def test_a_line_that_is_no_question(line, code, message, policy, calendar):
    assert error_of(line, policy, calendar) == {"code": code, "message": message}


BEYOND = "the calendar of XNAS runs from 2000-01-01 to 2049-12-31; {} lies outside it"


@pytest.mark.parametrize(
    ("kind", "fields", "code", "message"),
    [
        (
            "reopens",
            {"rule": "mnpi", "released_at": AT, "released_on": ON},
            "bad_value",
            "released_at and released_on must be given one at a time",
        ),
        (
            "reopens",
            {"rule": "mnpi", "released_at": AT, "not_full_days": [ON, "x"]},
            "bad_value",
            "not_full_days[1] must be a date like 2025-08-18",
        ),
        (
            "reopens",
            {"rule": "mnpi", "released_on": "2050-01-01"},
            "out_of_calendar",
            BEYOND.format("2050-01-02"),
        ),
        (
            "cooling_off",
            {"who": "other", "leg": "report"},
            "missing_field",
            "report_filed_on is missing, or report_filed_at",
        ),
        (
            "cooling_off",
            {"who": "other", "leg": "all", "report_filed_on": ON},
            "bad_value",
            "leg must be one of report",
        ),
        (
            "settles",
            {"traded_on": "2025-08-17"},
            "bad_value",
            "traded_on must be a day on which the exchange has a session",
        ),
        (
            "window",
            {"at": "2025-08-18T10:00:00", "releases": []},
            "naive_timestamp",
            "at needs a time of day and an offset from UTC, like 2025-08-18T10:00:00-04:00",
        ),
        (
            "window",
            {"at": "0001-01-01T00:00:00+14:00", "releases": []},
            "bad_value",
            "at must be a timestamp that the calendar has",
        ),
        (
            "blackouts",
            {"quarter_end": "0001-01-05"},
            "bad_value",
            "a value is out of reach: date value out of range",
        ),
        (
            "window",
            {"at": AT, "releases": [{"quarter_end": "2025-06-29", "at": AT, "kind": "full"}]},
            "bad_value",
            (
                "releases[0].quarter_end must be the last day of a quarter of the fiscal year that "
                "ends on 1231 (MMDD)"
            ),
        ),
        (
            "short_swing",
            {"transactions": [], "splits": [{"on": ON, "ratio": "1:0"}]},
            "bad_value",
            'splits[0].ratio must be new shares to old ones, like "1:10"',
        ),
    ],
)
def test_what_does_not_go_together(kind, fields, code, message, asked):
    found = asked(json.dumps({"ask": kind, **fields}))
    assert found == {"code": code, "message": message}


RIGHT = RECORD["releases"][0]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": "flash"}, "releases[1].kind must be one of full, preliminary"),
        ({"kind": ["full"]}, "releases[1].kind must be one of full, preliminary"),
        ({"at": "2025-08-18"}, f"releases[1].at needs {WITH_OFFSET}"),
        ({"at": "20250818T100000-0400"}, f"releases[1].at must be a timestamp like {AT}"),
        ({"at": f"{AT}:30"}, f"releases[1].at must be a timestamp like {AT}"),
        ({"at": 0}, f"releases[1].at must be a timestamp like {AT}"),
        ({"quarter_end": AT}, "releases[1].quarter_end must be a date like 2025-08-18"),
    ],
)
def test_a_wrong_report_among_right_ones_is_named_by_its_place(wrong, message, asked):
    """Right reports are read at one go; a wrong one is told as if it stood alone."""
    question = {"ask": "window", "at": AT, "releases": [RIGHT] * 3}
    assert asked(json.dumps(question)) is None
    question["releases"] = [RIGHT, {**RIGHT, **wrong}, RIGHT]
    assert asked(json.dumps(question))["message"] == message


def test_the_first_fiscal_year_there_is(policy, calendar):
    year = {"fiscal_year_end": "1231", "fiscal_year": 1}
    assert error_of(json.dumps({"ask": "blackouts", **year}), policy, calendar) is None
    none = error_of(json.dumps({"ask": "blackouts", **year, "fiscal_year": 0}), policy, calendar)
    assert none["message"] == "fiscal_year must be a whole number from 1"
