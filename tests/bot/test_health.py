"""Health has a port of its own: who lives, who may be sent work, and a scrape without names."""

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SystemClock
from bot.delivery import STUCK_FROM_SECONDS
from bot.metrics import SAMPLES, Metrics
from bot.process import running
from bot.ticking import SILENT, Ticker
from bot.vitals import Vitals
from clearance.restrictions.tick import Ticked
from storage import deliveries
from storage.errors import DatabaseUnavailable
from tests.bot.pieces import CEO, given, notice, until

READY = {"database", "log", "register", "slack", "sockets", "not_draining"}


@pytest.fixture
def stored(stored, free_port):
    return given(stored, health_port=free_port)


@pytest.fixture
async def asking(free_port):
    async with aiohttp.ClientSession(f"http://127.0.0.1:{free_port}") as session:
        yield session


async def asked(asking, address):
    async with asking.get(address) as answer:
        return answer.status, await answer.json()


def wrong(said):
    return {name for name, well in said.items() if not well} - {"ok"}


async def test_each_address_answers_and_no_other(stored, asking):
    async with running(stored, SystemClock()) as bot:
        status, said = await asked(asking, "/healthz")
        assert (status, said) == (200, {"ok": True, "delivery": True, "register": True})
        await until(lambda: bot.worker.healthy, "the first look")
        status, said = await asked(asking, "/readyz")
        assert (status, said) == (200, {"ok": True} | dict.fromkeys(READY, True))
        for address in ("/health", "/", "/slack/events"):
            async with asking.post(address) as answer:
                assert answer.status == 404


async def test_without_a_port_nothing_is_served(stored, asking):
    async with running(given(stored, health_port=None), SystemClock()):
        with pytest.raises(aiohttp.ClientConnectionError):
            await asked(asking, "/healthz")


async def test_slack_away_is_unready_and_no_reason_to_be_killed(stored, asking):
    async with running(stored, SystemClock()) as bot:
        bot.vitals.socket.connected = False
        status, said = await asked(asking, "/readyz")
        assert (status, wrong(said)) == (503, {"slack"})
        assert (await asked(asking, "/healthz"))[0] == 200
        bot.vitals.socket.connected = True
        assert (await asked(asking, "/readyz"))[0] == 200


@pytest.mark.parametrize(("ours", "alone"), [(1, False), (2, True)])
async def test_more_sockets_than_ours_are_an_alarm(stored, workspace, asking, ours, alone):
    """Somebody with the app's token has a socket of their own, before or after ours opens."""
    client = AsyncWebClient(base_url=workspace.api_url)
    opened = await client.apps_connections_open(app_token=workspace.seed.app_token)
    async with aiohttp.ClientSession() as stranger, stranger.ws_connect(opened["url"]) as socket_:
        assert (await socket_.receive_json())["type"] == "hello"
        async with running(given(stored, sockets=ours), SystemClock()):
            status, said = await asked(asking, "/readyz")
            assert (status == 200) is alone
            assert said["sockets"] is alone


class CannotTick:
    def __init__(self):
        self.away = True

    async def tick(self):
        if self.away:
            raise DatabaseUnavailable("gone")
        return Ticked(1)


async def test_a_database_that_is_away_is_unready_and_no_reason_to_be_killed(
    worker, clock, monkeypatch
):
    """Twin: as soon as it is back, all is well."""
    desk = CannotTick()
    vitals = Vitals(worker, Ticker(desk, clock), 0.0, serving=True)

    def failing():
        return {name for name, check in vitals.ready().items() if not check()}

    async def tried():
        await vitals.ticker.once()
        try:
            await worker._look()
        except DatabaseUnavailable:
            worker._failed_in_a_row += 1

    def away(*_):
        raise DatabaseUnavailable("gone")

    with monkeypatch.context() as broken:
        broken.setattr(deliveries, "next_due", away)
        clock.pass_(SILENT)
        assert not any(check() for check in vitals.alive().values()), "nothing has turned"
        await tried()
        assert failing() == {"database", "register"}
        assert all(check() for check in vitals.alive().values())
    desk.away = False
    await tried()
    assert failing() == set()


async def test_what_the_database_holds_up_is_no_reason_to_be_killed(worker, clock):
    worker._asking = True
    clock.pass_(10 * SILENT)
    assert worker.alive
    worker._asking = False
    assert not worker.alive


async def test_a_scrape_has_the_listed_samples_and_no_label_but_the_version(stored, asking):
    async with running(stored, SystemClock()), asking.get("/metrics") as answer:
        assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        families = list(text_string_to_metric_families(await answer.text()))
    samples = {one.name: one for family in families for one in family.samples}
    assert set(samples) == {*SAMPLES, "preclear_build_info"}
    labels = {name for one in samples.values() for name in one.labels}
    assert labels == {"version"}
    assert samples["preclear_ready"].value == samples["preclear_socket_connections"].value == 1


def test_a_sample_that_is_not_listed_is_refused():
    with pytest.raises(ValueError, match="preclear_declined_total"):
        Metrics("1", {"preclear_declined_total": lambda: 1.0})


async def test_what_is_stuck_is_said_from_whole_minutes_on(worker, database, clock, workspace):
    workspace.faults.rate_limit("conversations.open", retry_after=3600)
    await database.run(lambda tx: notice(tx, CEO, 1))
    await worker.drain()
    seen = []
    for seconds in (0, STUCK_FROM_SECONDS - 1, 1, 59, 1):
        clock.pass_(seconds)
        await worker._look()
        seen.append(worker.stuck_seconds)
    assert seen == [0, 0, 300, 300, 360]
    clock.pass_(3600)
    await worker.drain()
    await worker._look()
    assert worker.stuck_seconds == 0
