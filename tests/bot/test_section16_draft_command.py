"""`preclear section16 draft`: an XML and a page of a form that is owed, or what it lacks."""

from datetime import timedelta

import pytest

from bot.commands.opening import opened
from clearance import unasked
from clearance.people import by_slack_id
from clearance.section16_draft import owed
from clearance.shown_reports import Execution, UnaskedSaid
from filings.ownership_file import read_filed
from filings.structure import check

PEOPLE = "slack_id,name,roles,acknowledged_on\nU0DIRECTOR,Dora Quist,director,2026-01-05\n"
OWNERS = (
    "slack_id,cik,name,street,city,state,zip,is_director,is_officer,ten_percent,issuer_cik\n"
    "U0DIRECTOR,7654321,QUIST DORA,1 Main Street,Madison,WI,53716,yes,no,no,1279704\n"
)


@pytest.fixture
def form(call, write):
    """Let a director owe a Form 4, and give its id."""
    call("people", "import", write("people.csv", PEOPLE))

    def report(tx):
        ground, person = parts.desk.grounds.at(tx), by_slack_id(tx, "U0DIRECTOR")
        made = (Execution(tx.now - timedelta(seconds=1), 400, "4.10"),)
        unasked.report(tx, ground, person, UnaskedSaid("buy", "common", made, stated=True))
        return owed(tx, ground)[0].id

    with opened() as parts:
        return parts.database.run_now(report)


def test_a_draft_is_written_or_what_it_lacks_is_said(call, write, form, tmp_path):
    out = tmp_path / "drafts"
    draft = ("section16", "draft", form, "--out", out)
    status, said = call(*draft)
    assert status == 2
    for line in (
        "issuer.cik: The company's number at EDGAR",
        "owner: What EDGAR",
        "--holding: Say what",
    ):
        assert line in said
    assert said.endswith("Nothing was written.\n")
    assert not out.exists()
    assert call("section16", "owners", "list")[1].startswith("Nobody is entered yet")
    owners = write("owners.csv", OWNERS)
    assert call("section16", "owners", "import", owners) == (0, "1 recorded, 0 as before.\n")
    assert call("section16", "owners", "list") == (0, "Dora Quist  QUIST DORA  CIK known\n")
    status, said = call(*draft, "--holding", "1200")
    assert status == 0, said
    assert "no filing" in said
    xml, page = out / f"{form}.xml", out / f"{form}.html"
    assert check(xml.read_bytes(), signed=False) == ()
    (made,) = read_filed(xml.read_bytes()).form.transactions
    assert (made.code, made.shares.value, made.after.shares.value) == ("P", 400, 1200)
    assert "Draft. Nobody has signed" in page.read_text()
    # What is there is never written over, not even by half.
    xml.unlink()
    status, said = call(*draft, "--holding", "1200")
    assert (status, "exists already" in said, xml.exists()) == (2, True, False)
    page.unlink()
    assert call(*draft, "--holding", "1200")[0] == 0


def test_a_form_that_is_not_owed_is_answered_with_those_that_are(call, form, tmp_path):
    status, said = call("section16", "draft", "NONE", "--out", tmp_path / "drafts")
    assert (status, f"  {form}  Dora Quist, Form 4, due " in said) == (2, True)


@pytest.mark.parametrize("wrong", ["many", "-1", "1.00001", "NaN", "Infinity", "1e99999999"])
def test_a_holding_is_a_number(call, wrong, tmp_path):
    status, said = call("section16", "draft", "X", "--out", tmp_path, f"--holding={wrong}")
    assert (status, "write a number such as 1200" in said) == (2, True)


def test_what_edgar_does_not_take_is_said_at_its_place(call, write, form, tmp_path):
    call("section16", "owners", "import", write("owners.csv", OWNERS))
    draft = ("section16", "draft", form, "--out", tmp_path / "drafts", "--holding", "1200")
    status, said = call(*draft, "--title", "T" * 61)
    assert (status, said.startswith("lines[1].title: It has 61 characters")) == (2, True)
    assert call(*draft, "--title", "T" * 60)[0] == 0


def test_a_wrong_list_of_reporting_persons_is_refused_line_by_line(call, write, form):
    bad = write("owners.csv", OWNERS.replace(",WI,", ",Wisconsin,"))
    status, said = call("section16", "owners", "import", bad)
    assert status == 2
    assert "owners.csv, line 2, state: Write EDGAR's code" in said
    assert said.endswith("Nothing was recorded.\n")
    assert form
