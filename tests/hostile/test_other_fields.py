"""The fields that take a name, initials, a number or a price alone: nothing else is let in."""

from dataclasses import replace

from clearance.shown import No
from clearance.shown_acknowledgements import AcknowledgementShown
from handlers.views import acknowledge_form, acknowledgement_sheet, filing_views, swing_form
from tests.clearance.acknowledgements import asked_well, signs
from tests.clearance.company import buy, who
from tests.clearance.test_section16 import FILED, lines, reported
from tests.handlers.states import view
from tests.hostile.strings import STRINGS, stored

#: And what looks like a number, or a name, and is none.
NUMBERS = ("9" * 40_000, "1e999999999", "-1", "\u0661\u0662", "NaN", "1_000", "0x10", "1\u00a0.5")


def typed(block, text):
    return view({block: {"value": {"type": "plain_text_input", "value": text}}}, "any", "K7M4QWXA")


async def test_a_price_that_is_none_is_said_at_its_field(company):
    filed = await company.desk.submit(who("director"), buy())
    for text in (*STRINGS.values(), *NUMBERS):
        _, price = swing_form.read(typed(swing_form.PRICE, text))
        answer = await company.desk.swing(who("director"), filed.id, price)
        assert isinstance(answer, No), text[:40]
        assert set(swing_form.errors_of(answer.reason)) == {swing_form.PRICE}


async def test_a_number_of_a_filing_that_is_none_is_said_at_its_field(company):
    await reported(company)
    (owed,) = await lines(company)
    for text in (*STRINGS.values(), *NUMBERS):
        said = replace(FILED, filing=owed.id, accession=stored(text))
        answer = await company.desk.enter_filing(who("director"), said)
        assert answer == No("bad_filing", {"field": "accession"}), text[:40]
        assert set(filing_views.errors_of(answer)) == {filing_views.ACCESSION}


async def test_a_signature_is_ones_name_and_initials_are_letters(company):
    round_ = await asked_well(company)
    for text in STRINGS.values():
        sent = stored(text)
        answer = await company.desk.acknowledge(
            who("employee"), signs(round_, "employee", signature=sent)
        )
        assert set(acknowledge_form.errors_of(answer)) == {acknowledge_form.SIGNATURE}
    one = await company.desk.acknowledge(who("employee"), signs(round_, "employee"))
    assert isinstance(one, AcknowledgementShown)
    for text in STRINGS.values():
        _, initials = acknowledgement_sheet.read(typed(acknowledgement_sheet.INITIALS, text))
        answer = await company.desk.initial(who("cfo"), one.id, initials)
        assert answer == No("initials_unclear"), text[:40]
