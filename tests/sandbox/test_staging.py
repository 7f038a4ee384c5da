"""Scenarios as the workspace offers them: named by whoever runs it, loaded for every page."""

import asyncio
import re
from datetime import timedelta

import pytest

from sandbox.page_files import PAGE
from sandbox.server import Workspace
from sandbox.staging import Jump, NotLoadedError, Scenario
from tests.sandbox.conftest import MAYA, MovableClock
from tests.sandbox.test_page_api import state

OFFERED = (Scenario("calm", "Calm", "Nothing.", MAYA), Scenario("storm", "Storm", "All.", MAYA))


class Offers:
    """What a runner offers; ``gate`` holds a load back, ``refusal`` ends it."""

    offered = OFFERED

    def __init__(self, clock):
        self.clock, self.loaded, self.gate, self.refusal = clock, [], asyncio.Event(), None
        self.gate.set()

    async def load(self, name):
        await self.gate.wait()
        if self.refusal:
            raise NotLoadedError(self.refusal)
        self.loaded.append(name)

    async def jumps(self, user):
        return [Jump("Later", f"For {user.name}.", self.clock.now() + timedelta(hours=1))]


async def post(page, path, headers=None, **body):
    async with page.post(f"/page/{path}", json=body, headers=headers) as response:
        return await response.json()


@pytest.fixture
def offers():
    return Offers(MovableClock())


@pytest.fixture
async def workspace(offers):
    served = Workspace(offers.clock, scenarios=offers)
    await served.start(port=0)
    yield served
    await served.stop()


async def test_what_is_offered_is_loaded_and_counted(page, offers):
    before = (await state(page))["stage"]
    assert [one["title"] for one in before["offered"]] == ["Calm", "Storm"]
    assert (before["loaded"], before["turn"], before["touched"]) == ("", 0, True)
    assert await post(page, "scenario", name="storm") == {"ok": True}
    after = (await state(page))["stage"]
    assert (after["loaded"], after["turn"], after["touched"]) == ("storm", 1, False)
    assert offers.loaded == ["storm"]
    await post(page, "read", user=MAYA)
    assert not (await state(page))["stage"]["touched"]
    await post(page, "command", user=MAYA, text="hello")
    assert (await state(page))["stage"]["touched"]


async def test_one_that_is_refused_is_said_and_counts_for_nothing(page, offers):
    offers.refusal = "There is no room."
    answer = await post(page, "scenario", name="storm")
    assert (answer["ok"], answer["error"]) == (False, "There is no room.")
    assert (await state(page))["stage"]["turn"] == 0
    offers.refusal = None
    assert await post(page, "scenario", name="storm") == {"ok": True}


async def test_every_page_hears_when_it_begins_and_when_it_ends(workspace, page, offers):
    with workspace._parts.changes.listen(MAYA) as heard:
        offers.gate.clear()
        loading = asyncio.create_task(post(page, "scenario", name="calm"))
        assert await heard.get() == {"type": "stage"}
        assert (await state(page))["stage"]["loading"] == "Calm"
        assert "being loaded" in (await post(page, "command", user=MAYA, text="hi"))["error"]
        offers.gate.set()
        assert (await loading)["ok"]
        assert await heard.get() == {"type": "stage"}
    assert (await state(page))["stage"]["loading"] is None


@pytest.mark.parametrize("sent", [{}, {"name": 1}, {"name": "none"}, {"name": ""}])
async def test_what_is_not_offered_is_a_sentence(page, offers, sent):
    answer = await post(page, "scenario", **sent)
    assert (answer["ok"], answer["error"].endswith(".")) == (False, True)
    assert offers.loaded == []


async def test_no_other_site_loads_one_or_frames_the_page(page, offers):
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        assert not (await post(page, "scenario", headers=headers, name="calm"))["ok"]
    assert offers.loaded == []
    for name in ("/", "/pair.html"):
        async with page.get(name) as response:
            policy = response.headers["Content-Security-Policy"]
        assert policy == "frame-ancestors 'self'"


async def test_moments_ahead_are_told_to_who_looks(page):
    async with page.get("/page/jumps", params={"user": MAYA}) as response:
        (jump,) = (await response.json())["jumps"]
    assert jump["about"] == "For maya.okafor."
    async with page.get("/page/jumps", params={"user": "U0NOBODY"}) as response:
        assert response.status == 404


def test_pages_name_no_script_or_style_of_their_own():
    """The page's policy forbids both; what frames it has come from the sandbox alone."""
    for name in ("index.html", "pair.html"):
        text = (PAGE / name).read_text(encoding="utf-8")
        assert "default-src 'none'; script-src 'self'; style-src 'self'" in text
        assert "style=" not in text
        assert not re.search(r"\son\w+=", text)
