"""`preclear section16 import`: what was filed comes onto the record, whole or not at all."""

from tests.filings.forms import line, written

PEOPLE = "slack_id,name,roles,acknowledged_on\nU0CEO,Carla Eng,ceo;section16,2026-01-05\n"
SCAN = """\
STATEMENT OF CHANGES IN BENEFICIAL OWNERSHIP OF SECURITIES
3. Date of Earliest Transaction (Month/Day/Year) 11/20/2026
"""


def test_filings_are_imported_or_refused_whole(call, write):
    call("people", "import", write("people.csv", PEOPLE))
    good = write("form4.xml", written())
    scan = write("scan.txt", SCAN)
    status, said = call("section16", "import", good, scan)
    assert status == 2
    assert "It needs a person" in said
    assert "earliest transaction: 2026-11-20" in said
    assert said.endswith("Nothing was recorded.\n")
    status, said = call("section16", "import", good)
    assert (status, "add --any-issuer" in said) == (2, True)
    status, said = call("section16", "import", good, "--any-issuer", "--dry-run")
    assert status == 0, said
    assert said.endswith("1 would be recorded. Nothing was: --dry-run.\n")
    assert "None" in call("transactions", "list")[1]
    status, said = call("section16", "import", good, "--any-issuer")
    assert status == 0, said
    assert "  sale of 1000 on 2026-11-20 at 4.1 (code S)" in said
    assert said.endswith("1 recorded, marked as from EDGAR.\n")
    status, said = call("section16", "import", good, "--any-issuer")
    assert (status, said.endswith("0 recorded, marked as from EDGAR.\n")) == (0, True)
    assert "sale of 1000 at 4.1, edgar" in call("transactions", "list")[1]


def test_a_wrong_field_is_named_at_its_line(call, write):
    bad = write("form4.xml", written(line()).replace("<value>1000<", "<value>1,000<"))
    status, said = call("section16", "import", bad)
    assert status == 2
    assert "line 50, /ownershipDocument/nonDerivativeTable" in said


def test_a_file_has_to_be_named(call):
    assert call("section16", "import")[0] == 2
