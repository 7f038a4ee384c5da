"""A director who sold yesterday: a Form 4 is due, it is entered as filed, and her Home says so."""

import pytest
from playwright.async_api import expect

from tests.stories.pieces import HELEN, RUTH

pytestmark = pytest.mark.asyncio(loop_scope="session")
DUE = "Section 16 forms to be filed: 1, the first by Wednesday 25 November 2026"
NONE_DUE = "Section 16 forms: none is to be filed."


@pytest.mark.parametrize("scenario", ["form4"])
async def test_a_form_4_is_due_entered_and_done(sit):
    ruth, helen = await sit(RUTH), await sit(HELEN)
    home = await ruth.home()
    await ruth.sees(home, DUE)
    await ruth.faultless()
    await ruth.picture("home-director")
    await ruth.messages()
    await ruth.say("/preclear section16")
    await ruth.titled("Section 16 forms")
    await ruth.reads("due by Wednesday 25 November 2026", "One business day is left.")
    await ruth.faultless()
    await ruth.picture("forms-due")
    await ruth.press("Enter as filed")
    await drafted(ruth)
    await entered(ruth)
    await expect(home).to_contain_text(NONE_DUE)
    await helen.say("/preclear section16")
    await helen.reads("Ruth Abernathy: Form 4", "Filed: Form 4 0001234567-26-000123")


async def drafted(ruth):
    """Look at what would be on the form, and go back."""
    await ruth.titled("A form was filed")
    await ruth.press("Draft")
    await ruth.reads("1,000")
    await ruth.faultless()
    await ruth.press("Back")
    await ruth.titled("A form was filed")


async def entered(ruth):
    """Enter the form; a number that cannot be one is refused at its field, and stays there."""
    await ruth.fill("Accession number", "12-34")
    await ruth.fill("Day on which it was filed", "2026-11-24")
    await ruth.press("Record")
    await ruth.reads("Write the number as EDGAR gives it")
    await ruth.faultless()
    await ruth.fill("Accession number", "0001234567-26-000123")
    await ruth.press("Record")
    await ruth.reads("Filed: Form 4 0001234567-26-000123")
    await ruth.close()
    await ruth.home()
