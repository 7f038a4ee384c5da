"""A stored submission is read to its last fact, or refused with a sentence."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from filings.edgar import read_submission
from filings.items import item_number
from filings.submission import FilingError
from tests.filings.making import COMPANY, DISCLOSURE, EXHIBITS, filing

DATA = Path(__file__).parents[1] / "data" / "filings"
LICENCE = DATA / "8k-licence-2017-03-08.txt"
SEED = Path(__file__).parents[3] / "shared" / "seeds" / "001_97de325fabf0e49e.txt"
OWNER = ("REPORTING-OWNER", "DOE JANE", "0009999999", None)
ISSUER = ("ISSUER", *COMPANY[1:])


def refusal(data: bytes, **parameters: str) -> str:
    with pytest.raises(FilingError) as caught:
        read_submission(data, **parameters)
    return str(caught.value)


def check_licence(data: bytes) -> None:
    read = read_submission(data, cik="1279704")
    assert (read.accession, read.form) == ("0001144204-17-013452", "8-K")
    assert read.items == ("7.01", "9.01")
    assert (read.period, read.filed) == (date(2017, 3, 8), date(2017, 3, 8))
    assert read.accepted.isoformat() == "2017-03-08T16:02:21-05:00"
    assert (read.filer.name, read.filer.cik) == ("Cellectar Biosciences, Inc.", "0001279704")
    assert read.filer.fiscal_year_end == "1231"
    assert [(d.type, d.sequence) for d in read.documents] == [("8-K", "1"), ("EX-99.1", "2")]
    assert "multiple myeloma" in read.documents[1].text


def test_every_fact_of_a_filing_is_read():
    check_licence(LICENCE.read_bytes())


def test_the_filing_as_edgar_keeps_it_reads_the_same():
    """Runs wherever the real file lies beside the checkout; its twin above runs everywhere."""
    if SEED.exists():
        check_licence(SEED.read_bytes())


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\n" + data + b"\n\n",
        lambda data: data.replace(b"SEC-DOCUMENT", b"IMS-DOCUMENT").replace(
            b"SEC-HEADER", b"IMS-HEADER"
        ),
        lambda data: (
            b"-----BEGIN PRIVACY-ENHANCED MESSAGE-----\nProc-Type: 2001,MIC-CLEAR\n\n"
            + data
            + b"-----END PRIVACY-ENHANCED MESSAGE-----\n"
        ),
        lambda data: data.replace(b"has licensed", b"has \x93licensed\x94"),
    ],
    ids=[
        "windows line ends",
        "byte order mark",
        "blank lines",
        "IMS",
        "mail block",
        "windows quotes",
    ],
)
def test_the_forms_in_which_it_is_met_read_the_same(change):
    check_licence(change(LICENCE.read_bytes()))


def test_windows_quotes_become_the_characters_they_stand_for():
    data = LICENCE.read_bytes().replace(b"has licensed", b"has \x93licensed\x94")
    assert "\u201clicensed\u201d" in read_submission(data).documents[0].text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"\x1f\x8b\x08\x00", "compressed"),
        (b"{\\rtf1\\ansi}", "word processor"),
        ("<SEC-DOCUMENT>".encode("utf-16"), "UTF-16"),
        (b"<SEC-DOCUMENT>\x00\x01", "binary"),
        (b"<!DOCTYPE html>\n<html><body>8-K</body></html>", "HTML page"),
        (b"<html><title>EDGAR Filing Documents for 0001144204-17-013452</title>", "index page"),
        (b"<html>Your Request Originates from an Undeclared Automated Tool", "refuses a download"),
        (b"<?xml version='1.0'?><ownershipDocument/>", "XML"),
        (b"<SUBMISSION>\n<ACCESSION-NUMBER>0001144204-17-013452\n", "feed"),
        (b"Cellectar to present results\n", "does not begin with <SEC-DOCUMENT>"),
    ],
)
def test_another_file_is_called_what_it_is(data, what):
    said = refusal(data)
    assert what in said
    assert "Complete submission text file" in said


def test_what_is_larger_than_any_filing_is_refused(monkeypatch):
    data = LICENCE.read_bytes()
    monkeypatch.setattr("filings.wrong_file.LARGEST", len(data))
    check_licence(data)
    monkeypatch.setattr("filings.wrong_file.LARGEST", len(data) - 1)
    assert "more than EDGAR takes" in refusal(data)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b"</SEC-DOCUMENT>", b"", "has no end"),
        (b"</SEC-HEADER>\n", b"", "header is incomplete"),
        (b"</TEXT>\n", b"", "is not closed"),
        (b"COUNT:\t\t2", b"COUNT:\t\t3", "3 documents, and 2 are in the file"),
        (b"COUNT:\t\t2", b"COUNT:\t\ttwo", "how many documents"),
        (b"<ACCEPTANCE-DATETIME>20170308160221\n", b"", "releases add"),
        (b"20170308160221", b"2017030816022", "not fourteen digits"),
        (b"20170308160221", b"20170308240221", "no time of day"),
        (b"20170308160221", b"20170229160221", "no day"),
        (b"20170308160221", b"20170312023000", "skipped"),
        (b"20170308160221", b"20170208160221", "cannot both be right"),
        (
            b"NUMBER:\t\t0001144204-17-013452",
            b"NUMBER:\t\t0001144204-17-013453",
            "more than one acc",
        ),
        (b".txt : 20170308", b".txt : 20170309", "two filing dates"),
        (b"FORM TYPE:\t\t8-K", b"FORM TYPE:\t\t8-K/A", "calls itself 8-K and 8-K/A"),
        (b"PERIOD OF REPORT:\t20170308", b"PERIOD OF REPORT:\t20173008", "no day"),
        (b"KEY:\t\t\t0001279704", b"KEY:\t\t\t127970", "name and CIK"),
        (b"FILER:\n", b"", "names no company"),
        (b"END:\t\t\t1231", b"END:\t\t\t1331", "fiscal year"),
        (b"<TYPE>8-K\n", b"", "does not say its type"),
        (b"</DOCUMENT>\n<DOCUMENT>", b"</DOCUMENT>\nstray\n<DOCUMENT>", "between"),
        (b"</DOCUMENT>\n</SEC", b"</DOCUMENT>\nstray\n</SEC", "after the filing's last document"),
        (b"</TEXT>\n</DOCUMENT>", b"</DOCUMENT>\n</TEXT>", "is not closed"),
        (b"FILED AS OF", b"FILED AS OF DATE:\t20170309\nFILED AS OF", "FILED AS OF DATE twice"),
        (b"FILED AS OF DATE", b"FILED AS OF DAYE", "does not give its FILED AS OF DATE"),
    ],
)
def test_a_damaged_filing_is_refused_with_what_is_wrong(old, new, what):
    good = LICENCE.read_bytes()
    assert good.count(old) >= 1
    assert what in refusal(good.replace(old, new, 1))


def test_two_filings_in_one_file_are_refused():
    data = LICENCE.read_bytes()
    assert "more than one filing" in refusal(data + data)


def test_a_filing_of_another_company_is_refused_and_named():
    said = refusal(LICENCE.read_bytes(), cik="0000320193")
    assert "another company" in said
    assert "Cellectar Biosciences, Inc. (CIK 0001279704)" in said


def test_a_filing_about_the_company_by_another_is_not_its_own():
    read = read_submission(filing("4", parties=(OWNER, ISSUER)), cik="1279704")
    assert not read.is_by("1279704")
    assert read_submission(LICENCE.read_bytes()).is_by("1279704")


def test_a_time_that_the_clocks_pass_twice_is_the_later():
    read = read_submission(filing(accepted="20181104013000"))
    assert read.accepted.astimezone(UTC) == datetime(2018, 11, 4, 6, 30, tzinfo=UTC)


def test_a_filing_accepted_in_the_evening_keeps_the_next_days_filing_date():
    read = read_submission((DATA / "10q-2018-08-09.txt").read_bytes())
    assert (read.accepted.date(), read.filed) == (date(2018, 8, 9), date(2018, 8, 10))


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (DISCLOSURE, "7.01"),
        (EXHIBITS, "9.01"),
        ("Results of Operations and Financial Condition", "2.02"),
        ("Changes in Registrant's Certifying Accountant", "4.01"),
        ("Departure of Directors or Principal Officers; Election of Directors", "5.02"),
        ("Departure of Directors or Certain Officers; Election of Directors", "5.02"),
        ("Amendments to the Registrant's Code of Ethics, or Waiver of a Provision", "5.05"),
        ("Item 8.01", "8.01"),
        ("An item of tomorrow", "An item of tomorrow"),
    ],
)
def test_an_items_number_is_found_and_an_unknown_title_is_kept(said, number):
    assert item_number(said) == number
