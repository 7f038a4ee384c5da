"""One sandbox for all stories, begun anew for each by its own scenarios, and seats before it."""

from datetime import datetime

import pytest
import pytest_asyncio

from bot.starting import Rules
from policy.calendars.exchange import load_exchange
from policy.company import load_policy
from tests.bot.pieces import NEW_YORK
from tests.bot.trial_sandbox import opened
from tests.sandbox_page.conftest import own_error
from tests.stories.seat import Seat
from tests.unhurried import unhurried  # noqa: F401 - for every test here

SIZES = {"desk": (1280, 860), "phone": (390, 844)}
#: A Monday morning of an open window.
MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=NEW_YORK)
#: The guide comes by itself on a first visit; who has been here before goes about their day.
BEEN_HERE = 'localStorage.setItem("guide-seen", "yes")'


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def sandbox(chromium, tmp_path_factory):
    """Open the trial company once, as its command does, where there is a browser to look."""
    if chromium is None:
        yield None
        return
    rules = Rules(load_policy(), load_exchange("XNAS"))
    async with opened(tmp_path_factory.mktemp("stories") / "data", rules, MORNING) as page:
        yield page


@pytest.fixture(params=sorted(SIZES))
def size(request):
    return request.param


@pytest.fixture
def scenario():
    """Name the scenario that a story begins with; a story may say otherwise."""
    return "open"


@pytest_asyncio.fixture(loop_scope="session")
async def sit(browser, sandbox, size, scenario):
    """Give a way to sit down as somebody; the page may log no error of its own."""
    contexts, troubles = [], []
    await sandbox.load(scenario)

    async def down(user, *, path="", first_visit=False):
        width, height = SIZES[size]
        made = await browser.new_context(
            viewport={"width": width, "height": height},
            timezone_id="America/New_York",
            color_scheme="light",
            reduced_motion="reduce",
        )
        contexts.append(made)
        made.set_default_timeout(60_000)
        if not first_visit:
            await made.add_init_script(BEEN_HERE)
        page = await made.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: own_error(line) and troubles.append(line.text))
        seat = Seat(page, user, sandbox.workspace.base_url, size)
        await seat.sit_down(path)
        if not first_visit:
            await seat.hide_the_scenario()
        return seat

    yield down
    for context in contexts:
        await context.close()
    assert troubles == []
