"""Everybody is told of the window at Slack's pace, and no card waits for that."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot import app
from bot.carrier import Carrier
from bot.delivery import Worker
from bot.posting import Poster
from clearance.people import import_people
from clearance.releases import add_release
from clearance.shown import Actor
from sandbox.seed import USERS, User, new_seed
from sandbox.server import Workspace
from storage import pacing
from tests.bot.conftest import UNLIMITED
from tests.bot.pieces import CEO, MAYA, NEW_YORK, rows
from tests.clearance.company import ROSTER as FEW
from tests.clearance.company import THIRD_QUARTER, buy

#: Of a thousand it takes forty seconds to run, and the card comes as soon.
PEOPLE = 120
MANY = tuple(User(f"U{n:04}", f"p.{n}", f"P {n}", "Employee") for n in range(PEOPLE))
ROSTER = FEW + "".join(f"{one.id},{one.real_name},employee,,,yes\n" for one in MANY)
ASKED_AFTER = 40


@pytest.fixture
async def workspace(clock):
    here = {one.id for one in USERS}
    theirs = tuple(
        User(one, one.lower(), one, "Employee")
        for one in ("U0SECOND", "U0NEWCOMER", "U0DIRECTOR", "U0CHAIR")
        if one not in here
    )
    served = Workspace(clock, new_seed(users=(*USERS, *theirs, *MANY)), rules=UNLIMITED)
    await served.start(port=0)
    yield served
    await served.stop()


async def test_a_card_asked_for_meanwhile_comes_within_seconds(
    workspace, desk, database, settings, clock
):
    clock.move(datetime(2026, 12, 11, 8, 0, tzinfo=NEW_YORK))
    await database.run(lambda tx: import_people(tx, ROSTER, "operator:test"))
    await database.run(lambda tx: add_release(desk.grounds, tx, THIRD_QUARTER, "operator:test"))
    await desk.tell_of_windows()
    posted, asked_at, card_at, turn = [], [], [], asyncio.Lock()
    began = clock.now() + timedelta(hours=1)

    async def rest(seconds):
        """Let the time of a turn pass, for all who wait at once."""
        until = clock.steady() + seconds
        async with turn:
            clock.pass_(max(0.0, until - clock.steady()))

    class Watched(Poster):
        async def post(self, user, text, blocks):
            place = await super().post(user, text, blocks)
            posted.append(user)
            if len(posted) == ASKED_AFTER:
                filed = await desk.submit(Actor(workspace.seed.team_id, MAYA), buy())
                assert hasattr(filed, "id"), filed
                asked_at.append((clock.now(), len(posted)))
            if user == CEO and "card" in str(blocks):
                card_at.append((clock.now(), len(posted)))
            return place

    poster = Watched(app.client_for_delivery(settings))
    carrier = Carrier(database, desk, poster, paces=pacing.Paces(), rest=rest)
    clock.move(began)
    worker = Worker(database, carrier, clock)
    await worker.drain()
    clock.pass_(timedelta(minutes=5).total_seconds())  # one that met a hiccup is tried again
    await worker.drain()

    assert len([row for row in rows(database) if row.bulk and row.ended_as == "sent"]) == PEOPLE + 6
    (arrived, place), (asked, before) = card_at[0], asked_at[0]
    assert place <= before + 8  # those that were under way, and the other officer's
    assert arrived - asked < timedelta(seconds=15)
    assert clock.now() - began > timedelta(minutes=2)  # all of them took Slack's pace
