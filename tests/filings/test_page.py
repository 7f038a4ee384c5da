"""The page shows what the form says, and runs nothing that a field may hold."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

from filings.draft import Note
from filings.draft_xml import as_xml
from filings.ownership_file import read_filed
from filings.page import page
from tests.filings.forms import EXERCISED, OWNER, draft, filed, line, written

DATA = Path(__file__).parents[1] / "data" / "ownership"
HOSTILE = "<script>alert(1)</script>&\"'"


class Tags(HTMLParser):
    """Counts what a browser would make of a page."""

    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def tags(text):
    parser = Tags()
    parser.feed(text)
    return parser.seen


def test_a_draft_is_shown_with_both_its_tables_and_as_a_draft():
    text = page(filed(written(*EXERCISED, plan_adopted_on=date(2026, 5, 1))).form)
    assert "Draft. Nobody has signed or filed it." in text
    assert "Eng Carla, CIK 0007654321, director, officer (President and CEO)" in text
    assert "Made under a plan of Rule 10b5-1(c)</dt><dd>yes" in text
    assert text.count("<tr>") == 2 + len(EXERCISED)
    assert "$4.1<sup>(F2)</sup>" in text
    assert "By the Eng Family Trust" in text
    assert "2034-01-02" in text


def test_a_signed_form_is_no_draft_and_a_box_that_is_absent_is_not_stated():
    text = page(read_filed((DATA / "form5-X0306-2022.xml").read_bytes()).form)
    assert "Draft" not in text
    assert "Made under a plan of Rule 10b5-1(c)</dt><dd>not stated" in text
    assert "/s/ Travis Shrout, Attorney-in-Fact Date: 2022-03-11" in text
    assert "151,188" in text
    assert "Nothing is reported in this table." in text


def test_no_field_can_put_markup_into_the_page():
    note = Note("price", HOSTILE)
    hostile = draft(
        line(title=HOSTILE, nature=HOSTILE, notes=(note,)),
        owners=(replace(OWNER, name=HOSTILE, title=HOSTILE[:25]),),
        remarks=HOSTILE,
    )
    hostile = replace(hostile, issuer=replace(hostile.issuer, name=HOSTILE, symbol="<b>"))
    text = page(read_filed(as_xml(hostile)).form)
    clean = page(filed(written(line(nature="x", notes=(Note("price", "x"),)), remarks="x")).form)
    assert [tag for tag, _ in tags(text)] == [tag for tag, _ in tags(clean)]
    assert "alert(1)" in text


def test_the_page_loads_nothing():
    text = page(filed(written(*EXERCISED, plan_adopted_on=date(2026, 5, 1))).form)
    for tag, attributes in tags(text):
        assert tag not in {"script", "link", "img", "iframe"}
        assert not {"src", "href", "onload", "style"} & set(attributes)
    assert "url(" not in text
