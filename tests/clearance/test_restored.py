"""A database that was put back from a backup: on record once, and approvals wait for officers."""

import shutil
import sqlite3
from pathlib import Path

import pytest

from clearance.desk import Desk
from clearance.shown import No
from storage import copy_mark
from storage.backup import backup
from storage.database import Database
from storage.log import moment
from storage.newest import Newest
from storage.restore import restore
from tests.clearance.company import APPROVE, TEAM, Company, buy, who
from tests.clearance.restricting import pass_minutes, ticked

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Put:
    """A company, its backup, and the place where that is put back."""

    def __init__(self, company, url, place, newest):
        self.company, self.url, self.place, self.newest = company, url, place, newest
        self.file = newest.path.with_name("backup")
        self.opened = []

    def save(self):
        return backup(self.url, self.file, self.company.clock.now())

    def put_back(self, keys):
        """Restore it as a command does, and start on it."""
        restore(self.place, self.file, keys, self.company.clock.now, replace=False)
        return self.start(keys)

    def start(self, keys, place=None):
        clock, desk = self.company.clock, self.company.desk
        database = Database.open(place or self.place, keys=keys, now=clock.now, steady=clock.steady)
        self.opened.append(database)
        again = Desk(database, desk.grounds.policy, desk.grounds._base, TEAM, newest=self.newest)
        return Company(again, database, clock)


@pytest.fixture
async def put(company, database_url, empty_place, tmp_path):
    newest = Newest(tmp_path / "preclear.key.newest")
    company.desk.newest = newest
    found = Put(company, database_url, empty_place, newest)
    await pass_minutes(company, 3)
    yield found
    for database in found.opened:
        await database.close()


async def recorded(company):
    found = await company.database.run(copy_mark.restored)
    return [one["body"]["open"] for one in found.recorded]


async def approved(company, name="employee"):
    request = await company.desk.submit(who(name), buy())
    answer = await company.desk.decide(who("cfo"), request.id, APPROVE)
    assert answer == No("approvals_stopped") or answer.status == "decided"
    return not isinstance(answer, No)


async def test_what_was_not_put_back_is_not_on_record(put, keys):
    """Twin: backed up, and started again on the same database."""
    put.save()
    await ticked(put.company)
    again = put.start(keys, put.url)
    await ticked(again)
    assert await approved(again)
    assert await recorded(again) == []


async def test_it_is_on_record_once_and_approvals_wait_for_every_officer(put, keys):
    saved, made = put.save(), put.company.clock.now()
    await pass_minutes(put.company, 2)
    company = put.put_back(keys)
    marked = made if put.url.startswith("sqlite") else put.company.clock.now()
    assert not await approved(company)  # already before the first tick
    await ticked(company)
    assert await recorded(company) == [
        {"register": 3, "newest": 5, "marked": moment(marked), "log": saved.log_size, "lost": None}
    ]
    for name in ("ceo", "cfo"):
        assert not await approved(company, "second")
        await company.desk.confirm_restored(who(name))
        await ticked(company)
    assert await approved(company, "director")
    for _ in range(2):  # and started again, twice
        company = put.start(keys)
        await ticked(company)
        assert len(await recorded(company)) == 1


@pytest.mark.parametrize("lost", [True, False])
async def test_the_mark_tells_where_the_newest_version_is_lost_or_the_minute_the_same(
    put, keys, lost
):
    put.save()  # and nothing is ticked after it
    if lost:
        put.newest.path.unlink()
    company = put.put_back(keys)
    assert not await approved(company)
    await ticked(company)
    (found,) = await recorded(company)
    assert (found["register"], found["newest"]) == (3, None if lost else 3)
    assert not await approved(company, "second")


@ON_SQLITE
async def test_a_plain_copy_is_noticed_by_its_age(put, keys, tmp_path):
    """What SQLite's own tool copied has no mark; the same minute's is not noticed."""
    put.save()
    for name in ("same.db", "later.db"):
        _without_mark(put.file, tmp_path / name)
    same = put.start(keys, f"sqlite:///{tmp_path / 'same.db'}")
    assert await approved(same)
    await ticked(put.company)
    later = put.start(keys, f"sqlite:///{tmp_path / 'later.db'}")
    assert not await approved(later)
    await ticked(later)
    (found,) = await recorded(later)
    assert found == {"register": 3, "newest": 4, "marked": None, "log": None, "lost": None}


async def test_an_unknown_age_is_on_record_once_though_the_version_cannot_be_kept(put):
    """Its folder cannot be written to: each tick fails after it was committed."""
    put.newest.path.unlink()
    put.newest = put.company.desk.newest = Unwritable()
    put.company.clock.pass_(180)
    for _ in range(3):
        with pytest.raises(OSError, match="full"):
            await ticked(put.company)
    (found,) = await recorded(put.company)
    assert (found["register"], found["newest"], found["marked"]) == (3, None, None)


async def test_two_processes_record_it_once(put, keys):
    put.save()
    one = put.put_back(keys)
    two = put.start(keys)
    await ticked(one)
    await two.desk.tick()
    await ticked(two)
    assert len(await recorded(one)) == 1


@ON_SQLITE
async def test_put_back_twice_is_on_record_in_each(put, keys, tmp_path):
    put.save()
    first = put.put_back(keys)
    await ticked(first)
    other = f"sqlite:///{tmp_path / 'other.db'}"
    restore(other, put.file, keys, put.company.clock.now, replace=False)
    second = put.start(keys, other)
    await ticked(second)
    assert [len(await recorded(one)) for one in (first, second)] == [1, 1]


async def test_what_was_sent_after_the_backup_is_sent_again_and_can_be_decided(put, keys):
    """The decision is gone with its record; the request waits again, for the same people."""
    company = put.company
    request = await company.desk.submit(who("employee"), buy())
    put.save()
    sent = await company.carry_out()
    decided = await company.desk.decide(who("cfo"), request.id, APPROVE)
    assert decided.status == "decided"
    late = await company.desk.submit(who("second"), buy())
    again = put.put_back(keys)
    assert [to for to, _ in await again.carry_out()] == [to for to, _ in sent]
    await ticked(again)
    for name in ("ceo", "cfo"):
        await again.desk.confirm_restored(who(name))
        await ticked(again)
    assert isinstance(await again.desk.decide(who("cfo"), late.id, APPROVE), No)  # nobody knows it
    assert (await again.desk.decide(who("cfo"), request.id, APPROVE)).status == "decided"


class Unwritable:
    path = Path("nowhere")
    known = None

    def keep(self, version):
        raise OSError(f"full at {version}")


def _without_mark(marked, plain):
    shutil.copyfile(marked, plain)
    connection = sqlite3.connect(plain)
    connection.execute("DROP TABLE preclear_copy")
    connection.commit()
    connection.close()
