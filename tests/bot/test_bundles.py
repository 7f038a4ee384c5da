"""A bundle that goes into a folder or into Slack: made once, whole, whatever happens meanwhile."""
# ruff: noqa: PLR0917 - a test asks for the fixtures that it needs

import asyncio
import threading
from contextlib import asynccontextmanager

import pytest

from audit.handing_over import Asked, HandingOver
from audit.source import Source
from audit.ways import Ways
from bot import app, bundles
from bot.bundles import TRIES, Bundles
from bot.carrier import Carrier
from bot.delivery import Worker
from bot.posting import Poster
from clearance.desk import Desk
from clearance.people import import_people
from handlers.words import audit as audit_words
from storage import deliveries, log
from storage.pacing import UNPACED
from tests.audit.lived import COMPLIANCE, COMPLY, company_of, opened
from tests.bot.pieces import rows, until
from tests.clearance.company import ROSTER, TEAM

HELEN = "U0COMPLY"


class Beats:
    """Real time, as far as a bundle's lease can tell: it passes when the test says so."""

    def __init__(self):
        self.waiting = []

    async def rest(self, seconds):
        assert seconds == pytest.approx(30)
        beat = asyncio.get_running_loop().create_future()
        self.waiting.append(beat)
        await beat

    async def beat(self):
        """Let one beat pass, and wait until what it brought has been done."""
        await until(lambda: any(not one.done() for one in self.waiting), "the work")
        now = [one for one in self.waiting if not one.done()]
        self.waiting = []
        for one in now:
            one.set_result(None)


class Gate:
    """A source that stands still until it is opened, on whichever thread reads it."""

    def __init__(self, source):
        self._source = source
        self.reached, self.open = threading.Event(), threading.Event()

    def run(self, fn):
        self.reached.set()
        assert self.open.wait(60)
        return self._source.run(fn)

    def __getattr__(self, name):
        return getattr(self._source, name)


class Bot:
    """One process: its own connections, worker and bundles."""

    def __init__(self, desk, settings, ways, clock):
        self.desk = desk
        self.beats, self.gate = Beats(), Gate(Source.of(desk))
        self.gate.open.set()
        poster = Poster(app.client_for_delivery(settings))
        self.bundles = Bundles(desk, self.gate, ways, poster, rest=self.beats.rest)
        carrier = Carrier(desk.database, desk, poster, paces=UNPACED, bundles=self.bundles)
        self.worker = Worker(desk.database, carrier, clock)

    async def drain(self):
        await self.worker.drain()

    @asynccontextmanager
    async def held(self):
        """Let it begin, and stand still in the middle of it."""
        self.gate.open.clear()
        working = asyncio.create_task(self.worker.drain())
        await until(self.gate.reached.is_set, "the making")
        yield working
        self.gate.open.set()
        await asyncio.wait_for(working, 60)


@pytest.fixture
async def company(database_url, keys, clock, exchange, cellectar):
    database = opened(database_url, keys, clock)
    made = await company_of(database, clock, cellectar, exchange)
    await made.carry_out()
    yield made
    await database.close()


@pytest.fixture
def ways(tmp_path):
    folder = tmp_path / "pulls"
    folder.mkdir(mode=0o700)
    return Ways(folder=folder, slack=True)


@pytest.fixture
def new_bot(company, settings, ways, clock):
    return lambda: Bot(company.desk, settings, ways, clock)


@pytest.fixture
def order(company, ways):
    async def ordered(way="folder"):
        done = await HandingOver(company.desk, ways).pull(COMPLY, Asked(way))
        return done.pull

    return ordered


def told(company):
    """Give what the envelopes to whoever asked are about, in their order."""
    return [
        about
        for row in rows(company.database)
        if "pull" in (about := _about(company, row)) and about["what"] == "notice"
    ]


def _about(company, row):
    return company.database.run_now(lambda tx: tx.unseal("deliveries", row.id, row.sealed))


def bundle_row(company):
    (row,) = [one for one in rows(company.database) if _about(company, one)["what"] == "bundle"]
    return row


def takings(company):
    found = company.database.run_now(log.entries)
    return sum('"audit:taken"' in one.record for one in found)


def folders(ways):
    return sorted(one.name for one in ways.folder.iterdir())


# --- one at a time, and whole ---------------------------------------------------------


async def test_it_is_made_once_and_its_asker_is_told(company, new_bot, order, ways):
    pull = await order()
    await new_bot().drain()
    assert folders(ways) == [f"preclear-audit-{pull.id[:12]}"]
    (about,) = told(company)
    assert about["place"] == f"pulls/preclear-audit-{pull.id[:12]}"
    assert bundle_row(company).ended_as == deliveries.FIRED
    assert takings(company) == 1


async def test_its_lease_is_prolonged_for_as_long_as_it_takes(company, new_bot, order, ways, clock):
    await order()
    first, second = new_bot(), new_bot()
    async with first.held():
        for _ in range(3):
            clock.pass_(60)
            before = bundle_row(company).lease_until
            await first.beats.beat()
            await until(lambda: bundle_row(company).lease_until > before, "the lease")  # noqa: B023
            await second.drain()
            assert not second.gate.reached.is_set()
    assert len(folders(ways)) == len(told(company)) == takings(company) == 1


async def test_whoever_has_lost_the_lease_leaves_it(company, new_bot, order, ways, clock):
    """It stood still for longer than its lease; another one made it, and nothing stands twice."""
    await order()
    first, second = new_bot(), new_bot()
    async with first.held():
        clock.pass_(first.worker._pace.lease)
        await second.drain()
        assert len(told(company)) == 1
        await first.beats.beat()
    await until(lambda: len(folders(ways)) == 1, "the end of the thread that was left")
    assert len(told(company)) == 1
    assert takings(company) == 1, "whoever began to hand it over"


async def test_two_processes_and_one_bundle(
    postgres_url, keys, clock, exchange, cellectar, settings, ways
):
    databases = [opened(postgres_url, keys, clock) for _ in range(2)]
    company = await company_of(databases[0], clock, cellectar, exchange)
    await company.carry_out()
    desks = [Desk(one, cellectar, exchange, TEAM) for one in databases]
    both = [Bot(desk, settings, ways, clock) for desk in desks]
    for _ in range(5):
        await HandingOver(desks[0], ways).pull(COMPLY, Asked("folder"))
        await asyncio.gather(*(bot.drain() for bot in both))
        clock.pass_(60)
    await asyncio.gather(*(bot.drain() for bot in both))
    assert len(folders(ways)) == len(told(company)) == takings(company) == 5
    for one in databases:
        await one.close()


async def test_what_a_killed_one_left_is_taken_away(company, new_bot, order, ways, clock):
    """Twins: until its lease runs out it is left alone, and so is what is no draft of ours."""
    pull = await order()
    name = f"preclear-audit-{pull.id[:12]}"
    dead, alive = new_bot(), new_bot()
    await company.database.run(lambda tx: dead.worker._claim(tx, 4))
    left, others = ways.folder / f".{name}.x1.draft", ways.folder / ".another.x1.draft"
    left.mkdir()
    others.mkdir()
    (left / "lock").touch()
    (left / "bundle").mkdir()
    for one in (left, others):
        one.chmod(0o700)
    clock.pass_(dead.worker._pace.lease - 1)
    await alive.drain()
    assert folders(ways) == [others.name, left.name]
    clock.pass_(1)
    await alive.drain()
    assert folders(ways) == [others.name, name]
    assert len(told(company)) == 1


async def test_one_that_was_whole_when_its_maker_was_killed_is_not_made_again(
    company, new_bot, order, ways
):
    pull = await order()
    (ways.folder / f"preclear-audit-{pull.id[:12]}").mkdir()
    await new_bot().drain()
    (about,) = told(company)
    assert about["place"].endswith(pull.id[:12])


async def test_told_to_stop_it_gives_it_back_at_once(company, new_bot, order, ways):
    """Another process needs not wait for the lease."""
    await order()
    first = new_bot()
    first.gate.open.clear()
    working = asyncio.create_task(first.worker.run())
    await until(first.gate.reached.is_set, "the making")
    first.worker.stop()
    first.bundles.stop()
    await asyncio.wait_for(working, 60)
    row = bundle_row(company)
    assert (row.ended_as, row.lease_owner, row.attempts) == (None, None, 0)
    await new_bot().drain()
    first.gate.open.set()
    assert bundle_row(company).ended_as == deliveries.FIRED
    assert len(told(company)) == 1
    await until(lambda: len(folders(ways)) == 1, "the end of the thread that was left")


async def test_messages_keep_their_places_while_bundles_are_made(company, new_bot, order, clock):
    """Of five pulls one is made, and the others wait in the table."""
    for _ in range(5):
        await order()
    bot = new_bot()
    async with bot.held():
        await until(lambda: len(bot.worker._running) == 1, "the others to wait")
    clock.pass_(60)
    for _ in range(5):
        await bot.drain()
        clock.pass_(60)
    assert len(told(company)) == 5


# --- what is refused ------------------------------------------------------------------


async def tried(bot, clock, times):
    for _ in range(times):
        await bot.drain()
        clock.pass_(600)


async def test_a_folder_that_cannot_be_written_to_is_told_in_the_end(
    company, new_bot, order, ways, clock
):
    """Twin: made before the last try, it is written."""
    for whole in (True, False):
        ways.folder.rename(ways.folder.with_name("away"))
        before = len(told(company))
        await order()
        bot = new_bot()
        await tried(bot, clock, TRIES - 1)
        assert len(told(company)) == before
        if whole:
            ways.folder.with_name("away").rename(ways.folder)
        await tried(bot, clock, 1)
        assert takings(company) == 2 - whole, "however often it was tried"
        about = told(company)[-1]
        assert len(told(company)) == before + 1
        assert ("place" in about, about.get("why")) == (whole, None if whole else "folder")


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
async def test_what_slack_refuses_for_good_is_told(
    company, workspace, new_bot, order, clock, method
):
    """Twin: one try less, and it goes through."""
    for times in (TRIES - 1, TRIES):
        workspace.faults.fail(method, "file_uploads_disabled", times)
        await order("slack")
        await tried(new_bot(), clock, TRIES)
        assert told(company)[-1].get("why") == (None if times < TRIES else "slack")
    shared = [one for one in workspace.conversation(HELEN).messages if one.files]
    assert len(shared) == 1


@pytest.mark.parametrize("error", ["internal_error", "service_unavailable"])
async def test_slack_s_own_trouble_is_waited_for(company, workspace, new_bot, order, clock, error):
    workspace.faults.fail("files.getUploadURLExternal", error, 3 * TRIES)
    await order("slack")
    bot = new_bot()
    await tried(bot, clock, 3 * TRIES)
    assert told(company) == []
    await tried(bot, clock, 1)
    assert told(company)[0]["place"].endswith(".zip")


async def test_nothing_is_made_while_slack_is_away(company, workspace, new_bot, order, clock):
    await order("slack")
    workspace.faults.fail("conversations.open", "internal_error", 3)
    bot = new_bot()
    await tried(bot, clock, 3)
    assert not bot.gate.reached.is_set()
    await tried(bot, clock, 1)
    assert len(told(company)) == 1


@pytest.mark.parametrize(("less", "why"), [(0, None), (1, "too_large")])
async def test_a_zip_that_slack_would_not_take(
    company, workspace, new_bot, order, monkeypatch, less, why
):
    """To the byte, the largest being the size of this very zip."""
    pull = await order("slack")
    content = await asyncio.to_thread(
        lambda: b"".join(bundles.zipped(Source.of(company.desk), pull))
    )
    monkeypatch.setattr(bundles, "SLACKS_LARGEST", len(content) - less)
    await new_bot().drain()
    assert told(company)[0].get("why") == why
    shared = [one.files for one in workspace.conversation(HELEN).messages if one.files]
    assert len(shared) == (why is None)


@pytest.mark.parametrize(
    ("line", "envelopes"),
    [
        ("U0COMPLY,Cora Plain,employee,2026-01-05,,yes", 1),
        ("U0COMPLY,Cora Plain,compliance,2026-01-05,,no", 0),
    ],
)
async def test_whoever_may_not_have_it_any_more_gets_nothing(
    company, new_bot, order, ways, line, envelopes
):
    await order()
    people = ROSTER + COMPLIANCE.replace("U0COMPLY,Cora Plain,compliance,2026-01-05,,yes", line)
    await company.database.run(lambda tx: import_people(tx, people, "operator:test"))
    await new_bot().drain()
    assert folders(ways) == []
    assert takings(company) == 0
    assert bundle_row(company).ended_as == deliveries.FIRED
    assert [one.get("why") for one in told(company)] == ["not_yours"] * envelopes


async def test_what_breaks_on_our_side_is_told_in_the_end(
    company, new_bot, order, clock, monkeypatch
):
    def broken(*_, **__):
        raise ArithmeticError

    monkeypatch.setattr(bundles, "write_folder", broken)
    await order()
    await tried(new_bot(), clock, TRIES)
    (about,) = told(company)
    assert about["why"] in audit_words.NOT_MADE_WHY
    assert audit_words.NOT_MADE_WHY[about["why"]].startswith("Something broke")


async def test_a_way_that_was_turned_off_meanwhile(company, settings, order, clock):
    await order()
    await Bot(company.desk, settings, Ways(), clock).drain()
    assert [one.get("why") for one in told(company)] == ["folder"]
    assert takings(company) == 0


def test_each_reason_has_its_words():
    for why in ("folder", "slack", "too_large", "not_yours", "not_understood"):
        assert why in audit_words.NOT_MADE_WHY
