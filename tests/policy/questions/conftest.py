"""Asking one question of one kind, as a line would."""

import json

import pytest

from policy.ask import answer_lines
from tests.policy.making import changed


@pytest.fixture
def ask(policy, calendar):
    """Ask with some fields and give the answer's fields, or the code of its error."""

    def asked(kind, reading=None, /, **fields):
        line = json.dumps({"ask": kind, **fields})
        asked_of = changed(**reading) if reading else policy
        [(answer, good)] = answer_lines([line], asked_of, calendar)
        answered = json.loads(answer)
        assert good == ("answer" in answered)
        return answered["answer"] if good else answered["error"]["code"]

    return asked
