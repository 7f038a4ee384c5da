"""What a filing is taken for: only a full report of a known quarter ends a blackout."""

from datetime import date
from pathlib import Path

import pytest

from filings.edgar import read_submission
from filings.reading import Reading, take_for
from tests.filings.making import (
    COMPANY,
    DISCLOSURE,
    EARNINGS,
    EXHIBITS,
    STATEMENTS,
    earnings,
    filing,
)

DATA = Path(__file__).parents[1] / "data" / "filings"
Q1 = date(2018, 3, 31)
RELEASE = f"Results for the quarter ended March 31, 2018. {STATEMENTS}"


def taken(data: bytes, fiscal_year_end: str = "1231") -> Reading:
    return take_for(read_submission(data), fiscal_year_end)


def test_news_under_item_7_01_ends_no_blackout():
    reading = taken((DATA / "8k-licence-2017-03-08.txt").read_bytes())
    assert (reading.kind, reading.quarter_end) == ("disclosure", None)
    assert "Items 7.01, 9.01" in reading.why


def test_the_press_release_on_a_quarter_is_its_full_report():
    reading = taken((DATA / "8k-earnings-2018-05-15.txt").read_bytes())
    assert (reading.kind, reading.quarter_end) == ("full", Q1)
    assert "31 March 2018" in reading.why


def test_a_10_q_is_the_full_report_of_its_period():
    reading = taken((DATA / "10q-2018-08-09.txt").read_bytes())
    assert (reading.kind, reading.quarter_end) == ("full", date(2018, 6, 30))


@pytest.mark.parametrize(
    ("form", "period", "accepted", "year_end", "quarter_end"),
    [
        ("10-K", "20171231", "20180321160000", "1231", date(2017, 12, 31)),
        ("10-K", "20180630", "20180921160000", "0630", date(2018, 6, 30)),
        ("10-K", "20180630", "20180921160000", "1231", None),
        ("10-K405", "20001231", "20010321160000", "1231", date(2000, 12, 31)),
        ("10-Q", "20180929", "20181101160000", "1231", date(2018, 9, 30)),
        ("10-Q", "20181007", "20181101160000", "1231", date(2018, 9, 30)),
        ("10-Q", "20181008", "20181101160000", "1231", None),
        ("10-Q", "20180228", "20180401160000", "0531", date(2018, 2, 28)),
        ("10-Q", None, "20181101160000", "1231", None),
        ("10-Q", "20180930", "20180930160000", "1231", None),
        ("10-Q", "20180930", "20181001160000", "1231", date(2018, 9, 30)),
    ],
)
def test_a_periodic_report_ends_the_quarter_that_its_header_names(
    form, period, accepted, year_end, quarter_end
):
    reading = taken(filing(form, period=period, accepted=accepted), year_end)
    assert (reading.kind, reading.quarter_end) == ("full", quarter_end)
    assert ("Say which quarter" in reading.why) == (quarter_end is None)


@pytest.mark.parametrize("form", ["10-Q/A", "10-K/A", "8-K/A"])
def test_an_amendment_ends_nothing_again(form):
    reading = taken(filing(form, items=(EARNINGS,), period="20180331"))
    assert (reading.kind, reading.quarter_end) == ("disclosure", None)
    assert "amends" in reading.why


@pytest.mark.parametrize("form", ["3", "4", "4/A", "5", "144", "SC 13G", "SC 13D/A", "CORRESP"])
def test_what_others_file_is_no_release(form):
    reading = taken(filing(form, parties=(("ISSUER", *COMPANY[1:]),)))
    assert (reading.kind, reading.quarter_end) == ("none", None)
    assert "no release by the company" in reading.why


@pytest.mark.parametrize("form", ["8-K", "S-1", "NT 10-Q", "DEF 14A", "424B5", "25", "40-F"])
def test_any_other_filing_is_news_that_ends_nothing(form):
    assert taken(filing(form)).kind == "disclosure"


@pytest.mark.parametrize(
    "text",
    [
        "We announce preliminary unaudited results for the quarter.",
        "We announce preliminary fourth quarter results and a clinical update.",
        "These preliminary results for the quarter are unaudited.",
        "These are preliminary figures.",
        "Preliminary results of the quarter and a clinical update.",
        "Estimated revenues for the quarter were $1.5 million.",
        "The company expects to report a net loss of $3 million.",
        "We estimate that revenue was $1.5 million to $1.7 million for the quarter ended March 31.",
        "The company has not completed its financial closing procedures.",
        "The numbers are subject to completion of our auditor's review.",
        "The numbers have not been finalized and our audit goes on.",
    ],
)
def test_numbers_that_are_not_final_end_nothing(text):
    reading = taken(earnings(f"{RELEASE} {text}"))
    assert reading.kind == "preliminary"
    assert reading.quarter_end == Q1
    assert "\u201c" in reading.why


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Preliminary results of the Phase 2 study are due in the fourth quarter.",
        "We expect to report topline results of our trial in the second half of 2018.",
        "We expect to have cash into the third quarter of 2019.",
        "These statements are only estimates and predictions.",
        "The trial has not completed enrolment.",
        "The company estimates revenue of $5 million for the second quarter.",
    ],
)
def test_a_full_report_may_speak_of_what_is_to_come(text):
    reading = taken(earnings(f"{RELEASE} {text}"))
    assert (reading.kind, reading.quarter_end) == ("full", Q1)


def test_a_release_that_states_no_result_is_no_full_report():
    reading = taken(earnings("A call on the quarter ended March 31, 2018 is held on Tuesday."))
    assert reading.kind == "preliminary"
    assert "no result is stated" in reading.why


@pytest.mark.parametrize(
    ("text", "accepted", "year_end", "quarter_end"),
    [
        ("three months ended March 31, 2018 and 2017", "20180514160500", "1231", Q1),
        ("THREE MONTHS ENDED MARCH 31, 2018", "20180514160500", "1231", Q1),
        ("first quarter 2018", "20180514160500", "1231", Q1),
        ("Fourth Quarter and Full Year 2017 Results", "20180314160500", "1231", date(2017, 12, 31)),
        ("quarter and year ended December 31, 2017", "20180314160500", "1231", date(2017, 12, 31)),
        ("thirteen weeks ended March 30, 2018", "20180514160500", "1231", Q1),
        # The boilerplate's annual report is another document's period.
        ("our Form 10-K for the year ended December 31, 2017", "20180314160500", "1231", None),
        ("first quarter 2018; see Form 10-K for the year ended December 31, 2017",
         "20180514160500", "1231", Q1),
        # A report on the year, given in April, that speaks of the first quarter: a person says.
        ("year ended December 31, 2017. In the first quarter 2018 we moved",
         "20180402160500", "1231", None),
        ("year ended December 31, 2017. In the first quarter 2018 we moved",
         "20180331160500", "1231", date(2017, 12, 31)),
        # Too old, not over yet, no quarter at all, no day at all.
        ("quarter ended September 30, 2017", "20180514160500", "1231", None),
        ("quarter ended June 30, 2018", "20180514160500", "1231", None),
        ("quarter ended February 14, 2018", "20180514160500", "1231", None),
        ("quarter ended February 30, 2018", "20180514160500", "1231", None),
        ("the quarter", "20180514160500", "1231", None),
        # Another fiscal year: by date alone.
        ("quarter ended April 30, 2018", "20180614160500", "0131", date(2018, 4, 30)),
        ("first quarter 2018", "20180614160500", "0131", None),
    ],
)  # fmt: skip
def test_the_quarter_is_the_one_the_release_names_or_a_person_says(
    text, accepted, year_end, quarter_end
):
    reading = taken(earnings(f"{text}. {STATEMENTS}", accepted=accepted), year_end)
    assert (reading.kind, reading.quarter_end) == ("full", quarter_end)
    assert ("Say which quarter" in reading.why) == (quarter_end is None)


def test_markup_and_entities_do_not_hide_the_words():
    text = "quarter</B> ended&nbsp;<FONT>March&#160;31,\n2018</FONT>. Net&nbsp;loss was $3,000."
    assert taken(earnings(text)).quarter_end == Q1


def test_only_item_2_02_makes_an_8_k_an_earnings_report():
    texts = (("8-K", "Results."), ("EX-99.1", RELEASE))
    assert taken(filing(items=(EARNINGS, EXHIBITS), texts=texts)).kind == "full"
    assert taken(filing(items=(DISCLOSURE, EXHIBITS), texts=texts)).kind == "disclosure"
