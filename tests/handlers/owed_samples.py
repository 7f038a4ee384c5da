"""All that somebody owes, to draw: one of each, and more of each than is shown."""

from dataclasses import replace
from datetime import date

from clearance.shown_acknowledgements import AcknowledgementShown, AtHome
from clearance.shown_filings import FilingLine
from clearance.shown_reports import OverdueLine
from clearance.shown_waiting import OwedShown, WaitingShown
from policy.facts import Trade
from tests.handlers import plan_filed_samples, samples

FORM = FilingLine(
    id="F7M4QWXA",
    name=samples.LONG[:60],
    own=False,
    form="4",
    on=date(2026, 11, 20),
    due_on=date(2026, 11, 24),
    state="open",
    trade=Trade("buy", 500),
    shares=400,
    left=1,
)
SIGNED = AcknowledgementShown(
    id="S7M4QWXA",
    name=samples.LONG[:100],
    version="2018",
    sha256="a" * 64,
    link=None,
    statements=("read", "comply"),
    signature=samples.LONG[:100],
    signed_on=samples.TODAY,
    at=samples.NOW,
    may_initial=True,
)
SILENT = OverdueLine("K7M4QWXA", samples.LONG[:60], samples.NOW)
QUESTION = replace(samples.QUESTION, mine=False, may_answer=True)
ANSWER = replace(samples.APPROVED, state="declined", owes_answer=True)


def owed(count: int) -> OwedShown:
    """Make so many of each."""
    numbers = range(count)
    return OwedShown(
        waiting=WaitingShown(
            samples.many_pending(count),
            tuple(replace(plan_filed_samples.MINE, record=f"P{n:07}") for n in numbers),
            tuple(replace(QUESTION, id=f"W{n:07}") for n in numbers),
        ),
        answers=tuple(replace(ANSWER, id=f"R{n:07}") for n in numbers),
        forms=tuple(replace(FORM, id=f"F{n:07}") for n in numbers),
        to_sign=AtHome(to_sign=True, due_on=samples.TODAY, late=True),
        to_initial=tuple(replace(SIGNED, id=f"S{n:07}") for n in numbers),
        overdue=(SILENT,) * count,
    )


MANY = owed(300)
