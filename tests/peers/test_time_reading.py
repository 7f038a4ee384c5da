"""The answers of `preclear ask` against a second reading of the same rules, by day-walking."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

import pytest

from policy.ask import answer_lines
from policy.calendars.exchange import ExchangeCalendar, load_exchange
from policy.company import Policy, parse_policy
from tests.peers.questions import batch
from tests.peers.time_reading import Reading

SEED, POLICIES, EACH = 20180924, 40, 150


@pytest.fixture(scope="module")
def calendar() -> ExchangeCalendar:
    return load_exchange("XNAS")


def policy_of(changed: dict) -> Policy:
    """Read the first company's policy with these few keys changed, by way of a policy file."""
    lines = ['extends = "cellectar_2018"']
    for table, keys in changed.items():
        lines += [f"[{table}]", *(f"{key} = {json.dumps(value)}" for key, value in keys.items())]
    return parse_policy("\n".join(lines) + "\n", "changed.toml")


def parsed(line: str) -> object:
    try:
        return json.loads(line)
    except ValueError:
        return None


def same(want: object, got: object) -> bool:
    """Whether everything wanted is there; instants are compared as instants."""
    if isinstance(want, dict):
        return isinstance(got, dict) and all(same(want[key], got.get(key)) for key in want)
    if isinstance(want, list):
        return isinstance(got, list) and len(want) == len(got) and all(map(same, want, got))
    if isinstance(want, str) and isinstance(got, str) and "T" in want:
        return datetime.fromisoformat(want) == datetime.fromisoformat(got)
    return want == got


def agree(want: dict, got: dict) -> bool:
    """Whether the answer is the one wanted, or a refusal with a code that is allowed."""
    if "error" in got:
        return "answer" not in got and got["error"]["code"] in want["errors"]
    return "answer" in want and same(want["answer"], got["answer"])


def compared(
    changed: dict, lines: list[str], calendar: ExchangeCalendar
) -> Iterator[tuple[object, dict, dict]]:
    """Each question that is one, with the second reading's answer and the first's."""
    asked = [line for line in lines if line.strip()]
    answers = [line for line, _ in answer_lines(lines, policy_of(changed), calendar, None)]
    assert len(answers) == len(asked)
    reading = Reading(changed)
    for line, answer in zip(asked, answers, strict=True):
        question = parsed(line)
        yield question, reading.answer(question), json.loads(answer)


def test_two_readings_give_the_same_answers(calendar):
    differing = []
    seen: Counter = Counter()
    for changed, lines in batch(SEED, POLICIES, EACH):
        for question, want, got in compared(changed, lines, calendar):
            if not agree(want, got):
                differing.append({"policy": changed, "asked": question, "want": want, "got": got})
            seen.update([question["ask"]] if "answer" in want else want["errors"])
            seen.update([want.get("answer", {}).get("rule")])
    assert not differing, "\n".join(f"{each}" for each in differing[:5])
    # Were the questions all refused, or all granted, the agreement would say little.
    common = {*Reading.KINDS, "bad_value", "naive_timestamp", "missing_field", "not_json"}
    rules = {"lead_time", "blackout", "approval_expired", "approved_during_blackout"}
    rare = {"unknown_ask", "out_of_calendar", "restriction", "mnpi"}
    assert not {name for name in common | rules | rare if seen[name] < 5}


def test_the_second_reading_knows_the_policys_own_examples():
    thursday = {"ask": "reopens", "rule": "mnpi", "released_on": "2018-09-27"}
    assert reopens(thursday) == "2018-10-02T09:30:00-04:00"
    tuesday = {"ask": "reopens", "rule": "blackout", "released_at": "2018-11-06T09:29:59-05:00"}
    assert reopens(tuesday) == "2018-11-08T09:30:00-05:00"
    assert reopens({**tuesday, "released_at": "2018-11-06T09:30:00-05:00"}) == (
        "2018-11-09T09:30:00-05:00"
    )


def reopens(question: dict) -> str:
    return Reading().answer(question)["answer"]["reopens_at"]


def test_the_same_seed_asks_the_same_questions():
    assert list(batch(7, 3, 20)) == list(batch(7, 3, 20))
    assert list(batch(7, 3, 20)) != list(batch(8, 3, 20))
