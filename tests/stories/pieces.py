"""What several stories do: ask, decide, and who they are."""

from playwright.async_api import expect

MAYA, JONAS, RUTH = "U0EMPLOYEE", "U0ANALYST", "U0DIRECTOR"
CEO, CFO, HELEN = "U0CEO", "U0CFO", "U0COMPLY"
STATED = ("I hold no material", "I have read the policy", "I stay responsible")


async def ask(seat, words):
    """Ask for clearance in words; the form comes filled in and wants the statements."""
    await seat.say(words)
    await seat.titled("Ask for clearance")
    await seat.tick(*STATED)
    await seat.press("Ask")
    await seat.titled("Your request")


async def approve(officer):
    """Approve what the newest card is about."""
    await officer.open_last("Approve")
    await send_approval(officer)


async def send_approval(officer):
    await officer.titled("Review a request")
    await officer.tick("I have considered")
    await officer.press("Send decision")
    await officer.reads("Recorded.")
    await officer.close()


async def waiting(officer, count):
    """See so many requests that wait in an officer's Home."""
    home = await officer.home()
    await expect(home.get_by_role("button", name="Review", exact=True)).to_have_count(count)
    return home
