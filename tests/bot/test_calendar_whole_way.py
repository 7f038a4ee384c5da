"""The company's calendar, from the command to a record and to what everybody is told."""

from datetime import datetime

import pytest

from bot.settings import Settings
from handlers.words import calendar as calendar_words
from handlers.words import command as command_words
from tests.bot.pieces import CEO, CFO, MAYA, NEW_YORK, given, until
from tests.bot.test_whole_way import bot, clock, press, settled, shown, top
from tests.bot.test_whole_way import settings as plain_settings

__all__ = ["bot", "clock", "plain_settings", "settled"]
COMPLY = "U0COMPLY"


@pytest.fixture
def settings(plain_settings) -> Settings:
    return given(plain_settings, tell_window=True)


async def click(workspace, user, action_id, block="calendar:do"):
    """Press a button in the form on top."""
    action = {"action_id": action_id, "block_id": block}
    assert await workspace.acts.press(user, action, view_id=top(workspace, user).id) == {"ok": True}


async def send(workspace, user, **fields):
    """Send the form on top."""
    state = {f"calendar_{name}": {"value": value} for name, value in fields.items()}
    return await workspace.acts.submit(user, top(workspace, user).id, state)


def picked(value):
    return {"selected_option": {"value": value}}


def moment(day, at):
    return {"on": {"selected_date": day}, "at": {"selected_time": at}}


RELEASE = {
    "kind": picked("disclosure"),
    "title": {"value": "News of a trial"},
    "zone": picked("America/Chicago"),
    **moment("2026-11-23", "08:59"),
}
MOVED = {
    "quarter": picked("2026-12-31"),
    "source": {"value": "Notice of 23 November 2026"},
    "zone": picked("America/New_York"),
    **moment("2026-12-10", "17:00"),
}


@pytest.mark.usefixtures("bot")
async def test_everybody_sees_the_window_and_only_its_keepers_more(workspace):
    assert await workspace.acts.command(MAYA, "/preclear calendar") == {"ok": True}
    assert "The window is open from" in shown(workspace, MAYA)
    for part in (calendar_words.RELEASE, calendar_words.KEEPERS, "Recorded on"):
        assert part not in shown(workspace, MAYA)
    assert await workspace.acts.command(COMPLY, "/preclear calendar") == {"ok": True}
    for part in (calendar_words.RELEASE, calendar_words.KEEPERS, "Quarter to "):
        assert part in shown(workspace, COMPLY)
    assert command_words.HELP.count("calendar") == 1


@pytest.mark.usefixtures("bot")
async def test_a_release_is_typed_wrong_then_right_seen_and_recorded(workspace):
    await workspace.acts.command(COMPLY, "/preclear calendar")
    await click(workspace, COMPLY, "calendar:release")
    assert "this app reads no files and no messages" in shown(workspace, COMPLY)
    half = await send(workspace, COMPLY, **{**RELEASE, "at": {"selected_time": None}})
    assert half["errors"] == {"calendar_at": calendar_words.ERROR_BOTH}
    later = {**RELEASE, "at": {"selected_time": "09:01"}}  # 10:01 in New York, a minute ahead
    ahead = await send(workspace, COMPLY, **later)
    assert ahead["errors"] == {"calendar_on": calendar_words.ERRORS["release_future"]}
    skipped = {**RELEASE, **moment("2026-03-08", "02:30")}
    wrong = await send(workspace, COMPLY, **skipped)
    assert wrong["errors"] == {"calendar_at": calendar_words.ERROR_SKIPPED}
    report = {**RELEASE, "kind": picked("full")}
    assert await send(workspace, COMPLY, **report) == {
        "ok": False,
        "errors": {"calendar_quarter": calendar_words.ERRORS["release_quarter"]},
    }

    assert await send(workspace, COMPLY, **RELEASE) == {"ok": True}
    assert "9:59 a.m. New York time" in shown(workspace, COMPLY)
    assert "The window does not change" in shown(workspace, COMPLY)
    assert await send(workspace, COMPLY, **RELEASE) == {"ok": True}
    assert "Recorded as " in shown(workspace, COMPLY)
    await workspace.acts.command(CFO, "/preclear calendar")
    assert "Recorded on 23 Nov 2026, 10:00 a.m. New York by Helen Sorensen" in shown(workspace, CFO)


@pytest.mark.usefixtures("bot")
async def test_a_blackout_is_moved_corrected_and_everybody_told_five_days_before(workspace, clock):
    await workspace.acts.command(CFO, "/preclear calendar")
    await click(workspace, CFO, "calendar:move", "quarter:2026-12-31")
    nothing = {**MOVED, **moment(None, None)}
    refused = await send(workspace, CFO, **nothing)
    assert refused["errors"] == {"calendar_on": calendar_words.ERRORS["blackout_moments"]}
    assert await send(workspace, CFO, **MOVED) == {"ok": True}
    said = shown(workspace, CFO)
    assert (
        "The window closes on Thursday 10 December 2026, 5:00 p.m. New York time* instead" in said
    )
    assert await send(workspace, CFO, **MOVED) == {"ok": True}

    await workspace.acts.command(CEO, "/preclear calendar")
    await click(workspace, CEO, "calendar:move", "quarter:2026-12-31")
    assert "This takes the place of record" in shown(workspace, CEO)
    later = {**MOVED, **moment("2026-12-09", "17:00")}
    assert await send(workspace, CEO, **later) == {"ok": True}
    assert await send(workspace, CEO, **later) == {"ok": True}

    told = workspace.conversation(MAYA).messages
    clock.move(datetime(2026, 12, 4, 10, 0, tzinfo=NEW_YORK))
    await until(lambda: told, "the envelope")
    assert "window" not in told[0].text + str(told[0].blocks)
    assert await press(workspace, MAYA, told[0], "envelope:open") == {"ok": True}
    assert "*The window closes on Wednesday 9 December 2026" in shown(workspace, MAYA)
    assert "5 days from now" in shown(workspace, MAYA)


@pytest.mark.usefixtures("bot")
async def test_a_day_is_expected_and_a_mistake_taken_back(workspace):
    await workspace.acts.command(CFO, "/preclear calendar")
    await click(workspace, CFO, "calendar:expect")
    day = {"quarter": picked("2026-12-31"), "day": {"selected_date": "2027-03-06"}}
    saturday = await send(workspace, CFO, **day)
    assert saturday["errors"] == {"calendar_day": calendar_words.ERRORS["expected_weekend"]}
    friday = day | {"day": {"selected_date": "2027-03-05"}}
    assert await send(workspace, CFO, **friday) == {"ok": True}
    assert await send(workspace, CFO, **friday) == {"ok": True}
    await workspace.acts.command(CFO, "/preclear calendar")
    assert "Report expected on Friday 5 March 2027" in shown(workspace, CFO)

    await click(workspace, CFO, "calendar:move", "quarter:2026-12-31")
    await send(workspace, CFO, **MOVED)
    await send(workspace, CFO, **MOVED)
    await workspace.acts.command(CFO, "/preclear calendar")
    await click(workspace, CFO, "calendar:move", "quarter:2026-12-31")
    await click(workspace, CFO, "calendar:mistake", "calendar:mistake")
    empty = await send(workspace, CFO, source={"value": " "})
    assert empty["errors"] == {"calendar_source": calendar_words.ERRORS["blackout_source"]}
    assert await send(workspace, CFO, source={"value": "Notice 2"}) == {"ok": True}
    assert await send(workspace, CFO, source={"value": "Notice 2"}) == {"ok": True}
    await workspace.acts.command(CFO, "/preclear calendar")
    assert "Moved in writing" not in shown(workspace, CFO)
