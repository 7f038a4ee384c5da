"""The page's door: what it shows, what it takes, and who may not come in."""

import asyncio
import contextlib
import json
from datetime import timedelta

import aiohttp
import pytest

from sandbox.server import Workspace
from tests.sandbox.conftest import (
    CEO,
    MAYA,
    SUBMIT,
    MovableClock,
    button,
    entered,
    modal,
    section,
    text_input,
)


async def state(page, user=MAYA):
    async with page.get("/page/state", params={"user": user}) as response:
        return await response.json()


async def post(page, name, headers=None, **body):
    async with page.post(f"/page/{name}", json=body, headers=headers) as response:
        return await response.json()


async def test_the_state_holds_all_that_is_drawn(client, page):
    await client.chat_postMessage(channel=MAYA, text="for the phone", blocks=[section("desk")])
    await client.views_publish(user_id=MAYA, view={"type": "home", "blocks": [section("h")]})
    seen = await state(page)
    assert seen["me"] == MAYA
    assert seen["users"][0] == {
        "id": MAYA,
        "name": "maya.okafor",
        "title": "Senior Research Associate",
        "real_name": "Maya Okafor",
        "initials": "MO",
        "unread": 1,
    }
    assert seen["commands"][0]["command"] == "/preclear"
    (conversation,) = seen["conversations"]
    assert (conversation["with"], conversation["unread"]) == ("Preclear", 1)
    assert conversation["messages"][0]["blocks"][0]["text"]["text"] == "desk"
    assert seen["home"]["blocks"][0]["text"]["text"] == "h"
    assert seen["views"] == []
    (notice,) = seen["lock_screen"]
    assert (notice["desktop"], notice["mobile"]) == ("desk", "for the phone")
    assert seen["clock"] == {
        "now": "2018-12-03T15:00:00+00:00",
        "zone": "America/New_York",
        "movable": True,
    }
    assert seen["bot"]["connected"] is False
    assert (await state(page, CEO))["conversations"][0]["messages"] == []


async def test_a_lock_screen_keeps_what_it_showed(client, page):
    posted = await client.chat_postMessage(channel=MAYA, text="before")
    await client.chat_update(channel=posted["channel"], ts=posted["ts"], text="after")
    seen = await state(page)
    assert seen["conversations"][0]["messages"][0]["text"] == "after"
    assert seen["lock_screen"][0]["mobile"] == "before"


async def test_reading_the_conversation_counts(client, page):
    first = await client.chat_postMessage(channel=MAYA, text="one")
    assert (await post(page, "read", user=MAYA))["ok"]
    await client.chat_postMessage(channel=MAYA, text="two")
    assert (await state(page))["conversations"][0]["unread"] == 1
    await client.chat_delete(channel=first["channel"], ts=first["ts"])
    assert (await state(page))["conversations"][0]["unread"] == 1


async def test_a_whole_way_through_the_page(app, page, connected):
    @app.command("/preclear")
    async def asked(ack, body, client):
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(text_input(), submit=SUBMIT)
        )
        await ack()

    @app.view("form")
    async def submitted(ack, view):
        why = view["state"]["values"]["why"]["text"]["value"]
        await ack({"response_action": "errors", "errors": {"why": "More."}} if why == "x" else {})

    assert connected
    assert await post(page, "command", user=MAYA, text="/preclear") == {"ok": True}
    (view,) = (await state(page))["views"]
    place = {"user": MAYA, "view_id": view["id"]}
    assert (await post(page, "submit", **place, state=entered("x")))["errors"] == {"why": "More."}
    assert await post(page, "submit", **place, state=entered("because")) == {"ok": True}
    assert (await state(page))["views"] == []
    assert (await state(page))["bot"]["connected"] is True


async def test_the_clock_moves_for_everybody(clock, page):
    start = clock.now()
    assert (await post(page, "clock", by_seconds=3600))["ok"]
    assert clock.now() - start == timedelta(hours=1)
    moved = await post(page, "clock", to="2018-12-17T17:00")
    assert moved["now"] == "2018-12-17T17:00:00-05:00"
    moved = await post(page, "clock", to="2018-12-17T22:00:00Z")
    assert moved["now"] == "2018-12-17T22:00:00+00:00"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"to": "tomorrow"}, "Write the moment as"),
        ({}, "Say where to move the clock"),
        ({"by_seconds": True}, "Say where to move the clock"),
        ({"to": "1999-12-31T00:00:00Z"}, "The calendar begins in 2000."),
        ({"by_seconds": 1e18}, ""),
    ],
)
async def test_a_move_that_makes_no_sense_is_told_in_a_sentence(clock, page, body, words):
    before = clock.now()
    answer = await post(page, "clock", **body)
    assert answer["ok"] is False
    assert words in answer["error"]
    assert clock.now() == before


async def test_a_clock_that_cannot_be_moved_is_not():
    class Fixed:
        def __init__(self, at):
            self.at = at

        def now(self):
            return self.at

    served = Workspace(Fixed(MovableClock().now()))
    await served.start(port=0)
    async with aiohttp.ClientSession(base_url=served.base_url) as page:
        assert (await state(page))["clock"]["movable"] is False
        answer = await post(page, "clock", by_seconds=1)
        assert answer == {"ok": False, "error": "This clock cannot be moved."}
    await served.stop()


@contextlib.asynccontextmanager
async def listening(page, user=MAYA):
    async with page.get("/page/events", params={"user": user}) as response:
        assert response.headers["Content-Type"].startswith("text/event-stream")
        yield response.content


async def event(stream):
    lines = (await stream.readuntil(b"\n\n")).decode().splitlines()
    if lines[0].startswith(":"):
        return None
    return lines[0].removeprefix("event: "), json.loads(lines[1].removeprefix("data: "))


async def test_a_page_hears_what_concerns_its_user(workspace, client, page):
    async with listening(page) as mine, listening(page, CEO) as theirs:
        posted = await client.chat_postMessage(channel=MAYA, text="t")
        kind, told = await event(mine)
        assert (kind, told["channel"]) == ("message", posted["channel"])
        await client.chat_postEphemeral(channel=posted["channel"], user=MAYA, text="psst")
        kind, told = await event(mine)
        assert (kind, told["text"], told["blocks"]) == ("ephemeral", "psst", [])
        await client.views_publish(user_id=MAYA, view={"type": "home", "blocks": []})
        assert (await event(mine))[0] == "home"
        await post(page, "clock", by_seconds=1)
        assert (await event(mine))[0] == "clock"
        assert (await event(theirs))[0] == "clock"
        workspace.deliver_to("http://127.0.0.1:9/")
        assert (await event(theirs))[0] == "bot"


async def test_a_quiet_stream_shows_life(page, real):
    async with listening(page) as mine:
        await asyncio.sleep(0)
        real.advance(15)
        assert await event(mine) is None


async def test_streams_end_when_the_workspace_stops(clock, real):
    served = Workspace(clock, real=real)
    await served.start(port=0)
    async with aiohttp.ClientSession(base_url=served.base_url) as page, listening(page) as mine:
        await served.stop()
        assert await mine.read() == b""


REFUSED = {
    "another site": {"Origin": "https://evil.example"},
    "another port of this machine": {"Origin": "http://127.0.0.1:1"},
    "a page without an origin": {"Origin": "null"},
    "a name that was rebound to this machine": {"Host": "evil.example"},
}


@pytest.mark.parametrize("who", REFUSED)
async def test_other_sites_stay_out(workspace, clock, page, who):
    before = clock.now()
    async with page.post("/page/clock", json={"by_seconds": 1}, headers=REFUSED[who]) as response:
        assert response.status == 403
    async with page.get("/page/state", headers=REFUSED[who]) as response:
        assert response.status == 403
    assert clock.now() == before
    answer = await post(page, "clock", headers={"Origin": workspace.base_url}, by_seconds=1)
    assert answer["ok"]


async def test_a_form_of_another_site_cannot_be_posted_without_asking(clock, page):
    before = clock.now()
    body = '{"by_seconds": 1}'
    as_text = {"Content-Type": "text/plain"}
    async with page.post("/page/clock", data=body, headers=as_text) as response:
        assert response.status == 403
    assert clock.now() == before
    as_json = {"Content-Type": "application/json"}
    async with page.post("/page/clock", data=body, headers=as_json) as response:
        assert response.status == 200


async def test_localhost_is_this_machine_too(workspace, page):
    port = workspace.base_url.rsplit(":", 1)[1]
    headers = {"Host": f"localhost:{port}", "Origin": f"http://localhost:{port}"}
    assert (await post(page, "clock", headers=headers, by_seconds=1))["ok"]


async def test_it_is_served_on_this_machine_only(clock):
    with pytest.raises(ValueError, match=r"127\.0\.0\.1 only"):
        await Workspace(clock).start("0.0.0.0")  # noqa: S104 - that it is refused is the test


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("command", {"user": MAYA}),
        ("command", {"user": "U0NOBODY", "text": "/preclear"}),
        ("action", {"user": MAYA, "action": "press"}),
        ("submit", {"user": MAYA, "view_id": 7}),
    ],
)
async def test_what_makes_no_sense_gets_a_sentence(page, name, body):
    answer = await post(page, name, **body)
    assert answer["ok"] is False
    assert answer["error"].endswith((".", "text.", "id."))


async def test_what_is_not_json_gets_a_sentence(page):
    headers = {"Content-Type": "application/json"}
    for data in ("{", "[]"):
        async with page.post("/page/read", data=data, headers=headers) as response:
            assert response.status == 400
            assert (await response.json())["error"].startswith("Send")


async def test_a_state_of_any_shape_breaks_nothing(client, page):
    row = {"type": "actions", "block_id": "row", "elements": [button()]}
    posted = await client.chat_postMessage(channel=MAYA, text="t", blocks=[row])
    place = {"user": MAYA, "channel": posted["channel"], "ts": posted["ts"]}
    for shape in ("x", [1], {"row": 1}, {"row": {"press": 1}}, {"row": {"press": {"type": []}}}):
        answer = await post(page, "action", **place, action={"action_id": "press"}, state=shape)
        assert answer["code"] == "dispatch_failed"


async def test_the_page_is_served_and_no_path_leads_out_of_it(page):
    async with page.get("/") as response:
        assert response.status == 200
        assert response.content_type == "text/html"
    for path in ("/app.js", "/static/app.js"):
        async with page.get(path) as response:
            assert (response.status, response.content_type) == (200, "text/javascript")
    for path in ("/static/..%2Fseed.py", "/..%2Fserver.py", "/static/none.js", "/seed.py"):
        async with page.get(path) as response:
            assert response.status == 404


async def test_nobody_has_no_page(page):
    for path in ("/page/state", "/page/events"):
        async with page.get(path, params={"user": "U0NOBODY"}) as response:
            assert response.status == 404


async def test_an_account_is_played_as_a_guests_and_as_closed(client, page):
    """Twin: what is left out is no, so that the member is one again."""
    for body, expected in (
        ({"guest": True}, (True, False)),
        ({"deleted": True}, (False, True)),
        ({}, (False, False)),
    ):
        assert (await post(page, "account", user=MAYA, **body))["ok"]
        user = (await client.users_info(user=MAYA))["user"]
        assert (user.get("is_restricted", False), user["deleted"]) == expected
    assert not (await post(page, "account", user="U0NOBODY", guest=True))["ok"]
