"""A Form 3, 4 or 5 is read to its last field, or refused at the element that is wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from filings.fingerprint import fingerprint
from filings.ownership import Noted
from filings.ownership_file import NeedsPersonError, read_filed
from filings.ownership_reading import BadOwnershipError, read_ownership
from filings.submission import FilingError
from filings.xml_tree import DEEPEST, LARGEST, MOST_ELEMENTS
from tests.filings.forms import EXERCISED, filed, submission, written

DATA = Path(__file__).parents[1] / "data" / "ownership"
SEED = Path(__file__).parents[3] / "shared" / "seeds" / "003_6e0532929daed9f6.txt"
SCAN = """\
UNITED STATES SECURITIES AND EXCHANGE COMMISSION
STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES
1. Name and Address of Reporting Person * ENG CARLA\t\t2. Issuer Name and Ticker or Trading Symbol \
Example Biotech, Inc. [EXBT]
(Last) (First)\t3. Date of Earliest Transaction (Month/Day/Year) 11/20/2026\tX Officer
M,!~ table whose cells are lost
/s/ Dora Fox, attorney-in-fact for Carla Eng\t11/23/2026
"""


def read(name):
    return read_filed((DATA / name).read_bytes())


def refusal(text, error=FilingError):
    with pytest.raises(error) as caught:
        filed(text)
    return str(caught.value)


# --- what real filers filed -----------------------------------------------------------


def test_a_sale_in_its_submission_is_read_with_all_that_edgar_knows_of_it():
    found = read("form4-X0508-2025-submission.txt")
    assert found.accession == "0001127602-25-001055"
    assert found.accepted.isoformat() == "2025-01-10T16:07:30-05:00"
    form = found.form
    assert (form.schema, form.form, form.period) == ("X0508", "4", date(2025, 1, 10))
    assert (form.issuer.cik, form.issuer.name, form.issuer.symbol) == (
        "0000001750", "AAR CORP", "AIR",
    )  # fmt: skip
    (owner,) = form.owners
    assert (owner.cik, owner.name, owner.title) == (
        "0001806647", "Garascia Jessica A.", "Senior VP, GC, CAO & Secretary",
    )  # fmt: skip
    assert (owner.officer, owner.director) == (True, None)
    (sale,) = form.transactions
    assert (sale.code, sale.table, sale.line) == ("S", "I", 102)
    assert (sale.shares.value, sale.price) == (Decimal(1500), Noted(Decimal("66.903"), ("F1",)))
    assert (sale.side.value, sale.after.shares.value, sale.after.direct.value) == (
        "D", Decimal(37565), "D",
    )  # fmt: skip
    assert form.footnotes[0][1].startswith("The price reported in Column 4 is a weighted average")
    assert form.signatures[0].on == date(2025, 1, 10)


@pytest.mark.parametrize(
    ("name", "box", "codes"),
    [
        ("form3-X0206-2022.xml", None, []),
        ("form4-X0306-2020-derivative.xml", None, ["A"]),
        ("form5-X0306-2022.xml", None, ["G"]),
        ("form4-X0508-2025-grants.xml", False, ["A", "A"]),
        ("form4-X0609-2026-plan.xml", True, ["S"]),
        ("form4A-X0609-2026-options.xml", False, ["S", "F", "M"]),
    ],
)
def test_forms_of_every_kind_are_read_and_an_absent_box_is_not_a_no(name, box, codes):
    form = read(name).form
    assert form.plan_box is box
    assert [one.code for one in form.transactions] == codes


def test_a_price_that_only_a_footnote_says_is_not_zero():
    (made,) = read("form4-X0306-2020-derivative.xml").form.transactions
    assert made.derivative.exercise_price == Noted(None, ("F1",))
    assert made.shares.value == Decimal("196.356")
    assert made.timeliness == Noted()


def test_holdings_are_read_beside_transactions():
    form = read("form5-X0306-2022.xml").form
    assert [one.held.nature for one in form.holdings] == [
        Noted("Trust", ("F3",)), Noted("Trust", ("F4",)),
    ]  # fmt: skip
    assert form.footnotes[1][1].endswith("one or more restricted stock units.")


def test_an_amendment_says_what_it_amends():
    form = read("form4A-X0609-2026-options.xml").form
    assert (form.amends, form.original_filed) == (True, date(2026, 9, 8))
    option = form.transactions[2]
    assert (option.table, option.derivative.exercise_price.value) == ("II", Decimal("34.96"))
    assert option.derivative.title.value == "Common Stock"


def test_alone_and_in_its_submission_it_is_the_same_form():
    xml = written(*EXERCISED, plan_adopted_on=date(2026, 5, 1))
    alone, sent = filed(xml), filed(submission(xml))
    assert fingerprint(alone.form) == fingerprint(sent.form)
    other = filed(xml.replace("<value>4.1</value>", "<value>4.2</value>"))
    assert fingerprint(other.form) != fingerprint(alone.form)


@pytest.mark.parametrize("schema", ["X0101", "X0201", "X0202", "X0303", "X0407", "X0609"])
def test_every_version_of_the_schema_is_read(schema):
    text = (DATA / "form4-X0306-2020-derivative.xml").read_text().replace("X0306", schema)
    assert filed(text).form.schema == schema


@pytest.mark.parametrize("schema", ["X0100", "X0610", "X1000", "0609", ""])
def test_a_version_that_nobody_knows_is_refused(schema):
    text = (DATA / "form4-X0306-2020-derivative.xml").read_text().replace("X0306", schema)
    assert "/schemaVersion" in refusal(text, BadOwnershipError)


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("true", True), ("0", False), ("false", False), ("", None)]
)
def test_a_box_is_read_in_both_its_ways(said, meant):
    text = written().replace("<aff10b5One>0<", f"<aff10b5One>{said}<")
    assert filed(text).form.plan_box is meant


def test_a_box_that_is_not_there_is_not_stated():
    assert filed(written().replace("<aff10b5One>0</aff10b5One>", "")).form.plan_box is None


# --- what is wrong is said at its element and line ------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "place", "sentence"),
    [
        ("<value>1000</value>", "<value>1,000</value>", "transactionShares/value", "no number"),
        ("<value>1000</value>", "<value>-5</value>", "transactionShares/value", "no number"),
        ("<value>1000</value>", "", "transactionAmounts", "neither how many"),
        ("<value>4.1</value>", "<value>$4.1</value>", "PricePerShare/value", "no number"),
        (">2026-11-20</v", ">20 Nov 2026</v", "transactionDate/value", "no day"),
        (">2026-11-20</v", ">2026-02-30</v", "transactionDate/value", "no day"),
        ("<transactionCode>S<", "<transactionCode>Y<", "transactionCode", "no transaction code"),
        ("<value>D</value>", "<value>B</value>", "DisposedCode/value", "none of A, D"),
        ("<isDirector>1<", "<isDirector>yes<", "isDirector", "neither 1, 0, true nor false"),
        ("<rptOwnerCik>0007654321<", "<rptOwnerCik>Eng<", "rptOwnerCik", "no CIK"),
        ("<documentType>4<", "<documentType>144<", "documentType", "none of 3, 3/A"),
        ("<periodOfReport>2026-11-20</periodOfReport>", "", "", "no <periodOfReport>"),
        ("nonDerivativeTransaction", "nonDerivativeSale", "nonDerivativeSale", "no such element"),
        ("<transactionDate>", "<extra/><transactionDate>", "/extra", "no such element"),
        ("<issuerName>", "<issuerName>A</issuerName><issuerName>", "issuerName[2]", "second time"),
        ("<value>4.1</value>", '<value>4.1</value><footnoteId id="F9"/>', "footnoteId", "'F9'"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_path_and_line(old, new, place, sentence):
    text = written()
    filed(text)  # the twin
    assert text.count(old)
    said = refusal(text.replace(old, new), BadOwnershipError)
    assert f"{place}: " in said
    assert sentence in said
    assert said.startswith("line ")


def test_the_line_is_that_of_the_file_also_within_a_submission():
    text = submission(written().replace("<value>1000</value>", "<value>many</value>"))
    at = next(n for n, one in enumerate(text.split("\n"), 1) if "many" in one)
    assert refusal(text, BadOwnershipError).startswith(f"line {at}, /ownershipDocument/")


def test_all_that_is_wrong_is_said_at_once():
    text = written().replace("<value>1000<", "<value>x<").replace("<value>4.1<", "<value>y<")
    with pytest.raises(BadOwnershipError) as caught:
        filed(text)
    assert len(caught.value.problems) == 2


def test_a_day_may_carry_the_offset_that_xml_allows():
    text = written().replace(">2026-11-20</v", ">2026-11-20-05:00</v")
    assert filed(text).form.transactions[0].on.value == date(2026, 11, 20)


# --- hostile and broken files ---------------------------------------------------------

BOMB = '<!DOCTYPE ownershipDocument [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
OUTSIDE = '<!DOCTYPE ownershipDocument [<!ENTITY x SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [BOMB, OUTSIDE, "<!DOCTYPE ownershipDocument>"])
@pytest.mark.parametrize("wrapped", [False, True])
def test_a_document_type_is_refused_before_it_is_looked_at(doctype, wrapped):
    hostile = written().replace('<?xml version="1.0"?>', f'<?xml version="1.0"?>{doctype}')
    said = refusal(submission(hostile) if wrapped else hostile)
    assert "document type or entities" in said
    filed(submission(written()) if wrapped else written())  # the twin


def test_an_entity_without_a_document_type_is_no_xml_either():
    assert "breaks off on line" in refusal(written().replace("Common Stock", "&stock;"))


@pytest.mark.parametrize("inside", ["<a>" * (DEEPEST + 1), "<a/>" * (MOST_ELEMENTS + 1)])
def test_what_is_too_deep_or_too_much_is_refused(inside):
    text = written().replace("<nonDerivativeTable>", f"{inside}<nonDerivativeTable>")
    assert "larger or deeper" in refusal(text)


def test_what_is_too_long_is_refused_and_its_neighbour_is_read():
    text = written()
    comment = "<!--" + "x" * (LARGEST - len(text) - 7) + "-->"
    whole = text.replace("<issuer>", f"{comment}<issuer>")
    assert len(whole) == LARGEST
    assert filed(whole).form.form == "4"
    assert "characters" in refusal(whole.replace("<issuer>", " <issuer>"))


@pytest.mark.parametrize("at", range(25, 3000, 97))
def test_a_form_that_was_cut_off_is_refused(at):
    text = written()
    if at < len(text) - 25:
        refusal(text[:at])


def test_another_document_is_not_taken_for_a_form():
    with pytest.raises(FilingError, match="no Form 3, 4 or 5"):
        read_ownership("<edgarSubmission/>")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace("</XML>", ""), "not between <XML> and </XML>"),
        (lambda text: text.replace("TYPE:\t4", "TYPE:\t4/A").replace("<TYPE>4", "<TYPE>4/A"),
         "header says Form 4/A"),
        (lambda text: text.replace("<rptOwnerCik>0007654321", "<rptOwnerCik>0007654322"),
         "names the CIK 0007654322"),
        (lambda text: text.replace("TYPE:\t4", "TYPE:\t8-K"), "It is a Form 8-K"),
    ],
)  # fmt: skip
def test_a_form_that_does_not_agree_with_its_header_is_refused(change, sentence):
    text = submission(written())
    filed(text)
    assert sentence in refusal(change(text))


# --- what no program can read ---------------------------------------------------------


def test_a_scanned_form_needs_a_person_and_what_could_be_read_is_said():
    said = refusal(SCAN, NeedsPersonError)
    assert "needs a person" in said
    assert "form: 4" in said
    assert "reporting person: ENG CARLA" in said
    assert "issuer: Example Biotech, Inc." in said
    assert "earliest transaction: 2026-11-20" in said
    assert "signed: Dora Fox, attorney-in-fact for Carla Eng, 2026-11-23" in said
    assert "no transaction" not in said


def test_in_a_submission_the_header_says_more_of_it():
    said = refusal(submission(SCAN), NeedsPersonError)
    assert "accession number: 0001234567-26-000001" in said
    assert "reporting person: Eng Carla (CIK 0007654321)" in said
    assert "issuer: Example Biotech, Inc. (CIK 0001234567)" in said
    assert "earliest transaction: 2026-11-20" in said


def test_the_scanned_form_as_it_was_handed_over():
    """Runs wherever the file lies beside the checkout; its twin above runs everywhere."""
    if SEED.exists():
        with pytest.raises(NeedsPersonError) as caught:
            read_filed(SEED.read_bytes())
        glimpse = caught.value.glimpse
        assert (glimpse.form, glimpse.earliest) == ("4", date(2018, 10, 12))
        assert glimpse.signed[1] == date(2018, 10, 15)
        assert glimpse.owners == (("CARUSO JAMES V", ""),)
        assert glimpse.issuer[0] == "Cellectar Biosciences, Inc."


def test_edgars_own_page_of_a_form_is_told_what_to_save_instead():
    said = refusal(f"<html><body>{SCAN}</body></html>")
    assert "HTML page" in said
    assert "Complete submission text file" in said
