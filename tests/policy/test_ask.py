"""Questions in batch: the shape of answers, and every way to ask wrongly."""

import json

import pytest

from policy.ask import KINDS, answer_lines

GOOD = {
    "reopens": {"rule": "blackout", "released_at": "2025-08-18T10:00:00-04:00"},
    "blackouts": {"quarter_end": "2025-03-31"},
    "window": {
        "at": "2025-08-18T10:00:00-04:00",
        "releases": [
            {"quarter_end": "2025-06-30", "at": "2025-08-11T10:00:00-04:00", "kind": "full"}
        ],
        "overrides": [{"quarter_end": "2025-06-30"}],
        "restrictions": [
            {"kind": "event", "starts_at": "2025-08-20T10:00:00-04:00", "ends_at": None}
        ],
    },
    "clearance": {
        "approved_at": "2025-08-18T10:00:00-04:00",
        "trade_at": "2025-08-19T10:00:00-04:00",
    },
    "approvers": {"for": "trade", "roles": ["employee"], "vacant": ["ceo"]},
    "plan": {
        "period_starts_at": "2025-06-16T17:00:00-04:00",
        "established_on": "2025-05-17",
        "modified_on": "2025-05-18",
        "modified_terms": ["broker"],
        "kind": "event",
    },
    "cooling_off": {
        "who": "director_or_officer",
        "adopted_on": "2025-05-20",
        "report_filed_on": "2025-08-14",
    },
    "form4": {"transacted_on": "2025-08-18", "filed_on": "2025-08-20", "plan": True},
    "settles": {"traded_on": "2025-08-18"},
    "short_swing": {
        "transactions": [
            {"side": "purchase", "on": "2025-01-15", "shares": 10, "price": "2.00"},
            {"side": "sale", "on": "2025-04-15", "shares": 10, "price": "5.00"},
        ],
        "splits": [{"on": "2025-03-03", "ratio": "1:10"}],
    },
    "covered": {"relation": "trust", "insider_is": "beneficiary", "directed": False},
    "decide": {
        "at": "2025-08-18T10:00:00-04:00",
        "person": {"roles": ["employee"], "acknowledged": True},
        "trade": {"action": "buy", "quantity": 1},
        "releases": [],
        "restrictions": [],
    },
}


@pytest.fixture
def ask(policy, calendar):
    """Ask lines and give the parsed answers with whether each question was good."""

    def asked(*lines, words=None):
        found = answer_lines(lines, policy, calendar, words)
        return [(json.loads(line), good) for line, good in found]

    return asked


def question(kind: str, **changes) -> str:
    fields = {"id": 7, "ask": kind, **GOOD[kind]}
    for path, value in changes.items():
        at = fields
        *above, last = path.split("__")
        for step in above:
            at = at[int(step) if step.isdigit() else step]
        if value is ...:
            del at[last]
        else:
            at[last] = value
    return json.dumps(fields)


@pytest.fixture(autouse=True)
def untouched():
    """Each test changes its own copy of the good questions."""
    before = json.dumps(GOOD)
    yield
    GOOD.update(json.loads(before))


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_the_good_question_is_good(kind, ask):
    [(answered, good)] = ask(question(kind))
    assert (good, answered["id"], set(answered)) == (True, 7, {"id", "answer"})


@pytest.mark.parametrize(
    ("kind", "changes", "code"),
    [
        ("reopens", {"ask": "reopen"}, "unknown_ask"),
        ("reopens", {"ask": ""}, "unknown_ask"),
        ("reopens", {"ask": ...}, "missing_field"),
        ("reopens", {"ask": 1}, "bad_value"),
        ("reopens", {"rule": ...}, "missing_field"),
        ("reopens", {"rule": "blackouts"}, "bad_value"),
        ("reopens", {"released_at": ...}, "missing_field"),
        ("reopens", {"released_at": "2025-08-18T10:00:00"}, "naive_timestamp"),
        ("reopens", {"released_at": "2025-08-18"}, "naive_timestamp"),
        ("reopens", {"released_at": "2025-02-30"}, "bad_value"),
        ("reopens", {"released_at": "2025-02-30T10:00:00-04:00"}, "bad_value"),
        ("reopens", {"released_at": "2025-08-18T25:00:00-04:00"}, "bad_value"),
        ("reopens", {"released_at": "yesterday"}, "bad_value"),
        ("reopens", {"released_at": 1755525600}, "bad_value"),
        ("reopens", {"released_at": None}, "bad_value"),
        ("reopens", {"released_at": "0001-01-01T00:00:00+14:00"}, "bad_value"),
        ("reopens", {"released_at": "1999-12-31T09:00:00-05:00"}, "out_of_calendar"),
        ("reopens", {"released_at": "2049-12-31T09:00:00-05:00"}, "out_of_calendar"),
        ("reopens", {"released_on": "2025-08-18"}, "bad_value"),
        ("reopens", {"not_full_days": "2025-08-18"}, "bad_value"),
        ("reopens", {"not_full_days": ["2025-08-18T10:00:00-04:00"]}, "bad_value"),
        ("blackouts", {"quarter_end": "2025-02-29"}, "bad_value"),
        ("blackouts", {"quarter_end": ...}, "missing_field"),
        ("blackouts", {"quarter_end": ..., "fiscal_year_end": "1231"}, "missing_field"),
        (
            "blackouts",
            {"quarter_end": ..., "fiscal_year_end": "1230", "fiscal_year": 2025},
            "bad_value",
        ),
        (
            "blackouts",
            {"quarter_end": ..., "fiscal_year_end": 1231, "fiscal_year": 2025},
            "bad_value",
        ),
        (
            "blackouts",
            {"quarter_end": ..., "fiscal_year_end": "1231", "fiscal_year": True},
            "bad_value",
        ),
        (
            "blackouts",
            {"quarter_end": ..., "fiscal_year_end": "1231", "fiscal_year": "2025"},
            "bad_value",
        ),
        (
            "blackouts",
            {"quarter_end": ..., "fiscal_year_end": "0131", "fiscal_year": 1},
            "bad_value",
        ),
        ("blackouts", {"quarter_end": "0001-01-05"}, "bad_value"),
        ("window", {"at": ...}, "missing_field"),
        ("window", {"releases": ...}, "missing_field"),
        ("window", {"releases": {}}, "bad_value"),
        ("window", {"releases": ["2025-06-30"]}, "bad_value"),
        ("window", {"releases__0__kind": ...}, "missing_field"),
        ("window", {"releases__0__kind": "flash"}, "bad_value"),
        ("window", {"releases__0__at": "2025-08-11"}, "naive_timestamp"),
        ("window", {"releases__0__quarter_end": "2025-06-29"}, "bad_value"),
        ("window", {"fiscal_year_end": "0131"}, "bad_value"),
        ("window", {"overrides__0__quarter_end": "2025-07-31"}, "bad_value"),
        ("window", {"overrides__0__starts_at": "2025-07-31"}, "naive_timestamp"),
        ("window", {"restrictions__0__kind": "secret"}, "bad_value"),
        ("window", {"restrictions__0__starts_at": ...}, "missing_field"),
        ("window", {"restrictions__0__kind": "early_blackout"}, "missing_field"),
        ("window", {"restrictions": None}, "bad_value"),
        ("clearance", {"approved_at": ...}, "missing_field"),
        ("clearance", {"approved_at": "2049-12-31T10:00:00-05:00"}, "out_of_calendar"),
        ("clearance", {"trade_at": "2025-08-19T10:00:00"}, "naive_timestamp"),
        ("clearance", {"attests_no_mnpi": "yes"}, "bad_value"),
        ("clearance", {"attests_no_mnpi": 1}, "bad_value"),
        ("approvers", {"for": "trades"}, "bad_value"),
        ("approvers", {"for": ...}, "missing_field"),
        ("approvers", {"roles": "employee"}, "bad_value"),
        ("approvers", {"roles": ["boss"]}, "bad_value"),
        ("approvers", {"roles": [["ceo"]]}, "bad_value"),
        ("approvers", {"vacant": ["boss"]}, "bad_value"),
        ("decide", {"person": []}, "bad_value"),
        ("decide", {"person__acknowledged": ...}, "missing_field"),
        ("decide", {"person__acknowledged": "yes"}, "bad_value"),
        ("decide", {"person__roles": ["boss"]}, "bad_value"),
        ("decide", {"trade__action": "lend"}, "bad_value"),
        ("decide", {"trade__quantity": True}, "bad_value"),
        ("decide", {"trade__quantity": 1.0}, "bad_value"),
        ("decide", {"trade__quantity": 0}, "bad_value"),
        ("decide", {"trade__quantity": ...}, "missing_field"),
        ("decide", {"trade__on": "2025-08-19T09:30:00-04:00"}, "bad_value"),
        ("decide", {"trade__on": "2050-01-03"}, "out_of_calendar"),
        ("decide", {"trade__order": "iceberg"}, "bad_value"),
        ("decide", {"trade__shares_sold": -1}, "bad_value"),
        ("decide", {"trade__plan": {"approved": True}}, "missing_field"),
        ("decide", {"restrictions": ...}, "missing_field"),
        ("decide", {"history": [{"side": "buy"}]}, "bad_value"),
        (
            "decide",
            {"history": [{"side": "sale", "on": "2025-08-01", "shares": 1, "price": "x"}]},
            "bad_value",
        ),
    ],
)
def test_error_codes(kind, changes, code, ask):
    """A wrong question gets its code and a sentence; the one after it is answered."""
    wrong, right = ask(
        question(kind, **changes), json.dumps({"ask": kind, **json.loads(GOODS[kind])})
    )
    assert wrong[1] is False
    assert wrong[0]["id"] == 7
    assert wrong[0]["error"]["code"] == code
    assert wrong[0]["error"]["message"]
    assert right[1] is True


GOODS = {kind: json.dumps(fields) for kind, fields in GOOD.items()}


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "7",
        '"window"',
        "null",
        '{"id": NaN, "ask": "window"}',
        "[" * 100_000,
        '{"id": ' + "[" * 5000 + "]" * 5000 + "}" * 2,
        "{'ask': 'window'}",
    ],
    ids=range(9),
)
def test_not_json(line, ask):
    assert ask(line)[0][0]["id"] is None
    assert ask(line)[0][0]["error"]["code"] == "not_json"


def test_blank_lines_give_no_answer_and_order_is_kept(ask):
    lines = ["", question("approvers", id="a"), "  \n", "{", question("blackouts", id=[1, None])]
    assert [answered["id"] for answered, _ in ask(*lines)] == ["a", None, [1, None]]


def test_ids_come_back_as_given_and_may_be_left_out(ask):
    for given in ("ü\ud800", 1.5, None, {"a": [True], "b": {}, "c": 2}):
        assert ask(question("approvers", id=given))[0][0]["id"] == given
    assert ask(question("approvers", id=...))[0] == (
        {"id": None, "answer": {"approvers": ["cfo"]}},
        True,
    )


@pytest.mark.parametrize("number", ["9" * 5000, "-" + "9" * 5000, "1e400", "-2E+999"])
def test_a_number_beyond_reckoning_is_a_wrong_value_and_a_good_id(number, policy, calendar):
    """Whatever an id holds comes back as it was written, and the line stays JSON."""

    def asked(fields):
        line = json.dumps({**json.loads(GOODS["decide"]), "ask": "decide", **fields})
        [(answer, good)] = answer_lines([line.replace('"@"', number)], policy, calendar)
        return answer, good

    answer, good = asked({"id": 7, "trade": {"action": "buy", "quantity": "@"}})
    assert not good
    assert (json.loads(answer)["id"], json.loads(answer)["error"]["code"]) == (7, "bad_value")
    answer, good = asked({"id": ["@", {"ü": "@"}], "extra": "@"})
    assert good
    assert answer.startswith(f'{{"id": [{number}, {{"\\u00fc": {number}}}], "answer": {{')
    assert json.loads(answer, parse_float=str, parse_int=str)["id"] == [number, {"ü": number}]


def test_the_longest_number_that_counts(policy, calendar):
    """Three hundred digits are a number like another; one more is beyond."""
    wrong = '{"ask": "blackouts", "fiscal_year_end": "1231", "fiscal_year": %s}'
    lines = [wrong % ("9" * digits) for digits in (300, 301)]
    codes = [json.loads(line)["error"] for line, _ in answer_lines(lines, policy, calendar)]
    assert [each["code"] for each in codes] == ["bad_value", "bad_value"]
    assert "fiscal_year must be" in codes[1]["message"]
    assert "out of reach" in codes[0]["message"]


def test_an_answer_is_the_same_whatever_was_asked_before(ask):
    """What is kept of a record, of texts and of moments is only what they say."""
    lines = [
        question("window", fiscal_year_end=ends, releases__0__kind=kind, releases__0__at=at)
        for ends in ("1231", "0131", None)
        for kind in ("full", "preliminary", "Full", ["full"])
        for at in ("2025-08-11T10:00:00-04:00", "2025-08-11T10:00:00", "2025-08-11", 7)
    ]
    lines += [question("window", releases=releases) for releases in (None, [], {}, "")]
    lines += [
        question("window", releases__0__kind="full", releases__0__at=f"2025-08-{n:02}T10:00:00Z")
        for n in range(1, 32)
    ]
    alone = [ask(line)[0] for line in lines]
    assert ask(*lines, *reversed(lines)) == alone + alone[::-1]
    assert len({json.dumps(answered) for answered, _ in alone}) > 5


def test_unknown_fields_are_ignored(ask):
    plain = ask(question("window"))
    assert ask(question("window", extra=1, releases__0__note="x")) == plain


def test_offsets_are_instants(ask):
    """The same instant in three spellings has one answer, written in New York time."""
    spellings = ("2025-08-18T10:00:00-04:00", "2025-08-18T14:00:00Z", "2025-08-18T23:00+09:00")
    answers = [ask(question("reopens", released_at=each))[0][0] for each in spellings]
    assert answers[0]["answer"] == {"reopens_at": "2025-08-21T09:30:00-04:00"}
    assert answers[0] == answers[1] == answers[2]


def test_early_blackouts_name_a_quarter_of_the_fiscal_year(ask):
    early = {"kind": "early_blackout", "starts_at": "2025-08-12T10:00:00-04:00"}
    running = question("window", restrictions=[{**early, "quarter_end": "2025-09-30"}])
    assert ask(running)[0][0]["answer"] == {"open": False, "company_open": True}
    wrong = question("window", restrictions=[{**early, "quarter_end": "2025-09-29"}])
    assert ask(wrong)[0][0]["error"]["code"] == "bad_value"


def test_the_words_give_the_texts_of_findings(ask):
    def words(rule, parameters):
        return f"{rule}!{parameters.get('quarter_end')}"

    [(answered, _)] = ask(question("decide"), words=words)
    assert answered["answer"]["findings"] == [{"rule": "blackout", "text": "blackout!None"}]
    [(answered, _)] = ask(question("decide"))
    assert answered["answer"]["findings"] == [{"rule": "blackout", "text": "blackout"}]


def test_findings_name_only_what_speaks(ask):
    """What an exemption lifted is on the record and nowhere in an answer."""
    [(answered, _)] = ask(question("decide", trade__action="straddle"))
    assert [each["rule"] for each in answered["answer"]["findings"]] == ["prohibited_transaction"]
    [(answered, _)] = ask(question("decide", trade__action="option_exercise"))
    assert answered["answer"]["findings"] == []
