"""Which quarter a press release on results reports, judged from its words."""

import html
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from filings.quarters import quarter_ended, quarter_ends
from filings.submission import Submission

RECENT = timedelta(days=150)  # an annual report's press release can come that late
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
DAY = rf"((?:{MONTHS})\s+\d{{1,2}},?\s+\d{{4}})"
ENDED = re.compile(
    rf"(?:quarter|year|months?|period|weeks)(?:\s+(?:and|then)\s+[\w\s-]{{1,40}}?)?\s+ended\s+{DAY}",
    re.IGNORECASE,
)
# "year ended December 31, 2017" behind "Form 10-K for the" names another document's period.
ELSEWHERE = re.compile(
    r"(?:10-[KQ](?:/A)?|annual report|quarterly report)\b[^.]{0,80}\Z", re.IGNORECASE
)
ORDINAL = re.compile(
    r"\b(first|second|third|fourth)[\s-]quarter\b"
    r"(?:,?\s+(?:and\s+)?(?:full[\s-]+year|year[\s-]end|fiscal|results|financial|of|for|the)\b)*"
    r",?\s+(\d{4})\b",
    re.IGNORECASE,
)
ORDINALS = {"first": 3, "second": 6, "third": 9, "fourth": 12}
CALENDAR_YEAR = "12"
FIRST_YEAR, LAST_YEAR = 1993, 2100  # EDGAR began in 1993
LONGEST = 2_000_000  # characters of one document; a press release has a tenth of that


def release_text(submission: Submission) -> str:
    """Give the words of the main document and of its press releases, without markup."""
    documents = [
        document.text
        for place, document in enumerate(submission.documents)
        if place == 0 or document.type.upper().startswith("EX-99")
    ]
    return " ".join(plain(text[:LONGEST]) for text in documents)


def plain(text: str) -> str:
    """Give the words of an HTML document on one line."""
    text = re.sub(r"<[^<>]{0,2000}>", " ", text)
    return re.sub(r"\s+", " ", html.unescape(text)).strip()


def reported_quarter(text: str, accepted: date, fiscal_year_end: str) -> date | None:
    """Give the fiscal quarter that a release reports, or None where that is not clear.

    It is the latest quarter that the text names as ended, by date or as "first quarter
    2018", and one of those that ended in the months before the filing was accepted. Where
    the two ways of naming differ it is not clear: a report on a year may come in April
    and speak of the first quarter too.
    """
    recent = quarter_ends(fiscal_year_end, accepted - RECENT, accepted - timedelta(days=1))
    ways = (quarters_by_date(text, fiscal_year_end), quarters_by_name(text, fiscal_year_end))
    named = [{end for end in way if end < accepted} for way in ways]
    latest = {max(way) for way in named if way}
    return latest.pop() if len(latest) == 1 and latest <= set(recent) else None


def quarters_by_date(text: str, fiscal_year_end: str) -> Iterator[date]:
    """Give each quarter's end that a text names by its day, as its own period."""
    for found in ENDED.finditer(text):
        if ELSEWHERE.search(text, max(0, found.start() - 120), found.start()):
            continue
        ended = quarter_of(found.group(1), fiscal_year_end)
        if ended is not None:
            yield ended


def quarters_by_name(text: str, fiscal_year_end: str) -> Iterator[date]:
    """Give each quarter's end that a text names as "first quarter 2018".

    Where the fiscal year is not the calendar's there are none: companies differ in which
    of two years they name theirs after.
    """
    if fiscal_year_end[:2] != CALENDAR_YEAR:
        return
    for found in ORDINAL.finditer(text):
        year, month = int(found.group(2)), ORDINALS[found.group(1).lower()]
        if FIRST_YEAR <= year <= LAST_YEAR:
            yield date(year, month, monthrange(year, month)[1])


def quarter_of(said: str, fiscal_year_end: str) -> date | None:
    """Give the fiscal quarter that a day in words ends, or None."""
    month, day, year = re.sub(r"[\s,]+", " ", said).split()
    number = MONTHS.lower().split("|").index(month.lower()) + 1
    if not FIRST_YEAR <= int(year) <= LAST_YEAR:
        return None
    if not 1 <= int(day) <= monthrange(int(year), number)[1]:
        return None
    return quarter_ended(date(int(year), number, int(day)), fiscal_year_end)
