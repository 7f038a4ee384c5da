"""An analyst under a restriction asks beside somebody who is under none, and sees no difference."""

import re

import pytest

from tests.stories.pieces import CEO, CFO, JONAS, MAYA, ask

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_what_a_restricted_analyst_sees_tells_nothing(sit):
    jonas, maya, priya = await sit(JONAS), await sit(MAYA), await sit(CFO)
    await restricted(priya, "Jonas Lindqvist")
    await jonas.at("2026-11-23T10:05")
    daniel = await sit(CEO)
    seen = []
    for number, seat in enumerate((jonas, maya), 1):
        await ask(seat, "/preclear buy 400")
        seen.append([await seat.text()])
        await seat.close()
        await daniel.letters(number)
        await daniel.open_last("Details")
        await daniel.faultless()
        await daniel.tick("Decline")
        await daniel.press("Send decision")
        await daniel.reads("Recorded.")
        await daniel.close()
        await seat.letters(1)
        seen[-1].append(await seat.newest())
        await seat.open_last()
        seen[-1].append(await seat.text())
        await seat.close()
        home = await seat.home()
        await seat.sees(home, "Declined")
        seen[-1].append(await home.inner_text())
        await seat.faultless()
    of_jonas, of_maya = ([alike(text) for text in texts] for texts in seen)
    assert of_jonas == of_maya


async def restricted(officer, name):
    """Set a silent restriction, with a reason that nobody else ever reads."""
    await officer.say("/preclear restrict")
    await officer.titled("Restrictions")
    await officer.faultless()
    await officer.press("New restriction")
    await officer.titled("New restriction")
    if not await officer.field("An event that few people know of").is_checked():
        await officer.tick("An event that few people know of")
    await officer.pick("Who may not trade?", name)
    await officer.fill("Code word", "Heron")
    await officer.fill("Reason", "A partner that nobody has heard of.")
    await officer.tick("Silently")
    await officer.reads("People will guess")
    await officer.faultless()
    await officer.press("Set it")
    await officer.titled("Not yet in force")
    await officer.close()


def alike(text):
    """Take out what differs between any two people: their name, zone, minute and request's id."""
    text = re.sub(r"\w{3} \d+, \d{4} \d+:\d\d [AP]M", "THERE", text)
    text = re.sub(r"\b10:\d\d a\.m\. New York", "THEN", text)
    text = re.sub(r"Jonas Lindqvist|Maya Okafor", "NAME", text)
    return re.sub(r"\b[A-Z0-9]{8}\b", "REQUEST", text)
