"""A draft Form 4 says what it was given, or is refused at the field that is wrong."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from filings.draft import DraftOwner, DraftRefusedError, Note
from filings.draft_checks import problems_of
from filings.draft_xml import as_xml, number, plan_note
from filings.ownership import Noted
from filings.structure import MOST_LINES, check
from tests.filings.forms import (
    ADDRESS,
    DAY,
    EXERCISED,
    ISSUER,
    OWNER,
    draft,
    filed,
    line,
    option,
    written,
)

ADOPTED = date(2026, 5, 1)


def test_a_whole_form_is_written_and_read_back():
    form = filed(written(*EXERCISED, plan_adopted_on=ADOPTED, remarks="See the exhibit.")).form
    assert (form.schema, form.form, form.period, form.plan_box) == ("X0609", "4", DAY, True)
    assert (form.issuer.cik, form.issuer.symbol) == ("0001234567", "EXBT")
    (owner,) = form.owners
    assert (owner.cik, owner.director, owner.officer, owner.ten_percent, owner.other) == (
        "0007654321", True, True, False, False,
    )  # fmt: skip
    assert owner.address == ("1 Main Street", "Suite 2", "Madison", "WI", "53716")
    assert [(one.table, one.code, one.side.value) for one in form.transactions] == [
        ("I", "M", "A"), ("I", "S", "D"), ("I", "F", "D"), ("I", "G", "D"), ("II", "M", "D"),
    ]  # fmt: skip
    sale, gift, given_up = form.transactions[1], form.transactions[3], form.transactions[4]
    assert (sale.code_notes, sale.price) == (("F1",), Noted(Decimal("4.1"), ("F2",)))
    assert dict(form.footnotes)["F1"] == plan_note(ADOPTED)
    assert "May 1, 2026" in plan_note(ADOPTED)
    assert (gift.after.direct.value, gift.after.nature.value) == ("I", "By the Eng Family Trust")
    assert given_up.derivative.exercise_price.value == Decimal("1.25")
    assert given_up.derivative.expires_on.value == date(2034, 1, 2)
    assert form.remarks == "See the exhibit."


def test_the_signature_is_left_for_the_person():
    xml = as_xml(draft())
    assert check(xml, signed=False) == ()
    assert [one.path.rsplit("/", 1)[1] for one in check(xml)] == ["signatureName", "signatureDate"]
    signed = xml.replace(b"<signatureName>", b"<signatureName>/s/ Carla Eng").replace(
        b"<signatureDate>", b"<signatureDate>2026-11-23"
    )
    assert check(signed) == ()
    assert filed(xml.decode()).form.signatures[0].on is None


def test_an_amendment_names_the_day_of_what_it_amends():
    form = filed(written(amends=date(2026, 11, 22))).form
    assert (form.form, form.original_filed) == ("4/A", date(2026, 11, 22))


def test_the_same_footnote_stands_once():
    note = Note("price", "A weighted average.")
    form = filed(written(line(notes=(note,)), line(notes=(note, Note("shares", "Split.")))))
    assert [one for one, _ in form.form.footnotes] == ["F1", "F2"]


def test_marks_of_xml_in_a_text_stay_text():
    odd = 'Class "A" <Common> & more'
    assert filed(written(line(title=odd))).form.transactions[0].title.value == odd


# --- each refusal, and its twin -------------------------------------------------------

TWO_PLACES = "Say it, or say it in a footnote to it."
CASES = [
    ("issuer.cik", {"issuer": replace(ISSUER, cik="")}, {"issuer": replace(ISSUER, cik="1")}),
    ("issuer.cik", {"issuer": replace(ISSUER, cik="12345678901")}, {"issuer": ISSUER}),
    ("issuer.symbol", {"issuer": replace(ISSUER, symbol="")}, {"issuer": ISSUER}),
    ("owners[1].cik", {"owners": (replace(OWNER, cik="0"),)}, {"owners": (OWNER,)}),
    ("owners[1].cik", {"owners": (replace(OWNER, cik=""),)}, {"owners": (OWNER,)}),
    ("owners[2].cik", {"owners": (OWNER, replace(OWNER, cik="0007654321"))},
     {"owners": (OWNER, replace(OWNER, cik="7654322"))}),
    ("owners", {"owners": ()}, {"owners": (OWNER,)}),
    ("owners[1].roles", {"owners": (DraftOwner("1", "Eng Carla", ADDRESS),)},
     {"owners": (DraftOwner("1", "Eng Carla", ADDRESS, director=True),)}),
    ("owners[1].title", {"owners": (DraftOwner("1", "Eng Carla", ADDRESS, officer=True),)},
     {"owners": (DraftOwner("1", "Eng Carla", ADDRESS, officer=True, title="CEO"),)}),
    ("owners[1].title", {"owners": (replace(OWNER, title="C" * 31),)},
     {"owners": (replace(OWNER, title="C" * 30),)}),
    ("owners[1].title", {"owners": (DraftOwner("1", "Eng", ADDRESS, director=True, title="CEO"),)},
     {"owners": (DraftOwner("1", "Eng", ADDRESS, officer=True, title="CEO"),)}),
    ("owners[1].other_text", {"owners": (DraftOwner("1", "Eng", ADDRESS, other=True),)},
     {"owners": (DraftOwner("1", "Eng", ADDRESS, other=True, other_text="Trustee"),)}),
    ("owners[1].address.state", {"owners": (replace(OWNER, address=replace(OWNER.address,
     state="Wisconsin")),)}, {"owners": (OWNER,)}),
    ("lines", {"lines": ()}, {"lines": (line(),)}),
    ("lines", {"lines": (line(),) * (MOST_LINES + 1)}, {"lines": (line(),) * MOST_LINES}),
    ("lines", {"lines": (line(code="M", acquired=True),)},
     {"lines": (line(code="M", acquired=True), option())}),
    ("lines", {"lines": (option(),)}, {"lines": (option(), line(code="M", acquired=True))}),
    ("lines[1].title", {"lines": (line(title=""),)}, {"lines": (line(title="C"),)}),
    ("lines[1].title", {"lines": (line(title="C" * 61),)}, {"lines": (line(title="C" * 60),)}),
    ("lines[1].title", {"lines": (line(title="Café"),)}, {"lines": (line(title="Cafe"),)}),
    ("lines[1].title", {"lines": (line(title="A\nB"),)}, {"lines": (line(title="A B"),)}),
    ("lines[1].on", {"drawn_up_on": DAY - timedelta(1)}, {"drawn_up_on": DAY}),
    ("lines[1].code", {"lines": (line(code="J"),)}, {"lines": (line(code="G"),)}),
    ("lines[1].acquired", {"lines": (line(code="P"),)},
     {"lines": (line(code="P", acquired=True),)}),
    ("lines[1].acquired", {"lines": (line(acquired=True),)}, {"lines": (line(),)}),
    ("lines[1].shares", {"lines": (line(shares=Decimal(0)),)},
     {"lines": (line(shares=Decimal("0.0001")),)}),
    ("lines[1].shares", {"lines": (line(shares=Decimal("0.00001")),)},
     {"lines": (line(shares=Decimal("0.0001")),)}),
    ("lines[1].shares", {"lines": (line(shares=Decimal(10) ** 12),)},
     {"lines": (line(shares=Decimal(10) ** 12 - 1),)}),
    ("lines[1].shares", {"lines": (line(shares=Decimal("NaN")),)}, {"lines": (line(),)}),
    ("lines[1].owned_after", {"lines": (line(owned_after=Decimal(-1)),)},
     {"lines": (line(owned_after=Decimal(0)),)}),
    ("lines[1].price", {"lines": (line(price=None),)},
     {"lines": (line(price=None, notes=(Note("price", "Told later."),)),)}),
    ("lines[1].price", {"lines": (line(price=Decimal(0)),)},
     {"lines": (line(price=Decimal("0.0001")),)}),
    ("lines[1].nature", {"lines": (line(nature="B" * 101),)}, {"lines": (line(nature="B" * 100),)}),
    ("lines[1].notes[1]", {"lines": (line(notes=(Note("price", "N" * 1001),)),)},
     {"lines": (line(notes=(Note("price", "N" * 1000),)),)}),
    ("lines[1].notes[1]", {"lines": (line(notes=(Note("nature", "Trust."),)),)},
     {"lines": (line(notes=(Note("nature", "Trust."),), nature="By trust"),)}),
    ("lines[1].notes[1]", {"lines": (line(notes=(Note("expires_on", "N"),)),)},
     {"lines": (line(notes=(Note("on", "N"),)),)}),
    ("plan_adopted_on", {"lines": (line(under_plan=True),)},
     {"lines": (line(under_plan=True),), "plan_adopted_on": ADOPTED}),
    ("plan_adopted_on", {"plan_adopted_on": ADOPTED}, {"plan_adopted_on": None}),
    ("plan_adopted_on", {"lines": (line(under_plan=True),), "plan_adopted_on": DAY + timedelta(1)},
     {"lines": (line(under_plan=True),), "plan_adopted_on": DAY}),
    ("remarks", {"remarks": "R" * 2001}, {"remarks": "R" * 2000}),
    ("amends", {"amends": date(2026, 11, 24)}, {"amends": date(2026, 11, 23)}),
]  # fmt: skip


@pytest.mark.parametrize(("field", "bad", "good"), CASES)
def test_what_cannot_be_filed_is_refused_at_its_field_and_its_twin_is_not(field, bad, good):
    assert [one.field for one in problems_of(draft(**bad))] == [field]
    with pytest.raises(DraftRefusedError, match=re.escape(field)):
        as_xml(draft(**bad))
    assert problems_of(draft(**good)) == ()
    assert check(as_xml(draft(**good)), signed=False) == ()


@pytest.mark.parametrize("name", ["exercise_price", "exercisable_on", "expires_on"])
def test_a_field_of_a_derivative_is_said_or_explained(name):
    bare = option(derivative=replace(option().derivative, **{name: None}))
    exercise = line(code="M", acquired=True)
    assert [(one.field, one.sentence) for one in problems_of(draft(exercise, bare))] == [
        (f"lines[2].derivative.{name}", TWO_PLACES)
    ]
    noted = replace(bare, notes=(Note(name, "One for one."),))
    read = filed(written(exercise, noted)).form.transactions[1].derivative
    assert getattr(read, name) == Noted(None, ("F1",))


def test_all_reasons_are_said_at_once():
    found = problems_of(draft(line(title="", price=None), remarks="R" * 2001))
    assert [one.field for one in found] == ["lines[1].title", "lines[1].price", "remarks"]


# --- the structure by itself ----------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("<schemaVersion>X0609", "<schemaVersion>X0508", "not one of X0609"),
        ("<aff10b5One>0</aff10b5One>", "", "no <aff10b5One>"),
        ("<aff10b5One>0</aff10b5One>", "<aff10b5One>no</aff10b5One>", "one of 0, 1"),
        ("<issuerCik>0001234567", "<issuerCik>1234567", "CIK of ten digits"),
        ("<value>4.1</value>", "<value>4.10001</value>", "four behind the point"),
        ("<value>4.1</value>", "<value>4.1</value><value>5</value>", "more than one <value>"),
        ("<value>4.1</value>", '<footnoteId id="F1"/><value>4.1</value>', "after it"),
        ("<value>4.1</value>", '<value>4.1</value><footnoteId id="F1"/>', "no footnote 'F1'"),
        ("<remarks>R</remarks>", "", ""),
        ("<remarks>R</remarks>", "<remarks/><remarks/>", "1 is the most"),
        ("<remarks>R</remarks>", "<comment/>", "no such element"),
        ("<remarks>R</remarks>", "R", "text between its elements"),
        ("<remarks>R</remarks>", '<footnotes><footnote id="F1">N</footnote></footnotes>',
         "nothing points to the footnote F1"),
        ("<isDirector>1</isDirector>", "", ""),
        ("<issuerName>", "<issuerTradingSymbol>A</issuerTradingSymbol><issuerName>", "belongs"),
        ("<transactionCode>S", "<transactionCode>Q", "not one of P, S"),
        ("ownershipDocument>", "ownershipDocuments>", "no <ownershipDocument>"),
    ],
)  # fmt: skip
def test_the_structure_holds_order_number_and_form(old, new, sentence):
    text = written(remarks="R")
    assert text.count(old)
    found = check(text.replace(old, new).encode(), signed=False)
    assert bool(found) is bool(sentence)
    assert sentence in "\n".join(map(str, found))


def test_the_form_of_a_real_filer_has_this_structure(pytestconfig):
    real = pytestconfig.rootpath / "tests" / "data" / "ownership" / "form4-X0609-2026-plan.xml"
    assert check(real.read_bytes()) == ()


@pytest.mark.parametrize("broken", [b"\xff\xfe", b"<a", b""])
def test_what_is_no_xml_has_no_structure(broken):
    assert len(check(broken)) == 1


# --- what is written is what is read --------------------------------------------------

PLACES = ("title", "on", "code", "shares", "price", "owned")
AMOUNTS = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal("999999999999.9999"), places=4)
PLAIN = "".join(map(chr, range(33, 127)))
WORDS = st.text(PLAIN, min_size=1, max_size=20)
TITLES = st.lists(WORDS, min_size=1, max_size=2).map(" ".join)
LINES = st.builds(
    lambda code, gift_in, **more: line(
        code=code, acquired=gift_in if code == "G" else code in "PA", **more
    ),
    code=st.sampled_from("PSAFG"),
    gift_in=st.booleans(),
    title=TITLES,
    on=st.dates(date(2003, 7, 1), DAY),
    shares=AMOUNTS,
    price=AMOUNTS,
    owned_after=AMOUNTS,
    nature=st.just("") | TITLES,
    notes=st.lists(
        st.builds(Note, st.sampled_from(PLACES), TITLES),
        max_size=3,
    ).map(tuple),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINES, min_size=1, max_size=4))
def test_whatever_is_written_is_read_back_the_same(lines):
    given_ = draft(*lines)
    xml = as_xml(given_)
    assert check(xml, signed=False) == ()
    form = filed(xml.decode()).form
    assert form.period == min(one.on for one in lines)
    for said, made in zip(lines, form.transactions, strict=True):
        assert (made.title.value, made.on.value, made.code) == (said.title, said.on, said.code)
        assert made.shares.value == said.shares
        assert made.price.value == said.price
        assert made.after.shares.value == said.owned_after
        assert made.side.value == ("A" if said.acquired else "D")
        assert (made.after.nature.value or "") == said.nature
        texts = dict(form.footnotes)
        of_price = [texts[one] for one in made.price.notes]
        assert of_price == list(
            dict.fromkeys(note.text for note in said.notes if note.place == "price")
        )


@given(AMOUNTS)
def test_a_number_is_written_without_an_exponent_and_means_the_same(amount):
    said = number(amount)
    assert Decimal(said) == amount
    assert "E" not in said
    assert not said.endswith(".")


def test_round_thousands_keep_their_zeros():
    assert [number(Decimal(one)) for one in ("1000", "1E+3", "10.50", "0", "0.0")] == [
        "1000", "1000", "10.5", "0", "0",
    ]  # fmt: skip
