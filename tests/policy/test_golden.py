"""The decided cases of every kind that can be asked, answered in this process."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from policy.ask import KINDS, answer_lines
from tests.policy.making import changed

GOLDEN = Path(__file__).parents[1] / "data" / "golden"
CASES = [
    json.loads(line)
    for name in ("cases.jsonl", "more.jsonl")
    for line in (GOLDEN / name).read_text(encoding="utf-8").splitlines()
]
SUPPORTED = [
    case
    for case in CASES
    if case["question"]["ask"] in KINDS or case["answer"] == {"error": "unknown_ask"}
]


def same(want, got):
    """Compare as the decided cases are meant: fields named, instants as instants."""
    if isinstance(want, dict):
        return isinstance(got, dict) and all(same(each, got.get(key)) for key, each in want.items())
    if isinstance(want, list):
        return isinstance(got, list) and len(want) == len(got) and all(map(same, want, got))
    if isinstance(want, str) and isinstance(got, str) and "T" in want and want[:4].isdigit():
        return datetime.fromisoformat(want) == datetime.fromisoformat(got)
    return want == got


def test_the_cases_are_there():
    """A filter that dropped a kind by mistake would pass every case that is left."""
    counted = Counter(case["question"]["ask"] for case in SUPPORTED)
    assert len(SUPPORTED) == len(CASES)
    assert len(KINDS) == 12
    for kind in KINDS:
        assert counted[kind] >= 30


@pytest.mark.parametrize("case", SUPPORTED, ids=lambda case: case["id"])
def test_case(case, policy, calendar):
    """Every decided case is answered as decided, its own policy included."""
    asked = changed(**case["policy"]) if "policy" in case else policy
    [(line, good)] = answer_lines([json.dumps(case["question"])], asked, calendar)
    answered = json.loads(line)
    assert answered["id"] == case["question"]["id"]
    if "error" in case["answer"]:
        assert not good
        assert answered["error"]["code"] == case["answer"]["error"]
    else:
        assert good, answered
        assert same(case["answer"], answered["answer"]), answered["answer"]
