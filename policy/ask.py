"""Questions in batch: one JSON line in, one JSON line out, in the same order.

Pure, over iterables; the command line does the files and the exit status. A bad question
gets an error with a code and a sentence, and the run goes on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.company import Policy
from policy.questions import approvers, blackouts, clearance, decide, reopens, window
from policy.questions.fields import Fields, RefusedError
from policy.questions.given import Answer, Given, Words

#: A new kind of question is its module and one line here.
KINDS: Mapping[str, Callable[[Fields, Given], Answer]] = MappingProxyType(
    {
        "approvers": approvers.answer,
        "blackouts": blackouts.answer,
        "clearance": clearance.answer,
        "decide": decide.answer,
        "reopens": reopens.answer,
        "window": window.answer,
    }
)


def answer_lines(
    lines: Iterable[str], policy: Policy, calendar: ExchangeCalendar, words: Words | None = None
) -> Iterator[tuple[str, bool]]:
    """Yield an answer's JSON text and whether the question was good, for each question.

    Blank lines give nothing. ``words`` turns a finding's rule and parameters into text;
    without it the rule's id stands for it.
    """
    given = Given(policy, calendar, words)
    for line in lines:
        if line.strip():
            yield _line(line, given)


def _line(line: str, given: Given) -> tuple[str, bool]:
    asked = None
    try:
        question, asked = _question(line)
        return json.dumps({"id": asked, "answer": _answer(question, given)}), True
    except RefusedError as refused:
        wrong = {"code": refused.code, "message": refused.message}
        return json.dumps({"id": asked, "error": wrong}), False


def _question(line: str) -> tuple[dict[str, Any], Any]:
    """Return a line's object and its id, which can be written back as it came."""
    try:
        read = json.loads(line, parse_constant=_no_number, parse_float=_finite)
        if isinstance(read, dict):
            json.dumps(read.get("id"))
    except (ValueError, RecursionError) as error:
        raise RefusedError("not_json", "the line is not JSON; write one object a line") from error
    if not isinstance(read, dict):
        raise RefusedError("not_json", 'the line is not a JSON object, like {"ask": "window"}')
    return read, read.get("id")


def _answer(question: dict[str, Any], given: Given) -> Answer:
    fields = Fields(question)
    kind = fields.text("ask")
    if kind not in KINDS:
        raise RefusedError("unknown_ask", f"ask must be one of {', '.join(KINDS)}")
    try:
        return KINDS[kind](fields, given)
    except OutOfCalendar as error:
        raise RefusedError("out_of_calendar", str(error)) from error
    except (OverflowError, ValueError) as error:
        # A day so far off that no calendar arithmetic reaches it.
        raise RefusedError("bad_value", f"a value is out of reach: {error}") from error


def _no_number(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")


def _finite(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"{digits} is beyond every number that can be written back")
    return number
