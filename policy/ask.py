"""Questions in batch: one JSON line in, one JSON line out, in the same order.

Pure, over iterables; the command line does the files and the exit status. A bad question
gets an error with a code and a sentence, and the run goes on.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from policy.calendars.exchange import ExchangeCalendar, OutOfCalendar
from policy.company import Policy
from policy.questions import (
    approvers,
    blackouts,
    clearance,
    cooling_off,
    covered,
    decide,
    form4,
    plan,
    reopens,
    settles,
    short_swing,
    window,
)
from policy.questions.fields import Fields, RefusedError, bad_value
from policy.questions.given import Answer, Given, Words
from policy.questions.line import question_of

#: A new kind of question is its module and one line here.
KINDS: Mapping[str, Callable[[Fields, Given], Answer]] = MappingProxyType(
    {
        "approvers": approvers.answer,
        "blackouts": blackouts.answer,
        "clearance": clearance.answer,
        "cooling_off": cooling_off.answer,
        "covered": covered.answer,
        "decide": decide.answer,
        "form4": form4.answer,
        "plan": plan.answer,
        "reopens": reopens.answer,
        "settles": settles.answer,
        "short_swing": short_swing.answer,
        "window": window.answer,
    }
)


#: An answer never lies in itself, so nobody needs to look for that.
_text = json.JSONEncoder(check_circular=False).encode


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
    asked = "null"
    try:
        question, asked = question_of(line)
        return f'{{"id": {asked}, "answer": {_text(_answer(question, given))}}}', True
    except RefusedError as refused:
        wrong = {"code": refused.code, "message": refused.message}
        return f'{{"id": {asked}, "error": {json.dumps(wrong)}}}', False


def _answer(question: dict[str, Any], given: Given) -> Answer:
    fields = Fields(question)
    kind = fields.raw("ask")
    if not isinstance(kind, str):
        raise bad_value("ask", f"one of {', '.join(KINDS)}")
    if kind not in KINDS:
        raise RefusedError("unknown_ask", f"ask must be one of {', '.join(KINDS)}")
    try:
        return KINDS[kind](fields, given)
    except OutOfCalendar as error:
        raise RefusedError("out_of_calendar", str(error)) from error
    except (OverflowError, ValueError) as error:
        # A day so far off that no calendar arithmetic reaches it.
        raise RefusedError("bad_value", f"a value is out of reach: {error}") from error
