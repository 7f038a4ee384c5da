"""Says what a filing is to the blackout: a full report, preliminary numbers, news, or nothing.

Policy, "Black-Out Periods": a blackout ends after the release of the quarter's earnings
report; a press release about something else ends none. Whatever is in doubt is read as
not ending one: a window that stays closed can be opened by a person, with the reason
said here, and one opened too early cannot be closed again.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from filings.doubts import doubt_of
from filings.earnings import release_text, reported_quarter
from filings.quarters import quarter_ended
from filings.submission import Submission

Kind = Literal["full", "preliminary", "disclosure", "none"]

EARNINGS_ITEM = "2.02"
QUARTERLY = frozenset({"10-Q", "10-QT", "10-QSB"})
ANNUAL = frozenset({"10-K", "10-KT", "10-K405", "10-KSB"})
# Filed by or about holders and insiders, or letters between the company and the SEC's staff.
NOT_BY_THE_COMPANY = frozenset(
    {"3", "4", "5", "144", "SC 13D", "SC 13G", "SCHEDULE 13D", "SCHEDULE 13G", "13F-HR", "13F-NT"}
    | {"CORRESP", "UPLOAD"}
)
SAY_WHICH = "Say which quarter it reports."


@dataclass(frozen=True, slots=True)
class Reading:
    """What a filing was taken for, and why.

    ``full`` ends the blackout of ``quarter_end``; ``preliminary`` numbers do so only under
    a policy that says so; a ``disclosure`` starts the wait after news and ends no
    blackout; ``none`` is no release by the company. ``quarter_end`` is a fiscal quarter's
    last day, None where the filing does not say it beyond doubt: then a person does.
    """

    kind: Kind
    quarter_end: date | None
    why: str


def take_for(submission: Submission, fiscal_year_end: str) -> Reading:
    """Say what a submission is; ``fiscal_year_end`` is MMDD, as in the policy file."""
    form = submission.form.upper()
    base = form.removesuffix("/A")
    if base in NOT_BY_THE_COMPANY:
        return Reading("none", None, f"{called(submission)} is no release by the company.")
    if form != base:
        why = f"{called(submission)} amends an earlier filing; it ends no blackout."
        return Reading("disclosure", None, why)
    if base in QUARTERLY | ANNUAL:
        return read_periodic(submission, fiscal_year_end)
    if base == "8-K" and EARNINGS_ITEM in submission.items:
        return read_earnings(submission, fiscal_year_end)
    why = f"{called(submission)} is no earnings report; it ends no blackout."
    return Reading("disclosure", None, why)


def called(submission: Submission) -> str:
    """Name a filing by its form and items."""
    if not submission.items:
        return f"Form {submission.form}"
    word = "Item" if len(submission.items) == 1 else "Items"
    return f"Form {submission.form} ({word} {', '.join(submission.items)})"


def read_periodic(submission: Submission, fiscal_year_end: str) -> Reading:
    """Read a 10-Q or 10-K: the full report of the quarter that its header names."""
    ended = None
    if submission.period is not None:
        ended = quarter_ended(submission.period, fiscal_year_end)
    if ended is None or not is_plausible(ended, submission, fiscal_year_end):
        why = f"{called(submission)} is a full report, but its period is not one of yours."
        return Reading("full", None, f"{why} {SAY_WHICH}")
    why = f"{called(submission)} is the full report for the quarter ended {day(ended)}."
    return Reading("full", ended, why)


def is_plausible(ended: date, submission: Submission, fiscal_year_end: str) -> bool:
    """Say whether a period can be this form's: over when it was filed, a 10-K's a year's end."""
    ends_year = ended.month == int(fiscal_year_end[:2])
    return ended < submission.accepted.date() and (ends_year or submission.form.upper() != "10-K")


def read_earnings(submission: Submission, fiscal_year_end: str) -> Reading:
    """Read an 8-K that furnishes results: full unless its words leave a doubt."""
    text = release_text(submission)
    ended = reported_quarter(text, submission.accepted.date(), fiscal_year_end)
    doubt = doubt_of(text)
    if doubt is not None:
        why = f"{called(submission)} furnishes results, but {doubt}."
        return Reading("preliminary", ended, why)
    if ended is None:
        why = f"{called(submission)} is an earnings report, but not clearly for which quarter."
        return Reading("full", None, f"{why} {SAY_WHICH}")
    why = f"{called(submission)} is the earnings report for the quarter ended {day(ended)}."
    return Reading("full", ended, why)


def day(when: date) -> str:
    """Write a day as people do."""
    return f"{when.day} {when:%B %Y}"
