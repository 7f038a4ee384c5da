"""A chief executive between meetings: three cards wait, each ends otherwise."""

import pytest
from playwright.async_api import expect

from tests.stories.pieces import CEO, CFO, JONAS, MAYA, RUTH, approve, ask, waiting

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_three_cards_are_approved_declined_and_returned(sit):
    askers = {user: await sit(user) for user in (MAYA, JONAS, RUTH)}
    for number, seat in enumerate(askers.values(), 1):
        await ask(seat, f"/preclear buy {number}00")
        await seat.close()
    daniel, priya = await sit(CEO), await sit(CFO)
    await daniel.letters(3)
    await daniel.faultless()
    await daniel.open_last("Approve")
    await daniel.titled("Review a request")
    await daniel.picture("decision", "desk-light", "phone-dark")
    await daniel.press("Cancel")
    home = await waiting(daniel, 3)
    await daniel.picture("home-executive", "desk-light")
    await daniel.faultless()
    await home.get_by_role("button", name="Review", exact=True).first.click()
    await daniel.titled("Review a request")
    await daniel.faultless()
    await daniel.reads("Maya Okafor")
    await daniel.tick("Decline")
    await daniel.press("Send decision")
    await daniel.reads("Declined", "Recorded.")
    await daniel.close()
    home = await waiting(daniel, 2)
    await home.get_by_role("button", name="Review", exact=True).first.click()
    await daniel.reads("Jonas Lindqvist")
    await daniel.tick("Return it for correction")
    await daniel.press("Send decision")
    await daniel.reads("to be corrected")
    await daniel.tick("How many")
    await daniel.press("Send decision")
    await daniel.reads("Recorded.")
    await daniel.close()
    await daniel.messages()
    await approve(daniel)
    await waiting(daniel, 0)
    await priya.letters(3)
    await expect(priya.page.locator("#feed")).not_to_contain_text("waits for a decision")
    await told(askers)


async def told(askers):
    """Each reads an envelope that looks like the others', and in it what became of theirs."""
    outcomes = {MAYA: "Declined", JONAS: "how many", RUTH: "Approved: you hold a clearance"}
    letters = set()
    for user, seat in askers.items():
        await seat.letters(1)
        letters.add((await seat.newest()).partition(", by ")[0])
        await seat.open_last()
        await seat.reads(outcomes[user], "Daniel Reyes")
        await seat.faultless()
        await seat.close()
    assert len(letters) == 1
