"""Slack asks for a pause, or answers oddly, while the process connects: it is not asked before."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.app import client_for_handlers
from bot.settings import Settings
from bot.socket_mode import Socket, Watch
from bot.starting import CannotStartError
from bot.tokens import team_of, try_app_token
from tests.bot.pieces import given, until

QUICK = Watch(look=0.02, renew_after=0.5, give_up_after=2.5)


class Slack:
    """Answers each call with the next of its answers, and then with the last again."""

    def __init__(self):
        self.answers, self.asked, self.hellos, self.cut = [], [], ["{}"], asyncio.Event()

    async def answer(self, request):
        self.asked.append(asyncio.get_running_loop().time())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, int):
            limited = {"ok": False, "error": "ratelimited"}
            return web.json_response(limited, status=429, headers={"Retry-After": str(answer)})
        return web.json_response({"ok": True, "url": f"ws://{request.host}/ws"} | answer)

    async def greet(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(self.hellos[0])
        async for _ in socket:
            pass
        return socket

    def pauses(self):
        return [b - a for a, b in zip(self.asked, self.asked[1:], strict=False)]


@pytest.fixture
async def slack():
    slack = Slack()
    served = web.Application()
    served.router.add_post("/api/{method}", slack.answer)
    served.router.add_get("/ws", slack.greet)
    runner = web.AppRunner(served, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield slack
    await runner.cleanup()


@pytest.fixture
def told(slack, settings):
    return given(settings, slack_api_url=slack.url)


@asynccontextmanager
async def socket_of(told: Settings):
    socket = Socket(
        AsyncApp(client=client_for_handlers(told), signing_secret="s"), "xapp-1", watch=QUICK
    )
    yield socket
    await socket.stop()


HELLO = '{"type": "hello", "num_connections": 1}'


async def test_no_client_asks_for_a_connection_within_a_pause(slack, told):
    """Six renewals would have come within it. Twin: once it is over, one asks and connects."""
    slack.answers, slack.hellos = [3, {}], [HELLO]
    async with socket_of(told) as socket:
        await asyncio.wait_for(socket.start(), 60)
    assert slack.pauses()[0] >= 2.99


async def test_a_pause_while_it_runs_is_kept_and_is_no_reason_to_give_up(slack, told):
    slack.answers, slack.hellos = [{}, 3, {}], [HELLO]
    async with socket_of(told) as socket:
        await socket.start()
        watching = asyncio.create_task(socket.watch())
        await socket._client.current_session.close()
        socket._client.current_session_monitor.cancel()
        await until(lambda: len(slack.asked) >= 3 or watching.done(), "the third asking")
        await until(lambda: socket.connected or watching.done(), "the connection")
        assert not watching.done()
        watching.cancel()
    assert slack.pauses()[1] >= 2.99


@pytest.mark.parametrize(
    ("count", "counted"),
    [("", 0), *((f', "num_connections": {n}', 0) for n in ("0", "-3", '"many"', "null", "1e400")),
     (', "num_connections": 1', 1), (', "num_connections": 9999999999', 9999999999)],
)  # fmt: skip
async def test_any_hello_is_a_greeting_and_only_an_odd_count_is_left_out(
    slack, told, count, counted
):
    slack.answers, slack.hellos = [{}], [f'{{"type": "hello"{count}}}']
    async with socket_of(told) as socket:
        await asyncio.wait_for(socket.start(), 120)
        assert (socket.connected, socket.connections) == (True, counted)
        assert socket.alone is (counted < 2)


async def test_what_is_no_hello_is_no_greeting(slack, told):
    slack.answers, slack.hellos = [{}], ['{"type": "hi", "num_connections": 1}']
    async with socket_of(told) as socket:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.start(), 0.3)


@pytest.mark.parametrize("odd", [{}, {"team_id": None}, {"team_id": ""}, {"team_id": 7}])
async def test_a_workspace_without_a_name_is_asked_for_again(slack, told, odd):
    slack.answers = [odd, {"team_id": "T1"}]
    assert await asyncio.wait_for(team_of(told), 5) == "T1"
    assert len(slack.asked) == 2


@pytest.mark.parametrize("pause", [2, 0])
async def test_the_team_is_not_asked_for_within_a_pause(slack, told, pause):
    slack.answers = [pause, {"team_id": "T1"}]
    assert await asyncio.wait_for(team_of(told), 5) == "T1"
    (waited,) = slack.pauses()
    assert (waited >= 1.99) is (pause == 2)


async def test_the_try_of_the_app_token_leaves_the_pause_to_pass(slack, told):
    """Twin: a token that is refused is said at once."""
    slack.answers = [1]
    began = asyncio.get_running_loop().time()
    await try_app_token(told, "xapp-1")
    assert asyncio.get_running_loop().time() - began >= 0.99
    slack.answers = [{"ok": False, "error": "invalid_auth"}]
    with pytest.raises(CannotStartError, match="SLACK_APP_TOKEN"):
        await try_app_token(told, "xapp-1")
    assert len(slack.asked) == 2
